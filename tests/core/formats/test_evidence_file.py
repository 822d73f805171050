"""Files that people bring as evidence: Kite's order book, its list of trades, and the Console's tradebook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.evidence import Source
from tokri.core.formats import Sheet
from tokri.core.formats.evidence_cells import EvidenceCode as Code
from tokri.core.formats.evidence_cells import EvidenceFault
from tokri.core.formats.evidence_file import MOST_FAULTS, MOST_ROWS, EvidenceFile, read_evidence
from tokri.core.formats.order_file import MOST_ORDERS
from tokri.core.formats.trade_file import MOST_TRADES
from tokri.core.ports.kept import BookOrder
from tokri.sheets import read_sheet

#: The evening of Thursday 12 February 2026: the tradebook of the day before is whole.
NOW = datetime(2026, 2, 12, 13, 0, tzinfo=UTC)

ORDERS = ("Time", "Type", "Instrument", "Product", "Qty.", "Avg. price", "Status")
OPEN = ("Time", "Type", "Instrument", "Product", "Qty.", "LTP", "Price", "Status")
BY_KITES_NAMES = (
    *("order_id", "order_timestamp", "exchange", "tradingsymbol", "transaction_type", "order_type", "product"),
    *("quantity", "filled_quantity", "price", "average_price", "status", "status_message", "tag"),
)
CONSOLE = (
    *("symbol", "isin", "trade_date", "exchange", "segment", "series", "trade_type", "auction", "quantity", "price"),
    *("trade_id", "order_id", "order_execution_time"),
)
KITE_TRADES = ("Trade ID", "Fill time", "Type", "Instrument", "Product", "Qty.", "Avg. Price")


def no_sheet(_: bytes) -> Sheet:
    raise AssertionError("a file of text was taken for a spreadsheet")


def table(*rows: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def workbook(*rows: Sequence[object]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    tab = book.add_worksheet("Equity")
    for place, row in enumerate(rows):
        tab.write_row(place, 0, row)
    book.close()
    return file.getvalue()


def read(content: bytes, now: datetime = NOW) -> EvidenceFile | tuple[EvidenceFault, ...]:
    sheets = partial(read_sheet, most_rows=MOST_ROWS) if content.startswith(b"PK") else no_sheet
    return read_evidence(content, sheets, now)


def good(content: bytes, now: datetime = NOW) -> EvidenceFile:
    found = read(content, now)
    assert isinstance(found, EvidenceFile), found
    return found


def faults(content: bytes) -> list[tuple[int | None, str | None, Code]]:
    found = read(content)
    assert not isinstance(found, EvidenceFile), found
    return [(each.row, each.column, each.code) for each in found]


def order(**changes: str) -> list[str]:
    """A row of Kite's own order book, as its page of orders downloads it."""
    cells = {
        "Time": "2026-02-11 10:31:07",
        "Type": "BUY",
        "Instrument": "INFY",
        "Product": "CNC",
        "Qty.": "10/10",
        "Avg. price": "1521.05",
        "Status": "COMPLETE",
    }
    return list(
        (cells | {name.replace("_", ". ") if name == "Avg_price" else name: changes[name] for name in changes}).values()
    )


def trade(**changes: str) -> list[str]:
    """A row of the Console's tradebook."""
    cells = dict(
        zip(
            CONSOLE,
            (
                *("INFY", "INE009A01021", "2026-02-11", "NSE", "EQ", "EQ", "buy", "false", "10.000000", "1521.050000"),
                *("21000001", "1300000012345678", "2026-02-11T10:31:07"),
            ),
            strict=True,
        )
    )
    return list((cells | changes).values())


def test_kites_own_order_book_is_read_with_what_was_filled_of_what_was_asked() -> None:
    content = table(
        ORDERS,
        order(),
        order(Type="SELL", Instrument="SBIN", **{"Qty.": "0/25"}, Avg_price="0", Status="OPEN"),
        order(Instrument="TCS", **{"Qty.": "4/9"}, Avg_price="3,900.10", Status="CANCELLED"),
        order(Instrument="ITC", **{"Qty.": "0/1"}, Avg_price="", Status="REJECTED"),
    )
    found = good(content)
    assert (found.source, found.rows, found.first_day, found.last_day) == (
        Source.ORDER_FILE,
        4,
        date(2026, 2, 11),
        date(2026, 2, 11),
    )
    told = [
        (each.tradingsymbol, each.transaction_type, each.filled_quantity, each.quantity, each.pending_quantity)
        for each in found.orders
    ]
    assert told == [
        ("INFY", "BUY", 10, 10, 0),
        ("SBIN", "SELL", 0, 25, 25),
        ("TCS", "BUY", 4, 9, 0),
        ("ITC", "BUY", 0, 1, 0),
    ]
    assert [each.cancelled_quantity for each in found.orders] == [0, 0, 5, 0]
    assert [each.average_price for each in found.orders] == [Decimal("1521.05"), 0, Decimal("3900.10"), 0]
    assert {each.order_id for each in found.orders} == {""}
    assert {each.order_timestamp for each in found.orders} == {"2026-02-11 10:31:07"}


def test_an_order_book_is_of_no_day_that_is_closed() -> None:
    assert not good(table(ORDERS, order())).closed


def test_open_orders_are_read_with_the_price_they_wait_at() -> None:
    content = table(OPEN, ("2026-02-11 10:31:07", "BUY", "INFY", "CNC", "0/10", "1530.2", "1500", "OPEN"))
    (found,) = good(content).orders
    assert (found.price, found.status, found.filled_quantity) == (1500, "OPEN", 0)


def test_a_table_by_the_names_of_kites_api_is_read_whatever_the_order_of_its_columns() -> None:
    row = (
        *("260211000000123", "2026-02-11 10:31:07", "NSE", "INFY", "BUY", "LIMIT", "CNC", "10", "4", "1521.05"),
        *("1521", "OPEN", "", "XYZ12345"),
    )
    straight = good(table(BY_KITES_NAMES, row))
    turned = good(table(BY_KITES_NAMES[::-1], row[::-1]))
    assert straight == turned
    (found,) = straight.orders
    assert (found.order_id, found.exchange, found.order_type, found.price) == (
        "260211000000123",
        "NSE",
        "LIMIT",
        Decimal("1521.05"),
    )
    assert found.tag is None, "a tag in a file anybody can write proves nothing"


def test_lines_about_the_account_above_the_headings_and_sums_below_are_passed_over() -> None:
    content = table(("Client ID", "AB1234"), (), ("Tradebook for Equity",), CONSOLE, trade(), ("Total", "", "10"))
    assert good(content).rows == 1


def test_the_trades_of_an_order_are_one_fill_at_their_exact_average() -> None:
    content = table(
        CONSOLE,
        trade(quantity="4.000000", price="1521.050000"),
        trade(quantity="6.000000", price="1521.10", trade_id="21000002", order_execution_time="2026-02-11T10:31:09"),
        trade(symbol="SBIN", trade_type="sell", trade_id="3", order_id="1300000012345679"),
    )
    found = good(content)
    assert (found.source, found.rows, len(found.orders)) == (Source.TRADE_FILE, 3, 2)
    infy, sbin = found.orders
    assert (infy.filled_quantity, infy.average_price, infy.status) == (10, Decimal("1521.08"), "")
    assert (infy.order_timestamp, infy.exchange_update_timestamp) == ("2026-02-11 10:31:07", "2026-02-11 10:31:09")
    assert (infy.exchange, infy.order_id) == ("NSE", "1300000012345678")
    assert (sbin.transaction_type, sbin.filled_quantity) == ("SELL", 10)


def test_a_trade_that_stands_twice_counts_once() -> None:
    (found,) = good(table(CONSOLE, trade(), trade())).orders
    assert found.filled_quantity == 10
    assert faults(table(CONSOLE, trade(), trade(quantity="11"))) == [(3, None, Code.ORDER_TWICE)]


def test_an_auction_is_nobodys_order() -> None:
    found = good(table(CONSOLE, trade(), trade(auction="true", trade_id="4", order_id="5")))
    assert [each.filled_quantity for each in found.orders] == [10]


def test_a_derivative_is_of_the_exchange_its_segment_says() -> None:
    rows = (
        trade(symbol="NIFTY26FEB24000CE", isin="", segment="FO", series="", quantity="75", price="101.5"),
        trade(symbol="SENSEX26FEB80000CE", exchange="BSE", segment="FO", trade_id="2", order_id="2"),
    )
    assert [each.exchange for each in good(table(CONSOLE, *rows)).orders] == ["NFO", "BFO"]


def test_kites_own_list_of_trades_has_no_order_numbers_and_goes_by_the_second() -> None:
    content = table(
        KITE_TRADES,
        ("21000001", "2026-02-11 10:31:07", "BUY", "INFY", "CNC", "4", "1521.05"),
        ("21000002", "2026-02-11 10:31:07", "BUY", "INFY", "CNC", "6", "1521.10"),
        ("21000003", "2026-02-11 10:31:08", "BUY", "INFY", "CNC", "1", "1521.10"),
    )
    found = good(content)
    assert [each.filled_quantity for each in found.orders] == [10, 1]
    assert {(each.exchange, each.order_id, each.product) for each in found.orders} == {("", "", "CNC")}
    assert not found.closed


def test_a_tradebook_of_the_console_is_closed_once_its_last_day_is_over() -> None:
    content = table(
        CONSOLE, trade(), trade(trade_id="2", trade_date="2026-02-10", order_execution_time="2026-02-10T11:00:00")
    )
    found = good(content)
    assert (found.first_day, found.last_day, found.closed) == (date(2026, 2, 10), date(2026, 2, 11), True)
    same_evening = datetime(2026, 2, 11, 18, 0, tzinfo=UTC)
    assert not good(content, same_evening).closed, "23:30 in India: the commodity exchange only now shuts"
    assert good(content, datetime(2026, 2, 11, 18, 30, tzinfo=UTC)).closed


def test_the_time_of_a_trade_may_stand_without_its_day() -> None:
    (found,) = good(table(CONSOLE, trade(order_execution_time="10:31:07"))).orders
    assert found.order_timestamp == "2026-02-11 10:31:07"


def test_a_spreadsheet_is_read_as_the_csv_of_it_would_be() -> None:
    rows = (("Client ID", "AB1234"), (), ("", *CONSOLE), ("", *trade()), ("", *trade(trade_id="2", quantity="5")))
    assert good(workbook(*rows)) == good(table(*rows))


def test_numbers_of_orders_that_a_spreadsheet_has_cut_off_tell_no_orders_apart() -> None:
    first, second = trade(order_id="1300000012345670"), trade(order_id="1300000012345670", symbol="SBIN", trade_id="2")
    found = good(workbook(CONSOLE, first, second))
    assert [(each.tradingsymbol, each.order_id) for each in found.orders] == [("INFY", ""), ("SBIN", "")]


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


seconds = st.integers(0, 40 * 86_400).map(
    lambda s: f"{datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s):%Y-%m-%d %H:%M:%S}"
)
symbols = st.from_regex(r"[A-Z][A-Z0-9&\-]{0,15}", fullmatch=True).filter(
    lambda text: text not in {"SUM", "TOTAL", "TOTALS", "SUBTOTAL"}
)
prices = st.decimals("0.05", "99999", places=2)


@st.composite
def orders(draw: st.DrawFn) -> BookOrder:
    quantity = draw(st.integers(1, 10**6))
    status = draw(st.sampled_from(["COMPLETE", "OPEN", "REJECTED", "CANCELLED", "TRIGGER PENDING", "AMO REQ RECEIVED"]))
    filled = quantity if status == "COMPLETE" else 0 if status == "REJECTED" else draw(st.integers(0, quantity))
    gone = quantity - filled if status in {"REJECTED", "CANCELLED", "COMPLETE"} else 0
    return BookOrder(
        order_id="",
        status=status,
        status_message=None,
        tradingsymbol=draw(symbols),
        exchange="",
        transaction_type=draw(st.sampled_from(["BUY", "SELL"])),
        order_type="",
        product=draw(st.sampled_from(["CNC", "MIS", "NRML", "MTF"])),
        variety="",
        quantity=quantity,
        filled_quantity=filled,
        pending_quantity=quantity - filled - gone,
        cancelled_quantity=gone if status == "CANCELLED" else 0,
        price=Decimal(0),
        trigger_price=Decimal(0),
        average_price=draw(prices) if filled else Decimal(0),
        order_timestamp=draw(seconds),
        tag=None,
    )


@given(st.lists(orders(), min_size=1, max_size=12))
def test_what_was_written_is_what_is_read(book: list[BookOrder]) -> None:
    rows = [
        (
            *(each.order_timestamp, each.transaction_type, each.tradingsymbol, each.product),
            *(f"{each.filled_quantity}/{each.quantity}", each.average_price, each.status),
        )
        for each in book
    ]
    assert list(good(table(ORDERS, *rows)).orders) == book


@given(st.lists(st.tuples(st.integers(1, 10**5), prices), min_size=1, max_size=20))
def test_no_share_and_no_paisa_is_lost_between_trades_and_their_order(trades: list[tuple[int, Decimal]]) -> None:
    rows = [trade(quantity=f"{q}.000000", price=f"{p}0000", trade_id=str(n)) for n, (q, p) in enumerate(trades)]
    (found,) = good(table(CONSOLE, *rows)).orders
    assert found.filled_quantity == sum(q for q, _ in trades)
    assert round(found.average_price * found.filled_quantity, 10) == sum(q * p for q, p in trades)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_are_an_error(content: bytes) -> None:
    read_evidence(content, read_sheet, NOW)
    read_evidence(table(ORDERS) + content, read_sheet, NOW)
