"""What is said of lists, of the last days of a contract and of prices, word for word; and when nothing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.core.knowing import knowing, share
from tests.core.list_cases import ALL, FREE, INDEX_CALL, NEXT_CALL, listing, on_day, order
from tests.core.orders import GOOD, typed
from tests.core.price_cases import CALL, priced, quoted
from tokri.core.basket import OrderText
from tokri.core.instrument import Kind
from tokri.core.known import Known
from tokri.core.market import read_calendar
from tokri.core.reference import Leaning, Tables
from tokri.core.rules import check
from tokri.web.words import sentence

CALENDAR = Path(__file__).resolve().parents[2] / "tokri" / "data" / "calendar.json"
YESTERDAY = date(2026, 2, 10)


def said(code: str, known: Known, *orders: OrderText) -> str:
    """The one sentence of that rule; "" where it says nothing."""
    told = [sentence(problem, orders) for problem in check(orders, known).problems if problem.code == code]
    return told[0] if told else ""


@pytest.mark.parametrize(
    ("listed", "stage"),
    [
        ("LTASM 2", "ASM, long-term stage 2"),
        ("Long Term ASM Stage IV", "ASM, long-term stage 4"),
        ("ST-1", "ASM, short-term stage 1"),
        ("Stage II", "ASM, stage 2"),
        ("stage-3", "ASM, stage 3"),
        ("VI", "ASM, stage 6"),
        ("1", "ASM, stage 1"),
        ("under watch", "ASM, “under watch”"),
        ("12", "ASM, “12”"),
        ("", "ASM"),
    ],
)
def test_a_stage_is_told_in_words_however_the_list_writes_it(listed: str, stage: str) -> None:
    told = said("asm", listing(Leaning.ASM, ("NSE", "INFY", listed)), GOOD)
    assert told.startswith(f"Order 1, INFY: INFY is under additional surveillance ({stage}), list of 11 Feb 2026: ")


def test_a_list_that_is_old_says_so() -> None:
    told = said("gsm", listing(Leaning.GSM, ("NSE", "INFY", "1"), on=YESTERDAY - timedelta(days=1)), GOOD)
    assert told.endswith("at most 5 % a day. So says the list of 9 Feb 2026, which is old.")


@pytest.mark.parametrize(
    ("day", "when"),
    [(24, "today"), (23, "on the next trading day"), (20, "in 2 trading days"), (18, "in 4 trading days"), (17, "")],
)
def test_the_last_days_of_a_contract_are_counted_in_trading_days(day: int, when: str) -> None:
    told = said("stock-contract-near-expiry", on_day(day), order(FREE))
    assert (f"this contract ends {when}, 24 Feb 2026" in told) if when else told == ""


def test_a_holiday_before_expiry_is_no_trading_day_where_the_calendar_is_loaded() -> None:
    monday = replace(ALL, at=datetime(2026, 3, 23, 5, 0, tzinfo=UTC))
    calendar = Tables(calendar=read_calendar(CALENDAR.read_text(encoding="utf-8")))
    sold = order(NEXT_CALL, transaction_type="SELL")
    assert said("stock-contract-near-expiry", monday, sold) == ""
    assert "in 4 trading days, 30 Mar 2026" in said(
        "stock-contract-near-expiry", replace(monday, tables=calendar), sold
    )


def test_an_expired_contract_has_no_last_days() -> None:
    assert said("stock-contract-near-expiry", on_day(25), order(FREE)) == ""


def test_what_moves_by_the_minute_is_not_told_from_yesterdays_price() -> None:
    stop = typed(order_type="SL", trigger_price="1400", price="1450")
    assert said("stop-beyond-market", priced(share(), "1500"), stop)
    assert said("stop-beyond-market", priced(share(), "1500", YESTERDAY), stop) == ""
    assert said("option-range", priced(CALL, "100"), order(CALL, price="150"))
    assert said("option-range", priced(CALL, "100", YESTERDAY), order(CALL, price="150")) == ""


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [("1350", "1650", "from ₹1,350 to ₹1,650"), ("", "1650", "of ₹1,650 or less"), ("1900", "", "of ₹1,900 or more")],
)
def test_the_limits_of_the_day_are_told_as_far_as_they_are_known(low: str, high: str, limits: str) -> None:
    told = said("circuit-limits", quoted(share(), low, high), typed(price="1800"))
    since = "the limits of the day as Kite told them on 11 Feb 2026, 10:30 IST"
    assert told == f"Order 1, INFY: enter a price {limits}, {since}; ₹1,800 lies outside."


def test_sells_and_buys_are_named_by_their_numbers() -> None:
    orders = [typed(transaction_type=side, tradingsymbol=symbol) for side, symbol in zip(SIDES, SYMBOLS, strict=True)]
    told = said("sells-fund-buys", knowing(), *orders)
    assert told.startswith(
        "Orders 1, 3 and 4 sell and order 2 buys: a buy that is sent before the sells fill may bounce."
    )
    assert said("shares-to-release", knowing(), *orders).startswith("Orders 1, 3 and 4 sell shares out of a demat")


def test_an_option_that_pays_for_shares_is_told_of_its_own() -> None:
    sold = order(INDEX_CALL, transaction_type="SELL")
    assert "money from options that were sold buys only options" in said("sells-fund-buys", ALL, sold, GOOD)
    assert "options" not in said("sells-fund-buys", ALL, typed(transaction_type="SELL"), typed(tradingsymbol="TCS"))


SIDES = ("SELL", "BUY", "SELL", "SELL")
SYMBOLS = ("INFY", "TCS", "ITC", "SBIN")


@pytest.mark.parametrize(
    ("price", "far", "asks"),
    [
        ("31600", "9,775 % over", "is it a slip of the keyboard?"),
        ("3200", "900 % over", "was there a split or a bonus since it was decided?"),
        ("416", "30 % over", "was there a split or a bonus since it was decided?"),
        ("32", "90 % under", "was there a split or a bonus since it was decided?"),
        ("16", "95 % under", "is it a slip of the keyboard?"),
    ],
)
def test_a_price_ten_times_off_is_rather_a_slip_than_a_split(price: str, far: str, asks: str) -> None:
    told = said("price-split", priced(share(), "320"), typed(price=price))
    assert f"is {far} the last known price, ₹320 of 11 Feb 2026; {asks} Look at price and quantity." in told


def test_an_index_by_its_own_name_is_told_what_it_is_and_not_how_to_spell_it() -> None:
    index = share("NIFTY 50", kind=Kind.INDEX)
    typed_so = typed(tradingsymbol="nifty 50")
    assert said("index-not-tradable", knowing(index), typed_so).startswith("Order 1, nifty 50: NIFTY 50 is an index")
    assert said("symbol-characters", knowing(index), typed_so) == ""
    (stops,) = check([typed_so], replace(knowing(index), at=datetime(2026, 3, 11, 5, tzinfo=UTC))).errors
    assert stops.code == "symbol-characters"


def test_the_orders_at_the_market_price_that_the_list_knows_are_told_one_by_one() -> None:
    unknown, listed = (typed(order_type="MARKET", price="", tradingsymbol=symbol) for symbol in ("TCS", "INFY"))
    known = priced(share(), "1500", YESTERDAY)
    assert said("market-orders", known, listed) == ""
    assert said("market-orders", known, listed, unknown).startswith("Order 2 is at the market price")
    assert "by the last known price of ₹1,500 (10 Feb 2026)" in said("market-protection", known, listed, unknown)
