"""Advice that was taken back: every page of its link says so first, to whoever may see what hangs on it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeKite, book_order
from tests.link import making
from tests.web.link.test_page import to_kite
from tests.web.steps import come_back, work
from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.client import CheckKind
from tokri.core.link.language import Language
from tokri.core.ports import Outside
from tokri.desk import still_to_place as at_desk
from tokri.desk.by import By
from tokri.web.words import follow_up as words

TITLE = "Your adviser took this advice back"
WHY = "The price of order 2 was wrong."


@pytest.fixture
def sent(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite) -> making.Made:
    """Sent and read: four of ten INFY filled."""
    found = making.a_link(outside, making.a_client(outside, kite_user_id="AB1234"))
    fields = to_kite(client, found)
    tag = str(json.loads(fields["data"])[0]["tag"])
    row = book_order(status="CANCELLED", filled_quantity=4)
    come_back(client, fields, status="success", request_token=kite.log_in("AB1234"))
    kite.place(replace(row, tag=tag, tags=(tag,), order_id=f"{tag}1"))
    client.get(f"{found.address}/result")
    assert client.submit("form[action$='/reading']").status_code == 303
    work(app, kite)
    return found


@pytest.fixture
def made(outside: Outside, sent: making.Made) -> making.Made:
    """The same, taken back since."""
    making.recalled(outside, sent.link)
    return sent


def pages(outside: Outside, made: making.Made) -> list[str]:
    with outside.store.reading() as unit:
        (handoff,) = unit.handoffs.of_basket(made.link.id)
    return ["/result", "/still-to-place", f"/handoffs/{handoff.id}"]


def test_every_page_of_the_link_says_so_first_and_what_not_to_do(
    client: HouseClient, outside: Outside, made: making.Made
) -> None:
    for page in pages(outside, made):
        assert client.get(made.address + page).status_code == 200, page
        said = client.page.text("main")
        assert said.startswith(TITLE), page
        assert "Do not place these orders." in said, page
        assert WHY in said, page


def test_it_says_so_in_the_clients_language(client: HouseClient, outside: Outside, made: making.Made) -> None:
    with outside.store.writing() as unit:
        unit.links.change(made.link.id, language=Language.HINDI)
    for page in pages(outside, made):
        client.get(made.address + page)
        assert "ये ऑर्डर न दें।" in client.page.text("#taken-back"), page


def test_the_address_itself_says_so_once(client: HouseClient, made: making.Made) -> None:
    client.get(made.address)
    assert client.page.h1 == TITLE
    assert client.page.text("main").count(TITLE) == 1


def test_who_has_yet_to_answer_the_check_is_told_nothing_of_it(
    app: Flask, client_for: ClientFor, outside: Outside
) -> None:
    found = making.a_link(outside, check=CheckKind.PAN)
    making.recalled(outside, found.link)
    stranger = client_for(app)
    answer = stranger.get(found.address)
    assert WHY not in answer.text


def test_advice_that_stands_says_nothing_of_the_kind(client: HouseClient, outside: Outside) -> None:
    found = making.a_link(outside)
    client.get(found.address)
    assert not client.page.all("#taken-back")


def test_what_is_left_does_not_go_without_a_word_once_the_adviser_drafts_it(
    client: HouseClient, outside: Outside, sent: making.Made
) -> None:
    said = "Your adviser is preparing what is left of these orders."
    client.get(f"{sent.address}/result")
    assert said not in client.page.text("main")
    found = at_desk.see(outside, sent.link.id)
    assert found is not None
    drafted = at_desk.draft(outside, By("meera", "private"), sent.link.id, found.sha256, words.still_to_place)
    assert isinstance(drafted, DeskBasket)
    client.get(f"{sent.address}/result")
    assert said in client.page.text("main")
    assert not client.page.all("#still-to-place")
    making.recalled(outside, sent.link)
    client.get(f"{sent.address}/result")
    assert said not in client.page.text("main"), "it was taken back"


def test_an_older_version_that_was_taken_back_is_told_beside_the_newer_to_who_placed_it(
    client: HouseClient, outside: Outside, sent: making.Made
) -> None:
    with outside.store.reading() as view:
        sunita = view.clients.get(sent.link.client_id)
    assert sunita is not None
    making.a_version(outside, sunita, proposal=replace(making.PROPOSAL, why="Written anew."))
    making.recalled(outside, sent.link)
    for page in ("", *pages(outside, sent)):
        assert client.get(sent.address + page).status_code == 200, page
        said = client.page.text("main")
        assert said.startswith("Your adviser took version 1 of this advice back"), page
        assert WHY in said, page
        assert "Version 2, which this address shows now, was not taken back." in said, page
        assert "Do not place these orders." not in said, page


def test_it_is_not_told_to_who_placed_nothing_of_it(client: HouseClient, outside: Outside) -> None:
    sunita = making.a_client(outside)
    found = making.a_link(outside, sunita)
    come_back(client, to_kite(client, found), status="cancelled")
    making.a_version(outside, sunita, proposal=replace(making.PROPOSAL, why="Written anew."))
    making.recalled(outside, found.link)
    client.get(found.address)
    assert "took version 1" not in client.page.text("main")


def test_where_the_newer_is_for_others_the_door_tells_it_to_who_may_see_what_became_of_it(
    client: HouseClient, outside: Outside, sent: making.Made
) -> None:
    making.replaced(outside, sent.link)
    making.recalled(outside, sent.link)
    client.get(sent.address)
    assert "took version 1 of this advice back" in client.page.text("main")
    assert "which this address shows now" not in client.page.text("main")
