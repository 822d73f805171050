"""Quiet hours: nobody is reminded of a basket between nine in the evening and nine in the morning, in India.

Source: our own.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from tokri.core.times import IST, ist

BEGIN: Final = time(21)
END: Final = time(9)


def is_quiet(now: datetime) -> bool:
    """Whether a reminder waits at that moment."""
    here = ist(now).time()
    return here >= BEGIN or here < END


def from_when(now: datetime) -> datetime:
    """The moment from which a reminder may go: now, or the end of the quiet hours, in UTC."""
    if not is_quiet(now):
        return now
    here = ist(now)
    day = here.date() if here.time() < END else here.date() + timedelta(days=1)
    return datetime.combine(day, END, IST).astimezone(UTC)
