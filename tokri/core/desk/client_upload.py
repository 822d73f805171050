"""An uploaded list as text, whether it came as CSV or as a spreadsheet: told by its first bytes, never by its name."""

from __future__ import annotations

from typing import Final

from tokri.core.desk.client_csv import LONGEST_TEXT, FileFault, FileProblem
from tokri.core.formats.file import LARGEST_FILE
from tokri.core.formats.sheet import MOST_ROWS, ReadSheet, SheetRefused, table_of_sheet

_ZIP: Final = b"PK\x03\x04"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
#: Excel of before 2007, PDF, HTML, RTF, a packed file: no list of anything.
_OTHER_KINDS: Final = (b"\xd0\xcf\x11\xe0", b"%PDF", b"<", b"{\\rtf", b"\x1f\x8b")


def text_of_file(content: bytes, read_sheet: ReadSheet) -> str | FileProblem:
    """The text of a file, of a spreadsheet a line a row, or why there is none. Never raises."""
    if not content.strip():
        return FileProblem(FileFault.EMPTY)
    if len(content) > LARGEST_FILE:
        return FileProblem(FileFault.LARGE, {"characters": len(content), "most": LONGEST_TEXT})
    if content.startswith(_ZIP):
        return _of_sheet(content, read_sheet)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_OTHER_KINDS):
        return FileProblem(FileFault.KIND)
    try:
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _of_sheet(content: bytes, read_sheet: ReadSheet) -> str | FileProblem:
    try:
        sheet = read_sheet(content)
    except SheetRefused:
        return FileProblem(FileFault.SHEET, {"most": MOST_ROWS})
    # A row keeps its number in the sheet, so that whoever looks for it finds it there.
    lines: list[str] = []
    for row in table_of_sheet(sheet).rows:
        lines += [""] * (row.number - 1 - len(lines)) + [row.text]
    return "\n".join(lines)
