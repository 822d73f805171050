"""The market clock at the moments that people ask about."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.core.instrument_cases import contract
from tests.core.knowing import share
from tests.core.market.moments import (
    AUCTIONED,
    CALENDAR,
    CURRENCY,
    METALS,
    OPTIONS,
    SHARES,
    SHIPPED,
    WITH_MUHURAT,
    at,
)
from tokri.core.instrument import Kind
from tokri.core.market import (
    Market,
    Phase,
    Segment,
    Taking,
    after_hours,
    cut_off,
    day,
    market_of,
    opening,
    queues,
    read_calendar,
    state,
    trading_days,
    variety,
)
from tokri.core.times import weekday_words


def opens(market: Market, moment: str) -> str:
    found = state(CALENDAR, market, at(moment)).opens
    return weekday_words(found) if found else "not known"


def test_an_exchange_has_one_market_and_shares_have_two() -> None:
    assert market_of("NSE") == SHARES
    assert market_of("BSE", has_derivatives=True) == AUCTIONED
    assert [market_of(each, has_derivatives=True) for each in ("NFO", "CDS", "MCX")] == [OPTIONS, CURRENCY, METALS]
    assert market_of("BFO") == Market("BFO", Segment.EQUITY_DERIVATIVES)
    assert market_of("BCD") == Market("BCD", Segment.CURRENCY)
    assert market_of("") is None
    assert market_of("NYSE") is None


@pytest.mark.parametrize(
    ("market", "moment", "said"),
    [
        (SHARES, "2026-02-11 07:00", "Wednesday 09:15 IST"),
        (SHARES, "2026-02-11 15:30", "Thursday 09:15 IST"),
        (SHARES, "2026-02-13 18:00", "Monday 09:15 IST"),
        (SHARES, "2026-01-30 18:00", "Sunday 09:15 IST"),  # the Union Budget
        (SHARES, "2026-04-02 16:30", "Monday 09:15 IST"),  # Good Friday
        (CURRENCY, "2026-03-31 18:00", "Thursday 09:00 IST"),  # two holidays of banks
        (METALS, "2026-03-03 12:00", "Tuesday 17:00 IST"),
        (METALS, "2026-01-01 17:00", "Friday 09:00 IST"),
    ],
)
def test_a_closed_market_says_when_it_opens(market: Market, moment: str, said: str) -> None:
    assert state(CALENDAR, market, at(moment)).phase is Phase.CLOSED
    assert opens(market, moment) == said


def test_at_the_very_opening_the_next_one_is_another() -> None:
    assert opening(CALENDAR, SHARES, at("2026-02-11 09:15")) == (at("2026-02-12 09:15"), None)
    assert opening(CALENDAR, SHARES, at("2026-02-11 09:14")) == (at("2026-02-11 09:15"), None)


def test_a_holiday_is_named_and_a_special_session_is_none() -> None:
    assert state(CALENDAR, SHARES, at("2026-01-26 11:00")).holiday == "Republic Day"
    assert state(CALENDAR, METALS, at("2026-03-03 16:00")).holiday == "Holi"
    assert state(CALENDAR, SHARES, at("2026-02-01 18:00")).holiday == ""
    assert state(CALENDAR, METALS, at("2026-02-01 18:00")).holiday == ""
    assert state(CALENDAR, SHARES, at("2026-02-14 18:00")).holiday == ""


def test_of_a_year_that_is_not_loaded_nothing_is_said() -> None:
    found = state(CALENDAR, SHARES, at("2027-01-04 11:00"))
    assert found.phase is Phase.UNKNOWN
    assert found.unknown is not None
    assert found.unknown.missing_year == 2027
    assert after_hours(CALENDAR, SHARES, at("2027-01-04 20:00")).taking is Taking.UNKNOWN
    assert cut_off(CALENDAR, SHARES, at("2027-01-04 15:10")) is None
    assert variety(CALENDAR, SHARES, at("2027-01-04 20:00"), may_queue=True) == "regular"


def test_on_its_last_evening_the_next_opening_is_not_guessed_though_orders_are_queued() -> None:
    found = state(CALENDAR, SHARES, at("2026-12-31 18:00"))
    assert (found.phase, found.opens) == (Phase.CLOSED, None)
    assert found.unknown is not None
    assert (found.unknown.on, found.unknown.missing_year) == (date(2027, 1, 1), 2027)
    assert after_hours(CALENDAR, SHARES, at("2026-12-31 18:00")) == after_hours(
        CALENDAR, SHARES, at("2026-12-31 18:00:30")
    )
    assert after_hours(CALENDAR, SHARES, at("2026-12-31 18:00")).taking is Taking.YES


def test_a_day_for_which_no_hours_are_loaded_is_not_known_either() -> None:
    """MCX is loaded up to the day on which the United States next change their clocks."""
    early = at("2019-12-31 11:00")
    assert state(CALENDAR, SHARES, early).phase is Phase.UNKNOWN


def test_muhurat_trading_is_not_known_until_its_hours_are_loaded() -> None:
    found = state(CALENDAR, SHARES, at("2026-11-08 18:30"))
    assert found.phase is Phase.UNKNOWN
    assert found.unknown is not None
    assert (found.unknown.name, found.unknown.missing_year) == ("Diwali, Muhurat trading", None)
    assert opens(SHARES, "2026-11-06 20:00") == "not known"


@pytest.mark.parametrize(
    ("market", "clock", "phase"),
    [
        (SHARES, "17:44", Phase.CLOSED),
        (SHARES, "17:45", Phase.PRE_OPEN),
        (AUCTIONED, "18:00", Phase.OPEN),
        (AUCTIONED, "19:00", Phase.CLOSED),
        (OPTIONS, "17:50", Phase.CLOSED),
        (OPTIONS, "18:59", Phase.OPEN),
        (METALS, "19:14", Phase.OPEN),
        (METALS, "19:15", Phase.CLOSED),
    ],
)
def test_muhurat_trading_keeps_the_hours_that_were_loaded(market: Market, clock: str, phase: Phase) -> None:
    assert state(WITH_MUHURAT, market, at(f"2026-11-08 {clock}")).phase is phase


def test_around_muhurat_trading_orders_are_queued_and_no_cut_off_is_made_up() -> None:
    assert after_hours(WITH_MUHURAT, SHARES, at("2026-11-08 12:00")).taking is Taking.YES
    assert after_hours(WITH_MUHURAT, SHARES, at("2026-11-08 12:00")).verified is False
    assert after_hours(WITH_MUHURAT, SHARES, at("2026-11-08 18:30")).taking is Taking.OPEN
    assert after_hours(WITH_MUHURAT, SHARES, at("2026-11-08 19:00")).taking is Taking.YES
    assert cut_off(WITH_MUHURAT, SHARES, at("2026-11-08 18:30")) is None
    late = cut_off(WITH_MUHURAT, METALS, at("2026-11-08 18:30"))
    assert late is not None
    assert (late.at, late.verified) == (at("2026-11-08 18:50"), False)


@pytest.mark.parametrize(
    ("market", "on", "ends", "warns", "sure"),
    [
        (SHARES, "2026-02-11", "15:20", "15:00", True),
        (AUCTIONED, "2026-08-03", "15:20", "15:00", False),
        (OPTIONS, "2026-02-11", "15:25", "15:00", True),
        (OPTIONS, "2026-08-03", "15:25", "15:00", False),
        (CURRENCY, "2026-02-11", "16:45", "16:25", True),
        (METALS, "2026-02-11", "23:30", "23:10", True),
        (METALS, "2026-07-01", "23:05", "22:45", True),
        (METALS, "2026-03-03", "23:30", "23:10", False),  # the evening of Holi
        (METALS, "2026-01-01", "16:35", "16:15", False),  # the morning of New Year
    ],
)
def test_intraday_orders_end_before_the_market_does(market: Market, on: str, ends: str, warns: str, sure: bool) -> None:
    late = cut_off(CALENDAR, market, at(f"{on} 12:00"))
    assert late is not None
    assert (late.at, late.warn_from, late.fee) == (at(f"{on} {ends}"), at(f"{on} {warns}"), 50)
    assert late.verified is sure


def test_on_a_holiday_no_intraday_order_ends() -> None:
    assert cut_off(CALENDAR, SHARES, at("2026-01-26 15:00")) is None


def test_a_row_holds_on_its_last_day_and_the_next_one_from_the_day_after() -> None:
    text = SHIPPED.replace("2026-08-02", "2026-08-05").replace("2026-08-03", "2026-08-06")
    moved = read_calendar(text)
    assert state(moved, OPTIONS, at("2026-08-05 15:35")).phase is Phase.CLOSED
    assert state(moved, OPTIONS, at("2026-08-06 15:35")).phase is Phase.OPEN


def test_of_a_day_that_begins_late_or_ends_early_only_that_part_is_left() -> None:
    holi = '"on": "2026-03-03", "name": "Holi"'
    late = SHIPPED.replace(holi, f'{holi}, "only_from": "15:45"', 1)
    assert [span.phase for span in day(read_calendar(late), SHARES, date(2026, 3, 3)).spans] == [Phase.POST_CLOSE]
    early = late.replace('"only_from": "15:45"', '"only_until": "09:15"')
    assert [span.phase for span in day(read_calendar(early), SHARES, date(2026, 3, 3)).spans] == [
        Phase.PRE_OPEN,
        Phase.PRE_OPEN_MATCHING,
    ]


def test_around_a_session_of_other_hours_the_window_for_the_next_one_is_not_sure() -> None:
    assert after_hours(CALENDAR, METALS, at("2026-02-02 23:56")).verified
    assert not after_hours(CALENDAR, METALS, at("2026-02-01 18:00")).verified


def test_what_is_not_confirmed_since_august_is_marked_so() -> None:
    assert after_hours(CALENDAR, SHARES, at("2026-07-31 20:00")).verified
    assert not after_hours(CALENDAR, SHARES, at("2026-08-03 20:00")).verified
    assert not state(CALENDAR, SHARES, at("2026-09-07 09:05")).verified
    assert state(CALENDAR, AUCTIONED, at("2026-09-07 15:22")).verified


def test_a_window_for_the_next_session_ends_on_the_next_trading_morning() -> None:
    friday = after_hours(CALENDAR, SHARES, at("2026-02-13 20:00"))
    assert friday.until == at("2026-02-16 08:58")
    assert after_hours(CALENDAR, METALS, at("2026-03-02 23:57")).until == at("2026-03-03 17:00")
    assert after_hours(CALENDAR, SHARES, at("2026-02-14 03:00")).until == at("2026-02-14 05:30")


@pytest.mark.parametrize(
    ("market", "after", "until", "count"),
    [
        (SHARES, "2026-02-11", "2026-02-11", 0),
        (SHARES, "2026-02-12", "2026-02-11", 0),
        (SHARES, "2026-02-11", "2026-02-12", 1),
        (SHARES, "2026-02-13", "2026-02-16", 1),
        (SHARES, "2026-01-30", "2026-02-02", 2),  # with the Sunday of the Budget
        (SHARES, "2026-03-30", "2026-04-06", 3),  # without two holidays
        (METALS, "2026-03-30", "2026-04-06", 4),  # an evening counts
        (SHARES, "2026-11-06", "2026-11-09", 2),  # Muhurat trading counts, whatever its hours
        (SHARES, "2025-12-31", "2026-12-31", 247),
    ],
)
def test_trading_days_are_counted(market: Market, after: str, until: str, count: int) -> None:
    assert trading_days(CALENDAR, market, date.fromisoformat(after), date.fromisoformat(until)) == count


def test_trading_days_are_not_counted_into_a_year_that_is_not_loaded() -> None:
    assert trading_days(CALENDAR, SHARES, date(2026, 12, 30), date(2027, 1, 4)) is None
    assert trading_days(CALENDAR, SHARES, date(2026, 12, 30), date(9999, 12, 31)) is None


def test_a_variety_left_open_is_what_the_clock_makes_it() -> None:
    evening, noon = at("2026-02-11 20:00"), at("2026-02-11 12:00")
    assert variety(CALENDAR, SHARES, evening, may_queue=True) == "amo"
    assert variety(CALENDAR, SHARES, evening, may_queue=False) == "regular"
    assert variety(CALENDAR, SHARES, noon, may_queue=True) == "regular"
    assert variety(CALENDAR, SHARES, at("2026-02-11 03:00"), may_queue=True) == "regular"
    assert variety(CALENDAR, METALS, evening, may_queue=True) == "regular"
    assert variety(CALENDAR, None, evening, may_queue=True) == "regular"
    assert variety(None, SHARES, evening, may_queue=True) == "regular"
    assert variety(CALENDAR, SHARES, None, may_queue=True) == "regular"


def test_a_market_order_on_an_index_option_is_not_queued_and_every_other_order_is() -> None:
    index = contract("NIFTY26FEB25000CE", kind=Kind.OPTION, instrument_type="CE", strike=25000)
    on_share = contract("TCS26FEB3000CE", kind=Kind.OPTION, instrument_type="CE", strike=3000, name="TCS")
    assert not queues(index, "MARKET")
    assert all(queues(each, "MARKET") for each in (None, share(), contract(), on_share))
    assert all(queues(index, order_type) for order_type in ("LIMIT", "SL", ""))


def test_the_clock_answers_on_the_last_days_that_a_date_can_hold() -> None:
    for moment in (datetime.max.replace(tzinfo=at("2026-02-11 00:00").tzinfo) - timedelta(days=40), at("0001-03-01")):
        assert state(CALENDAR, SHARES, moment).phase in {Phase.UNKNOWN, Phase.CLOSED}
