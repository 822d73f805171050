"""Spreadsheets: the first sheet of an XLSX file as text, read a cell at a time. Nothing in it is worked out or run.

An XLSX file is a zip of XML, and comes from anybody: how much it would unpack to, and of how many entries, is known
from its list of contents before anything is unpacked, and held to while it is, by one count for all its parts, each of
which is read once. Cells are kept only as far down and to the right as a table of orders goes; why by hand,
docs/decisions/spreadsheets-are-read-a-cell-at-a-time.md says.
Source: ECMA-376, part 1, chapters 12 and 18.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from xml.parsers import expat

from tokri.core.formats.pasted import PasteCode
from tokri.core.formats.sheet import MOST_ROWS, Sheet, SheetRefused, SheetRow
from tokri.sheets.cells import Cells, Texts

#: Entries of the zip; a workbook has about ten, and one a sheet and picture.
MOST_ENTRIES: Final = 500

#: Bytes that all entries may unpack to together; 1,000 rows of 100 cells, each with a text of its own, need 7.5 MB.
LARGEST_UNPACKED: Final = 10_000_000

#: Elements of its XML that are looked at, in all; the same rows need 400,000.
MOST_ELEMENTS: Final = 500_000

#: Tabs, hidden ones too.
MOST_SHEETS: Final = 100

#: Characters of one cell.
_LONGEST_CELL: Final = 32_767  # Excel's own limit

_RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATIONSHIP: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships id"
_FIRST_CHUNK: Final = 65_536
_LONGEST_NAMESPACE: Final = 300
_ENTRY: Final = b"PK\x01\x02"  #: begins each entry of the list of contents
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  #: as ECMA-376 wants it, part 2, annex B

_Start = Callable[[str, Mapping[str, str]], None]
_End = Callable[[str, str], None]


def read_sheet(content: bytes, most_rows: int = MOST_ROWS) -> Sheet:
    """The first visible sheet that holds anything, which has `most_rows` rows at most. Raises SheetRefused."""
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise SheetRefused(PasteCode.FILE_UNPACKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            return _first(_Workbook(archive, most_rows))
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        KeyError,
    ) as error:
        # What zipfile and expat raise for files that are cut, packed in an unknown way or locked, and for wrong names.
        raise SheetRefused(PasteCode.FILE_BROKEN) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise SheetRefused(PasteCode.FILE_UNPACKED)
    if not {entry.compress_type for entry in entries} <= _PACKED:
        raise ValueError("a spreadsheet is packed as every zip can be")


def _first(workbook: _Workbook) -> Sheet:
    tabs = list(workbook.sheets())
    name = ""
    rows: tuple[SheetRow, ...] = ()
    holding: dict[str, bool] = {}
    for tab, path in tabs:
        # Several tabs may name the same part, and would otherwise have it read over and over.
        if path in holding:
            continue
        if rows:
            holding[path] = workbook.holds_something(path)
        else:
            name, rows = tab, workbook.rows(path)
            holding[path] = bool(rows)
    if not rows:
        raise SheetRefused(PasteCode.NO_ORDERS)
    return Sheet(name, tuple(tab for tab, path in tabs if holding[path])[1:], rows)


class _Workbook:
    """The parts of the zip that are read: the list of sheets, the shared texts, the sheets."""

    def __init__(self, archive: zipfile.ZipFile, most_rows: int) -> None:
        self._archive = archive
        self._most_rows = most_rows
        self._main = "xl/workbook.xml"
        self._texts: list[str] | None = None
        self._elements = 0
        self._unpacked = 0

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Name and path of every visible sheet, in the order of the tabs."""
        targets = dict(self._targets())
        listed: list[Mapping[str, str]] = []
        self._parse(self._main, lambda tag, given: listed.append(given) if tag == "sheet" else None)
        if len(listed) > MOST_SHEETS:
            raise SheetRefused(PasteCode.FILE_UNPACKED)
        for given in listed:
            related = given.get(_RELATIONSHIP) or given.get(_STRICT_RELATIONSHIP) or ""
            if given.get("state", "visible") == "visible" and related in targets:
                yield given.get("name", ""), targets[related]

    def holds_something(self, path: str) -> bool:
        """Whether a sheet has a cell with a value; a tab of a chart has none."""
        cells = Cells(self._shared, self._most_rows)
        try:
            self._parse(path, cells.start, cells.end, stop=lambda: bool(cells.rows))
        except SheetRefused as refused:
            if refused.code is not PasteCode.FILE_TOO_LONG:
                raise
            return True  # too much for a table, but this one is not the one that is read
        return bool(cells.rows)

    def rows(self, path: str) -> tuple[SheetRow, ...]:
        cells = Cells(self._shared, self._most_rows)
        self._parse(path, cells.start, cells.end)
        return tuple(cells.rows)

    def _targets(self) -> Iterator[tuple[str, str]]:
        found: list[Mapping[str, str]] = []
        self._parse(
            "xl/_rels/workbook.xml.rels", lambda tag, given: found.append(given) if tag == "Relationship" else None
        )
        for given in found:
            if given.get("Type", "").endswith("/worksheet"):
                yield given["Id"], posixpath.normpath(posixpath.join("/xl", given["Target"])).lstrip("/")

    def _shared(self, index: int) -> str:
        """A text that cells point at. Raises IndexError as a ValueError for one that is not there."""
        if self._texts is None:
            texts = Texts()
            if "xl/sharedStrings.xml" in self._archive.namelist():
                self._parse("xl/sharedStrings.xml", texts.start, texts.end)
            self._texts = texts.found
        if not 0 <= index < len(self._texts):
            raise ValueError("a cell points at a text that is not there")
        return self._texts[index]

    def _parse(
        self, path: str, start: _Start, end: _End | None = None, stop: Callable[[], bool] = lambda: False
    ) -> None:
        """Feed an entry to expat, which resolves no entity of a document type: such a document is refused whole."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        text: list[str] = []

        def opened(tag: str, given: Mapping[str, str]) -> None:
            text.clear()
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise SheetRefused(PasteCode.FILE_UNPACKED)
            start(tag.rpartition(" ")[2], given)

        def closed(tag: str) -> None:
            if end is not None:
                end(tag.rpartition(" ")[2], "".join(text)[:_LONGEST_CELL])
            text.clear()

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = text.append
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartNamespaceDeclHandler = _refuse_long_namespace
        size = _FIRST_CHUNK
        with self._archive.open(path) as entry:
            while (chunk := entry.read(size)) and not stop():
                self._unpacked += len(chunk)
                if self._unpacked > LARGEST_UNPACKED:
                    raise SheetRefused(PasteCode.FILE_UNPACKED)
                parser.Parse(chunk)
                size *= 2  # expat begins an unfinished tag or comment again with every chunk
            if not chunk:
                parser.Parse(b"", True)


def _refuse_document_type(*_: object) -> None:
    raise ValueError("a spreadsheet declares no document type")


def _refuse_long_namespace(_prefix: str | None, namespace: str | None) -> None:
    """It stands before every name within, so that a few bytes a cell would come to many thousand characters."""
    if len(namespace or "") > _LONGEST_NAMESPACE:
        raise ValueError("a namespace of a spreadsheet is an address")
