"""How the market of an order stands at the moment of the check, as the rules of the clock ask it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from tokri.core.market import AfterHours, Phase, State, Taking, after_hours, state
from tokri.core.rules.leg import Leg
from tokri.core.times import date_words, ist, weekday_words

_WEEK: Final = timedelta(days=7)


def standing(leg: Leg) -> State | None:
    """How the market of the order stands; None without a clock, a calendar or an exchange."""
    calendar, at, market = leg.known.tables.calendar, leg.known.at, leg.market
    return state(calendar, market, at) if calendar and at and market else None


def after_hours_of(leg: Leg) -> AfterHours | None:
    """Whether an order for the next session is taken in its market; None as above."""
    calendar, at, market = leg.known.tables.calendar, leg.known.at, leg.market
    return after_hours(calendar, market, at) if calendar and at and market else None


def taking(leg: Leg) -> Taking | None:
    """The same in a word."""
    found = after_hours_of(leg)
    return found.taking if found else None


def when(at: datetime, leg: Leg) -> str:
    """A time to come: `Monday 09:15 IST`, with its date where that Monday is not the next one."""
    far = leg.known.at is not None and at - leg.known.at >= _WEEK
    return f"{weekday_words(at)}, {date_words(at.date())}" if far else weekday_words(at)


def closed(leg: Leg) -> State | None:
    """How the market stands, if it is closed and its next opening is known."""
    found = standing(leg)
    return found if found and found.phase is Phase.CLOSED and found.opens else None


def session_day(leg: Leg) -> date | None:
    """The day of the session that an order sent now is for: today, or the next one where today's session is over.

    Where no table holds the next one, the first day on which it can be. Without a calendar, today; without a clock,
    None.
    """
    found = standing(leg)
    if found and found.opens:
        return ist(found.opens).date()
    return found.unknown.on if found and found.unknown else leg.known.day
