"""What people paste and take away: Kite's JSON, the saved-basket file, rows of a spreadsheet. One file a format."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tokri.core.formats.kite_json import read_json, write
from tokri.core.formats.pasted import PasteCode, Pasted, PasteFault
from tokri.core.formats.rows import read_rows

__all__ = ["LARGEST_TEXT", "MOST_FAULTS", "PasteCode", "PasteFault", "Pasted", "read", "write"]

#: Characters of a paste that are read at all.
LARGEST_TEXT: Final = 200_000

#: Faults that are listed one by one; of more only the number is told.
MOST_FAULTS: Final = 100


def read(text: str) -> Pasted:
    """Read whatever was pasted. Never raises; what gave no order is in `unread`, as it was."""
    stripped = text.strip("\ufeff \t\r\n")
    if len(text) > LARGEST_TEXT:
        facts: dict[str, str | int] = {"characters": len(text), "most": LARGEST_TEXT}
        return Pasted(faults=(PasteFault(None, None, PasteCode.TEXT_TOO_LARGE, facts),), unread=text)
    pasted = read_json(stripped) if stripped.startswith(("[", "{")) else read_rows(text.removeprefix("\ufeff"))
    over = len(pasted.faults) - MOST_FAULTS
    if over <= 0:
        return pasted
    more = PasteFault(None, None, PasteCode.MORE_FAULTS, {"more": over})
    return replace(pasted, faults=(*pasted.faults[:MOST_FAULTS], more))
