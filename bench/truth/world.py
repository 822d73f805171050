"""The programs of one soak, on free ports and in a folder of their own; and what kills some of them in between."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from socket import create_server
from typing import Any, BinaryIO, Final

import requests
from sqlalchemy import Engine, func, select

from bench.site import ROOT
from tokri.store import open_store
from tokri.store.tables import jobs
from tokri.supervisor import runner_argv, server_argv, upgrade_argv

#: Wednesday 11 February 2026, 10:30 IST: the day of the instruments and prices that the stand-in carries.
DAY: Final = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)

_PATIENCE: Final = 60.0

#: Jobs that wait for an hour of their own.
_BY_THEMSELVES: Final = frozenset({"purge", "forget", "head", "clear", "expire", "unconfirmed"})
_INHERITED: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")


@dataclass(frozen=True, slots=True)
class _Told:
    port: int
    workers: int


@dataclass
class World:
    """Where everything is. `url` is Tokri's, `kite_url` the stand-in's."""

    folder: Path
    url: str
    kite_url: str
    environ: Mapping[str, str]
    engine: Engine
    server: subprocess.Popen[bytes]
    runners: list[subprocess.Popen[bytes]]
    log: BinaryIO
    killed: dict[str, int] = field(default_factory=lambda: {"workers": 0, "runners": 0, "servers": 0})

    def ledger(self) -> dict[str, Any]:
        """All that is true. Only the judge asks."""
        found: dict[str, Any] = requests.get(f"{self.kite_url}/simulator/ledger.json", timeout=_PATIENCE).json()
        return found

    def tell_kite(self, path: str, **given: Any) -> None:
        """Steer the stand-in, for everybody."""
        requests.post(f"{self.kite_url}/simulator/{path}", json=given, timeout=_PATIENCE).raise_for_status()

    def kill_a_worker(self, lot: Random) -> None:
        """One of the server's workers, by kill -9, whatever it is doing; its manager starts another."""
        children = _children(self.server.pid)
        if children:
            with suppress(ProcessLookupError):
                os.kill(lot.choice(children), signal.SIGKILL)
            self.killed["workers"] += 1

    def kill_the_server(self) -> None:
        """The manager and all its workers, as when the machine stops; it is started again on the same port."""
        children = _children(self.server.pid)
        self.server.kill()
        self.server.wait()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.server = _start(
            server_argv(_Told(int(self.environ["PORT"]), int(self.environ["WORKERS"]))), self.environ, self.log
        )
        self.killed["servers"] += 1

    def up_again(self) -> None:
        """Wait until the server answers."""
        _await(f"{self.url}/healthz")

    def kill_a_runner(self, lot: Random) -> None:
        """A runner, by kill -9; another takes its place."""
        place = lot.randrange(len(self.runners))
        self.runners[place].kill()
        self.runners[place].wait()
        self.runners[place] = _start(runner_argv(), self.environ, self.log)
        self.killed["runners"] += 1

    def busy(self) -> int:
        """Jobs that are due, or leased by somebody who may be gone; what waits for its hour does not count."""
        soon = datetime.fromtimestamp(time.time() + float(self.environ["CLOCK_OFFSET"]) + 1, UTC)
        waits = jobs.c.kind.not_in(_BY_THEMSELVES) & (jobs.c.leased_until.is_not(None) | (jobs.c.due_at < soon))
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(jobs).where(waits)).scalar_one()

    def stop_runners(self) -> None:
        """Let both finish what they have in hand, and do nothing more: what is told now stays as it is."""
        _stop(self.runners)

    def settle(self, patience: float) -> None:
        """Wait until nothing is on its way, neither from the stand-in nor within Tokri."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not self.ledger()["waiting"] and not self.busy():
                return
            time.sleep(0.25)


@contextmanager
def world(folder: Path, database_url: str = "", workers: int = 2, runners: int = 2) -> Iterator[World]:
    """Everything started and answering; stopped afterwards. Without a `database_url`, on SQLite in the folder."""
    port, kite_port = _free_ports(2)
    environ = {**_environment(folder, port, kite_port, workers), "DATABASE_URL": database_url}
    database = open_store(database_url, data_dir=folder).database
    engine = database.reader(database.engine())
    stopping: list[subprocess.Popen[bytes]] = []
    with (folder / "log").open("ab") as log:
        try:
            done = subprocess.run(upgrade_argv(), env=environ, cwd=ROOT, check=False, stdout=log, stderr=log)
            if done.returncode:
                raise SystemExit(f"The store could not be made: {(folder / 'log').read_text()[-2000:]}")
            stopping.append(_start(_kite_argv(environ, kite_port), environ, log))
            stopping.append(_start(server_argv(_Told(port, workers)), environ, log))
            here = World(
                folder,
                f"http://127.0.0.1:{port}",
                f"http://localhost:{kite_port}",
                environ,
                engine,
                stopping[1],
                [_start(runner_argv(), environ, log) for _ in range(runners)],
                log,
            )
            _await(f"{here.kite_url}/healthz")
            _await(f"{here.url}/healthz")
            yield here
        finally:
            _stop([*stopping, *([here.server, *here.runners] if "here" in locals() else [])])
            engine.dispose()


def _environment(folder: Path, port: int, kite_port: int, workers: int) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
        "FLASK_SKIP_DOTENV": "1",
        "ENV": "test",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATA_DIR": str(folder),
        "WORKERS": str(workers),
        "KITE_API_KEY": "soakkey",
        "KITE_API_SECRET": "soaksecretof2026",
        "KITE_URL": f"http://localhost:{kite_port}",
        "KITE_API_URL": f"http://127.0.0.1:{kite_port}",
        "PUBLIC_BUILDER": "on",
        "PROXY_HOPS": "1",
        "CLOCK_OFFSET": str(round(DAY.timestamp() - time.time())),
    }


def _kite_argv(environ: Mapping[str, str], kite_port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "simulator", "--port", str(kite_port)),
        *("--api-key", environ["KITE_API_KEY"], "--api-secret", environ["KITE_API_SECRET"]),
        *("--redirect-url", f"{environ['PUBLIC_URL']}/kite/redirect"),
        *("--postback-url", f"{environ['PUBLIC_URL']}/kite/postback"),
    ]


def _start(argv: list[str], environ: Mapping[str, str], log: BinaryIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(argv, cwd=ROOT, env=dict(environ), stdout=log, stderr=log, stdin=subprocess.DEVNULL)


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    children = [child for process in processes for child in _children(process.pid)]
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for child in children:  # a worker may outlive its manager
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607 - wherever this system has it
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [int(pid) for pid, of in rows if int(of) == parent]


def _await(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(requests.RequestException):
            if requests.get(url, timeout=5).ok:
                return
        threading.Event().wait(0.05)
    raise SystemExit(f"{url} did not answer.")


def _free_ports(many: int) -> list[int]:
    with ExitStack() as held:
        listeners = [held.enter_context(create_server(("127.0.0.1", 0))) for _ in range(many)]
        return [listener.getsockname()[1] for listener in listeners]
