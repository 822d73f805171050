"""Orders for the next session (AMO): when the broker takes them, which it never takes, and the variety that follows.

Source: support.zerodha.com, "What is AMO and when can we place it". That a regular order sent after hours becomes an
AMO by itself is said there too, and nothing here relies on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from tokri.core.instrument import Instrument, Kind
from tokri.core.market.calendar import Calendar, Day, Market, Queueing, day
from tokri.core.times import ist
from tokri.core.underlying import on_index

_LOOK_AHEAD: Final = 15


class Taking(Enum):
    """Whether the broker takes orders for the next session."""

    YES = auto()
    OPEN = auto()  #: no: the market is open, or just closed or about to open
    PAUSED = auto()  #: no: the hours of the night in which it takes nothing
    UNKNOWN = auto()  #: the tables do not hold the day


@dataclass(frozen=True, slots=True)
class AfterHours:
    """Whether orders for the next session are taken, and until when that stays so (None: not known)."""

    taking: Taking
    until: datetime | None = None
    verified: bool = True


@lru_cache(maxsize=256)
def after_hours(calendar: Calendar, market: Market, now: datetime) -> AfterHours:
    """Whether an AMO is taken at `now`."""
    local = ist(now)
    today = day(calendar, market, local.date())
    row = next((each for each in calendar.queueing if each.holds(market, local.date())), None)
    if not today.known or row is None:
        return AfterHours(Taking.UNKNOWN)
    sure = row.verified and not today.own_hours
    gap = _gap(today, row)
    if gap and gap[0] <= local < gap[1]:
        return AfterHours(Taking.OPEN, gap[1], sure)
    if calendar.pause and today.moment(calendar.pause[0]) <= local < today.moment(calendar.pause[1]):
        return AfterHours(Taking.PAUSED, today.moment(calendar.pause[1]), sure)
    return AfterHours(Taking.YES, _end(calendar, market, local), sure)


def not_queueing(calendar: Calendar, market: Market, on: date) -> tuple[datetime, datetime] | None:
    """From when to when on a day no order for the next session is taken; None where that is never so, or not known."""
    row = next((each for each in calendar.queueing if each.holds(market, on)), None)
    return _gap(day(calendar, market, on), row) if row else None


def _gap(today: Day, row: Queueing) -> tuple[datetime, datetime] | None:
    """From when to when nothing is queued on a day; on one of other hours, as long as the market is in a phase."""
    if today.first is None or today.last is None:
        return None
    if today.own_hours:
        return today.first, today.last
    return today.moment(row.until), today.last if row.opens is None else today.moment(row.opens)


def _end(calendar: Calendar, market: Market, local: datetime) -> datetime | None:
    """When the next gap begins."""
    for ahead in range(_LOOK_AHEAD + 1):
        each = day(calendar, market, local.date() + timedelta(days=ahead))
        row = next((row for row in calendar.queueing if row.holds(market, each.on)), None)
        if not each.known or row is None:
            return None
        gap = _gap(each, row)
        if gap and gap[0] > local:
            return gap[0]
    return None


def queues(instrument: Instrument | None, order_type: str) -> bool:
    """Whether an order on it may be queued at all: MARKET on an index option may not."""
    if instrument is None or instrument.kind is not Kind.OPTION:
        return True
    return order_type != "MARKET" or not on_index(instrument)


def variety(calendar: Calendar | None, market: Market | None, now: datetime | None, *, may_queue: bool) -> str:
    """The variety of an order where the person has left it open: `amo` while such are taken, else `regular`.

    `may_queue` is False for what the broker never queues.
    """
    if calendar is None or market is None or now is None or not may_queue:
        return "regular"
    return "amo" if after_hours(calendar, market, now).taking is Taking.YES else "regular"
