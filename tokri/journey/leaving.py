"""Leaving: the one visit to the hand-off page that may post, and what the page says on every other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tokri.core.handoff import HandoffForm, compose
from tokri.core.ports import Handoff, Outside, ReadingUnit, WritingUnit
from tokri.journey.handoff import never_opened
from tokri.journey.own import own_handoff
from tokri.journey.review import PartReview, Review, Sending, may_hold_the_same, review_in
from tokri.journey.since_the_yes import news_came


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


class Gate(Protocol):
    """What whoever made the hand-off possible says of it, inside the unit that takes the one-time mark."""

    def may_leave(self, unit: WritingUnit) -> bool:
        """Whether the hand-off may still leave."""

    def asked_about(self, unit: WritingUnit, handoff: Handoff) -> Sequence[Sending]:
        """The hand-offs of other baskets that its owner was asked about at the yes, by that moment."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """It never left, and never will: its orders, or a changed basket, were handed off anew since."""

    handoff: Handoff
    basket_name: str


@dataclass(frozen=True, slots=True)
class NewsCame:
    """It never left, and must not on that yes: since then more became known of what may have placed its orders."""

    handoff: Handoff


def leave(
    outside: Outside,
    visitor_id: str,
    handoff_id: str,
    *,
    browser_id: str | None = None,
    gate: Gate | None = None,
) -> Leaving | Left | Overtaken | Stopped | NewsCame | None:
    """Take the one-time mark and show the form; later visits get the page without it.

    `browser_id` is the visitor in whose browser this is, where that is not who owns the hand-off; `gate` what has to
    let it leave besides.
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
        if kept_back := _kept_back(unit, outside, handoff, basket.name, gate):
            return kept_back
        if unit.handoffs.leave(handoff_id, visitor_id, browser_id or visitor_id, at):
            unit.record(outside.event("left for Kite", handoff_id, at))
            app = outside.app
            form = compose(handoff.payload, kite_url=app.url, api_key=app.api_key, nonce=handoff.nonce)
            return Leaving(handoff, basket.name, form)
    # Another visit at the same moment has taken the mark. What is looked up for the page keeps no writer waiting.
    with outside.store.reading() as unit:
        return _left(unit, outside, visitor_id, handoff)


def _kept_back(
    unit: WritingUnit, outside: Outside, handoff: Handoff, basket_name: str, gate: Gate | None
) -> Overtaken | Stopped | NewsCame | None:
    made = unit.handoffs.of_basket(handoff.basket_id)
    if _overtaken(handoff, made) or _taken_since(unit, handoff, made):
        return Overtaken(handoff, basket_name)
    if gate is not None and not gate.may_leave(unit):
        return Stopped(handoff)
    before = gate.asked_about(unit, handoff) if gate is not None else ()
    return NewsCame(handoff) if news_came(unit, outside, handoff, made, before) else None


def _overtaken(handoff: Handoff, made: Sequence[Handoff]) -> bool:
    """Whether a later one of `made`, which are in the order they were made, may hold the same orders."""
    for each in reversed(made):
        if each.id == handoff.id:
            return False
        if may_hold_the_same(handoff, each):
            return True
    return False


def _taken_since(unit: WritingUnit, handoff: Handoff, made: Sequence[Handoff]) -> bool:
    """Whether another basket took what is left of the same orders after this was prepared.

    What the basket itself took goes by a later hand-off of its own.
    """
    same = [each.id for each in made if each.id == handoff.id or may_hold_the_same(handoff, each)]
    places = range(handoff.first_order, handoff.first_order + handoff.orders)
    return any(
        each.at >= handoff.created_at and each.order in places and each.basket_id != handoff.basket_id
        for each in unit.mending.taken(same)
    )


def _left(unit: ReadingUnit, outside: Outside, visitor_id: str, handoff: Handoff) -> Left | None:
    review = review_in(unit, outside, visitor_id, handoff.basket_id)
    sending = next((each for each in review.sendings if each.handoff.id == handoff.id), None) if review else None
    if review is None or sending is None:
        return None
    return Left(sending, review, _one_tap(review, sending))


def _one_tap(review: Review, sending: Sending) -> PartReview | None:
    """The part that `sending` sent, if it may be sent once more without a further look."""
    part = next((part for part in review.parts if part.last and part.last.handoff.id == sending.handoff.id), None)
    if part is None or not part.open or not never_opened(sending):
        return None
    return part if all(each.handoff.id == sending.handoff.id for each in review.at_stake(part)) else None
