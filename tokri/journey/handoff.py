"""Hand-off: one part of one reviewed version, stored before the browser leaves, sent once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from tokri.core.handoff import HandoffForm, compose, sha256
from tokri.core.ports import Acceptance, AlreadyThere, Event, Handoff, Outside, PersonsWord, Said, WritingUnit
from tokri.journey.news import News, gather
from tokri.journey.own import own_handoff
from tokri.journey.review import PartReview, Review, review_in


@dataclass(frozen=True, slots=True)
class Ask:
    """What the person pressed: this part of what they were shown (`review_sha256`), for the n-th time.

    `again` is the explicit yes to sending once more what may have been sent already. `ticks` accept warnings.
    `instead_of` names the hand-off that did not open or could not be logged in to.
    """

    review_sha256: str
    part: int
    attempt: int
    again: bool = False
    ticks: Collection[Acceptance] = ()
    instead_of: str | None = None


class Refusal(Enum):
    """Why nothing was handed off."""

    CHANGED = auto()  #: the basket or the rules changed since it was shown
    NOT_READY = auto()  #: an error stands
    NOT_TICKED = auto()  #: a warning was not accepted
    SENT_ALREADY = auto()  #: this part was handed off meanwhile, perhaps in another tab
    NOT_ASKED_AGAIN = auto()  #: it was handed off before, and the person has not said "again"
    PART_CLOSED = auto()  #: the part before has not come back yet


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was handed off; the review as it is now."""

    why: Refusal
    review: Review


def hand_off(outside: Outside, visitor_id: str, basket_id: str, ask: Ask) -> Handoff | Refused | None:
    """Store the hand-off of one part; None: not this visitor's basket."""
    at = outside.clock()
    with outside.store.writing() as unit:
        review = review_in(unit, outside, visitor_id, basket_id)
        if review is None:
            return None
        part = next((part for part in review.parts if part.part.number == ask.part), None)
        if part is None:
            return Refused(Refusal.CHANGED if review.checked.ready else Refusal.NOT_READY, review)
        if why := _refusal(review, part, ask):
            return Refused(why, review)
        handoff = _compose(outside, visitor_id, review, part, at)
        try:
            unit.handoffs.add(handoff)
        except AlreadyThere:
            return Refused(Refusal.SENT_ALREADY, review)
        _keep_ticks(unit, outside, review, ask)
        if ask.instead_of and own_handoff(unit, visitor_id, ask.instead_of):
            unit.handoffs.say(PersonsWord(ask.instead_of, Said.NO_LOGIN, at))
        facts: dict[str, str | int | bool | None] = {
            "basket": basket_id,
            "version": handoff.version_number,
            "part": handoff.part,
            "attempt": handoff.attempt,
            "payload": handoff.payload_sha256,
        }
        unit.record(Event("hand-off made", handoff.id, at, facts))
    return handoff


def _refusal(review: Review, part: PartReview, ask: Ask) -> Refusal | None:
    if review.sha256 != ask.review_sha256:
        return Refusal.CHANGED
    if ask.attempt != part.next_attempt:
        return Refusal.SENT_ALREADY
    if not part.open:
        return Refusal.PART_CLOSED
    if ask.attempt > 1 and not ask.again:
        return Refusal.NOT_ASKED_AGAIN
    if needed_ticks(review) - review.accepted - set(ask.ticks):
        return Refusal.NOT_TICKED
    return None


def needed_ticks(review: Review) -> set[Acceptance]:
    """The ticks without which the version cannot be handed off."""
    return {Acceptance(problem.code, problem.order) for problem in review.checked.warnings}


def _keep_ticks(unit: WritingUnit, outside: Outside, review: Review, ask: Ask) -> None:
    new = (needed_ticks(review) & set(ask.ticks)) - review.accepted
    if new:
        unit.baskets.accept(review.basket.id, review.sha256, new, outside.clock())


def _compose(outside: Outside, visitor_id: str, review: Review, part: PartReview, at: datetime) -> Handoff:
    return Handoff(
        id=outside.chance.token(),
        basket_id=review.basket.id,
        visitor_id=visitor_id,
        version_number=review.version.number,
        version_sha256=review.version.sha256,
        review_sha256=review.sha256,
        part=part.part.number,
        parts=part.part.of,
        first_order=part.part.first,
        orders=len(part.part.orders),
        attempt=part.next_attempt,
        tag=part.tag,
        nonce=outside.chance.token(),
        payload=part.payload,
        payload_sha256=sha256(part.payload),
        created_at=at,
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """The hand-off page. `form` is there for the one visit that may post; afterwards it is None."""

    handoff: Handoff
    basket_name: str
    form: HandoffForm | None
    news: News


def leave(outside: Outside, visitor_id: str, handoff_id: str) -> Leaving | None:
    """Take the one-time mark and show the form; later visits get the page without it."""
    at = outside.clock()
    with outside.store.reading() as unit:
        handoff = unit.handoffs.get(handoff_id, visitor_id)
        basket = unit.baskets.get(handoff.basket_id, visitor_id) if handoff else None
        if handoff is None or basket is None:
            return None
        news = gather(unit, [handoff])[handoff.id]
    if handoff.left_at is not None:
        return Leaving(handoff, basket.name, None, news)
    with outside.store.writing() as unit:
        marked = unit.handoffs.leave(handoff_id, visitor_id, at)
        if marked:
            unit.record(Event("left for Kite", handoff_id, at))
        # Another visit at the same moment may have taken the mark: then it says when.
        handoff = unit.handoffs.get(handoff_id, visitor_id) or replace(handoff, left_at=at)
    app = outside.app
    form = compose(handoff.payload, kite_url=app.url, api_key=app.api_key, nonce=handoff.nonce) if marked else None
    return Leaving(handoff, basket.name, form, news)


def say(outside: Outside, visitor_id: str, handoff_id: str, said: Said) -> Handoff | None:
    """Keep the person's word on a hand-off; None: not this visitor's."""
    at = outside.clock()
    with outside.store.writing() as unit:
        handoff = own_handoff(unit, visitor_id, handoff_id)
        if handoff is None:
            return None
        unit.handoffs.say(PersonsWord(handoff_id, said, at))
        unit.record(Event("person said", handoff_id, at, {"said": said.value}))
    return handoff
