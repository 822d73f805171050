"""Hand-off: one part of one reviewed version, stored before the browser leaves, sent once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from tokri.core.handoff import HandoffForm, compose, sha256
from tokri.core.ports import (
    Acceptance,
    AlreadyThere,
    Handoff,
    Outside,
    PersonsWord,
    ReadingUnit,
    Said,
    WritingUnit,
)
from tokri.core.state import State
from tokri.journey.own import own_handoff
from tokri.journey.review import Gathered, PartReview, Review, Sending, gathered_of, may_hold_the_same, review_in

#: States in which "Kite did not open, or I could not log in" may be the person's word.
_NOT_BACK: Final = frozenset(
    {State.PREPARED, State.AT_KITE, State.NO_RETURN, State.SAID_NO_LOGIN, State.SAID_NOT_ENABLED}
)


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
    """Store the hand-off of one part; None: not this visitor's basket.

    The same ask again, as a second press or another tab sends it, answers the hand-off that the first one made, as
    long as that has not left.
    """
    # Looking up takes longer than all the rest, and while the unit is open nobody else writes.
    gathered = gathered_of(outside, visitor_id, basket_id)
    with outside.store.writing() as unit:
        return hand_off_in(unit, outside, visitor_id, basket_id, ask, gathered=gathered)


def hand_off_in(
    unit: WritingUnit, outside: Outside, visitor_id: str, basket_id: str, ask: Ask, *, gathered: Gathered | None = None
) -> Handoff | Refused | None:
    """The same, within a unit that is open already."""
    review = review_in(unit, outside, visitor_id, basket_id, gathered)
    if review is None:
        return None
    part = next((part for part in review.parts if part.part.number == ask.part), None)
    if part is None:
        return Refused(Refusal.CHANGED if review.checked.ready else Refusal.NOT_READY, review)
    if why := _refusal(review, part, ask):
        return Refused(why, review)
    if made := _made_already(part, ask):
        return made.handoff
    at = outside.clock()
    handoff = _compose(outside, visitor_id, review, part, at)
    try:
        unit.handoffs.add(handoff)
    except AlreadyThere:
        return Refused(Refusal.SENT_ALREADY, review)
    _keep_ticks(unit, outside, review, ask)
    instead_of = _before(part, ask)
    if ask.instead_of and instead_of and instead_of.state in _NOT_BACK:
        unit.handoffs.say(PersonsWord(ask.instead_of, Said.NO_LOGIN, at))
    facts: dict[str, str | int | bool | None] = {
        "basket": basket_id,
        "version": handoff.version_number,
        "part": handoff.part,
        "attempt": handoff.attempt,
        "payload": handoff.payload_sha256,
        "varieties": ", ".join(order.variety for order in part.part.orders),  # as the clock made those left open
    }
    unit.record(outside.event("hand-off made", handoff.id, at, facts))
    return handoff


def _refusal(review: Review, part: PartReview, ask: Ask) -> Refusal | None:
    if review.sha256 != ask.review_sha256:
        return Refusal.CHANGED
    if ask.attempt != part.next_attempt and not _made_already(part, ask):
        return Refusal.SENT_ALREADY
    if not part.open:
        return Refusal.PART_CLOSED
    if not _asked_for(review, part, ask):
        return Refusal.NOT_ASKED_AGAIN
    if needed_ticks(review) - review.accepted - set(ask.ticks):
        return Refusal.NOT_TICKED
    return None


def _made_already(part: PartReview, ask: Ask) -> Sending | None:
    """The hand-off that this very ask made before, if its page was not shown yet."""
    last = part.last
    if last is None or last.handoff.left_at is not None or last.handoff.attempt != ask.attempt:
        return None
    return last if last.handoff.review_sha256 == ask.review_sha256 else None


def _before(part: PartReview, ask: Ask) -> Sending | None:
    """The sending of the part that came before the one asked for."""
    return next((each for each in reversed(part.sendings) if each.handoff.attempt < ask.attempt), None)


def _asked_for(review: Review, part: PartReview, ask: Ask) -> bool:
    """Whether sending this may not place anything twice, or the person has said "again" to what may.

    The one tap on the page of a hand-off that did not open says it of that hand-off alone: the last of its part, and
    one that has not come back with success since.
    """
    at_stake = review.at_stake(part)
    if ask.instead_of is None:
        return ask.again or not at_stake
    before = _before(part, ask)
    if before is None or before.handoff.id != ask.instead_of:
        return False
    if any(each is not before for each in at_stake):
        return False
    return ask.again and (before.state in _NOT_BACK or not at_stake)


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
    """The hand-off page, for the one visit that may post."""

    handoff: Handoff
    basket_name: str
    form: HandoffForm


@dataclass(frozen=True, slots=True)
class Left:
    """What the page says on every later visit.

    `review` is that of the basket as it is now; `again` the part that one tap may send once more.
    """

    sending: Sending
    review: Review
    again: PartReview | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """It never left, and must not now: whoever made it possible has taken that back since."""

    handoff: Handoff


#: Asked inside the unit that takes the one-time mark: whether the hand-off may still leave.
MayLeave = Callable[[WritingUnit], bool]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """It never left, and never will: its orders, or a changed basket, were handed off anew since."""

    handoff: Handoff
    basket_name: str


def leave(
    outside: Outside,
    visitor_id: str,
    handoff_id: str,
    *,
    browser_id: str | None = None,
    may_leave: MayLeave | None = None,
) -> Leaving | Left | Overtaken | Stopped | None:
    """Take the one-time mark and show the form; later visits get the page without it.

    `browser_id` is the visitor in whose browser this is, where that is not who owns the hand-off.
    """
    at = outside.clock()
    with outside.store.reading() as unit:
        handoff = own_handoff(unit, visitor_id, handoff_id)
        if handoff is None:
            return None
        if handoff.left_at is not None:
            return _left(unit, outside, visitor_id, handoff)
    with outside.store.writing() as unit:
        basket = unit.baskets.get(handoff.basket_id, visitor_id)
        if basket is None:
            return None
        if kept_back := _kept_back(unit, handoff, basket.name, may_leave):
            return kept_back
        if unit.handoffs.leave(handoff_id, visitor_id, browser_id or visitor_id, at):
            unit.record(outside.event("left for Kite", handoff_id, at))
            app = outside.app
            form = compose(handoff.payload, kite_url=app.url, api_key=app.api_key, nonce=handoff.nonce)
            return Leaving(handoff, basket.name, form)
        # Another visit at the same moment has taken the mark.
        return _left(unit, outside, visitor_id, handoff)


def _kept_back(
    unit: WritingUnit, handoff: Handoff, basket_name: str, may_leave: MayLeave | None
) -> Overtaken | Stopped | None:
    if _overtaken(handoff, unit.handoffs.of_basket(handoff.basket_id)):
        return Overtaken(handoff, basket_name)
    return Stopped(handoff) if may_leave is not None and not may_leave(unit) else None


def _overtaken(handoff: Handoff, made: Sequence[Handoff]) -> bool:
    """Whether a later one of `made`, which are in the order they were made, may hold the same orders."""
    for each in reversed(made):
        if each.id == handoff.id:
            return False
        if may_hold_the_same(handoff, each):
            return True
    return False


def _left(unit: ReadingUnit | WritingUnit, outside: Outside, visitor_id: str, handoff: Handoff) -> Left | None:
    review = review_in(unit, outside, visitor_id, handoff.basket_id)
    sending = next((each for each in review.sendings if each.handoff.id == handoff.id), None) if review else None
    if review is None or sending is None:
        return None
    return Left(sending, review, _one_tap(review, sending))


def _one_tap(review: Review, sending: Sending) -> PartReview | None:
    """The part that `sending` sent, if it may be sent once more without a further look."""
    part = next((part for part in review.parts if part.last and part.last.handoff.id == sending.handoff.id), None)
    if part is None or not part.open or sending.state not in _NOT_BACK:
        return None
    return part if all(each.handoff.id == sending.handoff.id for each in review.at_stake(part)) else None


def say(outside: Outside, visitor_id: str, handoff_id: str, said: Said) -> Handoff | None:
    """Keep the person's word on a hand-off; None: not this visitor's."""
    at = outside.clock()
    with outside.store.writing() as unit:
        handoff = own_handoff(unit, visitor_id, handoff_id)
        if handoff is None:
            return None
        unit.handoffs.say(PersonsWord(handoff_id, said, at))
        unit.record(outside.event("person said", handoff_id, at, {"said": said.value}))
    return handoff
