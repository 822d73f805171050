"""What Kite said of an order that never reached its order book: the person's word, kept beside what is known."""

from __future__ import annotations

from tokri.core.ports import Handoff, Outside
from tokri.core.ports.evidence import KiteSaid
from tokri.core.refusals import TO_CHOOSE, Refusal
from tokri.journey.own import own_handoff


def say_kite_said(
    outside: Outside, visitor_id: str, handoff_id: str, reason: Refusal, order: int | None = None
) -> Handoff | None:
    """Keep it; None: not this visitor's hand-off, it never left, or there is no such order or reason to choose.

    `order` is the place of one order in the version's plan, from 0; None says it of the whole hand-off.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        handoff = own_handoff(unit, visitor_id, handoff_id)
        if handoff is None or handoff.left_at is None or reason not in TO_CHOOSE:
            return None
        if order is not None and not handoff.first_order <= order < handoff.first_order + handoff.orders:
            return None
        unit.evidence.say_kite_said(KiteSaid(handoff_id, order, reason.value, at))
        facts: dict[str, str | int | bool | None] = {"reason": reason.value, "order": order}
        unit.record(outside.event("kite said", handoff_id, at, facts))
    return handoff
