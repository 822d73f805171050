"""What a kept session shows to its person alone: fetched when asked for, sealed, not recorded, wiped with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.journey.fakes import FakeClock, FakeKite, ask_for_a_reading, book_order, holding, reading_now
from tests.journey.reading_steps import waiting
from tests.runner.at_work import work_off
from tokri import runner
from tokri.core.instrument import Key
from tokri.core.ports import (
    Funds,
    KiteBusy,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Outside,
    Session,
    ToAuthorise,
    TokenRefused,
)
from tokri.core.ports.private import Noun, PrivateLook
from tokri.core.selling import Sale
from tokri.journey import ask_reading, baskets, private, quotes
from tokri.journey.private import Asked

INFY = Key("NSE", "INFY")
SALES = [Sale("NSE", "INFY", 4)]


@pytest.fixture
def reading_id(outside: Outside, kite: FakeKite) -> str:
    kite.place(book_order(), book_order(order_id="7", tradingsymbol="SBIN", tag=None, tags=()))
    kite.held = [holding()]
    found = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    return found


def ask_account(outside: Outside, reading_id: str) -> None:
    with outside.store.writing() as unit:
        private.ask_account(outside, unit, reading_now(outside, reading_id))


def ask_authorisation(outside: Outside, reading_id: str) -> None:
    with outside.store.writing() as unit:
        private.ask_authorisation(outside, unit, reading_now(outside, reading_id), SALES)


def ask_quotes(outside: Outside, reading_id: str) -> None:
    with outside.store.writing() as unit:
        quotes.ask_quotes(outside, unit, reading_now(outside, reading_id), [INFY])


ASKS = {
    "account": (ask_account, Noun.ACCOUNT),
    "quotes": (ask_quotes, Noun.QUOTES),
    "authorise": (ask_authorisation, Noun.AUTHORISATION),
}
#: What is asked of Kite first for each.
CALLS = {Noun.ACCOUNT: "margins", Noun.QUOTES: "quotes", Noun.AUTHORISATION: "authorise"}
EACH = pytest.mark.parametrize(("ask", "noun"), ASKS.values(), ids=ASKS)
Ask = Callable[[Outside, str], None]


def known(outside: Outside, reading_id: str) -> dict[Noun, Asked]:
    with outside.store.reading() as view:
        return private.asked(outside, view, reading_now(outside, reading_id))


def rows(outside: Outside, reading_id: str) -> dict[Noun, PrivateLook]:
    with outside.store.reading() as view:
        return {each.noun: each for each in view.private.looks([reading_id])}


def test_the_money_and_the_shares_are_fetched_with_the_book_when_their_person_asks(
    outside: Outside, kite: FakeKite, reading_id: str
) -> None:
    ask_account(outside, reading_id)
    assert known(outside, reading_id)[Noun.ACCOUNT].waiting
    work_off(outside, kite)
    assert kite.calls.count("margins") == kite.calls.count("holdings") == 1
    assert kite.calls.count("orders") == 2
    found = private.account_of(known(outside, reading_id))
    assert found is not None
    assert (found.net, found.holdings, found.at) == (Decimal(100_000), (holding(),), outside.clock())
    assert not known(outside, reading_id)[Noun.ACCOUNT].waiting


def test_a_request_names_the_shares_that_are_sold_and_is_opened_once(
    outside: Outside, kite: FakeKite, reading_id: str
) -> None:
    ask_authorisation(outside, reading_id)
    work_off(outside, kite)
    private.request_authorisation(outside, kite, reading_id, last_try=False)
    [(request_id, wanted)] = kite.asked_to_authorise.items()
    assert wanted == (ToAuthorise("INE009A01021", 4),)
    assert known(outside, reading_id)[Noun.AUTHORISATION].value["request_id"] == request_id


def test_no_request_is_opened_for_shares_that_are_not_held(outside: Outside, kite: FakeKite, reading_id: str) -> None:
    kite.held = []
    ask_authorisation(outside, reading_id)
    work_off(outside, kite)
    assert kite.asked_to_authorise == {}
    assert known(outside, reading_id)[Noun.AUTHORISATION].value["request_id"] == ""


def test_the_days_other_orders_are_kept_for_the_person_as_long_as_the_session(
    outside: Outside, reading_id: str
) -> None:
    [other] = known(outside, reading_id)[Noun.OTHERS].value["orders"]
    assert (other["tradingsymbol"], other["quantity"], other["filled"]) == ("SBIN", 10, 10)


def test_without_the_tick_nothing_of_them_is_kept(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order(order_id="7", tradingsymbol="SBIN", tag=None, tags=()))
    found = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=False, known="AB1234")
    work_off(outside, kite)
    assert rows(outside, found) == {}


def test_nothing_of_it_can_be_read_in_the_rows_or_the_record(outside: Outside, kite: FakeKite, reading_id: str) -> None:
    ask_account(outside, reading_id)
    ask_authorisation(outside, reading_id)
    work_off(outside, kite)
    for noun, look in rows(outside, reading_id).items():
        assert look.sealed is not None
        assert look.sealed.startswith(f"sealed for private:{noun.value}:{reading_id}: ")
        assert "100000" not in repr(look)
    with outside.store.reading() as view:
        entries = list(view.entries())  # type: ignore[attr-defined]  # the real store's own way to read its record
    assert {"account asked for", "authorisation asked for"} <= {entry.kind for entry in entries}
    assert not any(word in str(entry) for entry in entries for word in ("100000", "INE009A01021", "SBIN"))


def leave(outside: Outside, kite: FakeKite, clock: FakeClock, how: str) -> None:
    if how == "said":
        ask_reading.end_session(outside, "visitor1", "reading1")
    elif how == "forgotten":
        baskets.forget_visitor(outside, "visitor1")
    elif how == "deleted":
        baskets.delete_basket(outside, "visitor1", "basket1")
    else:
        clock.forward(hours=20)
        work_off(outside, kite)


@pytest.mark.parametrize("how", ["said", "forgotten", "deleted", "six o'clock"])
def test_it_goes_with_the_session(
    outside: Outside, kite: FakeKite, clock: FakeClock, reading_id: str, how: str
) -> None:
    ask_account(outside, reading_id)
    ask_quotes(outside, reading_id)
    work_off(outside, kite)
    leave(outside, kite, clock, how)
    assert rows(outside, reading_id) == {}


def test_an_answer_that_comes_after_the_end_is_not_kept(outside: Outside, reading_id: str) -> None:
    class Withdrawn(FakeKite):
        def margins(self, session: Session) -> Funds:
            ask_reading.end_session(outside, "visitor1", reading_id)
            return super().margins(session)

    kite = Withdrawn(_sessions={"access0000000000000000000000001": "AB1234"})
    ask_account(outside, reading_id)
    private.look_at_account(outside, kite, reading_id, last_try=False)
    assert rows(outside, reading_id) == {}


@EACH
@pytest.mark.parametrize("fault", [KiteUnreachable(), OutcomeUnknown(), KiteBusy("slow down"), KiteNonsense()])
def test_a_fault_that_passes_is_tried_again_and_told_in_the_end(
    outside: Outside, clock: FakeClock, kite: FakeKite, reading_id: str, *, ask: Ask, noun: Noun, fault: KiteFault
) -> None:
    ask(outside, reading_id)
    call = CALLS[noun]
    kite.fail(call, *[fault] * 5)
    for _ in range(len(runner.BACK_OFF) + 1):
        work_off(outside, kite)
        clock.forward(seconds=30)
    look = known(outside, reading_id)[noun]
    assert kite.calls.count(call) == 5
    assert not look.waiting
    assert look.failed_at is not None
    assert look.kite_said == fault.kite_said


@EACH
@pytest.mark.parametrize("fault", [KiteRefused("Insufficient permission for that call."), NotAllowed("no")])
def test_what_kite_refuses_is_told_in_its_own_words_and_not_tried_again(
    outside: Outside, kite: FakeKite, reading_id: str, *, ask: Ask, noun: Noun, fault: KiteFault
) -> None:
    ask(outside, reading_id)
    kite.fail(CALLS[noun], fault)
    work_off(outside, kite)
    look = known(outside, reading_id)[noun]
    assert (look.waiting, look.kite_said) == (False, fault.kite_said)
    assert reading_now(outside, reading_id).ended_at is None
    ask(outside, reading_id)
    work_off(outside, kite)
    assert known(outside, reading_id)[noun].failed_at is None


def test_a_session_that_kite_does_not_know_any_more_ends(outside: Outside, kite: FakeKite, reading_id: str) -> None:
    ask_account(outside, reading_id)
    kite.fail("margins", TokenRefused("Incorrect `api_key` or `access_token`."))
    work_off(outside, kite)
    assert reading_now(outside, reading_id).ended_at is not None
    assert rows(outside, reading_id) == {}


@EACH
def test_a_fault_of_our_own_leaves_nobody_waiting(
    outside: Outside, clock: FakeClock, kite: FakeKite, reading_id: str, *, ask: Ask, noun: Noun
) -> None:
    ask(outside, reading_id)
    kite.fail(CALLS[noun], *[ZeroDivisionError()] * 9)
    for _ in range(len(runner.BACK_OFF) + 1):
        work_off(outside, kite)
        clock.forward(seconds=30)
    assert not known(outside, reading_id)[noun].waiting
    assert not {"account", "quotes", "authorise"} & set(waiting(outside))
