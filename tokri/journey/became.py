"""What became of a whole basket: the orders of all its hand-offs, each by its verdict."""

from __future__ import annotations

from collections.abc import Sequence

from tokri.core.tally import Tally, tally_of
from tokri.journey.review import Sending


def became(sendings: Sequence[Sending]) -> Tally | None:
    """How the orders stand that were handed over and may be at Kite; None where there is no evidence of any.

    `sendings` are in the order they were made. Of a part that was handed over more than once, each time counts of which
    an order was seen; where none was, the last.
    """
    left = [each for each in sendings if each.handoff.left_at is not None]
    seen = {each.handoff.id for each in left if each.evidence.sources}
    parts: dict[tuple[int, int], Sending] = {_part(each): each for each in left}
    seen_parts = {_part(each) for each in left if each.handoff.id in seen}
    last = {each.handoff.id for part, each in parts.items() if part not in seen_parts}
    counted = [each for each in left if each.handoff.id in seen | last]
    newest = max((each.handoff.version_number for each in left), default=0)
    counted = [each for each in counted if each.handoff.id in seen or each.handoff.version_number == newest]
    return tally_of(each.verdicts for each in counted)


def _part(sending: Sending) -> tuple[int, int]:
    return sending.handoff.version_number, sending.handoff.part
