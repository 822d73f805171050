"""The pages on which a version is followed up, and on which what is left of a client's orders becomes a draft."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import book_order
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with, seen
from tests.page import attribute
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.evidence import How, Sighting, Source
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Acceptance, Outside, Said
from tokri.desk.sharing import look_at
from tokri.journey.known import known

PAGE = "/desk/baskets/basket-1/versions/1/follow-up"


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


@pytest.fixture
def links(outside: Outside) -> list[Made]:
    """Three clients: one filled, one says so, one said no."""
    clients = [making.a_client(outside, f"C{n}", f"Client {n}") for n in (1, 2, 3)]
    version = making.a_version(outside, *clients)
    made = [making.a_link(outside, client, version) for client in clients]
    back_with(outside, made[0], "CANCELLED", 6)
    making.said(outside, making.left(outside, made[1].link), Said.PLACED_ALL)
    making.answered(outside, made[2].link, AnswerKind.DECLINED)
    return made


def ticked(client: HouseClient) -> list[str]:
    return [attribute(each, "name") for each in client.page.all("input[type='checkbox'][checked]")]


@pytest.mark.usefixtures("links")
def test_who_is_in_which_group_and_why_is_shown_before_anything_is_made(adviser: HouseClient) -> None:
    adviser.get(PAGE)
    said = adviser.page.text("main")
    assert "Filled, by a document: 1" in said
    assert "Bought 6 INFY on NSE, to be sold: seen in Kite’s order book." in said
    assert "Filled, by their word or Kite’s report alone: 1" in said
    assert "Bought 10 INFY on NSE, to be sold: by their word alone; nobody has seen it." in said
    assert "Nothing placed: 1" in said
    assert ticked(adviser) == ["client-c1"]


@pytest.mark.usefixtures("links")
def test_the_draft_is_made_for_those_ticked_and_leads_to_its_form(adviser: HouseClient) -> None:
    adviser.get(PAGE)
    answer = adviser.submit("#draft")
    assert answer.status_code == 303
    adviser.get(answer.location)
    assert "Follow-up: Two of the large ones" in adviser.page.form("#basket").filled({}).values()
    adviser.get(PAGE)
    assert adviser.page.all(f"a[href='{answer.location}']")
    assert ticked(adviser) == []
    assert "Draft of 11 Feb 2026" in adviser.page.text("#row-c1")
    assert "“Follow-up: Two of the large ones”" in adviser.page.text("#row-c1")
    assert "Draft of" not in adviser.page.text("#row-c2")


def test_whom_a_correction_was_drafted_for_is_not_ticked_and_their_draft_is_named(
    adviser: HouseClient, outside: Outside, links: list[Made]
) -> None:
    making.recalled(outside, links[0].link)
    adviser.get("/desk/baskets/basket-1/versions/1/recalled")
    drafted = adviser.submit(f"form[action$='{links[0].link.id}']").location
    adviser.get(PAGE)
    assert ticked(adviser) == []
    assert adviser.page.all(f"#row-c1 a[href='{drafted}']")
    assert "“Correction for C1: Two of the large ones”" in adviser.page.text("#row-c1")


def test_who_has_not_answered_yet_stands_apart_and_cannot_be_closed(adviser: HouseClient, outside: Outside) -> None:
    made = making.a_link(outside)
    making.opened(outside, made.link)
    adviser.get(PAGE)
    assert "No answer yet: 1" in adviser.page.text("main")
    assert not adviser.page.all("#close")
    assert adviser.page.all(f"a[href='/desk/links/{made.link.id}']")


@pytest.mark.usefixtures("links")
def test_nobody_ticked_makes_nothing(adviser: HouseClient) -> None:
    adviser.get(PAGE)
    assert adviser.submit("#draft", fields={"client-c1": None}).status_code == 422
    assert "Nobody was ticked." in adviser.page.text("main")


@pytest.mark.usefixtures("links")
def test_whoever_is_ticked_and_has_nothing_to_follow_up_is_named_with_why(adviser: HouseClient) -> None:
    adviser.get(PAGE)
    sent = adviser.page.form("#draft").filled({}) | {"client-c3": "yes", "client-nobody": "yes"}
    assert adviser.post(PAGE, data=sent).status_code == 422
    said = adviser.page.text("#error-summary")
    assert "Nothing was made" in said
    assert "C3, Client 3: left out. They stand under “Nothing placed”." in said
    assert "1 tick was for no client of this version." in said
    assert ticked(adviser) == ["client-c1"], "the other tick stands"


def test_the_rest_is_closed_with_a_note_which_the_board_shows_until_there_is_news(
    adviser: HouseClient, outside: Outside, links: list[Made]
) -> None:
    adviser.get(PAGE)
    assert adviser.submit("#close", fields={"client-c3": "yes"}).status_code == 422
    assert "Write why it is closed" in adviser.page.text("main")
    assert adviser.page.form("#close").filled({})["client-c3"] == "yes"
    assert adviser.submit("#close", fields={"client-c3": "yes", "note": "Travelling."}).status_code == 303
    adviser.get(PAGE)
    assert "“Travelling.”" in adviser.page.text("main")
    adviser.get("/desk/board")
    assert "Closed: “Travelling.”" in adviser.page.text("main")
    outside.clock.forward(minutes=1)  # type: ignore[attr-defined]  # the tests' own clock
    seen(outside, making.came_back(outside, links[2].link), "COMPLETE", 10)
    adviser.get("/desk/board")
    assert "Travelling." not in adviser.page.text("main")
    adviser.get(PAGE)
    said = adviser.page.text("#row-c3")
    assert "“Travelling.” It is open again" in said, "whoever follows up reads that it was closed, and is no more"


def test_who_follows_up_reads_by_whom_when_and_why_what_is_left_was_closed(
    adviser: HouseClient, desk_for: DeskFor, links: list[Made]
) -> None:
    adviser.get(f"/desk/links/{links[0].link.id}")
    assert adviser.submit("#close", fields={"note": "Six are enough."}).status_code == 303
    another = desk_for(Role.ADVISER, name="Arun Pillai")
    another.get(PAGE)
    assert "Filled, by a document: 1" in another.page.text("main")
    said = another.page.text("#row-c1")
    assert "Closed 11 Feb 2026, 10:30 IST by " in said
    assert said.endswith("“Six are enough.” Their link (C1)")
    assert "open again" not in said


def test_whoever_may_only_look_makes_nothing(desk_for: DeskFor, links: list[Made]) -> None:
    reader = desk_for(Role.COMPLIANCE)
    reader.get(PAGE)
    assert not reader.page.all("main input[type='checkbox']")
    assert reader.post(PAGE, data={"action": "draft", "client-c1": "yes"}).status_code == 403
    reader.get(f"/desk/links/{links[0].link.id}")
    assert not reader.page.all("#still-to-place-draft")


def test_what_is_left_is_drafted_from_the_links_page_once(adviser: HouseClient, links: list[Made]) -> None:
    address = f"/desk/links/{links[0].link.id}"
    adviser.get(address)
    assert "6 of 10 filled" in adviser.page.text("main")
    first = adviser.submit("#still-to-place-draft")
    assert first.status_code == 303
    again = adviser.submit("#still-to-place-draft")
    assert "still_to_place=changed" in again.location
    adviser.get(address)
    assert not adviser.page.all("#still-to-place-draft")
    assert adviser.page.all(f"a[href='{first.location}']")


def test_what_is_left_of_advice_that_was_taken_back_is_shared_only_with_a_tick_that_is_recorded(
    adviser: HouseClient, outside: Outside, links: list[Made]
) -> None:
    adviser.get(f"/desk/links/{links[0].link.id}")
    drafted = adviser.submit("#still-to-place-draft").location
    adviser.get(drafted)
    assert not adviser.page.all("#taken-back")
    making.recalled(outside, links[0].link)
    for page in (drafted, f"{drafted}/share"):
        adviser.get(page)
        assert "The advice that these orders come from was taken back" in adviser.page.text("#taken-back")
        assert "The price of order 2 was wrong." in adviser.page.text("#taken-back")
    found = look_at(outside, drafted.rpartition("/")[2], partial(known, outside))
    assert found is not None
    assert Acceptance("left-of-recalled", None) in found.to_accept, "every tick is recorded with the version"


def test_what_undoes_advice_that_was_taken_back_says_nothing_of_the_kind(
    adviser: HouseClient, outside: Outside, links: list[Made]
) -> None:
    making.recalled(outside, links[0].link)
    adviser.get("/desk/baskets/basket-1/versions/1/recalled")
    adviser.get(adviser.submit(f"form[action$='{links[0].link.id}']").location)
    assert not adviser.page.all("#taken-back")


def test_that_no_draft_was_made_is_said_even_where_nothing_is_left_by_now(
    adviser: HouseClient, outside: Outside, links: list[Made]
) -> None:
    adviser.get(f"/desk/links/{links[0].link.id}")
    with outside.store.reading() as view:
        (handoff,) = view.handoffs.of_basket(links[0].link.id)
    seen(outside, handoff, "COMPLETE", 10)
    answer = adviser.submit("#still-to-place-draft")
    adviser.get(answer.location)
    assert not adviser.page.all("#still-to-place-draft")
    assert "so nothing was done" in adviser.page.text("main")


def test_a_version_leads_to_its_follow_up(adviser: HouseClient, links: list[Made]) -> None:
    assert links
    adviser.get("/desk/baskets/basket-1/versions/1")
    assert adviser.page.all(f"a[href='{PAGE}']")


def test_there_is_none_of_a_version_that_is_not_there(adviser: HouseClient) -> None:
    assert adviser.get("/desk/baskets/none/versions/1/follow-up").status_code == 404
    assert adviser.post("/desk/links/none/still-to-place", data={}).status_code == 404


def test_a_fill_from_a_file_says_that_it_goes_by_likeness(adviser: HouseClient, outside: Outside) -> None:
    made = making.a_link(outside)
    back_with(outside, made, "COMPLETE", 10, source=Source.ORDER_FILE)
    adviser.get(PAGE)
    assert "by a file that was uploaded, matched by share, side, quantity and time." in adviser.page.text("#row-c1")


def test_a_fill_in_the_book_without_our_tag_says_that_it_goes_by_likeness(
    adviser: HouseClient, outside: Outside
) -> None:
    handoff = making.came_back(outside, making.a_link(outside).link)
    row = book_order(order_id="1", tag=None, tags=())
    with outside.store.writing() as unit:
        unit.evidence.see([Sighting(handoff.id, Source.BOOK, How.LIKENESS, 0, row, outside.clock(), "a test")])
    adviser.get(PAGE)
    told = "seen in Kite’s order book, matched by share, side, quantity and time."
    assert told in adviser.page.text("#row-c1")
    assert ticked(adviser) == ["client-c1"]
