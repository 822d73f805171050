"""What became of all that was handed off at a link, where documents show that not all of it filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tokri.core.evidence import DOCUMENTS
from tokri.core.link.link import Consent
from tokri.core.tally import Tally, tally_of
from tokri.core.verdict import Verdict, Verdicts
from tokri.journey.review import Sending
from tokri.link.look import is_still_to_place


@dataclass(frozen=True, slots=True)
class Short:
    """How the orders stand. `left`: some of it was rejected, cancelled or never there, and will not fill any more.

    `waits_since` (UTC) is since when documents show that of something which nobody took into a basket to be placed
    anew; None: there is nothing like that.
    """

    tally: Tally
    left: bool
    waits_since: datetime | None = None


def short(sendings: Sequence[Sending], consents: Iterable[Consent]) -> Short | None:
    """Of the version that was handed off last; None: all of it filled, or nothing is known.

    A part that went again counts as it went last; what filled of what was left, and went again, counts as filled.
    """
    of = {each.handoff_id: each for each in consents}
    left = [(of[each.handoff.id], each) for each in sendings if each.handoff.left_at and each.handoff.id in of]
    newest = max((consent.number for consent, _ in left), default=0)
    gone = [_Gone(consent, each, each.verdicts) for consent, each in left if consent.number == newest]
    parts = {each.sending.handoff.part: each.verdicts for each in gone if not is_still_to_place(each.consent)}
    told = tally_of(parts.values())
    orders = [one for each in parts.values() for one in each.orders]
    filled = sum(one.filled for each in gone for one in each.verdicts.orders)
    if told is None or told.all_filled or filled >= sum(one.asked for one in orders):
        return None
    waits_since, is_left = _waits_since(gone), any(one.left for one in orders)
    return Short(told, is_left, waits_since) if is_left or any(one.still_open for one in orders) else None


class _Gone(NamedTuple):
    """A hand-off that left, what the client said yes to with it, and what became of it."""

    consent: Consent
    sending: Sending
    verdicts: Verdicts

    @property
    def which(self) -> tuple[int, int]:
        """What it was of: a part of the version (0), or of the basket that took what was left of it."""
        return int(str(self.consent.changes.get("still_to_place", 0))), self.sending.handoff.part


def _waits_since(gone: Sequence[_Gone]) -> datetime | None:
    last = {each.which: each for each in gone}
    taken = {(each.which, one.order) for each in gone for one in each.sending.news.taken}
    since = [
        at
        for which, each in last.items()
        for verdict in each.verdicts.orders
        if verdict.left and (which, verdict.order) not in taken and (at := _since(each.sending, verdict)) is not None
    ]
    return min(since, default=None)


def _since(sending: Sending, verdict: Verdict) -> datetime | None:
    """Since when a document shows that the order is over; of one that is not there, when that was last looked at."""
    books = {each.order_id for each in verdict.books}
    ends = (
        each.at
        for each in sending.news.sightings
        if each.over and each.source in DOCUMENTS and each.book.order_id in books
    )
    return min(ends, default=verdict.at)
