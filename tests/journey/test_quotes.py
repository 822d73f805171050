"""What the market says by a session that its person keeps: asked for by an act, told for every basket of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.core.knowing import last_price, share
from tests.core.orders import typed
from tests.journey.fake_lists import FakeInstruments
from tests.journey.fakes import MORNING, FakeClock, FakeKite, ask_for_a_reading, book_order, reading_now
from tests.runner.at_work import work_off
from tokri.core.instrument import Key, LastPrice, Listing
from tokri.core.ports import KiteDown, NotAllowed, Outside, ReadingFault, Session
from tokri.core.ports.kite import MOST_QUOTES
from tokri.core.quote import Quote
from tokri.journey import ask_reading, private, quotes
from tokri.journey.known import check_now, known
from tokri.journey.prices import ask_prices, keeps_session, prices

INFY, TCS, NOWHERE = Key("NSE", "INFY"), Key("NSE", "TCS"), Key("NSE", "NOWHERE")
ORDERS = (typed(price="1800"), typed(tradingsymbol="TCS", price="3105.50"), typed(tradingsymbol="NOWHERE"))
PERSON, STRANGER = "visitor1", "visitor2"


def quoted(last: str) -> Quote:
    return Quote(Decimal(last), MORNING, MORNING, Decimal(last) * 9 / 10, Decimal(last) * 11 / 10)


@pytest.fixture
def outside(outside: Outside) -> Outside:
    """INFY is on the list at 1,500 of the day before."""
    listed = {each.key: Listing(each, last_price("1500")) for each in (share("INFY"), share("TCS"))}
    return replace(outside, instruments=FakeInstruments(listed))


@pytest.fixture
def reading_id(outside: Outside, kite: FakeKite) -> str:
    kite.place(book_order())
    kite.market = {INFY: quoted("1602.35"), TCS: quoted("3100")}
    found = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    return found


def ask(outside: Outside, kite: FakeKite, *orders: str) -> None:
    asked = [each for each in ORDERS if not orders or each.tradingsymbol in orders]
    assert ask_prices(outside, PERSON, asked)
    work_off(outside, kite)


def last(outside: Outside, key: Key, whose: str | None = PERSON) -> LastPrice | None:
    return known(outside, ORDERS, whose).last_price(key)


def codes(outside: Outside, whose: str | None) -> set[str]:
    return {each.code for each in check_now(outside, ORDERS, whose).problems}


@pytest.mark.usefixtures("reading_id")
def test_nothing_is_asked_of_the_market_by_itself(outside: Outside, kite: FakeKite) -> None:
    found = prices(outside, PERSON, ORDERS)
    assert (found.look, found.checking) == (None, False)
    assert "quotes" not in kite.calls
    assert last(outside, INFY) == last_price("1500")


@pytest.mark.usefixtures("reading_id")
def test_the_quote_of_a_kept_session_wins_over_the_list(outside: Outside, kite: FakeKite) -> None:
    assert "circuit-limits" not in codes(outside, PERSON)
    ask(outside, kite)
    assert last(outside, INFY) == LastPrice(Decimal("1602.35"), MORNING.date(), "Kite", MORNING)
    assert "circuit-limits" in codes(outside, PERSON)
    assert known(outside, ORDERS, PERSON).quote(TCS) == quoted("3100")


@pytest.mark.usefixtures("reading_id")
def test_it_is_told_to_whose_session_it_is_alone(outside: Outside, kite: FakeKite) -> None:
    ask(outside, kite)
    for other in (STRANGER, None):
        assert last(outside, INFY, other) == last_price("1500")
        assert "circuit-limits" not in codes(outside, other)
    assert prices(outside, STRANGER, ORDERS).reading is None
    assert not ask_prices(outside, STRANGER, ORDERS)


@pytest.mark.usefixtures("reading_id")
def test_what_kite_does_not_know_is_told_as_that(outside: Outside, kite: FakeKite) -> None:
    ask(outside, kite)
    assert kite.asked_quotes == [(INFY, TCS, NOWHERE)]
    found = prices(outside, PERSON, ORDERS)
    assert [(each.key, each.unknown) for each in found.told] == [(INFY, False), (TCS, False), (NOWHERE, True)]
    assert [each.quote is None for each in found.told] == [False, False, True]
    assert found.known.last_price(NOWHERE) is None


@pytest.mark.usefixtures("reading_id")
def test_what_was_asked_before_stays_and_what_is_asked_again_is_told_anew(outside: Outside, kite: FakeKite) -> None:
    ask(outside, kite, "INFY", "TCS")
    kite.market = {INFY: quoted("1610"), TCS: quoted("3000")}
    ask(outside, kite, "INFY")
    seen = {key: last(outside, key) for key in (INFY, TCS)}
    assert {key: price.price for key, price in seen.items() if price} == {INFY: 1610, TCS: 3100}
    kite.market = {}
    ask(outside, kite, "INFY")
    assert last(outside, INFY) == last_price("1500"), "Kite knows it no more"


@pytest.mark.usefixtures("reading_id")
def test_while_it_is_looked_up_again_the_prices_of_before_stand(outside: Outside, kite: FakeKite) -> None:
    ask(outside, kite)
    assert ask_prices(outside, PERSON, ORDERS)
    found = prices(outside, PERSON, ORDERS)
    assert found.checking
    assert found.known.last_price(INFY) == LastPrice(Decimal("1602.35"), MORNING.date(), "Kite", MORNING)


@pytest.mark.usefixtures("reading_id")
def test_an_app_of_the_free_kind_gets_none_and_the_list_stands(outside: Outside, kite: FakeKite) -> None:
    kite.fail("quotes", NotAllowed("Insufficient permission for that call."))
    ask(outside, kite)
    found = prices(outside, PERSON, ORDERS)
    assert found.look is not None
    assert (found.look.failed_at, found.look.kite_said) == (outside.clock(), "Insufficient permission for that call.")
    assert found.look.fault is ReadingFault.NOT_ALLOWED
    assert last(outside, INFY) == last_price("1500")


def test_they_are_gone_with_the_session(outside: Outside, kite: FakeKite, reading_id: str) -> None:
    ask(outside, kite)
    ask_reading.end_session(outside, PERSON, reading_id)
    assert last(outside, INFY) == last_price("1500"), "before the runner has even ended it at Kite"
    work_off(outside, kite)
    assert prices(outside, PERSON, ORDERS).reading is None
    with outside.store.reading() as view:
        assert view.private.looks([reading_id]) == []


@pytest.mark.usefixtures("reading_id")
def test_the_limits_of_yesterday_stop_nothing(outside: Outside, kite: FakeKite) -> None:
    old = MORNING - timedelta(days=1)
    kite.market = {INFY: Quote(Decimal(1700), old, old, Decimal(1), Decimal(1750))}
    ask(outside, kite)
    found = known(outside, ORDERS, PERSON)
    assert found.quote(INFY) is None
    assert found.last_price(INFY) == last_price("1500"), "the list is of the later day"


@pytest.mark.usefixtures("reading_id")
def test_after_6_am_nothing_of_it_is_told_though_no_runner_has_come_by(
    outside: Outside, kite: FakeKite, clock: FakeClock
) -> None:
    ask(outside, kite)
    clock.forward(hours=20)
    assert prices(outside, PERSON, ORDERS).reading is None
    assert known(outside, ORDERS, PERSON).quotes == {}


@pytest.mark.usefixtures("reading_id")
def test_another_basket_is_told_nothing_of_the_look(outside: Outside, kite: FakeKite) -> None:
    ask(outside, kite, "INFY")
    other = [each for each in ORDERS if each.tradingsymbol == "TCS"]
    found = prices(outside, PERSON, other)
    assert (found.look, found.any_told, [each.unknown for each in found.told]) == (None, False, [False])


@pytest.mark.usefixtures("reading_id")
def test_what_could_not_be_asked_is_not_unknown_to_kite(outside: Outside, kite: FakeKite) -> None:
    ask(outside, kite, "INFY")
    kite.fail("quotes", NotAllowed("no"))
    ask(outside, kite, "TCS")
    [infy, tcs, _] = prices(outside, PERSON, ORDERS).told
    assert infy.quote == quoted("1602.35")
    assert (tcs.quote, tcs.unknown) == (None, False)


@pytest.mark.usefixtures("reading_id")
def test_what_is_asked_before_the_answer_came_is_asked_with_it(outside: Outside, kite: FakeKite) -> None:
    for symbol in ("INFY", "TCS"):
        assert ask_prices(outside, PERSON, [each for each in ORDERS if each.tradingsymbol == symbol])
    work_off(outside, kite)
    assert [set(each) for each in kite.asked_quotes] == [{INFY, TCS}]


def test_what_is_asked_while_kite_answers_is_asked_next_and_loses_nothing(
    outside: Outside, clock: FakeClock, reading_id: str
) -> None:
    class Asked(FakeKite):
        def quotes(self, session: Session, keys: Sequence[Key]) -> Mapping[Key, Quote]:
            found = super().quotes(session, keys)
            if len(self.asked_quotes) == 1:
                clock.forward(seconds=1)
                assert ask_prices(outside, PERSON, [each for each in ORDERS if each.tradingsymbol == "TCS"])
            return found

    kite = Asked(_sessions={"access0000000000000000000000001": "AB1234"})
    kite.market = {INFY: quoted("1602.35"), TCS: quoted("3100")}
    assert ask_prices(outside, PERSON, [each for each in ORDERS if each.tradingsymbol == "INFY"])
    quotes.look_up_quotes(outside, kite, reading_id, last_try=False)
    assert prices(outside, PERSON, ORDERS).checking, "the second question is open"
    work_off(outside, kite)
    assert {INFY, TCS} <= set(known(outside, ORDERS, PERSON).quotes)
    assert not prices(outside, PERSON, ORDERS).checking


def test_a_try_that_fails_says_nothing_of_what_was_asked_since(
    outside: Outside, clock: FakeClock, reading_id: str
) -> None:
    class AskedAndDown(FakeKite):
        def quotes(self, session: Session, keys: Sequence[Key]) -> Mapping[Key, Quote]:
            clock.forward(seconds=1)
            assert ask_prices(outside, PERSON, ORDERS)
            return super().quotes(session, keys)

    kite = AskedAndDown(_sessions={"access0000000000000000000000001": "AB1234"})
    kite.fail("quotes", KiteDown("Gateway timed out."))
    assert ask_prices(outside, PERSON, ORDERS)
    quotes.look_up_quotes(outside, kite, reading_id, last_try=True)
    look = prices(outside, PERSON, ORDERS).look
    assert look is not None
    assert (look.waiting, look.failed_at) == (True, None)


@pytest.mark.usefixtures("reading_id")
def test_a_basket_that_names_nothing_asks_nothing(outside: Outside, kite: FakeKite) -> None:
    assert not ask_prices(outside, PERSON, [typed(tradingsymbol=""), typed(exchange="")])
    work_off(outside, kite)
    assert "quotes" not in kite.calls


def test_many_instruments_are_asked_for_in_several_questions(outside: Outside, kite: FakeKite, reading_id: str) -> None:
    keys = [Key("NSE", f"S{number}") for number in range(2 * MOST_QUOTES + 1)]
    kite.market = {key: quoted("10") for key in keys}
    with outside.store.writing() as unit:
        quotes.ask_quotes(outside, unit, reading_now(outside, reading_id), [*keys, *keys])
    work_off(outside, kite)
    assert [len(each) for each in kite.asked_quotes] == [MOST_QUOTES, MOST_QUOTES, 1]
    with outside.store.reading() as view:
        assert set(quotes.quotes_in(view, outside, PERSON)) == set(keys)


@pytest.mark.usefixtures("reading_id")
def test_every_moment_and_price_comes_back_as_it_was_told(outside: Outside, kite: FakeKite) -> None:
    odd = Quote(Decimal("0.0500"), MORNING - timedelta(days=3), None, None, Decimal("0.1"))
    kite.market = {INFY: odd, TCS: Quote(None, None, MORNING)}
    ask(outside, kite)
    with outside.store.reading() as view:
        assert quotes.quotes_in(view, outside, PERSON) == {INFY: odd, TCS: Quote(None, None, MORNING)}


@pytest.mark.usefixtures("reading_id")
def test_without_an_api_secret_nobody_is_asked(outside: Outside) -> None:
    blind = replace(outside, app=replace(outside.app, can_read=False))
    assert prices(blind, PERSON, ORDERS).reading is None
    assert not keeps_session(blind, PERSON)
    assert not ask_prices(blind, PERSON, ORDERS)


def test_the_look_says_who_asked_in_the_record_and_not_for_what(
    outside: Outside, kite: FakeKite, reading_id: str
) -> None:
    ask(outside, kite)
    with outside.store.reading() as view:
        entries = [each for each in view.entries() if each.kind == "quotes asked for"]  # type: ignore[attr-defined]  # the real store's own way
    assert len(entries) == 1
    assert "INFY" not in str(entries[0])
    assert private.shown(outside, reading_now(outside, reading_id))
