"""What is kept of mending, and how it is asked for: orders taken to be placed anew, follow-ups, closings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Taken:
    """What is left of one order of a hand-off, taken into a basket that is to place it: of each order once.

    `order` is its place in the plan that was handed off, `quantity` is Kite's. `basket_id` is the basket that it went
    into, `number` the version of it; 0 for a draft of the firm's, which has none yet.
    """

    handoff_id: str
    order: int
    quantity: int
    basket_id: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A basket of the firm's that was drafted for certain clients, from what became of a version of another.

    `facts` is JSON as tokri/core/desk/own_quantities.py writes it: for which clients, how much each, by what evidence.
    """

    basket_id: str
    from_basket_id: str
    from_number: int
    facts: Mapping[str, object]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """A version at a link that nothing came of, closed by the firm with a note. None is deleted; the latest counts."""

    link_id: str
    number: int
    note: str
    by: str
    at: datetime


class MendingRead(Protocol):
    def taken(self, handoff_ids: Sequence[str]) -> Sequence[Taken]:
        """What was taken of the orders of these hand-offs, in the order of their places."""
        ...

    def taken_into(self, basket_ids: Sequence[str]) -> Sequence[Taken]:
        """What these baskets were made of."""
        ...

    def follow_up(self, basket_id: str) -> FollowUp | None:
        """For whom the basket was drafted; None: for nobody in particular."""
        ...

    def drafts(self, basket_ids: Collection[str]) -> Sequence[FollowUp]:
        """Those of these baskets that were drafted for certain clients."""
        ...

    def follow_ups(self, from_basket_id: str) -> Sequence[FollowUp]:
        """Every basket that was drafted from what became of this one, in the order they were made."""
        ...

    def closings(self, link_ids: Sequence[str] | None = None) -> Sequence[Closing]:
        """Of these links, or of all, in the order they were made."""
        ...


class MendingWrite(MendingRead, Protocol):
    def take(self, taken: Iterable[Taken]) -> None:
        """Raises AlreadyThere if one of the orders was taken before; then the unit is to keep nothing."""
        ...

    def free(self, basket_ids: Collection[str]) -> int:
        """What these baskets took is left again, to be taken anew; answers how many orders that was."""
        ...

    def follow(self, follow_up: FollowUp) -> None: ...

    def close(self, closing: Closing) -> None: ...

    def erase_notes(self, link_ids: Sequence[str]) -> int:
        """Empty the notes with which these links were closed: that they were is kept. Answers how many."""
        ...
