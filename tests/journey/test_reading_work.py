"""The runner's side of a reading, each step on its own, on a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.databases import sqlite_store
from tests.journey import fakes
from tests.journey.fakes import Crash, FakeClock, FakeKite, ask_for_a_reading, book_order, reading_now
from tokri.core.kite_session import expires_at
from tokri.core.ports import (
    Clock,
    Job,
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Outside,
    Reading,
    ReadingFault,
    Store,
    StoreBusy,
    TokenRefused,
    WritingUnit,
)
from tokri.core.state import ReadingStep, reading_step
from tokri.journey import ask_reading, baskets, reading

LONG = timedelta(days=2)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def outside(tmp_path: Path, clock: FakeClock) -> Iterator[Outside]:
    with sqlite_store(tmp_path) as store:
        yield fakes.outside(store, clock)


@pytest.fixture
def kite() -> FakeKite:
    return FakeKite()


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
    reading.read(outside, kite, reading_id, last_try=False)
    return reading_id


# --- exchange -----------------------------------------------------------------------------------


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
    reading.read(outside, kite, reading_id, last_try=False)
    assert "orders" not in kite.calls


def test_another_persons_account_is_not_read_and_its_session_is_ended(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite, known="ZZ9999")
    assert reading_now(outside, reading_id).fault is ReadingFault.WRONG_ACCOUNT
    reading.read(outside, kite, reading_id, last_try=False)
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


# --- confirmation -------------------------------------------------------------------------------


def test_the_persons_yes_leads_to_the_reading(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite, known=None)
    ask_reading.confirm_account(outside, "visitor1", reading_id, mine=True)
    reading.unconfirmed(outside, reading_id)
    reading.read(outside, kite, reading_id, last_try=False)
    assert step_of(outside, reading_id) is ReadingStep.ENDING
    assert len(reading_now(outside, reading_id).found) == 1


def test_the_persons_no_ends_the_session_unread(outside: Outside, kite: FakeKite) -> None:
    reading_id = opened(outside, kite, known=None)
    ask_reading.confirm_account(outside, "visitor1", reading_id, mine=False)
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.calls == ["exchange", "end"]
    assert reading_now(outside, reading_id).fault is ReadingFault.WRONG_ACCOUNT


def test_when_nobody_says_whose_account_it_is_the_session_ends_unread(outside: Outside, kite: FakeKite) -> None:
    reading_id = opened(outside, kite, known=None)
    reading.unconfirmed(outside, reading_id)
    assert reading_now(outside, reading_id).fault is ReadingFault.UNCONFIRMED
    assert "end" in waiting(outside)
    ask_reading.confirm_account(outside, "visitor1", reading_id, mine=True)
    reading.read(outside, kite, reading_id, last_try=False)
    assert "orders" not in kite.calls


# --- read ---------------------------------------------------------------------------------------


def test_what_belongs_to_the_hand_off_is_kept_and_the_rest_only_counted(outside: Outside, kite: FakeKite) -> None:
    ours = book_order()
    theirs = book_order(order_id="2", tradingsymbol="SBIN", tag=None, tags=())
    kite.place(ours, theirs)
    now = reading_now(outside, been_read(outside, kite))
    assert [(found.order, found.book) for found in now.found] == [(0, ours)]
    assert now.found[0].book.average_price == Decimal("1502.35")
    assert now.others == 1
    assert now.read_at == outside.clock()
    assert facts(outside)["order book read"] == {"found": 1, "unsorted": 0, "others": 1}


def test_what_carries_the_hand_offs_tag_and_fits_none_of_its_orders_is_kept_too(
    outside: Outside, kite: FakeKite
) -> None:
    strange = book_order(transaction_type="SELL")
    kite.place(strange)
    now = reading_now(outside, been_read(outside, kite))
    assert (now.found, now.unsorted, now.others) == ((), (strange,), 0)
    assert facts(outside)["order book read"] == {"found": 0, "unsorted": 1, "others": 0}


def test_a_reading_without_the_tick_ends_its_session_at_once(outside: Outside, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite, keep=False)
    assert waiting(outside)["end"].due_at == outside.clock()
    assert "expire" not in waiting(outside)
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.open_sessions == 0
    now = reading_now(outside, reading_id)
    assert (now.ended_at, now.access_token_sealed, now.end_confirmed) == (outside.clock(), None, True)
    assert facts(outside)["session ended"] == {"kite_agreed": True}


def test_a_kept_session_ends_at_six_or_when_its_person_says(outside: Outside, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite, keep=True)
    assert step_of(outside, reading_id) is ReadingStep.KEPT
    assert waiting(outside)["expire"].due_at == expires_at(outside.clock())
    assert "end" not in waiting(outside)
    ask_reading.end_session(outside, "visitor1", reading_id)
    assert waiting(outside)["end"].due_at == outside.clock()
    reading.end(outside, kite, reading_id, last_try=False)
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.calls.count("end") == 1


def test_a_kept_session_is_looked_at_again_when_its_person_asks_and_the_newer_book_counts(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    reading_id = been_read(outside, kite, keep=True)
    assert reading_now(outside, reading_id).found == ()
    kite.place(book_order())
    clock.forward(minutes=1)
    assert ask_reading.look_again(outside, "visitor1", reading_id) is not None
    assert step_of(outside, reading_id) is ReadingStep.READING
    reading.read(outside, kite, reading_id, last_try=False)
    now = reading_now(outside, reading_id)
    assert (len(now.found), now.read_at) == (1, clock.now)
    assert step_of(outside, reading_id) is ReadingStep.KEPT


def test_nothing_but_a_kept_session_is_looked_at_again(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite, keep=True)
    assert ask_reading.look_again(outside, "somebody else", reading_id) is None
    clock.forward(hours=20)
    ask_reading.look_again(outside, "visitor1", reading_id)
    ask_reading.end_session(outside, "visitor1", reading_id)
    ask_reading.look_again(outside, "visitor1", reading_id)
    assert "look asked for" not in facts(outside)
    assert reading_now(outside, reading_id).look_asked_at is None


def test_an_end_that_is_asked_for_comes_before_a_look(outside: Outside, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite, keep=True)
    ask_reading.look_again(outside, "visitor1", reading_id)
    ask_reading.end_session(outside, "visitor1", reading_id)
    assert step_of(outside, reading_id) is ReadingStep.ENDING
    reading.read(outside, kite, reading_id, last_try=False)
    assert kite.calls.count("orders") == 1


def test_whose_account_it_was_is_not_kept_of_what_was_called_off(outside: Outside, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite, keep=True)
    ask_reading.end_session(outside, "visitor1", reading_id)
    assert reading_now(outside, reading_id).kite_user_id is None
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.open_sessions == 0


def test_whose_account_it_was_goes_with_the_browser_or_the_basket_even_of_what_has_ended(
    outside: Outside, kite: FakeKite
) -> None:
    for name, leave in (
        ("1", lambda: baskets.forget_visitor(outside, "visitor1")),
        ("2", lambda: baskets.delete_basket(outside, "visitor2", "basket2")),
    ):
        reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), name=name, known="AB1234")
        reading.exchange(outside, kite, reading_id)
        reading.read(outside, kite, reading_id, last_try=False)
        reading.end(outside, kite, reading_id, last_try=False)
        assert reading_now(outside, reading_id).kite_user_id == "AB1234"
        leave()
        assert reading_now(outside, reading_id).kite_user_id is None


def test_without_the_tick_a_book_is_read_once(outside: Outside, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite, keep=False)
    reading.read(outside, kite, reading_id, last_try=False)
    assert kite.calls.count("orders") == 1


PASSING = [KiteUnreachable(), OutcomeUnknown(), KiteBusy("slow down"), KiteDown("no OMS"), KiteNonsense()]


@pytest.mark.parametrize("fault", PASSING)
def test_a_book_that_could_not_be_read_this_time_is_tried_again(
    outside: Outside, kite: FakeKite, fault: KiteFault
) -> None:
    reading_id = opened(outside, kite)
    kite.fail("orders", fault)
    with pytest.raises(type(fault)):
        reading.read(outside, kite, reading_id, last_try=False)
    assert step_of(outside, reading_id) is ReadingStep.READING
    reading.read(outside, kite, reading_id, last_try=False)
    assert step_of(outside, reading_id) is ReadingStep.ENDING


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        *zip(
            PASSING,
            [
                ReadingFault.UNREACHABLE,
                ReadingFault.UNREACHABLE,
                ReadingFault.BUSY,
                ReadingFault.REFUSED,
                ReadingFault.NONSENSE,
            ],
            strict=True,
        ),
        (TokenRefused("out of date"), ReadingFault.TOKEN_REFUSED),
        (NotAllowed("not for this app"), ReadingFault.NOT_ALLOWED),
        (KiteRefused("no"), ReadingFault.REFUSED),
    ],
)
def test_after_the_last_try_the_reading_says_why_and_its_session_is_ended(
    outside: Outside, kite: FakeKite, fault: KiteFault, told: ReadingFault
) -> None:
    reading_id = opened(outside, kite)
    kite.fail("orders", fault)
    reading.read(outside, kite, reading_id, last_try=True)
    now = reading_now(outside, reading_id)
    assert (now.fault, now.kite_said, now.read_at) == (told, fault.kite_said, None)
    assert "end" in waiting(outside)


@pytest.mark.parametrize("fault", [TokenRefused("out of date"), NotAllowed("no"), KiteRefused("no")])
def test_a_plain_no_is_not_asked_again(outside: Outside, kite: FakeKite, fault: KiteFault) -> None:
    reading_id = opened(outside, kite)
    kite.fail("orders", fault)
    reading.read(outside, kite, reading_id, last_try=False)
    assert step_of(outside, reading_id) is ReadingStep.FAULT


def test_a_second_look_that_fails_takes_nothing_back(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = been_read(outside, kite, keep=True)
    kite.fail("orders", KiteBusy())
    reading.read(outside, kite, reading_id, last_try=True)
    now = reading_now(outside, reading_id)
    assert (now.fault, len(now.found), now.look_failed_at) == (None, 1, outside.clock())
    assert step_of(outside, reading_id) is ReadingStep.KEPT
    assert "end" not in waiting(outside)
    kite.fail("orders", TokenRefused())
    reading.read(outside, kite, reading_id, last_try=True)
    assert reading_now(outside, reading_id).fault is None
    assert "end" in waiting(outside)


def test_a_session_ended_while_its_book_was_being_read_keeps_nothing_of_it(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite)

    class Withdrawn(FakeKite):
        def orders(self, session: fakes.Session) -> tuple[fakes.BookOrder, ...]:
            ask_reading.end_session(outside, "visitor1", reading_id)
            return tuple(kite.orders(session))

    reading.read(outside, Withdrawn(), reading_id, last_try=False)
    now = reading_now(outside, reading_id)
    assert (now.read_at, now.found) == (None, ())


def test_a_crash_while_reading_is_mended_by_reading_again(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite)
    kite.fail("orders", Crash(), carried_out=True)
    with pytest.raises(Crash):
        reading.read(outside, kite, reading_id, last_try=False)
    reading.read(outside, kite, reading_id, last_try=False)
    assert len(reading_now(outside, reading_id).found) == 1


# --- end ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", PASSING)
def test_an_end_that_did_not_arrive_is_tried_again_and_the_token_kept_for_it(
    outside: Outside, kite: FakeKite, fault: KiteFault
) -> None:
    reading_id = been_read(outside, kite)
    kite.fail("end", fault)
    with pytest.raises(type(fault)):
        reading.end(outside, kite, reading_id, last_try=False)
    assert reading_now(outside, reading_id).access_token_sealed is not None
    reading.end(outside, kite, reading_id, last_try=False)
    assert kite.open_sessions == 0


@pytest.mark.parametrize("fault", [*PASSING, NotAllowed(), KiteRefused()])
def test_after_the_last_try_the_token_is_wiped_and_the_record_says_that_kite_did_not_agree(
    outside: Outside, kite: FakeKite, fault: KiteFault
) -> None:
    reading_id = been_read(outside, kite)
    kite.fail("end", fault)
    reading.end(outside, kite, reading_id, last_try=True)
    now = reading_now(outside, reading_id)
    assert (now.access_token_sealed, now.ended_at, now.end_confirmed) == (None, outside.clock(), False)
    assert facts(outside)["session ended"] == {"kite_agreed": False}


def test_a_crash_while_ending_is_mended_by_ending_again(outside: Outside, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite)
    kite.fail("end", Crash(), carried_out=True)
    with pytest.raises(Crash):
        reading.end(outside, kite, reading_id, last_try=False)
    reading.end(outside, kite, reading_id, last_try=False)
    assert step_of(outside, reading_id) is ReadingStep.ENDED


# --- all of it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        lambda outside, kite: reading.exchange(outside, kite, "nobody's"),
        lambda outside, kite: reading.read(outside, kite, "nobody's", last_try=True),
        lambda outside, kite: reading.end(outside, kite, "nobody's", last_try=True),
        lambda outside, _kite: reading.unconfirmed(outside, "nobody's"),
        lambda outside, _kite: reading.fail(outside, "nobody's", ReadingFault.UNKNOWN),
    ],
)
def test_a_job_whose_reading_is_gone_does_nothing(
    outside: Outside, kite: FakeKite, step: Callable[[Outside, FakeKite], None]
) -> None:
    step(outside, kite)
    assert kite.calls == []
    assert facts(outside) == {}


def test_the_record_holds_neither_tokens_nor_accounts(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    token = kite.log_in("AB1234")
    reading_id = ask_for_a_reading(outside, token, known="AB1234")
    reading.exchange(outside, kite, reading_id)
    reading.read(outside, kite, reading_id, last_try=False)
    reading.end(outside, kite, reading_id, last_try=False)
    told = repr(facts(outside))
    assert set(facts(outside)) == {"exchange begun", "session opened", "order book read", "session ended"}
    assert not any(secret in told for secret in (token, "access", "AB1234", "INFY"))


def test_a_reading_in_full_shows_every_step_in_order(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    seen: list[Reading] = []
    for step in (
        lambda: reading.exchange(outside, kite, reading_id),
        lambda: reading.read(outside, kite, reading_id, last_try=False),
        lambda: reading.end(outside, kite, reading_id, last_try=False),
    ):
        step()
        seen.append(reading_now(outside, reading_id))
    assert [reading_step(each, outside.clock()) for each in seen] == [
        ReadingStep.READING,
        ReadingStep.ENDING,
        ReadingStep.ENDED,
    ]
    assert kite.calls == ["exchange", "orders", "end"]
