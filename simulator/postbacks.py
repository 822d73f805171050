"""Calls back to the app about orders, from a thread of their own: a slow app slows nobody here."""

import hashlib
import json
import queue
import sys
import threading
from decimal import Decimal
from typing import Any

import requests

from simulator.settings import Settings

PATIENCE = 3.0
"""Seconds to wait for the app's answer; Kite waits two or three."""
MOST_WAITING = 1000
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


class Postbacks:
    """A queue and the thread that empties it; the thread starts with the first postback."""

    def __init__(self, settings: Settings, stopping: threading.Event) -> None:
        self._settings = settings
        self._stopping = stopping
        self._waiting: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None

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
        try:
            self._waiting.put_nowait(json.dumps(payload, default=_plain).encode())
        except queue.Full:
            sys.stderr.write("The app takes no postbacks; one was dropped.\n")
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="postbacks", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while not self._stopping.is_set():
                try:
                    body = self._waiting.get(timeout=0.2)
                except queue.Empty:
                    continue
                self._post(session, body)

    def _post(self, session: requests.Session, body: bytes) -> None:
        try:
            session.post(
                self._settings.postback_url,
                data=body,
                headers={"Content-Type": "application/json"},
                timeout=PATIENCE,
                allow_redirects=False,
            )
        except requests.RequestException as fault:
            sys.stderr.write(f"A postback did not arrive: {type(fault).__name__}.\n")
