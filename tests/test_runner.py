"""The runner: whole readings from the first job to the last, its patience, its end, and two of them at once."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.databases import sqlite_store
from tests.journey import fakes
from tests.journey.fakes import Crash, FakeClock, FakeKite, ask_for_a_reading, book_order, reading_now
from tests.kite import scripted, small_kite, stand_in
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
from tokri.core.state import ReadingStep, reading_step
from tokri.journey import ask_reading, housekeeping
from tokri.kite import KiteConnect
from tokri.store import open_store


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def outside(tmp_path: Path, clock: FakeClock) -> Iterator[Outside]:
    with sqlite_store(tmp_path) as store:
        yield fakes.outside(store, clock)


@pytest.fixture
def kite() -> FakeKite:
    return FakeKite()


def work_off(outside: Outside, kite: FakeKite | runner.PacedKite | runner.NoKite) -> int:
    """Do all that is due now; answers how many jobs that was."""
    done = 0
    while runner.step(outside, kite, "a test"):
        done += 1
        assert done < 100, "the runner goes round in circles"
    return done


def work_off_a_day(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    """Do all that comes due within a day, in steps of five seconds at first, then of ten minutes."""
    for _ in range(60):
        work_off(outside, kite)
        clock.forward(seconds=5)
    for _ in range(6 * 24):
        clock.forward(minutes=10)
        work_off(outside, kite)


def step_of(outside: Outside, reading_id: str) -> ReadingStep:
    return reading_step(reading_now(outside, reading_id), outside.clock())


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


class Clockwork:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


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


# --- two runners, in two processes, on one file -------------------------------------------------


def race(folder: Path, url: str, barrier: Barrier, now: FakeClock, readings: int) -> NoReturn:
    """What each process does: the whole runner, until every reading has ended or failed."""
    outside = fakes.outside(open_store("sqlite", data_dir=folder), now)

    class UntilDone(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            steps = [step_of(outside, f"reading{number}") for number in range(readings)]
            if all(step in {ReadingStep.ENDED, ReadingStep.FAULT} for step in steps):
                self.set()
            return super().wait(timeout)

    barrier.wait()
    runner.run(outside, KiteConnect("kitekey", "kitesecret", url), UntilDone(), poll_seconds=0.01)
    os._exit(0)


def test_two_runners_at_once_exchange_each_token_exactly_once(
    outside: Outside, clock: FakeClock, tmp_path: Path
) -> None:
    readings = 6
    server = small_kite.SmallKite()
    for number in range(readings):
        server.tokens[f"requesttoken{number}"] = "AB1234"
        server.book.append(small_kite.row(tag=f"K7Q2M9X{number}", tags=[f"K7Q2M9X{number}"]))
        ask_for_a_reading(outside, f"requesttoken{number}", name=str(number), known="AB1234")
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    with scripted.serving() as script:
        script.reply = server.reply
        arguments = (tmp_path, script.url, barrier, clock, readings)
        both = [context.Process(target=race, args=arguments) for _ in range(2)]
        for process in both:
            process.start()
        for process in both:
            process.join(60)
        assert [process.exitcode for process in both] == [0, 0]
    for number in range(readings):
        now = reading_now(outside, f"reading{number}")
        assert now.fault is None
        assert len(now.found) == 1
        posts = [each for each in script.received if each.method == "POST" and f"requesttoken{number}&" in each.body]
        assert len(posts) == 1
    assert server.sessions == {}


def stuck(folder: Path, url: str, now: FakeClock) -> NoReturn:
    """A runner whose exchange gets no answer: it is killed while it waits."""
    outside = fakes.outside(open_store("sqlite", data_dir=folder), now)
    runner.run(outside, KiteConnect("kitekey", "kitesecret", url), threading.Event())
    os._exit(0)


def test_a_runner_killed_in_the_middle_of_an_exchange_is_not_followed_by_a_second_exchange(
    outside: Outside, clock: FakeClock, tmp_path: Path
) -> None:
    reading_id = ask_for_a_reading(outside, "requesttoken", known="AB1234")
    asked = threading.Event()

    def never(handler: scripted.Handler) -> None:
        asked.set()
        scripted.silent(handler)

    with scripted.serving() as script:
        script.reply = never
        process = multiprocessing.get_context("spawn").Process(target=stuck, args=(tmp_path, script.url, clock))
        process.start()
        assert asked.wait(30)
        process.kill()
        process.join(30)
        clock.forward(seconds=runner.LEASE.total_seconds())
        work_off(outside, runner.PacedKite(KiteConnect("kitekey", "kitesecret", script.url), lambda: 0.0, print))
    assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    assert [request.method for request in script.received] == ["POST"]


# --- over real HTTP -----------------------------------------------------------------------------


def over_http(url: str) -> runner.PacedKite:
    time = Clockwork()
    return runner.PacedKite(KiteConnect("kitekey", "kitesecret", url), time.monotonic, time.sleep)


def test_a_reading_of_the_stand_in_finds_what_its_person_placed(outside: Outside) -> None:
    with stand_in.running() as origin:
        order = {"tradingsymbol": "INFY", "exchange": "NSE", "transaction_type": "BUY", "order_type": "MARKET"}
        came_back = stand_in.Person(origin).place(order | {"quantity": 10, "product": "CNC", "tag": "K7Q2M9X1"})
        reading_id = ask_for_a_reading(outside, came_back["request_token"][0], known="DM0001")
        work_off(outside, over_http(origin))
    now = reading_now(outside, reading_id)
    assert now.fault is None
    assert [found.book.tradingsymbol for found in now.found] == ["INFY"]
    assert now.found[0].book.quantity == 10
    assert step_of(outside, reading_id) is ReadingStep.ENDED


FAULTS: dict[str, scripted.Reply] = {
    "hang up": scripted.hang_up,
    "reset": scripted.reset,
    "truncated": scripted.truncated,
    "not http": scripted.not_http,
    "html": scripted.said(502, "<h1>Bad gateway</h1>", "text/html"),
    "html, as if well": scripted.said(200, "<h1>Welcome</h1>", "text/html"),
    "redirect": scripted.said(302, "", Location="/elsewhere"),
    "busy": scripted.error(429, "NetworkException", "Too many requests"),
    "down": scripted.error(503, "NetworkException", "Gateway timed out"),
    "bad JSON": scripted.said(200, '{"status":"success","data":['),
    "refused": scripted.error(403, "TokenException", "Token is invalid or has expired."),
    "well": scripted.success([]),
}


@given(faults=st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), st.booleans()), max_size=14))
@settings(max_examples=60, deadline=None)
def test_whatever_kite_answers_a_reading_ends_and_its_token_is_sent_once(faults: list[tuple[str, bool]]) -> None:
    """Each fault answers one request in place of Kite; with True, Kite did as it was asked all the same."""
    server = small_kite.SmallKite(tokens={"requesttoken": "AB1234"})
    server.book.append(small_kite.row(tag="K7Q2M9X1", tags=["K7Q2M9X1"]))
    left = list(faults)

    def reply(handler: scripted.Handler) -> None:
        if not left:
            server.reply(handler)
            return
        name, carried_out = left.pop(0)
        if carried_out:
            server.carry_out(handler.asked)
        FAULTS[name](handler)

    clock = FakeClock()
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store, scripted.serving() as script:
        script.reply = reply
        outside = fakes.outside(store, clock)
        reading_id = ask_for_a_reading(outside, "requesttoken", known="AB1234")
        for _ in range(30):
            work_off(outside, over_http(script.url))
            clock.forward(seconds=10)
        now = reading_now(outside, reading_id)
    assert [request.method for request in script.received].count("POST") == 1
    assert now.access_token_sealed is None
    assert now.fault is not None or now.ended_at is not None
    assert now.fault is not None or now.read_at is not None
    if now.fault is None and ("well", False) not in faults and ("well", True) not in faults:
        assert len(now.found) == 1
    if now.exchanged_at is None:
        assert now.fault is not None
