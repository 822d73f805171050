"""Sells before buys, and an order cut into several: the whole way, through the running server."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.way import Way

#: NSE takes 1,800 NIFTY in one order by the list of 1 February 2026: 1,755 in lots of 65.
ROWS = """BUY,INFY,NSE,2,LIMIT,1660,CNC
BUY,NIFTY26FEB25200PE,NFO,3575,LIMIT,66,NRML
SELL,ITC,NSE,1,LIMIT,300,CNC"""


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="with scripts"),
        pytest.param({"java_script_enabled": False}, id="with scripts off"),
        pytest.param({"viewport": {"width": 360, "height": 740}, "has_touch": True}, id="on a phone"),
    ],
)
def test_sells_go_first_and_a_large_order_goes_as_several_the_whole_way(
    new_page: NewPage, server: Serving, kite: StandIn, options: dict[str, Any]
) -> None:
    kite.choose("all-fill")
    page = new_page(**options)
    kite.sign_in(page.context)
    way = Way(page, server, kite)
    way.build(ROWS, name="Rebalance")
    way.review()
    expect(page.get_by_text("“Rebalance”, 3 orders, sent as 5.")).to_be_visible()
    rows = page.locator("#orders-table tbody tr")
    expect(rows).to_have_count(5)
    for row, words in enumerate(["3. ITC", "1. INFY", "slice 1 of 3", "slice 2 of 3", "slice 3 of 3"]):
        expect(rows.nth(row)).to_contain_text(words)
    expect(
        page.get_by_text("is sent as 3 orders of 1,235, 1,170 and 1,170, since NSE takes at most 1,755")
    ).to_be_visible()
    expect(page.get_by_label("Sells first")).to_be_checked()

    # Another sequence of sending is another version, and is read before anything leaves; and back.
    page.get_by_label("As listed").check()
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    way.press(re.compile("^Continue to Kite"))
    expect(page.get_by_text("The sequence is now “As listed”. Read the orders and continue.")).to_be_visible()
    expect(rows.first).to_contain_text("1. INFY")
    assert kite.baskets == []
    page.get_by_label("Sells first").check()
    way.press("Send in this sequence")
    expect(rows.first).to_contain_text("3. ITC")
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    way.leave()
    expect(way.heading("Basket of 5 orders")).to_be_visible()
    way.place()
    [posted] = kite.baskets
    assert [(order["transaction_type"], order["tradingsymbol"], order["quantity"]) for order in posted["data"]] == [
        ("SELL", "ITC", 1),
        ("BUY", "INFY", 2),
        ("BUY", "NIFTY26FEB25200PE", 1235),
        ("BUY", "NIFTY26FEB25200PE", 1170),
        ("BUY", "NIFTY26FEB25200PE", 1170),
    ]

    way.read()
    way.confirm()
    expect(way.heading(re.compile("^All 5 filled"), level=2)).to_be_visible()
    seen = page.locator("main table").first.locator("tbody tr")
    expect(seen).to_have_count(5)
    for row, quantity in enumerate(["1", "2", "1,235", "1,170", "1,170"]):
        expect(seen.nth(row).locator("td").nth(1)).to_have_text(quantity)
