"""Rows copied from a spreadsheet or typed in a line, with or without headings.

With headings every cell goes where its heading says, readable or not; the check tells what is wrong with it. Without
them each cell is known by what it holds (content.py). A row that is no order stays in the box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from tokri.core import money
from tokri.core.basket import MOST_ORDERS, OrderText
from tokri.core.choices import CHOICES, nearest
from tokri.core.formats.columns import columns_of, is_heading
from tokri.core.formats.content import by_content, counts_rows
from tokri.core.formats.pasted import PasteCode, Pasted, PasteFault
from tokri.core.formats.table import Row, Table, table_of
from tokri.core.glimpse import glimpse

#: Rows that are read at all; what is beyond them stays in the box.
MOST_ROWS: Final = 500

_SYMBOL: Final = re.compile(r"[A-Za-z0-9&.:\-]{1,40}")
_SUMS: Final = frozenset({"total", "totals", "grandtotal", "subtotal", "nettotal", "sum"})
_LOCKED: Final = {"true": "true", "yes": "true", "y": "true", "false": "", "no": "", "n": "", "0": "", "1": "true"}

_Read = Callable[[Row], tuple[OrderText | None, list[PasteFault]]]


def read_rows(text: str) -> Pasted:
    """Read a text that is not JSON. Never raises."""
    table = table_of(text)
    if not table.rows:
        return Pasted(faults=(PasteFault(None, None, PasteCode.NO_ORDERS),))
    heading = table.rows[0] if is_heading(table.rows[0], fewest=2 if table.by_words else 1) else None
    body = table.rows[1:] if heading else table.rows
    if not body:
        return Pasted(faults=(PasteFault(None, None, PasteCode.NO_ORDERS),), unread=text)
    looked_at = body[:MOST_ROWS]
    reading, faults = _under(heading, table, looked_at) if heading else _without_headings(looked_at)
    if reading is None:
        return Pasted(faults=tuple(faults), unread=text)
    return _orders(reading, faults, heading, body)


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
        if order is None:
            unread.append(row.text)
        else:
            orders.append(order)
    if over:
        faults.append(PasteFault(None, None, PasteCode.TOO_MANY, {"most": MOST_ORDERS, "over": over}))
    if heading and unread:
        unread.insert(0, heading.text)
    return Pasted(tuple(orders), None, tuple(faults), "\n".join(unread))


def _without_headings(body: Sequence[Row]) -> tuple[_Read, list[PasteFault]]:
    counted = counts_rows(body)
    facts: dict[str, str | int] = {"first": glimpse(body[0].cells[0]), "last": glimpse(body[-1].cells[0])}
    faults = [PasteFault(None, "1", PasteCode.COUNTER, facts)] if counted else []
    return partial(by_content, counted=counted), faults


def _under(heading: Row, table: Table, body: Sequence[Row]) -> tuple[_Read | None, list[PasteFault]]:
    columns, faults = columns_of(heading, body)
    if table.by_words and None in columns:
        # Of "Target price" the second word would be taken for the price, and everything behind it one place off.
        return None, [_unclear(heading)]
    return partial(_by_heading, columns=columns, aligned=table.aligned), faults


def _unclear(row: Row) -> PasteFault:
    return PasteFault(row.number, None, PasteCode.COLUMNS_UNCLEAR, {"typed": glimpse(row.text)})


def _by_heading(row: Row, columns: Sequence[str | None], *, aligned: bool) -> tuple[OrderText | None, list[PasteFault]]:
    if aligned and len(row.cells) != len(columns):
        # An empty cell among spaces does not show, and moves all behind it under the wrong heading.
        return None, [_unclear(row)]
    for place, cell in enumerate(row.cells):
        if place >= len(columns) and cell:
            return None, [PasteFault(row.number, str(place + 1), PasteCode.CELL_EXTRA, {"typed": glimpse(cell)})]
    texts = {field: _kites(field, cell) for field, cell in zip(columns, row.cells, strict=False) if field is not None}
    if "tradingsymbol" in columns and not _an_order(row, texts):
        facts: dict[str, str | int] = {"typed": glimpse(" ".join(cell for cell in row.cells if cell))}
        return None, [PasteFault(row.number, None, PasteCode.NOT_AN_ORDER, facts)]
    return OrderText(**texts), []


def _an_order(row: Row, texts: dict[str, str]) -> bool:
    """Whether a row is one of orders: not a total, a remark, or the headings once more.

    One of Kite's choices (a side, an exchange) makes it one, and so does a quantity beside anything but a sum's name.
    """
    if any(texts.get(field) in choices for field, choices in CHOICES.items()):
        return True
    symbol = texts.get("tradingsymbol", "")
    if not symbol or "".join(each for each in symbol.lower() if each.isalnum()) in _SUMS or is_heading(row, fewest=2):
        return False
    return _SYMBOL.fullmatch(symbol) is not None or isinstance(money.whole(texts.get("quantity", "")), int)


def _kites(field: str, cell: str) -> str:
    """Kite's word for a choice that is meant without doubt (Buy is BUY, Delivery is CNC); else the cell as it is."""
    if field == "readonly":
        return _LOCKED.get(cell.lower(), cell)
    return (nearest(field, cell) or cell) if field in CHOICES else cell
