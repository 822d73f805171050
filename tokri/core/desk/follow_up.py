"""After a version was sent: who filled what, by what evidence, and what follows for each client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tokri.core.desk.exits import Exit, Room, remaining
from tokri.core.desk.own_quantities import Drafted, ForWhom, Own
from tokri.core.link.correcting import OTHER_SIDE, Correction, Evidence, Undone
from tokri.core.link.state import Stage

#: Evidence that is a document.
_FIRM: Final = frozenset({Evidence.BOOK, Evidence.BOOK_ALIKE, Evidence.FILE})

#: What became of it may still change, or is not known.
_NOT_SETTLED: Final = frozenset(
    {Stage.ON_KITE, Stage.UNRESOLVED, Stage.SENT, Stage.QUEUED, Stage.REPORTED, Stage.HALF, Stage.WRONG_ACCOUNT}
)


class Group(StrEnum):
    """What follows for a client, in the order in which they are shown."""

    FILLED = "filled"  #: a document shows what filled: followed up
    TOLD = "told"  #: only their word, or Kite's report: followed up where the adviser ticks it
    TAKEN = "taken"  #: other drafts that were sent have all of it: nothing of it is exited twice
    WAITING = "waiting"  #: something may still fill, or nobody knows: to be found out first
    NO_ANSWER = "no-answer"  #: neither placed nor said no, and still can: nothing is closed, they are reminded
    NOTHING = "nothing"  #: nothing was placed: closed with a note


@dataclass(frozen=True, slots=True)
class Reached:
    """One client with one link: how far that has come, and what is known to have filled.

    `may_act`: the version can still be acted on at it.
    """

    client_id: str
    link_id: str
    stage: Stage
    filled: Correction
    may_act: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """One client: in which group, and what is their own of the draft. `open_orders` may still fill.

    `exits` are the drafts that have some of what filled already; it is no longer among their own. `wrong_account`:
    another Kite account than theirs was used, so nothing that was seen is taken for their own.
    """

    client_id: str
    link_ids: tuple[str, ...]
    group: Group
    own: tuple[Own, ...]
    open_orders: int = 0
    wrong_account: bool = False
    exits: tuple[Exit, ...] = ()


def follow(reached: Iterable[Reached], room: Room) -> tuple[Followed, ...]:
    """Each client once, with all their links together, in the order given.

    `room` tells what other drafts have of each one's fills.
    """
    of_client: dict[str, list[Reached]] = {}
    for each in reached:
        of_client.setdefault(each.client_id, []).append(each)
    return tuple(_followed(client_id, links, room) for client_id, links in of_client.items())


def _followed(client_id: str, links: Sequence[Reached], room: Room) -> Followed:
    if any(each.stage is Stage.WRONG_ACCOUNT for each in links):
        ids = tuple(each.link_id for each in links)
        return Followed(client_id, ids, Group.WAITING, (), wrong_account=True)
    filled = tuple(own_of(each) for link in links for each in link.filled.undone)
    own = remaining(filled, room.taken(client_id))
    open_orders = sum(each.filled.open_orders for each in links)
    group = _group(links, own, open_orders) if own or not filled else Group.TAKEN
    ids, exits = tuple(each.link_id for each in links), room.exits.get(client_id, ())
    return Followed(client_id, ids, group, own, open_orders, exits=exits)


def _group(links: Sequence[Reached], own: Sequence[Own], open_orders: int) -> Group:
    if own:
        return Group.FILLED if all(each.evidence in _FIRM for each in own) else Group.TOLD
    if open_orders or any(each.stage in _NOT_SETTLED for each in links):
        return Group.WAITING
    return Group.NO_ANSWER if any(each.may_act for each in links) else Group.NOTHING


def own_of(undone: Undone) -> Own:
    """The order that closes what filled: the other side of it."""
    side = OTHER_SIDE[undone.transaction_type]
    return Own(undone.exchange, undone.tradingsymbol, side, undone.product, undone.quantity, undone.evidence)


def for_whom(followed: Iterable[Followed]) -> ForWhom:
    """The draft for these clients."""
    return ForWhom(Drafted.FOLLOW_UP, {each.client_id: each.own for each in followed})
