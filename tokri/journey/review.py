"""Review: exactly what would be sent, what is wrong with it, and what was sent before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from tokri.core.basket import Draft, OrderText, Version
from tokri.core.handoff import payload, review_sha256
from tokri.core.known import Known
from tokri.core.plan import Part, Plan, plan
from tokri.core.ports import Acceptance, Basket, Outside, ReadingUnit
from tokri.core.ports.mending import Taken
from tokri.core.rules import Checked, check
from tokri.core.state import may_continue
from tokri.core.tag import own_tag
from tokri.core.totals import Totals, totals
from tokri.core.two_steps import Sell
from tokri.journey.filled import filled_instruments
from tokri.journey.known import known
from tokri.journey.news import gather
from tokri.journey.sending import Sending, holds, may_hold_the_same, may_trade_the_same, sending
from tokri.journey.still_to_place import placed_after_all
from tokri.journey.waiting import gone_on, waits_for

__all__ = [
    "Before",
    "Gathered",
    "PartReview",
    "Review",
    "Sending",
    "gathered_of",
    "may_hold_the_same",
    "review_basket",
    "review_draft",
    "review_in",
    "review_version",
    "sending",
]


@dataclass(frozen=True)
class PartReview:
    """One part of the basket, the hand-offs made of it so far, and whether it may be handed off now.

    `known` is what its totals are worked out from. `next_attempt` counts every hand-off of a part of this number, also
    of another plan of the version. `waits` are the sells of earlier parts that its buys are paid with; it is `held`
    while it is closed for these alone. Without slots, so that what a result page does not show is not written.
    """

    part: Part
    known: Known
    sendings: tuple[Sending, ...]
    open: bool
    tag: str
    next_attempt: int
    waits: tuple[Sell, ...] = ()
    held: bool = False

    @cached_property
    def totals(self) -> Totals:
        return totals(self.part.orders, self.known)

    @cached_property
    def payload(self) -> str:
        """The exact text that Kite would be sent next, with `tag` in every order that has none of its own."""
        return payload(self.part.orders, self.tag)

    @property
    def last(self) -> Sending | None:
        return self.sendings[-1] if self.sendings else None


@dataclass(frozen=True)
class Review:
    """What the review page shows of one version, and the hash of it.

    `accepted` are the warnings that were ticked for exactly this; `sendings` every hand-off of the basket, of any
    version, in the order they were made. `took` is what was left of other baskets and is placed by this one,
    `after_all` those of their hand-offs of which it became known since that more was placed, or may be. `hashed` is the
    hash where it was worked out already: for the ticks, if there is anything to tick.
    """

    basket: Basket
    version: Version
    checked: Checked
    plan: Plan
    parts: tuple[PartReview, ...]
    accepted: frozenset[Acceptance]
    sendings: tuple[Sending, ...]
    took: tuple[Taken, ...] = ()
    after_all: tuple[Sending, ...] = ()
    hashed: str = ""

    @cached_property
    def totals(self) -> Totals:
        return totals(self.plan.orders, self.checked.known)

    @cached_property
    def sha256(self) -> str:
        """The hash of what is shown (tokri/core/handoff.py)."""
        return self.hashed or _sha256(self.version, self.plan, self.checked)

    @property
    def earlier(self) -> tuple[Sending, ...]:
        """The hand-offs of other versions, and of this one under another plan."""
        planned = {sending.handoff.id for part in self.parts for sending in part.sendings}
        return tuple(each for each in self.sendings if each.handoff.id not in planned)

    @property
    def sendings_of_version(self) -> tuple[Sending, ...]:
        """The hand-offs of this version, under whichever plan."""
        return tuple(each for each in self.sendings if each.handoff.version_number == self.version.number)

    @property
    def recut(self) -> bool:
        """Whether some of this version was handed off under another plan, so that its parts held other orders."""
        mine = (each.handoff.version_number == self.version.number for each in self.earlier)
        return bool(self.parts) and any(mine)

    def at_stake(self, part: PartReview) -> tuple[Sending, ...]:
        """The hand-offs whose orders may be at Kite already, and may be there twice if this part goes now."""
        holding = {each.handoff.id for each in (*self.earlier, *part.sendings)}
        there = (each for each in self.sendings if each.may_have_placed and each.handoff.id in holding)
        return (*(each for each in self.after_all if may_trade_the_same(each.handoff, part.part.orders)), *there)

    @property
    def next_part(self) -> PartReview | None:
        """The part to hand off next: the first that was never handed off."""
        return next((part for part in self.parts if not part.sendings), None)

    def offered(self, asked: int | None = None) -> PartReview:
        """The part that the review page offers: the one asked for, else the last that may go. There is one.

        While a part is at Kite, or never got there, that is the part itself, to be sent again; the next is closed.
        """
        may_go = [part for part in self.parts if part.open]
        return next((part for part in may_go if part.part.number == asked), may_go[-1])

    @property
    def handed_off(self) -> bool:
        """Whether some of this version was handed off under this plan."""
        return any(part.sendings for part in self.parts)


def review_basket(outside: Outside, visitor_id: str, basket_id: str) -> Review | None:
    """The review of the latest version; None: not this visitor's basket."""
    with outside.store.reading() as unit:
        return review_in(unit, outside, visitor_id, basket_id)


def review_in(
    unit: ReadingUnit, outside: Outside, visitor_id: str, basket_id: str, gathered: Gathered | None = None
) -> Review | None:
    """The same, within a unit that is open already."""
    basket = unit.baskets.get(basket_id, visitor_id)
    if basket is None:
        return None
    return review_version(unit, outside, basket, basket.latest, gathered)


def review_draft(
    unit: ReadingUnit,
    outside: Outside,
    visitor_id: str,
    basket_id: str,
    draft: Draft,
    *,
    gathered: Gathered | None = None,
    before: Before | None = None,
) -> Review:
    """The review of a basket as it would be if this draft were saved now, whether or not there is one yet.

    Nothing is written: what is saved by the very draft has this review's hash. `before` is how the basket stands,
    where that was read already.
    """
    now = outside.clock()
    kept = before.kept if before is not None else unit.baskets.get(basket_id, visitor_id)
    if kept is not None and kept.latest.sha256 == draft.sha256:
        version = kept.latest
    else:
        version = Version(basket_id, kept.latest.number + 1 if kept else 1, draft, draft.sha256, now)
    basket = Basket(basket_id, visitor_id, draft.name, kept.created_at if kept else now, version)
    sendings = before.sendings if before is not None else None
    return review_version(unit, outside, basket, version, gathered, sendings=sendings)


@dataclass(frozen=True, slots=True)
class Before:
    """A basket as it was read: None where there is none yet; and all its hand-offs, in the order they were made."""

    kept: Basket | None
    sendings: tuple[Sending, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of orders, and what the check says of them by it, where that was asked already."""

    orders: Sequence[OrderText]
    facts: Known
    checked: Checked | None = None


def gathered_of(outside: Outside, visitor_id: str, basket_id: str) -> Gathered | None:
    """What is known of the latest version, for a unit that others wait for; None: not this visitor's basket."""
    with outside.store.reading() as unit:
        basket = unit.baskets.get(basket_id, visitor_id)
        if basket is None:
            return None
        orders = basket.latest.draft.orders
        return Gathered(orders, known(outside, orders, visitor_id, unit))


def review_version(
    unit: ReadingUnit,
    outside: Outside,
    basket: Basket,
    version: Version,
    gathered: Gathered | None = None,
    *,
    sendings: tuple[Sending, ...] | None = None,
) -> Review:
    """The review of any one version of a basket. What was gathered holds where it is of these very orders.

    `sendings` are the basket's hand-offs, where they were read already.
    """
    if sendings is None:
        sendings = _sendings(unit, outside, basket)
    mine = [each for each in sendings if each.handoff.version_number == version.number]
    if gathered is not None and gathered.orders == version.draft.orders:
        facts, checked = gathered.facts, gathered.checked
    else:
        facts, checked = known(outside, version.draft.orders, basket.visitor_id, unit), None
    if checked is None:
        facts = facts.without_limits(filled_instruments(mine)) if facts.quotes else facts
        checked = check(version.draft.orders, facts)
    orders = [order for order in checked.orders if order is not None] if checked.ready else []
    planned = plan(orders, outside.app.basket_limit, facts, version.draft.sequence)
    hashed = _sha256(version, planned, checked) if checked.warnings else ""
    took = tuple(unit.mending.taken_into([basket.id]))
    return Review(
        basket=basket,
        version=version,
        checked=checked,
        plan=planned,
        parts=_with_sendings(version, planned, mine, facts, gone_on(unit, basket.id, planned)),
        accepted=unit.baskets.acceptances(basket.id, hashed) if hashed else frozenset(),
        sendings=sendings,
        took=took,
        after_all=placed_after_all(unit, outside, basket.id, took),
        hashed=hashed,
    )


def _sha256(version: Version, planned: Plan, checked: Checked) -> str:
    return review_sha256(version.sha256, [part.orders for part in planned.parts], checked.problems)


def _sendings(unit: ReadingUnit, outside: Outside, basket: Basket) -> tuple[Sending, ...]:
    now = outside.clock()
    handoffs = unit.handoffs.of_basket(basket.id)
    news = gather(unit, handoffs)
    return tuple(sending(outside, each, news[each.id], now) for each in handoffs)


def _with_sendings(
    version: Version, planned: Plan, sendings: Sequence[Sending], facts: Known, opened: Collection[tuple[int, int]]
) -> tuple[PartReview, ...]:
    """The parts with the hand-offs of this version that hold exactly them."""
    reviews: list[PartReview] = []
    is_open = True
    for part in planned.parts:
        numbered = [each for each in sendings if each.handoff.part == part.number]
        mine = tuple(each for each in numbered if holds(each.handoff, part))
        attempt = 1 + max((each.handoff.attempt for each in numbered), default=0)
        tag = own_tag(version.basket_id, version.number, part.number, attempt)
        waits = waits_for(planned, part, [sending for each in reviews for sending in each.sendings])
        free = bool(mine) or all(each.done for each in waits) or (version.number, part.number) in opened
        reviews.append(
            PartReview(
                part,
                facts,
                mine,
                is_open and free,
                tag,
                attempt,
                waits=waits,
                held=is_open and not free,
            )
        )
        is_open = is_open and may_continue([each.state for each in mine])
    return tuple(reviews)
