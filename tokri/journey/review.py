"""Review: exactly what would be sent, what is wrong with it, and what was sent before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.basket import Version
from tokri.core.handoff import payload, review_sha256
from tokri.core.plan import Part, plan
from tokri.core.ports import Acceptance, Basket, Handoff, Outside, ReadingUnit
from tokri.core.rules import Checked, check
from tokri.core.state import State, may_continue, state
from tokri.core.tag import own_tag
from tokri.core.totals import Totals, totals
from tokri.journey.news import News, gather


@dataclass(frozen=True, slots=True)
class Sending:
    """One hand-off of the reviewed version, and what is known of it."""

    handoff: Handoff
    state: State
    news: News


@dataclass(frozen=True, slots=True)
class PartReview:
    """One part of the basket, the hand-offs made of it so far, and whether it may be handed off now.

    `payload` is the exact text that Kite would be sent next, with `tag` in every order that has none of its own.
    """

    part: Part
    totals: Totals
    sendings: tuple[Sending, ...]
    open: bool
    tag: str
    payload: str

    @property
    def last(self) -> Sending | None:
        return self.sendings[-1] if self.sendings else None

    @property
    def next_attempt(self) -> int:
        return len(self.sendings) + 1


@dataclass(frozen=True, slots=True)
class Review:
    """What the review page shows of one version, and the hash of it.

    `accepted` are the warnings that were ticked for exactly this; `earlier` the hand-offs of other versions.
    """

    basket: Basket
    version: Version
    checked: Checked
    parts: tuple[PartReview, ...]
    totals: Totals
    sha256: str
    accepted: frozenset[Acceptance]
    earlier: tuple[Handoff, ...]

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
        return any(part.sendings for part in self.parts)


def review_basket(outside: Outside, visitor_id: str, basket_id: str) -> Review | None:
    """The review of the latest version; None: not this visitor's basket."""
    with outside.store.reading() as unit:
        return review_in(unit, outside, visitor_id, basket_id)


def review_in(unit: ReadingUnit, outside: Outside, visitor_id: str, basket_id: str) -> Review | None:
    """The same, within a unit that is open already."""
    basket = unit.baskets.get(basket_id, visitor_id)
    if basket is None:
        return None
    return review_version(unit, outside, basket, basket.latest)


def review_version(unit: ReadingUnit, outside: Outside, basket: Basket, version: Version) -> Review:
    """The review of any one version of a basket."""
    checked = check(version.draft.orders)
    orders = [order for order in checked.orders if order is not None] if checked.ready else []
    parts = plan(orders, outside.app.basket_limit)
    sha256 = review_sha256(version.sha256, [part.orders for part in parts], checked.problems)
    handoffs = unit.handoffs.of_basket(basket.id)
    mine = [handoff for handoff in handoffs if handoff.version_number == version.number]
    return Review(
        basket=basket,
        version=version,
        checked=checked,
        parts=_with_sendings(version, parts, mine, gather(unit, mine), outside),
        totals=totals(orders),
        sha256=sha256,
        accepted=unit.baskets.acceptances(basket.id, sha256),
        earlier=tuple(handoff for handoff in handoffs if handoff.version_number != version.number),
    )


def _with_sendings(
    version: Version, parts: Sequence[Part], handoffs: Sequence[Handoff], news: dict[str, News], outside: Outside
) -> tuple[PartReview, ...]:
    now = outside.clock()
    reviews: list[PartReview] = []
    is_open = True
    for part in parts:
        sendings = tuple(
            Sending(
                handoff,
                state(handoff, *news[handoff.id], now, unresolved_after=outside.unresolved_after),
                news[handoff.id],
            )
            for handoff in handoffs
            if handoff.part == part.number
        )
        tag = own_tag(version.basket_id, version.number, part.number, len(sendings) + 1)
        reviews.append(PartReview(part, totals(part.orders), sendings, is_open, tag, payload(part.orders, tag)))
        is_open = is_open and may_continue([sending.state for sending in sendings])
    return tuple(reviews)
