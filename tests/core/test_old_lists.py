"""Nothing that only an old or missing list says stops an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.cases import Case
from tests.core.every_case import CASES
from tests.core.knowing import DAY, MORNING, knowing, share
from tests.core.orders import typed
from tokri.core.instrument import Instrument
from tokri.core.known import Known
from tokri.core.problems import Severity
from tokri.core.reference import FRESH_FOR, Leaning
from tokri.core.rules import RULES, check
from tokri.core.times import date_words
from tokri.web.words import sentence

LEANING = {rule.id: rule.leans_on for rule in RULES if rule.leans_on is not None}
LEANING_CASES = [case for case in CASES if case.code in LEANING]


def aged(known: Known) -> Known:
    """The same facts, each list just too old to stop anything."""
    tables, master = known.tables, known.master
    return replace(
        known,
        master=master and replace(master, on=master.on - FRESH_FOR[Leaning.INSTRUMENTS]),
        tables=replace(
            tables,
            freeze=tables.freeze and replace(tables.freeze, on=tables.freeze.on - FRESH_FOR[Leaning.FREEZE]),
            lists={name: replace(each, on=each.on - FRESH_FOR[name]) for name, each in tables.lists.items()},
        ),
    )


@pytest.mark.parametrize("case", LEANING_CASES, ids=lambda case: f"{case.code}: {case.what}")
def test_what_an_old_list_says_warns_with_its_day_and_stops_nothing(case: Case) -> None:
    fresh = [each for each in check(case.breaking, case.known).problems if each.code == case.code]
    old = [each for each in check(case.breaking, aged(case.known)).problems if each.code == case.code]
    assert [each.path for each in old] == [each.path for each in fresh]
    assert Severity.ERROR not in {each.severity for each in old}
    assert all("as_of" in each.facts for each in old)
    if case.known.current(LEANING[case.code]):  # some stand on a later day than their list
        assert not any("as_of" in each.facts for each in fresh)


def test_a_list_that_is_a_day_younger_still_stops() -> None:
    case = next(case for case in CASES if case.code == "tick-size")
    master = case.known.master
    assert master is not None
    young = replace(case.known, master=replace(master, on=master.on - timedelta(days=1)))
    assert not check(case.breaking, young).ready
    assert check(case.breaking, aged(case.known)).ready


@pytest.mark.parametrize("case", LEANING_CASES, ids=lambda case: f"{case.code}: {case.what}")
def test_without_any_list_the_rules_that_lean_on_one_are_silent(case: Case) -> None:
    for known in (Known(), Known(MORNING)):
        assert [each for each in check(case.breaking, known).problems if each.code == case.code] == []


@pytest.mark.parametrize(
    ("instrument", "age", "weighs"),
    [
        (share("IDEA", "BSE", group="T"), 2, Severity.ERROR),
        (share("IDEA", "BSE", group="T"), 3, Severity.WARNING),
        (share("IDEA", series="BE"), 2, Severity.ERROR),
        (share("IDEA", series="BE"), 390, Severity.WARNING),
        (share("IDEA-BE", series="BE"), 390, Severity.ERROR),  # the instrument list's own word
    ],
)
def test_a_group_or_series_of_an_old_daily_file_warns_with_its_day(
    instrument: Instrument, age: int, weighs: Severity
) -> None:
    """The list is of today; what tells the group comes with the prices, which are kept for long."""
    known = knowing(replace(instrument, told_on=DAY - timedelta(days=age)))
    order = typed(tradingsymbol=instrument.tradingsymbol, exchange=instrument.exchange, product="MIS")
    (problem,) = [each for each in check((order,), known).problems if each.code == "delivery-only"]
    assert problem.severity is weighs
    told = date_words(DAY - timedelta(days=age))
    assert problem.facts.get("as_of") == (told if weighs is Severity.WARNING else None)
    assert (f"So says the list of {told}, which is old." in sentence(problem, [order])) == ("as_of" in problem.facts)
