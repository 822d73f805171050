"""What the rules on instruments say, word for word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.cases import Case
from tests.core.every_case import CASES
from tests.core.test_old_lists import aged
from tokri.core.rules import check
from tokri.web import words
from tokri.web.problems import shown

SAID = {
    ("symbol-renamed", "an old name"): (
        "Order 1, L&TFH: enter LTF as the symbol; NSE lists this paper under that name now."
    ),
    ("exchange-wrong", "a share on NFO"): (
        "Order 1, INFY: choose NSE or BSE as the exchange; INFY is not listed on NFO."
    ),
    ("symbol-unknown", "a slip of the finger"): (
        "Order 1, INFYY: the instrument list has no such symbol on NSE. Did you mean INFY, INFYBEES or INFY on BSE? "
        "Kite leaves out an order whose symbol it does not know; accept this one only if you know that it is listed."
    ),
    ("symbol-unknown", "a contract of another year"): (
        "Order 1, NIFTY15DECFUT: the instrument list has no such symbol on NFO. Kite leaves out an order whose symbol "
        "it does not know; accept this one only if you know that it is listed."
    ),
    ("lot-multiple", "units between two lots"): (
        "Order 1, NIFTY26FEBFUT: enter a quantity of 1,755 (27 lots) or 1,820 (28 lots); a lot is 65, and 1,800 is "
        "27 lots and 45 over."
    ),
    ("lot-multiple", "an odd holding sold"): (
        "Order 1, KEL-SM: enter a quantity of 1,200 (1 lot), or accept it if it is all that you hold; a lot is 1,200, "
        "and 100 is less than one."
    ),
    ("freeze-quantity", "a lot over the freeze quantity"): (
        "Order 1, NIFTY26FEBFUT: 1,820 units (28 lots) are over the 1,755 units (27 lots) that the exchange takes in "
        "one order since 1 Feb 2026; this becomes 2 orders, each with its own brokerage."
    ),
    ("tick-size", "a price between two steps"): (
        "Order 1, INFY: enter a price of 845.10 or 845.15; 845.12 lies between two steps of ₹0.05."
    ),
    ("delivery-only", "trade-for-trade intraday"): (
        "Order 1, IDEA-BZ: choose CNC as the product; IDEA-BZ is in series BZ, which is traded for delivery alone."
    ),
    ("delivery-only", "a cover order in trade-for-trade"): (
        "Order 1, IDEA-BZ: choose regular as the variety; IDEA-BZ is in series BZ, which is traded for delivery alone."
    ),
}


def case_of(code: str, what: str) -> Case:
    return next(case for case in CASES if (case.code, case.what) == (code, what))


@pytest.mark.parametrize(("named", "said"), SAID.items(), ids=lambda value: str(value)[:40])
def test_a_sentence_reads_as_meant(named: tuple[str, str], said: str) -> None:
    case = case_of(*named)
    (problem,) = (each for each in check(case.breaking, case.known).problems if each.code == case.code)
    assert words.sentence(problem, case.breaking) == said


def test_what_an_old_list_says_ends_with_its_day() -> None:
    case = case_of("tick-size", "a price between two steps")
    (problem,) = (each for each in check(case.breaking, aged(case.known)).warnings if each.code == case.code)
    assert words.sentence(problem, case.breaking).endswith(
        "two steps of ₹0.05. So says the list of 9 Feb 2026, which is old."
    )


def test_a_note_that_says_the_same_of_several_orders_is_told_once_and_another_beside_it() -> None:
    case = case_of("sells-on-either", "a sale of what both list")
    orders = (*case.breaking, *case.breaking)
    notes = [note for note in shown(check(orders, case.known), orders).notes if "settled" in note]
    assert notes == [
        "Order 1, INFY: NSE and BSE both take this sale, once the shares are settled. The same holds for order 2."
    ]


def test_a_list_is_days_old_by_the_calendar_of_india() -> None:
    case = case_of("list-old", "a list of the day before yesterday")
    assert case.known.at is not None
    late = case.known.__class__(case.known.at + timedelta(days=3), case.known.master)
    (note,) = (each for each in check(case.breaking, late).notes if each.code == "list-old")
    assert words.sentence(note, case.breaking) == (
        "The instrument list is of 9 Feb 2026, 5 days old: what it alone says stops no order."
    )
