"""A pasted text to rows of cells: the one separator that it uses, and where its rows begin and end."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

#: A row with more cells than this is no row of orders.
MOST_CELLS: Final = 60

_SPACE: Final = " "
_RUN: Final = "  "
_SPACES: Final = re.compile(r" +")
_TWO_SPACES: Final = re.compile(r" {2,}")
_QUOTED: Final = re.compile(r'"[^"]*"')
_GROUPING: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{2,3}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, blank rows counted, its cells without the spaces around them, and its text.

    `shown` is what the cells with a formula came to when the spreadsheet was saved, by their places.
    """

    number: int
    cells: tuple[str, ...]
    text: str
    shown: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that hold something, all cut by one separator.

    `by_words` tells that single spaces were all there was, which also stand within headings; `aligned` that spaces of
    any number were, so that an empty cell would not show.
    """

    rows: tuple[Row, ...]
    by_words: bool
    aligned: bool


def table_of(text: str) -> Table:
    """The text as a table. One separator holds for all of it: headings are never cut otherwise than what is under."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = _separator([line.strip() for line in lines if line.strip()] or [""])
    rows = tuple(row for row in _rows(lines, separator) if any(row.cells))
    return Table(rows, separator == _SPACE, separator in {_SPACE, _RUN})


def _separator(lines: Sequence[str]) -> str:
    """Tabs, where any row has one; semicolons or commas, whichever more rows have; else runs of spaces, or spaces.

    Where as many rows have both, as rows with notes may, the first row decides. A comma within a number (1,500)
    separates nothing, nor does anything in quotes.
    """
    if any("\t" in line for line in lines):
        return "\t"
    bare = [_GROUPING.sub("", _QUOTED.sub("", line)) for line in lines]
    semicolons, commas = ((sum(each in line for line in bare), bare[0].count(each)) for each in ";,")
    if max(semicolons, commas)[0]:
        return ";" if semicolons >= commas else ","
    gaps = [len(gap) for line in lines for gap in _SPACES.findall(line)]
    runs = sum(gap > 1 for gap in gaps)
    return _RUN if runs and runs >= len(gaps) - runs else _SPACE


def _rows(lines: Sequence[str], separator: str) -> Iterator[Row]:
    """Rows as a spreadsheet quotes them, which may run over several lines; if the quotes do not close, line by line."""
    if separator in {_SPACE, _RUN}:
        gap = _TWO_SPACES if separator == _RUN else _SPACES
        yield from (Row(n, tuple(gap.split(line.strip())), line) for n, line in enumerate(lines, start=1))
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
