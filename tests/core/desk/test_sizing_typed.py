"""What cannot be worked out for anybody is asked about while the basket is written."""

from __future__ import annotations

import pytest

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import LegAdvice, Proposal
from tokri.core.desk.sizing_typed import CODES, sizing_problems
from tokri.core.problems import Severity


def found(side: str, leg: LegAdvice, capital: str = "") -> list[str]:
    order = OrderText(tradingsymbol="INFY", transaction_type=side)
    problems = sizing_problems(Proposal(Draft("", (order,)), (leg,), reference_capital=capital))
    assert {each.severity for each in problems} <= {Severity.WARNING}
    assert {each.code for each in problems} <= set(CODES)
    return [each.code for each in problems]


@pytest.mark.parametrize(
    ("side", "leg", "capital", "codes"),
    [
        ("BUY", LegAdvice(), "", []),
        ("BUY", LegAdvice(sizing="capital"), "10,00,000", []),
        ("BUY", LegAdvice(sizing="capital"), "", ["sizing-without-reference"]),
        ("BUY", LegAdvice(sizing="capital"), "0", ["sizing-without-reference"]),
        ("BUY", LegAdvice(), "a lot", ["reference-unreadable"]),
        ("BUY", LegAdvice(sizing="capital"), "a lot", ["reference-unreadable"]),
        ("SELL", LegAdvice(sizing="all"), "", []),
        ("BUY", LegAdvice(sizing="all"), "", ["sizing-sell-only"]),
        ("SELL", LegAdvice(sizing="share", share="100"), "", []),
        ("SELL", LegAdvice(sizing="share", share="12.5"), "", []),
        ("SELL", LegAdvice(sizing="share", share="50 %"), "", []),
        ("SELL", LegAdvice(sizing="share", share="100.5"), "", ["sizing-share"]),
        ("SELL", LegAdvice(sizing="share", share="0"), "", ["sizing-share"]),
        ("SELL", LegAdvice(sizing="share"), "", ["sizing-share"]),
        ("SELL", LegAdvice(sizing="share", share="half"), "", ["sizing-share"]),
        ("BUY", LegAdvice(sizing="share", share="50"), "", ["sizing-sell-only"]),
        ("SELL", LegAdvice(sizing="all", share="half"), "", []),
    ],
    ids=repr,
)
def test_a_size_that_nobody_can_work_out_is_asked_about(
    side: str, leg: LegAdvice, capital: str, codes: list[str]
) -> None:
    assert found(side, leg, capital) == codes
