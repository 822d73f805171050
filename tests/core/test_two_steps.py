"""Sells before buys: what a part waits for, what proves a sell, and what the buys cost beside what there is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.journey.fakes import MORNING, book_order
from tokri.core.basket import Order
from tokri.core.evidence import How, Source, View
from tokri.core.plan import Plan, plan
from tokri.core.totals import totals
from tokri.core.two_steps import Money, Sell, money, sells, sells_before
from tokri.core.verdict import Standing, Verdict


def order(symbol: str, side: str, *, exchange: str = "NSE", price: str | None = "100", quantity: int = 10) -> Order:
    return Order(
        variety="regular",
        tradingsymbol=symbol,
        exchange=exchange,
        transaction_type=side,
        order_type="LIMIT" if price else "MARKET",
        quantity=quantity,
        product="CNC",
        price=Decimal(price) if price else None,
    )


def planned(*orders: Order, limit: int = 1, sequence: str = "sells-first") -> Plan:
    return plan(orders, limit, sequence=sequence)


SELL, BUY = order("INFY", "SELL"), order("SBIN", "BUY")
TWO = planned(BUY, SELL)


def verdict(**changes: object) -> Verdict:
    usual = Verdict(0, 10, Standing.FILLED, filled=10, source=Source.BOOK)
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test names the fields it changes


def waited(*verdicts: Verdict) -> Sell:
    [sell] = sells(sells_before(TWO, 2), {0: verdicts})
    return sell


# --- what waits for what ------------------------------------------------------------------------


def test_buys_wait_for_the_sells_of_every_part_before_theirs() -> None:
    found = planned(BUY, SELL, order("TCS", "SELL"), limit=1)
    assert [[place for place, _ in sells_before(found, number)] for number in (1, 2, 3)] == [[], [], [0, 1]]


def test_a_part_that_holds_sells_and_buys_waits_for_the_sells_before_it_and_not_for_its_own() -> None:
    found = planned(BUY, SELL, order("TCS", "SELL"), order("ITC", "SELL"), limit=2)
    assert [place for place, _ in sells_before(found, 2)] == [0, 1]


@pytest.mark.parametrize(
    "found",
    [
        planned(BUY, SELL, sequence="as-listed"),
        planned(SELL, order("TCS", "SELL")),
        planned(BUY, order("TCS", "BUY")),
        planned(order("NIFTY26FEB25000CE", "BUY", exchange="NFO"), order("NIFTY26FEB26000CE", "SELL", exchange="NFO")),
    ],
)
def test_nothing_waits_where_no_sale_of_shares_pays_for_what_comes_after(found: Plan) -> None:
    assert [sells_before(found, part.number) for part in found.parts] == [()] * len(found.parts)


# --- what proves a sell -------------------------------------------------------------------------


@pytest.mark.parametrize("source", [Source.BOOK, Source.ORDER_FILE, Source.TRADE_FILE])
def test_a_document_that_shows_all_of_it_filled_proves_it(source: Source) -> None:
    assert waited(verdict(source=source)).done


@pytest.mark.parametrize(
    "known",
    [
        verdict(standing=Standing.PARTLY, filled=9),
        verdict(standing=Standing.OPEN, filled=0),
        verdict(standing=Standing.REJECTED, filled=0),
        verdict(standing=Standing.MISSING, filled=0),
        verdict(standing=Standing.UNKNOWN, filled=0, source=None),
    ],
)
def test_nothing_less_than_all_of_it_does(known: Verdict) -> None:
    assert not waited(known).done


def test_a_report_of_kites_alone_proves_nothing_and_is_told() -> None:
    books = (book_order(filled_quantity=10),)
    reported = View(source=Source.POSTBACK, how=How.TAG, books=books, at=MORNING, over=True)
    told = waited(verdict(standing=Standing.REPORTED, filled=0, source=Source.POSTBACK, reported=reported))
    assert (told.done, told.filled, told.reported, told.verdict) == (False, 0, 10, None)


def test_what_several_sendings_filled_adds_up() -> None:
    both = waited(verdict(standing=Standing.PARTLY, filled=4), verdict(standing=Standing.PARTLY, filled=6))
    assert (both.done, both.filled) == (True, 10)


def test_a_quantity_that_was_lowered_on_kite_and_has_filled_is_done() -> None:
    assert waited(verdict(filled=6, edited=6)).done


def test_without_any_sending_nothing_is_known() -> None:
    [sell] = sells(sells_before(TWO, 2), {})
    assert (sell.done, sell.filled, sell.reported, sell.verdict, sell.quantity) == (False, 0, 0, None, 10)


# --- money --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("net", "found"),
    [
        ("1000", Money(1_000_00, 1_000_00, more=False)),
        ("1000.009", Money(1_000_00, 1_000_00, more=False)),
        ("999.999", Money(1_000_00, 999_99, more=False)),
        ("-12.345", Money(1_000_00, -12_35, more=False)),
        ("99725.05000000002", Money(1_000_00, 99_725_05, more=False)),
    ],
)
def test_what_there_is_is_told_to_the_paisa_and_never_more_than_there_is(net: str, found: Money) -> None:
    assert money(totals([BUY]), Decimal(net)) == found


def test_short_by_is_what_is_missing_and_never_less_than_nothing() -> None:
    assert money(totals([BUY]), Decimal("999.99")).short_by == 1
    assert money(totals([BUY]), Decimal("-0.01")).short_by == 1_000_01
    assert money(totals([BUY]), Decimal(5000)).short_by == 0


@pytest.mark.parametrize("bought", [order("TCS", "BUY", price=None), replace(BUY, product="MIS")])
def test_what_has_no_exact_cost_is_said_to_cost_more(bought: Order) -> None:
    assert money(totals([BUY, bought]), Decimal(5000)) == Money(1_000_00, 5_000_00, more=True)
