"""The whole way, with the example of Kite's own documentation: build, check, leave, place, come back, find out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.keyboard import Keyboard
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.way import Way
from tests.documented import DOCUMENTED

TAG = re.compile("[A-Z0-9]{8}")

#: As documented, but for one price: RELIANCE moves by ten paise on the day of the list, and a price between is stopped.
EXAMPLE = DOCUMENTED.replace("915.15", "915.1")


def assert_it_is_the_documented_basket(posted: dict[str, Any]) -> None:
    """Exactly the three orders, key for key and type for type, with one tag of Tokri's own added to each."""
    assert dict(posted["pairs"]).keys() == {"api_key", "data", "redirect_params"}
    assert len(posted["pairs"]) == 3
    assert posted["fields"]["api_key"] == "tokridemo"
    assert posted["content_type"] == "application/x-www-form-urlencoded"
    orders = json.loads(posted["fields"]["data"])
    tags = {order.pop("tag") for order in orders}
    assert len(tags) == 1
    assert TAG.fullmatch(tags.pop())
    assert [typed(order) for order in orders] == [typed(order) for order in json.loads(EXAMPLE)]


def typed(order: dict[str, Any]) -> dict[str, tuple[type, Any]]:
    """Each value with its type, since True equals 1 and 7845.0 equals 7845."""
    return {key: (type(value), value) for key, value in order.items()}


def assert_each_order_has_its_line(page: Page) -> None:
    rows = page.locator("main table").first.locator("tbody tr")
    expect(rows).to_have_count(3)
    for row, (symbol, side) in enumerate([("INFY", "BUY"), ("NIFTY15DECFUT", "SELL"), ("RELIANCE", "BUY")]):
        expect(rows.nth(row)).to_contain_text(symbol)
        expect(rows.nth(row)).to_contain_text(side)
        expect(rows.nth(row)).to_contain_text(re.compile(r"Filled|Open|Waiting|Rejected"))
        expect(rows.nth(row)).to_contain_text(re.compile(r"Order \d{10,}"))


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="with scripts"),
        pytest.param({"java_script_enabled": False}, id="with scripts off"),
        pytest.param({"viewport": {"width": 360, "height": 740}, "has_touch": True}, id="on a phone"),
    ],
)
def test_the_documented_basket_goes_the_whole_way(
    new_page: NewPage, server: Serving, legacy_kite: StandIn, options: dict[str, Any]
) -> None:
    page = new_page(**options)
    way = Way(page, server, legacy_kite)
    way.open("/")
    page.get_by_role("link", name="Build a basket").click()
    way.build(EXAMPLE, name="As Kite documents it")
    way.review()
    expect(page.get_by_text("“As Kite documents it”, 3 orders.")).to_be_visible()
    way.tick_all()
    way.leave()
    way.log_in()
    expect(way.heading("Basket of 3 orders")).to_be_visible()
    way.place()

    expect(way.heading("What became of your orders")).to_be_visible()
    assert "request_token" not in page.url
    expect(way.heading(re.compile("[Rr]eported by Kite"), level=2)).to_be_visible()
    assert "Placed" not in way.text
    [posted] = legacy_kite.baskets
    assert_it_is_the_documented_basket(posted)
    assert posted["referer"] == f"{server.url}/"
    assert posted["origin"] == server.url
    assert posted["cookies"] == []

    way.read()
    expect(page.get_by_text("Kite says you are DM0001. Is this you?")).to_be_visible()
    way.confirm()
    assert_each_order_has_its_line(page)
    [exchanged] = legacy_kite.log("/session/token")
    assert exchanged["fields"].keys() == {"api_key", "request_token", "checksum"}


def test_the_documented_basket_goes_the_whole_way_by_keyboard_alone(
    page: Page, server: Serving, legacy_kite: StandIn
) -> None:
    keys = Keyboard(page)
    way = Way(page, server, legacy_kite)
    way.open("/")
    keys.follow("Build a basket")
    expect(way.heading("Build a basket")).to_be_visible()
    keys.write("Name of the basket", "By keyboard")
    keys.open("Paste or upload orders")
    keys.write("Rows from a spreadsheet, or Kite’s JSON", EXAMPLE)
    keys.press("Read what is pasted")
    expect(page.locator("#message")).to_contain_text("3 orders were read")
    keys.press("Review the basket")
    expect(way.heading("Check your orders")).to_be_visible()
    for tick in page.get_by_role("checkbox").all():
        keys.tick(tick)
    keys.press(re.compile("^Continue to Kite"))
    expect(way.heading("Log in")).to_be_visible()
    keys.write("User ID", "DM0001")
    keys.write("Password", "asha-demo")
    keys.press("Log in")
    expect(way.heading("Second factor")).to_be_visible()
    keys.write("Six-digit code", "123456")
    keys.press("Continue")
    expect(way.heading("Basket of 3 orders")).to_be_visible()
    keys.press(re.compile("^Place "))
    expect(way.heading("What became of your orders")).to_be_visible()
    [posted] = legacy_kite.baskets
    assert_it_is_the_documented_basket(posted)
    keys.tick(page.get_by_label("Once, now"))
    keys.press("Yes, read today’s orders")
    keys.press(re.compile("^Yes, DM0001 is my account"))
    expect(page.locator("h2", has_text="by Kite’s order book").first).to_be_visible(timeout=20_000)
    assert_each_order_has_its_line(page)


def test_an_order_is_chosen_and_changed_by_keyboard_alone(way: Way) -> None:
    keys = Keyboard(way.page)
    way.open("/baskets/new")
    keys.choose("Buy or sell", "SELL")
    keys.write("Symbol", "M&M")
    keys.choose("Exchange", "BSE")
    keys.write("Quantity", "3")
    keys.choose("Order type", "SL")
    keys.write("Price", "3400")
    keys.write("Trigger price", "3410")
    keys.open("More for order 1")
    keys.choose("Product", "MIS")
    keys.tick(way.page.get_by_label("May not be changed on Kite"))
    keys.press("Review the basket")
    expect(way.heading("Check your orders")).to_be_visible()
    for words in ("SELL", "M&M", "BSE", "3,400", "3,410", "MIS"):
        expect(way.page.locator("#orders-table")).to_contain_text(words)
