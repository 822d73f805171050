"""What tests of the runner share: doing all that is due, and looking how far a reading is."""

from __future__ import annotations

from tests.journey.fakes import FakeClock, FakeKite, reading_now
from tokri import runner
from tokri.core.ports import Kite, Outside
from tokri.core.state import ReadingStep, reading_step
from tokri.pacing import PacedKite


def work_off(outside: Outside, kite: Kite) -> int:
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


class Turns:
    """The limits of a Kite that is never asked too often, and the waiting that was done."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def take(self, name: str, key: str) -> int | None:
        del name, key
        return None

    def hashed(self, name: str, key: str) -> str:
        return f"{name} {key}"

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def paced(kite: Kite, turns: Turns | None = None) -> PacedKite:
    """Kite as the runner is handed it; nobody waits."""
    turns = turns or Turns()
    return PacedKite(kite, turns, "kitekey", turns.sleep)
