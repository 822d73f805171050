"""Housekeeping: what is out of date goes, and what was lost is ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.desk.baskets_to_share import a_client
from tests.journey import fakes
from tests.journey.fakes import FakeClock, FakeKite, ask_for_a_reading, reading_now
from tests.runner.at_work import work_off
from tokri import runner
from tokri.core.desk.codes import kept_one_time_code
from tokri.core.ports import Outside, Store, StoreBusy
from tokri.desk import client_erasing
from tokri.desk.by import CONSOLE
from tokri.desk.people import first_code
from tokri.journey import housekeeping


def test_housekeeping_comes_back_by_itself(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    runner.schedule(outside)
    runner.schedule(outside)
    assert work_off(outside, kite) == 4, "the three, and the log that is cleared after the purge"
    clock.forward(minutes=5)
    assert work_off(outside, kite) == 1
    clock.forward(days=1)
    assert work_off(outside, kite) == 4


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


def test_the_record_says_that_it_was_the_runner(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    ask_for_a_reading(outside, kite.log_in())
    clock.forward(days=1)
    runner.schedule(outside)
    while runner.step(outside, kite, "a runner"):
        pass
    with outside.store.reading() as view:
        told = {entry.kind: entry.who for entry, _ in view.chain.rows()}
    assert {"purged", "exchange begun"} <= set(told)
    assert set(told.values()) == {"runner"}


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


class CountedStore:
    """The real store, which counts how often its log was cleared, and is busy at first."""

    def __init__(self, store: Store, *, busy: int) -> None:
        self.reading, self.writing, self.check = store.reading, store.writing, store.check
        self.busy, self.cleared = busy, 0

    def clear_log(self) -> None:
        if self.busy:
            self.busy -= 1
            raise StoreBusy
        self.cleared += 1


def test_after_a_purge_and_after_an_erasing_the_log_forgets_too_however_often_it_was_busy(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    store = CountedStore(outside.store, busy=2)
    watched = replace(outside, store=store)
    client_erasing.erase(watched, CONSOLE, a_client(watched, "C1").id)
    for cleared in (0, 0, 1):
        work_off(watched, kite)
        assert store.cleared == cleared
        clock.forward(seconds=5)
    housekeeping.purge(watched)
    work_off(watched, kite)
    assert store.cleared == 2
    work_off(watched, kite)
    assert store.cleared == 2


def test_old_sign_ins_and_codes_go_and_failures_count_no_longer_than_a_day(outside: Outside, clock: FakeClock) -> None:
    code, _ = first_code(outside, CONSOLE)
    with outside.store.writing() as unit:
        unit.people.fail("an attempt", ["a key"], clock.now)

    def left() -> tuple[bool, int]:
        with outside.store.reading() as view:
            invited = view.people.invitation(kept_one_time_code(code)) is not None
            return invited, len(view.people.failures(["a key"], clock.now - timedelta(days=99))["a key"])

    clock.forward(days=1)
    housekeeping.purge(outside)
    assert left() == (True, 1)
    clock.forward(seconds=1)
    housekeeping.purge(outside)
    assert left() == (True, 0)
    clock.forward(days=30)
    housekeeping.purge(outside)
    assert left() == (False, 0)
