"""The lanes to the firm's own systems: one slow or dead endpoint holds up no other, and what goes wrong is outlived."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

import pytest

from tests.journey.fakes import FakeClock
from tests.runner import test_the_loop
from tests.telling import FakeWebhooks, Posted, send_all
from tokri import runner, teller
from tokri.core.ports import Event, Outside, StoreBusy, WritingUnit
from tokri.core.ports.telling import DeliveryFault, DeliveryState, NotTaken
from tokri.desk import telling
from tokri.desk.by import CONSOLE

DEAD, ALIVE = "https://dead.firm.example/", "https://alive.firm.example/"


class Bug(Exception):
    """A fault of the program's own, whose message quotes what it should not."""


class Stumbling(test_the_loop.Stumbling):
    """The same for units that need not be durable."""

    def writing(self, *, durable: bool = True) -> AbstractContextManager[WritingUnit]:
        del durable
        return super().writing()


def endpoint(outside: Outside, url: str) -> str:
    made = telling.add(outside, CONSOLE, url)
    assert isinstance(made, telling.Told)
    return made.endpoint.id


def record(outside: Outside, count: int) -> None:
    with outside.store.writing() as unit:
        for number in range(count):
            unit.record(Event("recalled", f"basket-{number}", outside.clock()))


@dataclass
class Receivers(FakeWebhooks):
    """Receivers by address, each with what it does before it takes a message."""

    first: dict[str, Callable[[], None]] = field(default_factory=dict)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.first.get(url, lambda: None)()
        return super().post(url, headers, body)

    def at(self, url: str) -> list[Posted]:
        return [each for each in self.taken if each.url == url]


class Until(threading.Event):
    """Is set as soon as somebody waits for it and it is so."""

    def __init__(self, so: Callable[[], bool]) -> None:
        super().__init__()
        self._so = so

    def wait(self, timeout: float | None = None) -> bool:
        if self._so():
            self.set()
        return super().wait(timeout)


def run(outside: Outside, webhooks: FakeWebhooks, stop: threading.Event) -> None:
    teller.run(outside, webhooks, stop, runner.where, look_every=0.01)


def test_an_endpoint_that_never_answers_holds_up_no_other(outside: Outside) -> None:
    released = threading.Event()
    endpoint(outside, DEAD)
    endpoint(outside, ALIVE)
    record(outside, 12)
    receivers = Receivers(first={DEAD: lambda: bool(released.wait(60)) or None})

    def all_arrived() -> bool:
        if len(receivers.at(ALIVE)) < 12:
            return False
        assert receivers.at(DEAD) == []
        released.set()
        return True

    run(outside, receivers, Until(all_arrived))
    assert len(receivers.at(ALIVE)) == 12
    assert len(receivers.at(DEAD)) == 1, "what was on its way when it was told to stop is finished"


def test_an_endpoint_is_never_sent_two_messages_at_a_time(outside: Outside) -> None:
    endpoint(outside, ALIVE)
    record(outside, 20)
    one_at_a_time = threading.Lock()
    receivers = Receivers()

    def alone() -> None:
        assert one_at_a_time.acquire(blocking=False)
        one_at_a_time.release()

    receivers.first = {ALIVE: alone}
    run(outside, receivers, Until(lambda: len(receivers.taken) == 20))
    assert [each.told["data"]["basket"] for each in receivers.taken] == [f"basket-{number}" for number in range(20)]


def test_a_dead_endpoint_is_asked_less_and_less_however_much_waits_for_it(outside: Outside, clock: FakeClock) -> None:
    endpoint(outside, DEAD)
    record(outside, 300)
    receiver = FakeWebhooks(faults=[NotTaken(DeliveryFault.UNREACHABLE)] * 10_000)
    for _ in range(24 * 12):
        send_all(outside, receiver)
        clock.forward(minutes=5)
    assert 90 < len(receiver.asked) < 110, "about every quarter of an hour for a day"
    receiver.faults.clear()
    clock.forward(minutes=15)
    assert send_all(outside, receiver) == 300


def test_what_no_key_opens_is_not_sent_and_told(outside: Outside) -> None:
    endpoint_id = endpoint(outside, ALIVE)
    record(outside, 1)
    with outside.store.writing() as unit:
        unit.outbox.change_secret(endpoint_id, "sealed by another key", "x", outside.clock())
    receiver = FakeWebhooks()
    assert send_all(outside, receiver) == 1
    assert receiver.asked == []
    with outside.store.reading() as unit:
        (left,) = unit.outbox.deliveries(endpoint_id, DeliveryState.WAITING, 9)
    assert left.fault is DeliveryFault.UNREADABLE


def test_it_outlives_a_busy_store_and_a_fault_of_its_own_and_quotes_nothing(
    outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint(outside, ALIVE)
    record(outside, 2)
    stumbling = Stumbling(outside, StoreBusy(), Bug("whsec_secret"), StoreBusy())
    receiver = FakeWebhooks(faults=[Bug("whsec_secret")])
    world = replace(outside, store=stumbling)  # type: ignore[arg-type]  # as much of a store as is asked of it
    with caplog.at_level(logging.DEBUG):
        run(world, receiver, Until(lambda: bool(receiver.asked)))
    assert "webhooks: Bug at" in caplog.text
    assert "webhooks, the store: StoreBusy" in caplog.text
    assert "whsec_secret" not in caplog.text
    assert receiver.taken == []


def test_a_look_that_finds_nothing_takes_no_turn_among_the_writers(outside: Outside) -> None:
    endpoint(outside, ALIVE)
    stumbling = Stumbling(outside, *[Bug()] * 9)
    looks = iter(range(5))
    run(replace(outside, store=stumbling), FakeWebhooks(), Until(lambda: next(looks, None) is None))  # type: ignore[arg-type]  # the same
    assert len(stumbling._faults) == 9
