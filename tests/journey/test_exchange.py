"""The exchange of a request token: once, whatever happens, on a real store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.journey import fakes
from tests.journey.fakes import Crash, FakeKite, ask_for_a_reading, book_order, reading_now
from tests.journey.reading_steps import facts, opened, step_of, waiting
from tokri.core.kite_session import expires_at
from tokri.core.ports import (
    Clock,
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Outside,
    ReadingFault,
    Store,
    StoreBusy,
    TokenRefused,
    WritingUnit,
)
from tokri.core.state import ReadingStep
from tokri.journey import ask_reading, looking, reading


def test_the_token_becomes_a_sealed_session_that_dies_at_six_in_india(outside: Outside, kite: FakeKite) -> None:
    now = reading_now(outside, opened(outside, kite))
    assert now.exchange_started_at == now.exchanged_at == outside.clock()
    assert now.kite_user_id == "AB1234"
    assert now.expires_at == expires_at(outside.clock())
    assert now.access_token_sealed is not None
    token = outside.sealer.unseal(now.access_token_sealed, f"reading:{now.id}")
    assert kite.orders(fakes.Session("AB1234", token)) == ()


def test_a_known_account_is_confirmed_at_once_and_read_next(outside: Outside, kite: FakeKite) -> None:
    reading_id = opened(outside, kite, known="AB1234")
    assert step_of(outside, reading_id) is ReadingStep.READING
    assert "read" in waiting(outside)
    assert "unconfirmed" not in waiting(outside)


def test_an_unknown_account_waits_a_quarter_of_an_hour_for_its_person(outside: Outside, kite: FakeKite) -> None:
    reading_id = opened(outside, kite, known=None)
    assert step_of(outside, reading_id) is ReadingStep.WAITING_FOR_CONFIRMATION
    assert "read" not in waiting(outside)
    assert waiting(outside)["unconfirmed"].due_at == outside.clock() + timedelta(minutes=15)
    looking.read(outside, kite, reading_id, last_try=False)
    assert "orders" not in kite.calls


def test_another_persons_account_is_not_read_and_its_session_is_ended(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite, known="ZZ9999")
    assert reading_now(outside, reading_id).fault is ReadingFault.WRONG_ACCOUNT
    looking.read(outside, kite, reading_id, last_try=False)
    assert "orders" not in kite.calls
    assert "end" in waiting(outside)
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.open_sessions == 0
    assert reading_now(outside, reading_id).access_token_sealed is None


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (TokenRefused("used"), ReadingFault.TOKEN_REFUSED),
        (NotAllowed("not enabled"), ReadingFault.NOT_ALLOWED),
        (KiteRefused("no"), ReadingFault.REFUSED),
        (KiteDown("no OMS"), ReadingFault.REFUSED),
        (KiteBusy("slow down"), ReadingFault.BUSY),
        (KiteNonsense(), ReadingFault.NONSENSE),
        (KiteUnreachable(), ReadingFault.UNREACHABLE),
        (OutcomeUnknown(), ReadingFault.UNKNOWN),
    ],
)
def test_an_exchange_that_fails_is_told_and_never_begun_again(
    outside: Outside, kite: FakeKite, fault: KiteFault, told: ReadingFault
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in())
    kite.fail("exchange", fault)
    reading.exchange(outside, kite, reading_id)
    reading.exchange(outside, kite, reading_id)
    now = reading_now(outside, reading_id)
    assert (now.fault, now.kite_said) == (told, fault.kite_said)
    assert kite.calls == ["exchange"]
    assert step_of(outside, reading_id) is ReadingStep.FAULT
    assert facts(outside)["reading failed"] == {"fault": told.value}


@pytest.mark.parametrize("carried_out", [False, True])
def test_a_crash_during_the_exchange_leaves_it_unknown_and_it_is_not_sent_again(
    outside: Outside, kite: FakeKite, carried_out: bool
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in())
    kite.fail("exchange", Crash(), carried_out=carried_out)
    with pytest.raises(Crash):
        reading.exchange(outside, kite, reading_id)
    assert step_of(outside, reading_id) is ReadingStep.EXCHANGING
    reading.exchange(outside, kite, reading_id)
    assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    assert kite.calls == ["exchange"]


def test_a_session_that_arrives_after_it_was_given_up_is_ended(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in(), known="AB1234")

    class Overtaken(FakeKite):
        def exchange(self, request_token: str) -> fakes.Session:
            session = kite.exchange(request_token)
            reading.exchange(outside, kite, reading_id)  # another runner, which finds the exchange begun
            return session

    reading.exchange(outside, Overtaken(), reading_id)
    now = reading_now(outside, reading_id)
    assert now.fault is ReadingFault.UNKNOWN
    assert "read" not in waiting(outside)
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.open_sessions == 0
    assert kite.calls == ["exchange", "end"]


def test_a_token_that_was_wiped_for_its_age_is_not_missed_silently(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in())
    with outside.store.writing() as unit:
        unit.handoffs.forget_tokens(outside.clock() + timedelta(seconds=1))
    reading.exchange(outside, kite, reading_id)
    assert reading_now(outside, reading_id).fault is ReadingFault.TOO_LATE
    assert kite.calls == []


def test_a_token_that_cannot_be_unsealed_is_not_guessed_at(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in())

    class OtherKey(fakes.FakeSealer):
        def unseal(self, sealed: str, context: str) -> str:
            raise fakes.SealBroken(f"{len(sealed)} letters for {context}")

    reading.exchange(replace(outside, sealer=OtherKey()), kite, reading_id)
    assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    assert kite.calls == []


def test_a_reading_withdrawn_before_its_exchange_is_never_exchanged(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in())
    ask_reading.end_session(outside, "visitor1", reading_id)
    reading.exchange(outside, kite, reading_id)
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.calls == []
    assert step_of(outside, reading_id) is ReadingStep.ENDED


def test_a_reading_withdrawn_during_its_exchange_is_ended_unread(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in(), known="AB1234")

    class Withdrawn(FakeKite):
        def exchange(self, request_token: str) -> fakes.Session:
            ask_reading.end_session(outside, "visitor1", reading_id)
            reading.end(outside, kite, reading_id, last_try=True)  # the job of the withdrawal comes too early
            return kite.exchange(request_token)

    reading.exchange(outside, Withdrawn(), reading_id)
    assert reading_now(outside, reading_id).kite_user_id is None
    assert set(waiting(outside)) >= {"end"}
    assert "read" not in waiting(outside)
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.open_sessions == 0
    assert step_of(outside, reading_id) is ReadingStep.ENDED


@pytest.mark.parametrize("fault", [TokenRefused("used"), OutcomeUnknown()])
def test_a_reading_withdrawn_during_an_exchange_that_fails_comes_to_an_end(
    outside: Outside, kite: FakeKite, fault: KiteFault
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in())

    class Withdrawn(FakeKite):
        def exchange(self, request_token: str) -> fakes.Session:
            ask_reading.end_session(outside, "visitor1", reading_id)
            reading.end(outside, kite, reading_id, last_try=True)
            kite.fail("exchange", fault)
            return kite.exchange(request_token)

    reading.exchange(outside, Withdrawn(), reading_id)
    assert step_of(outside, reading_id) is ReadingStep.FAULT


def test_a_reading_withdrawn_while_its_exchange_crashed_comes_to_an_end(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in())
    kite.fail("exchange", Crash())
    with pytest.raises(Crash):
        reading.exchange(outside, kite, reading_id)
    ask_reading.end_session(outside, "visitor1", reading_id)
    reading.end(outside, kite, reading_id, last_try=True)
    assert step_of(outside, reading_id) is ReadingStep.EXCHANGING
    reading.exchange(outside, kite, reading_id)
    assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    assert kite.calls == ["exchange"]


class Meanwhile:
    """A clock; something else happens while it is looked at."""

    def __init__(self, clock: Clock, happens: Callable[[], object]) -> None:
        self._clock = clock
        self._happens = [happens]

    def __call__(self) -> datetime:
        while self._happens:
            self._happens.pop()()
        return self._clock()


def test_a_session_stored_while_its_end_was_looking_is_not_wiped_unended(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in(), known="AB1234")
    opens = Meanwhile(outside.clock, lambda: reading.exchange(outside, kite, reading_id))
    reading.end(replace(outside, clock=opens), kite, reading_id, last_try=True)
    assert reading_now(outside, reading_id).access_token_sealed is not None
    reading.end(outside, kite, reading_id, last_try=True)
    assert kite.open_sessions == 0


class BusyStore:
    """The real store, whose next writing units find it busy."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.busy = 0
        self.reading = store.reading
        self.check = store.check
        self.clear_log = store.clear_log

    def writing(self) -> AbstractContextManager[WritingUnit]:
        if self.busy:
            self.busy -= 1
            raise StoreBusy
        return self._store.writing()


def exchange_into_a_busy_store(outside: Outside, kite: FakeKite, reading_id: str, busy: int) -> None:
    store = BusyStore(outside.store)

    class ThenBusy(FakeKite):
        def exchange(self, request_token: str) -> fakes.Session:
            session = kite.exchange(request_token)
            store.busy = busy
            return session

        def end(self, session: fakes.Session) -> None:
            kite.end(session)

    reading.exchange(replace(outside, store=store), ThenBusy(), reading_id)


def test_a_store_that_is_busy_for_a_moment_does_not_cost_the_session(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in(), known="AB1234")
    exchange_into_a_busy_store(outside, kite, reading_id, busy=4)
    assert step_of(outside, reading_id) is ReadingStep.READING


def test_a_session_that_cannot_be_stored_is_ended_rather_than_left_alive(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in(), known="AB1234")
    with pytest.raises(StoreBusy):
        exchange_into_a_busy_store(outside, kite, reading_id, busy=5)
    assert kite.open_sessions == 0
    reading.exchange(outside, kite, reading_id)
    assert reading_now(outside, reading_id).fault is ReadingFault.UNKNOWN
    assert kite.calls == ["exchange", "end"]
