"""A moment as people type it in India, read in one way only. Typed is IST, kept is UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from tokri.core.times import IST, ist


class TimeFault(StrEnum):
    """Why a text is no moment."""

    UNREADABLE = "unreadable"
    TIME_MISSING = "time-missing"  #: a day without the time of day
    NO_SUCH_TIME = "no-such-time"  #: 30 February, 25:10


_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME: Final = (
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?: ?(?P<half>am|pm))?(?: (?:ist|hrs))?"
)
_DATES: Final = (
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
    r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})",
    r"(?P<day>[0-9]{1,2})[ -]?(?P<month>[a-z]{3,9}),?(?:[ -](?P<year>[0-9]{4}))?",
)
_TYPED: Final = tuple(re.compile(rf"{each}(?:(?:t|,? (?:at )?){_TIME})?") for each in _DATES)

_LONGEST: Final = 60
_YEARS: Final = range(1900, 2100)
_NOON: Final = 12


def read_time(text: str, now: datetime) -> datetime | TimeFault | None:
    """A moment typed in IST, in UTC; None where nothing was typed. Never raises.

    Read are 2026-02-11 15:15, 2026-02-11T15:15, 11/02/2026 15:15, 11 Feb 15:15 and 11 February 2026, 3:15 pm. Of a day
    without its year the nearest to `now` is meant.
    """
    if len(text) > _LONGEST:
        return TimeFault.UNREADABLE
    plain = " ".join(text.lower().split())
    if not plain:
        return None
    match = next((found for each in _TYPED if (found := each.fullmatch(plain))), None)
    month = _month(match["month"]) if match else None
    if match is None or month is None:
        return TimeFault.UNREADABLE
    if match["hour"] is None:
        return TimeFault.TIME_MISSING
    around = ist(now).year
    years = (int(match["year"]),) if match["year"] else (around - 1, around, around + 1)
    moments = [each for year in years if (each := _moment(match, year, month)) is not None]
    return min(moments, key=lambda each: abs(each - now), default=TimeFault.NO_SUCH_TIME)


def as_typed(at: datetime) -> str:
    """The moment as a person would type it, in IST, to the minute: `2026-02-11 15:15`."""
    return f"{ist(at):%Y-%m-%d %H:%M}"


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    named = "sep" if text == "sept" else text
    return next((number for number, name in enumerate(_MONTHS, 1) if named in {name, name[:3]}), None)


def _moment(match: re.Match[str], year: int, month: int) -> datetime | None:
    hour = _hour(int(match["hour"]), match["half"])
    if hour is None or year not in _YEARS:
        return None
    minute, second = int(match["minute"]), int(match["second"] or 0)
    try:
        return datetime(year, month, int(match["day"]), hour, minute, second, tzinfo=IST).astimezone(UTC)
    except ValueError:
        return None


def _hour(typed: int, half: str | None) -> int | None:
    if half is None:
        return typed
    return typed % _NOON + (_NOON if half == "pm" else 0) if 1 <= typed <= _NOON else None
