"""The verdict on each order of a hand-off: asked, filled, what is open, how it stands, and by what evidence.

Computed from all that is known (tokri/core/evidence.py); never stored. "Filled" is what `filled_quantity` says: a
partial fill has no status of its own at Kite, and nothing is inferred from what is pending.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tokri.core.evidence import OVER, QUEUED, How, Look, Sighting, Source, View, Weighed, own, weigh
from tokri.core.ports.kept import BookOrder, Handoff

#: An order of a payload, as JSON gives it with parse_float=Decimal.
PayloadOrder = Mapping[str, object]


class Standing(StrEnum):
    """How one order of the hand-off stands, from the best to the least known."""

    FILLED = "filled"  #: all that the book asks for
    PARTLY = "partly"  #: some of it; the rest may be open or over
    OPEN = "open"  #: nothing yet, and it still can
    QUEUED = "queued"  #: taken for the next session, and not released yet
    CANCELLED = "cancelled"  #: over without a fill
    REJECTED = "rejected"  #: refused by the broker or the exchange
    UNTOLD = "untold"  #: carries our tag, and which order it is cannot be told
    MISSING = "missing"  #: a source that shows every order of the day does not have it
    NOT_TRADED = "not-traded"  #: a tradebook of the whole day has no trade of it: nothing more is proven
    UNKNOWN = "unknown"  #: no evidence but, at most, the person's word


#: Nothing of it was filled, and nothing of it can be any more, as far as firm evidence says.
NOTHING_CAME: Final = frozenset({Standing.CANCELLED, Standing.REJECTED, Standing.MISSING, Standing.NOT_TRADED})

#: Evidence that an order to place again may rest on: documents, never a postback or a word alone.
FIRM: Final = frozenset({Source.BOOK, Source.ORDER_FILE, Source.TRADE_FILE})

_ENDS: Final = {"CANCELLED": Standing.CANCELLED, "LAPSED": Standing.CANCELLED, "REJECTED": Standing.REJECTED}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one order of a hand-off.

    `order` is its place in the version's plan, from 0; `asked`, `filled`, `still_open` and `left` are quantities as
    Kite counts them. `still_open` can still fill. `left` is what firm evidence says will not be filled any more, and
    was not taken out by the person on Kite's own page; 0 where nothing firm is known. `average_price` in rupees is None
    where nothing filled. `source`, `how` and `at` (UTC) name the evidence; None where there is none. `books` are the
    orders it rests on, `reported` a postback's that says more than they do. `edited` is the quantity in the book where
    it is another than was asked.
    """

    order: int
    asked: int
    standing: Standing
    filled: int = 0
    still_open: int = 0
    left: int = 0
    average_price: Decimal | None = None
    source: Source | None = None
    how: How | None = None
    at: datetime | None = None
    books: tuple[BookOrder, ...] = ()
    reported: View | None = None
    edited: int | None = None

    @property
    def firm(self) -> bool:
        return self.source in FIRM

    @property
    def said(self) -> tuple[str, ...]:
        """The broker's own words, each once."""
        return tuple(dict.fromkeys(each.status_message for each in self.books if each.status_message))


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on one hand-off, in the order of sending; `untold` are orders that are its own and fit none alone.

    `looked_at` is when a source that shows every order of the day was last read, None if none was.
    """

    orders: tuple[Verdict, ...]
    untold: tuple[BookOrder, ...] = ()
    looked_at: datetime | None = None

    @property
    def any_evidence(self) -> bool:
        return self.looked_at is not None or any(each.source is not None for each in self.orders) or bool(self.untold)


def verdicts(handoff: Handoff, sightings: Iterable[Sighting], looks: Iterable[Look]) -> Verdicts:
    """What became of each order of the hand-off, whatever the order in which the evidence came.

    `sightings` may hold those of rival hand-offs. `looks` are at the books and files of the person whose orders they
    are; those of other days are passed over.
    """
    looks = [look for look in looks if handoff.left_at is not None and look.covers(handoff.left_at)]
    known = weigh(own(handoff.id, sightings), looks)
    untold = _books(known.get(None))
    unclear = {(each.exchange, each.tradingsymbol, each.transaction_type) for each in untold}
    orders = tuple(
        _verdict(place, asked, known.get(place), looks, untold=_instrument_and_side(asked) in unclear)
        for place, asked in enumerate(payload(handoff), start=handoff.first_order)
    )
    whole = (look.at for look in looks if look.source is not Source.TRADE_FILE)
    return Verdicts(orders, untold, max(whole, default=None))


def payload(handoff: Handoff) -> Sequence[PayloadOrder]:
    """The orders that were sent, as Kite was given them; prices exact."""
    orders: Sequence[PayloadOrder] = json.loads(handoff.payload, parse_float=Decimal)
    return orders


def _verdict(
    place: int, asked: PayloadOrder, weighed: Weighed | None, looks: Sequence[Look], *, untold: bool
) -> Verdict:
    quantity = asked["quantity"] if isinstance(asked["quantity"], int) else 0
    if weighed is None or weighed.counts is None:
        return _unseen(place, quantity, looks, untold=untold)
    view = weighed.counts
    if view.source is Source.POSTBACK and (look := _whole(looks)) is not None:
        # The book was read, and did not have it: the report is told beside that, whichever came first.
        return Verdict(place, quantity, Standing.MISSING, source=look.source, at=look.at, reported=view)
    return _seen(place, quantity, view, weighed.reported)


def _seen(place: int, quantity: int, view: View, reported: View | None) -> Verdict:
    bare = view.source is Source.TRADE_FILE
    wanted = quantity if bare else view.quantity
    filled = view.filled
    alive = 0 if bare else sum(each.quantity - each.filled_quantity for each in view.books if each.status not in OVER)
    gone = max(wanted - filled - max(alive, 0), 0) if view.over or not bare else 0
    return Verdict(
        order=place,
        asked=quantity,
        standing=_standing(view, wanted),
        filled=filled,
        still_open=max(alive, 0),
        left=min(gone, max(quantity - filled, 0)) if view.source in FIRM else 0,
        average_price=average(view.books),
        source=view.source,
        how=view.how,
        at=view.at,
        books=view.books,
        reported=reported,
        edited=None if bare or wanted == quantity else wanted,
    )


def _standing(view: View, wanted: int) -> Standing:
    if view.filled >= wanted > 0:
        return Standing.FILLED
    if view.filled > 0:
        return Standing.PARTLY
    alive = [each for each in view.books if each.status not in OVER]
    if alive:
        return Standing.QUEUED if all(each.status == QUEUED for each in alive) else Standing.OPEN
    ends = {_ENDS.get(each.status, Standing.CANCELLED) for each in view.books}
    return Standing.CANCELLED if Standing.CANCELLED in ends else Standing.REJECTED


def _unseen(place: int, quantity: int, looks: Sequence[Look], *, untold: bool) -> Verdict:
    if untold:
        return Verdict(place, quantity, Standing.UNTOLD)
    whole = _whole(looks)
    if whole is not None:
        return Verdict(place, quantity, Standing.MISSING, left=quantity, source=whole.source, at=whole.at)
    traded = [look for look in looks if look.source is Source.TRADE_FILE and look.closed]
    if traded:
        last = max(traded, key=lambda look: look.at)
        return Verdict(place, quantity, Standing.NOT_TRADED, left=quantity, source=last.source, at=last.at)
    return Verdict(place, quantity, Standing.UNKNOWN)


def _whole(looks: Iterable[Look]) -> Look | None:
    """The newest look at a source that shows every order of the day, the book before a file."""
    every = [look for look in looks if look.source in {Source.BOOK, Source.ORDER_FILE}]
    return max(every, key=lambda look: (look.source is Source.BOOK, look.at), default=None)


def _books(weighed: Weighed | None) -> tuple[BookOrder, ...]:
    return () if weighed is None or weighed.counts is None else weighed.counts.books


def _instrument_and_side(asked: PayloadOrder) -> tuple[object, object, object]:
    return asked["exchange"], asked["tradingsymbol"], asked["transaction_type"]


def average(books: Iterable[BookOrder]) -> Decimal | None:
    """The price at which the filled quantity traded, weighted; None where nothing filled."""
    filled = [(each.filled_quantity, each.average_price) for each in books if each.filled_quantity > 0]
    total = sum(quantity for quantity, _ in filled)
    return sum((quantity * price for quantity, price in filled), Decimal()) / total if total else None
