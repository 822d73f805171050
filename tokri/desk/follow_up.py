"""Follow-up: for each client of a version the exit of what is their own, and a note on those who placed nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from tokri.core.basket import canonical_json
from tokri.core.desk.advice import DeskBasket, SharedVersion
from tokri.core.desk.client import Client
from tokri.core.desk.follow_up import Followed, Group, Reached, follow, for_whom
from tokri.core.link.state import Door
from tokri.core.link.terms import valid_until
from tokri.core.ports import Outside
from tokri.core.ports.mending import Closing
from tokri.desk import recalls
from tokri.desk.by import By
from tokri.desk.closings import Closed, closings_of
from tokri.desk.drafting import Said, draft_for
from tokri.desk.exits import room_of
from tokri.desk.undoing import Drafts, drafts_of

#: The longest note, in characters.
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Following:
    """A version and each client who has a link to it, with what follows for them.

    `clients` are by id, `closed` the last note by link, `drafts` what was drafted from it already.
    """

    basket: DeskBasket
    version: SharedVersion
    followed: tuple[Followed, ...]
    clients: Mapping[str, Client]
    closed: Mapping[str, Closed]
    drafts: Drafts
    recalled: bool = False

    def of(self, group: Group) -> tuple[Followed, ...]:
        return tuple(each for each in self.followed if each.group is group)

    @property
    def drafted(self) -> frozenset[str]:
        """The clients for whom a draft that undoes what they filled was made before, and was not put aside."""
        return frozenset(each.client_id for each in self.followed if self.drafts.undoing(each.client_id))

    @property
    def may_draft(self) -> tuple[Followed, ...]:
        """Those who have something of their own to be followed up."""
        return tuple(each for each in self.followed if each.own)

    @property
    def closable(self) -> frozenset[Group]:
        """Who may be closed with a note: those of whom nothing is to come; after a recall, those not settled too."""
        return frozenset({Group.NOTHING, Group.WAITING} if self.recalled else {Group.NOTHING})

    @property
    def may_close(self) -> tuple[Followed, ...]:
        return tuple(each for each in self.followed if each.group in self.closable)

    @property
    def sha256(self) -> str:
        """What the page shows of them."""
        shown = [[each.client_id, each.group.value, [asdict(own) for own in each.own]] for each in self.followed]
        return hashlib.sha256(canonical_json(shown).encode()).hexdigest()


class NotFollowedUp(StrEnum):
    """Why nothing was made."""

    CHANGED = "changed"  #: something came in since the page was shown
    LEFT_OUT = "left-out"  #: somebody was ticked of whom this cannot be done
    NOBODY = "nobody"  #: nobody was ticked
    NOTE = "note"  #: the note is empty, or too long


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was made; how things stand now, and who was ticked of whom it cannot be done, by their ids."""

    why: NotFollowedUp
    following: Following
    left_out: tuple[str, ...] = ()


def look_at(outside: Outside, basket_id: str, number: int) -> Following | None:
    """The version and what follows for its clients; None: there is no such version."""
    with outside.store.reading() as unit:
        recalling = recalls.look_in(unit, outside, basket_id, number)
        if recalling is None:
            return None
        room = room_of(unit, outside, recalling)
        drafts = drafts_of(unit, basket_id, number)
        ids = [each.link.id for each in recalling.reached]
        notes = closings_of(unit, outside, basket_id, ids) if ids else ()
    until, now = valid_until(recalling.version), outside.clock()
    lasts = recalling.recall is None and (until is None or now < until)
    reached = (
        Reached(
            each.looked.client.id,
            each.link.id,
            each.stage,
            each.correction,
            may_act=lasts and each.looked.number == number and each.looked.door is Door.OPEN,
        )
        for each in recalling.reached
    )
    followed = follow(reached, room)
    recalled = recalling.recall is not None
    clients = {each.looked.client.id: each.looked.client for each in recalling.reached}
    closed = {each.closing.link_id: each for each in notes if each.closing.number == number}
    return Following(recalling.basket, recalling.version, followed, clients, closed, drafts, recalled)


def draft(
    outside: Outside,
    by: By,
    basket_id: str,
    number: int,
    *,
    chosen: Collection[str],
    shown: str,
    say: Callable[[Following, Sequence[Followed]], Said],
) -> DeskBasket | Refused | None:
    """Make the follow-up for the clients chosen, each in their own quantity. None: there is no such version."""
    found = look_at(outside, basket_id, number)
    if found is None:
        return None
    if (refused := _refused(found, found.may_draft, chosen, shown)) is not None:
        return refused
    wanted = [each for each in found.may_draft if each.client_id in chosen]
    with outside.store.writing() as unit:
        said = say(found, wanted)
        return draft_for(unit, outside, by, version=(basket_id, number), for_whom=for_whom(wanted), said=said)


def close(
    outside: Outside, by: By, basket_id: str, number: int, *, chosen: Collection[str], note: str, shown: str
) -> int | Refused | None:
    """Close the version for these clients, who may be closed, with a note; answers for how many.

    None: there is no such version. What comes in later opens it again, for then something was placed.
    """
    found = look_at(outside, basket_id, number)
    if found is None:
        return None
    said = " ".join(note.split())
    if not said or len(said) > LONGEST_NOTE:
        return Refused(NotFollowedUp.NOTE, found, _left_out(found.may_close, chosen))
    if (refused := _refused(found, found.may_close, chosen, shown)) is not None:
        return refused
    wanted = [each for each in found.may_close if each.client_id in chosen]
    with outside.store.writing() as unit:
        at = outside.clock()
        for each in wanted:
            for link_id in each.link_ids:
                unit.mending.close(Closing(link_id, number, said, by.person_id, at))
                unit.record(by.event("closed with a note", link_id, at, {"number": number, "client": each.client_id}))
    return len(wanted)


def _refused(found: Following, may: Sequence[Followed], chosen: Collection[str], shown: str) -> Refused | None:
    """Why it is not done of those chosen; `may` are those of whom it can be."""
    left_out = _left_out(may, chosen)
    if found.sha256 != shown:
        return Refused(NotFollowedUp.CHANGED, found, left_out)
    if left_out:
        return Refused(NotFollowedUp.LEFT_OUT, found, left_out)
    return None if chosen else Refused(NotFollowedUp.NOBODY, found)


def _left_out(may: Sequence[Followed], chosen: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(chosen) - {each.client_id for each in may}))
