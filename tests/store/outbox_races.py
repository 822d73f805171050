"""What each process of the outbox's races does. A process of its own imports this: it holds plain functions alone."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Final, NoReturn

from tests.https_receiver import way_to
from tests.journey import fakes
from tests.journey.fakes import FakeClock
from tokri import runner, teller
from tokri.core.ports import Event
from tokri.core.ports.telling import DeliveryState
from tokri.store import open_store

#: Changes that each writer makes, if it lives to the end.
CHANGES: Final = 40

#: In which change, and after which of its steps, a writer dies.
DIES_IN: Final = 23


def write(url: str, writer: int, dies_after: str, now: FakeClock) -> NoReturn:
    """Make changes, each recorded; die by SIGKILL after a step of one of them: "change", "record" or "commit"."""
    store = open_store(url, data_dir=Path("/nonexistent"))
    for number in range(CHANGES):
        dying = number == DIES_IN

        def at(step: str, *, dying: bool = dying) -> None:
            if dying and step == dies_after:
                os.kill(os.getpid(), signal.SIGKILL)

        with store.writing() as unit:
            unit.visitors.ensure(f"change-{writer}-{number}", now())
            at("change")
            unit.record(Event("recalled", f"change-{writer}-{number}", now(), {"number": 1}))
            at("record")
        at("commit")
    os._exit(0)


def send(url: str, trusted: str, now: FakeClock) -> NoReturn:
    """The runner's lanes, until nothing waits any more."""
    store = open_store(url, data_dir=Path("/nonexistent"))
    outside = fakes.outside(store, now)

    class UntilNothingWaits(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            with store.reading() as view:
                counts = view.outbox.counts().values()
            if not any(each.get(DeliveryState.WAITING) for each in counts):
                self.set()
            return super().wait(timeout)

    teller.run(outside, way_to(trusted), UntilNothingWaits(), runner.where, look_every=0.02)
    os._exit(0)
