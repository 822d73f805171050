"""A sheet of a spreadsheet as text: what an adapter read, and its rows as those of any other table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tokri.core.formats.pasted import PasteCode
from tokri.core.formats.table import Row, Table

#: Rows of a file that are read, its headings among them.
MOST_ROWS: Final = 1_000

#: Columns of a spreadsheet that are read.
MOST_COLUMNS: Final = 100


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something: its number in the sheet from 1, and its cells from the first column on.

    Every cell is text: a number in the fewest digits that mean it, a formula as it was written, beginning with =.
    `shown` is what each formula came to when the file was saved, by its place in `cells`.
    """

    number: int
    cells: tuple[str, ...]
    shown: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet that holds anything; `others` are the names of those that do as well, and are not read."""

    name: str
    others: tuple[str, ...]
    rows: tuple[SheetRow, ...]


class SheetRefused(Exception):
    """The file cannot be read as a spreadsheet: why, as the code of a fault and its facts."""

    def __init__(self, code: PasteCode, facts: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})


#: Reads the bytes of an XLSX file. Raises SheetRefused.
ReadSheet = Callable[[bytes], Sheet]


def table_of_sheet(sheet: Sheet) -> Table:
    """The sheet as a table; the text of a row is what a spreadsheet would put on the clipboard."""
    return Table(tuple(map(_row, sheet.rows)), by_words=False, aligned=False)


def _row(row: SheetRow) -> Row:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="").writerow(row.cells)
    return Row(row.number, tuple(cell.strip() for cell in row.cells), text.getvalue(), row.shown)
