"""What the instrument list says of an order stands beside it, on the form and on the review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.core.instrument_cases import contract
from tests.core.knowing import MASTER, last_price, share
from tests.journey.fake_lists import FakeInstruments
from tests.page import attribute, text_of
from tests.web.steps import INFY, Fields, press, save
from tokri.core.instrument import Kind, Listing
from tokri.web.context import KEY
from tokri.web.words import instrument_line

LISTED = Listing(share(name="INFOSYS LIMITED", tick_size=Decimal("0.10")), last_price("1656.5"))
FUTURE = Listing(contract(tick_size=Decimal("0.1")))
SENT: Fields = {"tradingsymbol": "NIFTY26FEBFUT", "exchange": "NFO", "transaction_type": "BUY", "order_type": "LIMIT",
                "product": "NRML", "quantity": "130", "price": "25800.05"}  # fmt: skip


@pytest.fixture(autouse=True)
def listed(app: Flask) -> None:
    tools = app.extensions[KEY]
    instruments = FakeInstruments({each.instrument.key: each for each in (LISTED, FUTURE) if each.instrument}, MASTER)
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, instruments=instruments))


def lines(client: HouseClient) -> dict[str, str]:
    return {attribute(each, "id"): text_of(each) for each in client.page.all(".order__facts p")}


def test_the_form_says_what_the_list_says_of_each_order_that_it_has(client: HouseClient) -> None:
    client.get(save(client, INFY, {**INFY, "tradingsymbol": "NOBODY"}, SENT))
    assert lines(client) == {
        "orders-0-facts": "INFOSYS LIMITED · tick ₹0.10 · last ₹1,656.50 on 11 Feb 2026",
        "orders-2-facts": "NIFTY · lot 65, 130 is 2 lots · tick ₹0.10 · expires 24 Feb 2026",
    }


def test_the_review_says_it_too(client: HouseClient) -> None:
    basket = save(client, {**SENT, "price": "25800"})
    client.get(f"{basket}/review")
    (line,) = client.page.all("#orders-table .instrument")
    assert text_of(line) == "NIFTY · lot 65, 130 is 2 lots · tick ₹0.10 · expires 24 Feb 2026"


def test_the_review_says_what_nobody_can_know_beforehand(client: HouseClient) -> None:
    client.get(f"{save(client, INFY)}/review")
    may_refuse = "may still refuse an order for what nobody can see from here: the money and the shares in the account"
    assert may_refuse in text_of(client.page.one("form.send"))


def test_both_ticks_beside_a_price_are_buttons_and_the_pressed_one_is_put_in(client: HouseClient) -> None:
    basket = save(client, SENT)
    client.get(basket)
    buttons = client.page.all("#orders-0-price-error button")
    assert [text_of(each) for each in buttons] == ["Use 25800.00", "Use 25800.10"]
    press(client, attribute(buttons[1], "value"), SENT, at=basket, base=1)
    assert attribute(client.page.one("#orders-0-price"), "value") == "25800.10"
    assert not client.page.all("#orders-0-price-error")


@pytest.mark.parametrize(
    ("listing", "quantity", "line"),
    [
        (Listing(None), 5, ""),
        (Listing(share("NIFTY", kind=Kind.INDEX, name="Nifty 50")), 5, "Nifty 50 · index, not traded itself"),
        (Listing(share("KEL-SM", name="KUNDAN", lot_size=1200)), 100, "KUNDAN · lot 1,200 · tick ₹0.05"),
        (Listing(share("KEL-SM", name="KUNDAN", lot_size=1200)), None, "KUNDAN · lot 1,200 · tick ₹0.05"),
        (
            Listing(contract("GOLDM", "MCX", name="GOLD", lot_size=1, tick_size=Decimal(1), expiry=date(2026, 3, 5))),
            3,
            "GOLD · quantity counts lots · tick ₹1 · expires 5 Mar 2026",
        ),
    ],
)
def test_a_line_tells_lots_where_there_are_any(listing: Listing, quantity: int | None, line: str) -> None:
    assert instrument_line(listing, quantity) == line
