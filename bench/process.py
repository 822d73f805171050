"""The program as a process: what it costs to import, how soon it answers, how much memory a worker holds and keeps."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from socket import create_server
from typing import BinaryIO, Final

from flask import Flask

from bench.measure import Figure, compare_costs
from bench.pages import handed_off
from bench.site import ROOT, Request, draft, environment, form_of, outside, request, send, visitor
from tokri.journey.baskets import create_basket
from tokri.supervisor import server_argv

OURS: Final = "app:create_app"
_BARE: Final = "bench.bare:bare"
_STARTS: Final = 7
#: Times a bare Flask. Of 3.5 times its import, measured, SQLAlchemy and its dialects alone are 1.3, Flask itself is 1.
#: Pages, commands and what is said to the tables come with the first that asks for them; what that costs is told.
_MOST_IMPORTS: Final = 3.8
_MADE: Final = "from app import create_app; app = create_app()"
_ASKED: Final = f"{_MADE}; assert app.test_client().get('/baskets/new', base_url={{url!r}}).status_code == 200"
_MOST_STARTS: Final = 4.0
_EARLY: Final = 500
_LATE: Final = 5000
_VISITORS: Final = 20  # so that none of them meets the limit of saves
_MOST_MEGABYTES: Final = 90
_PATIENCE: Final = 30.0


@dataclass(frozen=True, slots=True)
class _Told:
    """What the server is told."""

    port: int
    workers: int = 1


def figures(app: Flask, data: Path) -> Iterator[Figure]:
    """Every figure of the process."""
    # A firm that another figure has set up closes the builder to the public.
    environ = {**environment(data), "PUBLIC_BUILDER": "on"}
    yield _import("import of the web worker", _MADE, environ, _MOST_IMPORTS)
    yield _import("the same, and its first page with a form", _ASKED.format(url=environ["PUBLIC_URL"]), environ)
    yield _start(environ)
    yield from _memory(app, environ)


def _import(what: str, program: str, environ: Mapping[str, str], most: float | None = None) -> Figure:
    ours = [sys.executable, "-c", program]
    flask = [sys.executable, "-c", "import flask"]
    cost = compare_costs(lambda: _cpu_seconds(flask, environ), lambda: _cpu_seconds(ours, environ), _STARTS)
    plain = f"{cost.second:.2f} s to {cost.first:.2f} s of CPU"
    return Figure(what, "import flask", cost.ratio, most, plain=plain)


def _start(environ: Mapping[str, str]) -> Figure:
    cost = compare_costs(
        lambda: _seconds_to_answer(_BARE, "/", environ),
        lambda: _seconds_to_answer(OURS, "/healthz", environ),
        _STARTS,
    )
    plain = f"{cost.second:.2f} s to {cost.first:.2f} s"
    return Figure(
        "start of the server to its first 200", "the same server, a bare Flask", cost.ratio, _MOST_STARTS, plain=plain
    )


def _memory(app: Flask, environ: Mapping[str, str]) -> Iterator[Figure]:
    asked = _way_through(app)
    with server(OURS, "/healthz", environ) as (process, connection):
        _ask(connection, islice(asked, _EARLY))
        early = megabytes(process.pid)
        _ask(connection, islice(asked, _LATE - _EARLY))
        late = megabytes(process.pid)
    plain = f"{late:.1f} MB to {early:.1f} MB"
    yield Figure(f"memory of a worker after {_LATE:,} requests", f"after {_EARLY}", late / early, 1.02, plain=plain)
    yield Figure(
        f"memory of a worker after {_LATE:,} requests",
        f"the {_MOST_MEGABYTES} MB it may have",
        late / _MOST_MEGABYTES,
        1.0,
        plain=f"{late:.1f} MB",
    )


def _cpu_seconds(argv: list[str], environ: Mapping[str, str]) -> float:
    process = subprocess.Popen(argv, cwd=ROOT, env=dict(environ), stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{argv[-1]!r} ended with status {process.returncode}.")
    return usage.ru_utime + usage.ru_stime


def _seconds_to_answer(target: str, path: str, environ: Mapping[str, str]) -> float:
    began = time.monotonic()
    with server(target, path, environ):
        return time.monotonic() - began


@contextmanager
def server(
    target: str, path: str, environ: Mapping[str, str], *, workers: int = 1, says: BinaryIO | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], HTTPConnection]]:
    """The real server, once it answers `path`; stopped afterwards. Its log goes to `says`, if given."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    argv = [part.replace(OURS, target) for part in server_argv(_Told(port, workers))]
    process = subprocess.Popen(argv, cwd=ROOT, env=dict(environ), stderr=says or subprocess.DEVNULL)
    try:
        yield process, _answering(process, port, path)
    finally:
        process.terminate()
        process.wait()


def _answering(process: subprocess.Popen[bytes], port: int, path: str) -> HTTPConnection:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        except OSError:
            connection.close()
            time.sleep(0.005)
        else:
            if answer.status == 200:  # noqa: PLR2004 - what is waited for
                return connection
    raise SystemExit("The server did not answer.")


def _way_through(app: Flask) -> Iterator[Request]:
    """Form, save, review, result, again and again, by visitors who take turns; without end."""
    ways = [_ways_of(app, f"memory-{number}") for number in range(_VISITORS)]
    for way in cycle(ways):
        yield from islice(way, 4)


def _ways_of(app: Flask, name: str) -> Iterator[Request]:
    who = visitor(app, name)
    version = create_basket(outside(app), who.id, draft(20))
    sent = handed_off(app, who.id)
    send(app, request(f"/handoffs/{sent.id}", who))
    base = 0
    while True:
        base += 1
        form = form_of(version.draft.orders, who, base) | {"orders-0-quantity": str(1000 + base)}
        yield request(f"/baskets/{version.basket_id}", who)
        yield request(f"/baskets/{version.basket_id}", who, form)
        yield request(f"/baskets/{version.basket_id}/review", who)
        yield request(f"/baskets/{sent.basket_id}/result", who)


def _ask(connection: HTTPConnection, asked: Iterator[Request]) -> None:
    for each in asked:
        headers = {"Cookie": each.cookie}
        if each.body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if each.body is None else "POST", each.path, each.body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != (200 if each.body is None else 303):
            raise SystemExit(f"{each.path} answered {answer.status}.")


def megabytes(manager: int) -> float:
    """The resident memory of the server's largest worker, in MB; its manager is not counted."""
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,rss="], capture_output=True, text=True, check=True)  # noqa: S607 - wherever this system has it
    rows = [line.split() for line in listed.stdout.splitlines()]
    return max(int(rss) for parent, rss in rows if int(parent) == manager) / 1024
