"""Correction: a draft that undoes what became of advice that was taken back, for one client."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.exits import Room, remaining
from tokri.core.desk.follow_up import own_of
from tokri.core.desk.own_quantities import Drafted, ForWhom, Own, sums
from tokri.core.ports import Outside
from tokri.desk import recalls
from tokri.desk.by import By
from tokri.desk.drafting import Said, draft_for
from tokri.desk.exits import room_of
from tokri.desk.recalls import Reached, Recalling

#: What a draft says, from the version, its client and what is undone.
Say = Callable[[Recalling, Reached, Sequence[Own]], Said]


def undoing(reached: Reached, room: Room) -> tuple[Own, ...]:
    """What a correction would undo at this link: what filled, as far as no other draft that was sent has it."""
    client_id, own = reached.looked.client.id, tuple(own_of(each) for each in reached.correction.undone)
    filled, taken = room.filled.get(client_id, {}), room.taken(client_id)
    here = sums(own)
    return remaining(own, {key: here[key] - max(filled.get(key, 0) - taken.get(key, 0), 0) for key in here})


def look_at(outside: Outside, basket_id: str, number: int) -> tuple[Recalling, Room] | None:
    """The version and who has a link to it, and what drafts undo of it already; None: there is no such version."""
    with outside.store.reading() as unit:
        found = recalls.look_in(unit, outside, basket_id, number)
        return None if found is None else (found, room_of(unit, outside, found))


def draft_correction(
    outside: Outside, by: By, basket_id: str, number: int, link_id: str, *, say: Say
) -> DeskBasket | None:
    """A draft that undoes what became of the version at one client's, for them alone.

    None: nothing is known that could be undone, or other drafts undo all of it.
    """
    looked = look_at(outside, basket_id, number)
    if looked is None:
        return None
    found, room = looked
    mine = next((each for each in found.reached if each.link.id == link_id), None)
    own = undoing(mine, room) if mine is not None else ()
    if mine is None or not own:
        return None
    for_whom = ForWhom(Drafted.CORRECTION, {mine.looked.client.id: own})
    with outside.store.writing() as unit:
        return draft_for(unit, outside, by, version=(basket_id, number), for_whom=for_whom, said=say(found, mine, own))
