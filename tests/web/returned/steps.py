"""A reading, step by step: its buttons, and a person who says yes to both questions."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeKite, book_order
from tests.web.steps import handoffs, rows, work

YES = "form[action$='/reading']"
ACCOUNT = "form[action$='/account']"
END = "form[action$='/end']"
LOOK = "form[action$='/look']"


def said(client: HouseClient, basket: str) -> str:
    client.get(f"{basket}/result")
    return client.page.text("main")


def queued(app: Flask) -> list[str]:
    return [row[1] for row in rows(app)["jobs"]]


def confirmed(app: Flask, client: HouseClient, kite: FakeKite, basket: str, **fields: str) -> str:
    """Yes, and yes that is me, and the runner has read; answers what the page says."""
    client.get(f"{basket}/result")
    client.submit(YES, fields=fields)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "mine"))
    work(app, kite)
    return said(client, basket)


def the_order(app: Flask, basket: str, **changes: object) -> Any:
    """The order of the basket as the order book shows it."""
    tag = handoffs(app, basket)[0].tag
    return book_order(tag=tag, tags=(tag,), **changes)
