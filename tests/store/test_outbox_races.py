"""The outbox under kills and among several processes, on both databases, with a receiver over https."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context

import pytest

from tests.https_receiver import NAME, Certificate, certificate, receiving
from tests.journey.fakes import FakeClock, FakeSealer
from tests.kite import scripted
from tests.store import outbox_races
from tests.store.outbox_races import CHANGES, DIES_IN
from tests.store.test_races import url
from tokri.core.ports import Event
from tokri.core.ports.telling import DeliveryState, Endpoint
from tokri.core.telling.signature import new_secret
from tokri.desk.telling import seal_context
from tokri.desk.telling_sending import LEASE
from tokri.store import SqlStore

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"), NAME)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def endpoint(store: SqlStore, address: str, clock: FakeClock, endpoint_id: str = "one") -> None:
    sealed = FakeSealer().seal(new_secret(lambda: "a test"), seal_context(endpoint_id))
    with store.writing() as unit:
        unit.outbox.add_endpoint(Endpoint(endpoint_id, address, sealed, clock(), "asha"))


def record(store: SqlStore, count: int, clock: FakeClock) -> None:
    with store.writing() as unit:
        for number in range(count):
            unit.record(Event("recalled", f"basket-{number}", clock()))


def test_a_message_is_there_if_and_only_if_its_change_is_whenever_the_writer_is_killed(
    store: SqlStore, clock: FakeClock
) -> None:
    endpoint(store, f"https://{NAME}/", clock)
    context = get_context("spawn")
    deaths = ["change", "record", "commit", "never"]
    writers = [
        context.Process(target=outbox_races.write, args=(url(store), number, death, clock))
        for number, death in enumerate(deaths)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [-9, -9, -9, 0]
    with store.reading() as unit:
        told = [json.loads(each.message.body)["data"] for each in unit.outbox.deliveries("one", None, 999)]
        recorded = {entry.seq: entry.subject for entry, _ in unit.chain.rows()}
        made = {
            name
            for name in (f"change-{writer}-{number}" for writer in range(4) for number in range(CHANGES))
            if unit.visitors.get(name) is not None
        }
    assert {each["entry"]: each["basket"] for each in told} == recorded
    assert len(told) == len(recorded)
    assert set(recorded.values()) == made
    assert len(made) == DIES_IN + DIES_IN + (DIES_IN + 1) + CHANGES


class Counting:
    """Counts how often each message came, and how many of one were on their way at one time."""

    def __init__(self) -> None:
        self.came: Counter[tuple[str, str]] = Counter()
        self.most_at_once = 0
        self._now: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def reply(self, handler: scripted.Handler) -> None:
        message = handler.path, handler.headers["webhook-id"]
        with self._lock:
            self.came[message] += 1
            self._now[message] += 1
            self.most_at_once = max(self.most_at_once, *self._now.values())
        scripted.said(204, b"")(handler)
        with self._lock:
            self._now[message] -= 1


@pytest.fixture
def counting() -> Iterator[Counting]:
    return Counting()


def test_several_runners_send_each_message_exactly_once(
    store: SqlStore, shown: Certificate, clock: FakeClock, counting: Counting
) -> None:
    messages, endpoints = 25, 3
    with receiving(shown) as (script, address):
        script.reply = counting.reply
        for number in range(endpoints):
            endpoint(store, f"{address}&n={number}", clock, f"endpoint-{number}")
        record(store, messages, clock)
        context = get_context("spawn")
        arguments = (url(store), shown.trusted, clock)
        runners = [context.Process(target=outbox_races.send, args=arguments) for _ in range(3)]
        for each in runners:
            each.start()
        for each in runners:
            each.join(120)
        assert [each.exitcode for each in runners] == [0, 0, 0]
    assert len(counting.came) == messages * endpoints
    assert set(counting.came.values()) == {1}
    assert counting.most_at_once == 1
    with store.reading() as unit:
        assert all(each == {DeliveryState.DELIVERED: messages} for each in unit.outbox.counts().values())


def test_what_a_killed_runner_had_taken_is_sent_again_under_the_same_id_once_its_time_is_up(
    store: SqlStore, shown: Certificate, clock: FakeClock
) -> None:
    asked = threading.Event()
    context = get_context("spawn")

    def never(handler: scripted.Handler) -> None:
        asked.set()
        scripted.silent(handler)

    with receiving(shown) as (script, address):
        script.reply = never
        endpoint(store, address, clock)
        record(store, 1, clock)
        first = context.Process(target=outbox_races.send, args=(url(store), shown.trusted, clock))
        first.start()
        assert asked.wait(60)
        first.kill()
        first.join(60)
        with store.reading() as unit:
            assert not unit.outbox.due(clock()), "nobody else sends it while its time is not up"
        clock.forward(seconds=LEASE.total_seconds())
        script.reply = scripted.said(204, b"")
        second = context.Process(target=outbox_races.send, args=(url(store), shown.trusted, clock))
        second.start()
        second.join(60)
        assert second.exitcode == 0
    ids = [posted.headers["webhook-id"] for posted in script.received]
    bodies = {posted.body for posted in script.received}
    assert (len(ids), len(set(ids)), len(bodies)) == (2, 1, 1)
