"""Each rule: what it finds, and what it lets pass. The sweep at the end proves that no rule is left out."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.cases import Case
from tests.core.every_case import CASES
from tests.core.orders import EXAMPLE, any_order, right_orders, typed
from tokri.core.basket import KITE_FIELDS, LONGEST_TEXT, Order, OrderText, kite_json
from tokri.core.formats import read
from tokri.core.known import NOTHING_KNOWN, Known
from tokri.core.mending import mended
from tokri.core.problems import Problem, Severity
from tokri.core.rules import RULES, check


def found(code: str, orders: tuple[OrderText, ...], known: Known = NOTHING_KNOWN) -> list[Problem]:
    return [problem for problem in check(orders, known).problems if problem.code == code]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.what}")
def test_the_rule_finds_what_it_is_for_and_lets_the_next_best_thing_pass(case: Case) -> None:
    problems = found(case.code, case.breaking, case.known)
    told = [(problem.path, problem.mend, problem.other_mends) for problem in problems]
    assert told == [(case.path, case.mend, case.other_mends)]
    assert not found(case.code, case.fine, case.known)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.what}")
def test_putting_the_mend_in_cures_the_fault(case: Case) -> None:
    (problem,) = found(case.code, case.breaking, case.known)
    for mend in problem.mends:
        orders = list(case.breaking)
        assert problem.order is not None
        orders[problem.order] = mended(orders[problem.order], str(problem.field_name), mend)
        assert not found(case.code, tuple(orders), case.known)


def test_every_rule_has_a_case_that_breaks_it_and_every_case_is_of_a_rule() -> None:
    assert {case.code for case in CASES} == {rule.id for rule in RULES}


def test_every_rule_has_an_id_of_its_own_that_fits_a_form_field() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z-]+", each) for each in ids)


def test_every_rule_says_where_it_comes_from() -> None:
    assert [rule.id for rule in RULES if len(rule.source) < 10] == []


def test_every_warning_is_about_one_order_so_that_its_tick_has_a_name() -> None:
    ids = [rule.id for rule in RULES if rule.severity is Severity.WARNING]
    problems = [problem for case in CASES for problem in check(case.breaking, case.known).warnings]
    assert {problem.code for problem in problems} >= set(ids)  # beside them stands what was softened
    assert all(problem.order is not None for problem in problems)


def test_kites_documented_example_is_ready_and_is_told_only_what_it_leaves_open() -> None:
    checked = check(EXAMPLE)
    assert checked.ready
    assert [(each.code, each.order) for each in checked.problems] == [
        ("market-orders", None),
        ("product-left", 0),
        ("product-left", 1),
    ]


def test_an_order_without_a_fault_is_understood_and_one_with_a_fault_is_not() -> None:
    checked = check((typed(variety="", price="₹1,500.50", tag=" AB1 "), typed(quantity="x")))
    assert checked.orders[0] is not None
    assert (checked.orders[0].variety, str(checked.orders[0].price), checked.orders[0].tag) == (
        "regular",
        "1500.50",
        "AB1",
    )
    assert checked.orders[1] is None
    assert not checked.ready
    assert [each.path for each in checked.for_order(1)] == [("orders", 1, "quantity")]


def test_a_symbol_in_small_letters_is_raised_to_capitals_and_one_of_another_script_is_not() -> None:
    (order,) = check((typed(tradingsymbol="m&m"),)).orders
    assert order is not None
    assert order.tradingsymbol == "M&M"
    assert not check((typed(tradingsymbol="ınfy"),)).ready
    option = typed(tradingsymbol="nifty26feb25000ce", exchange="NFO", product="NRML", order_type="SL-M", price="")
    assert [each.code for each in check((replace(option, trigger_price="9"),)).errors] == ["stop-market-gone"]


def test_a_warning_or_a_note_does_not_stop_a_basket() -> None:
    checked = check((typed(quantity="1,00,001"), typed(product="", tradingsymbol="TCS")))
    assert checked.ready
    assert checked.warnings
    assert checked.notes


def test_a_field_is_told_one_error_at_a_time() -> None:
    paths = [each.path for each in check((typed(tradingsymbol="in\u200bfy bank" * 20, tag="-" * 300),)).errors]
    assert len(paths) == len(set(paths)) == 2


def test_problems_come_in_the_order_of_the_page() -> None:
    checked = check((typed(price="", tradingsymbol=""), typed(quantity="")))
    assert [each.path[1:] for each in checked.errors] == [(0, "tradingsymbol"), (0, "price"), (1, "quantity")]


@settings(deadline=None)
@given(st.lists(any_order, max_size=6))
def test_no_text_in_any_field_makes_the_check_fail(orders: list[OrderText]) -> None:
    checked = check(orders)
    in_error = {problem.order for problem in checked.errors}
    assert len(checked.orders) == len(orders)
    for place, order in enumerate(checked.orders):
        assert (order is None) == (place in in_error or (None in in_error and orders[place].empty))
    assert all(
        not problem.path or str(problem.path[-1]) in KITE_FIELDS or len(problem.path) == 2
        for problem in checked.problems
    )
    assert all(len(str(fact)) <= LONGEST_TEXT for problem in checked.problems for fact in problem.facts.values())


@settings(deadline=None)
@given(st.lists(right_orders(), min_size=1, max_size=6))
def test_what_kite_is_sent_pastes_back_to_the_same_orders(texts: list[OrderText]) -> None:
    orders = [order for order in check(texts).orders if isinstance(order, Order)]
    assert len(orders) == len(texts)
    again = check(read(kite_json(orders)).orders)
    assert list(again.orders) == orders
