"""What a market does now, when it opens next, how many trading days lie between, and when intraday orders end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tokri.core.market.calendar import Calendar, Day, Market, Phase, day
from tokri.core.times import ist

#: No two sessions of an Indian exchange were ever this many days apart; further on, nothing is known.
_LOOK_AHEAD: Final = 15

#: How far apart two days may be for trading days to be counted between them.
_LONGEST_COUNT: Final = 3_700


@dataclass(frozen=True, slots=True)
class State:
    """How a market stands: its phase, and since when and until when that lasts (None where it is closed or unknown).

    `opens` is when continuous trading begins next; None where the tables do not reach so far, and then `missing_year`
    is the year that is not loaded, if it is that. `holiday` names the day where it is a special one.
    """

    market: Market
    phase: Phase
    since: datetime | None = None
    until: datetime | None = None
    opens: datetime | None = None
    holiday: str = ""
    missing_year: int | None = None
    verified: bool = True

    @property
    def takes_orders(self) -> bool:
        """Whether the market takes any order now, or is about to: it is in one of its phases."""
        return self.phase not in {Phase.CLOSED, Phase.UNKNOWN}


def state(calendar: Calendar, market: Market, now: datetime) -> State:
    """How the market stands at `now`."""
    local = ist(now)
    today = day(calendar, market, local.date())
    if not today.known:
        return State(market, Phase.UNKNOWN, holiday=today.name, missing_year=today.missing_year)
    for span in today.spans:
        if today.moment(span.start) <= local < today.moment(span.end):
            return State(
                market,
                span.phase,
                since=today.moment(span.start),
                until=today.moment(span.end),
                holiday=today.name,
                verified=today.verified,
            )
    opens, missing_year = opening(calendar, market, now)
    return State(market, Phase.CLOSED, opens=opens, holiday=today.name, missing_year=missing_year)


def opening(calendar: Calendar, market: Market, now: datetime) -> tuple[datetime | None, int | None]:
    """When continuous trading begins next, after `now`; where that is not known, None and the year not loaded."""
    local = ist(now)
    for each in _days(calendar, market, local.date()):
        if not each.known:
            return None, each.missing_year
        for span in each.spans:
            if span.phase is Phase.OPEN and each.moment(span.start) > local:
                return each.moment(span.start), None
    return None, None


def _days(calendar: Calendar, market: Market, first: date) -> list[Day]:
    most = min(_LOOK_AHEAD, (date.max - first).days)
    return [day(calendar, market, first + timedelta(days=ahead)) for ahead in range(most + 1)]


def trading_days(calendar: Calendar, market: Market, after: date, until: date) -> int | None:
    """How many trading days come after `after`, up to and with `until`; None where a year of them is not loaded.

    0 where `until` is not later. A day with any continuous trading counts, a special session too.
    """
    if (until - after).days > _LONGEST_COUNT:
        return None
    days = [day(calendar, market, after + timedelta(days=ahead)) for ahead in range(1, (until - after).days + 1)]
    if any(each.missing_year is not None for each in days):
        return None
    return sum(each.trades for each in days)


@dataclass(frozen=True, slots=True)
class LateCut:
    """When intraday orders end today, from when that is warned of, and what the broker charges, in rupees before GST.

    `verified` is False where the time stands only in an older source.
    """

    at: datetime
    warn_from: datetime
    fee: int
    verified: bool


def cut_off(calendar: Calendar, market: Market, now: datetime) -> LateCut | None:
    """The broker's end of intraday orders today; None where there is none, or none known."""
    local = ist(now)
    today = day(calendar, market, local.date())
    row = next((each for each in calendar.cut_offs if each.holds(market, local.date())), None)
    if row is None or today.last is None or not any(span.phase is Phase.OPEN for span in today.spans):
        return None
    if row.minutes_before is not None:
        warn = row.minutes_before if row.warn_minutes_before is None else row.warn_minutes_before
        close = today.last
        at, early = close - timedelta(minutes=row.minutes_before), close - timedelta(minutes=warn)
        return LateCut(at, early, row.fee, row.verified and not today.own_hours)
    if row.at is None or row.warn_from is None or today.own_hours:
        return None  # the broker names another time for a session of other hours
    return LateCut(today.moment(row.at), today.moment(row.warn_from), row.fee, row.verified)
