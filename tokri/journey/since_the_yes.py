"""What may have placed a hand-off's orders before it, and whether more became known of that since the person's yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tokri.core.basket import canonical_json
from tokri.core.handoff import sha256
from tokri.core.ports import Handoff, Outside, PersonsWord, WritingUnit
from tokri.journey.news import gather
from tokri.journey.sending import Sending, may_hold_the_same, may_trade_alike, sending
from tokri.journey.still_to_place import placed_after_all


def known_sha256(at_stake: Iterable[Sending]) -> str:
    """A hash of what is known of hand-offs: of each where it stands, and how each of its orders does."""
    told = [
        [each.handoff.id, each.state.value, [[one.standing.value, one.filled] for one in each.verdicts.orders]]
        for each in at_stake
    ]
    return sha256(canonical_json(told))


def known_of(handoff: Handoff, sendings: Iterable[Sending], after_all: Iterable[Sending]) -> str:
    """The same of those hand-offs that may have placed what this one would.

    `sendings` are those of its basket, `after_all` those of other baskets whose rest it places (`Review` has both).
    """
    others = (each for each in sendings if each.handoff.id != handoff.id and may_hold_the_same(handoff, each.handoff))
    alike = (each for each in after_all if may_trade_alike(handoff, each.handoff))
    return known_sha256((*alike, *(each for each in others if each.may_have_placed)))


def having_said(outside: Outside, sendings: Iterable[Sending], word: PersonsWord) -> tuple[Sending, ...]:
    """The hand-offs as they stand after that word."""
    return tuple(
        sending(outside, each.handoff, replace(each.news, words=[*each.news.words, word]), word.at)
        if each.handoff.id == word.handoff_id
        else each
        for each in sendings
    )


def news_came(unit: WritingUnit, outside: Outside, handoff: Handoff, made: Sequence[Handoff]) -> bool:
    """Whether what is known of what went before is other than it was when this hand-off was said yes to.

    `made` are all hand-offs of its basket.
    """
    sendings: tuple[Sending, ...] = ()
    if any(each.id != handoff.id and may_hold_the_same(handoff, each) for each in made):
        # All of them, as at the yes: one order may be claimed by two.
        news, now = gather(unit, made), outside.clock()
        sendings = tuple(sending(outside, each, news[each.id], now) for each in made)
    known = known_of(handoff, sendings, placed_after_all(unit, outside, handoff.basket_id))
    return known != (handoff.known_sha256 or known_sha256(()))
