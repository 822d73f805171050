"""Correction: a draft that undoes what became of advice that was taken back, for one client."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.exits import Room, remaining
from tokri.core.desk.follow_up import own_of
from tokri.core.desk.own_quantities import Drafted, ForWhom, Own, sums
from tokri.core.ports import Outside
from tokri.core.ports.mending import FollowUp
from tokri.desk import recalls
from tokri.desk.by import By
from tokri.desk.drafting import Said, draft_for
from tokri.desk.exits import room_of
from tokri.desk.recalls import Reached, Recalling
from tokri.desk.undoing import Drafts, drafts_of

#: What a draft says, from the version, its client and what is undone.
Say = Callable[[Recalling, Reached, Sequence[Own]], Said]


def undoing(reached: Reached, room: Room) -> tuple[Own, ...]:
    """What a correction would undo at this link: what filled, as far as no other draft that was sent has it."""
    client_id, own = reached.looked.client.id, tuple(own_of(each) for each in reached.correction.undone)
    filled, taken = room.filled.get(client_id, {}), room.taken(client_id)
    here = sums(own)
    return remaining(own, {key: here[key] - max(filled.get(key, 0) - taken.get(key, 0), 0) for key in here})


@dataclass(frozen=True, slots=True)
class Correcting:
    """A version and who has a link to it, what was sent that undoes it already (`room`), and what was drafted."""

    recalling: Recalling
    room: Room
    drafts: Drafts

    def own(self, reached: Reached) -> tuple[Own, ...]:
        """What a correction would undo at this link."""
        return undoing(reached, self.room)

    def drafted(self, reached: Reached) -> tuple[FollowUp, ...]:
        """The drafts that undo it, where these undo all that filled at this link."""
        client_id = reached.looked.client.id
        return self.drafts.covering(client_id, self.own(reached), self.room) if reached.correction.undone else ()


def look_at(outside: Outside, basket_id: str, number: int) -> Correcting | None:
    """The version and who has a link to it, and what drafts undo of it already; None: there is no such version."""
    with outside.store.reading() as unit:
        found = recalls.look_in(unit, outside, basket_id, number)
        if found is None:
            return None
        return Correcting(found, room_of(unit, outside, found), drafts_of(unit, basket_id, number))


def draft_correction(
    outside: Outside, by: By, basket_id: str, number: int, link_id: str, *, say: Say
) -> DeskBasket | None:
    """A draft that undoes what became of the version at one client's, for them alone.

    Where a draft undoes all of it already, that one. None: nothing is known that could be undone, or what was sent
    undoes all of it.
    """
    looked = look_at(outside, basket_id, number)
    if looked is None:
        return None
    found = looked.recalling
    mine = next((each for each in found.reached if each.link.id == link_id), None)
    own = looked.own(mine) if mine is not None else ()
    if mine is None or not own:
        return None
    if drafted := looked.drafted(mine):
        return looked.drafts.baskets[drafted[-1].basket_id]
    for_whom = ForWhom(Drafted.CORRECTION, {mine.looked.client.id: own})
    with outside.store.writing() as unit:
        return draft_for(unit, outside, by, version=(basket_id, number), for_whom=for_whom, said=say(found, mine, own))
