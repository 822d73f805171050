"""What tests of a reading's steps share: where it stands, what waits, and a reading that has come so far."""

from __future__ import annotations

from datetime import timedelta

from tests.journey.fakes import FakeKite, ask_for_a_reading, reading_now
from tokri.core.ports import (
    Job,
    Outside,
)
from tokri.core.state import ReadingStep, reading_step
from tokri.journey import looking, reading

LONG = timedelta(days=2)


def waiting(outside: Outside) -> dict[str, Job]:
    """The jobs that wait, by kind, whenever they are due; each is given back."""
    with outside.store.writing() as unit:
        jobs = unit.jobs.lease(outside.clock() + LONG, outside.clock() + LONG, "a test", limit=100)
        for job in jobs:
            unit.jobs.later(job.id, job.due_at)
    return {job.kind: job for job in jobs}


def facts(outside: Outside) -> dict[str, dict[str, object]]:
    """What the record says, by kind."""
    with outside.store.reading() as view:
        entries = list(view.entries())  # type: ignore[attr-defined]  # the real store's own way to read its record
    return {entry.kind: dict(entry.facts) for entry in entries}


def step_of(outside: Outside, reading_id: str) -> ReadingStep:
    return reading_step(reading_now(outside, reading_id), outside.clock())


def opened(outside: Outside, kite: FakeKite, *, keep: bool = False, known: str | None = "AB1234") -> str:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=keep, known=known)
    reading.exchange(outside, kite, reading_id)
    return reading_id


def been_read(outside: Outside, kite: FakeKite, *, keep: bool = False) -> str:
    reading_id = opened(outside, kite, keep=keep)
    looking.read(outside, kite, reading_id, last_try=False)
    return reading_id
