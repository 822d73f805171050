"""A pasted text to rows of cells: which separator it uses, and where its rows begin and end."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tokri.core import money
from tokri.core.choices import CHOICES, nearest
from tokri.core.formats.columns import field_of

#: What may stand between cells, the likeliest first; a space comes last, as it also stands within them.
SEPARATORS: Final = ("\t", ";", ",", " ")

#: A row with more cells than this is no row of orders.
MOST_CELLS: Final = 60

_ROWS_LOOKED_AT: Final = 20
_SPACES: Final = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, blank rows counted, its cells without the spaces around them, and its text."""

    number: int
    cells: tuple[str, ...]
    text: str


def rows_of(text: str) -> list[Row]:
    """The rows that hold something, cut by the separator under which most cells make sense."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head = [line for line in lines if line.strip()][:_ROWS_LOOKED_AT]
    best = max(
        SEPARATORS,
        key=lambda separator: sum(_sense(cell) for line in head for cell in _cut(line, separator)[:MOST_CELLS]),
    )
    return [row for row in _rows(lines, best) if any(row.cells)]


def _sense(cell: str) -> bool:
    """Whether a cell alone tells what it is: a heading, one of Kite's choices, a number."""
    if not cell:
        return False
    if field_of(cell) or any(nearest(field, cell) for field in CHOICES):
        return True
    return not isinstance(money.price(cell), money.NumberFault)


def _rows(lines: list[str], separator: str) -> Iterator[Row]:
    """Rows as a spreadsheet quotes them, which may run over several lines; if the quotes do not close, line by line."""
    if separator == " ":
        yield from (Row(n, tuple(_cut(line, separator)), line) for n, line in enumerate(lines, start=1))
        return
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True)
    try:
        found = []
        start = 0
        for cells in reader:
            found.append((cells, "\n".join(lines[start : reader.line_num])))
            start = reader.line_num
    except csv.Error:
        found = [(line.split(separator), line) for line in lines]
    for number, (cells, text) in enumerate(found, start=1):
        yield Row(number, tuple(cell.strip() for cell in cells), text)


def _cut(line: str, separator: str) -> list[str]:
    if separator == " ":
        return [cell for cell in _SPACES.split(line.strip()) if cell != "@"]
    return [cell.strip().strip('"') for cell in line.split(separator)]
