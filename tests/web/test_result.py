"""The result of a basket that went to Kite more than once: every hand-off is there, and which is which can be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.page import attribute, text_of
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    hand_off,
    handoffs,
    leave,
    press,
    save,
    to_kite,
    work,
)
from tokri.web.context import KEY, Tools


def again(client: HouseClient, basket: str) -> dict[str, str]:
    return leave(client, hand_off(client, basket, {"again": "yes"}))


def read(app: Flask, client: HouseClient, basket: str, kite: FakeKite) -> None:
    """Yes to the reading, yes to the account; the result is shown."""
    client.get(f"{basket}/result")
    client.submit("form[action$='/reading']")
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/account']", ("account", "mine"))
    work(app, kite)
    client.get(f"{basket}/result")


def headings(client: HouseClient) -> list[str]:
    return [text_of(each) for each in client.page.all("section.outcome:not(#files) h2")]


def folded(client: HouseClient) -> list[str]:
    return [text_of(each) for each in client.page.all("#outcome > details > summary")]


def test_every_hand_off_has_its_own_place_on_the_page_the_newest_first(
    app: Flask, client: HouseClient, basket: str
) -> None:
    to_kite(client, basket)
    again(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    again(client, basket)
    client.get(f"{basket}/result")
    ids = [attribute(each, "id") for each in client.page.all("section[data-handoff]")]
    assert ids == [f"handoff-{each.id}" for each in reversed(handoffs(app, basket))]
    assert headings(client) == [
        "Not back from Kite yet",
        "Version 1: Not back from Kite yet",
        "Version 1, the first time: Not back from Kite yet",
    ]


def test_an_earlier_one_that_came_to_nothing_is_folded_away(client: HouseClient, basket: str) -> None:
    come_back(client, to_kite(client, basket), status="cancelled")
    come_back(client, to_kite(client, basket), status="success")
    client.get(f"{basket}/result")
    assert folded(client) == ["The first time: Cancelled on Kite’s page"]
    assert headings(client)[0] == "Sent to Kite, outcome not known"


def test_the_one_that_came_back_last_is_never_folded_away(client: HouseClient, basket: str, clock: FakeClock) -> None:
    first = to_kite(client, basket)
    second = again(client, basket)
    come_back(client, second, status="cancelled")
    clock.forward(minutes=1)
    come_back(client, first, status="cancelled")
    client.get(f"{basket}/result")
    assert folded(client) == []


def test_an_earlier_one_of_which_nobody_knows_what_became_stays_in_sight(
    client: HouseClient, basket: str, clock: FakeClock
) -> None:
    to_kite(client, basket)
    clock.forward(hours=2)
    again(client, basket)
    client.get(f"{basket}/result")
    assert folded(client) == []
    assert headings(client) == ["Not back from Kite yet", "The first time: No word from Kite"]


def test_each_is_read_by_itself_and_shown_as_it_was_sent(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    first = to_kite(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    again(client, basket)
    come_back(client, first, status="success", request_token=kite.log_in())
    tag = handoffs(app, basket)[0].tag
    kite.place(book_order(tag=tag, tags=(tag,)))
    read(app, client, basket, kite)
    assert headings(client) == ["Not back from Kite yet", "Version 1: Filled, by Kite’s order book"]
    assert "INFY" in client.page.text("#seen-1-1-1 tbody tr")
    assert "Filled" in client.page.text("#seen-1-1-1 tbody tr")


def test_what_was_handed_off_is_shown_whatever_the_limit_of_a_basket_is_today(
    client_for: ClientFor, kite: FakeKite
) -> None:
    client = client_for(kite_basket_limit=2)
    app: Any = client.application
    basket = save(client, INFY, TCS, {**INFY, "quantity": "3"})
    come_back(client, to_kite(client, basket), status="success", request_token=kite.log_in())
    tools: Tools = app.extensions[KEY]
    limit = replace(tools.outside.app, basket_limit=50)
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, app=limit))
    read(app, client, basket, kite)
    assert headings(client) == ["Part 1 of 2: Not seen in Kite’s order book"]
    assert len(client.page.all("#seen-1 tbody tr")) == 2
    assert "in other parts now than when it was handed over. Check the orders before" in client.page.text("main")


def test_the_next_part_stands_beneath_the_newest(client_for: ClientFor) -> None:
    client = client_for(kite_basket_limit=1)
    basket = save(client, INFY, TCS, {**INFY, "quantity": "3"})
    come_back(client, to_kite(client, basket), status="success")
    client.get(f"{basket}/result")
    answer = client.submit(f"form[action='{basket}/handoff']")
    leave(client, answer.location)
    client.get(f"{basket}/result")
    assert headings(client) == [
        "Part 2 of 3: Not back from Kite yet",
        "Part 3 of 3",
        "Part 1 of 3: Sent to Kite, outcome not known",
    ]


def test_the_owner_is_told_that_another_browser_came_back(
    app: Flask, client: HouseClient, client_for: ClientFor, basket: str, clock: FakeClock
) -> None:
    sent = to_kite(client, basket)
    clock.forward(minutes=12)
    come_back(client_for(app), sent, status="success")
    clock.forward(minutes=1)
    come_back(client_for(app), sent, status="success")
    client.get(f"{basket}/result")
    words = client.page.text("main")
    assert "A browser came back on 11 Feb 2026, 10:42 IST, not this one" in words
    assert "Nothing yet" not in words
    assert "What did you do on Kite?" in words
    come_back(client, sent, status="success")
    client.get(f"{basket}/result")
    assert "Kite’s redirect said “success”" in client.page.text("main")
    assert "10:42 IST, not this one" in client.page.text("main")
