"""Spreadsheets that somebody made to be costly to read. The work is counted, so far as it can be, and not the time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest

from tests.costs import grows_with_its_length
from tests.test_sheets import A1, RELATIONSHIPS, SPREADSHEET, cells, forged, refusal, written
from tokri import sheets
from tokri.core.formats import PasteCode, SheetRefused
from tokri.sheets import read_sheet

SHEET_1 = "worksheets/sheet1.xml"


def with_tabs(targets: Sequence[str], more: dict[str, bytes], *, texts: str = "") -> bytes:
    """A workbook by hand with a tab for each target, of which several may name one part."""
    parts = {target: f"r{number}" for number, target in enumerate(dict.fromkeys(targets))}
    tabs = "".join(f'<sheet name="S{n}" r:id="{parts[target]}"/>' for n, target in enumerate(targets))
    main = f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONSHIPS}"><sheets>{tabs}</sheets></workbook>'
    rels = "".join(f'<Relationship Id="{n}" Type="x/worksheet" Target="{target}"/>' for target, n in parts.items())
    whole = {"xl/workbook.xml": main, "xl/_rels/workbook.xml.rels": f"<Relationships>{rels}</Relationships>"}
    return forged(texts=texts, more={**{name: text.encode() for name, text in whole.items()}, **more})


def part(inside: str, *, attributes: str = "") -> bytes:
    return f'<worksheet xmlns="{SPREADSHEET}"{attributes}><sheetData>{inside}</sheetData></worksheet>'.encode()


class Unpacked:
    """What came out of the zips: how many bytes, in how many reads."""

    def __init__(self) -> None:
        self.bytes = self.reads = 0


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> Unpacked:
    """Counts the work of reading, which the speed of the computer does not change."""
    counted = Unpacked()
    read = zipfile.ZipExtFile.read

    def counting(entry: zipfile.ZipExtFile, size: int | None = -1) -> bytes:
        found = read(entry, size)
        counted.bytes += len(found)
        counted.reads += 1
        return found

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counting)
    return counted


def test_a_part_that_many_tabs_name_is_read_once(unpacked: Unpacked) -> None:
    spaces = part(" " * 5_000_000)
    content = with_tabs([SHEET_1] * 100, {f"xl/{SHEET_1}": spaces})
    assert refusal(content) is PasteCode.NO_ORDERS
    assert unpacked.bytes < 1.01 * len(spaces)
    row = with_tabs([SHEET_1] * 100, {f"xl/{SHEET_1}": part(A1)})
    assert (len(read_sheet(row).others), read_sheet(row).name) == (99, "S0")


def test_of_a_part_that_is_read_twice_after_all_both_times_count() -> None:
    texts = "<si><t>INFY</t></si>" + " " * int(0.6 * sheets.LARGEST_UNPACKED)
    named = ["sharedStrings.xml", SHEET_1]
    row = part('<row r="1"><c t="s"><v>0</v></c></row>')
    assert cells(with_tabs([SHEET_1], {f"xl/{SHEET_1}": row}, texts=texts)) == [("INFY",)]
    assert refusal(with_tabs(named, {f"xl/{SHEET_1}": row}, texts=texts)) is PasteCode.FILE_UNPACKED


def test_a_hundred_tabs_are_looked_at_and_no_more() -> None:
    targets = [f"worksheets/sheet{n}.xml" for n in range(1, 102)]
    parts = {f"xl/{target}": part(A1) for target in targets}
    assert read_sheet(with_tabs(targets[:100], parts)).others == tuple(f"S{n}" for n in range(1, 100))
    assert refusal(with_tabs(targets, parts)) is PasteCode.FILE_UNPACKED


def test_a_second_tab_is_read_only_until_it_holds_something(unpacked: Unpacked) -> None:
    second = part(A1 + "<row/>" * 100_000)
    content = with_tabs(
        [SHEET_1, "worksheets/sheet2.xml"], {f"xl/{SHEET_1}": part(A1), "xl/worksheets/sheet2.xml": second}
    )
    assert read_sheet(content).others == ("S1",)
    assert unpacked.bytes < len(second) / 2


def test_a_comment_without_end_is_not_begun_again_with_every_piece(unpacked: Unpacked) -> None:
    comment = part(f"<!--{'x' * 9_000_000}-->")
    assert refusal(with_tabs([SHEET_1], {f"xl/{SHEET_1}": comment})) is PasteCode.NO_ORDERS
    assert unpacked.reads < 20


def test_a_namespace_that_would_stand_a_thousandfold_before_every_cell_is_refused() -> None:
    sheet = f'<worksheet xmlns="{"u" * 50_000}"><sheetData>{A1}{"<c/>" * 1_000}</sheetData></worksheet>'
    assert refusal(forged(more={f"xl/{SHEET_1}": sheet.encode()})) is PasteCode.FILE_BROKEN
    prefixed = part(A1, attributes=f' xmlns:p="{"u" * 50_000}"')
    assert refusal(forged(more={f"xl/{SHEET_1}": prefixed})) is PasteCode.FILE_BROKEN


def test_a_list_of_contents_without_end_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    many = forged(A1, more={f"xl/media/{n}": b"" for n in range(sheets.MOST_ENTRIES)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refusal(many) is PasteCode.FILE_UNPACKED


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_spreadsheet_is_packed_as_spreadsheets_are_or_not_opened(packing: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(forged(A1))) as archive, zipfile.ZipFile(packed, "w", packing) as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name))
    assert refusal(packed.getvalue()) is PasteCode.FILE_BROKEN


@pytest.mark.parametrize("formulas", [False, True])
def test_a_thousand_rows_of_a_hundred_cells_have_room(formulas: bool) -> None:
    table = [
        [("=A1+B1", 12345) if formulas else f"text {row} in column {column}" for column in range(100)]
        for row in range(1_000)
    ]
    assert len(cells(written(table))) == 1_000


#: What costs the most to read of what a file may unpack to.
_ROOM = sheets.LARGEST_UNPACKED - 20_000
COSTLY: dict[str, Callable[[int], bytes]] = {
    "comment": lambda room: part(f"<!--{'x' * room}-->"),
    "attribute": lambda room: part(f'<c a="{"x" * room}"/>'),
    "attributes": lambda room: part("<c " + " ".join(f'a{n}=""' for n in range(room // 12)) + "/>"),
    "elements": lambda room: part("<c/>" * (room // 4)),
    "elements in elements": lambda room: part("<c>" * (room // 7) + "</c>" * (room // 7)),
    "digits": lambda room: part("<row>" + f'<c r="A1"><v>1{"9" * 9_000}</v></c>' * (room // 9_040) + "</row>"),
    "references": lambda room: part("&amp;" * (room // 5)),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("cost", COSTLY)
def test_no_file_costs_more_than_its_length(cost: str) -> None:
    def read(content: bytes) -> None:
        with suppress(SheetRefused):
            read_sheet(content)

    def of(room: int) -> bytes:
        return with_tabs([SHEET_1] * 100, {f"xl/{SHEET_1}": COSTLY[cost](room)})

    assert grows_with_its_length(read, of, _ROOM)
