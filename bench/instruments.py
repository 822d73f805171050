"""The instrument list of 155,910 rows: searched, and leant on by the check of a basket."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from flask import Flask

from bench import taking_in
from bench.measure import Figure, milliseconds
from bench.process import OURS, megabytes, server
from bench.site import NOW, ROOT, SEED, Request, build, draft, environment, outside, visitor
from bench.typing import typing
from tokri.clock import clock
from tokri.core.basket import OrderText
from tokri.core.times import ist
from tokri.instrument_master import InstrumentMaster
from tokri.journey.instruments import MOST
from tokri.journey.known import check_now

PRICES: Final = ROOT / "simulator" / "data" / "prices.csv"

_MOST_MILLISECONDS: Final = 5.0
_MOST_FOR_UNKNOWN: Final = 20.0  #: milliseconds: five of the orders are told what else may be meant
_MOST_MEGABYTES: Final = 5.0
_CLIENTS: Final = 4
_VISITORS: Final = 40  # so that none of them meets the limit of searches
_ROUNDS: Final = 4
_SEARCHES: Final = 240
_PAUSE: Final = 0.12  #: seconds between the questions of one who types: the form's script asks no oftener
_SLOW: Final = 40  #: searches of the baseline, which takes a hundred times as long
_CHECKS: Final = 40

#: What people type, letter by letter and whole.
_TYPED: Final = (
    *("reliance", "infosys", "hdfc bank", "tata motors", "bajaj auto", "m&m", "sbin", "larsen", "itc", "maruti"),
    *("nifty 26000 ce", "banknifty mar fut", "nifty 24 feb 25500 pe", "sensex 83000 ce", "gold apr fut", "usdinr mar"),
    *("NSE:INFY", "INFY.NS", "500209", "L&TFH", "niftybees", "crude", "ndustr", "otak", "power grid", "sun pharma"),
    *("NIFTY26FEB25500PE", "BANKNIFTY26MARFUT", "relianse", "zzqx"),
)

#: Symbols with a slip in them; none of them is on the list, nor with its first letters twice.
_MISTYPED: Final = (
    *("RELAINCE", "TATAMOTRS", "HDFCBNK", "BAJAJFINSER", "HINDUNILEVER"),
    *("INFYY", "NIFTY26FEB25510CE", "ZZQXXQZ", "ICICIBNKK", "BHARTIARTLL"),
)


def figures(folder: Path) -> Iterator[Figure]:
    """Every figure of the instrument list."""
    data = folder / "instruments"
    data.mkdir()
    yield from taking_in.figures(data)
    master = InstrumentMaster(data / "instruments.db")
    master.take_prices(PRICES.read_bytes(), ist(NOW).date(), "prices.csv")
    app = build(environment(data))
    yield from _in_process(master, data)
    yield from _checks(app)
    yield from _through_the_server(app, data)
    yield from _memory(app, folder, data)


def _in_process(master: InstrumentMaster, data: Path) -> Iterator[Figure]:
    day, typed = ist(NOW).date(), keystrokes()
    ours = _times(lambda text: master.search(text, day, MOST), typed)
    slow = _times(_ilike(data), typed[:: len(typed) // _SLOW])
    for name, of in (("p50", 0.5), ("p99", 0.99)):
        mine, theirs = _at(ours, of), _at(slow, of)
        yield Figure(
            f"search in process, {name}",
            "ILIKE '%q%' on four columns",
            theirs / mine,
            50.0 if name == "p50" else None,
            faster=True,
            plain=f"{milliseconds(mine)} to {milliseconds(theirs)}",
        )


def _checks(app: Flask) -> Iterator[Figure]:
    for count in (20, 50):
        orders = draft(count).orders
        with app.app_context():
            took = median(_times(partial(_check, app, orders), [""] * _CHECKS))
        hold = 1.0 if count == 50 else None  # noqa: PLR2004 - the larger of the two is the one held
        yield Figure(
            f"check of {count} orders against the list",
            "the 5 ms it may take",
            took * 1000 / _MOST_MILLISECONDS,
            hold,
            plain=milliseconds(took),
        )
    unknown = [
        replace(order, tradingsymbol=f"{symbol[: 1 + place // len(_MISTYPED)]}{symbol}")
        for place, order in enumerate(draft(50).orders)
        for symbol in [_MISTYPED[place % len(_MISTYPED)]]
    ]
    with app.app_context():
        took = median(_times(partial(_check, app, unknown), [""] * _CHECKS))
    yield Figure(
        "check of 50 orders whose symbols stand nowhere",
        f"the {_MOST_FOR_UNKNOWN:g} ms it may take",
        took * 1000 / _MOST_FOR_UNKNOWN,
        1.0,
        plain=milliseconds(took),
    )


def _check(app: Flask, orders: Sequence[OrderText], _: str) -> object:
    return check_now(outside(app), orders)


def _through_the_server(app: Flask, data: Path) -> Iterator[Figure]:
    cookies = [visitor(app, f"search-{number}").cookie for number in range(_VISITORS)]
    typed = keystrokes()
    paths = [f"/instruments/search?q={quote(text)}" for text in typed]
    asked = [Request(paths[place % len(paths)], cookies[place % _VISITORS], None) for place in range(_SEARCHES)]
    nothing = [Request("/healthz", "", None) for _ in asked]
    with TemporaryFile() as says, server(OURS, "/healthz", _on_the_lists_day(data), workers=2, says=says) as (_, about):
        rounds = [typing(about.port, asked, _CLIENTS, _PAUSE) for _ in range(_ROUNDS)]
        waited = min(rounds, key=lambda took: _at(took, 0.99))
        idle = min((typing(about.port, nothing, _CLIENTS, _PAUSE) for _ in range(2)), key=lambda took: _at(took, 0.99))
        served = _served(says)
    took = min(
        (served[at : at + _SEARCHES] for at in range(0, len(served), _SEARCHES)), key=lambda took: _at(took, 0.99)
    )
    # Of the rounds the quietest: what else the machine does is none of the search's.
    for name, of in (("p50", 0.5), ("p99", 0.99)):
        yield Figure(
            f"search at the server, {_CLIENTS} who type, {name}",
            "the 5 ms it may take",
            _at(took, of) * 1000 / _MOST_MILLISECONDS,
            1.0 if name == "p99" else None,
            plain=milliseconds(_at(took, of)),
        )
        yield Figure(
            f"search as they wait for it, {name}",
            "a page that does nothing",
            _at(waited, of) / _at(idle, of),
            plain=f"{milliseconds(_at(waited, of))} to {milliseconds(_at(idle, of))}",
        )


def _served(says: BinaryIO) -> list[float]:
    """What the server says that each search took, in seconds, from the request's arrival to its answer."""
    says.seek(0)
    lines = [line for line in says.read().decode().splitlines() if " /instruments/search 200 " in line]
    return [float(line.split(" 200 ")[1].split(" ms")[0]) / 1000 for line in lines]


def _on_the_lists_day(data: Path) -> Mapping[str, str]:
    """The server's settings, its clock moved to the day of the list: months later every contract on it has expired."""
    offset = int((NOW - clock(timedelta())()).total_seconds())
    nowhere = "http://127.0.0.1:1"
    moved = {"ENV": "test", "CLOCK_OFFSET": str(offset), "KITE_URL": nowhere, "KITE_API_URL": nowhere}
    return {**environment(data), **moved}


def _memory(app: Flask, folder: Path, data: Path) -> Iterator[Figure]:
    """A worker that searches the list beside one that searches as much without any."""
    bare = folder / "no-list"
    bare.mkdir()
    build(environment(bare))
    cookies = [visitor(app, f"memory-search-{number}").cookie for number in range(_VISITORS)]
    typed = keystrokes()
    held = []
    for place in (bare, data):
        with server(OURS, "/healthz", environment(place)) as (process, connection):
            _ask(connection.port, [(text, cookies[at % _VISITORS]) for at, text in enumerate((*typed, *typed))])
            held.append(megabytes(process.pid))
    grew = held[1] - held[0]
    yield Figure(
        "growth of a worker by the list",
        f"the {_MOST_MEGABYTES:g} MB it may grow",
        max(grew, 0) / _MOST_MEGABYTES,
        1.0,
        plain=f"{grew:.1f} MB",
    )


def keystrokes() -> list[str]:
    """Every start of what people type, in an order of their own that is the same at every run."""
    found = list(dict.fromkeys(text[:length] for text in _TYPED for length in range(1, len(text) + 1)))
    Random(SEED).shuffle(found)  # noqa: S311 - the same order at every run, and no secret
    return [text for text in found if text.strip()]


def _ilike(data: Path) -> Callable[[str], object]:
    """The search that is usual: every row is looked at, in four columns, as SQLAlchemy writes ILIKE for SQLite."""
    from pysqlite3 import dbapi2  # type: ignore[import-untyped]  # noqa: PLC0415 - the wheel carries no types

    connection: Any = dbapi2.connect(f"file:{data / 'instruments.db'}?mode=ro&immutable=1", uri=True)
    columns = ("exchange", "tradingsymbol", "name", "instrument_token")
    asked = f"SELECT * FROM instruments WHERE {' OR '.join(f'lower({column}) LIKE lower(?1)' for column in columns)}"  # noqa: S608 - columns of our own
    return lambda text: connection.execute(asked, (f"%{text}%",)).fetchall()


def _ask(port: int, share: Sequence[tuple[str, str]]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for text, cookie in share:
        connection.request("GET", f"/instruments/search?q={quote(text)}", headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or "hits" not in json.loads(body):  # noqa: PLR2004 - what is measured
            raise SystemExit(f"A search answered {answer.status}.")
    connection.close()


def _times(act: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    for text in texts[:5]:
        act(text)
    took = []
    for text in texts:
        began = time.process_time()
        act(text)
        took.append(time.process_time() - began)
    return took


def _at(took: Sequence[float], of: float) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * of))]
