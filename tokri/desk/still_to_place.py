"""What is left of a client's orders, at the desk: a draft of exactly that, for them alone, without prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from tokri.core.basket import OrderText
from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.own_quantities import Drafted, ForWhom, Own
from tokri.core.link.correcting import Evidence, evidence_of
from tokri.core.ports import AlreadyThere, Outside, ReadingUnit, WritingUnit
from tokri.core.ports.mending import Closing
from tokri.core.still_to_place import Line, StillToPlace
from tokri.desk.by import By
from tokri.desk.drafting import Said, draft_for
from tokri.desk.follow_up import LONGEST_NOTE
from tokri.link.look import Looked, looked
from tokri.link.still_to_place import still_to_place_at


@dataclass(frozen=True, slots=True)
class StillToPlaceAtDesk:
    """A link and what is left of what was handed off at it."""

    looked: Looked
    still_to_place: StillToPlace

    @property
    def sha256(self) -> str:
        """What is left, as it was shown."""
        return self.still_to_place.sha256

    @property
    def number(self) -> int:
        """The firm's version that was handed off last."""
        consents = self.looked.consents
        return consents[-1].number if consents else self.looked.link.number


class NotTakenInHand(StrEnum):
    """Why nothing was drafted, or closed."""

    CHANGED = "changed"  #: what is left is other than was shown, or nothing is
    NOTE = "note"  #: the note with which it is closed is empty, or too long


def see(outside: Outside, link_id: str) -> StillToPlaceAtDesk | None:
    """What is left at the link; None: there is no such link."""
    with outside.store.reading() as unit:
        return _see(unit, outside, link_id)


def _see(unit: ReadingUnit | WritingUnit, outside: Outside, link_id: str) -> StillToPlaceAtDesk | None:
    link = unit.links.get(link_id)
    found = looked(unit, outside, link) if link is not None else None
    if found is None:
        return None
    # While another account stands, what was seen may be of that one: nothing is placed anew for the client by it.
    left = StillToPlace(()) if found.stood.wrong_account else still_to_place_at(unit, link_id)
    return StillToPlaceAtDesk(found, left)


def draft(
    outside: Outside, by: By, link_id: str, shown: str, say: Callable[[StillToPlaceAtDesk], Said]
) -> DeskBasket | NotTakenInHand | None:
    """A draft of what is left, for this client alone. It is left there from then on, and no more at the link.

    Prices are left to whoever writes the advice. `shown` is `StillToPlaceAtDesk.sha256` as it was seen. None: no such
    link.
    """
    try:
        with outside.store.writing() as unit:
            found = _see(unit, outside, link_id)
            if found is None:
                return None
            if found.sha256 != shown or not found.still_to_place.left:
                return NotTakenInHand.CHANGED
            made = draft_for(
                unit,
                outside,
                by,
                version=(found.looked.basket.id, found.number),
                for_whom=_for_whom(found),
                said=say(found),
                orders=tuple(_unpriced(each) for each in found.still_to_place.orders),
            )
            unit.mending.take(found.still_to_place.take(made.id, 0, outside.clock()))
            return made
    except AlreadyThere:
        return NotTakenInHand.CHANGED


def close(outside: Outside, by: By, link_id: str, shown: str, note: str) -> Closing | NotTakenInHand | None:
    """Close what is left with a note: nobody needs to do anything about it. News that come later open it again.

    `shown` is `StillToPlaceAtDesk.sha256` as it was seen. None: no such link.
    """
    said = " ".join(note.split())
    with outside.store.writing() as unit:
        found = _see(unit, outside, link_id)
        if found is None:
            return None
        if found.sha256 != shown or not found.still_to_place.left:
            return NotTakenInHand.CHANGED
        if not said or len(said) > LONGEST_NOTE:
            return NotTakenInHand.NOTE
        at, client_id = outside.clock(), found.looked.client.id
        closing = Closing(link_id, found.number, said, by.person_id, at)
        unit.mending.close(closing)
        unit.record(by.event("closed with a note", link_id, at, {"number": found.number, "client": client_id}))
    return closing


def _for_whom(found: StillToPlaceAtDesk) -> ForWhom:
    return ForWhom(
        Drafted.STILL_TO_PLACE, {found.looked.client.id: tuple(_own(each) for each in found.still_to_place.left)}
    )


def _own(line: Line) -> Own:
    order = line.order
    evidence = evidence_of(line.verdict.source, line.verdict.how) if line.verdict.source is not None else Evidence.FILE
    return Own(order.exchange, order.tradingsymbol, order.transaction_type, order.product, line.left, evidence)


def _unpriced(order: OrderText) -> OrderText:
    return replace(order, price="", trigger_price="", tag="")
