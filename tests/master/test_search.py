"""What people type finds what they mean, on the whole list of 11 February 2026."""

from __future__ import annotations

from datetime import date

import pytest

from tests.master.conftest import DAY, MasterOf
from tests.master.lists import contract, row, share
from tokri.core.instrument import Kind
from tokri.instrument_master import InstrumentMaster

FIRST = [
    ("reliance", ["NSE:RELIANCE", "BSE:RELIANCE", "NFO:RELIANCE26FEBFUT"]),
    ("rel ind", ["NSE:RELIANCE", "BSE:RELIANCE"]),
    ("M&M", ["NSE:M&M", "BSE:M&M", "NFO:M&M26FEBFUT"]),
    ("mm", ["NSE:M&M", "BSE:M&M", "NFO:M&M26FEBFUT"]),
    ("infosys", ["NSE:INFY", "BSE:INFY", "NFO:INFY26FEBFUT"]),
    ("hdfc bank", ["NSE:HDFCBANK", "BSE:HDFCBANK", "NFO:HDFCBANK26FEBFUT"]),
    ("bajaj auto", ["NSE:BAJAJ-AUTO", "BSE:BAJAJ-AUTO"]),
    ("nifty 26000 ce", ["NFO:NIFTY2621726000CE", "NFO:NIFTY26FEB26000CE", "NFO:NIFTY2630226000CE"]),
    ("nifty 26,000 call", ["NFO:NIFTY2621726000CE"]),
    ("26000ce", ["NFO:NIFTY2621726000CE"]),
    ("banknifty mar fut", ["NFO:BANKNIFTY26MARFUT"]),
    ("banknifty fut", ["NFO:BANKNIFTY26FEBFUT", "NFO:BANKNIFTY26MARFUT", "NFO:BANKNIFTY26APRFUT"]),
    ("nifty 24 feb 25500 pe", ["NFO:NIFTY26FEB25500PE"]),
    ("nifty 24th feb 25500 put", ["NFO:NIFTY26FEB25500PE"]),
    ("nifty 24feb26 25500pe", ["NFO:NIFTY26FEB25500PE"]),
    ("nifty 2 mar 25500 pe", ["NFO:NIFTY2630225500PE"]),
    ("nifty feb 25500 pe", ["NFO:NIFTY26FEB25500PE", "NFO:NIFTY2621725500PE"]),
    ("nifty 26 feb 25500 pe", ["NFO:NIFTY26FEB25500PE"]),
    ("NIFTY26FEB255", ["NFO:NIFTY26FEB25500CE", "NFO:NIFTY26FEB25500PE"]),
    ("nifty2621725500pe", ["NFO:NIFTY2621725500PE"]),
    ("gold apr fut", ["MCX:GOLD26APRFUT"]),
    ("usdinr mar", ["CDS:USDINR26MARFUT", "BCD:USDINR26MARFUT"]),
    ("tata motors fut", ["NFO:TMPV26FEBFUT"]),
    ("INFY.NS", ["NSE:INFY"]),
    ("INFY.BO", ["BSE:INFY"]),
    ("NSE:INFY", ["NSE:INFY"]),
    ("bse : infy", ["BSE:INFY"]),
    ("infy nse", ["NSE:INFY"]),
    ("INFY-EQ", ["NSE:INFY", "BSE:INFY"]),
    ("500209", ["BSE:INFY"]),
    ("L&TFH", ["NSE:LTF", "BSE:LTF"]),
    ("bse", ["NSE:BSE"]),
    ("mcx", ["NSE:MCX"]),
    ("gold", ["MCX:GOLD26APRFUT"]),
    ("nifty", ["NFO:NIFTY26FEBFUT", "NFO:NIFTY26MARFUT", "NFO:NIFTY26APRFUT", "NSE:NIFTY"]),
]


def symbols(master: InstrumentMaster, text: str, limit: int = 20, on: date = DAY, exchange: str = "") -> list[str]:
    return [":".join(hit.instrument.key) for hit in master.search(text, on, limit, exchange).hits]


@pytest.mark.parametrize(("text", "first"), FIRST, ids=[text for text, _ in FIRST])
def test_what_people_type_comes_first(whole_list: InstrumentMaster, text: str, first: list[str]) -> None:
    assert symbols(whole_list, text)[: len(first)] == first


@pytest.mark.parametrize(
    "text", ["", " ", "-", ":", "%", '"', "~", "*", "a" * 5000, "é", "टोकरी", "NSE:", "' OR 1=1 --"]
)
def test_no_text_breaks_the_search(whole_list: InstrumentMaster, text: str) -> None:
    assert len(whole_list.search(text, DAY).hits) <= 20


def test_an_exchange_that_is_asked_for_is_the_only_one_found(whole_list: InstrumentMaster) -> None:
    assert {hit.instrument.exchange for hit in whole_list.search("reliance", DAY, 20, "BSE").hits} == {"BSE"}
    assert symbols(whole_list, "nifty 26000 ce", exchange="BSE") == []
    assert symbols(whole_list, "usdinr mar", exchange="BCD")[0] == "BCD:USDINR26MARFUT"


def test_what_has_expired_is_never_found(whole_list: InstrumentMaster) -> None:
    assert "NFO:NIFTY2621026000CE" not in symbols(whole_list, "nifty 26000 ce")
    assert symbols(whole_list, "NIFTY2621026000CE") == symbols(whole_list, "nifty 10 feb 26000 ce")
    assert "NFO:NIFTY2621026000CE" not in symbols(whole_list, "NIFTY2621026000CE")
    assert symbols(whole_list, "banknifty fut", on=date(2026, 3, 1))[0] == "NFO:BANKNIFTY26MARFUT"


def test_the_day_of_expiry_itself_still_counts(whole_list: InstrumentMaster) -> None:
    assert symbols(whole_list, "banknifty feb fut", on=date(2026, 2, 24)) == ["NFO:BANKNIFTY26FEBFUT"]
    assert "NFO:BANKNIFTY26FEBFUT" not in symbols(whole_list, "banknifty fut", on=date(2026, 2, 25))
    assert symbols(whole_list, "banknifty", on=date(2026, 2, 25))[0] == "NFO:BANKNIFTY26MARFUT"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("relianse", "NSE:RELIANCE"),
        ("infosis", "NSE:INFY"),
        ("inyf", "NSE:INFY"),
        ("bankniftty mar fut", "NFO:BANKNIFTY26MARFUT"),
        ("nifty 25510 ce", "NFO:NIFTY2621725500CE"),
        ("NIFTY26FEB25510CE", "NFO:NIFTY26FEB25500CE"),
    ],
)
def test_a_misspelt_name_and_a_strike_that_there_is_not_find_the_nearest(
    whole_list: InstrumentMaster, text: str, meant: str
) -> None:
    found = whole_list.search(text, DAY)
    assert found.meant
    assert ":".join(found.hits[0].instrument.key) == meant


def test_a_hit_says_that_it_is_no_guess(whole_list: InstrumentMaster) -> None:
    assert not whole_list.search("reliance", DAY).meant


def test_a_hit_brings_its_price_with_its_day_and_its_twin(whole_list: InstrumentMaster) -> None:
    hit = whole_list.search("INFY", DAY).hits[0]
    assert (hit.last_price and hit.last_price.on, hit.twin) == (DAY, ("BSE", "INFY"))


def test_exact_comes_before_prefix_before_word_before_piece(master_of: MasterOf) -> None:
    master = master_of(
        share("XABCX"), share("ZED", "PLAIN ABC COMPANY"), share("ABCD"), share("ABC"), share("QUIET", "OTHER LIMITED")
    )
    assert symbols(master, "abc") == ["NSE:ABC", "NSE:ABCD", "NSE:ZED", "NSE:XABCX"]


def test_shares_come_before_funds_before_debt_and_before_what_depends_on_them(master_of: MasterOf) -> None:
    master = master_of(
        contract("ABC26FEBFUT", "ABC", "2026-02-24"),
        row("ABC7", "ABC 7.5% 2030", "NSE", lot_size=100),
        share("ABCETF", "ABC GOLD ETF"),
        share("ABCO"),
        share("ABC"),
    )
    assert symbols(master, "abc") == ["NSE:ABC", "NFO:ABC26FEBFUT", "NSE:ABCO", "NSE:ABCETF", "NSE:ABC7"]


def test_contracts_of_an_index_come_before_those_of_a_share_and_near_before_far(master_of: MasterOf) -> None:
    master = master_of(
        contract("NIFTEX26FEBFUT", "NIFTEX", "2026-02-24"),
        contract("NIFTY26MARFUT", "NIFTY", "2026-03-30"),
        contract("NIFTY26FEBFUT", "NIFTY", "2026-02-24"),
    )
    assert symbols(master, "nift fut") == ["NFO:NIFTY26FEBFUT", "NFO:NIFTY26MARFUT", "NFO:NIFTEX26FEBFUT"]


def test_options_nearest_to_the_middle_come_first_in_each_expiry(master_of: MasterOf) -> None:
    options = [
        contract(f"NIFTY26FEB{strike}CE", "NIFTY", "2026-02-24", strike=strike, instrument_type="CE")
        for strike in (100, 200, 300, 400, 500)
    ]
    assert symbols(master_of(*options), "nifty ce")[:1] == ["NFO:NIFTY26FEB300CE"]


def test_a_limit_is_the_best_of_the_longer_answer(whole_list: InstrumentMaster) -> None:
    for text in ("rel", "nifty", "bank", "gold", "tata", "s"):
        assert symbols(whole_list, text, 5) == symbols(whole_list, text, 20)[:5]


def test_without_a_list_nothing_is_found(master: InstrumentMaster) -> None:
    assert master.search("reliance", DAY).hits == ()
    assert master.state() is None


def test_a_whole_symbol_of_any_live_instrument_finds_it_first(whole_list: InstrumentMaster) -> None:
    connection = whole_list._list.connection()
    rows = connection.execute(
        "SELECT exchange, tradingsymbol, kind FROM instruments WHERE expiry = '' OR expiry >= ? ORDER BY rank",
        (DAY.isoformat(),),
    ).fetchall()
    for exchange, symbol, kind in rows[:: len(rows) // 300]:
        if kind != Kind.INDEX:
            assert symbols(whole_list, f"{exchange}:{symbol}")[:1] == [f"{exchange}:{symbol}"]
