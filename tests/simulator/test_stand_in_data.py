"""The market that the stand-in carries."""

from decimal import Decimal
from pathlib import Path

import pytest

import simulator
from simulator.market import DATA, load

NAMED = "INFY RELIANCE TCS SBIN M&M J&KBANK ARE&M BAJAJ-AUTO HDFCBANK ITC 63MOONS 3MINDIA LTF"


@pytest.mark.parametrize("symbol", NAMED.split())
def test_the_shares_that_everyone_names_are_on_both_exchanges_with_a_price(symbol: str) -> None:
    market = load("2026")
    for exchange in ("NSE", "BSE"):
        instrument = market.find(exchange, symbol)
        assert instrument is not None
        assert market.last_price(instrument)


@pytest.mark.parametrize("symbol", ["KEL", "MAL", "SEL", "ZEAL", "RAJPUTANA"])
def test_symbols_that_are_two_companies_are_there_as_two(symbol: str) -> None:
    market = load("2026")
    nse, bse = market.find("NSE", symbol), market.find("BSE", symbol)
    assert nse is not None
    assert bse is not None
    assert nse.name != bse.name


def test_there_are_derivatives_of_every_exchange_and_none_has_expired() -> None:
    listed = list(load("2026").listed())
    assert {each.exchange for each in listed} == {"NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX"}
    assert min(each.expiry for each in listed if each.expiry) >= "2026-02-11"


def test_every_option_and_nearly_everything_else_has_a_price_on_its_tick() -> None:
    market = load("2026")
    listed = list(market.listed())
    options = [each for each in listed if each.is_option]
    assert all((market.last_price(each) or Decimal("0.001")) % each.tick_size == 0 for each in options)
    assert sum(market.last_price(each) is None for each in listed) < len(listed) / 20


def test_every_series_that_changes_a_symbol_is_there() -> None:
    assert {each.series for each in load("2026").listed("NSE")} >= {"BE", "BZ", "SM", "ST"}


def test_the_debenture_that_bears_a_shares_symbol_is_left_out() -> None:
    assert load("2026").find("NSE", "M&MFIN") is None


def test_the_symbols_of_kites_documentation_are_known_under_legacy_rules_alone() -> None:
    assert load("legacy").find("NFO", "NIFTY15DECFUT") is not None
    assert load("2026").find("NFO", "NIFTY15DECFUT") is None


def test_the_extract_stays_small() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("*.csv")) < 400_000


def test_the_stand_in_imports_nothing_of_the_app() -> None:
    source = "".join(path.read_text() for path in Path(simulator.__file__).parent.rglob("*.py"))
    assert "import tokri" not in source
    assert "from tokri" not in source
