"""A file of prices, plain or an exchange's daily one, is read strictly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.formats.prices import BHAVCOPY, Priced, read_prices
from tokri.core.instrument_file import Fault, FileRefused

HEADER = ",".join(BHAVCOPY)
RELIANCE = (
    "2026-02-11,2026-02-11,CM,NSE,STK,2885,INE002A01018,RELIANCE,EQ,,,,,RELIANCE INDUSTRIES LTD,1400.00,1425.00,"
    "1395.00,1420.50,1420.00,1398.00,,1420.50,,,2000000,2840000000.00,60000,F1,1,,,,,"
)
FUTURE = (
    "2026-02-11,2026-02-11,FO,NSE,IDF,61466,,BANKNIFTY,,2026-02-24,2026-02-24,,,BANKNIFTY26FEBFUT,56950.80,57236.20,"
    "56884.80,57105.20,57077.80,56915.40,56358.70,57105.20,60990,6990,512,876380784.00,454,F1,30,,,,,"
)


def bhavcopy(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def plain(*rows: str) -> bytes:
    return "\n".join(["exchange,tradingsymbol,last_price", *rows, ""]).encode()


def faults(content: bytes) -> list[tuple[int, Fault, str]]:
    with pytest.raises(FileRefused) as caught:
        read_prices(content)
    return [(each.row, each.code, each.facts.get("column", "")) for each in caught.value.faults]


def test_a_plain_file_says_no_day() -> None:
    found = read_prices(plain("NSE,M&M,3527.9", "NFO,NIFTY26FEBFUT,25500"))
    assert found.on is None
    assert found.rows == (Priced("NSE", "M&M", "3527.9"), Priced("NFO", "NIFTY26FEBFUT", "25500"))


def test_a_daily_file_tells_day_isin_series_and_closing_price() -> None:
    found = read_prices(bhavcopy(RELIANCE))
    assert found.on == date(2026, 2, 11)
    assert found.rows == (Priced("NSE", "RELIANCE", "1420.50", "INE002A01018", "EQ", "", 2885),)


def test_a_series_other_than_eq_is_part_of_the_symbol_on_nse_and_the_group_is_told_on_bse() -> None:
    slow = RELIANCE.replace(",EQ,", ",BE,")
    there = RELIANCE.replace(",NSE,", ",BSE,").replace(",EQ,", ",A,").replace(",2885,", ",500325,")
    nse, bse = read_prices(bhavcopy(slow, there)).rows
    assert (nse.tradingsymbol, nse.series, nse.group) == ("RELIANCE-BE", "BE", "")
    assert (bse.exchange, bse.tradingsymbol, bse.series, bse.group, bse.code) == ("BSE", "RELIANCE", "", "A", 500325)


def test_a_contract_is_called_by_its_own_name() -> None:
    assert read_prices(bhavcopy(FUTURE)).rows == (Priced("NFO", "BANKNIFTY26FEBFUT", "57105.20", "", "", "", 61466),)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (1, Fault.HEADER, "")),
        (b"symbol,price\nINFY,1\n", (1, Fault.HEADER, "")),
        (plain(), (0, Fault.EMPTY, "")),
        (plain("NSE,INFY"), (2, Fault.COLUMNS, "")),
        (plain("NSE,INFY,1", "NSE,INFY,2"), (3, Fault.TWICE, "")),
        (plain("NASDAQ,INFY,1"), (2, Fault.VALUE, "exchange")),
        (plain("NSE,INFY,1e3"), (2, Fault.VALUE, "last_price")),
        (plain("NSE,INFY,-1"), (2, Fault.VALUE, "last_price")),
        (plain("NSE,INFY,"), (2, Fault.VALUE, "last_price")),
        (plain("NSE,,1"), (2, Fault.VALUE, "tradingsymbol")),
        (bhavcopy(RELIANCE.replace("INE002A01018", "INE002A")), (2, Fault.VALUE, "ISIN")),
        (bhavcopy(RELIANCE.replace(",CM,NSE,", ",CO,MCX,")), (2, Fault.VALUE, "Src")),
        (bhavcopy(RELIANCE, FUTURE.replace("2026-02-11", "2026-02-12")), (3, Fault.DATES, "")),
        (bhavcopy(RELIANCE.replace("2026-02-11", "11-Feb-2026")), (2, Fault.VALUE, "TradDt")),
        (bhavcopy(RELIANCE.replace("2885", "code")), (2, Fault.VALUE, "FinInstrmId")),
        (bhavcopy(RELIANCE.replace("1420.50", "n/a")), (2, Fault.VALUE, "ClsPric")),
        (bhavcopy(RELIANCE) + b'"open', (3, Fault.QUOTING, "")),
        (plain("NSE,INFY,1") + b"\xff", (3, Fault.ENCODING, "")),
    ],
)
def test_a_fault_is_told_by_row_and_column(content: bytes, fault: tuple[int, Fault, str]) -> None:
    assert faults(content) == [fault]


@given(st.binary(max_size=300))
def test_whatever_bytes_come_are_read_or_refused(content: bytes) -> None:
    for whole in (content, plain() + content, bhavcopy(RELIANCE) + content):
        try:
            found: object = read_prices(whole).rows
        except FileRefused as refused:
            found = refused.faults
        assert found
