"""What is known of prices: which one counts, the protection of an order at the market, and what a contract is on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.clock_cases import CALENDAR
from tests.core.extract import instruments_of_the_extract
from tests.core.knowing import DAY, MORNING, knowing, last_price, share
from tests.core.list_cases import INDEX_CALL, contract
from tests.core.orders import any_order, typed
from tokri.core.basket import LONGEST_TEXT, OrderText
from tokri.core.instrument import Instrument, Key, Kind, LastPrice, Listing
from tokri.core.known import Known
from tokri.core.money import on_tick
from tokri.core.problems import Severity
from tokri.core.protection import protected_limit
from tokri.core.quote import Quote
from tokri.core.reference import DatedList, Leaning, Tables
from tokri.core.rules import check
from tokri.core.rules.distance import option_limits
from tokri.core.underlying import INDICES, on_index, share_keys, underlying
from tokri.web.words import sentence

INFY = share()


def codes(known: Known, **fields: str) -> set[str]:
    return {problem.code for problem in check((typed(**fields),), known).problems}


def quoted(at: datetime) -> Known:
    quote = Quote(Decimal(1600), at, at, Decimal(1440), Decimal(1760))
    return knowing((INFY.key, Listing(INFY, last_price("1500"))), quotes={INFY.key: quote})


def test_a_quote_wins_over_a_list_of_prices_that_is_no_newer() -> None:
    assert quoted(MORNING).last_price(INFY.key) == LastPrice(Decimal(1600), DAY, "Kite", MORNING)
    assert quoted(MORNING - timedelta(days=1)).last_price(INFY.key) == last_price("1500")
    assert knowing(INFY).last_price(INFY.key) is None


def test_whoever_asks_for_the_listing_is_told_the_quotes_price_as_well() -> None:
    known = quoted(MORNING)
    assert known.listing("NSE", "INFY").last_price == known.last_price(INFY.key)
    assert known.listing("NSE", "INFY").instrument == INFY


def test_a_price_without_the_minute_it_was_made_at_is_no_last_price() -> None:
    undated = Quote(Decimal(1600), None, MORNING, Decimal(1440), Decimal(1760))
    known = knowing((INFY.key, Listing(INFY, last_price("1500"))), quotes={INFY.key: undated})
    assert known.last_price(INFY.key) == last_price("1500")
    assert "circuit-limits" in codes(known, price="1800")


def test_limits_without_a_moment_stop_nothing() -> None:
    undated = Quote(Decimal(1600), MORNING, None, Decimal(1440), Decimal(1760))
    known = knowing(INFY, quotes={INFY.key: undated})
    assert known.last_price(INFY.key) == LastPrice(Decimal(1600), DAY, "Kite", MORNING)
    assert "circuit-limits" not in codes(known, price="1800")


@pytest.mark.parametrize(
    ("kind", "derivatives", "severity"),
    [
        (Kind.SHARE, False, Severity.ERROR),
        (Kind.SHARE, True, Severity.WARNING),
        (Kind.FUND, False, Severity.WARNING),
    ],
)
def test_the_limits_of_a_plain_share_alone_hold_for_the_day(kind: Kind, derivatives: bool, severity: Severity) -> None:
    listing = Listing(share(kind=kind), last_price("1500"), has_derivatives=derivatives)
    quote = Quote(Decimal(1600), MORNING, MORNING, Decimal(1440), Decimal(1760))
    known = knowing((INFY.key, listing), quotes={INFY.key: quote})
    found = check((typed(price="1800"),), known).problems
    assert [each.severity for each in found if each.code == "circuit-limits"] == [severity]


def test_an_order_for_the_next_session_is_not_held_against_the_limits_of_this_one() -> None:
    assert "circuit-limits" in codes(quoted(MORNING), price="1800")
    assert "circuit-limits" not in codes(quoted(MORNING), price="1800", variety="amo")


def test_what_is_placed_and_filled_is_held_against_no_limits() -> None:
    known = quoted(MORNING)
    assert "circuit-limits" not in codes(known.without_limits({INFY.key}), price="1800")
    assert known.without_limits({INFY.key}).last_price(INFY.key) == known.last_price(INFY.key)
    assert known.without_limits({Key("NSE", "TCS")}) is known


EVENING = MORNING + timedelta(hours=8)
GOLD = contract("GOLD26AUGFUT", "MCX", date(2026, 8, 5))


@pytest.mark.parametrize(
    ("listed", "traded_at", "now", "wins"),
    [
        (INFY, MORNING, MORNING, "1600"),  # the list of today may be of the opening
        (INFY, MORNING, EVENING, "1500"),  # it is the close by then
        (GOLD, MORNING, EVENING, "1600"),  # commodities are traded till late
    ],
)
def test_of_the_same_day_the_close_wins_over_a_quote_of_before_it(
    listed: Instrument, traded_at: datetime, now: datetime, wins: str
) -> None:
    """The market's own hours, by the tables, tell when a list of today is of the close."""
    quote = Quote(Decimal(1600), traded_at, traded_at)
    known = replace(knowing((listed.key, Listing(listed, last_price("1500")))), at=now, tables=Tables(CALENDAR))
    found = replace(known, quotes={listed.key: quote}).last_price(listed.key)
    assert found is not None
    assert str(found.price) == wins


def test_where_no_table_tells_the_hours_a_quote_of_the_same_day_wins() -> None:
    known = replace(knowing((INFY.key, Listing(INFY, last_price("1500")))), at=EVENING)
    found = replace(known, quotes={INFY.key: Quote(Decimal(1600), MORNING, MORNING)}).last_price(INFY.key)
    assert found is not None
    assert found.price == Decimal(1600)


@pytest.mark.parametrize(("limit", "offered"), [("1760.5", "1760.50"), ("1760", "1760"), ("83.4525", "83.4525")])
def test_the_limit_that_is_offered_is_written_as_prices_are(limit: str, offered: str) -> None:
    quote = Quote(Decimal(1600), MORNING, MORNING, None, Decimal(limit))
    found = check((typed(price="1800"),), knowing(INFY, quotes={INFY.key: quote})).problems
    assert [each.mend for each in found if each.code == "circuit-limits"] == [offered]


def test_the_limits_of_a_derivative_move_within_the_day_so_that_they_only_warn() -> None:
    quote = Quote(Decimal(100), MORNING, MORNING, Decimal(60), Decimal(140))
    known = knowing(INDEX_CALL, quotes={INDEX_CALL.key: quote})
    order = typed(tradingsymbol=INDEX_CALL.tradingsymbol, exchange="NFO", product="NRML", price="150")
    severities = [each.severity for each in check((order,), known).problems if each.code == "circuit-limits"]
    assert severities == [Severity.WARNING]


def test_without_a_clock_no_price_is_compared() -> None:
    known = Known(listings={INFY.key: Listing(INFY, last_price("1500"))})
    assert codes(known, price="3000") == set()


@pytest.mark.parametrize(
    ("price", "side", "limit"),
    [
        ("1500", "BUY", "1507.5"),
        ("1500", "SELL", "1492.5"),
        ("300.35", "BUY", "303.35"),
        ("300.35", "SELL", "297.35"),
        ("99.95", "BUY", "101.9"),
        ("1", "BUY", "1"),
    ],
)
def test_the_protected_limit_of_a_share_is_a_whole_tick_and_never_beyond_the_protection(
    price: str, side: str, limit: str
) -> None:
    assert protected_limit(INFY, Decimal(price), side) == Decimal(limit)


@pytest.mark.parametrize(
    ("price", "limit"), [("8", "8.4"), ("50", "51.5"), ("250", "255"), ("600", "606"), ("0.05", "0.05")]
)
def test_an_options_protection_is_wider(price: str, limit: str) -> None:
    assert protected_limit(INDEX_CALL, Decimal(price), "BUY") == Decimal(limit)


def test_no_limit_is_offered_without_a_tick_or_where_none_is_left_above_zero() -> None:
    assert protected_limit(replace(INFY, tick_size=Decimal(0)), Decimal(1500), "BUY") is None
    assert protected_limit(INFY, Decimal("0.03"), "BUY") is None
    assert protected_limit(replace(INFY, tick_size=Decimal(1)), Decimal("0.4"), "SELL") is None


@pytest.mark.parametrize(
    ("reference", "low", "high"),
    [
        ("100", "60", "140"),
        ("50", "30", "70"),
        ("50.05", "30.05", "70.05"),
        ("12", "0.05", "32"),
        ("0.05", "0.05", "20.05"),
    ],
)
def test_an_options_range_is_forty_per_cent_or_twenty_rupees_in_whole_ticks(
    reference: str, low: str, high: str
) -> None:
    assert option_limits(Decimal(reference), Decimal("0.05")) == (Decimal(low), Decimal(high))


def test_every_contract_of_the_extract_is_on_something_that_is_listed_or_an_index_a_currency_or_a_commodity() -> None:
    every = instruments_of_the_extract()
    shares = {each.tradingsymbol for each in every if each.exchange == "NSE"}
    contracts = [each for each in every if each.kind in {Kind.FUTURE, Kind.OPTION}]
    assert len(contracts) > 1000
    assert all(underlying(each) for each in contracts)
    assert all(underlying(each) in shares for each in contracts if share_keys(each))
    assert {underlying(each) for each in contracts if on_index(each)} <= INDICES
    assert {underlying(each) for each in contracts if each.exchange == "CDS"} == {
        "USDINR",
        "EURINR",
        "GBPINR",
        "JPYINR",
    }


@pytest.mark.parametrize(
    ("symbol", "strike", "on"),
    [
        ("NIFTY2621726200PE", "26200", "NIFTY"),
        ("SENSEX5026FEB85000CE", "85000", "SENSEX50"),
        ("M&M26FEB3500CE", "3500", "M&M"),
        ("IDEA26FEB10.5PE", "10.50", "IDEA"),
    ],
)
def test_strike_and_expiry_are_cut_off_a_symbol_by_what_the_columns_say(symbol: str, strike: str, on: str) -> None:
    assert underlying(contract(symbol, strike=Decimal(strike))) == on


def test_a_share_and_a_contract_whose_columns_do_not_fit_its_symbol_are_on_nothing() -> None:
    assert underlying(INFY) == ""
    assert underlying(contract("NIFTY26FEB25000CE", strike=Decimal(26000))) == ""
    assert not share_keys(contract("NIFTY26FEB25000CE", strike=Decimal(26000)))


def test_nothing_is_said_of_the_shares_of_a_new_index_on_which_no_table_has_a_word() -> None:
    """An underlying is a share where the list has that share, an index where the table has it, and else neither."""
    new = contract("NIFTYNEW26FEB500CE", strike=Decimal(500))
    order = typed(tradingsymbol=new.tradingsymbol, exchange="NFO", product="NRML", order_type="MARKET", price="")
    on_last_day = datetime(2026, 2, 24, 5, 0, tzinfo=UTC)
    said = {"market-refused", "stock-option-last-days", "index-option-near-expiry"}
    told = {each.code for each in check((order,), knowing(new, share(), at=on_last_day)).problems}
    assert not told & said
    told = {each.code for each in check((order,), knowing(new, share("NIFTYNEW"), at=on_last_day)).problems}
    assert told & said == {"market-refused", "stock-option-last-days"}


def test_a_price_between_two_ticks_has_one_on_each_side() -> None:
    assert on_tick(Decimal("845.12"), Decimal("0.05")) == (Decimal("845.10"), Decimal("845.15"))


def test_the_first_two_minutes_of_a_fund_end_at_seventeen_past_nine() -> None:
    fund = share("GOLDBEES", kind=Kind.FUND)
    order = {"tradingsymbol": "GOLDBEES", "order_type": "MARKET", "price": ""}
    at = {minute: datetime(2026, 2, 11, 3, minute, tzinfo=UTC) for minute in (44, 45, 46, 47)}
    found = {
        minute: "market-fund-opening" in codes(replace(knowing(fund), at=now), **order) for minute, now in at.items()
    }
    assert found == {44: False, 45: True, 46: True, 47: False}


LISTED = (
    share(),
    share("M&M", "BSE"),
    INDEX_CALL,
    contract("INFY26FEB1500CE", strike=Decimal(1500)),
    contract("USDINR26FEBFUT", "CDS"),
    contract("GOLD26AUGFUT", "MCX", date(2026, 8, 5), tick_size=Decimal(0)),
)
LISTS_OF_ALL = {
    name: DatedList(name, DAY, "test.csv", {each.key: stage for each in LISTED})
    for name, stage in ((Leaning.GSM, "IV"), (Leaning.ASM, "ST-1"), (Leaning.ESM, "under watch"), (Leaning.BAN, ""))
}


@st.composite
def anything_known(draw: st.DrawFn) -> Known:
    """A clock on any day of a month, and of each instrument maybe a price, and maybe a quote."""
    prices = st.decimals("0", "100000", places=2)
    at = MORNING + timedelta(days=draw(st.integers(0, 30)), minutes=draw(st.integers(0, 1440)))
    listings = {
        each.key: Listing(each, draw(st.none() | st.builds(LastPrice, prices, st.just(DAY), st.just("prices.csv"))))
        for each in LISTED
    }
    limits = st.none() | prices
    seen = st.none() | st.just(at)
    quotes = {each.key: draw(st.builds(Quote, limits, seen, seen, limits, limits)) for each in LISTED[::2]}
    return replace(
        knowing(),
        at=at,
        listings=listings,
        quotes=quotes,
        tables=Tables(lists=LISTS_OF_ALL),
        basket_limit=1,
        price_distance=draw(st.integers(0, 100)),
    )


@given(anything_known(), st.lists(st.tuples(any_order, st.sampled_from(LISTED)), max_size=4))
def test_whatever_is_known_no_order_makes_the_check_or_its_sentences_fail(
    known: Known, orders: list[tuple[OrderText, Instrument]]
) -> None:
    texts = [replace(text, tradingsymbol=on.tradingsymbol, exchange=on.exchange) for text, on in orders]
    for problem in check(texts, known).problems:
        assert all(len(str(fact)) <= LONGEST_TEXT for fact in problem.facts.values())
        assert sentence(problem, texts)
