"""The verdict on each order of a hand-off: asked, filled, what is open, how it stands, and by what evidence.

Computed from all that is known (tokri/core/evidence.py); never stored. "Filled" is what `filled_quantity` of a document
says: a partial fill has no status of its own at Kite, and nothing is inferred from what is pending.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from tokri.core.evidence import QUEUED, How, Look, Sighting, Source, View, contested, is_over, own
from tokri.core.legs import Leg, PayloadOrder, instrument_and_side, legs_of, payload
from tokri.core.places import places
from tokri.core.ports.kept import BookOrder, Handoff
from tokri.core.release import may_be_for_later
from tokri.core.weighing import Weighed, weigh

__all__ = [
    "FIRM",
    "NOTHING_CAME",
    "PayloadOrder",
    "Standing",
    "Verdict",
    "Verdicts",
    "average",
    "payload",
    "verdicts",
]


class Standing(StrEnum):
    """How one order of the hand-off stands, from the best to the least known."""

    FILLED = "filled"  #: all that was asked, or that the book asks for
    PARTLY = "partly"  #: some of it; the rest may be open or over
    OPEN = "open"  #: nothing yet, and it still can
    QUEUED = "queued"  #: taken for the next session, and not released yet
    CANCELLED = "cancelled"  #: over without a fill
    REJECTED = "rejected"  #: refused by the broker or the exchange
    UNTOLD = "untold"  #: there are orders that may be it, and which of them it is cannot be told
    MISSING = "missing"  #: a source that shows every order of the day does not have it
    NOT_TRADED = "not-traded"  #: a tradebook of the whole day has no trade of it: nothing more is proven
    REPORTED = "reported"  #: Kite reported it, and no document shows it: a hint, and no figure of it counts
    UNKNOWN = "unknown"  #: no evidence but, at most, the person's word


#: Nothing of it was filled, and nothing of it can be any more, as far as firm evidence says.
NOTHING_CAME: Final = frozenset({Standing.CANCELLED, Standing.REJECTED, Standing.MISSING, Standing.NOT_TRADED})

#: Evidence that an order to place again may rest on: documents, never a postback or a word alone.
FIRM: Final = frozenset({Source.BOOK, Source.ORDER_FILE, Source.TRADE_FILE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one order of a hand-off.

    `order` is its place in the version's plan, from 0; `asked`, `filled`, `still_open` and `left` are quantities as
    Kite counts them. `still_open` can still fill. `left` is what firm evidence says will not be filled any more, and
    was not taken out by the person on Kite's own page; 0 where nothing firm is known, or where a postback tells of more
    than documents do. `average_price` in rupees is None where nothing filled, or a price is not told. `source`, `how`
    and `at` (UTC) name the evidence; None where there is none. `books` are the orders it rests on, `reported` a
    postback's that says more than they do. `edited` is the quantity in the book where it is another than was asked.
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
    def taken_out(self) -> int:
        """How much the person took out on Kite's page, of what was asked; negative where they put more in.

        Filled, open, left and taken out are together what was asked, wherever a document shows the order's quantity.
        """
        return self.asked - self.filled - self.still_open - self.left

    @property
    def said(self) -> tuple[str, ...]:
        """The broker's own words, each once."""
        return tuple(dict.fromkeys(each.status_message for each in self.books if each.status_message))


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on one hand-off, in the sequence of sending.

    `untold` are orders that documents show, that are its own, and that fit none alone. `looked_at` is when a source
    that shows every order of the day was last read, None if none was.
    """

    orders: tuple[Verdict, ...]
    untold: tuple[BookOrder, ...] = ()
    looked_at: datetime | None = None

    @property
    def any_evidence(self) -> bool:
        told = any(each.source is not None or each.standing is Standing.UNTOLD for each in self.orders)
        return self.looked_at is not None or told or bool(self.untold)


def verdicts(handoff: Handoff, sightings: Iterable[Sighting], looks: Iterable[Look]) -> Verdicts:
    """What became of each order of the hand-off, whatever the order in which the evidence came.

    `sightings` may hold those of rival hand-offs. `looks` are at the books and files of the person whose orders they
    are: what those of other days do not show is passed over.
    """
    every, looks = list(sightings), list(looks)
    legs = legs_of(payload(handoff), handoff.first_order)
    mine = own(handoff.id, every)
    known = weigh(mine, places(legs, mine), looks)
    covering = [look for look in looks if handoff.left_at is not None and look.covers(handoff.left_at)]
    unplaced = known.get(None, Weighed(None))
    perhaps = (*_books(unplaced.counts), *_books(unplaced.reported), *contested(handoff.id, every))
    unclear = {instrument_and_side(each) for each in perhaps}
    whole = (look.at for look in covering if look.source is not Source.TRADE_FILE)
    last = _Looks(handoff, covering)
    return Verdicts(
        tuple(_verdict(leg, known.get(leg.place), last, unclear=leg.instrument_and_side in unclear) for leg in legs),
        _books(unplaced.counts),
        max(whole, default=None),
    )


@dataclass(frozen=True)
class _Looks:
    """The looks that would show every order, or every trade, of the hand-off's day."""

    handoff: Handoff
    covering: Sequence[Look]

    @cached_property
    def whole(self) -> Look | None:
        """The newest at a source that shows every order, the book before a file."""
        every = [look for look in self.covering if look.source is not Source.TRADE_FILE]
        return max(every, key=lambda look: (look.source is Source.BOOK, look.at), default=None)

    @cached_property
    def traded(self) -> Look | None:
        """The newest tradebook that holds the whole day."""
        every = [look for look in self.covering if look.source is Source.TRADE_FILE and look.closed]
        return max(every, key=lambda look: look.at, default=None)

    def was_for_that_day(self, leg: Leg) -> bool:
        """Whether the order was for the day on which its hand-off left, and not for the next session."""
        left_at = self.handoff.left_at or self.handoff.created_at
        return leg.order.get("variety") != "amo" and not may_be_for_later(left_at)


def _verdict(leg: Leg, weighed: Weighed | None, looks: _Looks, *, unclear: bool) -> Verdict:
    counts, reported = (None, None) if weighed is None else (weighed.counts, weighed.reported)
    if counts is None:
        found = _unseen(leg, looks) if not unclear else Verdict(leg.place, leg.quantity, Standing.UNTOLD)
        return found if reported is None else _with_report(found, reported)
    found = _seen(leg, counts)
    held = 0 if reported is None else reported.filled + reported.alive
    return replace(found, reported=reported, left=0 if unclear else max(found.left - held, 0))


def _seen(leg: Leg, view: View) -> Verdict:
    """What documents show of it.

    A rest that is over is left only as far as it was asked for: what failed and was tried again is not left twice.
    """
    filled, asked = view.filled, leg.quantity
    gone = (max(asked - filled, 0) if view.over else 0) if view.bare else view.gone
    return Verdict(
        order=leg.place,
        asked=asked,
        standing=_standing(view, asked),
        filled=filled,
        still_open=view.alive,
        left=max(min(gone, asked - filled - view.alive), 0),
        average_price=average(view.books),
        source=view.source,
        how=view.how,
        at=view.at,
        books=view.books,
        edited=None if view.bare else _edited(view, asked),
    )


def _standing(view: View, asked: int) -> Standing:
    if view.filled > 0:
        whole = view.filled >= asked or (not view.bare and view.filled >= view.quantity)
        return Standing.FILLED if whole and not view.alive else Standing.PARTLY
    if not view.over:
        waiting = [each.status for each in view.books if not is_over(each)]
        return Standing.QUEUED if set(waiting) == {QUEUED} else Standing.OPEN
    rejected = all(each.status == "REJECTED" for each in view.books)
    return Standing.REJECTED if rejected else Standing.CANCELLED


def _edited(view: View, asked: int) -> int | None:
    """The quantity in the book, if it is another; of what failed and was tried again, only what was not in vain."""
    total = view.filled + view.alive + view.gone
    if total > asked:
        total = max(view.filled + view.alive, *(each.quantity for each in view.books), asked)
    return None if total == asked else total


def _unseen(leg: Leg, looks: _Looks) -> Verdict:
    """Of what no document shows: whether one should."""
    whole, traded = looks.whole, looks.traded
    if whole is not None:
        return Verdict(leg.place, leg.quantity, Standing.MISSING, left=leg.quantity, source=whole.source, at=whole.at)
    if traded is not None:
        left = leg.quantity if looks.was_for_that_day(leg) else 0
        return Verdict(leg.place, leg.quantity, Standing.NOT_TRADED, left=left, source=traded.source, at=traded.at)
    return Verdict(leg.place, leg.quantity, Standing.UNKNOWN)


def _with_report(found: Verdict, reported: View) -> Verdict:
    """An order that a postback tells of, and no document shows: a newer book that does not have it says so."""
    if found.at is None or found.at < reported.at:
        found = replace(found, standing=Standing.REPORTED, source=Source.POSTBACK, how=reported.how, at=reported.at)
    return replace(found, left=0, reported=reported)


def _books(view: View | None) -> tuple[BookOrder, ...]:
    return () if view is None else view.books


def average(books: Iterable[BookOrder]) -> Decimal | None:
    """The price at which the filled quantity traded, weighted; None where nothing filled, or a price is not told."""
    filled = [(each.filled_quantity, each.average_price) for each in books if each.filled_quantity > 0]
    if not filled or any(price <= 0 for _, price in filled):
        return None
    return sum((quantity * price for quantity, price in filled), Decimal()) / sum(quantity for quantity, _ in filled)
