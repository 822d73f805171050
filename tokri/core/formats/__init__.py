"""What people paste, upload and take away. One file a format; docs/basket-json.md says what each of them holds."""

from __future__ import annotations

from typing import Final

from tokri.core.formats.file import LARGEST_FILE, read_file
from tokri.core.formats.kite_json import write
from tokri.core.formats.pasted import REMARKS, PasteCode, Pasted, PasteFault
from tokri.core.formats.reading import MOST_FAULTS, read_text
from tokri.core.formats.sheet import MOST_ROWS, ReadSheet, Sheet, SheetRefused, SheetRow

__all__ = [
    "LARGEST_FILE",
    "LARGEST_TEXT",
    "MOST_FAULTS",
    "MOST_ROWS",
    "REMARKS",
    "PasteCode",
    "PasteFault",
    "Pasted",
    "ReadSheet",
    "Sheet",
    "SheetRefused",
    "SheetRow",
    "read",
    "read_file",
    "write",
]

#: Characters of a paste that are read at all.
LARGEST_TEXT: Final = 200_000


def read(text: str) -> Pasted:
    """Read whatever was pasted. Never raises; what gave no order is in `unread`, as it was."""
    if len(text) > LARGEST_TEXT:
        facts: dict[str, str | int] = {"characters": len(text), "most": LARGEST_TEXT}
        return Pasted(faults=(PasteFault(None, None, PasteCode.TEXT_TOO_LARGE, facts),), unread=text)
    return read_text(text)
