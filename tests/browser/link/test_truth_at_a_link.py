"""What became of a client's orders, told at their link: on a small screen, by keys alone, without scripts."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.keyboard import Keyboard
from tests.browser.kite import StandIn
from tests.browser.link_office import PHONE, Reader, client, linked
from tests.browser.serving import Serving


def sideways(page: Page) -> int:
    """How many pixels of the page lie beyond the screen's right edge."""
    return int(page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth"))


def test_a_client_on_a_phone_is_told_by_keys_alone_what_never_reached_the_book_and_why(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    kite.choose("removed")
    made = linked(server, client(server))
    reader = Reader.at(made, new_page(viewport=PHONE, java_script_enabled=False), server, kite)
    reader.yes()
    reader.log_in()
    reader.place()
    page, keys = reader.page, Keyboard(reader.page)
    keys.tick(page.get_by_label("Once, now"))
    with page.expect_navigation():
        keys.press("Yes, read today’s orders")
    reader.settle()
    rows = page.locator("[id^=seen-] tbody tr")
    assert [each.get_attribute("data-standing") for each in rows.all()] == ["filled", "missing"]
    expect(page.get_by_text("Never reached the order book: refused by Kite’s own check")).to_be_visible()
    assert sideways(page) <= 0
    keys.choose("What Kite said", "upper-circuit")
    keys.press("Keep it as my word, and say what it means")
    expect(rows.last).to_contain_text("Kite said “The price is above the upper circuit”, by your word.")
    expect(rows.last).to_contain_text("Place it again when the price is back within the limits")
    expect(rows.first).not_to_contain_text("by your word")
    assert sideways(page) <= 0
    keys.follow("Back to the advice")
    expect(reader.heading("What was advised")).to_be_visible()
    keys.follow("See what became of your orders")
    expect(rows.last).to_contain_text("by your word.")
    assert len(kite.baskets) == 1
