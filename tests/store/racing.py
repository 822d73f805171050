"""What each process of a race does. A process of its own imports this, so it holds plain functions alone."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Final, TypeVar

from tests.store.making import AT, DAY, draft, handback, handoff
from tokri.core.ports import AlreadyThere, Event
from tokri.core.ports.mending import Taken
from tokri.store import SqlStore, open_store
from tokri.store.migrating import upgrade

Answer = TypeVar("Answer")

RACERS: Final = 4
ROUNDS: Final = 25

_start: list[Barrier] = []


def line_up(barrier: Barrier) -> None:
    """Remember where the racers of this race wait for one another."""
    _start.append(barrier)


def run(act: Callable[[SqlStore, int], Answer], url: str, racer: int) -> Answer:
    """Open the store, wait until all racers have, then act."""
    store = open_store(url, data_dir=Path("/nonexistent"))
    _start[0].wait(timeout=60)
    try:
        return act(store, racer)
    finally:
        store.close()


def leave(store: SqlStore, racer: int) -> list[bool]:  # noqa: ARG001 - every act takes both
    taken = []
    for number in range(ROUNDS):
        with store.writing() as unit:
            taken.append(unit.handoffs.leave(f"handoff-{number}", "asha", "asha", AT))
    return taken


def start_exchange(store: SqlStore, racer: int) -> list[bool]:  # noqa: ARG001 - every racer is called alike
    taken = []
    for number in range(ROUNDS):
        with store.writing() as unit:
            taken.append(unit.readings.start_exchange(f"reading-{number}", AT) is not None)
    return taken


def add_handoff(store: SqlStore, racer: int) -> list[bool]:
    """Each brings a hand-off of its own for the same attempt."""
    taken = []
    for number in range(ROUNDS):
        try:
            with store.writing() as unit:
                unit.handoffs.add(handoff(f"{racer}-{number}", attempt=number + 1))
            taken.append(True)
        except AlreadyThere:
            taken.append(False)
    return taken


def take_back(store: SqlStore, racer: int) -> list[bool]:
    """Each brings the same return, under an id of its own."""
    taken = []
    for number in range(ROUNDS):
        mine = handback(f"{racer}-{number}", handoff_id=f"handoff-{number}")
        with store.writing() as unit:
            taken.append(unit.handoffs.take_back(mine) == mine)
    return taken


def lease(store: SqlStore, racer: int) -> list[str]:
    leased = []
    for _ in range(ROUNDS):
        with store.writing() as unit:
            leased += [job.subject for job in unit.jobs.lease(AT, AT + DAY, f"runner {racer}")]
    return leased


def save_and_record(store: SqlStore, racer: int) -> int:
    for number in range(ROUNDS):
        with store.writing() as unit:
            version = unit.baskets.save("basket", draft(1 + racer * ROUNDS + number), AT)
            unit.record(Event("saved", "basket", AT, {"version": version.number}))
    return ROUNDS


def count(store: SqlStore, racer: int) -> list[int]:  # noqa: ARG001 - every racer is called alike
    counted = []
    for _ in range(ROUNDS):
        with store.writing(durable=False) as unit:
            counted.append(unit.rate_limits.count("save", "key", AT))
    return counted


def migrate(store: SqlStore, racer: int) -> bool:  # noqa: ARG001 - every racer is called alike
    upgrade(store)
    store.check()
    return True


def take_still_to_place(store: SqlStore, racer: int) -> list[bool]:
    """Each takes what is left of the same order into a basket of its own."""
    taken = []
    for number in range(ROUNDS):
        try:
            with store.writing() as unit:
                unit.mending.take([Taken(f"handoff-{number}", 0, 6, f"still-to-place-{racer}", 1, AT)])
            taken.append(True)
        except AlreadyThere:
            taken.append(False)
    return taken
