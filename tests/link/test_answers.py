"""What a client says besides yes, and which account they used: kept, recorded, and nothing marked as done by it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.link import making
from tests.link.making import Made, a_client, a_link
from tests.link.yes import BROWSER
from tokri.core.link.link import AnswerKind, LinkAnswer
from tokri.core.link.state import Door
from tokri.core.ports import Outside, Reading, ReadingFault
from tokri.link.accounts import asks_account, say_account
from tokri.link.answers import Said, answer
from tokri.link.look import Looked, look


def now(outside: Outside, made: Made) -> Looked:
    found = look(outside, made.token, BROWSER)
    assert found is not None
    return found


def say(outside: Outside, made: Made, kind: AnswerKind, text: str = "", **details: object) -> LinkAnswer | None:
    return answer(outside, made.token, BROWSER, Said(kind, text, details))


def test_a_no_shuts_the_address_and_can_be_taken_back(outside: Outside) -> None:
    made = a_link(outside)
    kept = say(outside, made, AnswerKind.DECLINED, " Not now. ")
    assert kept is not None
    assert kept.text == "Not now."
    assert now(outside, made).door is Door.DECLINED
    assert say(outside, made, AnswerKind.DECLINED, taken_back=True) is not None
    assert now(outside, made).door is Door.OPEN
    assert say(outside, made, AnswerKind.DECLINED, "Not now.") is not None
    assert now(outside, made).door is Door.DECLINED


def test_the_same_no_pressed_twice_is_one(outside: Outside) -> None:
    made = a_link(outside)
    assert say(outside, made, AnswerKind.DECLINED, "No.") == say(outside, made, AnswerKind.DECLINED, "No.")
    assert len(now(outside, made).answers) == 1


def test_a_question_shuts_nothing_and_its_words_stand_beside_the_record(outside: Outside) -> None:
    made = a_link(outside)
    say(outside, made, AnswerKind.QUESTION, "Why not HDFC?")
    assert now(outside, made).door is Door.OPEN
    with outside.store.reading() as view:
        told = [(entry, personal) for entry, personal in view.chain.rows() if entry.kind == "question asked"]
    ((entry, personal),) = told
    assert "HDFC" not in str(entry)
    assert "Why not HDFC?" in str(personal)


def test_an_address_that_the_firm_closed_takes_no_answer(outside: Outside) -> None:
    made = a_link(outside)
    making.revoked(outside, made.link)
    assert [say(outside, made, kind, "No.") for kind in (AnswerKind.DECLINED, AnswerKind.QUESTION)] == [None, None]
    assert now(outside, made).answers == ()


def test_elsewhere_shuts_the_way_to_kite_and_takes_their_word_with_prices(outside: Outside) -> None:
    made = a_link(outside)
    say(outside, made, AnswerKind.ELSEWHERE)
    assert now(outside, made).door is Door.ELSEWHERE
    orders = [{"order": 0, "quantity": 10, "price": "1502.35"}]
    kept = say(outside, made, AnswerKind.PLACED_ELSEWHERE, orders=orders)
    assert kept is not None
    assert now(outside, made).answers[-1].details == {"orders": orders}


def test_which_account_was_used_is_asked_once_it_came_back(outside: Outside) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    assert not asks_account(now(outside, made))
    making.came_back(outside, made.link)
    assert asks_account(now(outside, made))
    assert say_account(outside, made.token, "AB1234", BROWSER) is True
    assert not asks_account(now(outside, made))
    assert now(outside, made).door is Door.DONE


def asked_to_read(outside: Outside, made: Made, **became: Any) -> None:
    """After it came back the client said yes to a reading, of which this became."""
    handoff, at = making.came_back(outside, made.link), outside.clock()
    with outside.store.writing() as unit:
        (back,) = unit.handoffs.handbacks([handoff.id])
        unit.readings.add(Reading("reading-1", handoff.id, handoff.visitor_id, back.id, keep=False, asked_at=at))
        if became:
            unit.readings.update("reading-1", **became)


def test_a_reading_that_failed_before_kite_named_anybody_leaves_the_question_open(outside: Outside) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    asked_to_read(outside, made, fault=ReadingFault.TOKEN_REFUSED, ended_at=outside.clock())
    assert asks_account(now(outside, made))


@pytest.mark.parametrize("named", [False, True])
def test_nobody_is_asked_while_kite_is_about_to_name_the_account_or_after_it_did(
    outside: Outside, *, named: bool
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    at = outside.clock()
    asked_to_read(outside, made, **({"kite_user_id": "AB1234", "exchanged_at": at} if named else {}))
    assert not asks_account(now(outside, made))


def test_kite_named_it_whatever_failed_after_that(outside: Outside) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    asked_to_read(outside, made, kite_user_id="AB1234", fault=ReadingFault.UNREACHABLE, ended_at=outside.clock())
    assert not asks_account(now(outside, made))


def test_another_account_marks_nothing_as_done(outside: Outside) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    making.came_back(outside, made.link)
    assert say_account(outside, made.token, "XY9876", BROWSER) is False
    found = now(outside, made)
    assert found.stood.wrong_account
    assert found.door is Door.OPEN
    assert found.client.details is not None
    assert found.client.details.kite_user_id == "AB1234"


def test_nobody_names_an_account_at_a_link_that_nobody_left_from(outside: Outside) -> None:
    made = a_link(outside)
    making.consented(outside, made.link)
    assert say_account(outside, made.token, "AB1234", BROWSER) is None
    found = now(outside, made)
    assert found.client.details is not None
    assert found.client.details.kite_user_id == ""
    assert not found.answers


def test_where_the_register_has_no_account_the_first_that_is_named_is_theirs(outside: Outside) -> None:
    made = a_link(outside)
    making.came_back(outside, made.link)
    assert say_account(outside, made.token, "AB1234", BROWSER) is True
    assert say_account(outside, made.token, "XY9876", BROWSER) is False
    found = now(outside, made)
    assert found.client.details is not None
    assert found.client.details.kite_user_id == "AB1234"
