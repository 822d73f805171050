"""Sells before buys in a browser, through the running server: by evidence, by a word, by keys, without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.keyboard import Keyboard
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.two_step_walks import keep_the_session, part_one_at_kite
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
def test_the_buys_open_once_the_book_shows_the_sells_filled(
    new_page: NewPage, server: Serving, kite: StandIn, options: dict[str, Any]
) -> None:
    kite.choose("all-fill")
    way = Way(new_page(**options), server, kite)
    basket_id = part_one_at_kite(way)
    way.place()
    expect(way.page.get_by_role("link", name="See how far the sells are")).to_be_visible()
    assert way.page.get_by_role("button", name=re.compile("^Continue to Kite")).count() == 0
    keep_the_session(way)
    way.open(f"/baskets/{basket_id}/sells-first")
    expect(way.page.get_by_text("Every sell has filled. Part 2 can go.")).to_be_visible()
    way.press("Check again")
    way.settle()
    expect(way.page.get_by_text("Enough for the buys")).to_be_visible()
    way.page.get_by_role("link", name="Go on with part 2").click()
    expect(way.heading("Check your orders")).to_be_visible()
    way.tick_all()
    way.leave()
    assert [[order["transaction_type"] for order in posted["data"]] for posted in kite.baskets] == [["SELL"], ["BUY"]]


@OPTIONS
def test_go_on_is_the_persons_own_word_where_no_book_shows_anything(
    new_page: NewPage, server: Serving, kite: StandIn, options: dict[str, Any]
) -> None:
    kite.choose("left-open")
    way = Way(new_page(**options), server, kite)
    part_one_at_kite(way)
    way.place()
    way.page.get_by_role("link", name="See how far the sells are").click()
    expect(way.heading("Sell first, then buy")).to_be_visible()
    expect(way.page.get_by_text("Orders: every sell above says COMPLETE.")).to_be_visible()
    way.press("Go on with part 2")
    expect(way.heading("Check your orders")).to_be_visible()
    assert len(kite.baskets) == 1, "nothing is sent by it"
    way.tick_all()
    way.leave()
    assert [[order["transaction_type"] for order in posted["data"]] for posted in kite.baskets] == [["SELL"], ["BUY"]]


def test_it_is_gone_through_by_keys_alone(new_page: NewPage, server: Serving, kite: StandIn) -> None:
    kite.choose("left-open")
    way = Way(new_page(), server, kite)
    part_one_at_kite(way)
    way.place()
    keys = Keyboard(way.page)
    keys.follow("See how far the sells are")
    expect(way.heading("Sell first, then buy")).to_be_visible()
    keys.reach(way.page.get_by_role("link", name="Stop here, buy nothing"))
    keys.press("Go on with part 2")
    expect(way.heading("Check your orders")).to_be_visible()


def test_a_kept_session_sees_the_sells_fill_without_being_asked(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    kite.choose("fills-grow")
    way = Way(new_page(), server, kite)
    basket_id = part_one_at_kite(way)
    way.place()
    keep_the_session(way)
    way.open(f"/baskets/{basket_id}/sells-first")
    way.until(lambda: way.page.get_by_text("1. The sells have filled").count() > 0)
    expect(way.page.get_by_text("Every sell has filled. Part 2 can go.")).to_be_visible()


def test_shares_are_let_be_sold_at_kites_own_page_and_the_holdings_show_it(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    kite.choose("left-open")
    way = Way(new_page(), server, kite)
    basket_id = part_one_at_kite(way)
    way.place()
    keep_the_session(way)
    way.open(f"/baskets/{basket_id}/depository")
    way.press("Open the request at Kite")
    way.settle()
    way.page.get_by_role("link", name="Go on at Kite").click()
    way.page.wait_for_url(f"{kite.url}/**")
    way.page.get_by_role("button").first.click()
    expect(way.heading("Let your shares be sold")).to_be_visible()
    way.settle()
    expect(way.page.get_by_text("CDSL has your yes")).to_be_visible()
