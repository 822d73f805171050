"""Rows copied from a spreadsheet or typed in a line, with or without headings.

With headings every cell goes where its heading says, readable or not; the check tells what is wrong with it. Without
them each cell is known by what it holds: BUY, NSE and LIMIT by themselves, numbers in the order quantity, price,
trigger. A row with a cell that tells nothing gives no order, and stays in the box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tokri.core import money
from tokri.core.basket import MOST_ORDERS, OrderText
from tokri.core.choices import CHOICES, nearest
from tokri.core.formats.columns import field_of
from tokri.core.formats.pasted import PasteCode, Pasted, PasteFault
from tokri.core.formats.table import MOST_CELLS, Row, rows_of
from tokri.core.glimpse import glimpse

#: Rows that are read at all; what is beyond them stays in the box.
MOST_ROWS: Final = 500

_FEWEST_HEADINGS: Final = 2
_SYMBOL: Final = re.compile(r"(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9&.\-]{1,40}")
_LOCKED: Final = {"true": "true", "yes": "true", "y": "true", "false": "", "no": "", "n": "", "0": "", "1": "true"}


def read_rows(text: str) -> Pasted:
    """Read a text that is not JSON. Never raises."""
    rows = rows_of(text)
    if not rows:
        return Pasted(faults=(PasteFault(None, None, PasteCode.NO_ORDERS),))
    heading = rows[0] if _is_heading(rows[0]) else None
    body = rows[1:] if heading else rows
    faults: list[PasteFault] = []
    columns: list[str | None] = []
    if heading:
        columns, faults = _columns(heading, body[:MOST_ROWS])
    orders: list[OrderText] = []
    unread: list[str] = []
    over = 0
    for place, row in enumerate(body):
        if len(orders) == MOST_ORDERS or place >= MOST_ROWS:
            over += 1
            unread.append(row.text)
            continue
        order, found = _by_heading(row, columns) if heading else _by_content(row)
        faults += found
        if order is None:
            unread.append(row.text)
        else:
            orders.append(order)
    if over:
        faults.append(PasteFault(None, None, PasteCode.TOO_MANY, {"most": MOST_ORDERS, "over": over}))
    if not body:
        return Pasted(faults=(PasteFault(None, None, PasteCode.NO_ORDERS),), unread=text)
    if heading and unread:
        unread.insert(0, heading.text)
    return Pasted(tuple(orders), None, tuple(faults), "\n".join(unread))


def _is_heading(row: Row) -> bool:
    sides = any(nearest("transaction_type", cell) for cell in row.cells[:MOST_CELLS])
    return not sides and sum(field_of(cell) is not None for cell in row.cells[:MOST_CELLS]) >= _FEWEST_HEADINGS


def _columns(heading: Row, body: Sequence[Row]) -> tuple[list[str | None], list[PasteFault]]:
    """The field of each column, None where it has none; a column that holds something and has none is a fault."""
    columns: list[str | None] = []
    faults = []
    for place, name in enumerate(heading.cells[:MOST_CELLS]):
        field = _field(name, [row.cells[place] for row in body if place < len(row.cells)])
        twice = field is not None and field in columns
        columns.append(None if twice else field)
        cells = [row.cells[place] for row in body if place < len(row.cells) and row.cells[place]]
        if cells and columns[-1] is None:
            code = PasteCode.COLUMN_TWICE if twice else PasteCode.COLUMN_UNKNOWN
            facts: dict[str, str | int] = {"typed": glimpse(cells[0]), "cells": len(cells)}
            faults.append(PasteFault(heading.number, glimpse(name) or str(place + 1), code, facts))
    return columns, faults


def _field(name: str, cells: Sequence[str]) -> str | None:
    """A column called Type that holds BUY and SELL is the side, whatever it is called."""
    field = field_of(name)
    filled = [cell for cell in cells if cell]
    if field == "order_type" and filled and all(nearest("transaction_type", cell) for cell in filled):
        return "transaction_type"
    return field


def _by_heading(row: Row, columns: Sequence[str | None]) -> tuple[OrderText | None, list[PasteFault]]:
    texts: dict[str, str] = {}
    for field, cell in zip(columns, row.cells, strict=False):
        if field is not None:
            texts[field] = _kites(field, cell)
    extra = [
        PasteFault(row.number, str(place + 1), PasteCode.CELL_EXTRA, {"typed": glimpse(cell)})
        for place, cell in enumerate(row.cells)
        if place >= len(columns) and cell
    ][:1]
    return (None if extra else OrderText(**texts)), extra


def _by_content(row: Row) -> tuple[OrderText | None, list[PasteFault]]:
    texts: dict[str, str] = {}
    numbers: list[str] = []
    faults = []
    if len(row.cells) > MOST_CELLS:
        facts: dict[str, str | int] = {"typed": glimpse(row.text)}
        return None, [PasteFault(row.number, None, PasteCode.CELL_UNREADABLE, facts)]
    for place, cell in enumerate(row.cells):
        if not cell:
            continue
        if not isinstance(money.price(cell), money.NumberFault):
            numbers.append(cell)
        elif not _place_word(cell, texts):
            faults.append(PasteFault(row.number, str(place + 1), PasteCode.CELL_UNREADABLE, {"typed": glimpse(cell)}))
    if "tradingsymbol" not in texts and texts.get("validity") == "IOC":
        # Indian Oil's symbol is IOC too; a row without another symbol means the share.
        texts["tradingsymbol"] = texts.pop("validity")
    left = _place_numbers(numbers, texts)
    faults += [PasteFault(row.number, None, PasteCode.CELL_UNREADABLE, {"typed": glimpse(cell)}) for cell in left]
    if not faults and "tradingsymbol" not in texts:
        faults.append(PasteFault(row.number, None, PasteCode.ROW_WITHOUT_SYMBOL, {"typed": glimpse(row.text)}))
    return (None if faults else OrderText(**texts)), faults


def _place_word(cell: str, texts: dict[str, str]) -> bool:
    """Put a word where it belongs; False if it tells nothing, or says what was said already."""
    for field in CHOICES:
        choice = nearest(field, cell)
        if choice is not None and field not in texts:
            texts[field] = choice
            return True
    exchange, colon, symbol = cell.partition(":")
    listed = nearest("exchange", exchange) if colon else None
    if listed is not None and texts.get("exchange", listed) == listed:
        texts["exchange"] = listed
        cell = symbol
    if "tradingsymbol" in texts or not _SYMBOL.fullmatch(cell):
        return False
    texts["tradingsymbol"] = cell
    return True


def _place_numbers(numbers: list[str], texts: dict[str, str]) -> list[str]:
    """The first whole number is the quantity, then come price and trigger (an SL-M has no price). Answers the rest."""
    fields = ["quantity", "price", "trigger_price"]
    if texts.get("order_type") == "SL-M":
        fields.remove("price")
    whole = next((cell for cell in numbers if not isinstance(money.whole(cell), money.NumberFault)), None)
    if whole is None:
        fields.remove("quantity")
    else:
        numbers.remove(whole)
        numbers.insert(0, whole)
    texts.update(zip(fields, numbers, strict=False))
    return numbers[len(fields) :]


def _kites(field: str, cell: str) -> str:
    """Kite's word for a choice that is meant without doubt (Buy is BUY, Delivery is CNC); else the cell as it is."""
    if field == "readonly":
        return _LOCKED.get(cell.lower(), cell)
    return (nearest(field, cell) or cell) if field in CHOICES else cell
