"""Files that are no evidence: refused whole, with each fault by row and column."""

from __future__ import annotations

import pytest

from tests.core.formats.brought import (
    CONSOLE,
    ORDERS,
    faults,
    good,
    order,
    read,
    table,
    trade,
    workbook,
)
from tokri.core.formats.evidence_cells import EvidenceCode as Code
from tokri.core.formats.evidence_file import MOST_FAULTS, MOST_ROWS
from tokri.core.formats.order_file import MOST_ORDERS
from tokri.core.formats.trade_file import MOST_TRADES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.NO_FILE),
        (b"x" * 5_000_001, Code.FILE_LARGE),
        (b"<html><table><tr><td>Time</td></tr></table></html>", Code.FILE_KIND),
        (b"\xef\xbb\xbf  <!doctype html>", Code.FILE_KIND),
        (b"%PDF-1.7", Code.FILE_KIND),
        (b"\xd0\xcf\x11\xe0old", Code.FILE_OLD),
        (table(ORDERS, order()).replace(b"INFY", b"IN\0FY"), Code.FILE_KIND),
        (b"PK\x03\x04 and nothing more", Code.FILE_BROKEN),
        (b"\n" * (MOST_ROWS + 1), Code.FILE_LONG),
        (b"," * 5_001, Code.FILE_LONG),
        (b'"' + b"a\n" * 5_000, Code.NO_HEADINGS),
        (b"Dear Sir, I bought ten.", Code.NO_HEADINGS),
        (table(("symbol", "isin", "quantity available"), ("INFY", "INE009A01021", "5")), Code.NO_HEADINGS),
        (table(ORDERS), Code.NO_ROWS),
        (table(ORDERS, *[order()] * (MOST_ORDERS + 1)), Code.FILE_LONG),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_no_such_file_is_refused_whole(content: bytes, code: Code) -> None:
    assert [each[2] for each in faults(content)] == [code]


def test_a_zip_that_would_unpack_to_far_more_is_refused() -> None:
    rows = [[f"{row}{'x' * 30_000}"] for row in range(400)]
    assert faults(workbook(*rows)) == [(None, None, Code.FILE_LONG)]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"Time": "2026-02-11 10:31"}, "Time", Code.TIME),
        ({"Time": "10:31:07"}, "Time", Code.TIME),
        ({"Time": "2026-02-30 10:31:07"}, "Time", Code.TIME),
        ({"Time": "2026-02-12 18:36:00"}, "Time", Code.AHEAD),
        ({"Type": "HOLD"}, "Type", Code.SIDE),
        ({"Instrument": "=HYPERLINK(1)"}, "Instrument", Code.SYMBOL),
        ({"Instrument": "@SUM(A1)"}, "Instrument", Code.SYMBOL),
        ({"Instrument": "-INFY"}, "Instrument", Code.SYMBOL),
        ({"Instrument": "x" * 41}, "Instrument", Code.SYMBOL),
        ({"Instrument": ""}, "Instrument", Code.SYMBOL),
        ({"Qty.": "=5+5"}, "Qty.", Code.QUANTITY),
        ({"Qty.": "+10/10"}, "Qty.", Code.QUANTITY),
        ({"Qty.": "1e1/10"}, "Qty.", Code.QUANTITY),
        ({"Qty.": "0/0"}, "Qty.", Code.QUANTITY),
        ({"Qty.": "2.5/10"}, "Qty.", Code.QUANTITY),
        ({"Qty.": "99999999999/99999999999"}, "Qty.", Code.QUANTITY),
        ({"Qty.": "11/10"}, "Qty.", Code.FILLED_WRONG),
        ({"Qty.": "9/10"}, "Qty.", Code.FILLED_WRONG),
        ({"Qty.": "10", "Status": "CANCELLED"}, "Qty.", Code.FILLED_UNCLEAR),
        ({"Avg. price": "0"}, "Avg. price", Code.PRICE),
        ({"Avg. price": "NaN"}, "Avg. price", Code.PRICE),
        ({"Avg. price": "-1"}, "Avg. price", Code.PRICE),
        ({"Status": "<b>COMPLETE</b>"}, "Status", Code.STATUS),
        ({"Status": ""}, "Status", Code.STATUS),
    ],
    ids=str,
)
def test_each_fault_is_told_by_row_and_column(changes: dict[str, str], column: str, code: Code) -> None:
    assert (3, column, code) in faults(table(ORDERS, order(), order(**changes)))


def test_one_row_that_cannot_be_read_refuses_all_of_them() -> None:
    assert faults(table(ORDERS, order(), order(Type="?"), order())) == [(3, "Type", Code.SIDE)]


def test_no_more_faults_are_listed_than_can_be_read() -> None:
    told = faults(table(ORDERS, *[order(Type="?")] * 30))
    assert len(told) == MOST_FAULTS + 1
    assert told[-1][2] is Code.MORE


def test_a_missing_column_is_named() -> None:
    found = read(table(ORDERS[:-1], order()[:-1]))
    assert isinstance(found, tuple)
    assert [(each.code, each.facts) for each in found] == [(Code.COLUMN_MISSING, {"field": "status"})]


def test_two_columns_of_one_meaning_are_not_chosen_between() -> None:
    assert faults(table((*ORDERS, "Quantity"), (*order(), "3"))) == [(1, "Quantity", Code.COLUMN_TWICE)]


def test_an_order_number_on_two_orders_that_differ_is_a_fault() -> None:
    names = ("order_id", *ORDERS)
    assert good(table(names, ("1", *order()), ("1", *order()))).rows == 2
    assert len(good(table(names, ("1", *order()), ("1", *order()))).orders) == 1
    assert faults(table(names, ("1", *order()), ("1", *order(Instrument="TCS")))) == [(3, "order_id", Code.ORDER_TWICE)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_makes_no_difference(encoding: str) -> None:
    content = table(("Orders – today",), ORDERS, order())
    assert good(content.decode().encode(encoding)).rows == 1


def test_a_tradebook_of_the_largest_size_is_read() -> None:
    rows = [trade(trade_id=str(n), order_id=str(n)) for n in range(MOST_TRADES)]
    assert good(table(CONSOLE, *rows)).rows == MOST_TRADES
    assert faults(table(CONSOLE, *rows, trade(trade_id="x", order_id="x")))[0][2] is Code.FILE_LONG
