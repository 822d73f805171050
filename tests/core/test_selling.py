"""Selling out of a demat account: which words ask for the depository's yes, what is asked of it, what it said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journey.fakes import MORNING, holding
from tokri.core.ports import ToAuthorise
from tokri.core.selling import Allowed, Sale, allowed, depository_open, to_authorise, wants_authorisation

SALE = Sale("NSE", "INFY", 10)


@pytest.mark.parametrize(
    "said",
    [
        "10 quantity needs authorisation at depository.",
        "Authorise your holdings using CDSL TPIN to sell.",
        "Holdings are not authorised at CDSL for INFY",
        "Sell order requires eDIS authorization",
        "TPIN authorisation pending",
    ],
)
def test_words_that_ask_for_the_depositorys_yes_are_known(said: str) -> None:
    assert wants_authorisation(None, said)
    assert wants_authorisation(said.upper())


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "Insufficient funds. Required margin is 95417.84 but available margin is 74251.80.",
        "RMS:Rule: Check holdings including BTST, Available quantity: 0",
        "Insufficient stock holding: 10 quantity needed, 4 available.",
        "The user is not authorised to trade in this segment.",
        "16387 : Security is not allowed to trade in this market",
        "Trading in this instrument is not allowed.",
    ],
)
def test_other_refusals_are_not_taken_for_it(said: str | None) -> None:
    assert not wants_authorisation(said)


def test_shares_are_named_by_isin_as_many_as_are_sold_and_held() -> None:
    held = [holding(), holding(tradingsymbol="SBIN", exchange="BSE", isin="INE062A01020", quantity=4)]
    sales = [Sale("NSE", "INFY", 6), Sale("NSE", "SBIN", 9), Sale("NSE", "TCS", 1)]
    assert to_authorise(sales, held) == (ToAuthorise("INE009A01021", 6), ToAuthorise("INE062A01020", 4))


def test_two_sales_of_one_share_are_one_request_of_no_more_than_is_held() -> None:
    assert to_authorise([Sale("NSE", "INFY", 6), Sale("BSE", "INFY", 9)], [holding()]) == (
        ToAuthorise("INE009A01021", 10),
    )


def test_nothing_is_asked_for_what_is_not_held() -> None:
    assert to_authorise([SALE], []) == ()
    assert to_authorise([SALE], [holding(quantity=0)]) == ()


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        (holding(), Allowed(SALE, 10, 0)),
        (holding(authorised_quantity=10), Allowed(SALE, 10, 10)),
        (holding(authorised_quantity=4), Allowed(SALE, 10, 4)),
        (holding(authorised_quantity=10, authorised_date="2026-02-10 00:00:00"), Allowed(SALE, 10, 0)),
        (holding(authorised_quantity=10, authorised_date=None), Allowed(SALE, 10, 0)),
        (holding(quantity=6, t1_quantity=5, used_quantity=3), Allowed(SALE, 8, 0)),
        (holding(tradingsymbol="TCS"), Allowed(SALE, 0, 0)),
    ],
)
def test_a_yes_of_the_depository_counts_for_its_own_day_alone(shares: object, found: Allowed) -> None:
    assert allowed([SALE], [shares], MORNING) == (found,)  # type: ignore[list-item]  # a holding, as a test varies it
    assert found.enough is (found.allowed == 10)


@pytest.mark.parametrize(
    ("after", "is_open"),
    [(-2.51, False), (-2.5, True), (0, True), (6.99, True), (7, False)],
)
def test_the_depositorys_page_answers_from_eight_to_half_past_five_in_india(after: float, is_open: bool) -> None:
    assert depository_open(MORNING + timedelta(hours=after)) is is_open
