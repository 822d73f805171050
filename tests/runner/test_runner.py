"""The runner: whole readings from the first job to the last, its patience, and its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journey.fakes import FakeClock, FakeKite, ask_for_a_reading, book_order, reading_now
from tests.runner.at_work import step_of, work_off, work_off_a_day
from tokri.core.ports import KiteBusy, KiteFault, KiteUnreachable, OutcomeUnknown, Outside, ReadingFault
from tokri.core.state import ReadingStep
from tokri.journey import ask_reading
from tokri.pacing import NoKite

# --- whole readings -----------------------------------------------------------------------------


def test_a_known_person_gets_the_book_and_no_session_is_left(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    work_off(outside, kite)
    now = reading_now(outside, reading_id)
    assert (len(now.found), now.others) == (1, 0)
    assert step_of(outside, reading_id) is ReadingStep.ENDED
    assert kite.calls == ["exchange", "orders", "end"]
    assert kite.open_sessions == 0


def test_an_unknown_person_is_asked_and_then_gets_the_book(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"))
    work_off(outside, kite)
    assert step_of(outside, reading_id) is ReadingStep.WAITING_FOR_CONFIRMATION
    ask_reading.confirm_account(outside, "visitor1", reading_id, mine=True)
    work_off(outside, kite)
    assert len(reading_now(outside, reading_id).found) == 1
    assert kite.open_sessions == 0


def test_a_question_nobody_answers_ends_the_session_after_a_quarter_of_an_hour(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"))
    work_off(outside, kite)
    clock.forward(minutes=14, seconds=59)
    work_off(outside, kite)
    assert kite.open_sessions == 1
    clock.forward(seconds=1)
    work_off(outside, kite)
    assert reading_now(outside, reading_id).fault is ReadingFault.UNCONFIRMED
    assert kite.calls == ["exchange", "end"]
    assert kite.open_sessions == 0


def test_a_kept_session_lives_until_six_in_india(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    expires_at = reading_now(outside, reading_id).expires_at
    assert expires_at is not None
    clock.now = expires_at - timedelta(seconds=1)
    work_off(outside, kite)
    assert kite.open_sessions == 1
    clock.now = expires_at
    work_off(outside, kite)
    assert kite.open_sessions == 0
    assert reading_now(outside, reading_id).access_token_sealed is None


def test_a_kept_session_is_ended_at_once_when_its_person_says(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    ask_reading.end_session(outside, "visitor1", reading_id)
    work_off(outside, kite)
    assert kite.open_sessions == 0


def test_a_kept_session_is_looked_at_again_at_once_when_its_person_says(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    kite.place(book_order())
    for _ in range(2):
        ask_reading.look_again(outside, "visitor1", reading_id)
    assert work_off(outside, kite) == 1
    assert len(reading_now(outside, reading_id).found) == 1
    assert kite.open_sessions == 1


def test_without_an_api_secret_nothing_is_read_and_the_page_can_say_why(outside: Outside) -> None:
    reading_id = ask_for_a_reading(outside, "requesttoken")
    work_off(outside, NoKite())
    assert reading_now(outside, reading_id).fault is ReadingFault.NOT_ALLOWED


def test_a_session_whose_api_secret_has_gone_is_wiped(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    ask_reading.end_session(outside, "visitor1", reading_id)
    work_off(outside, NoKite())
    assert reading_now(outside, reading_id).access_token_sealed is None


# --- patience -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [KiteUnreachable(), OutcomeUnknown(), KiteBusy()])
def test_a_book_is_asked_for_five_times_further_and_further_apart(
    outside: Outside, clock: FakeClock, kite: FakeKite, fault: KiteFault
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    kite.fail("orders", *[fault] * 5)
    asked_at = []
    started = clock.now
    for _ in range(70):
        before = kite.calls.count("orders")
        work_off(outside, kite)
        if kite.calls.count("orders") > before:
            asked_at.append((clock.now - started).total_seconds())
        clock.forward(seconds=1)
    assert asked_at == [0, 2, 7, 22, 52]
    assert step_of(outside, reading_id) is ReadingStep.FAULT
    assert kite.open_sessions == 0


def test_a_kite_that_comes_back_in_time_costs_nothing_but_time(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    kite.place(book_order())
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    kite.fail("orders", *[KiteBusy()] * 4)
    kite.fail("end", *[KiteUnreachable()] * 4)
    work_off_a_day(outside, clock, kite)
    assert len(reading_now(outside, reading_id).found) == 1
    assert kite.open_sessions == 0


def test_a_token_is_wiped_in_the_end_even_if_kite_never_answers(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    kite.fail("end", *[OutcomeUnknown()] * 5)
    work_off_a_day(outside, clock, kite)
    assert kite.calls.count("end") == 5
    assert reading_now(outside, reading_id).access_token_sealed is None
