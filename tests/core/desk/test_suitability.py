from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.desk.firm import FirmKind
from tokri.core.desk.suitability import (
    ASSESSED_FOR,
    LONGEST_REASON,
    Bar,
    Misfit,
    ReasonFault,
    RiskClass,
    Suitability,
    accepted_with,
    may_receive,
    needs_suitability,
    reason_fault,
    risk_class,
    suitable,
)

TODAY = date(2026, 2, 11)
RECENT = date(2025, 11, 3)
REASON = "The client asked for this one hedge in writing"

classes = st.sampled_from(RiskClass)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def compared(basket: RiskClass | None, client: RiskClass | None, on: date | None = RECENT) -> Suitability:
    return suitable(basket, client, on, TODAY)


def test_the_six_words_rise_from_low_to_very_high() -> None:
    assert [each.value for each in sorted(RiskClass, reverse=True)] == [
        "very-high",
        "high",
        "moderately-high",
        "moderate",
        "low-to-moderate",
        "low",
    ]
    assert all(low < high and high >= low for low, high in pairwise(RiskClass))
    assert not any(each < each or each > each for each in RiskClass)  # noqa: PLR0124 - that is the point


def test_a_risk_is_compared_with_risks_alone() -> None:
    with pytest.raises(TypeError):
        _ = RiskClass.LOW < "moderate"


@pytest.mark.parametrize("each", RiskClass)
def test_what_is_stored_of_a_risk_is_read_back(each: RiskClass) -> None:
    assert risk_class(each.value) is each


@pytest.mark.parametrize("text", ["", "LOW", "Low", "medium", "low "])
def test_another_word_is_no_risk_class(text: str) -> None:
    assert risk_class(text) is None


def test_an_adviser_needs_suitability_and_an_analyst_is_not_asked() -> None:
    assert needs_suitability(FirmKind.ADVISER)
    assert needs_suitability(FirmKind.BOTH)
    assert not needs_suitability(FirmKind.ANALYST)


@given(classes, classes)
def test_a_basket_fits_a_client_who_takes_as_much_risk_or_more(basket: RiskClass, client: RiskClass) -> None:
    found = compared(basket, client)
    assert found.fits == found.passes == (basket <= client)
    assert found.misfits == (() if basket <= client else (Misfit.MISMATCH,))
    assert found.outcome == ("fits" if basket <= client else "mismatch")


@pytest.mark.parametrize(
    ("client", "on"),
    [(None, RECENT), (RiskClass.HIGH, None), (None, None), (RiskClass.HIGH, TODAY + timedelta(days=1))],
)
def test_a_client_without_a_dated_risk_class_is_unassessed(client: RiskClass | None, on: date | None) -> None:
    found = compared(RiskClass.LOW, client, on)
    assert found.misfits == (Misfit.CLIENT_UNASSESSED,)
    assert not found.passes


def test_a_client_assessed_today_counts() -> None:
    assert compared(RiskClass.LOW, RiskClass.LOW, TODAY).fits


def test_a_basket_without_a_risk_fits_nobody() -> None:
    assert compared(None, RiskClass.VERY_HIGH).misfits == (Misfit.BASKET_UNASSESSED,)
    assert compared(None, None).misfits == (Misfit.BASKET_UNASSESSED, Misfit.CLIENT_UNASSESSED)


def test_an_assessment_counts_through_its_last_day() -> None:
    assert timedelta(days=365) == ASSESSED_FOR
    last = compared(RiskClass.LOW, RiskClass.LOW, TODAY - ASSESSED_FOR)
    assert (last.fits, last.last_day) == (True, TODAY)
    stale = compared(RiskClass.LOW, RiskClass.LOW, TODAY - ASSESSED_FOR - timedelta(days=1))
    assert stale.misfits == (Misfit.STALE,)


@given(classes, classes, st.dates(), days, st.integers(0, 2000))
def test_no_day_whatever_is_too_much_to_compare(
    basket: RiskClass, client: RiskClass, on: date, today: date, age: int
) -> None:
    found = suitable(basket, client, on, today, timedelta(days=age))
    assert (Misfit.STALE in found.misfits) == ((today - on).days > age)
    assert (Misfit.CLIENT_UNASSESSED in found.misfits) == (on > today)


def test_a_mismatch_passes_with_a_written_reason_that_is_kept() -> None:
    found = compared(RiskClass.HIGH, RiskClass.LOW)
    assert found.may_be_accepted
    accepted = accepted_with(found, f"  {REASON}\n")
    assert (accepted.passes, accepted.fits, accepted.reason, accepted.outcome) == (True, False, REASON, "accepted")
    assert accepted.misfits == (Misfit.MISMATCH,)


@pytest.mark.parametrize(
    "found",
    [
        compared(RiskClass.LOW, RiskClass.LOW),
        compared(RiskClass.HIGH, None),
        compared(None, RiskClass.LOW),
        compared(RiskClass.HIGH, RiskClass.LOW, date(2020, 1, 1)),
    ],
)
def test_a_reason_cures_nothing_but_a_mismatch(found: Suitability) -> None:
    with pytest.raises(ValueError, match="for a mismatch"):
        accepted_with(found, REASON)


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("", ReasonFault.MISSING),
        (" \n ", ReasonFault.MISSING),
        ("- - - - -", ReasonFault.MISSING),
        ("ok", ReasonFault.SHORT),
        ("ok OK ok Ok ok", ReasonFault.SHORT),
        ("client wants it", ReasonFault.SHORT),
        ("x " * LONGEST_REASON, ReasonFault.LONG),
        ("The client wants ".ljust(LONGEST_REASON + 1, "m"), ReasonFault.LONG),
        ("The client wants ".ljust(LONGEST_REASON, "m"), None),
        ("The client wants it", None),
        ("ग्राहक ने लिखकर माँगा है", None),
        (REASON, None),
    ],
)
def test_a_reason_is_a_few_words_at_least(reason: str, fault: ReasonFault | None) -> None:
    assert reason_fault(reason) is fault
    mismatch = compared(RiskClass.HIGH, RiskClass.LOW)
    if fault is None:
        assert accepted_with(mismatch, reason).passes
    else:
        with pytest.raises(ValueError, match="few words"):
            accepted_with(mismatch, reason)


@pytest.mark.parametrize(
    ("begins", "ends", "bars"),
    [
        (RECENT, None, ()),
        (TODAY, TODAY, ()),
        (None, None, (Bar.AGREEMENT_MISSING,)),
        (None, RECENT, (Bar.AGREEMENT_MISSING, Bar.AGREEMENT_ENDED)),
        (TODAY + timedelta(days=1), None, (Bar.AGREEMENT_NOT_BEGUN,)),
        (RECENT, TODAY - timedelta(days=1), (Bar.AGREEMENT_ENDED,)),
    ],
)
def test_a_client_gets_something_from_the_first_to_the_last_day_of_the_agreement(
    begins: date | None, ends: date | None, bars: tuple[Bar, ...]
) -> None:
    assert may_receive(begins, ends, TODAY, inactive=False, erased=False) == bars
    assert may_receive(begins, ends, TODAY, inactive=True, erased=False) == (Bar.INACTIVE, *bars)


def test_of_an_erased_client_nothing_else_is_said() -> None:
    assert may_receive(RECENT, None, TODAY, inactive=True, erased=True) == (Bar.ERASED,)
