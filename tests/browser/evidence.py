"""Files and pictures that a person brings in a browser: Kite's own downloads, as the stand-in makes them."""

from __future__ import annotations

import io
from typing import Any

import requests
from PIL import Image
from playwright.sync_api import Page

from tests.browser.kite import LONGEST_WAIT, StandIn


def order_book(kite: StandIn, user_id: str = "DM0001") -> bytes:
    """Today's orders of this demo client, as they download them from Kite."""
    return _download(kite, "orders.csv", user_id)


def tradebook(kite: StandIn, user_id: str = "DM0001") -> bytes:
    """Today's trades of this demo client, as they download them from the Console."""
    return _download(kite, "tradebook.csv", user_id)


def _download(kite: StandIn, name: str, user_id: str) -> bytes:
    address = f"http://127.0.0.1:{kite.port}/simulator/{name}"
    answer = requests.get(address, params={"user_id": user_id}, timeout=LONGEST_WAIT)
    answer.raise_for_status()
    return answer.content


def picture() -> bytes:
    """A screenshot of nothing."""
    written = io.BytesIO()
    Image.new("RGB", (40, 80), "white").save(written, "PNG")
    return written.getvalue()


def choose(page: Page, content: bytes, *, name: str = "orders.csv", field: str = "#file") -> None:
    """Choose a file, as its dialog would."""
    chosen: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator(field).set_input_files([chosen])
