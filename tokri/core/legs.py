"""An order that was sent, as one looks for it among the orders of a person's day, and which of those fit it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeVar

from tokri.core.ports.kept import BookOrder, Handoff
from tokri.core.terms import has_type

#: What an order of the book is known by.
Key = TypeVar("Key")

#: An order of a payload, as JSON gives it with parse_float=Decimal.
PayloadOrder = Mapping[str, object]

#: Exchange, symbol and side: what nobody can change of an order at Kite.
Instrument = tuple[object, object, object]


def payload(handoff: Handoff) -> Sequence[PayloadOrder]:
    """The orders that were sent, as Kite was given them; prices exact. They are for reading: others read the same."""
    return _read(handoff.payload)


@lru_cache(maxsize=8)
def _read(text: str) -> Sequence[PayloadOrder]:
    """A page asks for the same again and again: its verdicts, its table, and the ticks of what was placed."""
    return tuple(json.loads(text, parse_float=Decimal))


@dataclass(frozen=True)
class Leg:
    """One order of a hand-off. `place` is its place in the version's plan, from 0."""

    place: int
    order: PayloadOrder

    @cached_property
    def quantity(self) -> int:
        quantity = self.order["quantity"]
        return quantity if isinstance(quantity, int) else 0

    @cached_property
    def instrument_and_side(self) -> Instrument:
        return (self.order["exchange"], self.order["tradingsymbol"], self.order["transaction_type"])

    def fits(self, book: BookOrder) -> bool:
        return self.instrument_and_side == instrument_and_side(book)

    def named(self, book: BookOrder) -> bool:
        """Whether the book's order carries this leg's own tag, on its instrument and side."""
        return self.order.get("tag") in tags(book) and self.fits(book)

    def of_product(self, book: BookOrder) -> bool:
        return self.order.get("product") in {None, book.product}

    def of_type(self, book: BookOrder) -> bool:
        return has_type(self.order.get("order_type"), book)

    def of_quantity(self, book: BookOrder) -> bool:
        return self.order["quantity"] == book.quantity

    def of_price(self, book: BookOrder) -> bool:
        price = self.order.get("price")
        return price is not None and Decimal(str(price)) == book.price


def legs_of(orders: Sequence[PayloadOrder], first_order: int) -> list[Leg]:
    return [Leg(first_order + place, order) for place, order in enumerate(orders)]


def instrument_and_side(book: BookOrder) -> Instrument:
    return book.exchange, book.tradingsymbol, book.transaction_type


def tags(book: BookOrder) -> frozenset[str]:
    if not book.tag and not book.tags:
        return frozenset()
    return frozenset(each for each in (book.tag, *book.tags) if each)


def alike(legs: Sequence[Leg]) -> bool:
    """Whether they ask for the same in everything: then nobody can tell them apart, and nobody needs to."""
    return all(leg.order == legs[0].order for leg in legs)


def narrowed(legs: list[Leg], order: BookOrder) -> list[Leg]:
    """The legs that the order may belong to, if it can be only one, or several that are alike in everything."""
    tests: tuple[Callable[[Leg, BookOrder], bool], ...] = (Leg.of_product, Leg.of_type, Leg.of_quantity, Leg.of_price)
    for test in tests:
        if alike(legs):
            return legs
        legs = [leg for leg in legs if test(leg, order)] or legs
    return legs if alike(legs) else []


def shared_out(legs: Sequence[Leg], book: Mapping[Key, BookOrder]) -> dict[Key, int]:
    """The place of the leg for each of a hand-off's own orders; those that cannot be told are left out.

    The orders of `book` stand in the order in which Kite took them. What more of one leg came in than it asked for may
    be a rival of the same instrument and side, edited: then neither is told.
    """
    places: dict[Key, int] = {}
    room = {leg.place: leg.quantity for leg in legs}
    for key, order in book.items():
        fitting = narrowed([leg for leg in legs if leg.fits(order)], order)
        if not fitting:
            continue
        # Orders alike in everything are one and the same to everybody: they are filled up one after the other.
        leg = next((leg for leg in fitting if room[leg.place] >= order.quantity), fitting[-1])
        room[leg.place] -= order.quantity
        places[key] = leg.place
    crowded = {place for leg in legs if _has_rivals(leg, legs) for place in _overfull(leg, legs, room)}
    return {key: place for key, place in places.items() if place not in crowded}


def _has_rivals(leg: Leg, legs: Iterable[Leg]) -> bool:
    """Whether another leg of the same instrument and side asks for something else."""
    return any(other.instrument_and_side == leg.instrument_and_side and other.order != leg.order for other in legs)


def _overfull(leg: Leg, legs: Iterable[Leg], room: Mapping[int, int]) -> list[int]:
    """The places of the leg and those alike, if more came in than they asked for: one may be a rival, edited."""
    places = [other.place for other in legs if other.order == leg.order]
    return places if sum(room[place] for place in places) < 0 else []
