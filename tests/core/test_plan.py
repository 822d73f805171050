"""The plan: every order sent whole, once, in legal pieces, in the sequence of sending, in parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.extract import of_the_extract
from tests.core.knowing import knowing, share
from tokri.core.basket import Order
from tokri.core.instrument import Instrument, Kind
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.plan import Group, Plan, Policy, choices_for, most_in_one, pieces, plan, policy_for, sent_as, slices
from tokri.core.reference import FreezeQuantities, Tables

UNITS = {"NIFTY": 1800, "SENSEX": 90, "TCS": 100, "RELIANCE": 15_000, "USDINR": 10}
FREEZE = Tables(freeze=FreezeQuantities(date(2026, 2, 1), "qtyfreeze.xls", UNITS))


def contract(tradingsymbol: str, name: str, lot: int, kind: Kind = Kind.OPTION, exchange: str = "NFO") -> Instrument:
    """A contract that ends in February, with the columns of its symbol."""
    made = Instrument(exchange, tradingsymbol, name, kind, "FUT", f"{exchange}-OPT", Decimal("0.05"), lot)
    if kind is not Kind.OPTION:
        return made
    strike = tradingsymbol.partition("26FEB")[2][:-2]
    return replace(made, instrument_type=tradingsymbol[-2:], strike=Decimal(strike))


CALL = contract("NIFTY26FEB26000CE", "NIFTY", 65)
PUT = contract("NIFTY26FEB25000PE", "NIFTY", 65)
FUTURE = contract("NIFTY26FEBFUT", "NIFTY", 65, Kind.FUTURE)
SENSEX = contract("SENSEX26FEB84000CE", "SENSEX", 20, exchange="BFO")
NARROW = contract("TCS26FEB3100CE", "TCS", 175)  # its freeze quantity is under one lot
UNTOLD = contract("ITC26FEB400CE", "ITC", 1600)  # no freeze quantity is known of it
RUPEE = contract("USDINR26FEB90.25CE", "USDINR", 1, exchange="CDS")  # a quantity there counts lots
LISTED = (share("INFY"), share("TCS"), share("NIFTY"), CALL, PUT, FUTURE, SENSEX, NARROW, UNTOLD, RUPEE)
KNOWN = knowing(*LISTED, tables=FREEZE)


def order(instrument: Instrument, side: str = "BUY", quantity: int = 0, **fields: object) -> Order:
    made = Order(
        "regular", instrument.tradingsymbol, instrument.exchange, side, "MARKET", quantity or instrument.lot_size
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # each field as the test has it


def buy(symbol: str = "INFY") -> Order:
    return order(share(symbol))


def sell(symbol: str = "INFY") -> Order:
    return order(share(symbol), "SELL")


def places(planned: Plan) -> list[int]:
    return [each.place for each in planned.planned]


orders = st.builds(
    order,
    st.sampled_from(LISTED),
    st.sampled_from(["BUY", "SELL"]),
    st.integers(1, 12_000) | st.integers(1, 100).map(lambda lots: lots * 65),
)
baskets = st.lists(orders, max_size=20)
knowns = st.sampled_from([KNOWN, NOTHING_KNOWN, replace(KNOWN, tables=Tables())])
sequences = st.sampled_from(["", *Policy])


# --- slices -------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(1, 200_000), st.integers(1, 2_000), st.integers(1, 5_000))
def test_a_quantity_is_cut_into_as_few_legal_orders_as_it_takes(quantity: int, lot: int, freeze: int) -> None:
    cut = slices(quantity, lot, freeze)
    assert sum(cut) == quantity
    if quantity % lot or freeze < lot:
        assert cut == (quantity,)
        return
    assert all(each > 0 and each % lot == 0 and each <= freeze for each in cut)
    assert max(cut) - min(cut) <= lot
    assert list(cut) == sorted(cut, reverse=True)
    assert (len(cut) - 1) * (freeze // lot * lot) < quantity


@pytest.mark.parametrize(
    ("quantity", "lot", "freeze", "expected"),
    [
        (600, 30, 600, (600,)),
        (630, 30, 600, (330, 300)),
        (1755, 65, 1800, (1755,)),
        (1820, 65, 1800, (910, 910)),
        (1755, 15, 600, (585, 585, 585)),
        (1000, 65, 500, (1000,)),
        (130, 65, 60, (130,)),
    ],
)
def test_the_slices_of_a_quantity(quantity: int, lot: int, freeze: int, expected: tuple[int, ...]) -> None:
    assert slices(quantity, lot, freeze) == expected


def test_what_an_exchange_takes_in_one_order_is_counted_in_whole_lots() -> None:
    assert most_in_one(order(CALL), KNOWN) == 1755
    assert most_in_one(order(SENSEX), KNOWN) == 80


@pytest.mark.parametrize(
    ("of", "known"),
    [
        (order(share("TCS"), quantity=500), KNOWN),
        (order(share("NIFTY"), quantity=5000), KNOWN),
        (order(RUPEE, quantity=5000), KNOWN),
        (order(UNTOLD, quantity=160_000), KNOWN),
        (order(NARROW, quantity=1750), KNOWN),
        (order(replace(CALL, tradingsymbol="NIFTY26FEB1CE"), quantity=6500), KNOWN),
        (order(CALL, quantity=6500), NOTHING_KNOWN),
        (order(CALL, quantity=6500), replace(KNOWN, tables=Tables())),
        (order(CALL, quantity=6501), KNOWN),
        (order(CALL, quantity=1755), KNOWN),
        (order(CALL, quantity=6500), knowing(replace(CALL, lot_size=0), tables=FREEZE)),
    ],
)
def test_an_order_that_nothing_tells_how_to_cut_is_sent_whole(of: Order, known: Known) -> None:
    assert sent_as(of, known) == (of.quantity,)
    assert pieces(of, known) == 1


@given(orders, knowns)
def test_how_many_pieces_there_are_is_known_without_making_them(of: Order, known: Known) -> None:
    assert pieces(of, known) == len(sent_as(of, known))


@pytest.mark.parametrize("name", ["RELIANCE INDUSTRIES LTD", "RELIANCE"])
def test_a_freeze_quantity_is_found_by_the_underlying_whatever_name_the_list_gives(name: str) -> None:
    """Lists of vendors name the company in the column in which Kite's own has the underlying's symbol."""
    listed = replace(of_the_extract("NFO", "RELIANCE26FEBFUT"), name=name)
    known = knowing(listed, tables=FREEZE)
    assert most_in_one(order(listed), known) == 15_000
    assert sent_as(order(listed, quantity=20_000), known) == (10_000, 10_000)


def test_a_quantity_of_many_digits_is_counted_at_once() -> None:
    assert pieces(order(CALL, quantity=65 * 10**15), KNOWN) > 10**12


# --- nothing lost, nothing doubled --------------------------------------------------------------


@settings(deadline=None)
@given(baskets, st.integers(1, 50), knowns, sequences)
def test_a_plan_sends_every_order_whole_and_once(basket: list[Order], limit: int, known: Known, sequence: str) -> None:
    planned = plan(basket, limit, known, sequence)
    sent: Counter[int] = Counter()
    for each in planned.planned:
        assert replace(each.order, quantity=1) == replace(basket[each.place], quantity=1)
        sent[each.place] += each.order.quantity
    assert sent == {place: each.quantity for place, each in enumerate(basket)}
    for whole in planned.wholes:
        assert [(each.slice, each.slices) for each in whole] == [(n, len(whole)) for n in range(1, len(whole) + 1)]
        assert tuple(each.order.quantity for each in whole) == sent_as(basket[whole[0].place], known)


@settings(deadline=None)
@given(baskets, st.integers(1, 50), knowns, sequences)
def test_the_parts_are_the_plan_cut_into_pieces_of_the_limit(
    basket: list[Order], limit: int, known: Known, sequence: str
) -> None:
    planned = plan(basket, limit, known, sequence)
    assert all(1 <= len(part.orders) <= limit for part in planned.parts)
    apart = planned.policy is Policy.SELLS_THEN_BUYS
    for part, after in pairwise(planned.parts):
        ends_the_sales = apart and part.planned[-1].group is Group.SALES is not after.planned[0].group
        assert len(part.orders) == limit or ends_the_sales
    assert [(part.number, part.of) for part in planned.parts] == [
        (number, len(planned.parts)) for number in range(1, len(planned.parts) + 1)
    ]
    assert all(planned.planned[part.first :][: len(part.planned)] == part.planned for part in planned.parts)
    assert planned.orders == tuple(each for part in planned.parts for each in part.orders)


def test_a_part_of_no_orders_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one order"):
        plan([buy()], 0)


def test_a_sequence_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="cheapest-first"):
        plan([buy()], 10, sequence="cheapest-first")


# --- the sequence of sending -----------------------------------------------------------------------


@settings(deadline=None)
@given(baskets, knowns, sequences)
def test_a_policy_moves_whole_groups_and_keeps_the_listed_order_within(
    basket: list[Order], known: Known, sequence: str
) -> None:
    planned = plan(basket, 10, known, sequence)
    moves = [(each.group, each.place, each.slice) for each in planned.planned]
    assert moves == sorted(moves)
    assert planned.moved == (places(planned) != sorted(places(planned)))
    if planned.policy is Policy.AS_LISTED:
        assert not planned.moved
        assert {each.group for each in planned.planned} <= {Group.REST}


@settings(deadline=None)
@given(baskets)
def test_no_share_is_bought_before_one_is_sold_where_sells_go_first(basket: list[Order]) -> None:
    for policy in (Policy.SELLS_FIRST, Policy.SELLS_AND_HEDGES_FIRST):
        cash = [each for each in plan(basket, 10, KNOWN, policy).orders if each.exchange in {"NSE", "BSE"}]
        assert [each.transaction_type for each in cash] == sorted(
            (each.transaction_type for each in cash), reverse=True
        )


@settings(deadline=None)
@given(baskets)
def test_no_option_is_sold_before_one_is_bought_where_hedges_go_first(basket: list[Order]) -> None:
    for policy in (Policy.HEDGES_FIRST, Policy.SELLS_AND_HEDGES_FIRST):
        options = [each for each in plan(basket, 10, KNOWN, policy).orders if each.tradingsymbol[-2:] in {"CE", "PE"}]
        assert [each.transaction_type for each in options] == sorted(each.transaction_type for each in options)


def test_sells_first_moves_shares_sold_before_all_else() -> None:
    basket = [buy("INFY"), order(CALL), sell("TCS"), order(FUTURE, "SELL"), sell("NIFTY")]
    assert places(plan(basket, 10, KNOWN, Policy.SELLS_FIRST)) == [2, 4, 0, 1, 3]


def test_hedges_first_moves_options_bought_to_the_front_and_options_sold_to_the_end() -> None:
    basket = [order(CALL, "SELL"), order(FUTURE, "SELL"), buy("INFY"), order(PUT), sell("TCS")]
    assert places(plan(basket, 10, KNOWN, Policy.HEDGES_FIRST)) == [3, 1, 2, 4, 0]


def test_both_send_shares_sold_then_options_bought_then_the_rest_then_options_sold() -> None:
    basket = [order(CALL, "SELL"), buy("INFY"), order(PUT), sell("TCS"), order(FUTURE)]
    assert places(plan(basket, 10, KNOWN, Policy.SELLS_AND_HEDGES_FIRST)) == [3, 2, 1, 4, 0]


@pytest.mark.parametrize(
    ("basket", "chosen", "done"),
    [
        ([sell("TCS"), buy("INFY")], Policy.SELLS_AND_HEDGES_FIRST, Policy.SELLS_FIRST),
        ([order(FUTURE), order(PUT)], Policy.SELLS_AND_HEDGES_FIRST, Policy.HEDGES_FIRST),
        ([order(FUTURE), sell("TCS")], Policy.SELLS_FIRST, Policy.AS_LISTED),
        ([order(FUTURE), order(PUT)], Policy.SELLS_FIRST, Policy.HEDGES_FIRST),
        ([order(FUTURE), order(PUT)], Policy.AS_LISTED, Policy.AS_LISTED),
        ([order(PUT), buy("INFY")], Policy.HEDGES_FIRST, Policy.AS_LISTED),
        ([sell("TCS"), buy("INFY")], Policy.AS_LISTED, Policy.AS_LISTED),
    ],
)
def test_a_choice_that_the_orders_have_outgrown_counts_as_far_as_it_means_something(
    basket: list[Order], chosen: Policy, done: Policy
) -> None:
    planned = plan(basket, 10, KNOWN, chosen)
    assert planned.policy is done
    assert planned.policy in planned.choices


def test_as_listed_sends_as_listed_whatever_is_in_it() -> None:
    basket = [buy("INFY"), sell("TCS"), order(CALL, "SELL"), order(PUT)]
    assert places(plan(basket, 10, KNOWN, Policy.AS_LISTED)) == [0, 1, 2, 3]


def test_the_slices_of_an_order_stay_together_and_move_with_it() -> None:
    planned = plan([order(PUT, "SELL", 65 * 30), order(CALL, "BUY", 65 * 60)], 3, KNOWN)
    assert [(each.place, each.slice, each.slices, each.order.quantity) for each in planned.planned] == [
        (1, 1, 3, 1300),
        (1, 2, 3, 1300),
        (1, 3, 3, 1300),
        (0, 1, 2, 975),
        (0, 2, 2, 975),
    ]
    assert [(part.first, len(part.orders)) for part in planned.parts] == [(0, 3), (3, 2)]


@settings(deadline=None)
@given(baskets, knowns, st.integers(min_value=1, max_value=4))
def test_two_steps_send_what_sells_first_sends_with_the_sells_in_parts_of_their_own(
    basket: list[Order], known: Known, limit: int
) -> None:
    apart = plan(basket, limit, known, Policy.SELLS_THEN_BUYS)
    if Policy.SELLS_THEN_BUYS not in apart.choices:
        assert apart.policy is not Policy.SELLS_THEN_BUYS
        return
    assert apart.planned == plan(basket, limit, known, Policy.SELLS_FIRST).planned
    assert all(len({each.group is Group.SALES for each in part.planned}) == 1 for part in apart.parts)
    assert all(len(part.planned) <= limit for part in apart.parts)
    assert [part.number for part in apart.parts] == list(range(1, len(apart.parts) + 1))
    assert {part.of for part in apart.parts} == {len(apart.parts)}
    assert [part.first for part in apart.parts] == [
        sum(len(each.planned) for each in apart.parts[:n]) for n in range(len(apart.parts))
    ]


def test_two_steps_are_offered_where_shares_are_sold_and_bought_and_never_chosen_for_anybody() -> None:
    for basket in ([buy("INFY"), sell("TCS")], [buy("INFY"), sell("INFY"), order(CALL, "SELL"), order(PUT)]):
        assert Policy.SELLS_THEN_BUYS in choices_for(basket, KNOWN)
        assert policy_for(basket, KNOWN) is not Policy.SELLS_THEN_BUYS
    assert Policy.SELLS_THEN_BUYS not in choices_for([order(CALL, "SELL"), order(PUT)], KNOWN)


# --- chosen by what is in it --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basket", "policy"),
    [
        ([], Policy.AS_LISTED),
        ([buy("INFY"), buy("TCS")], Policy.AS_LISTED),
        ([sell("INFY"), sell("TCS")], Policy.AS_LISTED),
        ([buy("INFY"), sell("TCS")], Policy.SELLS_FIRST),
        ([sell("TCS"), buy("INFY")], Policy.SELLS_FIRST),
        ([buy("INFY"), order(FUTURE, "SELL")], Policy.AS_LISTED),
        ([order(FUTURE), order(FUTURE, "SELL")], Policy.AS_LISTED),
        ([order(CALL), order(PUT)], Policy.AS_LISTED),
        ([order(CALL, "SELL"), order(PUT)], Policy.HEDGES_FIRST),
        ([order(FUTURE, "SELL"), order(CALL)], Policy.HEDGES_FIRST),
        ([order(FUTURE), order(CALL, "SELL")], Policy.HEDGES_FIRST),
        ([order(FUTURE), order(PUT)], Policy.HEDGES_FIRST),
        ([buy("INFY"), sell("TCS"), order(CALL, "SELL"), order(PUT)], Policy.SELLS_AND_HEDGES_FIRST),
    ],
)
def test_where_nobody_chose_the_policy_is_chosen_by_what_is_in_the_basket(basket: list[Order], policy: Policy) -> None:
    assert policy_for(basket, KNOWN) is policy
    assert plan(basket, 10, KNOWN).policy is policy


@pytest.mark.parametrize(
    "basket", [[buy("INFY"), sell("INFY")], [order(CALL), order(CALL, "SELL")], [order(PUT, "SELL"), order(PUT)]]
)
def test_one_instrument_bought_and_sold_stays_as_listed_unless_the_person_chooses(basket: list[Order]) -> None:
    assert policy_for(basket, KNOWN) is Policy.AS_LISTED
    assert set(choices_for(basket, KNOWN)) - {Policy.SELLS_THEN_BUYS} in (
        {Policy.AS_LISTED, Policy.SELLS_FIRST},
        {Policy.AS_LISTED, Policy.HEDGES_FIRST},
    )


def test_a_pair_that_stays_as_listed_does_not_keep_the_others_from_their_order() -> None:
    basket = [buy("INFY"), sell("INFY"), order(CALL, "SELL"), order(PUT)]
    assert policy_for(basket, KNOWN) is Policy.HEDGES_FIRST


def test_one_symbol_on_two_exchanges_is_not_one_instrument() -> None:
    basket = [buy("INFY"), order(share("INFY", "BSE"), "SELL")]
    assert policy_for(basket, KNOWN) is Policy.SELLS_FIRST


@settings(deadline=None)
@given(baskets, knowns)
def test_what_is_chosen_is_among_what_is_offered(basket: list[Order], known: Known) -> None:
    choices = choices_for(basket, known)
    assert choices[0] is Policy.AS_LISTED
    assert policy_for(basket, known) in choices
    assert len(choices) in {1, 2, 3, 5}


def test_an_option_that_no_list_has_is_known_by_its_symbol() -> None:
    basket = [order(CALL, "SELL"), order(PUT)]
    assert policy_for(basket) is Policy.HEDGES_FIRST
    assert policy_for(basket, knowing(replace(CALL, kind=Kind.FUTURE), replace(PUT, kind=Kind.FUTURE))) is (
        Policy.AS_LISTED
    )
