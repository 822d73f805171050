"""What stands before somebody who would send again: what may be at Kite already, order by order, and a fresh look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tokri.core.ports import Outside, Reading
from tokri.core.state import ReadingStep, reading_step
from tokri.journey.result import readable
from tokri.journey.review import Sending
from tokri.web.filters import sending_kind, sending_words
from tokri.web.order_told import Advised, OrderTold, orders_told


@dataclass(frozen=True, slots=True)
class Before:
    """One hand-off whose orders may be placed twice.

    `kind` and `words` are where it stands. `kept` is a reading with a session that is kept: the book can be looked into
    again at once. `may_ask`: its book can be read with a further yes, on the page of the result.
    """

    sending: Sending
    kind: str
    words: str
    orders: Sequence[OrderTold]
    kept: Reading | None
    may_ask: bool

    @property
    def left_at(self) -> datetime:
        return self.sending.handoff.left_at or self.sending.handoff.created_at


def sent_before(outside: Outside, sendings: Sequence[Sending], advised: Advised | None = None) -> list[Before]:
    """What is known of each of these."""
    now = outside.clock()
    found = []
    for each in sendings:
        kept = [one for one in each.news.readings if reading_step(one, now) is ReadingStep.KEPT]
        found.append(
            Before(
                sending=each,
                kind=sending_kind(each),
                words=sending_words(each),
                orders=orders_told(each, advised or {}),
                kept=kept[-1] if kept else None,
                may_ask=not kept and readable(outside, each) is not None,
            )
        )
    return found
