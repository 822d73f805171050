"""The loop itself: it stops when told, looks twice a second, and outlives what goes wrong."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from tests.journey import fakes
from tests.journey.fakes import Crash, FakeClock, FakeKite, ask_for_a_reading, book_order, reading_now
from tests.runner.at_work import step_of, work_off, work_off_a_day
from tokri import runner
from tokri.core.ports import Outside, ReadingFault, Session, StoreBusy, WritingUnit
from tokri.core.state import ReadingStep
from tokri.pacing import NoKite

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
    runner.run(outside, NoKite(), Watched(waits=1))
    assert reading_now(outside, reading_id).fault is ReadingFault.NOT_ALLOWED
