"""What became of orders, in a browser through the running server: seen, asked, unheard of, and sent again knowingly."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.keyboard import Keyboard
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.truth_walks import long_ago
from tests.browser.way import Way

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
OPTIONS = pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="with scripts"),
        pytest.param({"java_script_enabled": False}, id="with scripts off"),
        pytest.param(PHONE, id="on a phone"),
    ],
)


@OPTIONS
def test_an_order_that_never_reached_the_book_is_named_and_its_reason_explained(
    new_page: NewPage, server: Serving, kite: StandIn, options: dict[str, Any]
) -> None:
    kite.choose("removed")
    way = Way(new_page(**options), server, kite)
    way.example_at_kite()
    way.place()
    way.read()
    way.confirm()
    rows = way.page.locator("[id^=seen-] tbody tr")
    standings = [each.get_attribute("data-standing") for each in rows.all()]
    assert standings[-1] == "missing"
    assert set(standings[:-1]) == {"filled"}
    expect(way.page.get_by_text("Never reached the order book: refused by Kite’s own check")).to_be_visible()
    way.page.get_by_label("What Kite said").select_option("upper-circuit")
    way.press("Keep it as my word, and say what it means")
    expect(rows.last).to_contain_text("Kite said “The price is above the upper circuit”, by your word.")
    expect(rows.last).to_contain_text("Place it again when the price is back within the limits")


@OPTIONS
def test_of_an_unheard_of_hand_off_the_person_is_asked_and_it_is_sent_again_only_knowingly(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str], options: dict[str, Any]
) -> None:
    forgiven.append("422")
    kite.choose("window-closed")
    way = Way(new_page(**options), server, kite)
    basket_id = way.example_at_kite()
    way.place()
    long_ago(server, basket_id)
    way.open(f"/baskets/{basket_id}/result")
    expect(way.heading("No word from Kite", level=2)).to_be_visible()
    expect(way.page.get_by_text("Nothing is sent again by itself.")).to_be_visible()
    expect(way.page.get_by_role("link", name="Load this page again")).to_be_visible()
    way.open(f"/baskets/{basket_id}/review")
    expect(way.heading("Before you send again", level=2)).to_be_visible()
    expect(way.page.locator("#sent-before")).to_contain_text("No word from Kite")
    again = re.compile("^Send again: ")
    way.press(again)
    expect(way.page.get_by_text("Look at your orders in Kite, then tick").first).to_be_visible()
    assert len(kite.baskets) == 1
    way.tick_all()
    way.press(again)
    way.go_on()
    assert len(kite.baskets) == 2


def test_two_tabs_cannot_both_send_again(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("409")
    kite.choose("window-closed")
    way = Way(new_page(), server, kite)
    basket_id = way.example_at_kite()
    way.place()
    way.open(f"/baskets/{basket_id}/review")
    other = way.another_tab()
    other.open(f"/baskets/{basket_id}/review")
    for each in (way, other):
        each.tick_all()
        each.press(re.compile("^Send again: "))
    way.page.wait_for_url(f"{kite.url}/**")
    expect(other.page.get_by_text("handed to Kite already, perhaps from another tab")).to_be_visible()
    assert len(kite.baskets) == 2


def test_what_kite_said_is_told_with_keys_alone(new_page: NewPage, server: Serving, kite: StandIn) -> None:
    kite.choose("removed")
    way = Way(new_page(), server, kite)
    way.example_at_kite()
    way.place()
    way.read()
    way.confirm()
    keys = Keyboard(way.page)
    keys.choose("What Kite said", "freeze")
    keys.press("Keep it as my word, and say what it means")
    expect(way.page.get_by_text("by your word.").first).to_be_visible()


def test_a_page_that_waits_shows_the_news_when_its_tab_comes_back(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    kite.choose("window-closed")
    way = Way(new_page(), server, kite)
    basket_id = way.example_at_kite()
    way.place()
    way.open(f"/baskets/{basket_id}/result")
    expect(way.heading("Not back from Kite yet", level=2)).to_be_visible()
    long_ago(server, basket_id)
    way.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(way.heading("No word from Kite", level=2)).to_be_visible()


@OPTIONS
def test_what_was_open_when_it_was_read_is_read_again_after_another_log_in_and_yes(
    new_page: NewPage, server: Serving, kite: StandIn, options: dict[str, Any]
) -> None:
    kite.choose("left-open")
    way = Way(new_page(**options), server, kite)
    way.example_at_kite()
    way.place()
    way.read()
    way.confirm()
    rows = way.page.locator("[id^=seen-] tbody tr")
    assert {each.get_attribute("data-standing") for each in rows.all()} == {"open"}
    way.page.get_by_role("link", name="Log in at Kite, to read the order book again").click()
    ask = way.page.locator("form[action$='/reading']")
    expect(ask).to_be_visible()
    assert not ask.locator(":checked").count()
    assert "request_token" not in way.page.url
    way.read()
    expect(ask).to_have_count(0)
    way.until(lambda: way.page.locator("a[href*='/connect/login']").count() == 1)
    assert len(kite.baskets) == 1
