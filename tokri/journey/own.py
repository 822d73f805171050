"""What belongs to a visitor: as long as its basket does, which is until it is deleted or the browser forgotten."""

from __future__ import annotations

from tokri.core.ports import Handoff, Reading, ReadingUnit, WritingUnit


def own_handoff(unit: ReadingUnit | WritingUnit, visitor_id: str, handoff_id: str) -> Handoff | None:
    """The hand-off, if its basket is this visitor's still."""
    handoff = unit.handoffs.get(handoff_id, visitor_id)
    if handoff is None or unit.baskets.get(handoff.basket_id, visitor_id) is None:
        return None
    return handoff


def own_reading(unit: ReadingUnit | WritingUnit, visitor_id: str, reading_id: str) -> Reading | None:
    """The reading, if the basket it is about is this visitor's still."""
    reading = unit.readings.get(reading_id, visitor_id)
    if reading is None or own_handoff(unit, visitor_id, reading.handoff_id) is None:
        return None
    return reading
