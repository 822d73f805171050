"""The cases of every rule there is, from every family."""

from __future__ import annotations

from tests.core import (
    clock_cases,
    instrument_cases,
    list_cases,
    lot_cases,
    plan_cases,
    price_cases,
    rule_cases,
    series_cases,
)
from tests.core.cases import Case

CASES: list[Case] = [
    *rule_cases.CASES,
    *clock_cases.CASES,
    *instrument_cases.CASES,
    *list_cases.CASES,
    *lot_cases.CASES,
    *plan_cases.CASES,
    *price_cases.CASES,
    *series_cases.CASES,
]
