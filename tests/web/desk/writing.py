"""A basket of the firm's as somebody writes it with scripts off: each step one function on the house client."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.web.steps import INFY, typed, world
from tokri.core.desk.advice import DeskBasket
from tokri.core.ports import Entry

#: What is said beside the first order.
SAID: Mapping[str, str] = {
    "advice-0-why": "Cash flows are steady",
    "advice-0-advised_price": "1,500",
    "advice-0-advised_at": "2026-02-11T10:15",
    "advice-0-entry_from": "1,480",
    "advice-0-entry_to": "1,520",
    "advice-0-stop_loss": "1,400",
    "advice-0-target": "1,700",
    "advice-0-horizon": "6 to 9 months",
    "advice-0-sizing": "capital",
}
WHOLE: Mapping[str, str] = {
    "why": "Large caps at a fair price",
    "risk_class": "moderate",
    "valid_until": "2026-02-13T15:00",
    "tied": "yes",
    "may_change": "quantities",
    "reference_capital": "10,00,000",
    "notes": "Asha asked for it",
}


def begin(client: HouseClient) -> str:
    """Make an empty basket and open it; answers its address."""
    assert client.get("/desk/baskets/new").status_code == 200
    answer = client.submit()
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    return str(answer.location)


def write(
    client: HouseClient, at: str, *orders: Mapping[str, str], action: str = "save", base: int = 1, **more: str
) -> TestResponse:
    """Type a basket and press a button, without looking at the form first."""
    name = more.pop("name", "Large IT")
    return client.post(at, data={**typed(*(orders or (INFY,)), name=name, base=base, action=action), **more})


def written(client: HouseClient, name: str = "Large IT", **more: str) -> str:
    """A basket that is written and saved, and shown; answers its address."""
    at = begin(client)
    answer = client.post(at, data={**typed(INFY, name=name, base=1), **WHOLE, **SAID, **more})
    assert answer.status_code == 303
    assert client.get(at).status_code == 200
    return at


def kept(app: Flask, at: str) -> DeskBasket:
    """The basket at an address, as the store has it."""
    with world(app).store.reading() as view:
        found = view.desk_baskets.get(at.split("?", maxsplit=1)[0].split("/")[3])
    assert found is not None
    return found


def told(app: Flask) -> list[Entry]:
    """The record, as far as it tells of baskets."""
    with world(app).store.reading() as view:
        return [entry for entry, _ in view.chain.rows()]


def form_of(client: HouseClient) -> dict[str, str]:
    """What stands in the form of the page, its empty fields left out."""
    return {name: text for name, text in client.page.form("#basket").fields if text and name != "csrf_token"}
