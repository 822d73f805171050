"""One hand-off of a basket, where it stands, and whether its orders may be at Kite already."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from tokri.core.basket import Order
from tokri.core.by_word import taken_back
from tokri.core.handoff import payload
from tokri.core.plan import Part
from tokri.core.ports import Handoff, Outside, PersonsWord, Said
from tokri.core.queued import as_of
from tokri.core.release import Release, is_for_later, release
from tokri.core.shown import Shown
from tokri.core.state import State, closed_at, latest_word, state
from tokri.core.tally import Tally, tally
from tokri.core.verdict import Verdicts
from tokri.journey.news import News

#: States in which nothing was placed, as far as anybody can know. Kite's "cancelled" is a claim like any other, but
#: it is the same claim as the person's own "I placed none".
_NOTHING_PLACED: Final = frozenset(
    {
        State.PREPARED,
        State.RETURNED_CANCELLED,
        State.SAID_NONE,
        State.SAID_NOT_ENABLED,
        State.SAID_NO_LOGIN,
        State.READ_NONE,
        State.NOT_IN_FILE,
    }
)

#: States that say no more than that a document does not have it.
_NOT_THERE: Final = frozenset({State.READ_NONE, State.NOT_IN_FILE})


@dataclass(frozen=True)
class Sending:
    """One hand-off of the basket, and what is known of it.

    `told_at` is the moment it is told of, `evidence` as much of the news as its state is told by. `session` is the next
    one after it left, None where no table tells; `waits` says that its orders are for that one. Without slots, so that
    the verdicts, for which a page asks again and again, are worked out once.
    """

    handoff: Handoff
    state: State
    news: News
    told_at: datetime
    evidence: Shown
    session: Release | None = None
    waits: bool = False

    @property
    def release(self) -> Release | None:
        """The session that its orders wait or waited for; None where they are for no later one."""
        return self.session if self.waits else None

    @cached_property
    def verdicts(self) -> Verdicts:
        """What became of each of its orders; what was queued for a session that has begun since is not called so."""
        return as_of(self.news.verdicts(self.handoff), self.session, self.told_at)

    @property
    def tally(self) -> Tally | None:
        """How its orders stand; None where there is no evidence of any."""
        return tally(self.verdicts)

    @property
    def said_placed(self) -> bool:
        """Whether the person's last word is that some of its orders were placed."""
        word = latest_word(self.handoff, self.news.words)
        return word is not None and word.said in {Said.PLACED_ALL, Said.PLACED_SOME}

    @property
    def may_have_placed(self) -> bool:
        """Whether an order of it may be at Kite: it left, and nobody knows that nothing came of it.

        What is left of it may be there as well, once that was taken into a basket of its own. Who has said both, that
        something was placed and that nothing was, knows it no better than nobody.
        """
        if self.said_placed or self.news.taken or self._may_come:
            return True
        return self.state not in _NOTHING_PLACED or (self.state not in _NOT_THERE and self.taken_back is not None)

    @property
    def taken_back(self) -> tuple[PersonsWord, PersonsWord] | None:
        """The person's word that some of its orders were placed, and the later one that took it back."""
        return taken_back(self.news.words)

    @property
    def _may_come(self) -> bool:
        """Whether what is not there may come yet: nobody came back or said anything, and Kite's page may be open."""
        return self.state in _NOT_THERE and closed_at(self.handoff, self.news.handbacks, self.news.words) is None


def may_hold_the_same(one: Handoff, other: Handoff) -> bool:
    """Whether an order may stand in both. Two versions may hold the same, whatever stands in them.

    What was shown is shown of one plan: under one hash two hand-offs hold the same where their places in it meet. Where
    the plan may have been another, they may where both buy, or both sell, the same instrument.
    """
    if one.basket_id != other.basket_id:
        return False
    if one.version_number != other.version_number:
        return True
    if one.review_sha256 == other.review_sha256:
        return one.first_order < other.first_order + other.orders and other.first_order < one.first_order + one.orders
    return may_trade_alike(one, other)


def may_trade_alike(one: Handoff, other: Handoff) -> bool:
    """Whether both buy, or both sell, the same instrument, of whichever baskets they are."""
    return bool(_instruments_and_sides(one) & _instruments_and_sides(other))


def may_trade_the_same(one: Handoff, orders: Iterable[Order]) -> bool:
    """Whether one of these orders buys, or sells, what the hand-off does."""
    sent = _instruments_and_sides(one)
    return any((each.exchange, each.tradingsymbol, each.transaction_type) in sent for each in orders)


def holds(handoff: Handoff, part: Part) -> bool:
    """Whether the hand-off holds the part as it is planned now.

    The plan of a version changes where the list of freeze quantities, or the limit of a part, was changed meanwhile. It
    is the same plan where the clock alone sends now what it sent for the next session then, or the other way about.
    """
    planned = payload(part.orders, handoff.tag)
    return handoff.payload == planned or _at_any_hour(handoff.payload) == _at_any_hour(planned)


def _at_any_hour(sent: str) -> str:
    # Within a text of JSON a quotation mark is escaped, so that no order's own words can look like this.
    return sent.replace('"variety":"amo"', '"variety":"regular"')


def _instruments_and_sides(handoff: Handoff) -> set[tuple[str, str, str]]:
    sent = json.loads(handoff.payload)
    return {(order["exchange"], order["tradingsymbol"], order["transaction_type"]) for order in sent}


def sending(outside: Outside, handoff: Handoff, news: News, now: datetime) -> Sending:
    """The hand-off with where it stands by `now`."""
    evidence = news.shown(handoff)
    waits = handoff.left_at is not None and (evidence.queued or is_for_later(handoff.payload))
    session = release(outside.reference.tables().calendar, handoff.left_at) if handoff.left_at else None
    stands = state(
        handoff,
        news.handbacks,
        news.words,
        evidence,
        now,
        release=session if waits else None,
        unresolved_after=outside.unresolved_after,
    )
    return Sending(handoff, stands, news, now, evidence, session, waits)
