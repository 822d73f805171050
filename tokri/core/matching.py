"""Which orders of the order book belong to a hand-off.

Tokri's own tag alone identifies: it was made for this hand-off and nobody else has it. Within the hand-off the
instrument and the side tell its orders apart, then product, order type, quantity and price. A tag of the person's own
may stand on other orders too, so it only narrows: instrument, side, product, quantity and time must fit as well, and
one way only. Where two could fit, neither is chosen: a wrong "filled" is worse than none. Such orders are the
hand-off's all the same, and are answered apart, so that nobody takes them for missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokri.core.ports import BookOrder, Found
from tokri.core.terms import has_type
from tokri.core.times import from_kite

#: An order of a payload, as JSON gives it.
PayloadOrder = Mapping[str, object]


class Matched(NamedTuple):
    """The order book, seen from one hand-off.

    `found` belongs to one order of it each; `unsorted` carries its tag (or a tag of the person's own, with instrument
    and side of one of its orders), and which order it belongs to cannot be told; `others` counts the rest.
    """

    found: tuple[Found, ...]
    unsorted: tuple[BookOrder, ...]
    others: int


@dataclass(frozen=True, slots=True)
class _Leg:
    place: int
    order: PayloadOrder

    @property
    def quantity(self) -> int:
        quantity = self.order["quantity"]
        return quantity if isinstance(quantity, int) else 0

    @property
    def instrument_and_side(self) -> tuple[object, object, object]:
        return (self.order["exchange"], self.order["tradingsymbol"], self.order["transaction_type"])

    def fits(self, book: BookOrder) -> bool:
        return self.instrument_and_side == (book.exchange, book.tradingsymbol, book.transaction_type)

    def named(self, book: BookOrder) -> bool:
        """Whether the book's order carries this leg's own tag, on its instrument and side."""
        return self.order.get("tag") in _tags(book) - {None} and self.fits(book)

    def may_have_made(self, book: BookOrder, left_at: datetime) -> bool:
        """The same, and the order is not known to be older than the hand-off."""
        at = from_kite(book.order_timestamp)
        return self.named(book) and (at is None or at >= left_at.replace(microsecond=0))

    def of_product(self, book: BookOrder) -> bool:
        return self.order.get("product") in {None, book.product}

    def of_type(self, book: BookOrder) -> bool:
        return has_type(self.order.get("order_type"), book)

    def of_quantity(self, book: BookOrder) -> bool:
        return self.order["quantity"] == book.quantity

    def of_price(self, book: BookOrder) -> bool:
        price = self.order.get("price")
        return price is not None and Decimal(str(price)) == book.price


def match(
    orders: Sequence[PayloadOrder], first_order: int, tag: str, left_at: datetime, book: Sequence[BookOrder]
) -> Matched:
    """What of the book belongs to the part.

    `orders` is the stored payload, read; `first_order` the place in the plan of its first order, from 0; `tag`
    the hand-off's own; `left_at` when the browser left. Several orders of the book may belong to one order of the
    part (slices of it); no order of the book belongs to two.
    """
    legs = [_Leg(first_order + place, order) for place, order in enumerate(orders)]
    ours = [leg for leg in legs if leg.order.get("tag") == tag]
    theirs = [leg for leg in legs if leg.order.get("tag") != tag]
    tagged = {index: order for index, order in enumerate(book) if tag in _tags(order)}
    named = {
        index: order
        for index, order in enumerate(book)
        if index not in tagged and any(leg.may_have_made(order, left_at) for leg in theirs)
    }
    places = _by_own_tag(ours, tagged) | _by_persons_tag(theirs, named)
    return Matched(
        found=tuple(Found(places[index], order) for index, order in enumerate(book) if index in places),
        unsorted=tuple(each for index, each in enumerate(book) if index in tagged | named and index not in places),
        others=len(book) - len(tagged | named),
    )


def _tags(book: BookOrder) -> frozenset[str | None]:
    return frozenset({book.tag, *book.tags})


def _by_own_tag(legs: Sequence[_Leg], book: Mapping[int, BookOrder]) -> dict[int, int]:
    """The place of the leg for each index of the book that has one."""
    places: dict[int, int] = {}
    room = {leg.place: leg.quantity for leg in legs}
    for index, order in book.items():
        alike = _narrowed([leg for leg in legs if leg.fits(order)], order)
        if not alike:
            continue
        # Orders alike in everything are one and the same to everybody: they are filled up one after the other.
        leg = next((leg for leg in alike if room[leg.place] >= order.quantity), alike[-1])
        room[leg.place] -= order.quantity
        places[index] = leg.place
    crowded = {place for leg in legs if _has_rivals(leg, legs) for place in _overfull(leg, legs, room)}
    return {index: place for index, place in places.items() if place not in crowded}


def _has_rivals(leg: _Leg, legs: Sequence[_Leg]) -> bool:
    """Whether another leg of the same instrument and side asks for something else."""
    return any(other.instrument_and_side == leg.instrument_and_side and other.order != leg.order for other in legs)


def _overfull(leg: _Leg, legs: Sequence[_Leg], room: Mapping[int, int]) -> list[int]:
    """The places of the leg and those alike, if more came in than they asked for: one may be a rival, edited."""
    alike = [other.place for other in legs if other.order == leg.order]
    return alike if sum(room[place] for place in alike) < 0 else []


def _narrowed(legs: list[_Leg], order: BookOrder) -> list[_Leg]:
    """The legs that the order may belong to, if it can be only one, or several that are alike in everything."""
    tests: tuple[Callable[[_Leg, BookOrder], bool], ...] = (
        _Leg.of_product,
        _Leg.of_type,
        _Leg.of_quantity,
        _Leg.of_price,
    )
    for test in tests:
        if _alike(legs):
            return legs
        legs = [leg for leg in legs if test(leg, order)] or legs
    return legs if _alike(legs) else []


def _alike(legs: Sequence[_Leg]) -> bool:
    return all(leg.order == legs[0].order for leg in legs)


def _by_persons_tag(legs: Sequence[_Leg], book: Mapping[int, BookOrder]) -> dict[int, int]:
    """Only pairs that fit each other and nothing else."""
    pairs = [(leg, index) for index, order in book.items() for leg in _fitting(legs, order)]
    legs_seen = Counter(leg.place for leg, _ in pairs)
    indexes_seen = Counter(index for _, index in pairs)
    return {index: leg.place for leg, index in pairs if legs_seen[leg.place] == 1 and indexes_seen[index] == 1}


def _fitting(legs: Sequence[_Leg], order: BookOrder) -> list[_Leg]:
    """The legs that fit in everything that is asked of a tag of the person's own; by order type, if that decides."""
    if from_kite(order.order_timestamp) is None:
        return []
    fit = [leg for leg in legs if leg.named(order) and leg.of_product(order) and leg.of_quantity(order)]
    return [leg for leg in fit if leg.of_type(order)] or fit
