"""The runner: whole readings from the first job to the last, its patience, and its end."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.journey import fakes
from tests.journey.fakes import Crash, FakeClock, FakeKite, ask_for_a_reading, book_order, reading_now
from tests.runner.at_work import Clockwork, step_of, work_off, work_off_a_day
from tokri import runner
from tokri.core.ports import (
    KiteBusy,
    KiteFault,
    KiteUnreachable,
    OutcomeUnknown,
    Outside,
    ReadingFault,
    Session,
    StoreBusy,
    TokenRefused,
    WritingUnit,
)
from tokri.core.state import ReadingStep
from tokri.journey import ask_reading, housekeeping

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
    work_off(outside, runner.NoKite())
    assert reading_now(outside, reading_id).fault is ReadingFault.NOT_ALLOWED


def test_a_session_whose_api_secret_has_gone_is_wiped(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    ask_reading.end_session(outside, "visitor1", reading_id)
    work_off(outside, runner.NoKite())
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


def test_kite_is_asked_at_most_eight_times_a_second(kite: FakeKite) -> None:
    time = Clockwork()
    paced = runner.PacedKite(kite, time.monotonic, time.sleep)
    session = paced.exchange(kite.log_in())
    for _ in range(79):
        paced.orders(session)
    assert time.now == pytest.approx(79 / 8)
    time.now += 60
    paced.orders(session)
    assert len(time.slept) == 79, "an idle minute leaves no debt"
    paced.end(session)
    assert len(time.slept) == 80, "nor credit for a burst"


def test_an_exchange_of_which_nothing_was_sent_is_connected_again(kite: FakeKite) -> None:
    time = Clockwork()
    kite.fail("exchange", KiteUnreachable(), KiteUnreachable())
    session = runner.PacedKite(kite, time.monotonic, time.sleep).exchange(kite.log_in("AB1234"))
    assert session.kite_user_id == "AB1234"
    assert time.slept == [1.0, 3.0]


@pytest.mark.parametrize("fault", [OutcomeUnknown(), KiteBusy(), TokenRefused()])
def test_an_exchange_that_may_have_arrived_is_never_sent_again(kite: FakeKite, fault: KiteFault) -> None:
    time = Clockwork()
    kite.fail("exchange", fault)
    with pytest.raises(type(fault)):
        runner.PacedKite(kite, time.monotonic, time.sleep).exchange(kite.log_in())
    assert kite.calls == ["exchange"]


def test_an_exchange_gives_up_connecting_after_the_third_time(kite: FakeKite) -> None:
    time = Clockwork()
    kite.fail("exchange", *[KiteUnreachable()] * 9)
    with pytest.raises(KiteUnreachable):
        runner.PacedKite(kite, time.monotonic, time.sleep).exchange(kite.log_in())
    assert kite.calls == ["exchange"] * 3


# --- crashes and faults of our own --------------------------------------------------------------


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("call", ["exchange", "orders", "end"])
def test_a_runner_that_dies_at_kite_leaves_a_reading_that_another_finishes(
    outside: Outside, clock: FakeClock, kite: FakeKite, call: str, carried_out: bool
) -> None:
    kite.place(book_order())
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    kite.fail(call, Crash(), carried_out=carried_out)
    with pytest.raises(Crash):
        work_off(outside, kite)
    assert work_off(outside, kite) == 0, "the lease still stands"
    clock.forward(seconds=runner.LEASE.total_seconds())
    work_off(outside, kite)
    assert kite.calls.count("exchange") == 1
    if call == "exchange":
        assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    else:
        assert step_of(outside, reading_id) is ReadingStep.ENDED
        assert len(reading_now(outside, reading_id).found) == 1


class Bug(Exception):
    """A fault of the program's own, whose message quotes what it should not."""


def test_a_fault_of_our_own_is_logged_without_its_message_and_given_up_in_the_end(
    outside: Outside, clock: FakeClock, kite: FakeKite, caplog: pytest.LogCaptureFixture
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    kite.fail("orders", *[Bug("accesstoken")] * 9)
    with caplog.at_level(logging.DEBUG):
        work_off_a_day(outside, clock, kite)
    assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    assert kite.calls.count("orders") == 5
    assert kite.open_sessions == 0
    assert "Bug at fakes.py:" in caplog.text
    assert "accesstoken" not in caplog.text


def test_one_jobs_fault_does_not_hold_up_the_next(outside: Outside, kite: FakeKite) -> None:
    first = ask_for_a_reading(outside, kite.log_in("AB1234"), name="1", known="AB1234")
    second = ask_for_a_reading(outside, kite.log_in("CD5678"), name="2", known="CD5678")
    kite.fail("orders", Bug())
    work_off(outside, kite)
    assert step_of(outside, first) is ReadingStep.READING
    assert step_of(outside, second) is ReadingStep.ENDED


def test_a_job_of_no_known_kind_is_dropped_and_told(
    outside: Outside, kite: FakeKite, caplog: pytest.LogCaptureFixture
) -> None:
    with outside.store.writing() as unit:
        unit.jobs.add("dance", "x", outside.clock())
    assert work_off(outside, kite) == 1
    assert "no kind" in caplog.text
    assert work_off(outside, kite) == 0


# --- housekeeping -------------------------------------------------------------------------------


def test_housekeeping_comes_back_by_itself(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    runner.schedule(outside)
    runner.schedule(outside)
    assert work_off(outside, kite) == 2
    clock.forward(minutes=5)
    assert work_off(outside, kite) == 1
    clock.forward(days=1)
    assert work_off(outside, kite) == 2


def test_a_request_token_that_nobody_used_is_wiped_within_twenty_minutes(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    ask_for_a_reading(outside, kite.log_in())
    with outside.store.writing() as unit:
        [job] = unit.jobs.lease(clock.now, clock.now, "nobody")
        unit.jobs.done(job.id)
    runner.schedule(outside)

    def kept() -> str | None:
        with outside.store.reading() as view:
            [handback] = view.handoffs.handbacks(["out1"])
        return handback.token_sealed

    for _ in range(3):
        work_off(outside, kite)
        assert kept() is not None
        clock.forward(minutes=5)
    clock.forward(minutes=5)
    work_off(outside, kite)
    assert kept() is None


def test_old_baskets_that_were_never_handed_off_go_after_ninety_days(outside: Outside, clock: FakeClock) -> None:
    with outside.store.writing() as unit:
        unit.visitors.ensure("visitor", clock.now)
        unit.baskets.add("basket", "visitor", fakes.Draft("Mine", ()), clock.now)

    def baskets() -> int:
        with outside.store.reading() as view:
            return len(view.baskets.of("visitor"))

    clock.forward(days=90)
    housekeeping.purge(outside)
    assert baskets() == 1
    clock.forward(seconds=1)
    housekeeping.purge(outside)
    assert baskets() == 0


def test_a_session_whose_job_was_lost_is_ended_a_day_later(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"))
    assert runner.step(outside, kite, "a test")
    with outside.store.writing() as unit:
        for job in unit.jobs.lease(clock.now + timedelta(days=9), clock.now, "nobody", limit=9):
            unit.jobs.done(job.id)
    clock.forward(days=1, seconds=1)
    housekeeping.purge(outside)
    work_off(outside, kite)
    assert reading_now(outside, reading_id).access_token_sealed is None
    assert kite.open_sessions == 0


# --- the loop -----------------------------------------------------------------------------------


class StoppingKite(FakeKite):
    """Asks the runner to stop in the middle of a step."""

    stop: threading.Event

    def orders(self, session: Session) -> tuple[fakes.BookOrder, ...]:
        self.stop.set()
        return tuple(super().orders(session))


def test_a_runner_that_is_told_to_stop_finishes_the_step_in_hand(outside: Outside) -> None:
    kite = StoppingKite(book=[book_order()])
    kite.stop = threading.Event()
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    runner.run(outside, kite, kite.stop)
    assert len(reading_now(outside, reading_id).found) == 1
    assert kite.calls == ["exchange", "orders"], "and begins no other"
    work_off(outside, kite)
    assert kite.calls == ["exchange", "orders", "end"]


class Watched(threading.Event):
    """An event that is set by the runner's n-th idle wait, instead of waiting."""

    def __init__(self, waits: int) -> None:
        super().__init__()
        self.waits = waits
        self.idle = 0

    def wait(self, timeout: float | None = None) -> bool:
        if timeout == runner.POLL_SECONDS:
            self.idle += 1
        if self.idle >= self.waits:
            self.set()
        return self.is_set()


def test_an_idle_runner_looks_twice_a_second(outside: Outside, kite: FakeKite) -> None:
    stop = Watched(waits=3)
    runner.run(outside, kite, stop)
    assert stop.idle == 3
    assert runner.POLL_SECONDS == 0.5


class Counting:
    """The real store, and how many writing units were opened."""

    def __init__(self, outside: Outside) -> None:
        self._store = outside.store
        self.written = 0
        self.reading = outside.store.reading
        self.check = outside.store.check

    def writing(self, *, durable: bool = True) -> AbstractContextManager[WritingUnit]:
        self.written += 1
        return self._store.writing(durable=durable)


def test_a_look_that_finds_nothing_to_do_takes_no_turn_among_the_writers(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    counting = Counting(outside)
    ask_for_a_reading(outside, kite.log_in())
    work_off(outside, kite)
    for _ in range(9):
        clock.forward(seconds=1)
        assert not runner.step(replace(outside, store=counting), kite, "a test")
    assert counting.written == 0


class Stumbling:
    """The real store, whose first writing units fail."""

    def __init__(self, outside: Outside, *faults: Exception) -> None:
        self._store = outside.store
        self._faults = list(faults)
        self.reading = outside.store.reading
        self.check = outside.store.check

    def writing(self) -> AbstractContextManager[WritingUnit]:
        if self._faults:
            raise self._faults.pop(0)
        return self._store.writing()


def test_a_runner_outlives_a_store_that_is_busy_or_broken(
    outside: Outside, kite: FakeKite, caplog: pytest.LogCaptureFixture
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    stumbling = Stumbling(outside, StoreBusy(), Bug("accesstoken"), StoreBusy())
    stop = Watched(waits=4)
    runner.run(replace(outside, store=stumbling), kite, stop)
    assert step_of(outside, reading_id) is ReadingStep.ENDED
    assert "accesstoken" not in caplog.text


def test_a_runner_without_kite_says_so_on_every_reading(outside: Outside) -> None:
    reading_id = ask_for_a_reading(outside, "requesttoken")
    runner.run(outside, None, Watched(waits=1))
    assert reading_now(outside, reading_id).fault is ReadingFault.NOT_ALLOWED
