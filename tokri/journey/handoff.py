"""Hand-off: one part of one reviewed version, stored before the browser leaves, sent once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

from tokri.core.handoff import sha256
from tokri.core.ports import (
    Acceptance,
    AlreadyThere,
    Handoff,
    Outside,
    PersonsWord,
    Said,
    WritingUnit,
)
from tokri.core.state import State
from tokri.journey.own import own_handoff
from tokri.journey.review import Gathered, PartReview, Review, Sending, gathered_of, review_in
from tokri.journey.since_the_yes import alike, having_said, known_of, known_sha256

#: States in which "Kite did not open, or I could not log in" may be the person's word.
NOT_BACK: Final = frozenset(
    {State.PREPARED, State.AT_KITE, State.NO_RETURN, State.SAID_NO_LOGIN, State.SAID_NOT_ENABLED}
)


@dataclass(frozen=True, slots=True)
class Ask:
    """What the person pressed: this part of what they were shown (`review_sha256`), for the n-th time.

    `again` is the explicit yes to sending once more what may have been sent already. `ticks` accept warnings.
    `instead_of` names the hand-off that did not open or could not be logged in to. `known` is what was known, when it
    was shown, of what may have been sent already (`known_sha256`); "" where that was not shown.
    """

    review_sha256: str
    part: int
    attempt: int
    again: bool = False
    ticks: Collection[Acceptance] = ()
    instead_of: str | None = None
    known: str = ""


class Refusal(Enum):
    """Why nothing was handed off."""

    CHANGED = auto()  #: the basket or the rules changed since it was shown
    NOT_READY = auto()  #: an error stands
    NOT_TICKED = auto()  #: a warning was not accepted
    SENT_ALREADY = auto()  #: this part was handed off meanwhile, perhaps in another tab
    NOT_ASKED_AGAIN = auto()  #: it was handed off before, and the person has not said "again"
    NEWS = auto()  #: more became known of what was sent before, since it was shown
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
    unit: WritingUnit,
    outside: Outside,
    visitor_id: str,
    basket_id: str,
    ask: Ask,
    *,
    gathered: Gathered | None = None,
    before: Sequence[Sending] = (),
) -> Handoff | Refused | None:
    """The same, within a unit that is open already.

    `before` are hand-offs of other baskets that the person was asked about as well.
    """
    review = review_in(unit, outside, visitor_id, basket_id, gathered)
    if review is None:
        return None
    part = next((part for part in review.parts if part.part.number == ask.part), None)
    if part is None:
        return Refused(Refusal.CHANGED if review.checked.ready else Refusal.NOT_READY, review)
    if why := _refusal(review, part, ask, before):
        return Refused(why, review)
    if made := _made_already(part, ask):
        return made.handoff
    at = outside.clock()
    word = _said_instead(part, ask, at)
    sendings = having_said(outside, review.sendings, word) if word else review.sendings
    handoff = _compose(outside, visitor_id, review, part, at)
    elsewhere = (*before, *alike(handoff, review.after_all))
    handoff = replace(handoff, known_sha256=known_of(outside, handoff, sendings, elsewhere))
    try:
        unit.handoffs.add(handoff)
    except AlreadyThere:
        return Refused(Refusal.SENT_ALREADY, review)
    _keep_ticks(unit, outside, review, ask)
    if word:
        unit.handoffs.say(word)
    facts: dict[str, str | int | bool | None] = {
        "basket": basket_id,
        "version": handoff.version_number,
        "part": handoff.part,
        "attempt": handoff.attempt,
        "payload": handoff.payload_sha256,
        "varieties": ", ".join(order.variety for order in part.part.orders),  # as the clock made those left open
    }
    if at_stake := review.at_stake(part):
        facts |= {"again": ask.again, "may_be_there": ", ".join(each.handoff.id for each in at_stake)}
    unit.record(outside.event("hand-off made", handoff.id, at, facts))
    return handoff


def _refusal(review: Review, part: PartReview, ask: Ask, before: Sequence[Sending]) -> Refusal | None:
    """The first of these that is so."""
    known = known_sha256((*before, *review.at_stake(part)))
    refused = {
        Refusal.CHANGED: review.sha256 != ask.review_sha256,
        Refusal.SENT_ALREADY: ask.attempt != part.next_attempt and not _made_already(part, ask),
        Refusal.PART_CLOSED: not part.open,
        Refusal.NOT_ASKED_AGAIN: not _asked_for(review, part, ask),
        Refusal.NEWS: ask.again and bool(ask.known) and ask.known != known,
        Refusal.NOT_TICKED: bool(needed_ticks(review) - review.accepted - set(ask.ticks)),
    }
    return next((why for why, so in refused.items() if so), None)


def _said_instead(part: PartReview, ask: Ask, at: datetime) -> PersonsWord | None:
    """The word on the hand-off before that the one tap says with it."""
    before = _before(part, ask)
    if ask.instead_of is None or before is None or before.state not in NOT_BACK:
        return None
    return PersonsWord(ask.instead_of, Said.NO_LOGIN, at)


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
    return ask.again and (never_opened(before) or not at_stake)


def never_opened(sent: Sending) -> bool:
    """Whether one tap may say that Kite did not open for it.

    Not where the person has said that something was placed, nor where another browser came back from it.
    """
    return sent.state in NOT_BACK and sent.taken_back is None and sent.handoff.elsewhere_at is None


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


def say(outside: Outside, visitor_id: str, handoff_id: str, said: Said, ticked: Collection[int] = ()) -> Handoff | None:
    """Keep the person's word on a hand-off; None: not this visitor's.

    `ticked` are the orders they placed, where it was some: places in the version's plan. All of them ticked is all,
    and what is no order of the hand-off is passed over.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        handoff = own_handoff(unit, visitor_id, handoff_id)
        if handoff is None:
            return None
        word = _word(handoff, said, ticked, at)
        unit.handoffs.say(word)
        facts: dict[str, str | int | bool | None] = {"said": word.said.value}
        if word.orders:
            facts["orders"] = ", ".join(str(each + 1) for each in word.orders)
        unit.record(outside.event("person said", handoff_id, at, facts))
    return handoff


def _word(handoff: Handoff, said: Said, ticked: Collection[int], at: datetime) -> PersonsWord:
    theirs = range(handoff.first_order, handoff.first_order + handoff.orders)
    orders = tuple(each for each in theirs if each in set(ticked))
    if said is not Said.PLACED_SOME or not orders:
        return PersonsWord(handoff.id, said, at)
    if len(orders) == len(theirs):
        return PersonsWord(handoff.id, Said.PLACED_ALL, at)
    return PersonsWord(handoff.id, said, at, orders)
