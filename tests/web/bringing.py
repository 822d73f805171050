"""A person with a file from Kite, or a screenshot, at a form that asks for one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.client import HouseClient
from tests.journey.fakes import MORNING
from tests.page import attribute
from tests.store.handed_off import ORDERS, table
from tokri.core.times import IST


def at(minutes: float = 0) -> str:
    """Kite's text for the time so many minutes after the morning of the tests."""
    return f"{(MORNING + timedelta(minutes=minutes)).astimezone(IST):%Y-%m-%d %H:%M:%S}"


def order(what: str, quantity: str, status: str = "COMPLETE", minutes: float = 1) -> list[str]:
    """A row of Kite's order book; `what` is "BUY INFY"."""
    side, symbol = what.split()
    return [at(minutes), side, symbol, "CNC", quantity, "0" if quantity.startswith("0/") else "1502.35", status]


def book(*rows: Sequence[str]) -> bytes:
    return table(ORDERS, *rows)


def choose(client: HouseClient, form: str, content: bytes, *, file: str = "orders.csv") -> TestResponse:
    """Choose a file in the form of the page that is shown, and press its button."""
    found = client.page.one(form)
    name = attribute(client.page.one(f"{form} input[type=file]"), "name")
    fields = {"csrf_token": str(client.page.csrf_token), name: FileStorage(io.BytesIO(content), filename=file)}
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(attribute(found, "action"), data=body, content_type=kind)


def picture(width: int = 4) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, 4)).save(written, "PNG")
    return written.getvalue()
