"""The board in a browser: who has not acted, what needs the adviser, each state, and what is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with
from tests.page import attribute, text_of
from tests.web.desk.coming_in import session_of
from tests.web.desk.conftest import DeskFor
from tests.web.steps import rows, world
from tokri.core.desk.roles import Role
from tokri.core.link.link import AnswerKind, Link
from tokri.core.ports import Event, Outside, Said

BOARD = "/desk/board"


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


def sunita(outside: Outside) -> Made:
    return making.a_link(outside)


def another(outside: Outside, code: str, name: str, **details: object) -> Made:
    """A link for somebody else, to a basket of their own."""
    client = making.a_client(outside, code, name, **details)  # type: ignore[arg-type]  # a test names the fields
    return making.a_link(outside, client, making.a_version(outside, client, basket_id=f"basket-{code}"))


def lines(browser: HouseClient) -> list[str]:
    return [text_of(each) for each in browser.page.all("#links tbody tr")]


def told(outside: Outside, link: Link) -> None:
    """The record of something that concerns the link."""
    with outside.store.writing() as unit:
        unit.record(Event("link opened", link.id, outside.clock()))


def test_a_board_without_links_says_what_leads_to_one(adviser: HouseClient) -> None:
    adviser.get(BOARD)
    assert "No link was made yet." in adviser.page.text("main")
    assert not adviser.page.all("#links")


def test_a_line_says_who_what_where_it_stands_since_when_and_what_is_next(
    outside: Outside, clock: FakeClock, desk_for: DeskFor
) -> None:
    made = sunita(outside)
    clock.forward(hours=3)
    adviser = desk_for(Role.ADVISER)
    adviser.get(BOARD)
    (line,) = lines(adviser)
    for words in ("Sunita Rao", "C1", "Two of the large ones", "version 1", "No message prepared", "3 hours"):
        assert words in line
    (act,) = [each for each in adviser.page.all("#links a") if text_of(each).startswith("Prepare the message")]
    assert attribute(act, "href") == f"/desk/links/{made.link.id}#hand-over"


STAGES: dict[str, tuple[str, Callable[[Outside, Link], object]]] = {
    "made": ("No message prepared", lambda _outside, _link: None),
    "prepared": ("Message prepared, not opened", making.prepared),
    "opened": ("Opened", making.opened),
    "consented": ("Consented, not on Kite yet", making.consented),
    "on-kite": ("Not back from Kite yet", making.left),
    "sent": ("Sent to Kite", making.came_back),
    "nothing-placed": ("Back, nothing placed", lambda outside, link: making.came_back(outside, link, "cancelled")),
    "half": ("A part sent, another not", lambda outside, link: making.came_back(outside, link, parts=2)),
    "declined": ("Declined", lambda outside, link: making.answered(outside, link, AnswerKind.DECLINED, "Not now")),
    "elsewhere": ("Places them elsewhere", lambda outside, link: making.answered(outside, link, AnswerKind.ELSEWHERE)),
    "recalled": ("Recalled", making.recalled),
    "ended": ("Ended", making.revoked),
}


@pytest.mark.parametrize("stage", STAGES)
def test_each_state_is_said_counted_and_found_by_its_count(outside: Outside, adviser: HouseClient, stage: str) -> None:
    words, becomes = STAGES[stage]
    becomes(outside, sunita(outside).link)
    if stage != "made":
        another(outside, "C2", "Ravi Nair")
    adviser.get(BOARD)
    (count,) = [each for each in adviser.page.all("nav a") if f"state={stage}" in attribute(each, "href")]
    assert text_of(count) == f"{words} 1"
    adviser.get(attribute(count, "href"))
    (line,) = lines(adviser)
    assert "Sunita Rao" in line
    assert words in line


def test_left_for_kite_and_nothing_heard_is_unresolved_after_a_while(
    outside: Outside, clock: FakeClock, adviser: HouseClient
) -> None:
    making.left(outside, sunita(outside).link)
    clock.forward(minutes=20)
    adviser.get(BOARD)
    assert "Left for Kite, outcome not known" in lines(adviser)[0]
    assert "Ask what became of it" in lines(adviser)[0]


@pytest.mark.parametrize(
    ("status", "filled", "words"),
    [("REJECTED", 0, "0 of 1 filled, 1 rejected"), ("CANCELLED", 4, "0 of 1 filled, 1 partly filled")],
)
def test_what_was_seen_and_did_not_fill_is_no_green_tick(
    outside: Outside, adviser: HouseClient, status: str, filled: int, words: str
) -> None:
    made = sunita(outside)
    back_with(outside, made, status, filled)
    adviser.get(BOARD)
    assert words in lines(adviser)[0]
    assert adviser.page.all("#links .status--warning")
    (act,) = [each for each in adviser.page.all("#links a") if text_of(each).startswith("Look at what is left")]
    adviser.get(attribute(act, "href").partition("#")[0])
    assert words in adviser.page.text(".status--warning")
    assert adviser.page.all("#still-to-place")
    assert "this is done" not in adviser.page.text("main")


def test_who_is_done_is_neither_written_to_nor_reminded_from_the_board(outside: Outside, adviser: HouseClient) -> None:
    back_with(outside, sunita(outside), "COMPLETE", 10)
    adviser.get(BOARD)
    assert [text_of(each) for each in adviser.page.all(".row-acts li")] == ["Copy the address", "QR picture", "Revoke"]
    assert adviser.page.text(".row-acts summary").startswith("Actions")


def test_who_has_not_acted_is_the_first_line(outside: Outside, clock: FakeClock, desk_for: DeskFor) -> None:
    sunita(outside)
    making.prepared(outside, another(outside, "C2", "Ravi Nair").link)
    making.opened(outside, another(outside, "C3", "Latika Iyer").link)
    making.answered(outside, another(outside, "C4", "Arjun Shah").link, AnswerKind.DECLINED)
    clock.forward(days=3)
    adviser = desk_for(Role.ADVISER)
    adviser.get(BOARD)
    said = adviser.page.text("#not-acted")
    assert said.startswith("3 have said neither yes nor no: 1 no message prepared, 1 not opened, 1 opened.")
    assert "3 days" in said
    adviser.get(attribute(adviser.page.all("#not-acted a")[0], "href"))
    assert len(lines(adviser)) == 3
    assert not any("Arjun" in line for line in lines(adviser))


def test_that_nobody_is_waited_for_is_not_said(outside: Outside, adviser: HouseClient) -> None:
    making.answered(outside, sunita(outside).link, AnswerKind.DECLINED)
    adviser.get(BOARD)
    assert "neither yes nor no" not in adviser.page.text("main")


def test_questions_and_wrong_accounts_stand_on_top(outside: Outside, clock: FakeClock, adviser: HouseClient) -> None:
    another(outside, "C2", "Ravi Nair")
    made = sunita(outside)
    making.answered(outside, made.link, AnswerKind.QUESTION, "Why <b>now</b>?")
    wrong = another(outside, "C3", "Latika Iyer")
    making.said(outside, making.left(outside, wrong.link), Said.PLACED_ALL)
    making.answered(outside, wrong.link, AnswerKind.KITE_ID, same=False)
    adviser.get(BOARD)
    assert adviser.page.text("h2") == "2 need you"
    assert "Answer the question: Sunita Rao “Why <b>now</b>?”" in adviser.page.text("#need")
    assert "Call: wrong account: Latika Iyer" in adviser.page.text("#need")
    assert "Ravi" not in adviser.page.text("#need")
    clock.forward(minutes=1)
    making.prepared(outside, made.link)  # the answer went out
    adviser.get(BOARD)
    assert adviser.page.text("h2") == "1 needs you"


def test_name_code_group_and_basket_narrow_the_list(outside: Outside, adviser: HouseClient) -> None:
    sunita(outside)
    another(outside, "C2", "Ravi Nair", groups=("Mumbai",))
    for asked, name in (("q=ravi+c2", "Ravi"), ("group=mumbai", "Ravi"), ("basket=basket-1", "Sunita")):
        adviser.get(f"{BOARD}?{asked}")
        (line,) = lines(adviser)
        assert name in line, asked
    adviser.get(f"{BOARD}?q=nobody")
    assert "No link is like that." in adviser.page.text("main")
    adviser.get(f"{BOARD}?state=nonsense&order=nonsense&page=%00&basket=basket-C2")
    assert len(lines(adviser)) == 1


def test_a_page_holds_fifty_and_the_next_is_a_link(outside: Outside, adviser: HouseClient) -> None:
    clients = [making.a_client(outside, f"C{number:02}", f"Client {number}") for number in range(51)]
    version = making.a_version(outside, *clients)
    for each in clients:
        making.a_link(outside, each, version)
    adviser.get(f"{BOARD}?state=made")
    assert len(lines(adviser)) == 50
    assert "51 links, page 1 of 2" in adviser.page.text("#links caption")
    (after,) = [each for each in adviser.page.all("main a") if text_of(each) == "After"]
    adviser.get(attribute(after, "href"))
    assert len(lines(adviser)) == 1


def test_the_store_is_asked_as_often_for_many_links_as_for_one(outside: Outside, adviser: HouseClient) -> None:
    asked: list[str] = []

    def listen(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    def count() -> int:
        asked.clear()
        event.listen(Engine, "before_cursor_execute", listen)
        try:
            adviser.get(BOARD)
        finally:
            event.remove(Engine, "before_cursor_execute", listen)
        return len(asked)

    making.answered(outside, sunita(outside).link, AnswerKind.QUESTION, "Why?")
    one = count()
    for number in range(12):
        link = another(outside, f"D{number}", f"Client {number}").link
        making.came_back(outside, link)
        making.answered(outside, link, AnswerKind.QUESTION, "Why?")
    assert count() == one


def test_one_basket_is_drawn_since_it_was_sent_and_told_in_a_table(
    outside: Outside, clock: FakeClock, desk_for: DeskFor
) -> None:
    made = sunita(outside)
    clock.forward(hours=2)
    making.opened(outside, made.link)
    clock.forward(hours=2)
    making.came_back(outside, made.link)
    clock.forward(minutes=1)
    adviser = desk_for(Role.ADVISER)
    adviser.get(f"{BOARD}?basket=basket-1")
    assert adviser.page.all("svg rect.strip--sent")
    table = adviser.page.text("#strip-table")
    assert "Not opened" in table
    assert "Opened" in table
    assert "Sent to Kite" in table
    adviser.get(BOARD)
    assert not adviser.page.all("#strip-table")


def test_news_tell_how_many_changes_there_were_and_the_counts(outside: Outside, adviser: HouseClient) -> None:
    made = sunita(outside)
    adviser.get(BOARD)
    address = attribute(adviser.page.one("#news"), "data-news")
    before = rows_but_sessions(adviser)
    nothing = adviser.get(address)
    told_first = body(nothing)
    assert (told_first["changes"], told_first["said"]) == (0, "")
    assert told_first["counts"]["made"] == 1
    assert adviser.get(address, headers={"If-None-Match": nothing.headers["ETag"]}).status_code == 304
    assert rows_but_sessions(adviser) == before
    making.opened(outside, made.link)
    told(outside, made.link)
    handoff = making.left(outside, made.link)
    with outside.store.writing() as unit:
        unit.record(Event("left for Kite", handoff.id, outside.clock()))
        unit.record(Event("firm changed", "firm", outside.clock()))
    news = body(adviser.get(address, headers={"If-None-Match": nothing.headers["ETag"]}))
    assert news["said"] == "2 changes: show them"
    assert news["counts"]["on-kite"] == 1


def body(answer: TestResponse) -> dict[str, Any]:
    found = answer.json
    assert isinstance(found, dict)
    return found


def rows_but_sessions(browser: HouseClient) -> dict[str, object]:
    return {name: found for name, found in rows(browser.application).items() if name != "desk_sessions"}


@pytest.mark.parametrize("since", ["", "-1", "1_0", "٣", "9" * 40])
def test_news_since_nonsense_are_answered(outside: Outside, adviser: HouseClient, since: str) -> None:
    told(outside, sunita(outside).link)
    assert body(adviser.get(f"{BOARD}/news", query_string={"since": since}))["changes"] == 1


def test_a_board_that_stands_open_keeps_nobody_signed_in(app: Flask, clock: FakeClock, adviser: HouseClient) -> None:
    adviser.get(BOARD)
    session = session_of(app, adviser)
    assert session is not None
    for _ in range(60):
        clock.forward(minutes=5)
        adviser.get(f"{BOARD}/news?since=0")
    again = session_of(app, adviser)
    assert again is not None
    assert again.seen_at - session.seen_at < timedelta(minutes=1)
    assert adviser.get(BOARD).location == "/desk/sign-in"


def test_whoever_only_reads_finds_no_acts(outside: Outside, desk_for: DeskFor) -> None:
    sunita(outside)
    reader = desk_for(Role.COMPLIANCE)
    reader.get(BOARD)
    assert "Prepare the message" in lines(reader)[0]
    assert not reader.page.all(".row-acts")
    assert not [each for each in reader.page.all("#links a") if "revoke" in attribute(each, "href")]


def test_who_was_erased_has_a_line_without_a_name(outside: Outside, adviser: HouseClient) -> None:
    made = sunita(outside)
    with outside.store.writing() as unit:
        unit.clients.erase(made.link.client_id, outside.clock())
    adviser.get(BOARD)
    assert "A client who was erased" in lines(adviser)[0]
    assert "Sunita" not in adviser.page.text("main")
