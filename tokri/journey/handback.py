"""Handback: what the browser brought back from Kite, kept as a claim, and the page that answers it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from tokri.core.handback import CANCELLED, SUCCESS, Claim, Unreadable, read
from tokri.core.link.link import Link
from tokri.core.ports import Handback, Handoff, Outside, ReadingUnit, WritingUnit
from tokri.core.ports.private import Noun
from tokri.journey.ask_reading import start_reading
from tokri.journey.meant import basket_names, came_back_with_success, left_recently, may_be_meant
from tokri.journey.news import gather
from tokri.journey.once_more import log_in_meant
from tokri.journey.own import own_handoff
from tokri.journey.private import ask_account
from tokri.journey.reading import may_read
from tokri.journey.review import Sending, sending

#: So long somebody may take at the depository, with TPIN and code, before a return is none from there any more.
AT_DEPOSITORY = timedelta(minutes=45)


class Neutral(StrEnum):
    """The pages for a return that is shown no basket. The value is the page's name in its URL."""

    UNREADABLE = "unreadable"  #: repeated, oversized or hostile parameters: nothing was kept
    ELSEWHERE = "elsewhere"  #: the hand-off began in another browser
    UNKNOWN = "unknown"  #: a reference that no hand-off of ours carries
    NOTHING_SENT = "nothing-sent"  #: what it would answer never left, or left too long ago
    NO_COOKIE = "no-cookie"  #: neither cookie nor reference: nobody knows whose return it is
    BUSY = "busy"  #: too many at once: nothing was kept
    NOT_KEPT = "not-kept"  #: the store, or this program, failed: nothing was kept


@dataclass(frozen=True, slots=True)
class Answered:
    """The return answers a hand-off of this basket; `link` is the one that it was made at, if it was at one.

    `depository`: it came from the page where shares are let be sold, and says nothing of any order.
    """

    basket_id: str
    handoff_id: str
    link: Link | None = None
    depository: bool = False


@dataclass(frozen=True, slots=True)
class WhichOne:
    """Several hand-offs may be meant: the person says which one this return answers."""

    handback_id: str


Where = Answered | WhichOne | Neutral


def take_back(outside: Outside, visitor_id: str | None, pairs: Sequence[tuple[str, str]]) -> Where:
    """Keep the claim, once, and say where the browser goes next. Nothing here proves that anything was placed."""
    claim = read(pairs)
    at = outside.clock()
    with outside.store.writing() as unit:
        if isinstance(claim, Unreadable):
            unit.record(outside.event("return unreadable", visitor_id or "", at, {"reason": claim.reason}))
            return Neutral.UNREADABLE
        known = unit.handoffs.by_nonce(claim.nonce) if claim.nonce else None
        if visitor_id is None or (known and _browser_of(known) != visitor_id):
            if known and known.left_at and not claim.log_in:
                unit.handoffs.seen_elsewhere(known.id, at)
            unit.record(
                outside.event("return in another browser", known.id if known else "", at, {"status": claim.status})
            )
            return Neutral.ELSEWHERE if known else Neutral.NO_COOKIE
        if claim.nonce and (known is None or own_handoff(unit, known.visitor_id, known.id) is None):
            unit.record(outside.event("return with an unknown reference", visitor_id, at, {"status": claim.status}))
            return Neutral.UNKNOWN
        if known and known.left_at is None:
            return Neutral.NOTHING_SENT
        if claim.log_in:
            return _logged_in(outside, unit, visitor_id, claim, known) if known else Neutral.NOTHING_SENT
        return _keep(outside, unit, visitor_id, claim, known)


def _logged_in(outside: Outside, unit: WritingUnit, visitor_id: str, claim: Claim, known: Handoff) -> Answered:
    """Whoever logged in once more is asked for their yes again; without a token nothing is kept."""
    if claim.request_token is not None:
        kept = unit.handoffs.take_back(replace(_handback(outside, visitor_id, claim, known), log_in=True))
        unit.record(outside.event("logged in once more", known.id, outside.clock()))
        _always_read(outside, unit, kept, known)
    return _answered(unit, known)


def _keep(outside: Outside, unit: WritingUnit, visitor_id: str, claim: Claim, known: Handoff | None) -> Where:
    if known is None:
        seen = _seen_before(outside, unit, visitor_id, claim)
        if seen is not None:
            return seen
        if (asked := _from_depository(outside, unit, visitor_id, claim)) is not None:
            return asked
        meant = may_be_meant(unit, visitor_id, outside.clock())
        of_log_in = _of_log_in(outside, unit, visitor_id, claim, meant)
        if isinstance(of_log_in, Answered):
            return of_log_in
        if not meant:
            return Neutral.NOTHING_SENT
        known = meant[0] if len(meant) == 1 and not of_log_in else None
    kept = unit.handoffs.take_back(_handback(outside, visitor_id, claim, known))
    facts: dict[str, str | int | bool | None] = {
        "status": claim.status,
        "token": claim.request_token is not None,
        "reference": claim.nonce is not None,
    }
    unit.record(outside.event("browser came back", known.id if known else kept.id, outside.clock(), facts))
    if known is None:
        return WhichOne(kept.id)
    _always_read(outside, unit, kept, known)
    return _answered(unit, known)


def _of_log_in(
    outside: Outside, unit: WritingUnit, visitor_id: str, claim: Claim, meant: Sequence[Handoff]
) -> Answered | bool:
    """Whether a return that names no hand-off may be that of a log-in, which brings a token or is cancelled.

    Answered, where it can be nothing else: a success is none while one of those `meant` never came back with one.
    """
    succeeded = claim.status == SUCCESS and claim.request_token is not None
    found = (succeeded or claim.status == CANCELLED) and log_in_meant(unit, outside, visitor_id, meant)
    if not isinstance(found, Handoff):
        return found
    if claim.status == CANCELLED:
        unit.record(outside.event("log-in cancelled", found.id, outside.clock()))
        return _answered(unit, found)
    if {each.id for each in meant} <= came_back_with_success(unit, meant):
        return _logged_in(outside, unit, visitor_id, claim, found)
    return True


def _from_depository(outside: Outside, unit: WritingUnit, visitor_id: str, claim: Claim) -> Answered | None:
    """Where the browser comes back from letting shares be sold: with "success" or "error", and without any token.

    It is a claim; the holdings are looked at, and decide.
    """
    if claim.request_token is not None or not (claim.status == SUCCESS or claim.status_text == "error"):
        return None
    at = outside.clock()
    away = {handoff.id: handoff for handoff in left_recently(unit, visitor_id, at)}
    readings = {each.id: each for each in unit.readings.of_handoffs(list(away)) if may_read(each)}
    for look in unit.private.looks(list(readings)):
        if look.noun is Noun.AUTHORISATION and look.seen_at is not None and at - look.seen_at < AT_DEPOSITORY:
            reading = readings[look.reading_id]
            unit.record(outside.event("came back from the depository", reading.handoff_id, at))
            ask_account(outside, unit, reading)
            return replace(_answered(unit, away[reading.handoff_id]), depository=True)
    return None


def _browser_of(handoff: Handoff) -> str:
    """In whose browser the hand-off left, or is to leave."""
    return handoff.browser_id or handoff.visitor_id


def _answered(unit: ReadingUnit | WritingUnit, handoff: Handoff) -> Answered:
    link = unit.links.by_visitor([handoff.visitor_id]).get(handoff.visitor_id)
    return Answered(handoff.basket_id, handoff.id, link)


def _always_read(outside: Outside, unit: WritingUnit, kept: Handback | None, handoff: Handoff) -> None:
    """Where the person is not asked each time, a return that is known to answer a hand-off is read at once.

    Only their own: who hands off at a link is somebody's client, and is always asked.
    """
    if kept is None or outside.app.read_orders != "always":
        return
    if not unit.links.by_visitor([handoff.visitor_id]):
        start_reading(outside, unit, kept, keep=False)


def _seen_before(outside: Outside, unit: WritingUnit, visitor_id: str, claim: Claim) -> Where | None:
    """The page that this very return led to before: a reload, or an entry of the history."""
    digest = token_sha256(claim.request_token)
    if digest is None:
        return None
    recent = left_recently(unit, visitor_id, outside.clock())
    for handback in unit.handoffs.handbacks([handoff.id for handoff in recent]):
        if handback.token_sha256 == digest and handback.handoff_id is not None:
            handoff = next(handoff for handoff in recent if handoff.id == handback.handoff_id)
            return _answered(unit, handoff)
    return None


def token_sha256(request_token: str | None) -> str | None:
    """What tells one return from another without keeping the token."""
    return hashlib.sha256(request_token.encode()).hexdigest() if request_token else None


def _handback(outside: Outside, visitor_id: str, claim: Claim, known: Handoff | None) -> Handback:
    handback_id = outside.chance.token()
    keep_token = claim.request_token is not None and outside.app.can_read and outside.app.read_orders != "never"
    return Handback(
        id=handback_id,
        visitor_id=visitor_id,
        handoff_id=known.id if known else None,
        status=claim.status,
        status_text=claim.status_text,
        token_sha256=token_sha256(claim.request_token),
        token_sealed=(
            outside.sealer.seal(claim.request_token, f"handback:{handback_id}")
            if keep_token and claim.request_token
            else None
        ),
        at=outside.clock(),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One hand-off that an unassigned return may answer."""

    sending: Sending
    basket_name: str


def choices(outside: Outside, visitor_id: str, handback_id: str) -> list[Choice] | Answered | None:
    """The hand-offs to choose from; the answer, if it was given; None: not this visitor's return."""
    with outside.store.reading() as unit:
        handback = unit.handoffs.handback(handback_id, visitor_id)
        if handback is None:
            return None
        if handback.handoff_id is not None:
            answers = unit.handoffs.by_id(handback.handoff_id)
            handoff = own_handoff(unit, answers.visitor_id, answers.id) if answers else None
            return _answered(unit, handoff) if handoff else None
        meant = may_be_meant(unit, visitor_id, handback.at)
        news = gather(unit, meant)
        names = basket_names(unit, meant)
    now = outside.clock()
    return [Choice(sending(outside, handoff, news[handoff.id], now), names[handoff.basket_id]) for handoff in meant]


def choose(outside: Outside, visitor_id: str, handback_id: str, handoff_id: str) -> Answered | None:
    """Say which hand-off a return answers. None: not this visitor's return or hand-off."""
    with outside.store.writing() as unit:
        handback = unit.handoffs.handback(handback_id, visitor_id)
        handoff = unit.handoffs.by_id(handoff_id)
        if handback is None or handoff is None or not _left_here(unit, handoff, visitor_id):
            return None
        if handback.handoff_id is None:
            unit.handoffs.assign(handback_id, handoff_id)
            _always_read(outside, unit, unit.handoffs.handback(handback_id, visitor_id), handoff)
            unit.record(outside.event("person said which hand-off came back", handoff_id, outside.clock()))
        elif handback.handoff_id != handoff_id:
            return None
        return _answered(unit, handoff)


def _left_here(unit: WritingUnit, handoff: Handoff, visitor_id: str) -> bool:
    """Whether it left in this visitor's browser, and its basket is its owner's still."""
    left = handoff.left_at is not None and _browser_of(handoff) == visitor_id
    return left and own_handoff(unit, handoff.visitor_id, handoff.id) is not None
