"""A model of links so simple that it is seen to be right: what was done is kept in lists, and read off in a few lines.

It knows nothing of the program but its words (Door, Stage); tests/link/test_only_forward_links.py holds the one
against the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Final

from tokri.core.link.link import AnswerKind, Ended
from tokri.core.link.state import Door, Stage
from tokri.core.ports import Handoff, Said

PLACED: Final = frozenset({Said.PLACED_ALL, Said.PLACED_SOME})
WRONG_ANSWERS: Final = 8
A_PASS: Final = timedelta(hours=12)
AWAY: Final = timedelta(minutes=10)

#: How far a link has come, as the board says it: from one of these it goes to one further on, or stays.
AS_FAR: Final = {
    Stage.MADE: 0,
    Stage.PREPARED: 1,
    Stage.OPENED: 2,
    Stage.CONSENTED: 3,
    Stage.ON_KITE: 4,
    Stage.UNRESOLVED: 5,
    Stage.NOTHING_PLACED: 6,
    Stage.HALF: 7,
    Stage.SENT: 8,
    Stage.SEEN: 9,
}

#: Where a link stops. It may from wherever nothing is, or may be, placed; nothing else ends what was placed.
STOPS: Final = frozenset({Stage.DECLINED, Stage.ELSEWHERE, Stage.EXPIRED, Stage.RECALLED, Stage.ENDED})
STOPS_FROM: Final = frozenset({*STOPS, Stage.MADE, Stage.PREPARED, Stage.OPENED, Stage.CONSENTED, Stage.NOTHING_PLACED})

_STARTS_AGAIN: Final = frozenset({Stage.MADE, Stage.PREPARED, Stage.OPENED, Stage.CONSENTED, Stage.NOTHING_PLACED})

#: Where newer advice waits to be read, what is heard of the older lets the newer be told.
_NEWS: Final = _STARTS_AGAIN | {Stage.UNRESOLVED, Stage.NOTHING_PLACED, Stage.HALF, Stage.SENT, Stage.SEEN, *STOPS}

#: The steps after which a link may stand further back, and where. Whatever else is further back is a fault.
BACK: Final = {
    # Other advice is shown at the same address, or none: nobody has said anything of it yet.
    "decide": _STARTS_AGAIN | STOPS,
    "share": _STARTS_AGAIN | STOPS,
    "mean": _STARTS_AGAIN | STOPS,
    "put_aside": _STARTS_AGAIN | STOPS,
    # It opens longer than it did.
    "make_links": _STARTS_AGAIN,
    "extend": _STARTS_AGAIN,
    "reissue": _STARTS_AGAIN,  # the lock is taken off
    # The client takes back what they said.
    "answer": _STARTS_AGAIN,
    # The same orders once more, or the next part: something is on its way again.
    "press": frozenset({Stage.NOTHING_PLACED, Stage.HALF, Stage.UNRESOLVED}),
    "leave": frozenset({Stage.ON_KITE}),
    # News of what left is told though the link has stopped, and a word may say otherwise than the one before.
    "come_back": _NEWS,
    "say": _NEWS,
    "read_the_book": _NEWS,
    "time_goes_by": frozenset({Stage.UNRESOLVED}),
}


def may_go(cause: str, was: Stage, now: Stage) -> bool:
    """Whether a link may go from one stage to the other by this step."""
    forward = was in AS_FAR and now in AS_FAR and AS_FAR[now] >= AS_FAR[was]
    stops = now in STOPS and was in STOPS_FROM
    return was is now or forward or stops or now in BACK.get(cause, frozenset())


def day_in_india(at: datetime) -> date:
    return (at + timedelta(hours=5, minutes=30)).date()


class Fate(Enum):
    """What became of one hand-off."""

    NOT_LEFT = auto()
    AT_KITE = auto()
    UNKNOWN = auto()
    NOTHING = auto()
    SENT = auto()
    SEEN = auto()


@dataclass
class Trip:
    """One hand-off: which of the firm's versions it was said yes to, and all that was heard of it, with when."""

    handoff: Handoff
    number: int
    left_at: datetime | None = None
    claims: list[tuple[str, datetime]] = field(default_factory=list)
    words: list[tuple[Said, datetime]] = field(default_factory=list)
    seen: list[bool] = field(default_factory=list)

    @property
    def left_on(self) -> date | None:
        return day_in_india(self.left_at) if self.left_at else None

    def fate(self, now: datetime) -> Fate:
        word, said_at = self.words[-1] if self.words else (None, None)
        cancelled = [at for status, at in self.claims if status == "cancelled"]
        if self.seen:
            return Fate.SEEN if any(self.seen) else Fate.NOTHING
        if any(status == "success" for status, _ in self.claims):
            return Fate.SENT
        if word in PLACED and said_at is not None and (not cancelled or said_at >= cancelled[0]):
            return Fate.SENT
        if cancelled or word is not None:
            return Fate.NOTHING
        if self.left_at is None:
            return Fate.NOT_LEFT
        return Fate.AT_KITE if now - self.left_at < AWAY else Fate.UNKNOWN


@dataclass
class Advice:
    """The basket: its versions by number, who said what of them, whom they are for."""

    needs_approval: dict[int, bool] = field(default_factory=dict)
    approved: dict[int, bool] = field(default_factory=dict)
    meant: dict[int, set[str]] = field(default_factory=dict)
    recalled: dict[int, datetime] = field(default_factory=dict)
    archived: bool = False

    @property
    def newest_ready(self) -> int:
        """0: none is ready."""
        ready = [number for number, needs in self.needs_approval.items() if self.approved.get(number, not needs)]
        return max(ready, default=0)

    def shown_to(self, client: str) -> int:
        """The version that the client is to see; 0: none."""
        newest = self.newest_ready
        return newest if client in self.meant.get(newest, set()) else 0


@dataclass
class Address:
    """One link, and all that was done at it. `ended` is by which act of the firm's."""

    id: str
    token: str
    client: str
    check: bool
    expires_at: datetime
    most_uses: int
    ended: Ended | None = None
    wrong: int = 0
    opened: bool = False
    passes: dict[str, datetime] = field(default_factory=dict)
    said: list[tuple[int, AnswerKind, bool]] = field(default_factory=list)
    trips: list[Trip] = field(default_factory=list)

    @property
    def locked(self) -> bool:
        return self.wrong >= WRONG_ANSWERS

    @property
    def uses(self) -> int:
        return sum(trip.left_at is not None for trip in self.trips)

    def asks(self, browser: str, now: datetime) -> bool:
        """Whether the browser has to answer the check first."""
        return self.check and (browser not in self.passes or now - self.passes[browser] >= A_PASS)

    def word_on(self, number: int) -> AnswerKind | None:
        """No, or elsewhere; None: neither, or it was taken back."""
        said = [(kind, back) for of, kind, back in self.said if of == number]
        return None if not said or said[-1][1] else said[-1][0]

    def fates(self, now: datetime) -> list[Fate]:
        """What became of each part of the newest version that was said yes to: of its last hand-off."""
        newest = max((trip.number for trip in self.trips), default=0)
        return list({trip.handoff.part: trip.fate(now) for trip in self.trips if trip.number == newest}.values())

    def newer_waits(self, advice: Advice) -> bool:
        """Whether newer advice is to be read than what was last said yes to."""
        newest = max((trip.number for trip in self.trips), default=0)
        return 0 < newest < advice.shown_to(self.client)

    def parts(self) -> int:
        newest = max((trip.number for trip in self.trips), default=0)
        numbered = {trip.handoff.part: trip.handoff.parts for trip in self.trips if trip.number == newest}
        return numbered[min(numbered)] if numbered else 0

    def done(self, now: datetime) -> bool:
        fates = self.fates(now)
        return bool(fates) and len(fates) == self.parts() and set(fates) <= {Fate.SENT, Fate.SEEN}

    def door(self, advice: Advice, now: datetime) -> Door:  # noqa: PLR0911 - a list of conditions, read from the top
        """What the address shows: the first of these that is so."""
        shown = advice.shown_to(self.client)
        if self.ended is not None:
            return Door.REISSUED if self.ended is Ended.REISSUED else Door.REVOKED
        if self.locked:
            return Door.LOCKED
        if shown in advice.recalled:
            return Door.RECALLED
        if advice.archived:
            return Door.CLOSED
        if not shown:
            return Door.REPLACED
        if self.done(now) and not self.newer_waits(advice):
            return Door.DONE
        if (word := self.word_on(shown)) is not None:
            return Door.ELSEWHERE if word is AnswerKind.ELSEWHERE else Door.DECLINED
        if now >= self.expires_at:
            return Door.EXPIRED
        return Door.USED_UP if self.uses >= self.most_uses else Door.OPEN

    def stage(self, advice: Advice, now: datetime) -> Stage:
        """What the board says: what became of hand-offs first."""
        door, fates = self.door(advice, now), set(self.fates(now))
        stopped = {
            Door.RECALLED: Stage.RECALLED,
            Door.DECLINED: Stage.DECLINED,
            Door.ELSEWHERE: Stage.ELSEWHERE,
            Door.EXPIRED: Stage.EXPIRED,
            **dict.fromkeys((Door.REISSUED, Door.REVOKED, Door.LOCKED, Door.CLOSED, Door.REPLACED), Stage.ENDED),
        }.get(door)
        left = {
            Stage.ON_KITE: Fate.AT_KITE in fates,
            Stage.UNRESOLVED: Fate.UNKNOWN in fates,
            Stage.HALF: bool(fates & {Fate.SENT, Fate.SEEN}) and not self.done(now),
            Stage.SEEN: fates == {Fate.SEEN},
            Stage.SENT: bool(fates & {Fate.SENT, Fate.SEEN}),
        }
        begun = {
            Stage.NOTHING_PLACED: bool(self.uses),
            Stage.CONSENTED: any(trip.number == advice.shown_to(self.client) for trip in self.trips),
            Stage.OPENED: self.opened,
        }
        said = next((each for each, so in left.items() if so and self.uses), None)
        if self.uses and self.newer_waits(advice) and said not in {Stage.ON_KITE, Stage.UNRESOLVED}:
            return stopped or (Stage.OPENED if self.opened else Stage.MADE)
        return said or stopped or next((each for each, so in begun.items() if so), Stage.MADE)
