"""Clients in tests of the pages: added as an adviser adds them, and looked up in the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Flask

from tests.client import HouseClient
from tests.web.steps import world
from tokri.core.desk.client import Client, ClientDetails

ASHA: Final = {
    "code": "C001",
    "name": "Asha Rao",
    "phone": "98765 43210",
    "email": "asha@example.com",
    "kite_user_id": "ab1234",
    "groups": "Mumbai, Retired",
    "risk_class": "low-to-moderate",
    "risk_on": "2026-01-05",
    "agreement_from": "5 Jan 2026",
    "agreement_until": "04-01-2027",
    "capital": "25 lakh",
    "account_kind": "resident",
    "consenter": "client",
    "consenter_name": "",
    "multiplier": "",
}


def add(browser: HouseClient, **changes: str) -> str:
    """Asha, but for what is changed; answers the address of their page."""
    browser.get("/desk/clients/new")
    answer = browser.submit("main form", fields={**ASHA, **changes})
    assert answer.status_code == 303, browser.page.text("main")
    return answer.location.partition("?")[0]


def register(app: Flask) -> Sequence[Client]:
    with world(app).store.reading() as view:
        return view.clients.all()


def kept(app: Flask, code: str) -> ClientDetails:
    with world(app).store.reading() as view:
        client = view.clients.by_code(code)
    assert client is not None
    assert client.details is not None
    return client.details
