"""Which rows of an uploaded order book or tradebook belong to which orders of a basket's hand-offs.

By symbol, side, quantity and time, and by the exchange and the product where the file tells them; never by a tag, of
which a file proves nothing. A row whose order number is known by Tokri's tag from elsewhere belongs where that says.
Rows that add up to one order are slices of it. Where a row could be of two orders, or of two hand-offs, or may be an
order that was changed on Kite's page, it is answered apart: such an order is not missing, and nothing more is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from tokri.core.evidence import How, Sighting, Source, nameless
from tokri.core.legs import Leg, legs_of, payload
from tokri.core.ports.kept import BookOrder, Handoff
from tokri.core.times import from_kite

#: How far the clocks of Kite and of this program may be apart when the browser comes back.
_CLOCKS: Final = timedelta(minutes=1)

#: For how long after the browser left an order may have been placed, where nobody came back: its day.
_PLACED_WITHIN: Final = timedelta(days=1)

#: For how long it may have traded: an order for the next session waits over a weekend with a holiday beside it.
_TRADED_WITHIN: Final = timedelta(days=5)


class Fit(StrEnum):
    """By what a row is known to be an order's."""

    NUMBER = "number"  #: its order number was seen under Tokri's tag
    WHOLE = "whole"  #: the quantity asked, or traded, is the order's
    PART = "part"  #: rows that add up to the order, or trades of a part of it


class Spot(NamedTuple):
    """One order of one hand-off; `order` is its place in the version's plan, None where only the hand-off is known."""

    handoff_id: str
    order: int | None


@dataclass(frozen=True, slots=True)
class RowFound:
    """A row, by its place in the file from 0, that belongs to one order. `book` has a number even if the file has none."""

    row: int
    spot: Spot
    fit: Fit
    book: BookOrder


@dataclass(frozen=True, slots=True)
class RowUnclear:
    """A row that may belong to any of several orders, or that may be an order that was changed."""

    row: int
    spots: tuple[Spot, ...]
    book: BookOrder


@dataclass(frozen=True, slots=True)
class FileMatched:
    """A file, seen from the hand-offs of a basket. Each row stands in one of the four; all are places in the file."""

    found: tuple[RowFound, ...]
    unclear: tuple[RowUnclear, ...]
    nothing: tuple[int, ...]
    elsewhere: tuple[int, ...]  #: known by its tag to be another hand-off's

    def sightings(self, source: Source, at: datetime, upload_id: str) -> list[Sighting]:
        """What is kept of it: what may be a hand-off's without a place, so that nobody takes its orders for missing."""
        placed = [(each.spot, each.book) for each in self.found]
        perhaps = [(Spot(one, None), each.book) for each in self.unclear for one in _handoffs(each.spots)]
        return [
            Sighting(spot.handoff_id, source, How.LIKENESS, spot.order, book, at, upload_id)
            for spot, book in (*placed, *perhaps)
        ]


def _handoffs(spots: Iterable[Spot]) -> list[str]:
    return sorted({spot.handoff_id for spot in spots})


@dataclass(frozen=True)
class _Line:
    """One order that was sent, and when what belongs to it may have been placed."""

    spot: Spot
    leg: Leg
    left_at: datetime
    placed_until: datetime

    def may_be(self, row: BookOrder, at: datetime | None) -> bool:
        """Whether instrument, side, product and time allow it."""
        until = self.left_at + _TRADED_WITHIN if is_trades(row) else self.placed_until
        exchange, symbol, side = self.leg.instrument_and_side
        return (
            (symbol, side) == (row.tradingsymbol, row.transaction_type)
            and row.exchange in {"", exchange}
            and (not row.product or self.leg.of_product(row))
            and at is not None
            and self.left_at.replace(microsecond=0) <= at <= until
        )


def is_trades(row: BookOrder) -> bool:
    """Whether the row is what traded of an order, and tells neither its state nor what was asked."""
    return not row.status


def match_file(
    handoffs: Iterable[Handoff],
    rows: Sequence[BookOrder],
    known: Mapping[str, Spot] | None = None,
    back_at: Mapping[str, datetime] | None = None,
) -> FileMatched:
    """Which row is of which order. `handoffs` are all of the basket's; those that never left get nothing.

    `rows` are those of the file, of a tradebook one an order; number, exchange and product may be "". `known` tells, by
    order number, whose an order is by Tokri's tag; a hand-off that is not among `handoffs` keeps it. `back_at` is when
    the browser came back from a hand-off, by its id: what was placed after that is not its own.
    """
    known, back_at = known or {}, back_at or {}
    away = [each for each in handoffs if each.left_at is not None]
    here = {each.id for each in away}
    books = _numbered(rows)
    lines = [line for each in away for line in _lines(each, back_at.get(each.id))]
    told = {index: known[book.order_id] for index, book in enumerate(books) if book.order_id in known}
    free = [index for index in range(len(books)) if index not in told]
    found = {
        index: RowFound(index, spot, Fit.NUMBER, books[index])
        for index, spot in told.items()
        if spot.handoff_id in here and spot.order is not None
    }
    open_lines = [line for line in lines if line.spot not in {each.spot for each in found.values()}]
    maybe = {index: _fitting(open_lines, books[index]) for index in free}
    for group in _groups(maybe):
        found |= {each.row: each for each in _told_apart(group, maybe, books)}
    unclear = {index: spot for index, spot in told.items() if spot.handoff_id in here and spot.order is None}
    settled = {each.spot for each in found.values()}
    perhaps = {
        index: tuple(line.spot for line in fits if line.spot not in settled)
        for index, fits in maybe.items()
        if index not in found
    }
    return FileMatched(
        found=tuple(found[index] for index in sorted(found)),
        unclear=tuple(
            RowUnclear(index, (unclear[index],) if index in unclear else perhaps[index], books[index])
            for index in range(len(books))
            if index in unclear or perhaps.get(index)
        ),
        nothing=tuple(index for index in free if index not in found and not perhaps.get(index)),
        elsewhere=tuple(index for index, spot in told.items() if spot.handoff_id not in here),
    )


def _numbered(rows: Sequence[BookOrder]) -> list[BookOrder]:
    """The rows, each with a number: a made-up one, the same for the same row of a later file, where it has none."""
    made: dict[str, int] = {}
    books = []
    for row in rows:
        book = row
        if not row.order_id:
            asked = "" if is_trades(row) else str(row.quantity)
            told = (row.exchange, row.tradingsymbol, row.transaction_type, row.order_timestamp or "", asked)
            name = nameless("/".join(told))
            made[name] = made.get(name, 0) + 1
            book = replace(row, order_id=f"{name}/{made[name]}")
        books.append(book)
    return books


def _lines(handoff: Handoff, back_at: datetime | None) -> list[_Line]:
    left_at = handoff.left_at or handoff.created_at
    until = left_at + _PLACED_WITHIN if back_at is None else back_at + _CLOCKS
    legs = legs_of(payload(handoff), handoff.first_order)
    return [_Line(Spot(handoff.id, leg.place), leg, left_at, until) for leg in legs]


def _fitting(lines: Iterable[_Line], row: BookOrder) -> list[_Line]:
    at = from_kite(row.order_timestamp)
    return [line for line in lines if line.may_be(row, at)]


def _groups(maybe: Mapping[int, Sequence[_Line]]) -> list[list[int]]:
    """The rows that have a line in common, directly or by way of others, together."""
    groups: list[tuple[set[Spot], list[int]]] = []
    for index, lines in maybe.items():
        spots = {line.spot for line in lines}
        if not spots:
            continue
        near = [group for group in groups if group[0] & spots]
        groups = [group for group in groups if not group[0] & spots]
        together = sorted([index, *(each for group in near for each in group[1])])
        groups.append((spots.union(*(group[0] for group in near)), together))
    return [rows for _, rows in groups]


def _told_apart(
    rows: Sequence[int], maybe: Mapping[int, Sequence[_Line]], books: Sequence[BookOrder]
) -> list[RowFound]:
    """What of a group of rows of one instrument and side is beyond doubt."""
    lines = {line.spot: line for index in rows for line in maybe[index]}
    total = sum(books[index].quantity for index in rows)
    if len(lines) == 1:
        [(spot, line)] = lines.items()
        whole = [index for index in rows if books[index].quantity == line.leg.quantity]
        trades = all(is_trades(books[index]) for index in rows)
        if len(whole) == 1 and (len(rows) == 1 or not trades):
            return [RowFound(whole[0], spot, Fit.WHOLE, books[whole[0]])]
        if total == line.leg.quantity or (trades and total < line.leg.quantity):
            return [RowFound(index, spot, Fit.PART, books[index]) for index in rows]
        return []
    return _one_each(rows, maybe, books, lines)


def _one_each(
    rows: Sequence[int],
    maybe: Mapping[int, Sequence[_Line]],
    books: Sequence[BookOrder],
    lines: Mapping[Spot, _Line],
) -> list[RowFound]:
    """Of several orders: rows of which each has the quantity of one order alone, and no other row has it.

    Trades tell no quantity that was asked, and one that is as large as one order may be part of a larger: they are told
    apart only where everything that was asked has traded. Orders of one hand-off that are alike are filled up in turn.
    """
    trades = any(is_trades(books[index]) for index in rows)
    asked = sorted(line.leg.quantity for line in lines.values())
    if trades and asked != sorted(books[index].quantity for index in rows):
        return []
    fits = {index: [line for line in maybe[index] if line.leg.quantity == books[index].quantity] for index in rows}
    found, taken = [], set[Spot]()
    for index, of in fits.items():
        same = [other for other in rows if {line.spot for line in fits[other]} & {line.spot for line in of}]
        alike = len({line.spot.handoff_id for line in of}) == 1 and all(
            line.leg.order == of[0].leg.order for line in of
        )
        if of and alike and len(same) <= len(of):
            line = next(line for line in of if line.spot not in taken)
            taken.add(line.spot)
            found.append(RowFound(index, line.spot, Fit.WHOLE, books[index]))
    return found
