"""Times: kept in UTC, shown in IST. IST is five and a half hours ahead, all year, so no time zone table is needed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

#: Indian Standard Time. India keeps one time and no summer time.
IST: Final = timezone(timedelta(hours=5, minutes=30), "IST")

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WHOLE_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KITE_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}")


def ist(at: datetime) -> datetime:
    """The same moment by the clocks of India."""
    return at.astimezone(IST)


def ist_words(at: datetime) -> str:
    """A moment for people: `22 Nov 2026, 14:05 IST`."""
    return f"{ist_date(at)}, {ist_clock(at)}"


def ist_date(at: datetime) -> str:
    """The day in India: `22 Nov 2026`."""
    return date_words(at.astimezone(IST))


def date_words(day: date) -> str:
    """A day for people: `22 Nov 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def ist_clock(at: datetime) -> str:
    """The time of day in India: `14:05 IST`."""
    return f"{at.astimezone(IST):%H:%M} IST"


def weekday_words(at: datetime) -> str:
    """The weekday and the time of day in India: `Monday 09:15 IST`."""
    return f"{_DAYS[at.astimezone(IST).weekday()]} {ist_clock(at)}"


def demo_words(at: datetime) -> str:
    """A moment with its weekday: `Wednesday 11 February 2026, 10:30 IST`."""
    local = at.astimezone(IST)
    return f"{_DAYS[local.weekday()]} {local.day} {_WHOLE_MONTHS[local.month - 1]} {local.year}, {ist_clock(at)}"


def from_kite(text: str | None) -> datetime | None:
    """Kite's own time text (`2026-02-11 10:31:07`, IST) in UTC; None where it is absent or not a time."""
    if text is None or not _KITE_TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=IST).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
