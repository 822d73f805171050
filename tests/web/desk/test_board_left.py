"""On the board and the desk's first page: whoever is part-filled or rejected needs the adviser; half done is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with, seen
from tests.page import attribute, text_of
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside
from tokri.desk import still_to_place
from tokri.desk.by import By
from tokri.link.became import Short, short
from tokri.link.look import looked
from tokri.web.words import follow_up as words

BOARD = "/desk/board"
MEERA = By("meera", "private")


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


@pytest.fixture
def rejected(outside: Outside) -> Made:
    made = making.a_link(outside)
    back_with(outside, made, "REJECTED", 0)
    return made


def draft_what_is_left(outside: Outside, made: Made) -> None:
    found = still_to_place.see(outside, made.link.id)
    assert found is not None
    still_to_place.draft(outside, MEERA, made.link.id, found.sha256, words.still_to_place)


def became(outside: Outside, made: Made) -> Short | None:
    with outside.store.reading() as unit:
        found = looked(unit, outside, made.link)
    assert found is not None
    return short(found.sendings, found.consents)


def test_whose_order_was_rejected_stands_among_who_needs_the_adviser(
    outside: Outside, adviser: HouseClient, rejected: Made
) -> None:
    another = making.a_client(outside, "C2", "Ravi Nair")
    making.a_link(outside, another, making.a_version(outside, another, basket_id="basket-2"))
    adviser.get(BOARD)
    assert adviser.page.text("#need h3") == "Look at what is left: Sunita Rao"
    assert "1 needs you" in adviser.page.text("main")
    adviser.get(f"{BOARD}?state=need-you")
    (row,) = adviser.page.all("#links tbody tr")
    assert "0 of 1 filled, 1 rejected" in text_of(row)
    (act,) = [each for each in adviser.page.all("#links a") if text_of(each).startswith("Look at what is left")]
    address = attribute(act, "href")
    assert address == f"/desk/links/{rejected.link.id}#still-to-place"
    adviser.get(address.partition("#")[0])
    assert adviser.page.all("#still-to-place")
    adviser.get("/desk")
    assert "1 needs you" in adviser.page.text("#links")


def test_news_count_it_too(outside: Outside, adviser: HouseClient) -> None:
    made = making.a_link(outside)
    adviser.get(BOARD)
    address = attribute(adviser.page.one("#news"), "data-news")
    back_with(outside, made, "CANCELLED", 4)
    found = adviser.get(address).json
    assert found is not None
    assert found["counts"]["need-you"] == 1


def test_it_needs_nobody_any_more_once_a_draft_was_made_of_it(
    outside: Outside, adviser: HouseClient, rejected: Made
) -> None:
    draft_what_is_left(outside, rejected)
    for address in (BOARD, "/desk"):
        adviser.get(address)
        assert "needs you" not in adviser.page.text("main")
    adviser.get(BOARD)
    assert "1 rejected" in adviser.page.text("#links"), "how the orders stand is told all the same"


def test_a_file_that_was_read_after_the_book_keeps_the_moment_at_which_it_was_known(
    outside: Outside, clock: FakeClock, rejected: Made
) -> None:
    first = became(outside, rejected)
    assert first is not None
    assert first.waits_since == clock()
    clock.forward(hours=1)
    with outside.store.reading() as unit:
        (handoff,) = unit.handoffs.of_basket(rejected.link.id)
    seen(outside, handoff, "REJECTED", 0)
    assert became(outside, rejected) == replace(first, tally=first.tally)


def test_half_done_is_told_on_the_first_page_and_the_client_is_reminded(outside: Outside, adviser: HouseClient) -> None:
    made = making.a_link(outside)
    making.came_back(outside, made.link, parts=2)
    adviser.get("/desk")
    assert "1 sent a part, and another not" in adviser.page.text("#links")
    assert "needs you" not in adviser.page.text("main")
    adviser.get(BOARD)
    (act,) = [each for each in adviser.page.all("#links a") if text_of(each).startswith("Remind of the other part")]
    assert attribute(act, "href") == f"/desk/links/{made.link.id}#hand-over"


def test_the_strip_says_that_not_all_of_it_filled(clock: FakeClock, desk_for: DeskFor, rejected: Made) -> None:
    clock.forward(hours=3)
    adviser = desk_for(Role.ADVISER)
    adviser.get(f"{BOARD}?basket={rejected.link.basket_id}")
    assert adviser.page.all("svg rect.strip--left")
    assert "Half done, or not all filled" in adviser.page.text("#strip-table")


def test_the_firm_reads_of_its_client_what_the_client_reads_of_themselves(
    outside: Outside, adviser: HouseClient
) -> None:
    made = making.a_link(outside)
    seen(outside, making.left(outside, made.link), "REJECTED", 0)
    adviser.get(f"/desk/links/{made.link.id}")
    said = adviser.page.text("#still-to-place")
    assert "The client’s browser did not come back" in said
    assert "Your browser" not in said


def test_every_act_of_the_board_leads_to_what_stands_on_the_links_page(
    outside: Outside, clock: FakeClock, desk_for: DeskFor
) -> None:
    made = making.a_link(outside)
    making.opened(outside, made.link)
    clock.forward(hours=14)
    adviser = desk_for(Role.ADVISER)
    for becomes in (making.opened, making.left, making.recalled, making.locked):
        becomes(outside, made.link)
        adviser.get(BOARD)
        leads = {attribute(each, "href") for each in adviser.page.all("#links a")}
        for address in sorted(each for each in leads if each.startswith(f"/desk/links/{made.link.id}#")):
            page, _, anchor = address.partition("#")
            adviser.get(page)
            assert adviser.page.all(f"#{anchor}"), (becomes, address)


@pytest.fixture
def part_filled(outside: Outside) -> Made:
    made = making.a_link(outside)
    back_with(outside, made, "CANCELLED", 4)
    return made


def close(adviser: HouseClient, made: Made, note: str) -> int:
    adviser.get(f"/desk/links/{made.link.id}")
    return adviser.submit("#close", fields={"note": note}).status_code


def test_a_part_fill_can_be_left_as_it_is_with_a_note_from_where_the_board_leads(
    outside: Outside, adviser: HouseClient, part_filled: Made
) -> None:
    adviser.get(BOARD)
    assert adviser.page.text("#need h3") == "Look at what is left: Sunita Rao"
    assert close(adviser, part_filled, "  Four are enough,\n she says. ") == 303
    adviser.get(BOARD)
    assert not adviser.page.all("#need")
    adviser.get(f"/desk/links/{part_filled.link.id}")
    assert adviser.page.text("#closed").startswith("Closed 11 Feb 2026, 10:30 IST by ")
    assert adviser.page.text("#closed").endswith(": “Four are enough, she says.”"), "with no second full stop"
    said = adviser.page.text("main")
    assert "Left for Kite: 0 of 1 filled" in said, "one part is not called a part"
    assert adviser.page.all("#still-to-place-draft"), "it can be drafted all the same"
    with outside.store.reading() as view:
        (told,) = [entry for entry, _ in view.chain.rows() if entry.kind == "closed with a note"]
    assert (told.subject, told.facts["number"]) == (part_filled.link.id, 1)


def test_without_a_note_nothing_is_closed_and_what_was_typed_stays(adviser: HouseClient, part_filled: Made) -> None:
    assert close(adviser, part_filled, " ") == 422
    assert "Write why it is closed" in adviser.page.text("main")
    assert close(adviser, part_filled, "much " * 80) == 422
    assert "much much" in attribute(adviser.page.one("#note"), "value")
    adviser.get(BOARD)
    assert adviser.page.all("#need")


def test_what_is_left_is_closed_only_as_it_was_shown(outside: Outside, adviser: HouseClient, part_filled: Made) -> None:
    adviser.get(f"/desk/links/{part_filled.link.id}")
    draft_what_is_left(outside, part_filled)
    answer = adviser.submit("#close", fields={"note": "Four are enough."})
    adviser.get(answer.location)
    assert "What is left is other than was shown" in adviser.page.text("#still-to-place")
    assert not adviser.page.all("#closed")


def test_news_after_the_note_open_it_again(
    outside: Outside, adviser: HouseClient, clock: FakeClock, part_filled: Made
) -> None:
    assert close(adviser, part_filled, "Four are enough.") == 303
    clock.forward(minutes=5)
    with outside.store.reading() as unit:
        (handoff,) = unit.handoffs.of_basket(part_filled.link.id)
    seen(outside, handoff, "CANCELLED", 5)
    adviser.get(BOARD)
    assert adviser.page.all("#need")
    adviser.get(f"/desk/links/{part_filled.link.id}")
    assert "It is open again" in adviser.page.text("#closed"), "the link's page says the same as the board"


def test_an_open_question_keeps_it_open_on_the_links_page_as_on_the_board(
    outside: Outside, adviser: HouseClient, clock: FakeClock, part_filled: Made
) -> None:
    assert close(adviser, part_filled, "Four are enough.") == 303
    clock.forward(minutes=5)
    making.answered(outside, part_filled.link, AnswerKind.QUESTION, "And the other six?")
    adviser.get(BOARD)
    assert adviser.page.all("#need")
    adviser.get(f"/desk/links/{part_filled.link.id}")
    assert "It is open again" in adviser.page.text("#closed")


def test_whoever_placed_nothing_and_was_closed_is_told_closed_on_the_links_page_too(
    outside: Outside, adviser: HouseClient
) -> None:
    made = making.a_link(outside)
    making.answered(outside, made.link, AnswerKind.DECLINED)
    adviser.get("/desk/baskets/basket-1/versions/1/follow-up")
    assert adviser.submit("#close", fields={"client-c1": "yes", "note": "Travelling."}).status_code == 303
    adviser.get(BOARD)
    assert "Closed: “Travelling.”" in adviser.page.text("#links")
    adviser.get(f"/desk/links/{made.link.id}")
    assert "“Travelling.”" in adviser.page.text("#closed")
    assert "Version 1 closed with a note" in adviser.page.text("main"), "and among what happened"


def test_whoever_may_only_look_closes_nothing(desk_for: DeskFor, part_filled: Made) -> None:
    compliance = desk_for(Role.COMPLIANCE)
    compliance.get(f"/desk/links/{part_filled.link.id}")
    assert not compliance.page.all("#close")
