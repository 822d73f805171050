"""What Kite reports of orders by itself, in a browser: told as its report, until the order book shows the order."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.way import Way

STANDINGS = "[id^=seen-] tbody tr"


def test_what_kite_reports_is_told_as_its_report_until_the_order_book_is_read(way: Way) -> None:
    way.kite.choose("one-rejected")
    way.example_at_kite()
    way.place()
    expect(way.heading("Reported by Kite, not seen in the book", level=2)).to_be_visible()
    rows = way.page.locator(STANDINGS)
    assert [row.get_attribute("data-standing") for row in rows.all()] == ["reported"] * 4
    expect(rows.first).to_contain_text("By that report 10 filled.")
    expect(rows.last).to_contain_text("By that report: Rejected, 0 filled.")
    assert way.page.get_by_role("link", name="Orders still to place").count() == 0, "a report alone is not firm"
    way.read()
    way.confirm()
    expect(way.heading("3 of 4 filled, 1 rejected, by Kite’s order book", level=2)).to_be_visible()
    expect(rows.last).to_contain_text("Insufficient funds")
    expect(way.page.get_by_text("not seen in the book")).to_have_count(0)


def test_a_report_is_told_though_the_browser_never_came_back(way: Way, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 500")
    way.kite.choose("finish-fails")
    basket_id = way.example_at_kite()
    way.place()
    expect(way.heading("Something went wrong")).to_be_visible()
    way.open(f"/baskets/{basket_id}/result")
    expect(way.heading("3 reported by Kite, 1 not known", level=2)).to_be_visible()
    expect(way.page.get_by_text("Kite has not sent your browser back to us.")).to_be_visible()
    expect(way.page.get_by_text("Nothing yet", exact=True)).to_have_count(0)
    way.open(f"/baskets/{basket_id}/review")
    expect(way.page.locator("#sent-before")).to_contain_text("3 reported by Kite, 1 not known")
    expect(way.page.get_by_role("button", name=re.compile("^Send again: "))).to_be_visible()
