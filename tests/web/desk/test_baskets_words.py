"""The sentences of advice: one for every code, and each leads to a field that there is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.client import HouseClient
from tests.web.desk.writing import begin
from tokri.core.basket import OrderText
from tokri.core.desk import advised, sizing_typed, validity
from tokri.core.desk.advice import LegAdvice
from tokri.core.desk.advised import read_advised
from tokri.core.desk.completeness import WORDING
from tokri.core.desk.validity import Until, Why
from tokri.core.problems import Problem, Severity
from tokri.web.words.advice import SENTENCES, basket_problem, field_id, label, proposal

NOW = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
BUY = OrderText(tradingsymbol="INFY", transaction_type="BUY", price="1,500")
SELL = OrderText(tradingsymbol="INFY", transaction_type="SELL", price="1,500")


def told(leg: LegAdvice, order: OrderText = BUY) -> list[str]:
    return [basket_problem(each, [order]) for each in read_advised(0, leg, order, NOW)[1]]


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == {*advised.CODES, *validity.CODES, *sizing_typed.CODES, WORDING}


@pytest.mark.parametrize(
    ("leg", "order", "said"),
    [
        (LegAdvice(target="high"), BUY, "write the target in digits, like 845.50; “high” is not one number."),
        (LegAdvice(stop_loss="-5"), BUY, "enter the stop-loss without a minus sign; “-5” is below 0."),
        (LegAdvice(entry_from="1"), BUY, "enter the upper end of the entry range too, or clear the other end."),
        (LegAdvice(entry_from="9", entry_to="8"), BUY, "swap the ends of the entry range; ₹9 is above ₹8."),
        (LegAdvice(stop_loss="1,600"), BUY, "a stop-loss for a BUY lies below the order’s price of ₹1,500; ₹1,600"),
        (LegAdvice(stop_loss="1,400"), SELL, "a stop-loss for a SELL lies above the order’s price of ₹1,500; ₹1,400"),
        (LegAdvice(target="1,400"), BUY, "a target for a BUY lies above the order’s price of ₹1,500; ₹1,400"),
        (LegAdvice(target="1,600"), SELL, "a target for a SELL lies below the order’s price of ₹1,500; ₹1,600"),
        (LegAdvice(advised_price="1,500"), BUY, "enter the time of the advised price;"),
        (
            LegAdvice(advised_price="1,500", advised_at="11 Feb"),
            BUY,
            "add the time of day, like 15:15; “11 Feb” is a day alone.",
        ),
        (LegAdvice(advised_at="11 Feb 10:00"), BUY, "enter the advised price, or clear its time."),
        (LegAdvice(horizon="x" * 101), BUY, "shorten the horizon; it has 101 characters and may have 100."),
    ],
    ids=repr,
)
def test_a_sentence_names_the_order_the_field_the_fault_and_the_mend(
    leg: LegAdvice, order: OrderText, said: str
) -> None:
    [sentence] = told(leg, order)
    assert sentence.startswith("Order 1, INFY")
    assert said in sentence


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_no_sentence_leaves_a_gap_unfilled(code: str) -> None:
    names = set(re.findall(r"\{([a-z_]+)\}", SENTENCES[code]))
    problem = Problem(code, Severity.ERROR, ("orders", 0, "target"), dict.fromkeys(names, "x"))
    assert "{" not in basket_problem(problem, [BUY])


def test_words_that_promise_are_quoted_each_once() -> None:
    problem = Problem(WORDING, Severity.WARNING, ("why",), {"words": "best\nsure shot"})
    assert basket_problem(problem, []).startswith("The basket: look again at “best”, “sure shot”: ")


def test_every_path_leads_to_a_field_that_there_is(adviser: HouseClient) -> None:
    begin(adviser)
    for path in (
        ("title",),
        ("why",),
        ("valid_until",),
        ("risk_class",),
        ("orders", 0, "why"),
        ("orders", 0, "stop_loss"),
        ("orders", 0, "price"),
        ("orders", 0),
        ("disclosures", "ai_use"),
        (),
    ):
        assert adviser.page.one(f"#{field_id(path)}"), path


def test_a_field_is_called_what_the_form_calls_it() -> None:
    assert (label("stop_loss"), label("transaction_type"), label("unheard-of")) == (
        "Stop-loss",
        "Buy or sell",
        "unheard-of",
    )


def test_an_end_is_proposed_with_what_it_follows_from() -> None:
    assert proposal(Until(None, Why.NO_ORDERS)) == ""
    assert proposal(Until(NOW, Why.CLOSE, 1)) == (
        "11 Feb 2026, 10:30 IST: the close of the day for its price (order 2)"
    )
    assert all(proposal(Until(NOW, why)) for why in Why)
