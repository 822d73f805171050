"""A draft that undoes what became of a recalled version at Kite: for one client, from the evidence that there is.

What is known to have filled is sold again or bought back, and the evidence of each is told. Where only the client's
word says that all was placed, the draft undoes all of it, and says on whose word. What is open is not undone by an
order: it is cancelled on Kite.
Prices are left to whoever writes the advice, so that the draft cannot be shared before somebody has looked at it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tokri.core.basket import OrderText
from tokri.core.evidence import OVER, How, Source
from tokri.core.ports import BookOrder, Handoff
from tokri.core.state import State
from tokri.core.verdict import Verdicts

#: What undoes a side.
OTHER_SIDE: Final = {"BUY": "SELL", "SELL": "BUY"}


class Evidence(StrEnum):
    """What an undone quantity rests on."""

    BOOK = "book"  #: seen filled in Kite's order book, by Tokri's own tag
    BOOK_ALIKE = "book-alike"  #: seen filled there; by likeness, for no order of it carried such a tag
    FILE = "file"  #: filled by a file that was uploaded: it names no basket, so that goes by likeness
    REPORTED = "reported"  #: Kite reported the fill; nobody has seen it in the book
    WORD = "word"  #: the client's own word that all was placed; nobody has seen it


_EVIDENCE: Final = {
    Source.BOOK: Evidence.BOOK,
    Source.ORDER_FILE: Evidence.FILE,
    Source.TRADE_FILE: Evidence.FILE,
    Source.POSTBACK: Evidence.REPORTED,
}


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
    """What is undone, and how many orders are still open as far as is known: those are cancelled on Kite."""

    undone: tuple[Undone, ...]
    open_orders: int = 0

    @property
    def orders(self) -> tuple[OrderText, ...]:
        """The orders of the draft: LIMIT, without a price."""
        return tuple(
            OrderText(
                tradingsymbol=each.tradingsymbol,
                exchange=each.exchange,
                transaction_type=OTHER_SIDE[each.transaction_type],
                order_type="LIMIT",
                quantity=str(each.quantity),
                product=each.product,
            )
            for each in self.undone
        )


@dataclass(frozen=True, slots=True)
class SentOff:
    """One hand-off, where it stands, and what became of its orders."""

    handoff: Handoff
    state: State
    verdicts: Verdicts


def correction(sent: Iterable[SentOff]) -> Correction:
    """What is to be undone of all of a client's hand-offs. Nothing, where there is no evidence that anything filled."""
    found: dict[tuple[str, str, str, str, Evidence], int] = {}
    open_orders = 0
    for each in sent:
        if each.verdicts.any_evidence:
            open_orders += _of_evidence(each.verdicts, found)
        elif each.state is State.SAID_ALL:
            _of_word(each.handoff, found)
    undone = (Undone(*key[:4], quantity, key[4]) for key, quantity in found.items())
    return Correction(tuple(undone), open_orders)


def _of_evidence(verdicts: Verdicts, found: dict[tuple[str, str, str, str, Evidence], int]) -> int:
    """Add what evidence shows as filled; answers how many orders of it are still open.

    What is the hand-off's own and fits no single order is undone as well.
    """
    known = [
        (evidence_of(each.source, each.how), book) for each in verdicts.orders if each.source for book in each.books
    ]
    known += [
        (Evidence.REPORTED, book)
        for each in verdicts.orders
        if each.reported is not None and not each.books
        for book in each.reported.books
    ]
    known += [(Evidence.BOOK, book) for book in verdicts.untold]
    for evidence, book in known:
        if book.filled_quantity > 0:
            key = (book.exchange, book.tradingsymbol, book.transaction_type, book.product, evidence)
            found[key] = found.get(key, 0) + book.filled_quantity
    return sum(_still_open(book) for _, book in known)


def evidence_of(source: Source, how: How | None) -> Evidence:
    """What a figure of that source rests on, by how its order was found there."""
    found = _EVIDENCE[source]
    return Evidence.BOOK_ALIKE if found is Evidence.BOOK and how is How.LIKENESS else found


def _still_open(book: BookOrder) -> bool:
    """Whether it may still fill. A trade, which tells no state, is over."""
    return book.status != "" and book.status not in OVER


def _of_word(handoff: Handoff, found: dict[tuple[str, str, str, str, Evidence], int]) -> None:
    orders: list[Mapping[str, Any]] = json.loads(handoff.payload)
    for order in orders:
        side, product = order["transaction_type"], order.get("product", "")
        key = (order["exchange"], order["tradingsymbol"], side, product, Evidence.WORD)
        found[key] = found.get(key, 0) + int(order["quantity"])
