"""What was seen of a hand-off's one order, ten INFY, and since when Kite's page of it is done with."""

from __future__ import annotations

from tests.journey.fakes import book_order
from tests.link import making
from tests.link.making import Made
from tokri.core.evidence import How, Sighting, Source
from tokri.core.ports import Handoff, Outside


def seen(outside: Outside, handoff: Handoff, status: str, filled: int, *, source: Source = Source.BOOK) -> None:
    """A source shows its order so."""
    row = book_order(
        order_id=f"seen-{handoff.id}", status=status, filled_quantity=filled, tag=handoff.tag, tags=(handoff.tag,)
    )
    sighting = Sighting(handoff.id, source, How.TAG, 0, row, outside.clock(), "a test")
    with outside.store.writing() as unit:
        unit.evidence.see([sighting])


def back_with(outside: Outside, made: Made, status: str, filled: int, *, source: Source = Source.BOOK) -> Handoff:
    """The client sent it, came back, and this was seen."""
    handoff = making.came_back(outside, made.link)
    seen(outside, handoff, status, filled, source=source)
    return handoff
