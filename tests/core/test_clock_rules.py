"""How much the rules of the clock weigh where a source is not sure, and the variety of an order that left it open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.clock_cases import ESM, MIS, OPTION, at, gold
from tests.core.instrument_cases import contract
from tests.core.orders import cover, future, typed
from tokri.core.basket import OrderText
from tokri.core.instrument import Listing
from tokri.core.problems import Severity
from tokri.core.rules import check
from tokri.core.rules.leg import read_leg

AMO = typed(variety="amo")
STOP = typed(order_type="SL", trigger_price="1490")
MARKET = typed(order_type="MARKET", price="")
EVENING = at("2026-02-11 20:00")


@pytest.mark.parametrize(
    ("code", "order", "moment", "weighs"),
    [
        ("amo-while-open", AMO, "2026-07-31 12:00", Severity.ERROR),
        ("amo-while-open", AMO, "2026-08-03 12:00", Severity.WARNING),
        ("auction-stop", STOP, "2026-08-03 15:22", Severity.ERROR),
        ("auction-stop", STOP, "2026-08-03 15:16", Severity.ERROR),
        ("auction-stop", STOP, "2026-08-03 09:05", Severity.WARNING),
        ("auction-limit-only", MARKET, "2026-08-03 15:26", Severity.ERROR),
        ("auction-limit-only", MARKET, "2026-09-07 15:26", Severity.ERROR),
        ("auction-limit-only", MARKET, "2026-09-07 09:06", Severity.WARNING),
        ("intraday-late", MIS, "2026-07-31 15:20", Severity.ERROR),
        ("intraday-late", MIS, "2026-08-03 15:20", Severity.WARNING),
        ("intraday-late", cover(), "2026-08-03 15:20", Severity.WARNING),
        ("intraday-late", cover(product=""), "2026-07-31 15:20", Severity.ERROR),
    ],
)
def test_what_no_source_is_sure_of_warns_and_stops_nothing(
    code: str, order: OrderText, moment: str, weighs: Severity
) -> None:
    (problem,) = [each for each in check((order,), at(moment)).problems if each.code == code]
    assert problem.severity is weighs


def test_a_rule_that_leans_on_an_old_instrument_list_only_warns() -> None:
    """The list tells which shares have derivatives, and with them a closing auction."""
    known = at("2026-08-03 15:22")
    old = type(known)(known.at, at("2026-07-01 10:00").master, known.listings, known.tables)
    (problem,) = [each for each in check((STOP,), old).problems if each.code == "auction-stop"]
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("order", "goes_as"),
    [
        (typed(), "amo"),
        (typed(variety="regular"), "regular"),
        (typed(variety="AMO"), ""),
        (cover(), "co"),
        (gold(), "regular"),
        (typed(exchange=""), "regular"),
        (OPTION, "regular"),
        (future(quantity="65", order_type="MARKET", price=""), "amo"),
        (typed(tradingsymbol="KEL-SM"), "regular"),
        (typed(tradingsymbol="TCS"), "amo"),
    ],
)
def test_after_hours_a_variety_left_open_is_amo_for_whatever_kite_queues(order: OrderText, goes_as: str) -> None:
    assert read_leg(0, order, at("2026-02-11 20:00", lists=ESM)).variety == goes_as


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-02-24 08:00", "expires-today"),
        ("2026-02-24 15:29", "expires-today"),
        ("2026-02-24 15:50", "instrument-expired"),
        ("2026-02-24 18:00", "instrument-expired"),
        ("2026-02-25 10:00", "instrument-expired"),
        ("2026-02-23 18:00", None),
    ],
)
def test_a_contract_of_today_has_expired_once_its_market_has_closed(moment: str, code: str | None) -> None:
    """What is sent then is an order for the next session."""
    told = {each.code for each in check((future(quantity="65"),), at(moment)).problems}
    assert told & {"expires-today", "instrument-expired"} == ({code} if code else set())


def test_a_contract_of_the_last_day_of_a_year_has_expired_in_its_evening_though_the_next_year_is_not_loaded() -> None:
    known = at("2026-12-31 18:00")
    last = contract("NIFTY26DECFUT", expiry=date(2026, 12, 31))
    with_it = replace(known, listings={**known.listings, last.key: Listing(last)})
    assert "instrument-expired" in {
        each.code for each in check((future(tradingsymbol="NIFTY26DECFUT", quantity="65"),), with_it).errors
    }


def test_without_a_clock_or_a_calendar_a_variety_left_open_is_regular() -> None:
    assert read_leg(0, typed()).variety == "regular"
    assert read_leg(0, typed(), at("2026-02-11 20:00", calendar=None)).variety == "regular"


def test_without_a_calendar_no_rule_of_the_clock_says_anything() -> None:
    silent = check((typed(), AMO, MIS, cover()), at("2026-02-11 20:00", calendar=None))
    assert [each.code for each in silent.problems if each.code in {"market-closed", "sent-after-hours"}] == []
    assert {each.code for each in check((typed(),), EVENING).notes} == {"sent-after-hours"}


def test_an_empty_order_is_not_told_that_the_market_is_closed() -> None:
    (note,) = check((typed(), OrderText(exchange="NSE")), EVENING).notes
    assert note.facts["places"] == "1"
