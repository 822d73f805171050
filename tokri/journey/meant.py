"""Which hand-offs a return may answer that names none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tokri.core.handback import SUCCESS
from tokri.core.ports import Handoff, PersonsWord, ReadingUnit, Said, WritingUnit
from tokri.core.state import latest_word
from tokri.journey.once_more import IN_FLIGHT
from tokri.journey.review import may_hold_the_same


def may_be_meant(unit: ReadingUnit | WritingUnit, visitor_id: str, at: datetime) -> list[Handoff]:
    """The hand-offs that a return at `at` may answer if it does not say which, newest first.

    Those that have not come back with success; a cancel may be forged, so it takes none of them out. If all have,
    any of them: a success may be forged too, and the true return must not be lost behind it. One that the person
    could not open or log in to, and that went once more since, is none of them.
    """
    recent = left_recently(unit, visitor_id, at)
    words, landed = unit.handoffs.words([handoff.id for handoff in recent]), came_back_with_success(unit, recent)
    there = [
        handoff
        for place, handoff in enumerate(recent)
        if handoff.id in landed
        or not _did_not_open(handoff, words)
        or not any(may_hold_the_same(handoff, newer) for newer in recent[:place])
    ]
    return [handoff for handoff in there if handoff.id not in landed] or there


def left_recently(unit: ReadingUnit | WritingUnit, visitor_id: str, at: datetime) -> list[Handoff]:
    """The hand-offs that left for Kite in this visitor's browser not too long before `at`, newest first.

    Of baskets that their owners still have.
    """
    left = unit.handoffs.left_since(visitor_id, at - IN_FLIGHT)
    names = basket_names(unit, left)
    return [handoff for handoff in left if handoff.basket_id in names]


def basket_names(unit: ReadingUnit | WritingUnit, handoffs: Sequence[Handoff]) -> dict[str, str]:
    """The name of each of their baskets, as far as its owner still has it."""
    owners = {handoff.basket_id: handoff.visitor_id for handoff in handoffs}
    found = (unit.baskets.get(basket_id, owner) for basket_id, owner in owners.items())
    return {basket.id: basket.name for basket in found if basket is not None}


def came_back_with_success(unit: ReadingUnit | WritingUnit, handoffs: Sequence[Handoff]) -> set[str | None]:
    """Those that came back with success."""
    claims = (each for each in unit.handoffs.handbacks([handoff.id for handoff in handoffs]) if not each.log_in)
    return {each.handoff_id for each in claims if each.status == SUCCESS}


def _did_not_open(handoff: Handoff, words: Sequence[PersonsWord]) -> bool:
    word = latest_word(handoff, words)
    return word is not None and word.said in {Said.NO_LOGIN, Said.NOT_ENABLED}
