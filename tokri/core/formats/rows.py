"""Rows of a table, or typed in a line, with or without headings.

With headings every cell goes where its heading says, readable or not; the check tells what is wrong with it. Without
them each cell is known by what it holds (content.py). A row that is no order stays in the box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from tokri.core import money
from tokri.core.basket import KITE_FIELDS, MOST_ORDERS, OrderText
from tokri.core.choices import CHOICES, nearest
from tokri.core.formats import console
from tokri.core.formats.columns import columns_of, is_heading
from tokri.core.formats.content import by_content, counts_rows
from tokri.core.formats.guard import unguarded
from tokri.core.formats.pasted import REMARKS, PasteCode, Pasted, PasteFault
from tokri.core.formats.sheet import MOST_ROWS
from tokri.core.formats.sums import is_sum, no_order
from tokri.core.formats.table import Row, Table
from tokri.core.glimpse import glimpse

#: How far down the headings of a table are looked for.
_DEEPEST_HEADING: Final = 40

_SYMBOL: Final = re.compile(r"[A-Za-z0-9&.:\-]{1,40}")
_LOCKED: Final = {"true": "true", "yes": "true", "y": "true", "false": "", "no": "", "n": "", "0": "", "1": "true"}

#: What only a column of order types means by one letter: L in a row without headings may be anything.
_ORDER_TYPES: Final = {"l": "LIMIT", "m": "MARKET"}

_Read = Callable[[Row], tuple[OrderText | None, list[PasteFault]]]


def read_rows(table: Table, text: str) -> Pasted:
    """Read a table, which is all of `text`. Never raises."""
    if not table.rows:
        return Pasted(faults=(PasteFault(None, None, PasteCode.NO_ORDERS),))
    if statement := console.found_in(table.rows[:_DEEPEST_HEADING]):
        return console.read(statement, table.rows)
    place = _place_of_heading(table)
    heading = None if place is None else table.rows[place]
    body = table.rows if place is None else table.rows[place + 1 :]
    if not body:
        return Pasted(faults=(PasteFault(None, None, PasteCode.NO_ORDERS),), unread=text)
    looked_at = body[:MOST_ROWS]
    reading, faults = _under(heading, table, looked_at) if heading else _without_headings(looked_at)
    if reading is None:
        return Pasted(faults=tuple(faults), unread=text)
    return _orders(reading, [*_title(table.rows[: place or 0], heading), *faults], heading, body)


def as_read(field: str, cell: str) -> str:
    """Kite's word for a choice that is meant without doubt (Buy is BUY, Delivery is CNC); else the cell as it is."""
    if field == "readonly":
        return _LOCKED.get(cell.lower(), cell)
    if field == "order_type" and cell.lower() in _ORDER_TYPES:
        return _ORDER_TYPES[cell.lower()]
    return (nearest(field, cell) or cell) if field in CHOICES else cell


def is_order(cells: Sequence[str]) -> bool:
    """Whether cells under Kite's own names, in Kite's order, would be read as an order."""
    return _an_order(Row(0, tuple(cells), ""), dict(zip(KITE_FIELDS, cells, strict=True)))


def _place_of_heading(table: Table) -> int | None:
    """The first row, or one further down where only titles stand above it: no order does, so far as that shows."""
    rows = table.rows[:_DEEPEST_HEADING]
    if is_heading(rows[0], fewest=2 if table.by_words else 1):
        return 0
    if table.by_words or table.aligned:
        return None
    for place, row in enumerate(rows):
        if is_heading(row, fewest=3):
            return place
        if any(nearest("transaction_type", cell) for cell in row.cells):
            return None
    return None


def _title(rows: Sequence[Row], heading: Row | None) -> list[PasteFault]:
    if not rows or heading is None:
        return []
    text = " ".join(cell for row in rows for cell in row.cells if cell)
    return [PasteFault(None, None, PasteCode.TITLE, {"typed": glimpse(text), "above": heading.number})]


def _orders(reading: _Read, faults: list[PasteFault], heading: Row | None, body: Sequence[Row]) -> Pasted:
    orders: list[OrderText] = []
    unread: list[str] = []
    over = 0
    for place, row in enumerate(body):
        if len(orders) == MOST_ORDERS or place >= MOST_ROWS:
            over += 1
            unread.append(row.text)
            continue
        order, found = reading(row)
        faults += found
        if order is not None:
            orders.append(order)
        elif not all(fault.code in REMARKS for fault in found):
            unread.append(row.text)
    if over:
        faults.append(PasteFault(None, None, PasteCode.TOO_MANY, {"most": MOST_ORDERS, "over": over}))
    if not orders and not unread:
        faults.append(PasteFault(None, None, PasteCode.NO_ORDERS))
    if heading and unread:
        unread.insert(0, heading.text)
    return Pasted(tuple(orders), None, tuple(faults), "\n".join(unread))


def _without_headings(body: Sequence[Row]) -> tuple[_Read, list[PasteFault]]:
    counted = counts_rows(body)
    facts: dict[str, str | int] = {"first": glimpse(body[0].cells[0]), "last": glimpse(body[-1].cells[0])}
    faults = [PasteFault(None, "1", PasteCode.COUNTER, facts)] if counted else []
    return partial(by_content, counted=counted), faults


def _under(heading: Row, table: Table, body: Sequence[Row]) -> tuple[_Read | None, list[PasteFault]]:
    if set(heading.cells) <= set(KITE_FIELDS) and len(set(heading.cells)) == len(heading.cells):
        return partial(_by_kites_names, names=heading.cells), []
    columns, faults = columns_of(heading, body)
    if table.by_words and None in columns:
        # Of "Target price" the second word would be taken for the price, and everything behind it one place off.
        return None, [_unclear(heading)]
    return partial(_by_heading, columns=columns, names=heading.cells, aligned=table.aligned), faults


def _unclear(row: Row) -> PasteFault:
    return PasteFault(row.number, None, PasteCode.COLUMNS_UNCLEAR, {"typed": glimpse(row.text)})


def _by_kites_names(row: Row, names: Sequence[str]) -> tuple[OrderText | None, list[PasteFault]]:
    """A row under Kite's own names, as a download writes them: a guarded cell is its text to the letter."""
    if not any(cell.startswith("'") for cell in row.cells[: len(names)]):
        return _by_heading(row, names, names, aligned=False)
    extra = _extra(row, len(names))
    if extra is not None:
        return None, [extra]
    texts = {}
    for name, cell in zip(names, row.cells, strict=False):
        text = unguarded(cell)
        texts[name] = as_read(name, cell) if text is None else text
    return OrderText(**texts), _formulas(row, names, names)


def _by_heading(
    row: Row, columns: Sequence[str | None], names: Sequence[str], *, aligned: bool
) -> tuple[OrderText | None, list[PasteFault]]:
    if aligned and len(row.cells) != len(columns):
        # An empty cell among spaces does not show, and moves all behind it under the wrong heading.
        return None, [_unclear(row)]
    extra = _extra(row, len(columns))
    if extra is not None:
        return None, [extra]
    texts = {field: as_read(field, cell) for field, cell in zip(columns, row.cells, strict=False) if field is not None}
    if "tradingsymbol" in columns and not _an_order(row, texts):
        return None, [no_order(row)]
    return OrderText(**texts), _formulas(row, columns, names)


def _extra(row: Row, columns: int) -> PasteFault | None:
    """The first cell that stands beyond the headings."""
    for place, cell in enumerate(row.cells[columns:], start=columns):
        if cell:
            return PasteFault(row.number, str(place + 1), PasteCode.CELL_EXTRA, {"typed": glimpse(cell)})
    return None


def _formulas(row: Row, columns: Sequence[str | None], names: Sequence[str]) -> list[PasteFault]:
    """The formulas in cells of an order: each is its text, with what it came to in the spreadsheet."""
    return [
        PasteFault(
            row.number,
            glimpse(names[place]),
            PasteCode.FORMULA,
            {"typed": glimpse(row.cells[place]), "shown": glimpse(shown)},
        )
        for place, shown in row.shown.items()
        if place < len(columns) and columns[place] is not None
    ]


def _an_order(row: Row, texts: dict[str, str]) -> bool:
    """Whether a row is one of orders: not a total, a remark, or the headings once more.

    One of Kite's choices (a side, an exchange) makes it one, and so does a quantity beside anything but a sum's name.
    """
    if any(texts.get(field) in choices for field, choices in CHOICES.items()):
        return True
    symbol = texts.get("tradingsymbol", "")
    if not symbol or is_sum(symbol) or is_heading(row, fewest=2):
        return False
    return _SYMBOL.fullmatch(symbol) is not None or isinstance(money.whole(texts.get("quantity", "")), int)
