"""A file that somebody brings as evidence: Kite's order book or a tradebook, told by its headings, never by its name.

All of it is read, or nothing: a row that was passed over could be the one that matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tokri.core.evidence import Source
from tokri.core.formats import order_file, trade_file
from tokri.core.formats.evidence_cells import Cells, EvidenceCode, EvidenceFault, Headings, headings
from tokri.core.formats.file import LARGEST_FILE, ZIP, refused, text_of
from tokri.core.formats.pasted import PasteCode
from tokri.core.formats.sheet import ReadSheet, SheetRefused, table_of_sheet
from tokri.core.formats.table import Row, table_of
from tokri.core.ports.kept import BookOrder
from tokri.core.times import ist

#: Faults that are listed one by one; of more only the number is told.
MOST_FAULTS: Final = 20

#: How far down the headings are looked for: the Console writes lines about the account above them.
_DEEPEST_HEADING: Final = 40

#: Rows of a file, those above the headings and blank ones among them.
MOST_ROWS: Final = trade_file.MOST_TRADES + _DEEPEST_HEADING

#: Characters of one line of text; a row of either table has some two hundred.
_LONGEST_LINE: Final = 5_000

#: Known headings in a row from which on it is taken for one that lacks a column.
_ALMOST: Final = 3

_CODES: Final = {
    PasteCode.NO_FILE: EvidenceCode.NO_FILE,
    PasteCode.FILE_TOO_LARGE: EvidenceCode.FILE_LARGE,
    PasteCode.FILE_OLD: EvidenceCode.FILE_OLD,
    PasteCode.FILE_TOO_LONG: EvidenceCode.FILE_LONG,
    PasteCode.FILE_BROKEN: EvidenceCode.FILE_BROKEN,
    PasteCode.FILE_UNPACKED: EvidenceCode.FILE_LONG,
    PasteCode.NO_ORDERS: EvidenceCode.NO_ROWS,
}


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What a file holds: the orders in it, or of a tradebook what was filled of each, in the order they stand there.

    The number and the exchange of an order are "" where the file has none. `first_day` and `last_day` (IST) are those
    of the first and the last row. `closed`: the last day was over when the file was made, as that of a tradebook of the
    Console is, which shows a day when it is done. `rows` is how many orders or trades it has.
    """

    source: Source
    orders: tuple[BookOrder, ...]
    first_day: date
    last_day: date
    closed: bool
    rows: int


@dataclass(frozen=True, slots=True)
class _Layout:
    source: Source
    named: Headings


def read_evidence(content: bytes, read_sheet: ReadSheet, now: datetime) -> EvidenceFile | tuple[EvidenceFault, ...]:
    """What the file holds, or all that is wrong with it. Never raises. `now` is UTC."""
    rows = _rows(content, read_sheet)
    if isinstance(rows, EvidenceFault):
        return (rows,)
    layout = _layout(rows)
    if not isinstance(layout, _Layout):
        return layout
    source, named = layout.source, layout.named
    body = [row for row in rows if row.number > named.row.number]
    most = order_file.MOST_ORDERS if source is Source.ORDER_FILE else trade_file.MOST_TRADES
    if len(body) > most:
        return (EvidenceFault(None, None, EvidenceCode.FILE_LONG, {"most": most}),)
    cells = [each for each in (Cells(row, named, now) for row in body) if not each.is_no_order]
    read = _orders if source is Source.ORDER_FILE else _trades
    orders, faults = read(cells)
    if faults:
        return _listed(faults)
    if not orders:
        return (EvidenceFault(None, None, EvidenceCode.NO_ROWS),)
    first, last = (date.fromisoformat(each(_days(orders))) for each in (min, max))
    closed = source is Source.TRADE_FILE and "day" in named.columns and last < ist(now).date()
    return EvidenceFile(source, tuple(orders), first, last, closed, len(cells))


def _orders(cells: Sequence[Cells]) -> tuple[list[BookOrder], list[EvidenceFault]]:
    orders: list[BookOrder] = []
    by_id: dict[str, BookOrder] = {}
    for each in cells:
        order = order_file.read_row(each)
        if order is None:
            continue
        before = by_id.setdefault(order.order_id, order) if order.order_id else order
        if before is order:
            orders.append(order)
        elif before != order:
            each.fault("order_id", EvidenceCode.ORDER_TWICE)
    return orders, [fault for each in cells for fault in each.faults]


def _trades(cells: Sequence[Cells]) -> tuple[list[BookOrder], list[EvidenceFault]]:
    trades = [trade for trade in map(trade_file.read_row, cells) if trade is not None]
    orders, faults = trade_file.orders_of(trades)
    return orders, [*(fault for each in cells for fault in each.faults), *faults]


def _days(orders: Sequence[BookOrder]) -> list[str]:
    return [at[:10] for each in orders for at in (each.order_timestamp, each.exchange_update_timestamp) if at]


def _rows(content: bytes, read_sheet: ReadSheet) -> Sequence[Row] | EvidenceFault:
    fault = refused(content)
    if fault is not None:
        facts = {"most": LARGEST_FILE} if fault.code is PasteCode.FILE_TOO_LARGE else {}
        return EvidenceFault(None, None, _CODES.get(fault.code, EvidenceCode.FILE_KIND), facts)
    if content.startswith(ZIP):
        try:
            return table_of_sheet(read_sheet(content)).rows
        except SheetRefused as why:
            code = _CODES.get(why.code, EvidenceCode.FILE_BROKEN)
            return EvidenceFault(None, None, code, {"most": trade_file.MOST_TRADES})
    text, _ = text_of(content)
    if text is None:
        return EvidenceFault(None, None, EvidenceCode.FILE_KIND)
    lines = text.split("\n")
    if len(lines) > MOST_ROWS or max(map(len, lines)) > _LONGEST_LINE:
        return EvidenceFault(None, None, EvidenceCode.FILE_LONG, {"most": trade_file.MOST_TRADES})
    return table_of(text).rows


def _layout(rows: Sequence[Row]) -> _Layout | tuple[EvidenceFault, ...]:
    """Which of the two it is, and its headings; a row that has most of them tells which column is missing."""
    nearest: tuple[int, tuple[EvidenceFault, ...]] = (0, (EvidenceFault(None, None, EvidenceCode.NO_HEADINGS),))
    for row in rows[:_DEEPEST_HEADING]:
        for source, fields, needed in (
            (Source.ORDER_FILE, order_file.FIELDS, order_file.NEEDED),
            (Source.TRADE_FILE, trade_file.FIELDS, trade_file.NEEDED),
        ):
            named, twice = headings(row, fields)
            missing = [each for each in needed if each not in named.columns]
            if not missing:
                return tuple(twice) if twice else _Layout(source, named)
            known = len(needed) - len(missing)
            told = source is Source.ORDER_FILE or "trade_id" in named.columns
            if told and known >= _ALMOST and known > nearest[0]:
                lacks = (EvidenceFault(row.number, None, EvidenceCode.COLUMN_MISSING, {"field": missing[0]}),)
                nearest = (known, lacks)
    return nearest[1]


def _listed(faults: Sequence[EvidenceFault]) -> tuple[EvidenceFault, ...]:
    told = sorted(faults, key=lambda each: each.row or 0)
    over = len(told) - MOST_FAULTS
    if over <= 0:
        return tuple(told)
    return (*told[:MOST_FAULTS], EvidenceFault(None, None, EvidenceCode.MORE, {"more": over}))
