"""Which rows of an uploaded order book or tradebook belong to which orders of a basket's hand-offs.

By symbol, side, quantity and time, and by the exchange and the product where the file tells them; never by a tag, of
which a file proves nothing. A row whose order number is known by Tokri's tag from elsewhere belongs where that says.
Rows that add up to one order are slices of it. Where a row could be of two orders, or of two hand-offs, or may be an
order that was changed on Kite's page, it is answered apart: such an order is not missing, and nothing more is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from tokri.core.legs import Leg, alike, legs_of, payload
from tokri.core.matching import Matched
from tokri.core.ports.kept import BookOrder, Found, Handoff
from tokri.core.times import from_kite

#: How far the clocks of Kite and of this program may be apart when the browser comes back.
_CLOCKS: Final = timedelta(minutes=1)

#: For how long after the browser left an order may have been placed, where nobody came back: its day.
_PLACED_WITHIN: Final = timedelta(days=1)

#: For how long it may have traded: an order for the next session waits over a weekend with a holiday beside it.
_TRADED_WITHIN: Final = timedelta(days=5)


class Spot(NamedTuple):
    """One order of one hand-off; `order` is its place in the version's plan, None where only the hand-off is known."""

    handoff_id: str
    order: int | None


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
) -> dict[str, Matched]:
    """What of the file belongs to each hand-off, by its id; `found` with its place, `unsorted` what may be its own.

    `handoffs` are all that the person's orders may be of, of this basket and of others, so that two that could claim a
    row are seen to; those that never left get nothing. `rows` are those of the file, of a tradebook one an order;
    exchange and product may be "". `known` tells, by order number, whose an order is by Tokri's tag: it is that one's,
    even if that hand-off is not among `handoffs`. `back_at` is when the browser came back from a hand-off, by its id:
    what was placed after that is not its own. A row that could be of two stands under `unsorted` of both.
    """
    known, back_at = known or {}, back_at or {}
    away = [each for each in handoffs if each.left_at is not None]
    told = {index: known[row.order_id] for index, row in enumerate(rows) if row.order_id in known}
    found = {index: spot for index, spot in told.items() if spot.order is not None}
    lines = [line for each in away for line in _lines(each, back_at.get(each.id)) if line.spot not in found.values()]
    maybe = {index: _fitting(lines, row) for index, row in enumerate(rows) if index not in told}
    for group in _groups(maybe):
        found |= _told_apart(group, maybe, rows)
    settled = set(found.values())
    perhaps = {index: {line.spot for line in fits} - settled for index, fits in maybe.items() if index not in found}
    perhaps |= {index: {spot} for index, spot in told.items() if spot.order is None}
    return {each.id: _of_handoff(each.id, rows, found, perhaps) for each in away}


def _of_handoff(
    handoff_id: str, rows: Sequence[BookOrder], found: Mapping[int, Spot], perhaps: Mapping[int, Collection[Spot]]
) -> Matched:
    places = {index: spot.order for index, spot in found.items() if spot.handoff_id == handoff_id}
    unclear = [index for index, spots in perhaps.items() if any(spot.handoff_id == handoff_id for spot in spots)]
    return Matched(
        found=tuple(Found(place, rows[index]) for index, place in sorted(places.items()) if place is not None),
        unsorted=tuple(rows[index] for index in sorted(unclear)),
        others=len(rows) - len(places) - len(unclear),
    )


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
) -> dict[int, Spot]:
    """The order of each row of one instrument and side of which that is beyond doubt."""
    lines = {line.spot: line for index in rows for line in maybe[index]}
    if len(lines) > 1:
        return _one_each(rows, maybe, books, lines)
    [(spot, line)] = lines.items()
    total, trades = sum(books[index].quantity for index in rows), all(is_trades(books[index]) for index in rows)
    whole = [index for index in rows if books[index].quantity == line.leg.quantity]
    if len(whole) == 1 and (len(rows) == 1 or not trades):
        return {whole[0]: spot}
    adds_up = total == line.leg.quantity or (trades and total < line.leg.quantity)
    return dict.fromkeys(rows, spot) if adds_up else {}


def _one_each(
    rows: Sequence[int],
    maybe: Mapping[int, Sequence[_Line]],
    books: Sequence[BookOrder],
    lines: Mapping[Spot, _Line],
) -> dict[int, Spot]:
    """Of several orders: rows of which each has the quantity of one order alone, and no other row has it.

    Trades tell no quantity that was asked, and one that is as large as one order may be part of a larger: they are told
    apart only where everything that was asked has traded. Orders of one hand-off that are alike are filled up in turn.
    """
    trades = any(is_trades(books[index]) for index in rows)
    asked = sorted(line.leg.quantity for line in lines.values())
    if trades and asked != sorted(books[index].quantity for index in rows):
        return {}
    fits = {index: [line for line in maybe[index] if line.leg.quantity == books[index].quantity] for index in rows}
    spots = {index: {line.spot for line in of} for index, of in fits.items()}
    found: dict[int, Spot] = {}
    for index, of in fits.items():
        rivals = [other for other in rows if spots[other] & spots[index]]
        one_handoff = len({line.spot.handoff_id for line in of}) == 1
        if one_handoff and alike([line.leg for line in of]) and len(rivals) <= len(of):
            found[index] = next(line.spot for line in of if line.spot not in found.values())
    return found
