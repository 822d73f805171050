"""What became of all that was handed off at a link, where documents show that not all of it filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokri.core.link.link import Consent
from tokri.core.tally import Tally, tally_of
from tokri.journey.review import Sending
from tokri.link.look import is_still_to_place


@dataclass(frozen=True, slots=True)
class Short:
    """How the orders stand. `left`: some of it was rejected, cancelled or never there, and will not fill any more."""

    tally: Tally
    left: bool


def short(sendings: Sequence[Sending], consents: Iterable[Consent]) -> Short | None:
    """Of the version that was handed off last; None: all of it filled, or nothing is known.

    A part that went again counts as it went last; what filled of what was left, and went again, counts as filled.
    """
    of = {each.handoff_id: each for each in consents}
    gone = [(of[each.handoff.id], each) for each in sendings if each.handoff.left_at and each.handoff.id in of]
    newest = max((consent.number for consent, _ in gone), default=0)
    gone = [(consent, each) for consent, each in gone if consent.number == newest]
    parts = {each.handoff.part: each.verdicts for consent, each in gone if not is_still_to_place(consent)}
    told = tally_of(parts.values())
    orders = [one for each in parts.values() for one in each.orders]
    filled = sum(one.filled for _, each in gone for one in each.verdicts.orders)
    if told is None or told.all_filled or filled >= sum(one.asked for one in orders):
        return None
    left = any(one.left for one in orders)
    return Short(told, left) if left or any(one.still_open for one in orders) else None
