"""The screens on which what is left of orders is placed anew, and those who filled are followed up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tests.browser.desk_people import enter
from tests.browser.link_office import Reader, approved, client, expire, linked, make_links, world
from tests.browser.walks import Show, Stage
from tests.link import making
from tokri.core.ports import Said


def what_is_left(stage: Stage, show: Show) -> None:
    """Of each order half filled; then of what was left as well."""
    stage.kite.choose("cut-short")
    way = stage.way()
    basket_id = way.example_at_kite()
    way.open(f"/baskets/{basket_id}/still-to-place")
    show("still-to-place-not-yet", way.page)
    way.back()
    way.place()
    way.read()
    way.confirm()
    way.page.get_by_role("link", name="Orders still to place").click()
    way.heading("Orders still to place").wait_for()
    show("still-to-place", way.page)
    way.press(re.compile("^Make a basket of it"))
    way.heading("Check your orders").wait_for()
    show("still-to-place-made", way.page)
    way.open(f"/baskets/{basket_id}/still-to-place")
    show("still-to-place-taken", way.page)


def what_is_left_at_a_link(stage: Stage, show: Show) -> None:
    server = stage.server
    for language, mark in (("en", ""), ("hi", "hi-")):
        stage.kite.choose("cut-short")
        made = linked(server, client(server, "Sunita Rao", language=language))
        reader = Reader.at(made, stage.open(), server, stage.kite)
        stage.kite.sign_in(reader.page.context)
        reader.page.locator("#consent").check()
        for tick in reader.page.locator("#ticks input").all():
            tick.check()
        reader.page.locator("button[form=send]").click()
        reader.go_on()
        reader.place()
        reader.page.wait_for_url("**/result*")
        reader.again("/still-to-place")
        show(f"link-{mark}still-to-place-not-yet", reader.page)
        reader.again("/result")
        reader.say_yes_to_reading()
        _wait_for_still_to_place(reader)
        reader.again("/still-to-place")
        show(f"link-{mark}still-to-place", reader.page)
        reader.page.locator("button[form=send]").click()
        reader.page.locator("#error-summary").wait_for()
        show(f"link-{mark}still-to-place-not-ticked", reader.page)
        if mark == "":
            meera = enter(server, stage.open(), "meera")
            meera.open(f"/desk/links/{made.link.id}")
            show("desk-link-still-to-place", meera.page)


def _wait_for_still_to_place(reader: Reader) -> None:
    """Look again until the order book was read."""
    reader.until(lambda: reader.page.locator("#still-to-place").count() == 1)


def following_up(stage: Stage, show: Show) -> None:
    server = stage.server
    names = ("Sunita Rao", "Tara Rao", "Prem Chand", "Farida Khan", "Lila Das")
    version = approved(server, *(client(server, name) for name in names), title="Banks, to follow up")
    links = make_links(server, version)
    stage.kite.choose("cut-short")
    reader = Reader.at(links[0], stage.open(), server, stage.kite)
    stage.kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    reader.read()
    _wait_for_still_to_place(reader)
    making.said(world(server), making.left(world(server), links[1].link), Said.PLACED_ALL)
    making.left(world(server), links[2].link)
    expire(server, links[4].link)
    meera = enter(server, stage.open(), "meera")
    at = f"/desk/baskets/{version.basket_id}/versions/{version.number}/follow-up"
    meera.open(at)
    show("desk-follow-up", meera.page)
    meera.press("Close those ticked with this note")
    meera.page.locator("#error-summary").wait_for()
    show("desk-follow-up-refused", meera.page)
    meera.press("Draft the follow-up for those ticked")
    meera.page.wait_for_url(re.compile("/desk/baskets/[^/]+$"))
    show("desk-follow-up-drafted", meera.page)


MENDING_WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (
    what_is_left,
    what_is_left_at_a_link,
    following_up,
)
