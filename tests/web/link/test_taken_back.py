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
from tokri.core.desk.client import CheckKind
from tokri.core.link.language import Language
from tokri.core.ports import Outside

TITLE = "Your adviser took this advice back"
WHY = "The price of order 2 was wrong."


@pytest.fixture
def made(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite) -> making.Made:
    """Sent and read: four of ten INFY filled. Taken back since."""
    found = making.a_link(outside, making.a_client(outside, kite_user_id="AB1234"))
    sent = to_kite(client, found)
    tag = str(json.loads(sent["data"])[0]["tag"])
    row = book_order(status="CANCELLED", filled_quantity=4)
    come_back(client, sent, status="success", request_token=kite.log_in("AB1234"))
    kite.place(replace(row, tag=tag, tags=(tag,), order_id=f"{tag}1"))
    client.get(f"{found.address}/result")
    assert client.submit("form[action$='/reading']").status_code == 303
    work(app, kite)
    making.recalled(outside, found.link)
    return found


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
