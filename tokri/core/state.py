"""Where a hand-off and a reading stand, computed from timestamps and evidence, because news arrives out of order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from tokri.core.evidence import Source
from tokri.core.handback import CANCELLED, SUCCESS
from tokri.core.ports import Handback, Handoff, PersonsWord, Reading, ReadingFault, Said
from tokri.core.release import Release
from tokri.core.shown import NOTHING, Shown

#: How long a browser may be away at Kite before it is asked after.
UNRESOLVED_AFTER: Final = timedelta(minutes=10)


class State(StrEnum):
    """What is shown first of a hand-off: the best evidence there is."""

    PREPARED = "prepared"  #: stored; its page was never shown
    AT_KITE = "at-kite"  #: the browser left, and has not been away for long
    NO_RETURN = "no-return"  #: the browser left, and nothing was heard since
    RETURNED_SUCCESS = "returned-success"  #: Kite's redirect claims the flow was finished
    RETURNED_CANCELLED = "returned-cancelled"  #: Kite's redirect claims it was cancelled
    RETURNED_ODD = "returned-odd"  #: something came back that says neither
    SAID_ALL = "said-all"  #: the person: I placed all
    SAID_SOME = "said-some"  #: the person: I placed some
    SAID_NONE = "said-none"  #: the person: I placed none
    SAID_NOT_ENABLED = "said-not-enabled"  #: the person: Kite said "not enabled for the app"
    SAID_NO_LOGIN = "said-no-login"  #: the person: I could not log in
    SENT_FOR_LATER = "sent-for-later"  #: the redirect or the person: placed, and the session they are for is to come
    QUEUED = "queued"  #: evidence: each order waits for the next session
    RELEASED = "released"  #: that session has begun, and nothing was heard since
    READ = "read"  #: orders of it were seen in the order book
    READ_NONE = "read-none"  #: the order book was read, and none of them was in it
    IN_FILE = "in-file"  #: orders of it stand in a file that was uploaded
    NOT_IN_FILE = "not-in-file"  #: a file that must have them has none
    REPORTED = "reported"  #: Kite reported orders of it, and nobody has seen them in the book


_SAID: Final = {
    Said.PLACED_ALL: State.SAID_ALL,
    Said.PLACED_SOME: State.SAID_SOME,
    Said.PLACED_NONE: State.SAID_NONE,
    Said.NOT_ENABLED: State.SAID_NOT_ENABLED,
    Said.NO_LOGIN: State.SAID_NO_LOGIN,
}

_PLACED: Final = frozenset({Said.PLACED_ALL, Said.PLACED_SOME})

#: Neither came back nor told that Kite's page was ever reached: the same part comes first.
_NOT_THROUGH: Final = frozenset(
    {State.PREPARED, State.AT_KITE, State.NO_RETURN, State.SAID_NOT_ENABLED, State.SAID_NO_LOGIN}
)

#: Nobody knows what became of it, and the person is asked.
UNRESOLVED: Final = frozenset({State.NO_RETURN, State.RETURNED_ODD, State.RELEASED})

#: Told by evidence: what the orders came to is said by their verdicts.
EVIDENT: Final = frozenset(
    {State.QUEUED, State.READ, State.READ_NONE, State.IN_FILE, State.NOT_IN_FILE, State.REPORTED}
)

#: Claims that say nothing of the session that orders for later wait for.
_BEFORE_RELEASE: Final = frozenset({State.RETURNED_SUCCESS, State.SAID_ALL, State.SAID_SOME, State.QUEUED})


class Away(Protocol):
    """As much of a hand-off as its state is told by: a list of many reads no more of each."""

    @property
    def id(self) -> str: ...

    @property
    def left_at(self) -> datetime | None: ...


class Claimed(Protocol):
    """The same of a return."""

    @property
    def handoff_id(self) -> str | None: ...

    @property
    def status(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def state(
    handoff: Away,
    handbacks: Iterable[Claimed],
    words: Iterable[PersonsWord],
    evidence: Shown,
    now: datetime,
    *,
    release: Release | None = None,
    unresolved_after: timedelta = UNRESOLVED_AFTER,
) -> State:
    """Where the hand-off stands. Returns and words that belong to other hand-offs are passed over.

    Evidence beats the redirect, the redirect the person's word; a "success" outranks a "cancelled" whichever came
    first; a return that says neither beats nothing but silence. Anyone can send a browser here with "cancelled", so
    whoever says afterwards that they placed the orders is believed before it. That a source did not have the orders
    says nothing of those that were placed after it was read: a "success" that came later is believed before it.

    `release` is the session that its orders are for, where they are for a later one: before that nothing is
    unresolved, and what was known before then says nothing of what they came to.
    """
    mine = [each for each in handbacks if each.handoff_id == handoff.id] if handbacks else []
    word = latest_word(handoff, words) if words else None
    found = _shown(evidence, mine) or _told(mine, word)
    if found is None:
        return _away(handoff, now, release, unresolved_after)
    if release is None or found not in _BEFORE_RELEASE:
        return found
    if now < release.asked_at:
        return found if found is State.QUEUED else State.SENT_FOR_LATER
    if word is not None and word.at >= release.opens:
        return _SAID[word.said]
    return State.RELEASED


def _shown(evidence: Shown, handbacks: Sequence[Claimed]) -> State | None:
    """What evidence says; None: there is none, or it is older than a claim that the orders were placed."""
    if evidence.sources:
        if evidence.queued:
            return State.QUEUED
        if Source.BOOK in evidence.sources:
            return State.READ
        return State.REPORTED if evidence.sources == {Source.POSTBACK} else State.IN_FILE
    if evidence.looked_at is None or _placed_since(evidence.looked_at, handbacks):
        return None
    return State.READ_NONE if Source.BOOK in evidence.looked else State.NOT_IN_FILE


def _placed_since(at: datetime, handbacks: Iterable[Claimed]) -> bool:
    return any(each.status == SUCCESS and each.at > at for each in handbacks)


def _told(handbacks: Sequence[Claimed], word: PersonsWord | None) -> State | None:
    """What the redirect and the person say; None: neither says anything."""
    if not handbacks:
        return _SAID[word.said] if word is not None else None
    claims = {each.status for each in handbacks}
    if SUCCESS in claims:
        return State.RETURNED_SUCCESS
    if CANCELLED in claims and not _contradicted(handbacks, word):
        return State.RETURNED_CANCELLED
    if word is not None:
        return _SAID[word.said]
    return State.RETURNED_ODD


def _contradicted(handbacks: Iterable[Claimed], word: PersonsWord | None) -> bool:
    cancelled_at = min(each.at for each in handbacks if each.status == CANCELLED)
    return word is not None and word.said in _PLACED and word.at >= cancelled_at


def latest_word(handoff: Away, words: Iterable[PersonsWord]) -> PersonsWord | None:
    """What the person last said of this hand-off; it is shown beside whatever else is known."""
    mine = sorted((each for each in words if each.handoff_id == handoff.id), key=lambda each: each.at)
    return mine[-1] if mine else None  # of two at one moment, the one that was said last


def kite_may_be_open(handoff: Handoff, handbacks: Iterable[Handback], words: Iterable[PersonsWord]) -> bool:
    """Whether Kite's page may stand open in a tab, although the person says that nothing came of the hand-off.

    As long as no browser has come back from it, the orders can still be placed there.
    """
    word = latest_word(handoff, words)
    back = handoff.elsewhere_at is not None or any(each.handoff_id == handoff.id for each in handbacks)
    return word is not None and word.said not in _PLACED and not back


def closed_at(handoff: Handoff, handbacks: Iterable[Handback], words: Iterable[PersonsWord]) -> datetime | None:
    """When it was last heard that Kite's page of the hand-off is done with; None: nobody has said so.

    A return closes it. Where there is none, the person's word does; and whoever says that they placed something, says
    it of a later moment than an earlier return.
    """
    backs = [each.at for each in handbacks if each.handoff_id == handoff.id]
    said = [each for each in words if each.handoff_id == handoff.id]
    heard = [*backs, *(each.at for each in said if not backs or each.said in _PLACED)]
    return max(heard, default=None)


def contradicts_itself(
    handoff: Handoff, handbacks: Iterable[Handback], words: Iterable[PersonsWord], evidence: Shown = NOTHING
) -> bool:
    """Whether the person's last word cannot be so beside what evidence shows; without any, beside Kite's redirect."""
    word = latest_word(handoff, words)
    if word is None:
        return False
    if evidence.sources:
        return word.said not in _PLACED
    if evidence.looked_at is not None:
        return word.said in _PLACED
    claims = {each.status for each in handbacks if each.handoff_id == handoff.id}
    if word.said in _PLACED:
        return CANCELLED in claims and SUCCESS not in claims
    return SUCCESS in claims


def may_continue(states: Iterable[State]) -> bool:
    """Whether the next part opens: some attempt at this part came back, or the person says it is dealt with."""
    return any(each not in _NOT_THROUGH for each in states)


def _away(handoff: Away, now: datetime, release: Release | None, unresolved_after: timedelta) -> State:
    if handoff.left_at is None:
        return State.PREPARED
    asked_at = release.asked_at if release is not None else handoff.left_at + unresolved_after
    return State.AT_KITE if now < asked_at else State.NO_RETURN


#: Why a reading found nothing out, where another log-in at Kite may find it out: the key and the account are in order.
MENDED_BY_LOG_IN: Final = frozenset(
    {
        *(ReadingFault.TOKEN_REFUSED, ReadingFault.TOO_LATE, ReadingFault.UNREACHABLE, ReadingFault.NONSENSE),
        *(ReadingFault.BUSY, ReadingFault.UNKNOWN, ReadingFault.UNCONFIRMED),
    }
)


class ReadingStep(StrEnum):
    """How far a reading has come."""

    ASKED = "asked"  #: queued
    EXCHANGING = "exchanging"  #: the request token is being exchanged
    WAITING_FOR_CONFIRMATION = "waiting-for-confirmation"  #: "Kite says you are AB1234. Is this you?"
    READING = "reading"  #: the order book is about to be read, or looked at again
    ENDING = "ending"  #: read, or called off; the session is about to be ended
    KEPT = "kept"  #: read; the session is kept until its end is asked, or 6 AM
    ENDED = "ended"  #: the session is over
    FAULT = "fault"  #: nothing was found out; `fault` says why


#: Steps that the runner is about to take by itself.
AT_WORK: Final = frozenset({ReadingStep.ASKED, ReadingStep.EXCHANGING, ReadingStep.READING})


def reading_step(reading: Reading, now: datetime) -> ReadingStep:
    """How far the reading has come by `now`; a session past its `expires_at` is over whoever ended it."""
    if reading.fault is not None:
        return ReadingStep.FAULT
    if reading.ended_at is not None or (reading.expires_at is not None and reading.expires_at <= now):
        return ReadingStep.ENDED
    if reading.exchanged_at is None:
        return ReadingStep.ASKED if reading.exchange_started_at is None else ReadingStep.EXCHANGING
    return ReadingStep.ENDING if reading.end_asked_at is not None else _with_a_session(reading)


def _with_a_session(reading: Reading) -> ReadingStep:
    if reading.confirmed_at is None:
        return ReadingStep.WAITING_FOR_CONFIRMATION
    if reading.read_at is None:
        return ReadingStep.READING
    if not reading.keep:
        return ReadingStep.ENDING
    return ReadingStep.KEPT if reading.look_asked_at is None else ReadingStep.READING
