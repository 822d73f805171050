"""Freeze quantities and lists from text: what is read, and every fault by its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.knowing import DAY
from tokri.core.formats.dated_tables import (
    BadTable,
    TableCode,
    read_freeze,
    read_list,
    write_freeze,
    write_list,
)
from tokri.core.instrument import Key
from tokri.core.market import Calendar, read_calendar
from tokri.core.reference import LISTS, DatedList, FreezeQuantities, Leaning, Tables

NSE = "S.No.,SYMBOL    ,VOL_FRZ_QTY    \n1    ,BANKNIFTY ,600            \n2    ,M&M       ,6000           \n"
BAN = "Securities in Ban For Trade Date 11-FEB-2026:\n1,RBLBANK\n2,M&M\n"
EARLIER = date(2025, 12, 1)


def faults(text: str, *, listed: bool = False, on: date | None = DAY) -> list[tuple[int | None, TableCode]]:
    """What is wrong with it, by row."""
    with pytest.raises(BadTable) as bad:
        _ = read_list(Leaning.ASM, text, on) if listed else read_freeze(text, on)
    return [(each.row, each.code) for each in bad.value.faults]


def test_the_padded_file_of_nse_is_read_as_published() -> None:
    table = read_freeze(NSE, DAY, "qtyfreeze.csv")
    assert (table.on, table.source, table.units) == (DAY, "qtyfreeze.csv", {"BANKNIFTY": 600, "M&M": 6000})


def test_a_file_may_tell_its_day_and_its_source_and_single_rows_a_day_of_their_own() -> None:
    table = read_freeze(
        "# on: 2026-02-11\r\n# source: NSE\r\nSYMBOL,VOL_FRZ_QTY,ON\r\nNIFTY,1800,\r\nTCS,7000,2025-12-01\r\n"
    )
    assert (table.on, table.source, table.units) == (DAY, "NSE", {"NIFTY": 1800, "TCS": 7000})
    assert (table.day_of("NIFTY"), table.day_of("TCS")) == (DAY, EARLIER)


def test_the_ban_list_of_nse_tells_its_own_day() -> None:
    table = read_list(Leaning.BAN, BAN)
    assert (table.on, set(table.entries)) == (DAY, {Key("NSE", "RBLBANK"), Key("NSE", "M&M")})


@pytest.mark.parametrize("end", ["", " NIL", "\n"])
def test_a_day_without_a_ban_is_an_empty_list(end: str) -> None:
    assert read_list(Leaning.BAN, f"Securities in Ban For Trade Date 12-FEB-2026:{end}").entries == {}


def test_a_plain_list_has_an_exchange_a_symbol_and_a_stage_where_there_are_stages() -> None:
    staged = read_list(Leaning.ASM, "exchange,tradingsymbol,stage\nNSE,INFY,LT 2\nBSE,INFY,\n", DAY)
    assert staged.entries == {Key("NSE", "INFY"): "LT 2", Key("BSE", "INFY"): ""}
    assert read_list(Leaning.MIS, "Exchange,Tradingsymbol\nNSE,63MOONS\n", DAY).entries == {Key("NSE", "63MOONS"): ""}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(None, TableCode.NO_ROWS)]),
        ("SYMBOL,VOL_FRZ_QTY\n", [(None, TableCode.NO_ROWS)]),
        ("SYMBOL,QTY\nNIFTY,1\n", [(1, TableCode.HEADER)]),
        ("SYMBOL,VOL_FRZ_QTY\nNIFTY,1\x00\n", [(None, TableCode.NOT_TEXT)]),
        ("# on: 2026-02-30\nSYMBOL,VOL_FRZ_QTY\nNIFTY,1\n", [(1, TableCode.DAY_UNREADABLE)]),
        ("# on: 2026-02-10\nSYMBOL,VOL_FRZ_QTY\nNIFTY,1\n", [(None, TableCode.TWO_DAYS)]),
        ("SYMBOL,VOL_FRZ_QTY,ON\nNIFTY,1,soon\n", [(2, TableCode.DAY_UNREADABLE)]),
        (
            "SYMBOL,VOL_FRZ_QTY\n\nNIFTY,1,800\nnifty,5\nTCS,0\nINFY,1e3\nITC,5\nITC,6\n",
            [
                (3, TableCode.CELLS),
                (4, TableCode.SYMBOL),
                (5, TableCode.UNITS),
                (6, TableCode.UNITS),
                (8, TableCode.TWICE),
            ],
        ),
        ("SYMBOL,VOL_FRZ_QTY\n" + "9" * 200_000 + "\n", [(2, TableCode.CELLS)]),
    ],
)
def test_every_fault_of_freeze_quantities_is_found_by_its_row(text: str, found: list[object]) -> None:
    assert faults(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(None, TableCode.NO_ROWS)]),
        ("symbol\nINFY\n", [(1, TableCode.HEADER)]),
        ("exchange,tradingsymbol\n", [(None, TableCode.CUT_OFF)]),
        ("# on: 2026-02-11\nexchange,tradingsymbol,stage\n\n,,\n", [(None, TableCode.CUT_OFF)]),
        (BAN, [(1, TableCode.HEADER)]),
        (
            "exchange,tradingsymbol,stage\nNYSE,IBM,\nNSE,INF Y,\nNSE,TCS\nNSE,ITC,"
            + "I" * 41
            + "\nNSE,SBIN,\nNSE,SBIN,2\n",
            [
                (2, TableCode.EXCHANGE),
                (3, TableCode.SYMBOL),
                (4, TableCode.CELLS),
                (5, TableCode.STAGE),
                (7, TableCode.TWICE),
            ],
        ),
    ],
)
def test_every_fault_of_a_list_is_found_by_its_row(text: str, found: list[object]) -> None:
    assert faults(text, listed=True) == found


def test_a_table_of_no_day_is_refused_and_so_is_a_ban_list_of_another_day_than_was_said() -> None:
    assert faults(NSE, on=None) == [(None, TableCode.NO_DAY)]
    with pytest.raises(BadTable) as bad:
        read_list(Leaning.BAN, BAN, EARLIER)
    assert [each.code for each in bad.value.faults] == [TableCode.TWO_DAYS]
    with pytest.raises(BadTable) as bad:
        read_list(Leaning.BAN, "Securities in Ban For Trade Date 11-FEV-2026:\n")
    assert [(each.row, each.code) for each in bad.value.faults] == [(1, TableCode.DAY_UNREADABLE)]


symbols = st.from_regex("[A-Z0-9][A-Z0-9&-]{0,12}", fullmatch=True)
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))


@given(st.dictionaries(symbols, st.tuples(st.integers(1, 10**8), days), min_size=1), days)
def test_freeze_quantities_come_back_as_they_were_written(rows: dict[str, tuple[int, date]], on: date) -> None:
    units = {symbol: most for symbol, (most, _) in rows.items()}
    table = FreezeQuantities(
        on, "NSE, of March", units, {symbol: day for symbol, (_, day) in rows.items() if day != on}
    )
    assert read_freeze(write_freeze(table)) == table


@given(st.dictionaries(st.builds(Key, st.sampled_from(["NSE", "BSE"]), symbols), st.sampled_from(["", "LT 2"])), days)
def test_a_list_comes_back_as_it_was_written(entries: dict[Key, str], on: date) -> None:
    table = DatedList(Leaning.ASM, on, "the exchange", entries)
    assert read_list(Leaning.ASM, write_list(table), may_be_empty=True) == table


@given(st.text(max_size=200))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    for read in (lambda: read_freeze(text, DAY), lambda: read_list(Leaning.BAN, text, DAY)):
        try:
            read()
        except BadTable as bad:
            assert bad.faults  # noqa: PT017 - either is fine; what is not, raises something else


def test_of_two_tables_the_later_figure_counts_and_what_only_the_older_has_stays_with_its_day() -> None:
    older = FreezeQuantities(EARLIER, "old", {"FINNIFTY": 1200, "TCS": 7000})
    newer = FreezeQuantities(DAY, "new", {"FINNIFTY": 1800, "SENSEX": 1000})
    for merged in (newer.over(older), older.over(newer)):
        assert merged.on == DAY
        assert merged.units == {"FINNIFTY": 1800, "TCS": 7000, "SENSEX": 1000}
        assert [merged.day_of(each) for each in ("FINNIFTY", "TCS", "SENSEX")] == [DAY, EARLIER, DAY]


FRIDAY = date(2026, 2, 6)
CALENDAR = read_calendar(Path("tokri/data/calendar.json").read_text("utf-8"))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("on", "today", "holds"),
    [
        (FRIDAY, FRIDAY, True),
        (FRIDAY, date(2026, 2, 8), True),
        (FRIDAY, date(2026, 2, 9), True),  # Monday, the next trading day
        (FRIDAY, date(2026, 2, 10), False),
        (DAY, date(2026, 2, 12), True),
        (DAY, date(2026, 2, 13), False),
        (date(2026, 1, 23), date(2026, 1, 27), True),  # a Friday before a weekend and Republic Day
        (date(2026, 1, 23), date(2026, 1, 28), False),
        (date(2026, 2, 12), DAY, True),  # the list of tomorrow is out this evening
        (date(2025, 2, 6), DAY, False),
    ],
)
def test_a_list_of_a_day_holds_until_the_end_of_the_next_trading_day(
    name: Leaning, on: date, today: date, holds: bool
) -> None:
    assert Tables(CALENDAR).holds(name, on, today) is holds


@pytest.mark.parametrize("calendar", [None, replace(CALENDAR, years=())])
def test_where_no_calendar_holds_the_days_a_list_holds_until_the_end_of_the_next_day(calendar: Calendar | None) -> None:
    tables = Tables(calendar)
    assert [tables.holds(Leaning.MIS, DAY, DAY + timedelta(days=later)) for later in range(3)] == [True, True, False]


@pytest.mark.parametrize(("name", "last"), [(Leaning.INSTRUMENTS, 1), (Leaning.FREEZE, 30)])
def test_instruments_and_freeze_quantities_grow_old_by_calendar_days(name: Leaning, last: int) -> None:
    tables = Tables(CALENDAR)
    assert tables.holds(name, FRIDAY, FRIDAY + timedelta(days=last))
    assert not tables.holds(name, FRIDAY, FRIDAY + timedelta(days=last + 1))
