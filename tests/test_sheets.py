"""Spreadsheets, as a real program writes them and as somebody would forge them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from tokri import sheets
from tokri.core.formats import PasteCode, SheetRefused
from tokri.sheets import read_sheet

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def written(*tabs: Sequence[Sequence[Any]], hidden: int | None = None) -> bytes:
    """A workbook with these tables, a tab each, from XlsxWriter."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for number, rows in enumerate(tabs):
        tab = book.add_worksheet(f"Tab {number + 1}")
        if number == hidden:
            tab.hide()
        elif hidden is not None:
            tab.activate()
            tab.set_first_sheet()
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, tuple):
                    tab.write_formula(place, column, value[0], value=value[1])
                elif value is not None:
                    tab.write(place, column, value)
    book.close()
    return file.getvalue()


def forged(sheet: str = "", *, texts: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook by hand; `sheet` is what stands in its sheetData."""
    main = (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONSHIPS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>"
    )
    rels = '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    whole = {
        "xl/workbook.xml": main,
        "xl/_rels/workbook.xml.rels": rels,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{sheet}</sheetData></worksheet>',
        **({"xl/sharedStrings.xml": f'<sst xmlns="{SPREADSHEET}">{texts}</sst>'} if texts else {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**{name: text.encode() for name, text in whole.items()}, **(more or {})}.items():
            archive.writestr(name, text)
    return file.getvalue()


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_sheet(content).rows]


def refusal(content: bytes) -> PasteCode:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content)
    return refused.value.code


def test_texts_and_numbers_are_read_as_they_were_typed() -> None:
    typed = [["INFY", 10, 915.15, True], ["M&M", 100000, 0.0025, None, "ünï ₹"], [" a\nb ", -5, 1e15]]
    assert cells(written(typed)) == [
        ("INFY", "10", "915.15", "true"),
        ("M&M", "100000", "0.0025", "", "ünï ₹"),
        (" a\nb ", "-5", "1000000000000000"),
    ]


def test_rows_and_columns_that_hold_nothing_keep_their_places() -> None:
    sheet = read_sheet(written([[], [], [None, "Symbol"], [], [None, "INFY"]]))
    assert [(row.number, row.cells) for row in sheet.rows] == [(3, ("", "Symbol")), (5, ("", "INFY"))]


def test_a_formula_is_its_text_with_what_it_came_to_beside_it() -> None:
    (row,) = read_sheet(written([["INFY", ("=5*2", 10), ('="a"&"b"', "ab"), ('=HYPERLINK("http://x")', "x")]])).rows
    assert row.cells == ("INFY", "=5*2", '="a"&"b"', '=HYPERLINK("http://x")')
    assert row.shown == {1: "10", 2: "ab", 3: "x"}


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.add_worksheet().write_string(0, 0, "=1+1")
    book.close()
    (row,) = read_sheet(file.getvalue()).rows
    assert (row.cells, row.shown) == (("=1+1",), {})


def test_the_first_visible_tab_that_holds_anything_is_read_and_the_others_are_named() -> None:
    sheet = read_sheet(written([["secret"]], [], [["INFY"]], [["TCS"]], hidden=0))
    assert (sheet.name, sheet.others, sheet.rows[0].cells) == ("Tab 3", ("Tab 4",), ("INFY",))
    assert refusal(written([])) is PasteCode.NO_ORDERS


values = st.one_of(
    st.text("INFYbuy10 =+-@'\"<&;,\n\té₹🙂", max_size=12).filter(lambda text: not text.startswith(("=", "{="))),
    st.integers(-(10**14), 10**14),
    st.decimals("0", "99999", places=4).map(float),
    st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(values, min_size=1, max_size=5), min_size=1, max_size=5))
def test_what_another_reader_sees_of_a_spreadsheet_is_what_ours_sees(table: list[list[Any]]) -> None:
    content = written(table)
    theirs = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    as_text = [tuple(seen(value) for value in row) for row in theirs]
    if not any(any(row) for row in as_text):
        assert refusal(content) is PasteCode.NO_ORDERS
        return
    ours = {row.number: row.cells for row in read_sheet(content).rows}
    width = max(map(len, as_text))
    padded = [ours.get(number, ()) for number in range(1, len(as_text) + 1)]
    assert [(*row, *[""] * (width - len(row))) for row in padded] == as_text


def seen(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f") if value else "0"
    return str(value)


# --- forged ---------------------------------------------------------------------------------------

A1 = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_forged_file_that_is_in_order_is_read() -> None:
    assert cells(forged(A1)) == [("1",)]


@pytest.mark.timeout(10)
def test_a_cell_at_the_far_end_of_a_sheet_takes_no_room() -> None:
    assert refusal(forged(f'{A1}<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')) is PasteCode.FILE_TOO_LONG
    far_down = read_sheet(forged(f'{A1}<row r="1048576"><c r="A1048576"><v>2</v></c></row>'))
    assert [row.number for row in far_down.rows] == [1, 1_048_576]


@pytest.mark.timeout(20)
def test_a_file_that_would_unpack_to_too_much_is_refused_by_its_list_of_contents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = forged(A1, more={"xl/media/one.bin": b"\0" * (sheets.LARGEST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    many = forged(A1, more={f"xl/media/{n}": b"" for n in range(sheets.MOST_ENTRIES)})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)  # nothing is unpacked to find out
    assert refusal(bomb) is PasteCode.FILE_UNPACKED
    assert refusal(many) is PasteCode.FILE_UNPACKED


@pytest.mark.timeout(30)
@pytest.mark.parametrize("element", ["<c/>", "<row/>", "<x/>"])
def test_elements_without_end_are_not_followed(element: str) -> None:
    assert refusal(forged(element * (sheets.MOST_ELEMENTS + 1))) is PasteCode.FILE_UNPACKED


def test_more_than_a_thousand_rows_or_a_hundred_columns_are_told_and_not_cut_off() -> None:
    assert len(cells(written([["x"]] * 1_000))) == 1_000
    assert refusal(written([["x"]] * 1_001)) is PasteCode.FILE_TOO_LONG
    assert refusal(written([["x"] * 101])) is PasteCode.FILE_TOO_LONG


def test_a_document_type_is_refused_whole_with_all_its_entities() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    sheet = f'{laughs}<worksheet xmlns="{SPREADSHEET}"><sheetData>{A1}</sheetData></worksheet>'
    assert refusal(forged(more={"xl/worksheets/sheet1.xml": sheet.encode()})) is PasteCode.FILE_BROKEN


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="A1"><v>1</c></row>',
        '<row r="²"><c><v>1</v></c></row>',
        '<row r="1"><c r="ÄÖ1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="99999999999"><c><v>1</v></c></row>',
    ],
)
def test_what_is_wrong_within_a_spreadsheet_is_told_as_a_file_that_cannot_be_opened(sheet: str) -> None:
    assert refusal(forged(sheet)) is PasteCode.FILE_BROKEN


def test_a_file_cut_anywhere_or_changed_anywhere_is_refused_or_read_and_never_worse() -> None:
    whole = written([["Symbol", "Qty"], ["INFY", 10]])
    for end in range(0, len(whole), 97):
        assert refusal(whole[:end]) is PasteCode.FILE_BROKEN
    for place in range(0, len(whole), 61):
        changed = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        with suppress(SheetRefused):
            read_sheet(changed)


@pytest.mark.parametrize("target", ["../../etc/passwd", "/etc/passwd", "nowhere.xml"])
def test_a_sheet_is_looked_for_in_the_file_alone(target: str) -> None:
    rels = f'<Relationships xmlns="x"><Relationship Id="r1" Type="x/worksheet" Target="{target}"/></Relationships>'
    assert refusal(forged(A1, more={"xl/_rels/workbook.xml.rels": rels.encode()})) is PasteCode.FILE_BROKEN


def test_letters_that_xml_cannot_hold_come_back() -> None:
    texts = "<si><t>a_x000D_b</t></si><si><t>_x005F_x000D_</t></si><si><r><t>IN</t></r><r><t>FY</t></r></si>"
    row = '<row r="1">' + "".join(f'<c t="s"><v>{n}</v></c>' for n in range(3)) + "</row>"
    assert cells(forged(row, texts=texts)) == [("a\rb", "_x000D_", "INFY")]


def test_a_date_is_the_number_that_it_is_stored_as() -> None:
    (row,) = read_sheet(written([[date(2026, 2, 11).toordinal() - date(1899, 12, 30).toordinal()]])).rows
    assert row.cells == ("46064",)
