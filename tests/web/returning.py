"""A return from Kite: what it carries, and where it lands."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

from tests.client import HouseClient

TOKEN = "sesame4Q7rT1uV5wX9yZ0aB2cD3eF6gH"
SUCCESS = {"action": "basket", "type": "login", "status": "success", "request_token": TOKEN}


def land(client: HouseClient, answer: TestResponse) -> str:
    """Follow the answer to its clean address; answers what the page says."""
    assert answer.status_code == 303
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(
        r"/(baskets/[\w-]+/result#handoff-[\w-]+|handbacks/[\w-]+|kite/returned/[a-z-]+)", answer.location
    )
    assert TOKEN not in answer.text
    assert client.get(answer.location).status_code == 200
    assert TOKEN not in client.page.html
    return client.page.text("main")


#: What a return can say, what is kept of it, and what the page tells.
CLAIMS = [
    ({"status": "success", "request_token": TOKEN}, "success", "you finished on its page"),
    ({"status": "success"}, "success", "It does not say what was filled."),
    ({"status": "cancelled"}, "cancelled", "It does not prove that nothing was placed."),
    ({"status": "cancelled", "request_token": TOKEN}, "cancelled", "It does not prove that nothing was placed."),
    ({}, "odd", "Kite’s redirect said nothing, which tells nothing."),
    ({"request_token": TOKEN}, "odd", "Kite’s redirect said nothing, which tells nothing."),
    ({"status": "completed"}, "odd", "Kite’s redirect said “completed”, which tells nothing."),
    ({"status": "SUCCESS", "request_token": TOKEN}, "odd", "Kite’s redirect said “SUCCESS”, which tells nothing."),
    ({"status": "<script>alert(1)</script>"}, "odd", "“<script>alert(1)</script>”, which tells nothing."),
    ({"status": "ok", "next": "https://evil.test", "redirect": "//evil.test"}, "odd", "“ok”, which tells nothing."),
]

#: What no Kite sends.
UNREADABLE = [
    "status=success&status=cancelled",
    "status=success&request_token=a&request_token=b",
    "status=success&handoff=a&handoff=a",
    "status=success&request_token=" + "a" * 501,
    "status=success&request_token=" + "a" * 65,
    "status=" + "a" * 501,
    "status=success&request_token=..%2F..%2Fetc",
    "status=success&request_token=a%00b",
    "status=success%0d%0aSet-Cookie:%20x=1",
    "status=success&x=%1b[2J",
    "&".join(f"x{n}=1" for n in range(21)),
]
