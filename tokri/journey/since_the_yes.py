"""What may have placed a hand-off's orders before it, and whether more became known of that since the person's yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tokri.core.basket import canonical_json
from tokri.core.evidence import View
from tokri.core.handoff import sha256
from tokri.core.ports import BookOrder, Handoff, Outside, PersonsWord, WritingUnit
from tokri.core.state import latest_word
from tokri.core.verdict import Verdict
from tokri.journey.news import gather
from tokri.journey.sending import Sending, may_hold_the_same, may_trade_alike, sending
from tokri.journey.still_to_place import placed_after_all

#: What canonical JSON can hold of what is known.
_Facts = str | int | None | Sequence["_Facts"]


def known_sha256(at_stake: Iterable[Sending]) -> str:
    """A hash of all that came in about hand-offs: returns, the person's word, and what evidence tells of each order.

    Where each stands is not in it, for that changes while nobody hears anything: time alone is no news.
    """
    return sha256(canonical_json([_facts(each) for each in at_stake]))


def _facts(of: Sending) -> _Facts:
    handoff, news = of.handoff, of.news
    word, evidence, found = latest_word(handoff, news.words), news.shown(handoff), news.verdicts(handoff)
    return [
        handoff.id,
        sorted({each.status for each in news.handbacks}),
        [word.said.value, *word.orders, word.at.isoformat()] if word else None,
        [sorted(evidence.sources), sorted(evidence.looked), int(evidence.queued)],
        [_of_order(each) for each in found.orders],
        _books(found.untold),
    ]


def _of_order(one: Verdict) -> _Facts:
    return [
        one.standing.value,
        *(one.filled, one.still_open, one.left, one.edited),
        _reported(one.reported) if one.reported else None,
    ]


def _reported(view: View) -> _Facts:
    return [view.filled, view.alive, view.gone, _books(view.books)]


def _books(books: Iterable[BookOrder]) -> _Facts:
    return [[each.order_id, each.status, each.quantity, each.filled_quantity] for each in books]


def known_of(outside: Outside, handoff: Handoff, sendings: Iterable[Sending], elsewhere: Iterable[Sending]) -> str:
    """The same of those hand-offs that may have placed what this one would, by the moment at which it was made.

    `sendings` are those of its basket; `elsewhere` those of other baskets that may hold its orders.
    """
    others = (each for each in sendings if each.handoff.id != handoff.id and may_hold_the_same(handoff, each.handoff))
    then = (sending(outside, each.handoff, each.news, handoff.created_at) for each in others)
    return known_sha256((*elsewhere, *(each for each in then if each.may_have_placed)))


def alike(handoff: Handoff, after_all: Iterable[Sending]) -> tuple[Sending, ...]:
    """Those of other baskets, whose rest its own places, that buy or sell what it does (`Review` has `after_all`)."""
    return tuple(each for each in after_all if may_trade_alike(handoff, each.handoff))


def having_said(outside: Outside, sendings: Iterable[Sending], word: PersonsWord) -> tuple[Sending, ...]:
    """The hand-offs as they stand after that word."""
    return tuple(
        sending(outside, each.handoff, replace(each.news, words=[*each.news.words, word]), word.at)
        if each.handoff.id == word.handoff_id
        else each
        for each in sendings
    )


def news_came(
    unit: WritingUnit,
    outside: Outside,
    handoff: Handoff,
    made: Sequence[Handoff],
    before: Sequence[Sending] = (),
) -> bool:
    """Whether what is known of what went before is other than it was when this hand-off was said yes to.

    `made` are all hand-offs of its basket; `before` those that its owner was asked about besides.
    """
    sendings: tuple[Sending, ...] = ()
    if any(each.id != handoff.id and may_hold_the_same(handoff, each) for each in made):
        # All of them, as at the yes: one order may be claimed by two.
        news, now = gather(unit, made), outside.clock()
        sendings = tuple(sending(outside, each, news[each.id], now) for each in made)
    after_all = alike(handoff, placed_after_all(unit, outside, handoff.basket_id))
    known = known_of(outside, handoff, sendings, (*before, *after_all))
    return known != (handoff.known_sha256 or known_sha256(()))
