"""The register's Kite ID is put right: what was done in the account that it names now counts, and in no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.desk.advised import MEERA
from tests.journey.fakes import FakeClock, book_order
from tests.journey.test_postbacks import due, state_of, told
from tests.link import making
from tests.link.making import Made, a_client, a_link
from tokri.core.desk.client_reading import text_of
from tokri.core.link.board import lines
from tokri.core.link.link import AnswerKind
from tokri.core.link.state import Stage
from tokri.core.ports import Handback, Handoff, Outside, Reading, ReadingFault
from tokri.core.ports.evidence import PostbackState
from tokri.desk import clients as desk
from tokri.desk.clients import CheckTyped, Saved
from tokri.journey import postbacks
from tokri.journey.ask_reading import confirm_account
from tokri.link.accounts import asks_account, correct_account, mistyped
from tokri.link.look import Looked, look


@pytest.fixture
def made(outside: Outside) -> Made:
    """Sent, by the register in the account AB1234."""
    return a_link(outside, a_client(outside, kite_user_id="AB1234"))


def now(outside: Outside, made: Made) -> Looked:
    found = look(outside, made.token, None)
    assert found is not None
    return found


def stages(outside: Outside, made: Made) -> set[Stage]:
    """Where it stands at the link and on the board."""
    with outside.store.reading() as view:
        (line,) = lines(view.links.board(), outside.clock(), outside.unresolved_after)
    return {now(outside, made).stage, line.stage}


def name(outside: Outside, made: Made, kite_user_id: str) -> None:
    """Meera writes that Kite ID into the register."""
    client = now(outside, made).client
    assert client.details is not None
    typed = replace(text_of(client.code, client.details), kite_user_id=kite_user_id)
    done = desk.change(outside, MEERA, client.id, typed, CheckTyped(), edition=client.edition)
    assert isinstance(done, Saved)


def read(outside: Outside, handoff: Handoff, kite_user_id: str) -> str:
    """Kite named that account, which was not the register's: nothing was read."""
    at = outside.clock()
    reading = Reading("reading-1", handoff.id, handoff.visitor_id, "back", keep=False, asked_at=at)
    with outside.store.writing() as unit:
        back = next(iter(unit.handoffs.handbacks([handoff.id])))
        unit.readings.add(replace(reading, handback_id=back.id))
        unit.readings.update(
            reading.id, exchanged_at=at, kite_user_id=kite_user_id, fault=ReadingFault.WRONG_ACCOUNT, ended_at=at
        )
    return reading.id


def fault(outside: Outside, handoff: Handoff) -> ReadingFault | None:
    with outside.store.reading() as view:
        (reading,) = view.readings.of_handoffs([handoff.id])
    return reading.fault


def test_what_was_done_in_the_account_that_is_named_now_counts_where_the_client_said_it(
    outside: Outside, made: Made
) -> None:
    making.came_back(outside, made.link)
    making.answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    assert stages(outside, made) == {Stage.WRONG_ACCOUNT}
    name(outside, made, "XY9876")
    assert stages(outside, made) == {Stage.SENT}
    with outside.store.reading() as view:
        (told,) = [entry for entry, _ in view.chain.rows() if entry.kind == "kite account named"]
    assert (told.subject, told.who, told.facts["same"]) == (made.link.id, MEERA.who, True)


def test_the_same_where_kite_named_it_and_what_was_found_out_stays_unread(outside: Outside, made: Made) -> None:
    handoff = making.came_back(outside, made.link)
    read(outside, handoff, "XY9876")
    assert stages(outside, made) == {Stage.WRONG_ACCOUNT}
    name(outside, made, "XY9876")
    assert stages(outside, made) == {Stage.SENT}
    assert fault(outside, handoff) is ReadingFault.UNCONFIRMED


def test_what_was_done_in_another_still_counts_for_nothing(outside: Outside, made: Made) -> None:
    handoff = making.came_back(outside, made.link)
    read(outside, handoff, "XY9876")
    name(outside, made, "CD5678")
    assert stages(outside, made) == {Stage.WRONG_ACCOUNT}
    assert fault(outside, handoff) is ReadingFault.WRONG_ACCOUNT


def test_a_name_that_was_itself_a_slip_takes_back_what_it_had_made_count(outside: Outside, made: Made) -> None:
    handoff = making.came_back(outside, made.link)
    read(outside, handoff, "XY9876")
    name(outside, made, "XY9876")
    name(outside, made, "AB1234")
    assert stages(outside, made) == {Stage.WRONG_ACCOUNT}
    assert fault(outside, handoff) is ReadingFault.WRONG_ACCOUNT
    name(outside, made, "XY9876")
    assert stages(outside, made) == {Stage.SENT}


def test_what_counted_when_the_register_named_another_counts_on(outside: Outside, made: Made) -> None:
    making.came_back(outside, made.link)
    making.answered(outside, made.link, AnswerKind.KITE_ID, "AB1234", same=True)
    name(outside, made, "XY9876")
    assert stages(outside, made) == {Stage.SENT}
    assert len(now(outside, made).answers) == 1


def test_from_then_on_what_kite_says_is_held_against_the_account_that_is_named(outside: Outside, made: Made) -> None:
    making.came_back(outside, made.link)
    name(outside, made, "XY9876")
    with outside.store.reading() as view:
        visitor = view.visitors.get(made.link.visitor_id)
    assert visitor is not None
    assert visitor.kite_user_id == "XY9876"


def test_only_the_account_that_was_used_is_held_against_the_register_however_often_that_is_changed(
    outside: Outside, made: Made
) -> None:
    making.came_back(outside, made.link)
    making.answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    for named, stands in (
        ("XY9876", Stage.SENT),
        ("CD5678", Stage.WRONG_ACCOUNT),
        ("EF1357", Stage.WRONG_ACCOUNT),
        ("CD5678", Stage.WRONG_ACCOUNT),
        ("XY9876", Stage.SENT),
    ):
        name(outside, made, named)
        assert stages(outside, made) == {stands}, named


def test_what_left_after_the_client_said_it_is_asked_about_still(
    outside: Outside, made: Made, clock: FakeClock
) -> None:
    making.came_back(outside, made.link)
    making.answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    clock.forward(minutes=5)
    making.came_back(outside, made.link, part=2, parts=2)
    clock.forward(minutes=5)
    name(outside, made, "XY9876")
    assert asks_account(now(outside, made))


def test_what_the_firm_named_anew_is_no_slip_of_the_clients_any_more(outside: Outside, made: Made) -> None:
    making.answered(outside, made.link, AnswerKind.KITE_ID, "AB1234", same=True, typed=True)
    handoff = making.came_back(outside, made.link)
    read(outside, handoff, "XY9876")
    assert mistyped(now(outside, made)) is not None
    name(outside, made, "XY9876")
    name(outside, made, "AB1234")
    assert now(outside, made).stage is Stage.WRONG_ACCOUNT
    assert mistyped(now(outside, made)) is None


def test_a_yes_to_another_account_than_the_register_names_by_then_has_nothing_read(outside: Outside) -> None:
    made = a_link(outside, a_client(outside))
    handoff, at = making.came_back(outside, made.link), outside.clock()
    with outside.store.writing() as unit:
        (back,) = unit.handoffs.handbacks([handoff.id])
        unit.readings.add(Reading("reading-1", handoff.id, handoff.visitor_id, back.id, keep=False, asked_at=at))
        unit.readings.update("reading-1", exchange_started_at=at, exchanged_at=at, kite_user_id="XY9876")
    name(outside, made, "AB1234")
    reading = confirm_account(outside, made.link.visitor_id, "reading-1", mine=True)
    assert reading is not None
    assert (reading.fault, reading.end_asked_at) == (ReadingFault.WRONG_ACCOUNT, None), "nobody refused it"
    assert stages(outside, made) == {Stage.WRONG_ACCOUNT}


def failed(outside: Outside, handoff: Handoff) -> None:
    """After another log-in a reading of it failed before Kite named any account."""
    at = outside.clock()
    back = Handback("back-2", handoff.visitor_id, handoff.id, "success", "", "ab" * 32, None, at=at, log_in=True)
    with outside.store.writing() as unit:
        unit.handoffs.take_back(back)
        unit.readings.add(Reading("reading-2", handoff.id, handoff.visitor_id, back.id, keep=False, asked_at=at))
        unit.readings.update("reading-2", fault=ReadingFault.TOKEN_REFUSED, ended_at=at)


def test_a_reading_that_failed_before_kite_named_an_account_does_not_clear_the_clients_word(
    outside: Outside, made: Made
) -> None:
    handoff = making.came_back(outside, made.link)
    making.answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    failed(outside, handoff)
    assert stages(outside, made) == {Stage.WRONG_ACCOUNT}
    name(outside, made, "XY9876")
    assert stages(outside, made) == {Stage.SENT}


def test_nor_does_it_clear_what_kite_named_before(outside: Outside, made: Made) -> None:
    read(outside, making.came_back(outside, made.link), "XY9876")
    failed(outside, making.came_back(outside, made.link, part=2, parts=2))
    assert stages(outside, made) == {Stage.WRONG_ACCOUNT}
    name(outside, made, "XY9876")
    assert stages(outside, made) != {Stage.WRONG_ACCOUNT}


def test_what_was_read_while_the_register_named_it_counts_on(outside: Outside, made: Made) -> None:
    handoff = making.came_back(outside, made.link)
    first = read(outside, handoff, "XY9876")
    name(outside, made, "XY9876")
    failed(outside, handoff)
    with outside.store.writing() as unit:
        unit.readings.update("reading-2", kite_user_id="XY9876", fault=None, read_at=outside.clock())
    name(outside, made, "AB1234")
    with outside.store.reading() as view:
        faults = {each.id: each.fault for each in view.readings.of_handoffs([handoff.id])}
    assert faults == {first: ReadingFault.UNCONFIRMED, "reading-2": None}
    assert [each.details["same"] for each in now(outside, made).answers] == [True]


def reported(outside: Outside, made: Made, handoff: Handoff, kite_user_id: str, known: str = "AB1234") -> str:
    """Kite reports its order in that account, while the register has the other. Answers the report's id."""
    with outside.store.writing() as unit:
        unit.visitors.set_kite_user(made.link.visitor_id, known)
    return told(outside, book_order(tag=handoff.tag, tags=(handoff.tag,)), user_id=kite_user_id)


def work(outside: Outside) -> None:
    """The runner does what is due of Kite's reports."""
    for each in due(outside):
        postbacks.apply(outside, each)


def test_what_kite_reported_in_the_account_that_is_named_now_counts_as_it_would_have_then(
    outside: Outside, made: Made, clock: FakeClock
) -> None:
    handoff, at = making.came_back(outside, made.link), outside.clock()
    kept = reported(outside, made, handoff, "XY9876")
    assert state_of(outside, kept) is PostbackState.STRANGER
    clock.forward(hours=3)
    name(outside, made, "XY9876")
    work(outside)
    assert state_of(outside, kept) is PostbackState.APPLIED
    assert stages(outside, made) == {Stage.REPORTED}, "a hint, and no more than that"
    with outside.store.reading() as view:
        (seen,) = view.evidence.sightings([handoff.id])
        assert "postback applied" in [entry.kind for entry, _ in view.chain.rows()]
    assert (seen.at, seen.origin) == (at, kept), "of when it came"


def test_what_kite_reported_in_any_other_stays_set_aside(outside: Outside, made: Made) -> None:
    kept = reported(outside, made, making.came_back(outside, made.link), "XY9876")
    name(outside, made, "CD5678")
    work(outside)
    assert state_of(outside, kept) is PostbackState.STRANGER
    assert stages(outside, made) == {Stage.SENT}


def test_the_same_where_the_client_says_that_they_mistyped(outside: Outside, made: Made) -> None:
    making.answered(outside, made.link, AnswerKind.KITE_ID, "AB1234", same=True, typed=True)
    handoff = making.came_back(outside, made.link)
    kept = reported(outside, made, handoff, "XY9876")
    read(outside, handoff, "XY9876")
    assert correct_account(outside, made.token, "browser", "XY9876", mine=True)
    work(outside)
    assert state_of(outside, kept) is PostbackState.APPLIED
