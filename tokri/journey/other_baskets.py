"""What the same person handed off from other baskets: an order of their day may be of one of those."""

from __future__ import annotations

from tokri.core.ports import Handoff, ReadingUnit, WritingUnit


def of_other_baskets(unit: ReadingUnit | WritingUnit, visitor_id: str, basket_id: str) -> list[Handoff]:
    """The hand-offs of the person's other baskets; at a link of all the client's other links."""
    link = unit.links.by_visitor([visitor_id]).get(visitor_id)
    if link is not None:
        baskets = [each.id for each in unit.links.of_client(link.client_id)]
    else:
        baskets = [each.id for each in unit.baskets.of(visitor_id)]
    others = sorted(set(baskets) - {basket_id})
    return list(unit.handoffs.of_baskets(others)) if others else []
