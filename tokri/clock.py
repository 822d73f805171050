"""The clock: the only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tokri.core.ports import Clock


def clock(offset: timedelta) -> Clock:
    """A clock in UTC, `offset` ahead of the true one (`CLOCK_OFFSET`; nothing but demo and tests set it)."""
    return lambda: datetime.now(UTC) + offset
