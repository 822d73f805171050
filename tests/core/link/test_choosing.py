from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.core.knowing import share
from tests.core.link.advising import (
    CAPITAL,
    GOLD,
    HOLDING,
    INFY,
    KNOWN,
    NIFTY,
    SALE,
    SHARE,
    TCS,
    TWO,
    advice,
    chosen,
    going,
    wrong,
)
from tests.core.orders import typed
from tokri.core.basket import OrderText
from tokri.core.desk.advice import MayChange
from tokri.core.instrument import Listing
from tokri.core.known import NOTHING_KNOWN
from tokri.core.link.choices import Change, Changed, Choices, May, changes_as_facts, may
from tokri.core.link.choosing import choose

PAIR = advice(NIFTY, replace(NIFTY, transaction_type="SELL"), tied=True)
SOLD = advice(SALE, INFY, legs=[HOLDING], may_change=MayChange.NOTHING)
BY_AMOUNT = advice(
    typed(quantity="25"), TCS, legs=[CAPITAL, CAPITAL], reference="10,00,000", may_change=MayChange.NOTHING
)


def test_without_a_choice_the_client_has_what_was_advised() -> None:
    found = choose(TWO, (7, 4), KNOWN)
    assert found.orders == (replace(INFY, quantity="7"), TCS)
    assert (found.quantities, found.changes, found.problems, found.unspent) == ((7, 4), (), (), None)
    assert found.ready
    assert found.places == (0, 1)


def test_an_order_that_is_left_out_for_the_client_stays_out_and_is_no_change_of_theirs() -> None:
    found = chosen(quantities=(0, 4), typed_for={0: "3"}, out=[0])
    assert found.orders == (TCS,)
    assert (found.places, found.changes, found.problems) == ((1,), (), ())


@pytest.mark.parametrize(
    ("may_change", "what"),
    [
        (MayChange.NOTHING, May()),
        (MayChange.LEAVE_OUT, May(leave_out=True)),
        (MayChange.SCALE, May(scale=True)),
        (MayChange.QUANTITIES, May(leave_out=True, scale=True, quantities=True)),
        ("everything", May()),
    ],
)
def test_the_client_may_change_what_the_firm_lets_them(may_change: str, what: May) -> None:
    assert may(replace(TWO, may_change=may_change)) == what


@pytest.mark.parametrize("may_change", [MayChange.NOTHING, MayChange.SCALE])
def test_an_order_is_not_left_out_where_the_firm_lets_none_be(may_change: str) -> None:
    found = chosen(replace(TWO, may_change=may_change), out=[1])
    assert wrong(found) == [("may-not-leave-out", ("orders", 1, "left_out"))]
    assert found.quantities == (10, 4)


@pytest.mark.parametrize("may_change", [MayChange.NOTHING, MayChange.LEAVE_OUT])
def test_nothing_is_scaled_where_the_firm_lets_nothing_be(may_change: str) -> None:
    found = chosen(replace(TWO, may_change=may_change), scale="half")
    assert wrong(found) == [("may-not-scale", ("scale",))]
    assert found.quantities == (10, 4)


@pytest.mark.parametrize("may_change", [MayChange.NOTHING, MayChange.LEAVE_OUT, MayChange.SCALE])
def test_no_quantity_is_changed_where_the_firm_lets_none_be(may_change: str) -> None:
    found = chosen(replace(TWO, may_change=may_change), typed_for={0: "5", 1: "4"})
    assert wrong(found) == [("may-not-change-quantity", ("orders", 0, "quantity"))]


def test_what_is_left_out_is_told_as_the_clients_own() -> None:
    found = chosen(out=[0, 7])
    assert found.orders == (TCS,)
    assert found.changes == (Change(Changed.LEFT_OUT, 0, "10"),)
    facts = {"by": "client", "changes": [{"kind": "left-out", "order": 0, "from": "10"}]}
    assert changes_as_facts(found.changes) == facts
    assert changes_as_facts(()) == {}


def test_a_quantity_of_nothing_leaves_the_order_out() -> None:
    found = chosen(typed_for={0: " 0 "})
    assert (found.quantities, found.changes) == ((0, 4), (Change(Changed.LEFT_OUT, 0, "10"),))


def test_a_smaller_quantity_is_kept_with_what_it_was() -> None:
    found = chosen(typed_for={0: "5", 1: ""})
    assert found.orders == (replace(INFY, quantity="5"), TCS)
    assert found.changes == (Change(Changed.QUANTITY, 0, "10", "5"),)
    assert found.changes[0].as_facts() == {"kind": "quantity", "order": 0, "from": "10", "to": "5"}


def test_nobody_raises_what_was_advised() -> None:
    found = chosen(typed_for={0: "11"})
    assert wrong(found) == [("above-advised", ("orders", 0, "quantity"))]
    assert (found.errors[0].facts, found.errors[0].mend) == ({"quantity": "11", "most": "10"}, "10")
    assert found.quantities == (10, 4)


@pytest.mark.parametrize(("text", "fault"), [("ten", "unreadable"), ("-1", "negative"), ("2.5", "fraction")])
def test_what_is_no_quantity_changes_nothing(text: str, fault: str) -> None:
    found = chosen(typed_for={1: text})
    assert wrong(found) == [("number", ("orders", 1, "quantity"))]
    assert found.errors[0].facts == {"fault": fault, "typed": text}


def test_contracts_are_changed_by_whole_lots() -> None:
    proposal = advice(NIFTY)
    found = chosen(proposal, (130,), typed_for={0: "100"})
    assert wrong(found) == [("whole-lots", ("orders", 0, "quantity"))]
    assert (found.errors[0].facts, found.errors[0].mend) == ({"typed": "100", "lot": "65"}, "65")
    assert chosen(proposal, (130,), typed_for={0: "64"}).errors[0].mend is None
    assert going(chosen(proposal, (130,), typed_for={0: "65"})) == (65,)
    assert going(chosen(advice(GOLD), (3,), typed_for={0: "2"})) == (2,)


def test_where_nobody_knows_the_lot_a_contract_is_taken_as_advised_or_not_at_all() -> None:
    proposal = advice(NIFTY, INFY)
    found = chosen(proposal, (130, 10), typed_for={0: "65"}, known=NOTHING_KNOWN)
    assert wrong(found) == [("lot-unknown", ("orders", 0, "quantity"))]
    assert wrong(chosen(proposal, (130, 10), scale="half", known=NOTHING_KNOWN)) == wrong(found)
    assert going(chosen(proposal, (130, 10), out=[0], known=NOTHING_KNOWN)) == (0, 10)


def test_when_nothing_is_left_that_is_said() -> None:
    found = chosen(out=[0, 1])
    assert wrong(found) == [("nothing-left", ())]
    assert found.quantities == (0, 0)


# --- tied together


@pytest.mark.parametrize("choice", [{"out": [0]}, {"typed_for": {0: "0"}}])
def test_of_orders_that_are_tied_none_is_left_out_alone(choice: Mapping[str, object]) -> None:
    assert wrong(chosen(PAIR, (130, 130), **choice)) == [("tied-left-out", ("orders", 0, "left_out"))]


def test_orders_that_are_tied_may_be_left_out_all_together() -> None:
    assert wrong(chosen(PAIR, (130, 130), out=[0, 1])) == [("nothing-left", ())]


def test_half_of_a_pair_is_half_of_both() -> None:
    assert going(chosen(PAIR, (130, 130), scale="half")) == (65, 65)
    assert going(chosen(PAIR, (130, 130), typed_for={0: "65", 1: "65"})) == (65, 65)
    found = chosen(PAIR, (130, 130), typed_for={1: "65"})
    assert wrong(found) == [("tied-uneven", ("orders", 1, "quantity"))]


def test_a_smaller_basket_of_tied_orders_may_be_rounded_as_a_factor_rounds_it() -> None:
    proposal = advice(INFY, TCS, tied=True)
    assert going(chosen(proposal, (10, 7), typed_for={0: "5", 1: "3"})) == (5, 3)
    assert wrong(chosen(proposal, (10, 7), typed_for={0: "5", 1: "6"})) == [("tied-uneven", ("orders", 0, "quantity"))]


def test_a_factor_that_makes_nothing_of_one_of_a_pair_makes_nothing_of_the_pair() -> None:
    found = chosen(advice(NIFTY, INFY, tied=True), (65, 10), scale="half")
    assert wrong(found) == [("tied-falls-away", ("orders", 0, "quantity"))]
    assert found.notes == ()


def test_orders_that_are_tied_go_without_the_one_that_the_client_was_never_given() -> None:
    assert going(chosen(advice(INFY, TCS, tied=True), (10, 0))) == (10, 0)


# --- what the client holds, or puts in


def test_how_much_is_sold_follows_from_what_the_client_says_they_hold() -> None:
    found = chosen(SOLD, (None, 10), held={0: "1,250"})
    assert found.quantities == (1250, 10)
    assert found.changes == (Change(Changed.HELD, 0, after="1250"),)
    half = chosen(advice(SALE, legs=[SHARE]), (None,), held={0: "9"})
    assert half.quantities == (4,)


@pytest.mark.parametrize(("text", "code"), [("", "held-missing"), ("  ", "held-missing"), ("all", "number")])
def test_what_is_held_has_to_be_said(text: str, code: str) -> None:
    found = chosen(SOLD, (None, 10), held={0: text})
    assert wrong(found) == [(code, ("orders", 0, "held"))]


def test_who_holds_none_sells_none() -> None:
    found = chosen(SOLD, (None, 10), held={0: "0"})
    assert found.quantities == (0, 10)
    assert found.changes == (Change(Changed.HELD, 0, after="0"), Change(Changed.FELL_AWAY, 0))
    tied = replace(SOLD, tied=True)
    assert wrong(chosen(tied, (None, 10), held={0: "0"})) == [("tied-falls-away", ("orders", 0, "quantity"))]


def test_of_an_order_that_is_left_out_nothing_is_asked() -> None:
    found = chosen(replace(SOLD, may_change=MayChange.LEAVE_OUT), (None, 10), out=[0])
    assert (found.quantities, found.changes) == ((0, 10), (Change(Changed.LEFT_OUT, 0),))


def test_who_holds_less_than_the_firm_thought_sells_less_and_never_more() -> None:
    found = chosen(SOLD, (100, 10), held={0: "60"})
    assert found.quantities == (60, 10)
    assert found.changes == (Change(Changed.HELD, 0, after="60"), Change(Changed.QUANTITY, 0, "100", "60"))
    more = chosen(SOLD, (100, 10), held={0: "160"})
    assert wrong(more) == [("above-advised", ("orders", 0, "held"))]
    assert more.errors[0].facts == {"quantity": "160", "most": "100"}


def test_no_more_is_sold_than_is_held() -> None:
    sale = replace(INFY, transaction_type="SELL")
    found = chosen(advice(sale, TCS), held={0: "6", 1: "1"})
    assert wrong(found) == [("sell-above-held", ("orders", 0, "held"))]
    assert found.errors[0].facts == {"quantity": "10", "held": "6"}
    assert going(chosen(advice(sale, TCS), held={0: "6"}, typed_for={0: "6"})) == (6, 4)
    assert wrong(chosen(advice(sale, TCS), held={0: "six"})) == [("number", ("orders", 0, "held"))]


def test_an_odd_holding_of_shares_that_are_traded_in_lots_may_be_sold_whole() -> None:
    sme = share(lot_size=1200)
    known = replace(KNOWN, listings={**KNOWN.listings, sme.key: Listing(sme)})
    sale = advice(replace(INFY, transaction_type="SELL"))
    found = chosen(sale, (2400,), held={0: "1250"}, typed_for={0: "1250"}, known=known)
    assert going(found) == (1250,)
    assert [code for code, _ in wrong(chosen(sale, (2400,), typed_for={0: "1250"}, known=known))] == ["whole-lots"]


def test_an_amount_of_the_clients_own_sizes_every_order_that_is_advised_by_capital() -> None:
    found = chosen(BY_AMOUNT, (None, None), capital="four lakh")
    assert wrong(found) == [("number", ("capital",))]
    found = chosen(BY_AMOUNT, (None, None), capital="₹4,00,000")
    assert (found.quantities, found.changes) == ((10, 1), (Change(Changed.CAPITAL, after="400000"),))
    assert wrong(chosen(BY_AMOUNT, (None, None))) == [("capital-missing", ("capital",))]


def test_an_order_of_which_the_amount_buys_less_than_one_falls_away() -> None:
    found = chosen(BY_AMOUNT, (None, None), capital="1,00,000")
    assert found.quantities == (2, 0)
    assert found.changes == (Change(Changed.CAPITAL, after="100000"), Change(Changed.FELL_AWAY, 1))


def test_what_cannot_be_sized_by_what_the_client_says_is_told() -> None:
    lacks_reference = replace(BY_AMOUNT, reference_capital="")
    paths = [("orders", 0, "quantity"), ("orders", 1, "quantity")]
    found = chosen(lacks_reference, (None, None), capital="100000")
    assert wrong(found) == [("cannot-be-sized", path) for path in paths]
    bought = advice(INFY, legs=[HOLDING])
    assert wrong(chosen(bought, (None,), held={0: "5"})) == [("cannot-be-sized", ("orders", 0, "held"))]


@pytest.mark.parametrize(
    ("text", "codes"), [("", ["quantity-missing"]), ("ten", ["number"]), ("12", []), ("0", ["nothing-left"])]
)
def test_a_quantity_that_nothing_sizes_is_the_clients_to_type(text: str, codes: list[str]) -> None:
    found = chosen(advice(INFY, may_change=MayChange.NOTHING), (None,), typed_for={0: text})
    assert [code for code, _ in wrong(found)] == codes
    if text == "12":
        assert (found.quantities, found.changes) == ((12,), (Change(Changed.QUANTITY, 0, "", "12"),))


def test_no_more_is_disclosed_than_is_ordered() -> None:
    proposal = advice(typed(quantity="10", disclosed_quantity="6"))
    assert chosen(proposal, (10,), typed_for={0: "6"}).orders[0].disclosed_quantity == "6"
    assert chosen(proposal, (10,), typed_for={0: "5"}).orders[0].disclosed_quantity == ""


def test_a_recipient_of_fewer_orders_than_there_are_has_none_of_the_others() -> None:
    assert choose(TWO, (10,), KNOWN, Choices()).quantities == (10, 0)


def test_what_cannot_be_read_of_a_holding_is_told_once_and_changes_nothing() -> None:
    found = chosen(SOLD, (100, 10), held={0: "many"})
    assert wrong(found) == [("number", ("orders", 0, "held"))]
    assert found.quantities == (100, 10)


def test_what_the_firm_worked_out_of_a_holding_stands_until_the_client_says_otherwise() -> None:
    found = chosen(SOLD, (100, 10))
    assert (found.quantities, found.changes, found.problems) == ((100, 10), (), ())


def test_a_quantity_of_the_clients_own_is_whole_lots_too() -> None:
    found = chosen(advice(NIFTY, may_change=MayChange.NOTHING), (None,), typed_for={0: "100"})
    assert wrong(found) == [("whole-lots", ("orders", 0, "quantity"))]
    assert found.quantities == (0,)


@pytest.mark.parametrize("order", [replace(NIFTY, transaction_type="SELL"), NIFTY])
def test_of_contracts_no_odd_holding_is_sold_nor_bought(order: OrderText) -> None:
    found = chosen(advice(order), (130,), held={0: "100"}, typed_for={0: "100"})
    assert ("whole-lots", ("orders", 0, "quantity")) in wrong(found)


def test_what_is_bought_is_whole_lots_whatever_is_held() -> None:
    sme = share(lot_size=1200)
    known = replace(KNOWN, listings={**KNOWN.listings, sme.key: Listing(sme)})
    found = chosen(advice(INFY), (2400,), held={0: "1250"}, typed_for={0: "1250"}, known=known)
    assert wrong(found) == [("whole-lots", ("orders", 0, "quantity"))]
