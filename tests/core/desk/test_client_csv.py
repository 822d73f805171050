"""The register as CSV: what a spreadsheet may do to it, what a stranger may send, and what a file would change."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.making import AT
from tokri.core.desk.client import CheckKind, Client, ClientDetails
from tokri.core.desk.client_csv import LONGEST_TEXT, MOST_ROWS, FileFault, cell, read, tidy, write
from tokri.core.desk.client_fields import FieldFault
from tokri.core.desk.client_import import Fate, ImportPlan, plan_import
from tokri.core.desk.client_reading import FIELDS, PairFault
from tokri.core.desk.client_upload import text_of_file
from tokri.core.formats.pasted import PasteCode
from tokri.core.formats.sheet import Sheet, SheetRefused, SheetRow

TODAY = date(2026, 2, 11)
ASHA = Client(
    "asha",
    "C001",
    ClientDetails(
        "Asha Rao",
        phone="+919876543210",
        capital=Decimal("2500000.5"),
        groups=("Retired", "Mumbai"),
        risk_class="moderate",
        risk_on=date(2026, 1, 5),
        agreement_from=date(2026, 1, 5),
        check_kind=CheckKind.PAN,
    ),
    AT,
    AT,
    check_hash="a hash",
)
KNOWN = {"C001": ASHA}


def plan(text: str, known: dict[str, Client] | None = None) -> ImportPlan:
    return plan_import(text, KNOWN if known is None else known, TODAY)


def fates(text: str) -> list[str]:
    return [row.fate.value for row in plan(text).rows]


def no_sheet(_content: bytes) -> Sheet:
    raise SheetRefused(PasteCode.FILE_BROKEN)


def test_what_was_written_reads_back_as_unchanged() -> None:
    assert fates(write([ASHA])) == ["unchanged"]


def test_no_check_value_and_no_hash_leaves_the_house() -> None:
    assert "hash" not in write([ASHA])
    assert write([ASHA]).splitlines()[0].removeprefix("\ufeff").split(",") == list(FIELDS)


def test_who_was_erased_is_in_no_list() -> None:
    assert len(write([replace(ASHA, details=None, erased_at=AT)]).splitlines()) == 1


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "0012", "a;b", 'a"b', "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_or_change_begins_with_an_apostrophe(text: str) -> None:
    assert cell(text).startswith("'")
    assert cell("Asha Rao") == "Asha Rao"
    assert cell("2500000", number=True) == "2500000"


def test_a_phone_in_a_list_is_guarded_and_comes_back_as_the_number() -> None:
    row = next(csv.DictReader(io.StringIO(write([ASHA]).removeprefix("\ufeff"))))
    assert row["phone"] == "'+919876543210"
    assert plan(write([ASHA]), {}).rows[0].details == replace(ASHA.details, check_kind=CheckKind.NONE)  # type: ignore[type-var]  # it has details


def test_rows_are_told_apart_by_the_code() -> None:
    found = plan("code,name,phone\nc001,Asha Rao,98765 43210\nC002,Bina,\nC003,,\nC001x,D,9\n")
    assert [row.fate for row in found.rows] == [Fate.UNCHANGED, Fate.NEW, Fate.FAULTY, Fate.FAULTY]
    assert [row.number for row in found.rows] == [2, 3, 4, 5]
    assert [fault.code for fault in found.rows[2].faults] == [FieldFault.MISSING]


def test_a_column_that_is_not_there_leaves_what_is_kept_and_an_empty_cell_clears_it() -> None:
    kept = plan("code,name\nC001,Asha R").rows[0]
    assert kept.changed == ("name",)
    assert kept.details is not None
    assert kept.details.phone == "+919876543210"
    assert kept.details.check_kind is CheckKind.PAN
    cleared = plan("code,name,phone\nC001,Asha Rao,").rows[0]
    assert cleared.changed == ("phone",)


def test_a_code_that_stands_twice_is_a_fault_of_both_rows() -> None:
    found = plan("code,name\nC9,One\nc9,Two\nC8,Three")
    assert [row.fate.value for row in found.rows] == ["faulty", "faulty", "new"]
    assert [problem.facts["row"] for row in found.rows[:2] for problem in row.problems] == [3, 2]


def test_the_code_of_somebody_erased_is_not_used_again() -> None:
    erased = {"C001": replace(ASHA, details=None, erased_at=AT)}
    (problem,) = plan("code,name\nC001,Somebody", erased).rows[0].problems
    assert problem.code is FileFault.ERASED


def test_a_row_tells_all_its_faults_at_once() -> None:
    head = "code,name,phone,account_kind,consenter,consenter_name,risk_class,risk_on,email\n"
    row = "C9,,12345,castle,guardian,,brave,2099-01-01,asha@,spare\n"
    found = plan(head + row + "C9,Two").rows[0]
    assert found.fate is Fate.FAULTY
    assert [problem.code for problem in found.problems] == [FileFault.EXTRA, FileFault.CODE_TWICE]
    assert [(fault.name, fault.code) for fault in found.faults] == [
        ("name", FieldFault.MISSING),
        ("phone", FieldFault.SHAPE),
        ("email", FieldFault.SHAPE),
        ("account_kind", FieldFault.UNKNOWN),
        ("consenter_name", PairFault.NAME_MISSING),
        ("risk_class", FieldFault.UNKNOWN),
        ("risk_on", PairFault.RISK_TO_COME),
    ]


def test_the_row_of_somebody_erased_tells_its_other_faults_too() -> None:
    erased = {"C001": replace(ASHA, details=None, erased_at=AT)}
    found = plan("code,name,phone\nC001,Somebody,12", erased).rows[0]
    assert [each.code for each in found.problems] == [FileFault.ERASED]
    assert [each.name for each in found.faults] == ["phone"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_separator_ending_and_byte_order_mark_is_read(separator: str, ending: str, mark: str) -> None:
    rows = [["Client code", "Full name", "Mobile No."], ["C7", "Bina", "98765 43210"]]
    text = mark + ending.join(separator.join(row) for row in rows)
    found = plan(text).rows[0]
    assert found.details is not None
    assert found.details.phone == "+919876543210"


def test_formula_cells_are_faults_and_never_kept() -> None:
    found = plan("code,name\n=1+1,Asha\nC2,=cmd|' /C calc'!A0\nC3,@SUM(A1)\nC4,'=1+1")
    assert {row.fate for row in found.rows} == {Fate.FAULTY}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", FileFault.EMPTY),
        ("\ufeff \n", FileFault.EMPTY),
        ("Asha,98765\nBina,91234", FileFault.NO_HEADINGS),
        ("name,phone\nAsha,98", FileFault.NO_HEADINGS),
        ("code,name,mobile,phone\nC1,A,1,2", FileFault.HEADING_TWICE),
        ("code,name", FileFault.NO_ROWS),
        ("code,name\n" + "C1,A\n" * (MOST_ROWS + 1), FileFault.ROWS),
        ("code,name\n" + "".join(f"C{n},Client {n}\n" for n in range(10_000)), FileFault.ROWS),
        ("code,name\n" + "x" * LONGEST_TEXT, FileFault.LARGE),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, code: FileFault) -> None:
    problem = read(text).problem
    assert problem is not None
    assert problem.code is code
    assert plan(text).saves == ()


def test_a_cell_beyond_the_headings_and_a_heading_nobody_knows_are_told() -> None:
    found = plan("code,name,shoe size\nC2,Bina,9\nC3,Chitra,9,extra")
    assert found.left_out == ("shoe size",)
    assert [row.fate.value for row in found.rows] == ["new", "faulty"]


def test_a_null_in_a_cell_is_a_fault_and_comes_back_from_a_form_as_the_same_file() -> None:
    text = "code,name\r\nC2,Bi\0na"
    assert fates(text) == ["faulty"]
    as_html_reads_it = text.replace("\0", "\ufffd")
    assert plan(as_html_reads_it).sha256 == plan(text).sha256
    assert tidy(text) == tidy(tidy(text))


def test_the_hash_is_another_for_another_text_another_client_and_another_day() -> None:
    text = "code,name\nC001,Asha R"
    other = {"C001": replace(ASHA, edition=2)}
    hashes = {
        plan(text).sha256,
        plan(text + " ").sha256,
        plan(text, other).sha256,
        plan(text, {}).sha256,
        plan_import(text, KNOWN, date(2026, 2, 12)).sha256,
    }
    assert len(hashes) == 5


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_a_plan_or_a_problem(text: str, headed: bool) -> None:
    found = plan(f"code,name,capital\n{text}" if headed else text)
    assert all(row.details is not None for row in found.saves)
    assert (found.problem is None) or not found.rows


@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=5))
def test_any_cells_are_rows_of_a_plan(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["code", "name", "phone"], *rows])
    assert all(len(row.code) < 300 for row in plan(out.getvalue()).rows)


# --- uploads ------------------------------------------------------------------------------------


def test_a_file_is_told_by_its_first_bytes() -> None:
    assert text_of_file("name\nआशा".encode(), no_sheet) == "name\nआशा"
    assert text_of_file("name\nआशा".encode("utf-16"), no_sheet) == "name\nआशा"
    assert text_of_file(b"name\nJos\xe9", no_sheet) == "name\nJosé"
    for content, code in (
        (b"", FileFault.EMPTY),
        (b"%PDF-1.7", FileFault.KIND),
        (b"<html>", FileFault.KIND),
        (b"\xd0\xcf\x11\xe0....", FileFault.KIND),
        (b"PK\x03\x04broken", FileFault.SHEET),
    ):
        problem = text_of_file(content, no_sheet)
        assert not isinstance(problem, str)
        assert problem.code is code


def test_a_spreadsheet_is_read_as_the_list_in_it_with_its_own_row_numbers_and_days() -> None:
    rows = (
        SheetRow(3, ("code", "name", "agreement_from")),
        SheetRow(5, ("C5", "Bina, of Delhi", "46064")),
    )
    text = text_of_file(b"PK\x03\x04", lambda _content: Sheet("Clients", (), rows))
    assert isinstance(text, str)
    found = plan(text).rows[0]
    assert found.details is not None
    assert (found.number, found.details.name) == (5, "Bina, of Delhi")
    assert found.details.agreement_from == TODAY
