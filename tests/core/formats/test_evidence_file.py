"""Files that people bring as evidence: Kite's order book, its list of trades, and the Console's tradebook."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.core.formats.brought import (
    BY_KITES_NAMES,
    CONSOLE,
    KITE_TRADES,
    OPEN,
    ORDERS,
    faults,
    good,
    order,
    table,
    trade,
    workbook,
)
from tokri.core.evidence import Source
from tokri.core.formats.evidence_cells import EvidenceCode as Code


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
