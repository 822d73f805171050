"""What a client says of orders that they placed elsewhere: each placed or not, how much, and at which price.

It is their own word and is kept as that. Quantities are Kite's: units, or lots on MCX, CDS and BCD.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.basket import plain
from tokri.core.link.typed import of_order, unreadable
from tokri.core.money import NumberFault
from tokri.core.problems import Problem

#: Every code that a problem here has.
CODES: Final = ("word-missing", "quantity-placed-missing", "number")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of one order: `placed` is "yes" or "no"; "" and anything else says nothing."""

    placed: str = ""
    quantity: str = ""
    price: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """What the client says of one order, in exact rupees. `quantity` is 0 where they did not place it.

    `price` is None where they named none, as of an order that waits.
    """

    quantity: int
    price: Decimal | None = None

    @property
    def placed(self) -> bool:
        return self.quantity > 0


@dataclass(frozen=True, slots=True)
class Words:
    """What the client says of every order that they were given, by its place in the advice, and what is wrong with it.

    With a problem nothing is kept: `orders` then has those that could be read.
    """

    orders: Mapping[int, Word]
    problems: tuple[Problem, ...] = ()

    @property
    def details(self) -> dict[str, object]:
        """What LinkAnswer keeps of it (PLACED_ELSEWHERE)."""
        return {"orders": list(self._rows())}

    @property
    def all_placed(self) -> bool:
        """Whether every order was placed, in part or whole, by their word."""
        return bool(self.orders) and all(each.placed for each in self.orders.values())

    def _rows(self) -> Iterator[dict[str, object]]:
        for place, word in sorted(self.orders.items()):
            price = {} if word.price is None else {"price": plain(word.price)}
            yield {"order": place, "quantity": word.quantity, **price}


def read_words(places: Sequence[int], typed: Mapping[int, Typed]) -> Words:
    """Read what was typed of the orders at these places, from 0. Never raises.

    A problem's path is ("orders", place, "placed", "quantity" or "price"). Of an order that was not placed, what else
    was typed says nothing.
    """
    read = {place: _read(place, typed.get(place, Typed())) for place in places}
    words = {place: word for place, (word, _) in read.items() if word is not None}
    return Words(words, tuple(problem for _, problems in read.values() for problem in problems))


def _read(place: int, typed: Typed) -> tuple[Word | None, tuple[Problem, ...]]:
    if typed.placed == "no":
        return Word(0), ()
    if typed.placed != "yes":
        return None, (of_order("word-missing", place, "placed"),)
    quantity, price = money.whole(typed.quantity), money.price(typed.price)
    problems = tuple(_faults(place, typed, quantity, price))
    if problems or not isinstance(quantity, int) or isinstance(price, NumberFault):
        return None, problems
    return Word(quantity, price), ()


def _faults(
    place: int, typed: Typed, quantity: int | NumberFault | None, price: Decimal | NumberFault | None
) -> Iterator[Problem]:
    if quantity is None:
        yield of_order("quantity-placed-missing", place, "quantity")
    elif isinstance(quantity, NumberFault):
        yield unreadable(("orders", place, "quantity"), typed.quantity, quantity)
    if isinstance(price, NumberFault):
        yield unreadable(("orders", place, "price"), typed.price, price)
