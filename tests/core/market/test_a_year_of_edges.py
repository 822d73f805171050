"""A year of session edges in India: every day of 2026, every market, the minute before each edge and the edge itself.

The hours are written down a second time here, as the exchanges print them, and not read from the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.market.moments import AUCTIONED, CALENDAR, CURRENCY, MARKETS, METALS, OPTIONS, SHARES, at
from tokri.core.market import Market, Phase, Taking, after_hours, opening, state

MORNING = "09:00 pre-open, 09:08 pre-open-matching, 09:15 open, "
REVISED = "09:00 pre-open, 09:05 pre-open-limit, 09:10 pre-open-matching, 09:15 open, "
CLOSING = (
    "15:15 auction-no-entry, 15:20 auction, 15:25 auction-limit, 15:30 auction-matching, 15:35 closed, "
    "15:50 post-close, 16:00 closed"
)
AUGUST, SEPTEMBER = date(2026, 8, 3), date(2026, 9, 7)
SUMMER, WINTER = date(2026, 3, 9), date(2026, 11, 2)

EQUITY_HOLIDAYS = "15 1, 26 1, 3 3, 26 3, 31 3, 3 4, 14 4, 1 5, 28 5, 26 6, 14 9, 2 10, 20 10, 10 11, 24 11, 25 12"
MORE_IN_CURRENCY = ", 19 2, 19 3, 1 4, 26 8"
MCX_ALL_DAY = "26 1, 3 4, 2 10, 25 12"
MCX_MORNING = "15 1, 3 3, 26 3, 31 3, 14 4, 1 5, 28 5, 26 6, 14 9, 20 10, 10 11, 24 11"
BUDGET, MUHURAT = date(2026, 2, 1), date(2026, 11, 8)


def days(listed: str) -> set[date]:
    """`26 1, 3 3`: 26 January and 3 March."""
    pairs = (each.split() for each in listed.split(", "))
    return {date(2026, int(month), int(day)) for day, month in pairs}


def printed(market: Market, on: date) -> str:
    """The hours of a day as the exchange prints them; "" for a day without any."""
    if on == BUDGET:
        return "09:00 open, 17:00 closed" if market == METALS else "" if market == CURRENCY else usual(market, on)
    if on.weekday() > 4:
        return ""
    if market == METALS:
        return commodities(on)
    return "" if on in days(EQUITY_HOLIDAYS + (MORE_IN_CURRENCY if market == CURRENCY else "")) else usual(market, on)


def usual(market: Market, on: date) -> str:
    if market == CURRENCY:
        return "09:00 open, 17:00 closed"
    if market == OPTIONS:
        return "09:15 open, 15:40 closed" if on >= AUGUST else "09:15 open, 15:30 closed"
    morning = REVISED if on >= SEPTEMBER else MORNING
    if on < AUGUST:
        return morning + "15:30 closed, 15:40 post-close, 16:00 closed"
    return morning + (CLOSING if market == AUCTIONED else "15:30 closed, 15:50 post-close, 16:00 closed")


def commodities(on: date) -> str:
    if on in days(MCX_ALL_DAY):
        return ""
    end = "23:30 closed" if SUMMER <= on < WINTER else "23:55 closed"
    start = "17:00 open" if on in days(MCX_MORNING) else "09:00 open"
    return f"{start}, 17:00 closed" if on == date(2026, 1, 1) else f"{start}, {end}"


def edges(market: Market, on: date) -> Iterator[tuple[datetime, str]]:
    """Each edge of the day, the minute before it and the last second of its minute, with the phase that is printed."""
    phase = "closed"
    yield at(f"{on} 00:00"), phase
    for edge in filter(None, printed(market, on).split(", ")):
        time, following = edge.split()
        moment = at(f"{on} {time}")
        yield moment - timedelta(minutes=1), phase
        yield moment - timedelta(seconds=1), phase
        yield moment, following
        yield moment + timedelta(seconds=59), following
        phase = following
    yield at(f"{on} 23:59"), phase


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("market", MARKETS, ids="-".join)
def test_every_edge_of_every_day_is_where_the_exchange_prints_it(market: Market, month: int) -> None:
    first = date(2026, month, 1)
    wrong = [
        (moment, phase, state(CALENDAR, market, moment).phase)
        for ahead in range(31)
        if (on := first + timedelta(days=ahead)).month == month and on != MUHURAT
        for moment, phase in edges(market, on)
        if state(CALENDAR, market, moment).phase != phase
    ]
    assert wrong == []


def test_the_walk_meets_every_phase_there_is() -> None:
    met = {phase for market in MARKETS for on in (AUGUST, SEPTEMBER) for _, phase in edges(market, on)}
    assert met == {phase.value for phase in Phase} - {"unknown"}


#: Every minute of the year but its last weeks, whose next opening may lie in a year that is not loaded.
minutes = st.integers(0, 340 * 24 * 60).map(lambda count: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=count))


@settings(deadline=None)
@given(st.sampled_from(MARKETS), minutes)
def test_a_market_opens_when_it_was_said_to_and_not_a_minute_before(market: Market, now: datetime) -> None:
    opens, unknown = opening(CALENDAR, market, now)
    if opens is None:
        assert unknown is not None
        assert unknown.on == MUHURAT
        return
    assert opens > now
    assert state(CALENDAR, market, opens).phase is Phase.OPEN
    assert state(CALENDAR, market, opens - timedelta(minutes=1)).phase is not Phase.OPEN


@settings(deadline=None)
@given(st.sampled_from(MARKETS), minutes)
def test_no_order_is_queued_for_tomorrow_while_one_can_be_filled_today(market: Market, now: datetime) -> None:
    if state(CALENDAR, market, now).phase is Phase.OPEN:
        assert after_hours(CALENDAR, market, now).taking is Taking.OPEN


#: When orders for the next session are taken on a usual day, and when not.
WINDOWS = {
    SHARES: "00:00 YES, 01:00 PAUSED, 05:30 YES, 08:58 OPEN, 16:00 YES",
    AUCTIONED: "00:00 YES, 01:00 PAUSED, 05:30 YES, 08:58 OPEN, 16:00 YES",
    OPTIONS: "00:00 YES, 01:00 PAUSED, 05:30 YES, 09:10 OPEN, 15:45 YES",
    CURRENCY: "00:00 YES, 01:00 PAUSED, 05:30 YES, 08:59 OPEN, 17:00 YES",
    METALS: "00:00 YES, 01:00 PAUSED, 05:30 YES, 08:58 OPEN, 23:55 YES",
}


@pytest.mark.parametrize("market", MARKETS, ids="-".join)
@pytest.mark.parametrize("on", ["2026-02-11", "2026-11-20"])
def test_every_edge_of_the_windows_for_the_next_session(market: Market, on: str) -> None:
    taking = "YES"
    for edge in WINDOWS[market].split(", "):
        time, following = edge.split()
        moment = at(f"{on} {time}")
        assert after_hours(CALENDAR, market, moment - timedelta(minutes=1)).taking.name == taking
        assert after_hours(CALENDAR, market, moment).taking.name == following
        taking = following
