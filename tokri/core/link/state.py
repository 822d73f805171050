"""Where a link stands: what its address shows (`Door`), and what the board says of it (`Stage`).

Both are worked out from timestamps, answers and hand-offs; neither is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from tokri.core.link.link import Ended
from tokri.core.state import UNRESOLVED, State


class Door(StrEnum):
    """What a link's address shows, each with a page of its own. The first that applies, in this order."""

    REISSUED = "reissued"  #: there is a newer address for the same client
    REVOKED = "revoked"
    LOCKED = "locked"  #: too many wrong answers to its check
    RECALLED = "recalled"  #: the firm took the advice back
    CLOSED = "closed"  #: the basket was put away, the advice refused, or the client is no longer one
    REPLACED = "replaced"  #: a newer version is there, and is not meant for this client
    DONE = "done"  #: every part was sent and came back, or the client said that all was placed
    ELSEWHERE = "elsewhere"  #: the client places these orders elsewhere
    DECLINED = "declined"
    EXPIRED = "expired"  #: the link, not the advice: that is past its own "valid until" and shown, and cannot be sent
    USED_UP = "used-up"  #: as many hand-offs left as may
    OPEN = "open"


class Stage(StrEnum):
    """What the board says of a link."""

    MADE = "made"  #: nobody prepared a message yet
    PREPARED = "prepared"  #: a message was prepared, and nobody opened the link
    OPENED = "opened"
    CONSENTED = "consented"  #: said yes, and has not left for Kite
    ON_KITE = "on-kite"
    SENT = "sent"  #: came back with "success", or says that it was placed
    QUEUED = "queued"  #: waits for the next session
    REPORTED = "reported"  #: Kite reported it, and nobody has seen it in the book
    IN_FILE = "in-file"  #: seen in a file that was uploaded
    SEEN = "seen"  #: seen in the order book
    HALF = "half"  #: a part is sent and another is not
    UNRESOLVED = "unresolved"  #: left, and nothing was heard, or not since its session began
    NOTHING_PLACED = "nothing-placed"  #: came back with nothing placed, as far as anybody knows
    DECLINED = "declined"
    ELSEWHERE = "elsewhere"
    EXPIRED = "expired"
    WRONG_ACCOUNT = "wrong-account"
    RECALLED = "recalled"
    ENDED = "ended"  #: revoked, re-issued, locked, replaced or closed, before anything was done


_OF_DOOR: Final = {
    Door.RECALLED: Stage.RECALLED,
    Door.DECLINED: Stage.DECLINED,
    Door.ELSEWHERE: Stage.ELSEWHERE,
    Door.EXPIRED: Stage.EXPIRED,
}

#: Nothing of it is on its way, and nothing is unheard of.
_SETTLED: Final = frozenset(
    {
        *(Stage.SENT, Stage.QUEUED, Stage.REPORTED, Stage.IN_FILE, Stage.SEEN, Stage.HALF),
        Stage.NOTHING_PLACED,
    }
)

#: Of it all or some is at Kite, as far as anybody knows, and what that is known by.
_SENT: Final = {
    State.RETURNED_SUCCESS: Stage.SENT,
    State.SAID_ALL: Stage.SENT,
    State.SAID_SOME: Stage.SENT,
    State.SENT_FOR_LATER: Stage.QUEUED,
    State.QUEUED: Stage.QUEUED,
    State.RELEASED: Stage.UNRESOLVED,
    State.REPORTED: Stage.REPORTED,
    State.IN_FILE: Stage.IN_FILE,
    State.READ: Stage.SEEN,
}

#: Of several parts the least known is told.
_LEAST_FIRST: Final = (Stage.QUEUED, Stage.SENT, Stage.REPORTED, Stage.IN_FILE, Stage.SEEN)


@dataclass(frozen=True, slots=True)
class Sent:
    """One hand-off of a link, as far as its state matters: which part of how many, of which of the firm's versions.

    `still_to_place` is 0 but for one that places what was left of others: then it tells one such basket from another.
    """

    number: int
    part: int
    parts: int
    state: State
    left: bool
    still_to_place: int = 0


@dataclass(frozen=True, slots=True)
class Stood:
    """All that a link's state at a moment (`at`) is worked out from.

    `number` is the version that the client is to see: the newest that is ready and meant for them; 0: there is none,
    as the newest ready version is not for them, or nothing is ready (`replaced`). `recalled` says that it was taken
    back, `declined` and `elsewhere` what the client's last word on it is. `wrong_account` says that the account that
    was used is known to be another.
    """

    at: datetime
    expires_at: datetime
    most_uses: int
    ended: Ended | None = None
    locked: bool = False
    recalled: bool = False
    closed: bool = False
    replaced: bool = False
    prepared: bool = False
    opened: bool = False
    consented: bool = False
    declined: bool = False
    elsewhere: bool = False
    wrong_account: bool = False
    sent: Sequence[Sent] = ()
    number: int = 0


def door(stood: Stood, *, still_to_place: bool = False) -> Door:
    """What the address shows; with `still_to_place` to whoever places what is left."""
    shows = {
        Door.REISSUED: stood.ended is Ended.REISSUED,
        Door.REVOKED: stood.ended is Ended.REVOKED,
        Door.LOCKED: stood.locked,
        Door.RECALLED: stood.recalled,
        Door.CLOSED: stood.closed,
        Door.REPLACED: stood.replaced,
        Door.DONE: _done(stood) and not still_to_place,
        Door.ELSEWHERE: stood.elsewhere,
        Door.DECLINED: stood.declined,
        Door.EXPIRED: stood.at >= stood.expires_at,
        Door.USED_UP: uses(stood.sent) >= stood.most_uses,
    }
    return next((each for each, so in shows.items() if so), Door.OPEN)


def _done(stood: Stood) -> bool:
    """Whether there is nothing left to do: all is sent, to the right account, and nothing newer is to be read."""
    return done(stood.sent) and not stood.wrong_account and _newest(stood.sent) >= stood.number


def _newest(sent: Sequence[Sent]) -> int:
    """The newest version that was handed off; 0: none."""
    return max((each.number for each in sent), default=0)


def stage(stood: Stood) -> Stage:
    """What the board says: what became of a hand-off before all else, for that cannot be taken back.

    Where newer advice is to be read than what was handed off, and nothing of that is open, how far that has come.
    """
    at_kite = _at_kite([each.state for each in _last_of_each_part(stood.sent)], stood.sent)
    if at_kite in _SETTLED and not stood.wrong_account and 0 < _newest(stood.sent) < stood.number:
        return _closed(door(stood)) or _so_far(stood)
    if at_kite is Stage.NOTHING_PLACED:
        return _closed(door(stood)) or at_kite
    if stood.wrong_account:
        return Stage.WRONG_ACCOUNT
    return at_kite or _closed(door(stood)) or _so_far(stood)


def _closed(shown: Door) -> Stage | None:
    """What a door that no longer opens is to the board; None: it opens."""
    if shown in {Door.OPEN, Door.USED_UP, Door.DONE}:
        return None
    return _OF_DOOR.get(shown, Stage.ENDED)


def _so_far(stood: Stood) -> Stage:
    """How far a link has come that nothing was handed off from."""
    if stood.consented:
        return Stage.CONSENTED
    if stood.opened:
        return Stage.OPENED
    return Stage.PREPARED if stood.prepared else Stage.MADE


def uses(sent: Collection[Sent]) -> int:
    """How often the link was used: a use is a hand-off that left, of any version."""
    return sum(each.left for each in sent)


def done(sent: Sequence[Sent]) -> bool:
    """Whether every part of the newest version that was handed off is sent, or known by evidence."""
    last = _last_of_each_part(sent)
    count = {each.still_to_place: each.parts for each in reversed(last)}
    whole = all(sum(each.still_to_place == basket for each in last) == parts for basket, parts in count.items())
    return 0 in count and whole and all(each.state in _SENT for each in last)


def _last_of_each_part(sent: Sequence[Sent]) -> list[Sent]:
    """Of the newest version that was handed off, in the order of the parts. `sent` is in the order it was made."""
    if not sent:
        return []
    newest = _newest(sent)
    parts = {(each.still_to_place, each.part): each for each in sent if each.number == newest}
    return [parts[number] for number in sorted(parts)]


def _at_kite(states: Sequence[State], sent: Sequence[Sent]) -> Stage | None:
    """What became of the hand-offs; None: none left."""
    if not any(each.left for each in sent):
        return None
    if State.AT_KITE in states:
        return Stage.ON_KITE
    if UNRESOLVED & set(states):
        return Stage.UNRESOLVED
    found = {_SENT[each] for each in states if each in _SENT}
    if not found:
        return Stage.NOTHING_PLACED
    return next(each for each in _LEAST_FIRST if each in found) if done(sent) else Stage.HALF
