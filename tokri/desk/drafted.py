"""For whom alone a basket was drafted, where it was drafted for certain clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tokri.core.desk.own_quantities import Drafted, ForWhom, from_facts
from tokri.core.link.link import Recall
from tokri.core.ports import ReadingUnit, WritingUnit


@dataclass(frozen=True, slots=True)
class DraftedFor:
    """For whom alone a basket was drafted, with the codes of these clients by their ids."""

    for_whom: ForWhom
    codes: Mapping[str, str]

    @property
    def client_ids(self) -> tuple[str, ...]:
        """The clients, in the order of their codes."""
        return tuple(sorted(self.for_whom.clients, key=lambda each: self.codes.get(each, each)))


def drafted_for(unit: ReadingUnit | WritingUnit, basket_id: str) -> ForWhom | None:
    """For whom alone the basket was drafted. One that no longer has what it was to place is for nobody."""
    kept = unit.mending.follow_up(basket_id)
    if kept is None:
        return None
    found = from_facts(kept.facts)
    if found.drafted is Drafted.STILL_TO_PLACE and not unit.mending.taken_into([basket_id]):
        return ForWhom(found.drafted, {})
    return found


def recall_behind(unit: ReadingUnit | WritingUnit, basket_id: str) -> Recall | None:
    """That the advice was taken back of which the basket places what was left; None: it stands, or there is none."""
    kept = unit.mending.follow_up(basket_id)
    while kept is not None and from_facts(kept.facts).drafted is Drafted.STILL_TO_PLACE:
        for each in unit.links.recalls([kept.from_basket_id]):
            if each.number == kept.from_number:
                return each
        kept = unit.mending.follow_up(kept.from_basket_id)
    return None


def drafted_with_codes(unit: ReadingUnit | WritingUnit, basket_id: str) -> DraftedFor | None:
    """The same, with the codes of these clients; None: the basket is for nobody in particular."""
    found = drafted_for(unit, basket_id)
    if found is None:
        return None
    return DraftedFor(found, {each.id: each.code for each in unit.desk_lists.clients(found.clients.keys())})
