"""Which orders of the order book belong to a hand-off.

Tokri's own tag alone identifies: it was made for this hand-off and nobody else has it. Within the hand-off the
instrument and the side tell its orders apart, then product, quantity and price. A tag of the person's own may stand
on other orders too, so it only narrows: instrument, side, product, quantity and time must fit as well, and one way
only. Where two could fit, neither is chosen: a wrong "filled" is worse than none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tokri.core.ports import BookOrder, Found
from tokri.core.times import from_kite

#: An order of a payload, as JSON gives it.
PayloadOrder = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Leg:
    place: int
    order: PayloadOrder

    @property
    def instrument_and_side(self) -> tuple[object, object, object]:
        return (self.order["exchange"], self.order["tradingsymbol"], self.order["transaction_type"])

    def fits(self, book: BookOrder) -> bool:
        return self.instrument_and_side == (book.exchange, book.tradingsymbol, book.transaction_type)

    def of_product(self, book: BookOrder) -> bool:
        return self.order.get("product") in {None, book.product}

    def of_quantity(self, book: BookOrder) -> bool:
        return self.order["quantity"] == book.quantity

    def of_price(self, book: BookOrder) -> bool:
        price = self.order.get("price")
        return price is not None and Decimal(str(price)) == book.price


def match(
    orders: Sequence[PayloadOrder], first_order: int, tag: str, left_at: datetime, book: Sequence[BookOrder]
) -> tuple[tuple[Found, ...], int]:
    """The orders of the book that belong to the part, and how many of the book belong to none.

    `orders` is the stored payload, read; `first_order` the place in the basket of its first order, from 0; `tag`
    the hand-off's own; `left_at` when the browser left. Several orders of the book may belong to one order of the
    part (slices of it); no order of the book belongs to two.
    """
    legs = [_Leg(first_order + place, order) for place, order in enumerate(orders)]
    ours = [leg for leg in legs if leg.order.get("tag") == tag]
    theirs = [leg for leg in legs if leg.order.get("tag") != tag]
    places = _by_own_tag(ours, tag, book)
    rest = [index for index in range(len(book)) if index not in places]
    places |= _by_persons_tag(theirs, left_at, {index: book[index] for index in rest if tag not in _tags(book[index])})
    found = tuple(Found(places[index], each) for index, each in enumerate(book) if index in places)
    return found, len(book) - len(found)


def _tags(book: BookOrder) -> frozenset[str | None]:
    return frozenset({book.tag, *book.tags})


def _by_own_tag(legs: Sequence[_Leg], tag: str, book: Sequence[BookOrder]) -> dict[int, int]:
    """The place of the leg for each index of the book."""
    places: dict[int, int] = {}
    room = {leg.place: _quantity(leg) for leg in legs}
    for index, order in enumerate(book):
        if tag not in _tags(order):
            continue
        alike = _narrowed([leg for leg in legs if leg.fits(order)], order)
        if not alike:
            continue
        # Orders alike in everything are one and the same to everybody: they are filled up one after the other.
        leg = next((leg for leg in alike if room[leg.place] >= order.quantity), alike[-1])
        room[leg.place] -= order.quantity
        places[index] = leg.place
    return places


def _narrowed(legs: list[_Leg], order: BookOrder) -> list[_Leg]:
    """The legs that the order may belong to, if it can be only one, or several that are alike in everything."""
    tests: tuple[Callable[[_Leg, BookOrder], bool], ...] = (_Leg.of_product, _Leg.of_quantity, _Leg.of_price)
    for test in tests:
        if _alike(legs):
            return legs
        legs = [leg for leg in legs if test(leg, order)] or legs
    return legs if _alike(legs) else []


def _alike(legs: Sequence[_Leg]) -> bool:
    return all(leg.order == legs[0].order for leg in legs)


def _quantity(leg: _Leg) -> int:
    quantity = leg.order["quantity"]
    return quantity if isinstance(quantity, int) else 0


def _by_persons_tag(legs: Sequence[_Leg], left_at: datetime, book: Mapping[int, BookOrder]) -> dict[int, int]:
    """Only pairs that fit each other and nothing else."""
    pairs = [(leg, index) for leg in legs for index, order in book.items() if _may_be(leg, order, left_at)]
    legs_seen = Counter(leg.place for leg, _ in pairs)
    indexes_seen = Counter(index for _, index in pairs)
    return {index: leg.place for leg, index in pairs if legs_seen[leg.place] == 1 and indexes_seen[index] == 1}


def _may_be(leg: _Leg, order: BookOrder, left_at: datetime) -> bool:
    tag = leg.order.get("tag")
    at = from_kite(order.order_timestamp)
    return (
        tag is not None
        and tag in _tags(order)
        and leg.fits(order)
        and leg.of_product(order)
        and leg.of_quantity(order)
        and at is not None
        and at >= left_at.replace(microsecond=0)
    )
