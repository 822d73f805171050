"""When what was not taken is tried again, how long a failing endpoint is let alone, and when all is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

#: Until the next try of a message, after the first failure, the second…; then as after the last.
BACK_OFF: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600)
)

#: So long after it was put there, or asked for again, a message that nobody took is given up, and shown as such.
GIVE_UP_AFTER: Final = timedelta(days=3)

#: A message that was taken, or given up, is shown for so long.
KEPT_FOR: Final = timedelta(days=30)

#: So long an endpoint is let alone after its first failure in a row, its second…; then as after the last.
REST: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 5 * 60, 15 * 60))

#: From so many failures in a row on an endpoint was away, and not just at odds with one message.
AWAY_FROM: Final = 3

#: What stands before an endpoint answers so while that is away.
AWAY: Final = frozenset({429, 502, 503, 504})


def next_try(tries: int, now: datetime) -> datetime:
    """When a message is tried again that has failed so many times."""
    return now + BACK_OFF[min(max(tries, 1), len(BACK_OFF)) - 1]


def rests_until(failures: int, now: datetime) -> datetime:
    """Until when nothing is sent to an endpoint that has failed so many times in a row, whatever waits for it."""
    return now + REST[min(max(failures, 1), len(REST)) - 1]
