"""A draft for certain clients is checked by what each of them gets, and says how much that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.core.instrument_cases import contract
from tests.core.knowing import knowing, share
from tokri.core.basket import OrderText
from tokri.core.desk.own_check import check_for, orders_of
from tokri.core.desk.own_quantities import Drafted, ForWhom, Own, Span
from tokri.core.known import Known
from tokri.core.link.correcting import Evidence
from tokri.core.problems import Problem, Severity
from tokri.core.rules import Checked, check

KNOWN = knowing(share(), share("TCS"), contract())


def own(quantity: int, symbol: str = "INFY", exchange: str = "NSE") -> Own:
    return Own(exchange, symbol, "SELL", "NRML" if exchange == "NFO" else "CNC", quantity, Evidence.BOOK)


def order(quantity: str, symbol: str = "INFY", exchange: str = "NSE", **fields: str) -> OrderText:
    product = "NRML" if exchange == "NFO" else "CNC"
    plain = OrderText("regular", symbol, exchange, "SELL", "LIMIT", product, quantity, "1500")
    return replace(plain, **fields)


FOR_THREE = ForWhom(
    Drafted.FOLLOW_UP, {"c1": (own(37),), "c2": (own(25), own(10, "TCS")), "c3": (own(30), own(10, "TCS"))}
)


def test_a_quantity_that_differs_by_client_is_told_from_the_least_to_the_most_of_those_who_get_any() -> None:
    spans = FOR_THREE.spans([order("37"), order("10", "TCS"), order("3", "SBIN")], [1, 1, 1])
    assert spans == (Span(25, 37), Span(10, 10), None)
    assert [each.words for each in spans if each is not None] == [
        "each client’s own: 25 to 37",
        "each client’s own: 10",
    ]


def test_what_is_lowered_so_far_that_nobody_gets_any_says_so() -> None:
    (span,) = FOR_THREE.spans([order("20")], [65])
    assert span == Span(0, 0)
    assert span.words == "nobody gets any of it"


def test_each_client_gets_their_own_orders_in_their_places() -> None:
    orders = [order("37"), order("10", "TCS")]
    assert [(place, each.quantity) for place, each in orders_of("c1", orders, KNOWN, FOR_THREE)] == [(0, "37")]
    assert [(place, each.quantity) for place, each in orders_of("c2", orders, KNOWN, FOR_THREE)] == [
        (0, "25"),
        (1, "10"),
    ]


def codes(
    orders: list[OrderText], for_whom: ForWhom, known: Known = KNOWN
) -> dict[tuple[str, int | None], tuple[str, ...]]:
    found = check_for(orders, known, for_whom)
    return {(each.code, each.order): found.of(each) for each in found.checked.errors}


def test_what_is_wrong_with_one_clients_own_quantity_is_found_and_named_though_the_drafts_own_is_sound() -> None:
    # 65 make a lot: the most that one has is two lots, and the other filled an odd forty.
    for_whom = ForWhom(
        Drafted.FOLLOW_UP, {"c1": (own(130, "NIFTY26FEBFUT", "NFO"),), "c2": (own(40, "NIFTY26FEBFUT", "NFO"),)}
    )
    orders = [order("130", "NIFTY26FEBFUT", "NFO")]
    assert check(orders, KNOWN).errors == ()
    assert codes(orders, for_whom) == {("lot-multiple", 0): ("c2",)}


def test_what_is_wrong_only_with_the_made_up_quantity_is_no_fault() -> None:
    # Raised to what is no whole lot: each still gets their own, which is one.
    for_whom = ForWhom(
        Drafted.FOLLOW_UP, {"c1": (own(130, "NIFTY26FEBFUT", "NFO"),), "c2": (own(65, "NIFTY26FEBFUT", "NFO"),)}
    )
    orders = [order("200", "NIFTY26FEBFUT", "NFO")]
    assert [each.code for each in check(orders, KNOWN).errors] == ["lot-multiple"]
    assert codes(orders, for_whom) == {}


def test_what_is_wrong_for_everybody_names_nobody_and_stands_there_once() -> None:
    found = check_for([order("37", price="so-so")], KNOWN, FOR_THREE)
    (error,) = found.checked.errors
    assert (error.path, found.of(error)) == (("orders", 0, "price"), ())


def test_what_one_client_has_twice_over_is_told_as_theirs_and_once() -> None:
    for_whom = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(37),), "c2": (own(25),)})
    twice = [Problem("odd", Severity.ERROR, ("orders", 0, "price"))] * 2

    def odd(orders: Sequence[OrderText], known: Known) -> Checked:
        return replace(check(orders, known), problems=tuple(twice) if orders[0].quantity == "25" else ())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tokri.core.desk.own_check.check", odd)
        found = check_for([order("37")], KNOWN, for_whom)
    assert [found.of(each) for each in found.checked.errors] == [("c2",)]


def test_an_order_that_was_not_drafted_is_asked_for_and_one_that_was_changed_is_put_right() -> None:
    orders = [order("37"), order("10", "TCS", "BSE"), order("3", "SBIN"), order("37", product="MIS")]
    told = [each for each in check_for(orders, KNOWN, FOR_THREE).checked.problems if "drafted" in each.code]
    assert [(each.code, each.path, each.severity, each.mends) for each in told] == [
        ("drafted-exchange", ("orders", 1, "exchange"), Severity.ERROR, ("NSE",)),
        ("not-drafted", ("orders", 2), Severity.WARNING, ()),
    ]
    assert [each.code for each in check_for(orders, KNOWN, None).checked.problems if "drafted" in each.code] == []


def test_which_of_two_products_that_were_filled_is_meant_is_put_right() -> None:
    for_whom = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(10),), "c2": (replace(own(4), product="MIS"),)})
    (told,) = [
        each
        for each in check_for([order("10", product="")], KNOWN, for_whom).checked.errors
        if each.code == "drafted-product"
    ]
    assert (told.path, told.mends) == (("orders", 0, "product"), ("CNC", "MIS"))


def test_an_order_keeps_its_number_for_a_client_who_gets_none_of_the_one_before_it() -> None:
    for_whom = ForWhom(Drafted.FOLLOW_UP, {"c1": (own(37),), "c2": (own(10, "TCS"),)})
    found = check_for([order("37"), order("10", "TCS", price="so-so")], KNOWN, for_whom)
    assert {(each.code, each.order): found.of(each) for each in found.checked.errors} == {
        ("number-unreadable", 1): ("c2",)
    }


@pytest.mark.parametrize("typed", ["", "many"])
def test_a_quantity_that_cannot_be_read_is_told_as_it_was_typed(typed: str) -> None:
    found = check_for([order(typed)], KNOWN, FOR_THREE)
    assert [each.path for each in found.checked.errors] == [("orders", 0, "quantity")]


def test_a_basket_for_nobody_in_particular_is_checked_as_it_stands() -> None:
    orders = [order("37"), order("x", "TCS")]
    assert check_for(orders, KNOWN, None).checked == check(orders, KNOWN)
