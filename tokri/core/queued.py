"""What is known of orders that were queued for a session which has begun since.

That an order was queued is the truth of the evening. Once the session has opened it says nothing of what became of it:
it is asked after, and until a source shows it anew nobody knows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tokri.core.release import Release
from tokri.core.times import ist
from tokri.core.verdict import Standing, Verdict, Verdicts


def as_of(found: Verdicts, release: Release | None, now: datetime) -> Verdicts:
    """The verdicts as they can be told at `now`: what was queued before its release is not queued after it.

    `release` is that of the session the orders wait for (tokri/core/release.py). Where no table tells it, nothing that
    was seen on an earlier day is called queued.
    """
    return replace(found, orders=tuple(_as_of(each, release, now) for each in found.orders))


def _as_of(verdict: Verdict, release: Release | None, now: datetime) -> Verdict:
    if verdict.standing is not Standing.QUEUED or verdict.at is None:
        return verdict
    from_when = release.opens if release is not None else _next_day(verdict.at)
    if now < from_when or verdict.at >= from_when:
        return verdict
    return replace(verdict, standing=Standing.UNKNOWN, left=0)


def _next_day(at: datetime) -> datetime:
    local = ist(at)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
