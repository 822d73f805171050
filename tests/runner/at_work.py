"""What tests of the runner share: doing all that is due, and looking how far a reading is."""

from __future__ import annotations

from tests.journey.fakes import FakeClock, FakeKite, reading_now
from tokri import runner
from tokri.core.ports import (
    Outside,
)
from tokri.core.state import ReadingStep, reading_step


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
