"""The basket as CSV: a column a field, by Kite's names, for a spreadsheet to open and to give back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.formats.guard import GUARD, guarded, needs_guard
from tokri.core.formats.rows import as_read, is_order

_NUMBERS: Final = frozenset({"quantity", "price", "trigger_price", "disclosed_quantity"})


def write(orders: Sequence[OrderText]) -> str:
    """The file. It begins with a byte order mark, without which Excel takes UTF-8 for the letters of Windows."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(KITE_FIELDS)
    writer.writerows(map(_cells, orders))
    return text.getvalue()


def _cells(order: OrderText) -> list[str]:
    cells = [_cell(name, getattr(order, name)) for name in KITE_FIELDS]
    if any(cell.startswith(GUARD) for cell in cells) or is_order(cells):
        return cells
    # By its cells alone the row would be taken for a total or a blank one.
    place = KITE_FIELDS.index("tradingsymbol")
    return [*cells[:place], guarded(order.tradingsymbol), *cells[place + 1 :]]


def _cell(name: str, text: str) -> str:
    alone = needs_guard(text, number=name in _NUMBERS) or as_read(name, text) != text
    return guarded(text) if alone else text
