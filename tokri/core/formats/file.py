"""What people upload: told by its first bytes, never by its name, and then read as a paste of the same would be."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tokri.core.formats.pasted import PasteCode, Pasted, PasteFault
from tokri.core.formats.reading import read_table, read_text
from tokri.core.formats.sheet import MOST_COLUMNS, MOST_ROWS, ReadSheet, SheetRefused, table_of_sheet
from tokri.core.glimpse import glimpse

#: Bytes of a file that are taken.
LARGEST_FILE: Final = 5_000_000

#: Characters of what gave no order that go into the box; a form carries it from page to page.
MOST_LEFT: Final = 60_000

#: Characters of a file of text, and its lines, blank ones too: twenty to a cell, and JSON laid out a field a line.
_LONGEST_TEXT: Final = 20 * MOST_ROWS * MOST_COLUMNS
_MOST_LINES: Final = 50 * MOST_ROWS

#: Characters of one field, beyond which no form could carry it.
_LONGEST_FIELD: Final = 1_000

#: How a spreadsheet begins, which is a zip.
ZIP: Final = b"PK\x03\x04"

_COMPOUND: Final = b"\xd0\xcf\x11\xe0"  #: Excel before 2007, and any spreadsheet with a password
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_OTHER_KINDS: Final = (b"%PDF", b"<", b"{\\rtf", b"\x1f\x8b")


def read_file(content: bytes, read_sheet: ReadSheet) -> Pasted:
    """Read an uploaded file. Never raises; what gave no order is in `unread`, where that fits the box."""
    fault = refused(content)
    if fault is not None:
        return Pasted(faults=(fault,))
    came = _carried(_spreadsheet(content, read_sheet) if content.startswith(ZIP) else _of_text(content))
    if len(came.unread) <= MOST_LEFT:
        return came
    left = PasteFault(None, None, PasteCode.LEFT_IN_FILE, {"characters": len(came.unread)})
    return replace(came, faults=(*came.faults, left), unread="")


def refused(content: bytes) -> PasteFault | None:
    """Why nothing of the file is read at all."""
    if not content:
        return PasteFault(None, None, PasteCode.NO_FILE)
    if len(content) > LARGEST_FILE:
        return PasteFault(None, None, PasteCode.FILE_TOO_LARGE, {"most": LARGEST_FILE})
    if content.startswith(_COMPOUND):
        return PasteFault(None, None, PasteCode.FILE_OLD)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_OTHER_KINDS):
        return PasteFault(None, None, PasteCode.FILE_KIND)
    return None


def _carried(came: Pasted) -> Pasted:
    """What was read without the orders that no form could carry, each of them told."""
    longest = [max(map(len, order.as_dict().values()), default=0) for order in came.orders]
    kept = [place for place, length in enumerate(longest) if length <= _LONGEST_FIELD]
    faults = [
        PasteFault(None, None, PasteCode.FIELD_TOO_LONG, {"order": place, "characters": length})
        for place, length in enumerate(longest, start=1)
        if length > _LONGEST_FIELD
    ]
    return replace(
        came,
        orders=tuple(came.orders[place] for place in kept),
        isins=tuple(came.isins[place] for place in kept) if came.isins else (),
        faults=(*came.faults, *faults),
    )


def _spreadsheet(content: bytes, read_sheet: ReadSheet) -> Pasted:
    try:
        sheet = read_sheet(content)
    except SheetRefused as refused:
        return Pasted(faults=(PasteFault(None, None, refused.code, refused.facts),))
    came = read_table(table_of_sheet(sheet))
    if not sheet.others:
        return came
    facts: dict[str, str | int] = {"typed": glimpse(", ".join(sheet.others)), "sheets": len(sheet.others)}
    chosen = PasteFault(None, None, PasteCode.SHEET_CHOSEN, facts)
    return replace(came, faults=(chosen, *came.faults))


def _of_text(content: bytes) -> Pasted:
    text, remarks = text_of(content)
    if text is None:
        return Pasted(faults=(PasteFault(None, None, PasteCode.FILE_KIND),))
    if _too_long(text):
        facts = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        return Pasted(faults=(PasteFault(None, None, PasteCode.FILE_TOO_LONG, facts),))
    came = read_text(text)
    return replace(came, faults=(*remarks, *came.faults))


def _too_long(text: str) -> bool:
    """Whether a text has more rows than are read, or more than any so many rows would hold. JSON counts its own."""
    if len(text) > _LONGEST_TEXT or text.count("\n") > _MOST_LINES:
        return True
    rows = sum(1 for line in text.split("\n") if line.strip())
    return rows > MOST_ROWS and not text.lstrip("\ufeff \t\r\n").startswith(("[", "{"))


def text_of(content: bytes) -> tuple[str | None, tuple[PasteFault, ...]]:
    """The text of a file, and a remark if its encoding was guessed; None where it is no text."""
    remarks: tuple[PasteFault, ...] = ()
    try:
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        remarks = (PasteFault(None, None, PasteCode.FILE_ENCODING),)
    return (None, ()) if "\0" in text else (text, remarks)
