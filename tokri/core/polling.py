"""When the order book of a kept session is looked at again by itself.

While an order of the hand-offs can still change: soon after something moved, and less and less often while nothing
does. Not after 6 AM IST, when the session is over (tokri/core/kite_session.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tokri.core.evidence import OVER
from tokri.core.ports.kept import BookOrder
from tokri.core.times import from_kite

SOONEST: Final = timedelta(seconds=5)
SELDOMEST: Final = timedelta(minutes=5)

#: After a look that Kite did not answer, or answered with "too many requests", it is left alone for longer.
AFTER_A_FAILURE: Final = timedelta(seconds=30)

#: The wait grows by this part of the time in which nothing moved.
GROWS_BY: Final = 4

#: So long an order that is not in the book may yet be placed on the page of Kite's that stands open.
MAY_COME: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Watched:
    """One hand-off as the book showed it: when it left, its orders in the book, and how many it has that are not."""

    left_at: datetime
    books: tuple[BookOrder, ...]
    missing: int

    def can_change(self, at: datetime) -> bool:
        """Whether another look at `at` may show anything else."""
        if any(book.status not in OVER for book in self.books):
            return True
        return self.missing > 0 and at - self.left_at < MAY_COME

    @property
    def moved_at(self) -> datetime:
        """When something last happened to it, as far as the book tells."""
        texts = (text for book in self.books for text in (book.order_timestamp, book.exchange_update_timestamp))
        return max((self.left_at, *(at for at in map(from_kite, texts) if at is not None)))


def next_look(watched: Iterable[Watched], at: datetime, until: datetime, *, failed: bool = False) -> datetime | None:
    """When to look next after a look at `at`; None: there is nothing to look for any more, or no session to do it with.

    `until` is the session's end, `failed` says that the look found nothing out. All times in UTC.
    """
    alive: Sequence[Watched] = [each for each in watched if each.can_change(at)]
    if not alive:
        return None
    still = at - max(each.moved_at for each in alive)
    wait = min(max(still / GROWS_BY, SOONEST), SELDOMEST)
    due = at + (max(wait, AFTER_A_FAILURE) if failed else wait)
    return due if due < until else None
