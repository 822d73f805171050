"""A text in a cell of CSV that a spreadsheet neither runs, nor changes, nor cuts in two.

Such a cell begins with an apostrophe. What follows is the text itself, letter for letter, except that %, ;, quotation
marks, and all that does not print are written as URLs write them (%3B), so that no spreadsheet, whatever separates its
columns, begins a new cell in the middle of one.
Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

GUARD: Final = "'"

#: With these a spreadsheet takes a cell for a formula; the wide ones where the computer speaks Japanese or Chinese.
_DANGEROUS: Final = tuple("=+-@＝＋－＠")
_CUTTING: Final = frozenset('%;"')
#: A symbol or tag of digits, which a spreadsheet would save as another number: 0012 as 12, 12E4 as 120000.
_NUMBER: Final = re.compile(r"[0-9.]+([eE][0-9]+)?")


def needs_guard(text: str, *, number: bool) -> bool:
    """Whether the text may not stand in a cell as it is; `number` says that it is meant as one."""
    if text.startswith((GUARD, *_DANGEROUS)) or text != text.strip():
        return True
    return any(map(_escaped, text)) or (not number and _NUMBER.fullmatch(text) is not None)


def guarded(text: str) -> str:
    """The text as a guarded cell."""
    core = text.strip()
    before, _, after = text.partition(core) if core else (text, "", "")
    inner = "".join(quote(each, safe="", errors="replace") if _escaped(each) else each for each in core)
    return GUARD + _spaces(before) + inner + _spaces(after)


def unguarded(cell: str) -> str | None:
    """The text that a guarded cell holds; None where the cell is not guarded."""
    return unquote(cell.removeprefix(GUARD)) if cell.startswith(GUARD) else None


def _escaped(character: str) -> bool:
    return character in _CUTTING or not character.isprintable()


def _spaces(text: str) -> str:
    return quote(text, safe="", errors="replace")
