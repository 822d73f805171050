"""Where the fields of an order stand, and the pieces of a review: in pairs, in lines, and on paper."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.serving import Serving

_LOOSE = "BUY,INFY,NSE,10.0,MARKET\nSELL,TCS,NSE,2,SL,3000,3010"


def box(page: Page, selector: str) -> dict[str, float]:
    """Where it stands on the page, in pixels."""
    found = page.locator(selector).bounding_box()
    assert found is not None, selector
    return dict(found)


def built(page: Page, server: Serving, rows: str = _LOOSE) -> None:
    """A basket of these rows in the form."""
    page.goto(f"{server.url}/baskets/new")
    page.get_by_text("Paste or upload orders", exact=True).click()
    page.get_by_label("Rows from a spreadsheet, or Kite’s JSON").fill(rows)
    page.get_by_role("button", name="Read what is pasted", exact=True).click()
    expect(page.locator("#orders-0")).to_be_focused()


def test_on_a_phone_no_field_is_left_alone_at_half_width(page: Page, server: Serving) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    built(page, server)
    exchange, quantity = box(page, "#orders-0-exchange"), box(page, "#orders-0-quantity")
    assert quantity["y"] > exchange["y"]
    assert exchange["width"] == quantity["width"]


def test_between_phone_and_desk_price_and_trigger_stand_with_the_quantity(page: Page, server: Serving) -> None:
    page.set_viewport_size({"width": 768, "height": 780})
    built(page, server, "SELL,ITC,NSE,2,SL,310,312")
    fields = ("quantity", "order_type", "price", "trigger_price")
    assert len({box(page, f"#orders-0-{field}")["y"] for field in fields}) == 1
    fields = ("transaction_type", "tradingsymbol", "exchange")
    assert len({box(page, f"#orders-0-{field}")["y"] for field in fields}) == 1


def test_notes_have_the_width_of_a_phone_and_the_table_ends_with_its_heading_on_paper(
    page: Page, server: Serving
) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    built(page, server, "BUY,XYZ,NSE,2,MARKET")
    page.get_by_role("button", name="Review the basket").click()
    expect(page).to_have_url(re.compile("/review$"))
    assert box(page, ".notice--note li >> nth=0")["x"] <= 56
    page.set_viewport_size({"width": 768, "height": 780})
    page.emulate_media(media="print")
    heads = page.locator("#orders-table thead tr > *").all()
    cells = page.locator("#orders-table tbody tr >> nth=0").locator("> *").all()
    assert sum(each.is_visible() for each in heads) == sum(each.is_visible() for each in cells)
