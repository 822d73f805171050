"""Several processes at one store at once, on both databases: exactly one wins, and nobody is turned away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from typing import TypeVar

import pytest

from tests.store import racing
from tests.store.making import AT, a_basket, a_handoff, a_reading
from tests.store.racing import RACERS, ROUNDS
from tokri.core.record_check import verify
from tokri.store import SqlStore
from tokri.store.sqlite import Sqlite

Answer = TypeVar("Answer")

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def racers() -> Iterator[Executor]:
    context = get_context("spawn")
    barrier = context.Barrier(RACERS)
    with ProcessPoolExecutor(RACERS, mp_context=context, initializer=racing.line_up, initargs=(barrier,)) as racers:
        yield racers


def url(store: SqlStore) -> str:
    if isinstance(store.database, Sqlite):
        return f"sqlite:///{store.database.file}"
    return store.database._url.render_as_string(hide_password=False)


def race(racers: Executor, act: Callable[[SqlStore, int], Answer], store: SqlStore) -> list[Answer]:
    """What each racer answers, in any order. An error in one, StoreBusy above all, fails the test."""
    running = [racers.submit(racing.run, act, url(store), racer) for racer in range(RACERS)]
    return [each.result(timeout=120) for each in running]


def winners(taken: list[list[bool]]) -> list[int]:
    """How many racers won each round."""
    return [sum(round_) for round_ in zip(*taken, strict=True)]


def test_the_one_time_mark_goes_to_exactly_one(store: SqlStore, racers: Executor) -> None:
    for number in range(ROUNDS):
        a_handoff(store, f"handoff-{number}", attempt=number + 1)
    assert winners(race(racers, racing.leave, store)) == [1] * ROUNDS


def test_what_is_left_of_an_order_goes_to_exactly_one_basket(store: SqlStore, racers: Executor) -> None:
    for number in range(ROUNDS):
        a_handoff(store, f"handoff-{number}", attempt=number + 1)
    assert winners(race(racers, racing.take_still_to_place, store)) == [1] * ROUNDS


def test_the_request_token_goes_to_exactly_one(store: SqlStore, racers: Executor) -> None:
    for number in range(ROUNDS):
        a_reading(store, f"reading-{number}", handback_id=f"handback-{number}")
    assert winners(race(racers, racing.start_exchange, store)) == [1] * ROUNDS


def test_one_attempt_at_a_part_becomes_exactly_one_hand_off(store: SqlStore, racers: Executor) -> None:
    a_basket(store)
    assert winners(race(racers, racing.add_handoff, store)) == [1] * ROUNDS
    with store.reading() as unit:
        assert len(unit.handoffs.of_basket("basket")) == ROUNDS


def test_one_return_is_kept_exactly_once(store: SqlStore, racers: Executor) -> None:
    for number in range(ROUNDS):
        a_handoff(store, f"handoff-{number}", attempt=number + 1)
    assert winners(race(racers, racing.take_back, store)) == [1] * ROUNDS


def test_each_job_is_leased_to_exactly_one_runner(store: SqlStore, racers: Executor) -> None:
    subjects = [f"reading-{number}" for number in range(2 * ROUNDS)]
    with store.writing() as unit:
        for subject in subjects:
            unit.jobs.add("read", subject, AT)
    leased = race(racers, racing.lease, store)
    assert sorted(chain(*leased)) == sorted(subjects)


def test_writers_at_once_are_none_turned_away_and_the_records_chain_holds(store: SqlStore, racers: Executor) -> None:
    a_basket(store)
    assert race(racers, racing.save_and_record, store) == [ROUNDS] * RACERS
    with store.reading() as unit:
        entries = list(unit.entries())
        basket = unit.baskets.get("basket", "asha")
    assert verify(entries) is None
    assert len(entries) == RACERS * ROUNDS
    # Each save made one version, and each event tells of the version of its own unit.
    assert [entry.facts["version"] for entry in entries] == list(range(2, RACERS * ROUNDS + 2))
    assert basket is not None
    assert basket.latest.number == RACERS * ROUNDS + 1


def test_every_use_is_counted_once(store: SqlStore, racers: Executor) -> None:
    counted = race(racers, racing.count, store)
    assert sorted(chain(*counted)) == list(range(1, RACERS * ROUNDS + 1))


def test_processes_that_upgrade_at_once_all_end_with_the_tables_made(empty_store: SqlStore, racers: Executor) -> None:
    assert race(racers, racing.migrate, empty_store) == [True] * RACERS
    empty_store.check()
