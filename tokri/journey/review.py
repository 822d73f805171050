"""Review: exactly what would be sent, what is wrong with it, and what was sent before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tokri.core.basket import Version
from tokri.core.handoff import payload, review_sha256
from tokri.core.plan import Part, plan
from tokri.core.ports import Acceptance, Basket, Handoff, Outside, ReadingUnit, Said
from tokri.core.rules import Checked
from tokri.core.state import State, latest_word, may_continue, state
from tokri.core.tag import own_tag
from tokri.core.tally import Tally, tally
from tokri.core.totals import Totals, totals
from tokri.journey.known import check_now
from tokri.journey.news import News, gather

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
    }
)


@dataclass(frozen=True, slots=True)
class Sending:
    """One hand-off of the basket, and what is known of it."""

    handoff: Handoff
    state: State
    news: News

    @property
    def tally(self) -> Tally | None:
        """How its orders stood when the book was last read."""
        return tally(self.handoff, self.news.readings)

    @property
    def said_placed(self) -> bool:
        """Whether the person's last word is that some of its orders were placed."""
        word = latest_word(self.handoff, self.news.words)
        return word is not None and word.said in {Said.PLACED_ALL, Said.PLACED_SOME}

    @property
    def may_have_placed(self) -> bool:
        """Whether an order of it may be at Kite: it left, and nobody knows that nothing came of it."""
        return self.said_placed or self.state not in _NOTHING_PLACED


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a basket a part stands: `orders` many of this version, from the `first` on (from 0)."""

    version_number: int
    first: int
    orders: int

    def meets(self, other: Place) -> bool:
        """Whether both may hold the same order. Two versions may, whatever stands in them."""
        if self.version_number != other.version_number:
            return True
        return self.first < other.first + other.orders and other.first < self.first + self.orders


def place_of(handoff: Handoff) -> Place:
    """Where in its basket the part stands that was handed off."""
    return Place(handoff.version_number, handoff.first_order, handoff.orders)


def may_hold_the_same(one: Handoff, other: Handoff) -> bool:
    """Whether an order may stand in both."""
    return one.basket_id == other.basket_id and place_of(one).meets(place_of(other))


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

    `accepted` are the warnings that were ticked for exactly this; `sendings` every hand-off of the basket, of any
    version, in the order they were made.
    """

    basket: Basket
    version: Version
    checked: Checked
    parts: tuple[PartReview, ...]
    totals: Totals
    sha256: str
    accepted: frozenset[Acceptance]
    sendings: tuple[Sending, ...]

    @property
    def earlier(self) -> tuple[Sending, ...]:
        """The hand-offs of other versions."""
        return tuple(each for each in self.sendings if each.handoff.version_number != self.version.number)

    def at_stake(self, part: PartReview) -> tuple[Sending, ...]:
        """The hand-offs whose orders may be at Kite already, and may be there twice if this part goes now."""
        place = Place(self.version.number, part.part.first, len(part.part.orders))
        return tuple(each for each in self.sendings if each.may_have_placed and place.meets(place_of(each.handoff)))

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
    checked = check_now(outside, version.draft.orders)
    orders = [order for order in checked.orders if order is not None] if checked.ready else []
    parts = plan(orders, outside.app.basket_limit).parts
    sha256 = review_sha256(version.sha256, [part.orders for part in parts], checked.problems)
    sendings = _sendings(unit, outside, basket)
    mine = [each for each in sendings if each.handoff.version_number == version.number]
    return Review(
        basket=basket,
        version=version,
        checked=checked,
        parts=_with_sendings(version, parts, mine),
        totals=totals(orders),
        sha256=sha256,
        accepted=unit.baskets.acceptances(basket.id, sha256),
        sendings=sendings,
    )


def _sendings(unit: ReadingUnit, outside: Outside, basket: Basket) -> tuple[Sending, ...]:
    now = outside.clock()
    handoffs = unit.handoffs.of_basket(basket.id)
    news = gather(unit, handoffs)
    return tuple(sending(each, news[each.id], now, outside.unresolved_after) for each in handoffs)


def sending(handoff: Handoff, news: News, now: datetime, unresolved_after: timedelta) -> Sending:
    """The hand-off with where it stands by `now`."""
    return Sending(handoff, state(handoff, *news, now, unresolved_after=unresolved_after), news)


def _with_sendings(version: Version, parts: Sequence[Part], sendings: Sequence[Sending]) -> tuple[PartReview, ...]:
    reviews: list[PartReview] = []
    is_open = True
    for part in parts:
        mine = tuple(each for each in sendings if each.handoff.part == part.number)
        tag = own_tag(version.basket_id, version.number, part.number, len(mine) + 1)
        reviews.append(PartReview(part, totals(part.orders), mine, is_open, tag, payload(part.orders, tag)))
        is_open = is_open and may_continue([each.state for each in mine])
    return tuple(reviews)
