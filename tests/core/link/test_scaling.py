from dataclasses import replace

import pytest

from tests.core.link.advising import (
    CALL,
    CAPITAL,
    GOLD,
    HOLDING,
    INFY,
    NIFTY,
    SALE,
    TCS,
    TWO,
    advice,
    chosen,
    going,
    wrong,
)
from tests.core.orders import typed
from tokri.core.basket import OrderText
from tokri.core.desk.advice import LegAdvice, MayChange
from tokri.core.known import NOTHING_KNOWN
from tokri.core.link.choices import Change, Changed, Chosen

SCALED = replace(TWO, may_change=MayChange.SCALE)
MARKET = typed(order_type="MARKET", price="")
ADVISED = LegAdvice(advised_price="1500", advised_at="2026-02-11 10:15")


def notes(found: Chosen) -> list[tuple[str, int | None, dict[str, object]]]:
    return [(each.code, each.order, dict(each.facts)) for each in found.notes]


def test_half_of_everything_is_rounded_down_and_what_falls_away_is_named() -> None:
    found = chosen(replace(SCALED, tied=False), (7, 1), scale="half")
    assert found.quantities == (3, 0)
    assert found.orders == (replace(INFY, quantity="3"),)
    assert notes(found) == [
        ("rounded-down", 0, {"exact": "3.5", "quantity": "3", "lot": ""}),
        ("falls-away", 1, {"exact": "0.5", "quantity": "0", "lot": ""}),
    ]
    assert found.changes == (
        Change(Changed.SCALED, after="half"),
        Change(Changed.QUANTITY, 0, "7", "3"),
        Change(Changed.FELL_AWAY, 1, "1"),
    )
    assert found.changes[0].as_facts() == {"kind": "scaled", "to": "half"}


def test_a_quarter_is_a_quarter_and_all_is_no_change() -> None:
    assert going(chosen(SCALED, (12, 4), scale="quarter")) == (3, 1)
    assert chosen(SCALED, (12, 4), scale="quarter").notes == ()
    found = chosen(SCALED, (7, 3), scale="all")
    assert (found.quantities, found.changes) == ((7, 3), ())


def test_contracts_are_scaled_to_whole_lots() -> None:
    found = chosen(advice(NIFTY), (195,), scale="half")
    assert found.quantities == (65,)
    assert notes(found) == [("rounded-down", 0, {"exact": "97.5", "quantity": "65", "lot": "65"})]
    assert going(chosen(advice(GOLD), (3,), scale="half")) == (1,)


def test_when_a_factor_leaves_nothing_that_is_said() -> None:
    found = chosen(SCALED, (1, 1), scale="quarter")
    assert wrong(found) == [("nothing-left", ())]
    assert [each.code for each in found.notes] == ["falls-away", "falls-away"]


def test_a_factor_that_there_is_not_is_told() -> None:
    assert wrong(chosen(SCALED, scale="double")) == [("scale-unknown", ("scale",))]


def test_a_quantity_that_was_typed_goes_before_the_factor() -> None:
    found = chosen(TWO, (10, 4), scale="half", typed_for={0: "3", 1: "4"})
    assert found.quantities == (3, 2)


def test_an_amount_is_held_against_what_the_orders_cost_at_their_prices() -> None:
    """Ten of INFY at 1,500 and four of TCS at 3,000 are ₹27,000; a third of it is 3.33 and 1.33."""
    found = chosen(SCALED, scale="amount", amount="9,000")
    assert found.quantities == (3, 1)
    assert found.unspent == 150_000
    assert found.changes[0] == Change(Changed.SCALED, before="9000", after="amount")
    assert going(chosen(SCALED, scale="amount", amount="27000")) == (10, 4)
    assert chosen(SCALED, scale="amount", amount="27000").unspent == 0


def test_an_order_without_a_price_is_worth_what_was_advised() -> None:
    proposal = replace(advice(MARKET, TCS, legs=[ADVISED], may_change=MayChange.SCALE))
    assert going(chosen(proposal, scale="amount", amount="13500")) == (5, 2)
    bare = advice(TCS, MARKET, may_change=MayChange.SCALE)
    found = chosen(bare, (4, 10), scale="amount", amount="13500")
    assert wrong(found) == [("amount-without-price", ("amount",))]
    assert found.errors[0].facts == {"place": 1}


@pytest.mark.parametrize("order", [NIFTY, replace(CALL, transaction_type="SELL"), GOLD])
def test_an_amount_says_nothing_of_what_only_kite_can_tell(order: OrderText) -> None:
    found = chosen(advice(INFY, order, may_change=MayChange.SCALE), (10, 130), scale="amount", amount="5000")
    assert wrong(found) == [("amount-on-margin", ("amount",))]
    assert found.errors[0].facts == {"place": 1}


def test_a_premium_is_paid_and_counts() -> None:
    assert going(chosen(advice(CALL), (130,), scale="amount", amount="6,500")) == (65,)


def test_what_sales_bring_pays_for_nothing() -> None:
    sale = replace(SALE, quantity="10")
    swap = advice(sale, TCS, may_change=MayChange.SCALE)
    assert going(chosen(swap, (10, 4), scale="amount", amount="6000")) == (5, 2)
    sold = advice(sale, may_change=MayChange.SCALE)
    assert going(chosen(sold, (10,), scale="amount", amount="4500")) == (5,)


def test_an_amount_is_held_against_the_capital_that_the_basket_is_meant_for() -> None:
    proposal = advice(typed(quantity="25"), TCS, reference="10,00,000", may_change=MayChange.SCALE)
    found = chosen(proposal, (25, 4), scale="amount", amount="4 lakh")
    assert wrong(found) == [("number", ("amount",))]
    found = chosen(proposal, (25, 4), scale="amount", amount="4,00,000")
    assert found.quantities == (10, 1)
    assert found.unspent == 180_000


def test_of_a_client_sized_by_capital_an_amount_is_of_the_whole_capital_and_not_of_their_part() -> None:
    proposal = advice(typed(quantity="25"), legs=[CAPITAL], reference="10,00,000", may_change=MayChange.SCALE)
    assert going(chosen(proposal, (12,), scale="amount", amount="4,00,000")) == (10,)
    assert going(chosen(proposal, (12,), scale="half")) == (6,)
    sold = advice(SALE, legs=[HOLDING], reference="10,00,000", may_change=MayChange.SCALE)
    assert going(chosen(sold, (40,), scale="amount", amount="5,00,000")) == (20,)
    named = advice(replace(SALE, quantity="6"), legs=[HOLDING], reference="10,00,000", may_change=MayChange.SCALE)
    assert going(chosen(named, (40,), scale="amount", amount="5,00,000")) == (20,)


@pytest.mark.parametrize("reference", ["", "20,000"])
def test_an_amount_buys_no_more_than_was_advised(reference: str) -> None:
    found = chosen(replace(SCALED, reference_capital=reference), scale="amount", amount="40,500")
    assert wrong(found) == [("amount-above", ("amount",))]
    assert found.errors[0].facts == {"amount": "₹40,500"}
    assert found.quantities == (10, 4)


@pytest.mark.parametrize(("amount", "code"), [("", "amount-missing"), ("0", "amount-missing"), ("some", "number")])
def test_an_amount_has_to_be_one(amount: str, code: str) -> None:
    assert wrong(chosen(SCALED, scale="amount", amount=amount)) == [(code, ("amount",))]


def test_what_is_left_of_an_amount_is_not_told_where_prices_or_lots_do_not_tell_it() -> None:
    proposal = advice(MARKET, reference="10,00,000")
    assert chosen(proposal, (10,), scale="amount", amount="5,55,000").unspent is None
    gold = advice(GOLD, reference="10,00,000")
    assert chosen(gold, (3,), scale="amount", amount="5,00,000").unspent is None
    own = chosen(TWO, scale="amount", amount="13,500", typed_for={0: "1"})
    assert (own.quantities, own.unspent) == ((1, 2), None)
    assert chosen(SCALED, scale="half").unspent is None


def test_without_an_instrument_list_shares_are_scaled_all_the_same() -> None:
    assert going(chosen(SCALED, scale="half", known=NOTHING_KNOWN)) == (5, 2)
