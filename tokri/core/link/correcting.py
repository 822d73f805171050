"""A draft that undoes what became of a recalled version at Kite: for one client, from the evidence that there is.

What an order book shows as filled is sold again or bought back. Where only the client's word says that all was placed,
the draft undoes all of it, and says on whose word. What is open is not undone by an order: it is cancelled on Kite.
Prices are left to whoever writes the advice, so that the draft cannot be shared before somebody has looked at it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tokri.core.basket import OrderText
from tokri.core.ports import Handoff, Reading
from tokri.core.state import State
from tokri.core.tally import still_open

_OTHER_SIDE: Final = {"BUY": "SELL", "SELL": "BUY"}


class Evidence(StrEnum):
    """What an undone quantity rests on."""

    BOOK = "book"  #: seen filled in Kite's order book
    WORD = "word"  #: the client's own word that all was placed; nobody has seen it


@dataclass(frozen=True, slots=True)
class Undone:
    """One instrument and side of a client's that the draft undoes: `quantity` in Kite's units."""

    exchange: str
    tradingsymbol: str
    transaction_type: str
    product: str
    quantity: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Correction:
    """What is undone, and how many orders were still open when the book was last read: those are cancelled on Kite."""

    undone: tuple[Undone, ...]
    open_orders: int = 0

    @property
    def orders(self) -> tuple[OrderText, ...]:
        """The orders of the draft: LIMIT, without a price."""
        return tuple(
            OrderText(
                tradingsymbol=each.tradingsymbol,
                exchange=each.exchange,
                transaction_type=_OTHER_SIDE[each.transaction_type],
                order_type="LIMIT",
                quantity=str(each.quantity),
                product=each.product,
            )
            for each in self.undone
        )


@dataclass(frozen=True, slots=True)
class SentOff:
    """One hand-off, where it stands, and the readings of its orders in the order they were asked for."""

    handoff: Handoff
    state: State
    readings: Sequence[Reading]


def correction(sent: Iterable[SentOff]) -> Correction:
    """What is to be undone of all of a client's hand-offs. Nothing, where there is no evidence that anything filled."""
    found: dict[tuple[str, str, str, str, Evidence], int] = {}
    open_orders = 0
    for each in sent:
        read = next((reading for reading in reversed(each.readings) if reading.read_at is not None), None)
        if read is not None:
            open_orders += _of_book(read, found)
        elif each.state is State.SAID_ALL:
            _of_word(each.handoff, found)
    undone = (Undone(*key[:4], quantity, key[4]) for key, quantity in found.items())
    return Correction(tuple(undone), open_orders)


def _of_book(read: Reading, found: dict[tuple[str, str, str, str, Evidence], int]) -> int:
    """Add what the book shows as filled; answers how many orders of it are still open.

    What carries the tag and fits no single order is undone as well: it is this hand-off's own.
    """
    books = [*(each.book for each in read.found), *read.unsorted]
    for book in books:
        if book.filled_quantity > 0:
            key = (book.exchange, book.tradingsymbol, book.transaction_type, book.product, Evidence.BOOK)
            found[key] = found.get(key, 0) + book.filled_quantity
    return sum(still_open(book) for book in books)


def _of_word(handoff: Handoff, found: dict[tuple[str, str, str, str, Evidence], int]) -> None:
    orders: list[Mapping[str, Any]] = json.loads(handoff.payload)
    for order in orders:
        side, product = order["transaction_type"], order.get("product", "")
        key = (order["exchange"], order["tradingsymbol"], side, product, Evidence.WORD)
        found[key] = found.get(key, 0) + int(order["quantity"])
