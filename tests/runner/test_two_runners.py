"""Two runners in two processes on one file, and one that is killed: each token is sent once."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import NoReturn

from tests.journey import fakes
from tests.journey.fakes import FakeClock, ask_for_a_reading, reading_now
from tests.kite import scripted, small_kite
from tests.runner.at_work import paced, step_of, work_off
from tokri import runner
from tokri.core.ports import (
    Outside,
    ReadingFault,
)
from tokri.core.state import ReadingStep
from tokri.kite import KiteConnect
from tokri.store import open_store


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
        work_off(outside, paced(KiteConnect("kitekey", "kitesecret", script.url)))
    assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    assert [request.method for request in script.received] == ["POST"]
