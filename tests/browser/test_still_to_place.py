"""What is left of orders, on a phone: with and without scripts, by keys alone, in two tabs; and following up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.desk_people import enter
from tests.browser.keyboard import Keyboard
from tests.browser.kite import StandIn
from tests.browser.link_office import PHONE, Reader, approved, client, expire, linked, make_links, world
from tests.browser.serving import Serving
from tests.browser.way import Way
from tests.link import making
from tokri.core.ports import Said


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_what_half_filled_is_placed_whole_from_a_basket_of_exactly_what_is_left(
    new_page: NewPage, server: Serving, kite: StandIn, *, scripts: bool
) -> None:
    kite.choose("cut-short")
    way = Way(new_page(viewport=PHONE, java_script_enabled=scripts), server, kite)
    way.example_at_kite()
    way.place()
    way.read()
    way.confirm()
    way.page.get_by_role("link", name="Orders still to place").click()
    left = [int(each) for each in way.page.locator("#left td strong").all_inner_texts()]
    assert sum(left) > 0
    way.press(re.compile("^Make a basket of it"))
    expect(way.heading("Check your orders")).to_be_visible()
    kite.choose("all-fill")
    way.tick_all()
    way.leave()
    way.place()
    assert [order["quantity"] for order in kite.baskets[-1]["data"]] == left


def test_a_client_with_only_a_keyboard_says_yes_to_what_is_left(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    kite.choose("cut-short")
    made = linked(server, client(server))
    reader = Reader.at(made, new_page(viewport=PHONE), server, kite)
    kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    reader.read()
    reader.until(lambda: reader.page.locator("#still-to-place").count() == 1)
    keys = Keyboard(reader.page)
    keys.follow("Orders still to place")
    expect(reader.page.get_by_text("This is what is left of orders that I handed to Kite before")).to_be_visible()
    for tick in reader.page.locator("#send").get_by_role("checkbox").all():
        keys.tick(tick)
    keys.press(re.compile("^Continue to Kite"))
    reader.page.wait_for_url(f"{kite.url}/**")
    left = [order["quantity"] for order in kite.baskets[-1]["data"]]
    asked = [order["quantity"] for order in kite.baskets[-2]["data"]]
    assert left == [each - each // 2 for each in asked]


def test_in_two_tabs_what_is_left_goes_once(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("409")
    kite.choose("cut-short")
    made = linked(server, client(server))
    reader = Reader.at(made, new_page(viewport=PHONE), server, kite)
    kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    reader.read()
    reader.until(lambda: reader.page.locator("#still-to-place").count() == 1)
    other = Reader.at(made, reader.page.context.new_page(), server, kite)
    for each in (reader, other):
        each.again("/still-to-place")
        for tick in each.page.locator("#send").get_by_role("checkbox").all():
            tick.check()
    reader.onward.click()
    reader.page.wait_for_url(f"{kite.url}/**")
    posted = len(kite.baskets)
    with other.page.expect_navigation():
        other.onward.click()
    other.page.wait_for_load_state()
    assert len(kite.baskets) == posted


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_an_adviser_follows_up_who_filled_and_closes_the_rest(
    new_page: NewPage, server: Serving, kite: StandIn, *, scripts: bool
) -> None:
    version = approved(server, *(client(server, name) for name in ("Sunita Rao", "Tara Rao")), title="To follow up")
    filled, unopened = make_links(server, version)
    kite.choose("all-fill")
    reader = Reader.at(filled, new_page(viewport=PHONE), server, kite)
    kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    reader.read()
    reader.settle()
    meera = enter(server, new_page(viewport=PHONE, java_script_enabled=scripts), "meera")
    at = f"/desk/baskets/{version.basket_id}/versions/{version.number}/follow-up"
    meera.open(at)
    expect(meera.page.get_by_role("heading", name="No answer yet: 1")).to_be_visible()
    assert meera.page.get_by_role("checkbox", name="Tara Rao").count() == 0, "who can still place is not closed"
    expire(server, unopened.link)
    meera.open(at)
    meera.page.get_by_role("checkbox", name="Tara Rao").check()
    meera.page.get_by_label("Note", exact=True).fill("On holiday.")
    meera.press("Close those ticked with this note")
    expect(meera.page.get_by_text("“On holiday.”")).to_be_visible()
    making.said(world(server), making.left(world(server), unopened.link), Said.PLACED_ALL)
    meera.open(at)
    expect(meera.page.get_by_role("checkbox", name="Sunita Rao")).to_be_checked()
    expect(meera.page.get_by_role("checkbox", name="Tara Rao")).not_to_be_checked()
    the_groups_stand_in_the_same_columns(meera.page)
    meera.press("Draft the follow-up for those ticked")
    meera.page.wait_for_url(re.compile("/desk/baskets/[^/]+$"))
    drafted = meera.page.url.rpartition("/")[2]
    with world(server).store.reading() as view:
        kept = view.mending.follow_up(drafted)
    assert kept is not None
    assert list(kept.facts["clients"]) == [filled.link.client_id]  # type: ignore[call-overload]  # JSON, as it is kept


def the_groups_stand_in_the_same_columns(page: Page) -> None:
    """On a desk; and nothing stands over anything else there, nor on a phone."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        boxes = [each.bounding_box() for each in page.locator("main tbody :is(label, p)").all()]
        assert all(boxes)
        drawn = sorted((each["y"], each["x"], each["height"], each["width"]) for each in boxes if each is not None)
        over = [
            (one, other)
            for place, one in enumerate(drawn)
            for other in drawn[place + 1 :]
            if one[0] + one[2] > other[0] + 1 and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
        ]
        assert over == []
    tables = page.locator("main table").all()
    assert len(tables) > 1
    lefts = [[cell.bounding_box() for cell in table.locator("thead th").all()] for table in tables]
    assert len({tuple(box["x"] for box in each if box is not None) for each in lefts}) == 1
