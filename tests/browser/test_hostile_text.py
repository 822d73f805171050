"""Whatever stands in a field arrives at Kite as it was stored: posted by a real browser, read from Kite's log."""

from __future__ import annotations

import hashlib
import json

import pytest
from playwright.sync_api import expect

from tests.browser.planting import planted
from tests.browser.way import Way
from tests.house_rules import faults_of_page
from tests.page import Page as HousePage
from tokri.store import SqlStore

HOSTILE = (
    "M&M",
    "J&KBANK",
    "ARE&M",
    "BAJAJ-AUTO",
    "M&amp;M &lt;b&gt; &#38; %26 +",
    "\"double\" 'single' `back` “curly” ‘curly’",
    "</script><script>alert(1)</script><!--",
    "</textarea></form>'\"><input name=api_key value=theirs>",
    'back\\slash \\u0041 \\n \\"',
    "😀 👩‍👩‍👧 लंबी अवधि مرحبا \u202e\u2028\u2029 \u00a0",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "line\nbreak\ttab",
)

SYMBOLS = ["M&M", "J&KBANK", "ARE&M", "BAJAJ-AUTO"]


def test_hostile_text_in_every_field_is_posted_as_it_was_stored(
    each_way: Way, store: SqlStore, forgiven: list[str]
) -> None:
    forgiven += ["Failed to load resource: the server responded with a status of 400", "/favicon.ico"]
    way, kite = each_way, each_way.kite
    basket_id = way.example()
    # Said yes to, and not on its way: of what may be at Kite already another page would be asked about first.
    form = HousePage(way.page.content(), kite.url).form("form.send")
    way.outside_of_tabs.post(form.action, dict(form.fields))
    orders = [
        dict.fromkeys(
            ("tradingsymbol", "exchange", "transaction_type", "order_type", "variety", "product", "validity", "tag"),
            text,
        )
        | {"quantity": 10, "price": 1660.05, "readonly": False}
        for text in HOSTILE
    ]
    again = planted(store, basket_id, orders)
    way.open(f"/handoffs/{again.id}")
    if way.page.locator("#basket-form").count():
        assert faults_of_page(HousePage(way.page.content(), kite.url)) == []
        way.page.locator("#basket-form button").click()
    way.page.wait_for_url(f"{kite.url}/**")
    posted = kite.baskets[-1]["fields"]
    assert posted["data"] == again.payload
    assert hashlib.sha256(posted["data"].encode()).hexdigest() == again.payload_sha256
    assert posted["api_key"] == "tokridemo"
    way.open(f"/baskets/{basket_id}/result")
    shown = way.page.locator("details", has=way.page.locator("summary", has_text="Show what was sent")).first
    shown.locator("summary").click()
    assert json.loads(shown.locator("pre").inner_text()) == orders


@pytest.mark.parametrize("name", [text for text in HOSTILE if "\n" not in text and "\u202e" not in text])
def test_hostile_text_in_the_name_of_a_basket_is_shown_as_typed(way: Way, name: str) -> None:
    way.open("/baskets/new?example=yes")
    way.page.get_by_label("Name of the basket").fill(name)
    way.press("Save")
    expect(way.page.get_by_label("Name of the basket")).to_have_value(name)
    way.open("/")
    expect(way.page.get_by_role("heading", level=2).get_by_role("link")).to_have_text(name)
    assert faults_of_page(HousePage(way.page.content(), way.kite.url)) == []


def test_symbols_with_an_ampersand_or_a_hyphen_arrive_unharmed(way: Way) -> None:
    way.kite.sign_in(way.page.context)
    way.build("\n".join(f"BUY,{symbol},NSE,1,LIMIT,100,CNC" for symbol in SYMBOLS))
    way.review()
    sent = json.loads(way.page.locator("#payload").text_content() or "")
    way.tick_all()
    way.leave()
    [posted] = way.kite.baskets
    assert [order["tradingsymbol"] for order in posted["data"]] == SYMBOLS
    assert posted["data"] == sent


def test_a_tag_of_the_persons_own_is_sent_and_tokris_to_the_rest(way: Way) -> None:
    way.kite.sign_in(way.page.context)
    way.build(
        '[{"tradingsymbol":"INFY","exchange":"NSE","transaction_type":"BUY","order_type":"MARKET","quantity":1,'
        '"tag":"My0wnTag"},{"tradingsymbol":"ITC","exchange":"NSE","transaction_type":"BUY",'
        '"order_type":"MARKET","quantity":1}]'
    )
    way.review()
    way.tick_all()
    way.leave()
    [posted] = way.kite.baskets
    mine, theirs = (order["tag"] for order in posted["data"])
    assert mine == "My0wnTag"
    assert theirs != mine
    assert len(theirs) == 8


def test_hostile_text_in_every_field_of_the_form_is_refused_and_kept_as_typed(way: Way, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 422")
    way.open("/baskets/new")
    way.page.locator("summary", has_text="More for order 1").click()
    typed = {"tradingsymbol": HOSTILE[6], "quantity": HOSTILE[7], "price": HOSTILE[5], "tag": HOSTILE[9]}
    way.page.get_by_label("Order type").select_option("LIMIT")
    for field, text in typed.items():
        way.page.locator(f"#orders-0-{field}").fill(text)
    shown = {field: way.page.locator(f"#orders-0-{field}").input_value() for field in typed}
    way.press("Review the basket")
    expect(way.page.locator("#error-summary")).to_be_visible()
    for field, text in shown.items():
        expect(way.page.locator(f"#orders-0-{field}")).to_have_value(text)
        expect(way.page.locator(f"#orders-0-{field}-error")).to_be_visible()
    # What was typed is quoted, straight quotation marks and all.
    faults = faults_of_page(HousePage(way.page.content(), way.kite.url))
    assert [fault for fault in faults if "straight quotation mark" not in fault] == []
    assert way.kite.baskets == []
