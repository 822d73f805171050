"""A basket as the review plans it: what may be sent in which order, what is cut, and what of it is on the page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.core.knowing import MASTER
from tests.journey.fake_lists import FakeInstruments, FakeReference
from tests.page import Form, attribute, text_of
from tests.web.steps import TCS, Fields, to_kite
from tokri.core.instrument import Instrument, Kind, Listing
from tokri.core.reference import FreezeQuantities, Tables
from tokri.web.context import KEY

SALE: Fields = {**TCS, "transaction_type": "SELL"}
OPTION: Fields = {
    "tradingsymbol": "NIFTY26FEB26000CE",
    "exchange": "NFO",
    "transaction_type": "BUY",
    "order_type": "LIMIT",
    "product": "NRML",
    "price": "100",
    "quantity": "650",
}
WRITTEN: Fields = {**OPTION, "tradingsymbol": "NIFTY26FEB25000PE", "transaction_type": "SELL"}


def lists(app: Flask, freeze: int, days: int = 1) -> None:
    """The two options are on the instrument list; NSE takes `freeze` units of NIFTY in one order."""
    listed = [
        Instrument(
            exchange="NFO",
            tradingsymbol=each["tradingsymbol"],
            name="NIFTY",
            kind=Kind.OPTION,
            instrument_type=each["tradingsymbol"][-2:],
            segment="NFO-OPT",
            tick_size=Decimal("0.05"),
            lot_size=65,
            expiry=date(2026, 2, 24),
            strike=Decimal(strike),
        )
        for each, strike in ((OPTION, 26000), (WRITTEN, 25000))
    ]
    tables = Tables(freeze=FreezeQuantities(date(2026, 2, days), "qtyfreeze.xls", {"NIFTY": freeze}))
    tools = app.extensions[KEY]
    instruments = FakeInstruments({each.key: Listing(each) for each in listed}, MASTER)
    outside = replace(tools.outside, instruments=instruments, reference=FakeReference(tables))
    app.extensions[KEY] = replace(tools, outside=outside)


def sent(posted: Fields) -> list[tuple[str, str, int]]:
    orders = json.loads(posted["data"])
    return [(each["transaction_type"], each["tradingsymbol"], each["quantity"]) for each in orders]


def table(client: HouseClient) -> list[str]:
    """The rows of the review, each by its heading."""
    return [text_of(each) for each in client.page.all("#orders-table tbody th > span:first-child")]


def chosen(client: HouseClient) -> str:
    (radio,) = client.page.all("#sequence input[type=radio][checked]")
    return attribute(radio, "value")


def choose(client: HouseClient, sequence: str, form: Form | None = None) -> TestResponse:
    """Tick a sequence and press the button beside it, which sends the form of the whole page elsewhere."""
    (button,) = client.page.all("#sequence button")
    form = replace(form or client.page.form("form.send"), action=attribute(button, "formaction"))
    return client.submit(form, fields={"sequence": sequence})


def ticks(client: HouseClient) -> dict[str, str | None]:
    """A tick for every warning of the page."""
    return {attribute(each, "name"): "yes" for each in client.page.all("#ticks input[type=checkbox]")}


def hand_over(client: HouseClient, basket: str) -> dict[str, str]:
    client.get(f"{basket}/review")
    return to_kite(client, basket, ticks(client))
