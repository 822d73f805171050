"""What is thrown away in time, without anybody asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tokri.core.ports import Event, Outside

#: Baskets that were never handed off are kept this long after their last save.
KEEP_BASKETS: Final = timedelta(days=90)

#: Kite's request token is dead after "only a few minutes" (kite.trade/docs/connect/v3/user/).
KEEP_TOKENS: Final = timedelta(minutes=15)

#: No rate limit counts over a longer window.
KEEP_COUNTERS: Final = timedelta(days=1)

#: A session dies at Kite at 6 AM, so one that is older has lost its job on the way.
LONGEST_SESSION: Final = timedelta(days=1)


def purge(outside: Outside) -> None:
    """Once a day: old baskets, old counters, and the end of sessions that nobody ended."""
    at = outside.clock()
    with outside.store.writing() as unit:
        baskets = unit.baskets.purge(at - KEEP_BASKETS)
        unit.rate_limits.sweep(at - KEEP_COUNTERS)
        left_over = unit.readings.unended(at - LONGEST_SESSION)
        for reading in left_over:
            unit.jobs.add("end", reading.id, at)
        unit.record(Event("purged", "store", at, {"baskets": baskets, "sessions": len(left_over)}))


def forget_tokens(outside: Outside) -> None:
    """Every few minutes: request tokens that nobody used and that Kite takes no more."""
    at = outside.clock()
    with outside.store.writing() as unit:
        tokens = unit.handoffs.forget_tokens(at - KEEP_TOKENS)
        if tokens:
            unit.record(Event("tokens forgotten", "store", at, {"tokens": tokens}))
