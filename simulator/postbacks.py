"""Calls back to the app about orders, from a thread of their own: a slow app slows nobody here.

Some can be lost, late, repeated or out of their order, and a forger can send more: with a checksum copied from a true
one, which covers neither status nor fill, or with one that is made up. All of it is drawn by lot, from a seed.
"""

import hashlib
import heapq
import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

import requests

from simulator.clock import monotonic
from simulator.settings import Settings

PATIENCE = 3.0
"""Seconds to wait for the app's answer; Kite waits two or three."""
MOST_WAITING = 20_000
APP_ID = 1234


def checksum(order_id: str, order_timestamp: str, api_secret: str) -> str:
    """Give the checksum by which an app knows that a postback is Kite's."""
    return hashlib.sha256((order_id + order_timestamp + api_secret).encode()).hexdigest()


def number(value: Decimal) -> int | float:
    """Write an exact number as JSON has it: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(value: object) -> int | float:
    if isinstance(value, Decimal):
        return number(value)
    raise TypeError(f"{type(value).__name__} has no place in a postback")


@dataclass(frozen=True)
class Manner:
    """How postbacks travel: shares of one, from 0 to 1, and seconds.

    ``loss`` and ``repeat``: which share is lost, or comes twice. ``delay``: how late each is; ``scatter``: up to how
    much later still, each for itself, so that they overtake each other. ``forge``: to which share a forger adds one.
    """

    loss: float = 0.0
    repeat: float = 0.0
    delay: float = 0.0
    scatter: float = 0.0
    forge: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no share, and no time that anybody would wait."""
        for each in fields(self):
            value = getattr(self, each.name)
            most = {"delay": 600, "scatter": 600, "seed": 2**63}.get(each.name, 1)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
                raise ValueError(f"{each.name} is a number from 0 to {most}, and got {value!r}.")


@dataclass(frozen=True, order=True)
class _Waiting:
    due: float
    turn: int
    body: bytes
    record: dict[str, Any]
    true: bool


class Postbacks:
    """What waits to be sent, and the thread that sends it; the thread starts with the first postback.

    ``on_answer`` is told of each that was sent: its content, whether it was true, and the app's HTTP status or 0.
    """

    def __init__(
        self, settings: Settings, stopping: threading.Event, on_answer: Callable[[dict[str, Any], bool, int], None]
    ) -> None:
        self._settings = settings
        self._stopping = stopping
        self._on_answer = on_answer
        self._waiting: list[_Waiting] = []
        self._sending = False
        self._turns = count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self.travel(Manner())

    def travel(self, manner: Manner) -> None:
        """Let postbacks travel in this manner from now on."""
        self.manner = manner
        self._lot = Random(manner.seed)  # noqa: S311 - the same for the same seed, and no secret

    @property
    def waiting(self) -> int:
        """How many are on their way, or not entered yet as answered."""
        return len(self._waiting) + self._sending

    def forget(self) -> None:
        """Drop what is on its way, and let the next travel as they usually do."""
        with self._changed:
            self._waiting.clear()
        self.travel(Manner())

    def send(self, record: dict[str, Any]) -> None:
        """Queue one order's news, as the order is now. Does nothing when the app has no postback URL."""
        settings = self._settings
        if not settings.postback_url or not settings.api_secret:
            return
        payload = record | {
            "unfilled_quantity": record["pending_quantity"],
            "app_id": APP_ID,
            "checksum": checksum(record["order_id"], record["order_timestamp"], settings.api_secret),
        }
        lot, manner = self._lot, self.manner
        lost, twice, forged = (lot.random() < share for share in (manner.loss, manner.repeat, manner.forge))
        for wanted, content, true in ((not lost, payload, True), (twice, payload, True), (forged, None, False)):
            if wanted:
                late = manner.delay + lot.random() * manner.scatter
                self._queue(content or self._forgery(payload), late, true=true)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="postbacks", daemon=True)
            self._thread.start()

    def _forgery(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Give what somebody makes of a postback that they saw: everything filled, or nothing, under its checksum."""
        quantity = payload["quantity"]
        filled = {"status": "COMPLETE", "filled_quantity": quantity, "pending_quantity": 0, "unfilled_quantity": 0}
        nothing = {"status": "REJECTED", "filled_quantity": 0, "pending_quantity": 0, "unfilled_quantity": 0}
        kind = self._lot.choice(("filled", "nothing", "checksum"))
        if kind == "checksum":
            return payload | filled | {"checksum": hashlib.sha256(payload["checksum"].encode()).hexdigest()}
        return payload | (filled if kind == "filled" else nothing)

    def _queue(self, content: dict[str, Any], late: float, *, true: bool) -> None:
        body = json.dumps(content, default=_plain).encode()
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                sys.stderr.write("The app takes no postbacks; one was dropped.\n")
                return
            heapq.heappush(self._waiting, _Waiting(monotonic() + late, next(self._turns), body, content, true))
            self._changed.notify()

    def _run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while not self._stopping.is_set():
                found = self._next()
                if found is not None:
                    self._on_answer(found.record, found.true, self._post(session, found.body))
                    self._sending = False

    def _next(self) -> _Waiting | None:
        with self._changed:
            now = monotonic()
            if self._waiting and self._waiting[0].due <= now:
                self._sending = True
                return heapq.heappop(self._waiting)
            self._changed.wait(min(self._waiting[0].due - now, 0.2) if self._waiting else 0.2)
            return None

    def _post(self, session: requests.Session, body: bytes) -> int:
        try:
            answer = session.post(
                self._settings.postback_url,
                data=body,
                headers={"Content-Type": "application/json"},
                timeout=PATIENCE,
                allow_redirects=False,
            )
        except requests.RequestException as fault:
            sys.stderr.write(f"A postback did not arrive: {type(fault).__name__}.\n")
            return 0
        return answer.status_code
