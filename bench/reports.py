"""Kite's reports of orders, two hundred a second, for five seconds, to the server with two workers and its SQLite.

They come at their time, whether the one before is answered or not. What a machine does beside that for a moment spoils
one second and not the others, so the figure is the p99 of the median second; and what it does for longer spoils a run,
so there are three, and the calmest counts: nothing that others do makes the server quicker.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from queue import SimpleQueue
from statistics import median
from typing import Any, Final

from bench.measure import Figure, milliseconds
from bench.process import OURS, server

_A_SECOND: Final = 200
_SECONDS: Final = 5
_HELD: Final = 0.025  # seconds
_CONNECTIONS: Final = 16
_WARM: Final = 50
_RUNS: Final = 3


def figures(environ: Mapping[str, str]) -> Iterator[Figure]:
    """The one figure; an answer other than 200 ends the run."""
    with server(OURS, "/healthz", {**environ, "WORKERS": "2"}, workers=2) as (_, connection):
        port = connection.port
        waiting: SimpleQueue[HTTPConnection] = SimpleQueue()
        for _ in range(_CONNECTIONS):
            waiting.put(HTTPConnection("127.0.0.1", port, timeout=10))
        each_run = _A_SECOND * _SECONDS
        bodies = [_body(number, environ["KITE_API_SECRET"]) for number in range(_WARM + each_run * _RUNS)]
        for body in bodies[:_WARM]:
            _post(waiting, body, time.monotonic())
        runs = [_send(waiting, bodies[start : start + each_run]) for start in range(_WARM, len(bodies), each_run)]
    worst, usual = min((_p99(took), median(took)) for took in runs)
    plain = f"{milliseconds(worst)}; median {milliseconds(usual)}"
    yield Figure(f"postbacks, {_A_SECOND} a second: p99", "the 25 ms it may take", worst / _HELD, 1.0, plain=plain)


def _p99(took: list[float]) -> float:
    """Of the median second."""
    seconds = [sorted(took[start : start + _A_SECOND]) for start in range(0, len(took), _A_SECOND)]
    return median(each[int(len(each) * 0.99)] for each in seconds)


def _send(waiting: SimpleQueue[HTTPConnection], bodies: list[bytes]) -> list[float]:
    """Each at its time; answers the seconds that each took, counted from then."""
    began = time.monotonic() + 0.1
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        sent = []
        for number, body in enumerate(bodies):
            due = began + number / _A_SECOND
            time.sleep(max(due - time.monotonic(), 0))
            sent.append(pool.submit(_post, waiting, body, due))
        return [each.result() for each in sent]


def _post(waiting: SimpleQueue[HTTPConnection], body: bytes, due: float) -> float:
    connection = waiting.get()
    try:
        connection.request("POST", "/kite/postback", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
    finally:
        waiting.put(connection)
    if answer.status != 200:  # noqa: PLR2004 - what Kite takes for an answer
        raise SystemExit(f"A postback was answered with {answer.status}.")
    return time.monotonic() - due


def _body(number: int, api_secret: str) -> bytes:
    order_id, at = f"20214327{number:011}", "2026-02-11 10:31:05"
    record: dict[str, Any] = {
        "user_id": "DM0001",
        "app_id": 1234,
        "checksum": hashlib.sha256(f"{order_id}{at}{api_secret}".encode()).hexdigest(),
        "placed_by": "DM0001",
        "order_id": order_id,
        "exchange_order_id": str(number),
        "parent_order_id": None,
        "status": "COMPLETE",
        "status_message": None,
        "status_message_raw": None,
        "order_timestamp": at,
        "exchange_update_timestamp": at,
        "exchange_timestamp": at,
        "variety": "regular",
        "exchange": "NSE",
        "tradingsymbol": "INFY",
        "instrument_token": 408065,
        "order_type": "LIMIT",
        "transaction_type": "BUY",
        "validity": "DAY",
        "product": "CNC",
        "quantity": 10,
        "disclosed_quantity": 0,
        "price": 1656,
        "trigger_price": 0,
        "average_price": 1650.5,
        "filled_quantity": 10,
        "pending_quantity": 0,
        "unfilled_quantity": 0,
        "cancelled_quantity": 0,
        "market_protection": 0,
        "meta": {},
        "tag": "BENCH001",
        "tags": ["BENCH001"],
        "guid": "0123456789abcdef",
    }
    return json.dumps(record).encode()
