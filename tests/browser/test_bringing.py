"""Evidence that people bring, in a real browser: with scripts and without, by keys alone, on a phone; at every door."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.desk_people import enter
from tests.browser.evidence import choose, order_book, picture, tradebook
from tests.browser.keyboard import Keyboard
from tests.browser.kite import StandIn
from tests.browser.link_office import PHONE, Reader, client, linked
from tests.browser.serving import Serving
from tests.browser.way import Way


def sent(way: Way) -> str:
    """The example basket, all of it placed at Kite; answers the address of its result."""
    way.kite.choose("all-fill")
    basket_id = way.example_at_kite()
    way.place()
    expect(way.heading("What became of your orders")).to_be_visible()
    return f"/baskets/{basket_id}/result"


def test_kites_own_download_tells_what_became_of_every_order(each_way: Way) -> None:
    result = sent(each_way)
    each_way.page.get_by_role("link", name="Upload Kite’s order book").click()
    choose(each_way.page, order_book(each_way.kite))
    each_way.press("See what it would change")
    expect(each_way.heading("What the file would change")).to_be_visible()
    expect(each_way.page.get_by_text("10 of 10 filled")).to_be_visible()
    each_way.press("Keep this")
    each_way.page.wait_for_url(f"**{result}*")
    expect(each_way.heading("All 4 filled, by an uploaded file", level=2)).to_be_visible()
    each_way.page.reload()
    expect(each_way.page.locator("#files li")).to_have_count(1)


def test_the_consoles_download_tells_what_was_traded(way: Way) -> None:
    result = sent(way)
    way.open(f"{result}/upload")
    choose(way.page, tradebook(way.kite), name="tradebook.csv")
    way.press("See what it would change")
    expect(way.page.get_by_text("A tradebook shows trades alone.")).to_be_visible()
    way.press("Keep this")
    expect(way.heading("All 4 filled, by an uploaded tradebook", level=2)).to_be_visible()


def test_by_keys_alone_somebody_says_which_orders_they_placed(way: Way) -> None:
    way.kite.choose("window-closed")
    basket_id = way.example_at_kite()
    way.place()
    way.open(f"/baskets/{basket_id}/result")
    keys = Keyboard(way.page)
    keys.open("Say which of them you placed")
    keys.tick(way.page.get_by_role("checkbox", name="BUY 25 ITC"))
    keys.press("I placed those I ticked")
    expect(way.heading("Partly placed, by your word", level=2)).to_be_visible()
    expect(way.page.get_by_text(re.compile("Your own word, .* IST")).first).to_be_visible()


def test_a_screenshot_from_a_phone_is_given_back_as_a_file(new_page: NewPage, server: Serving, kite: StandIn) -> None:
    way = Way(new_page(viewport=PHONE), server, kite)
    result = sent(way)
    way.page.locator("details[id^=pictures-] > summary").click()
    choose(way.page, picture(), name="IMG_1.png", field="input[name=picture]")
    way.press(re.compile("^Add the screenshot"))
    way.page.wait_for_url(f"**{result}*")
    with way.page.expect_download() as given:
        way.page.get_by_role("link", name="Screenshot 1").click()
    assert re.fullmatch(r"screenshot-[0-9a-f]{8}\.png", given.value.suggested_filename)


def test_the_adviser_and_the_client_each_see_who_brought_what(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    kite.choose("all-fill")
    made = linked(server, client(server, kite_user_id=""))
    reader = Reader.at(made, new_page(viewport=PHONE), server, kite)
    kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    expect(reader.heading("What became of your orders")).to_be_visible()
    meera = enter(server, new_page(), "meera")
    meera.open(f"/desk/links/{made.link.id}")
    meera.page.get_by_role("link", name="Upload Kite’s order book").click()
    choose(meera.page, order_book(kite))
    meera.press("See what it would change")
    meera.press("Keep this")
    expect(meera.page.get_by_text(re.compile("^Kite’s order book, uploaded by the adviser on "))).to_be_visible()
    reader.again("/result")
    expect(reader.heading("All 2 filled, by an uploaded file", level=2)).to_be_visible()
    expect(reader.page.get_by_text(re.compile("From the file that your adviser uploaded"))).to_be_visible()
    expect(reader.page.get_by_text(re.compile("^Kite’s order book, uploaded by the adviser on "))).to_be_visible()
