"""What stands in the parts of a workbook: shared texts, and the cells of a sheet, gathered while its XML is read.

Source: ECMA-376, part 1, chapter 18.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from tokri.core.basket import plain
from tokri.core.formats.pasted import PasteCode
from tokri.core.formats.sheet import MOST_COLUMNS, SheetRefused, SheetRow

#: Characters of one sheet that are kept.
_LARGEST_SHEET: Final = 5_000_000

_ESCAPE: Final = re.compile("_x((?!D[89A-F])[0-9A-F]{4})_")


class Texts:
    """The shared texts: the runs of each joined, the readings beside Japanese letters left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._reading = False

    def start(self, tag: str, _given: Mapping[str, str]) -> None:
        if tag == "si":
            self._runs = []
        self._reading = self._reading or tag == "rPh"

    def end(self, tag: str, text: str) -> None:
        if tag == "t" and not self._reading:
            self._runs.append(text)
        elif tag == "rPh":
            self._reading = False
        elif tag == "si":
            self.found.append(_unescaped("".join(self._runs)))


class Cells:
    """The cells of a sheet as they are met; a row is kept when it ends, if it holds anything."""

    def __init__(self, shared: Callable[[int], str], most_rows: int) -> None:
        self.rows: list[SheetRow] = []
        self._shared = shared
        self._most_rows = most_rows
        self._number = 0
        self._column = -1
        self._kind = ""
        self._value = ""
        self._formula: str | None = None
        self._runs: list[str] = []
        self._cells: dict[int, str] = {}
        self._shown: dict[int, str] = {}
        self._kept = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "row":
            self._number = _whole(given["r"]) if "r" in given else self._number + 1
            self._column, self._cells, self._shown = -1, {}, {}
        elif tag == "c":
            self._column = _column(given["r"]) if "r" in given else self._column + 1
            self._kind = given.get("t", "n")
            self._value, self._formula, self._runs = "", None, []

    def end(self, tag: str, text: str) -> None:
        if tag == "v":
            self._value = text
        elif tag == "f":
            self._formula = text
        elif tag == "t":
            self._runs.append(text)
        elif tag == "c":
            self._cell()
        elif tag == "row" and self._cells:
            self._row()

    def _cell(self) -> None:
        text = self._text()
        if self._formula is not None:
            self._shown[self._column] = text
            # Of a formula that several cells share only the first has its text.
            text = f"={self._formula}"
        if not text:
            return
        self._kept += len(text)
        if self._column >= MOST_COLUMNS or self._kept > _LARGEST_SHEET:
            raise self._too_long()
        self._cells[self._column] = text

    def _row(self) -> None:
        if len(self.rows) == self._most_rows:
            raise self._too_long()
        width = max(self._cells) + 1
        cells = tuple(self._cells.get(column, "") for column in range(width))
        self.rows.append(SheetRow(self._number, cells, self._shown))

    def _too_long(self) -> SheetRefused:
        return SheetRefused(PasteCode.FILE_TOO_LONG, {"rows": self._most_rows, "columns": MOST_COLUMNS})

    def _text(self) -> str:
        if self._kind == "s":
            return self._shared(_whole(self._value)) if self._value else ""
        if self._kind == "inlineStr":
            return _unescaped("".join(self._runs))
        if self._kind == "b":
            return {"1": "true", "0": "false"}.get(self._value, self._value)
        if self._kind == "n":
            return _number(self._value)
        return _unescaped(self._value)  # the text of a formula, an error, a date as text


def _number(value: str) -> str:
    """A number as it was typed: 915.15 is stored as 915.14999999999998, and Excel keeps 15 digits of what is typed."""
    if not value:
        return ""
    try:
        exact = Decimal(format(float(value), ".15g"))
    except (ValueError, InvalidOperation):
        return value
    return plain(exact) if exact.is_finite() else value


def _column(reference: str) -> int:
    """The column of a cell by its name, from 0: A1 is 0, AA7 is 26."""
    letters = reference.rstrip("0123456789")
    if not 1 <= len(letters) <= 3 or not (letters.isascii() and letters.isupper()):  # noqa: PLR2004 - XFD is the last
        raise ValueError("a cell has a name that is none")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7):  # noqa: PLR2004 - row 1,048,576 is the last
        raise ValueError("a number of a row or a text is none")
    return int(text)


def _unescaped(text: str) -> str:
    """Excel writes what XML cannot hold as _x000D_."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
