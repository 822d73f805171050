"""What a market does now, when it opens next, how many trading days lie between, and when intraday orders end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from tokri.core.market.calendar import SATURDAY, Calendar, Day, Market, Phase, day
from tokri.core.times import ist

#: No two sessions of an Indian exchange were ever this many days apart; further on, nothing is known.
_LOOK_AHEAD: Final = 15


@dataclass(frozen=True, slots=True)
class State:
    """How a market stands: its phase, and since when and until when that lasts (None where it is closed or unknown).

    `opens` is when continuous trading begins next, of a market that has ended for the day. `unknown` is the day that
    the tables do not hold: today, or the one that stands in the way of knowing when it opens. `holiday` names today
    where it is one, or one for a part of the day. `verified` is False where no source tells the minutes of the phase.
    """

    market: Market
    phase: Phase
    since: datetime | None = None
    until: datetime | None = None
    opens: datetime | None = None
    holiday: str = ""
    unknown: Day | None = None
    verified: bool = True

    @property
    def takes_orders(self) -> bool:
        """Whether the market takes any order now, or is about to: it is in one of its phases."""
        return self.phase not in {Phase.CLOSED, Phase.UNKNOWN}


@lru_cache(maxsize=256)
def state(calendar: Calendar, market: Market, now: datetime) -> State:
    """How the market stands at `now`. Kept: every order of a check asks for the same few markets, at one moment."""
    local = ist(now)
    today = day(calendar, market, local.date())
    if not today.known:
        return State(market, Phase.UNKNOWN, unknown=today)
    holiday = today.name if not today.spans or (today.own_hours and local.weekday() < SATURDAY) else ""
    for span in today.spans:
        since, until = today.moment(span.start), today.moment(span.end)
        if since <= local < until:
            sure = span.verified and today.verified
            opens = opening(calendar, market, local)[0] if span.phase is Phase.POST_CLOSE else None
            return State(market, span.phase, since, until, opens, holiday, verified=sure)
    opens, unknown = opening(calendar, market, local)
    return State(market, Phase.CLOSED, opens=opens, holiday=holiday, unknown=unknown)


def opening(calendar: Calendar, market: Market, now: datetime) -> tuple[datetime | None, Day | None]:
    """When continuous trading begins next, after `now`; None where a day before it is not known, and that day."""
    local = ist(now)
    for each in _days(calendar, market, local.date()):
        if not each.known:
            return None, each
        for span in each.spans:
            if span.phase is Phase.OPEN and each.moment(span.start) > local:
                return each.moment(span.start), None
    return None, None


def _days(calendar: Calendar, market: Market, first: date) -> Iterator[Day]:
    return (day(calendar, market, first + timedelta(days=ahead)) for ahead in range(_LOOK_AHEAD + 1))


def trading_days(calendar: Calendar, market: Market, after: date, until: date) -> int | None:
    """How many trading days come after `after`, up to and with `until`; None where a year of them is not loaded.

    0 where `until` is not later. A day with any continuous trading counts, a special session too.
    """
    count = 0
    for ahead in range(1, (until - after).days + 1):
        each = day(calendar, market, after + timedelta(days=ahead))
        if each.missing_year is not None:
            return None
        count += each.trades
    return count


@dataclass(frozen=True, slots=True)
class LateCut:
    """When intraday orders end today, from when that is warned of, and what the broker charges, in rupees before GST.

    `verified` is False where the time stands only in an older source.
    """

    at: datetime
    warn_from: datetime
    fee: int
    verified: bool


@lru_cache(maxsize=256)
def cut_off(calendar: Calendar, market: Market, now: datetime) -> LateCut | None:
    """The broker's end of intraday orders today; None where there is none, or none known."""
    on = ist(now).date()
    today = day(calendar, market, on)
    row = next((each for each in calendar.cut_offs if each.holds(market, on)), None)
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
