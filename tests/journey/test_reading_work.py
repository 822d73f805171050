"""A reading after its exchange: confirmed, read, ended, each step on its own, on a real store."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.journey import fakes
from tests.journey.fakes import Crash, FakeClock, FakeKite, ask_for_a_reading, book_order, reading_now
from tests.journey.reading_steps import been_read, facts, opened, step_of, waiting
from tokri.core.kite_session import expires_at
from tokri.core.ports import (
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
    TokenRefused,
)
from tokri.core.state import ReadingStep, reading_step
from tokri.journey import ask_reading, baskets, looking, reading

# --- confirmation -------------------------------------------------------------------------------


def test_the_persons_yes_leads_to_the_reading(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite, known=None)
    ask_reading.confirm_account(outside, "visitor1", reading_id, mine=True)
    reading.unconfirmed(outside, reading_id)
    looking.read(outside, kite, reading_id, last_try=False)
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
    looking.read(outside, kite, reading_id, last_try=False)
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
    looking.read(outside, kite, reading_id, last_try=False)
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
    looking.read(outside, kite, reading_id, last_try=False)
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
        looking.read(outside, kite, reading_id, last_try=False)
        reading.end(outside, kite, reading_id, last_try=False)
        assert reading_now(outside, reading_id).kite_user_id == "AB1234"
        leave()
        assert reading_now(outside, reading_id).kite_user_id is None


def test_without_the_tick_a_book_is_read_once(outside: Outside, kite: FakeKite) -> None:
    reading_id = been_read(outside, kite, keep=False)
    looking.read(outside, kite, reading_id, last_try=False)
    assert kite.calls.count("orders") == 1


PASSING = [KiteUnreachable(), OutcomeUnknown(), KiteBusy("slow down"), KiteDown("no OMS"), KiteNonsense()]


@pytest.mark.parametrize("fault", PASSING)
def test_a_book_that_could_not_be_read_this_time_is_tried_again(
    outside: Outside, kite: FakeKite, fault: KiteFault
) -> None:
    reading_id = opened(outside, kite)
    kite.fail("orders", fault)
    with pytest.raises(type(fault)):
        looking.read(outside, kite, reading_id, last_try=False)
    assert step_of(outside, reading_id) is ReadingStep.READING
    looking.read(outside, kite, reading_id, last_try=False)
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
    looking.read(outside, kite, reading_id, last_try=True)
    now = reading_now(outside, reading_id)
    assert (now.fault, now.kite_said, now.read_at) == (told, fault.kite_said, None)
    assert "end" in waiting(outside)


@pytest.mark.parametrize("fault", [TokenRefused("out of date"), NotAllowed("no"), KiteRefused("no")])
def test_a_plain_no_is_not_asked_again(outside: Outside, kite: FakeKite, fault: KiteFault) -> None:
    reading_id = opened(outside, kite)
    kite.fail("orders", fault)
    looking.read(outside, kite, reading_id, last_try=False)
    assert step_of(outside, reading_id) is ReadingStep.FAULT


def test_a_second_look_that_fails_takes_nothing_back(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = been_read(outside, kite, keep=True)
    kite.fail("orders", KiteBusy())
    looking.read(outside, kite, reading_id, last_try=True)
    now = reading_now(outside, reading_id)
    assert (now.fault, len(now.found), now.look_failed_at) == (None, 1, outside.clock())
    assert step_of(outside, reading_id) is ReadingStep.KEPT
    assert "end" not in waiting(outside)
    kite.fail("orders", TokenRefused())
    looking.read(outside, kite, reading_id, last_try=True)
    assert reading_now(outside, reading_id).fault is None
    assert "end" in waiting(outside)


def test_a_session_ended_while_its_book_was_being_read_keeps_nothing_of_it(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite)

    class Withdrawn(FakeKite):
        def orders(self, session: fakes.Session) -> tuple[fakes.BookOrder, ...]:
            ask_reading.end_session(outside, "visitor1", reading_id)
            return tuple(kite.orders(session))

    looking.read(outside, Withdrawn(), reading_id, last_try=False)
    now = reading_now(outside, reading_id)
    assert (now.read_at, now.found) == (None, ())


def test_a_crash_while_reading_is_mended_by_reading_again(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    reading_id = opened(outside, kite)
    kite.fail("orders", Crash(), carried_out=True)
    with pytest.raises(Crash):
        looking.read(outside, kite, reading_id, last_try=False)
    looking.read(outside, kite, reading_id, last_try=False)
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
        lambda outside, kite: looking.read(outside, kite, "nobody's", last_try=True),
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
    looking.read(outside, kite, reading_id, last_try=False)
    reading.end(outside, kite, reading_id, last_try=False)
    told = repr(facts(outside))
    assert set(facts(outside)) == {"exchange begun", "session opened", "order book read", "session ended"}
    assert not any(secret in told for secret in (token, "access", "AB1234", "INFY"))


def test_a_reading_in_full_shows_every_step_in_order(outside: Outside, kite: FakeKite) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    seen: list[Reading] = []
    for step in (
        lambda: reading.exchange(outside, kite, reading_id),
        lambda: looking.read(outside, kite, reading_id, last_try=False),
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
