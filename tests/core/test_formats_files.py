"""What people upload: told by what is in it, read as a paste of the same would be, and refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.orders import EXAMPLE, GOOD
from tests.core.test_formats import LARGE_AND_STRANGE
from tokri.core.basket import OrderText
from tokri.core.formats import (
    LARGEST_FILE,
    MOST_FAULTS,
    PasteCode,
    Pasted,
    Sheet,
    SheetRefused,
    SheetRow,
    csv_file,
    read,
    read_file,
    ticket,
    write,
)
from tokri.core.formats.file import MOST_LEFT

ZIP = b"PK\x03\x04"

HOLDINGS = """Client ID,AB1234

Equity Holdings Statement as on 2026-02-11

Summary
Invested Value,412560.5

,Symbol,ISIN,Sector,Quantity Available,Quantity Discrepant,Quantity Long Term,Quantity Pledged (Margin),Average Price
,RELIANCE,INE002A01018,ENERGY,40,0,40,10,2410.35
,SLOWCO-BE,INE999Z01015,,100,0,0,0,41.25
,TCS,INE467B01029,IT,0,0,0,12,3520
,Total,,,140,0,40,22,
"""
KITE_HOLDINGS = """"Instrument","Qty.","Avg. cost","LTP","Cur. val","P&L","Net chg.","Day chg."
"INFY",10,1444.2,1500.1,15001,559,3.87,0.5
"M&M",4,3000,3100,12400,400,3.33,-0.2
"TCS",0,3520,3105.5,0,0,0,0
"Total","","","",27401,959,"",""
"""
TRADES = """symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,\
trade_id,order_id,order_execution_time
INFY,INE009A01021,2026-02-10,NSE,EQ,EQ,buy,false,10,1500,1,2,2026-02-10T10:00:00
INFY,INE009A01021,2026-02-10,NSE,EQ,EQ,sell,false,4,1510,2,3,2026-02-10T11:00:00
INFY,INE009A01021,2026-02-10,BSE,EQ,A,sell,false,4,1510,3,4,2026-02-10T11:00:00
NIFTY26FEBFUT,,2026-02-10,NSE,FO,,buy,false,65,25800,4,5,2026-02-10T11:00:00
"""


def no_sheet(_content: bytes) -> Sheet:
    raise AssertionError("this is no spreadsheet")


def of_text(text: str) -> Pasted:
    return read_file(text.encode(), no_sheet)


def of_rows(*rows: tuple[str, ...], others: tuple[str, ...] = (), shown: dict[int, str] | None = None) -> Pasted:
    sheet = Sheet(
        "Feb", others, tuple(SheetRow(n, row, (shown or {}) if n > 1 else {}) for n, row in enumerate(rows, 1))
    )
    return read_file(ZIP, lambda _content: sheet)


def codes(came: Pasted) -> list[PasteCode]:
    return [fault.code for fault in came.faults]


@pytest.mark.parametrize(
    "text", [write("N", EXAMPLE), csv_file.write(EXAMPLE), ticket.write("N", EXAMPLE), "BUY,INFY,NSE,10\n"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_as_the_same_text_pasted(text: str, encoding: str) -> None:
    assert read_file(text.encode(encoding), no_sheet) == read(text)


def test_a_file_of_windows_letters_is_read_and_that_is_said() -> None:
    came = read_file("Symbol,Qty,Notes\nINFY,10,caf\xe9\n".encode("cp1252"), no_sheet)
    assert came.orders == (OrderText(tradingsymbol="INFY", quantity="10"),)
    assert codes(came) == [PasteCode.FILE_ENCODING, PasteCode.COLUMN_UNKNOWN]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", PasteCode.NO_FILE),
        (b"x" * (LARGEST_FILE + 1), PasteCode.FILE_TOO_LARGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", PasteCode.FILE_OLD),
        (b"%PDF-1.7 ...", PasteCode.FILE_KIND),
        (b" <html><table></table>", PasteCode.FILE_KIND),
        (b"\x89PNG\r\n\x1a\n\0\0", PasteCode.FILE_KIND),
        (b"\xff\xfe\x00", PasteCode.FILE_KIND),
        (b"Symbol,Qty\n" + b"INFY,1\n" * 1_000, PasteCode.FILE_TOO_LONG),
        (b"Symbol,Qty\nINFY,1" + b"\n" * 50_000, PasteCode.FILE_TOO_LONG),
        (b"x" * 2_000_001, PasteCode.FILE_TOO_LONG),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, code: PasteCode) -> None:
    came = read_file(content, no_sheet)
    assert (codes(came), came.orders, came.unread) == ([code], (), "")
    assert came.faulty


def test_a_refusal_of_a_spreadsheet_is_told_as_its_reader_gives_it() -> None:
    def refuse(_content: bytes) -> Sheet:
        raise SheetRefused(PasteCode.FILE_BROKEN)

    assert codes(read_file(ZIP, refuse)) == [PasteCode.FILE_BROKEN]


def test_a_thousand_rows_are_read_and_what_is_over_stays_in_the_box() -> None:
    came = of_text("Symbol,Qty\n" + "INFY,1\n" * 999)
    assert len(came.orders) == 50
    assert came.faults[-1].facts["over"] == 949
    assert len(read(came.unread).orders) == 50


def test_what_would_not_fit_the_box_stays_in_the_file_and_that_is_said() -> None:
    came = of_text("Symbol,Qty,Notes\n" + f"INFY,1,{'x' * 100}\n" * 999)
    assert came.unread == ""
    assert codes(came)[-1] is PasteCode.LEFT_IN_FILE
    assert came.faults[-1].facts["characters"] > MOST_LEFT


def test_an_order_with_a_text_that_no_form_could_carry_is_told_and_left_out() -> None:
    came = of_text(f"Symbol,Qty\nINFY,{'1' * 1_001}\nTCS,4\n")
    assert [order.tradingsymbol for order in came.orders] == ["TCS"]
    assert [(fault.code, fault.facts) for fault in came.faults] == [
        (PasteCode.FIELD_TOO_LONG, {"order": 1, "characters": 1_001})
    ]


def test_json_of_more_than_a_thousand_items_is_not_looked_at() -> None:
    assert codes(of_text("[" + "1," * 1_000 + "1]")) == [PasteCode.FILE_TOO_LONG]
    assert codes(of_text("[" + "{}," * 999 + "{}]"))[0] is PasteCode.NOT_AN_ORDER


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", LARGE_AND_STRANGE)
def test_a_file_as_large_and_strange_as_is_taken_is_read_in_time(name: str) -> None:
    text = LARGE_AND_STRANGE[name] * 9
    came = of_text(text)
    assert came.faulty
    assert len(came.faults) <= MOST_FAULTS + 3


# --- spreadsheets ---------------------------------------------------------------------------------


def test_a_spreadsheet_is_read_as_a_table_wherever_it_stands_on_the_sheet() -> None:
    came = of_rows(
        ("Model portfolio",), ("", "Symbol", "Side", "Qty"), ("", "INFY", "Buy", "10"), others=("Other", "March")
    )
    assert came.orders == (OrderText(tradingsymbol="INFY", transaction_type="BUY", quantity="10"),)
    assert codes(came) == [PasteCode.SHEET_CHOSEN, PasteCode.TITLE]
    assert came.faults[0].facts == {"typed": "Other, March", "sheets": 2}
    assert not came.faulty


def test_a_formula_is_kept_as_its_text_and_told_with_what_it_came_to() -> None:
    came = of_rows(("Symbol", "Qty", "Value"), ("INFY", "=C2/100", "=1+1"), shown={1: "10", 2: "2"})
    assert came.orders == (OrderText(tradingsymbol="INFY", quantity="=C2/100"),)
    assert [(fault.row, fault.column, fault.code) for fault in came.faults] == [
        (1, "Value", PasteCode.COLUMN_UNKNOWN),
        (2, "Qty", PasteCode.FORMULA),
    ]
    assert came.faults[1].facts == {"typed": "=C2/100", "shown": "10"}


@pytest.mark.parametrize("cell", ["=1+1", "+5", "-5", "@SUM(A1)"])
def test_a_cell_that_looks_like_a_formula_is_text(cell: str) -> None:
    assert of_text(f"Symbol,Side,Qty\nINFY,BUY,{cell}\n").orders[0].quantity == cell


def test_our_own_csv_saved_as_a_spreadsheet_comes_back_to_the_letter() -> None:
    odd = (replace(GOOD, price="=1+1", tag="0012"), OrderText(), replace(GOOD, transaction_type="b"))
    lines = csv_file.write(odd).removeprefix("\ufeff").splitlines()
    assert of_rows(*(tuple(line.split(",")) for line in lines)) == Pasted(odd)


# --- Kite's Console -------------------------------------------------------------------------------


def test_holdings_of_the_console_give_symbol_and_quantity_and_leave_the_side_open() -> None:
    came = of_text(HOLDINGS)
    assert came.orders == (
        OrderText(tradingsymbol="RELIANCE", quantity="40"),
        OrderText(tradingsymbol="SLOWCO-BE", quantity="100"),
    )
    assert came.isins == ("INE002A01018", "INE999Z01015")
    assert codes(came) == [PasteCode.HOLDINGS, PasteCode.HOLDING_NONE, PasteCode.SUM]
    assert not came.faulty
    assert came.unread == ""


def test_kites_own_list_of_holdings_gives_symbol_and_quantity_and_nothing_to_put_right() -> None:
    came = of_text(KITE_HOLDINGS)
    assert came.orders == (
        OrderText(tradingsymbol="INFY", quantity="10"),
        OrderText(tradingsymbol="M&M", quantity="4"),
    )
    assert came.isins == ("", "")
    assert codes(came) == [PasteCode.KITE_HOLDINGS, PasteCode.HOLDING_NONE, PasteCode.SUM]
    assert (came.faulty, came.unread) == (False, "")


def test_trades_of_the_console_give_each_symbol_once_and_neither_side_nor_quantity() -> None:
    came = of_text(TRADES)
    assert came.orders == (
        OrderText(tradingsymbol="INFY", exchange="NSE"),
        OrderText(tradingsymbol="INFY", exchange="BSE"),
        OrderText(tradingsymbol="NIFTY26FEBFUT", exchange="NFO"),
    )
    assert codes(came) == [PasteCode.TRADES]
    assert not came.faulty


def test_more_holdings_than_a_basket_holds_are_read_on_from_the_box() -> None:
    head, *_ = (line for line in HOLDINGS.splitlines() if "Symbol" in line)
    came = of_text("\n".join([head, *(f",S{n},INE002A01018,,5,0,0,0,1" for n in range(70))]))
    assert len(came.orders) == 50
    assert [order.tradingsymbol for order in read(came.unread).orders] == [f"S{n}" for n in range(50, 70)]


def test_a_statement_without_a_holding_says_so() -> None:
    assert PasteCode.NO_ORDERS in codes(of_text("Symbol,ISIN,Quantity Available\nTCS,INE467B01029,0\n"))
