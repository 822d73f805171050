"""Kite's dump is read strictly: every fault by its row, and what each paper is told by its columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.formats.dump import COLUMNS, instrument, read_dump
from tokri.core.instrument import Kind
from tokri.core.instrument_file import MOST_FAULTS, Fault, FileRefused
from tokri.core.kinds import kind_of, series_in, stem_of

HEADER = ",".join(COLUMNS)
INFY = "408065,1594,INFY,INFOSYS,0,,0,0.05,1,EQ,NSE,NSE"
OPTION = '12345602,48225,NIFTY26FEB25500PE,"NIFTY",0.0,2026-02-24,25500.0,0.05,65,PE,NFO-OPT,NFO'


def dump(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def faults(content: bytes) -> list[tuple[int, Fault, str]]:
    with pytest.raises(FileRefused) as caught:
        read_dump(content)
    return [(each.row, each.code, each.facts.get("column", "")) for each in caught.value.faults]


def test_a_row_is_read_into_an_instrument_exact() -> None:
    share, option = (instrument(row) for row in read_dump(dump(INFY, OPTION)).rows.values())
    assert (share.exchange, share.tradingsymbol, share.name, share.kind) == ("NSE", "INFY", "INFOSYS", Kind.SHARE)
    assert (share.tick_size, share.lot_size, share.expiry, share.strike) == (Decimal("0.05"), 1, None, None)
    assert (share.instrument_token, share.exchange_token) == (408065, 1594)
    assert (option.kind, option.expiry, option.strike) == (Kind.OPTION, date(2026, 2, 24), Decimal(25500))
    assert (option.name, option.segment, option.lot_size) == ("NIFTY", "NFO-OPT", 65)


def test_names_may_hold_commas_quotes_and_nothing() -> None:
    rows = read_dump(dump('1,2,A&B,"A, ""B"" & (C)",0,,0,0.05,1,EQ,NSE,NSE', "3,4,X,,0,,0,0.05,1,EQ,NSE,NSE")).rows
    assert [row.name for row in rows.values()] == ['A, "B" & (C)', ""]


def test_a_mark_of_utf_8_and_lines_of_windows_are_read() -> None:
    content = b"\xef\xbb\xbf" + dump(INFY).replace(b"\n", b"\r\n")
    assert list(read_dump(content).rows) == [("NSE", "INFY")]


def test_exchanges_without_baskets_are_left_out_and_counted() -> None:
    found = read_dump(
        dump(INFY, "1,2,X26FEBFUT,X,0,2026-02-24,0,1,1,FUT,NCO-FUT,NCO", "1,3,US500,,0,,0,0,0,EQ,INDICES,GLOBAL")
    )
    assert (len(found.rows), found.left_out) == (1, {"NCO": 1, "GLOBAL": 1})


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (INFY.replace("408065", "4o8065"), "instrument_token"),
        (INFY.replace("1594", "-1"), "exchange_token"),
        (INFY.replace(",INFY,", ",,"), "tradingsymbol"),
        (INFY.replace(",INFY,", ",INFY ,"), "tradingsymbol"),
        (INFY.replace(",INFY,", ",INF\u200bY,"), "tradingsymbol"),
        (INFY.replace("0.05", "1e-2"), "tick_size"),
        (INFY.replace("0.05", "0"), "tick_size"),
        (INFY.replace("0.05", "NaN"), "tick_size"),
        (INFY.replace("0.05,1,", "0.05,0,"), "lot_size"),
        (INFY.replace("0.05,1,", "0.05,1.0,"), "lot_size"),
        (INFY.replace("0.05,1,", "0.05,²,"), "lot_size"),
        (INFY.replace(",EQ,", ",XX,"), "instrument_type"),
        (INFY.replace(",NSE,NSE", ",NSE-XX,NSE"), "segment"),
        (INFY.replace(",NSE,NSE", ",NSE,NS"), "exchange"),
        (OPTION.replace("2026-02-24", ""), "expiry"),
        (OPTION.replace("2026-02-24", "2026-02-30"), "expiry"),
        (OPTION.replace("2026-02-24", "24-02-2026"), "expiry"),
        (OPTION.replace("25500.0", "25,500"), ""),
        (OPTION.replace("25500.0", "-25500"), "strike"),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_column(row: str, column: str) -> None:
    assert (3, Fault.VALUE if column else Fault.COLUMNS, column) in faults(dump(INFY.replace("INFY", "TCS"), row))


def test_an_index_may_be_without_lot_and_tick() -> None:
    rows = read_dump(dump("256265,1001,NIFTY 50,NIFTY 50,0,,0,0,0,EQ,INDICES,NSE")).rows
    assert [instrument(row).kind for row in rows.values()] == [Kind.INDEX]


def test_a_key_that_stands_twice_is_told_with_its_first_row() -> None:
    with pytest.raises(FileRefused) as caught:
        read_dump(dump(INFY, OPTION, INFY))
    (fault,) = caught.value.faults
    assert (fault.row, fault.code, fault.facts["first"]) == (4, Fault.TWICE, "2")


def test_so_many_faults_are_told_and_no_more() -> None:
    assert len(faults(dump(*["1,2"] * 1000))) == MOST_FAULTS


@given(st.binary(max_size=400))
def test_whatever_bytes_come_are_read_or_refused(content: bytes) -> None:
    for whole in (content, dump() + content, dump(INFY) + content):
        try:
            found: object = read_dump(whole).rows
        except FileRefused as refused:
            found = refused.faults
        assert found


@given(st.integers(min_value=0, max_value=len(dump(INFY, OPTION)) - 2))
def test_a_file_cut_off_anywhere_is_refused_or_whole_rows(length: int) -> None:
    try:
        rows = read_dump(dump(INFY, OPTION)[:length]).rows
    except FileRefused:
        return
    assert list(rows) == [("NSE", "INFY")]


@pytest.mark.parametrize(
    ("exchange", "symbol", "name", "code", "kind"),
    [
        ("NSE", "INFY", "INFOSYS LIMITED", 1594, Kind.SHARE),
        ("NSE", "63MOONS", "63 MOONS TECHNOLOGIES LTD", 11, Kind.SHARE),
        ("NSE", "3MINDIA", "3M INDIA LIMITED", 11, Kind.SHARE),
        ("NSE", "CENTRALBK-BE", "CENTRAL BANK OF INDIA", 14898, Kind.SHARE),
        ("NSE", "NIFTYBEES", "NIP IND ETF NIFTY BEES", 1, Kind.FUND),
        ("NSE", "LIQUIDSBI", "SBIAMC - LIQUIDSBI", 1, Kind.FUND),
        ("NSE", "EMBASSY", "EMBASSY OFFICE PARKS REIT", 1, Kind.FUND),
        ("NSE", "INDUSINVIT", "INDUS INFRA TRUST", 1, Kind.FUND),
        ("NSE", "HDFCAMC", "HDFC AMC LIMITED", 1, Kind.SHARE),
        ("NSE", "CAPTRUST", "CAPITAL TRUST LIMITED", 1, Kind.SHARE),
        ("NSE", "FIRSTCRY", "BRAINBEES SOLUTIONS LTD", 1, Kind.SHARE),
        ("NSE", "CHEMBOND", "CHEMBOND MATERIALTECH LTD", 1, Kind.SHARE),
        ("NSE", "699WB35", "SDL WB 6.99% 2035", 620, Kind.DEBT),
        ("NSE", "1018GS2026", "GOI LOAN 10.18% 2026", 1, Kind.DEBT),
        ("NSE", "M&MFIN", "UNSECURED NCD", 1, Kind.DEBT),
        ("NSE", "SGBJUN28-GB", "2.5%GOLDBONDS2028SR-III", 1, Kind.DEBT),
        ("NSE", "TCL26", "TCL MARKET LINK 2026 SRA", 1, Kind.DEBT),
        ("BSE", "INFY", "INFOSYS LTD.", 500209, Kind.SHARE),
        ("BSE", "ATLPP", "Allcargo Terminals Limited", 890228, Kind.SHARE),
        ("BSE", "GOLDBEES", "NIPPON INDIA ETF GOLD BEES", 590095, Kind.FUND),
        ("BSE", "NXST", "Nexus Select Trust", 543913, Kind.FUND),
        ("BSE", "745ABL34", "ABL-7.45%-5-9-34-PVT", 975988, Kind.DEBT),
        ("BSE", "MOFS270225", "MOFSL-27-2-26-CP", 729000, Kind.DEBT),
        ("BSE", "GS12DEC49F", "GS12DEC49F", 800111, Kind.DEBT),
        ("BSE", "75855SEI35", "SEIT-7.5855%-2-2-35-INVITS", 976381, Kind.DEBT),
    ],
)
def test_what_a_paper_is_shows_in_its_code_series_and_name(
    exchange: str, symbol: str, name: str, code: int, kind: Kind
) -> None:
    cells = f"1,{code},{symbol},{name},0,,0,0.05,1,EQ,{exchange},{exchange}"
    (row,) = read_dump(dump(cells)).rows.values()
    assert kind_of(row) is kind


def test_a_series_is_part_of_an_nse_symbol_alone() -> None:
    assert (series_in("NSE", "IDEA-BZ"), stem_of("NSE", "IDEA-BZ")) == ("BZ", "IDEA")
    assert (series_in("NSE", "BAJAJ-AUTO"), stem_of("NSE", "BAJAJ-AUTO")) == ("", "BAJAJ-AUTO")
    assert (series_in("BSE", "DLCL-RE"), stem_of("BSE", "DLCL-RE")) == ("", "DLCL-RE")
