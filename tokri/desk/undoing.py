"""The drafts that undo what clients filled of a version: follow-ups and corrections, sent or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.exits import Room, total
from tokri.core.desk.own_quantities import Own, from_facts, sums
from tokri.core.ports import ReadingUnit, WritingUnit
from tokri.core.ports.mending import FollowUp
from tokri.desk.exits import UNDOING


@dataclass(frozen=True, slots=True)
class Drafts:
    """All that was drafted from what became of one version, in the order it was made; `baskets` by their ids."""

    all: tuple[FollowUp, ...]
    baskets: Mapping[str, DeskBasket]

    @property
    def aside(self) -> frozenset[str]:
        """The drafts that were put aside."""
        return frozenset(each.id for each in self.baskets.values() if each.archived_at is not None)

    def undoing(self, client_id: str) -> tuple[FollowUp, ...]:
        """Those that undo what the client filled, and were not put aside."""
        return tuple(
            each
            for each in self.all
            if each.basket_id not in self.aside
            and (found := from_facts(each.facts)).drafted in UNDOING
            and client_id in found.clients
        )

    def covering(self, client_id: str, own: Iterable[Own], room: Room) -> tuple[FollowUp, ...]:
        """The same, where those of them that were not sent undo all of `own`; none where something filled since.

        `room` knows what was sent already, and `own` is what that leaves.
        """
        mine = self.undoing(client_id)
        sent = {each.basket_id for each in room.exits.get(client_id, ())}
        drafted = total(sums(from_facts(each.facts).clients[client_id]) for each in mine if each.basket_id not in sent)
        return mine if all(much <= drafted.get(key, 0) for key, much in sums(own).items()) else ()


def drafts_of(unit: ReadingUnit | WritingUnit, basket_id: str, number: int) -> Drafts:
    """The drafts from this version of the basket."""
    drafts = tuple(each for each in unit.mending.follow_ups(basket_id) if each.from_number == number)
    found = (unit.desk_baskets.get(each.basket_id) for each in drafts)
    return Drafts(drafts, {each.id: each for each in found if each is not None})
