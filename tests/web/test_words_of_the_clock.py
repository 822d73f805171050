"""What the clock says, word for word, at moments that bring out every phrase of it."""

from __future__ import annotations

import pytest

from tests.core.clock_cases import AMO, CALENDAR, ESM, MIS, OPTION, SHIPPED, at, gold
from tests.core.orders import GOOD, cover, future, typed
from tokri.core.basket import OrderText
from tokri.core.market import Market, Segment, market_of, read_calendar, state
from tokri.core.rules import check
from tokri.web import words
from tokri.web.words.clock import market_lines, market_name

REGULAR = typed(variety="regular")
AT_MARKET = typed(order_type="MARKET", price="")
STOP = typed(order_type="SL", trigger_price="1490")


@pytest.mark.parametrize(
    ("code", "moment", "order", "said"),
    [
        ("market-closed", "2026-02-11 20:00", REGULAR,
         "NSE is closed and opens Thursday 09:15 IST. What is sent now may be queued for the next session."),
        ("market-closed", "2026-01-26 11:00", REGULAR,
         ("NSE is closed for Republic Day and opens Tuesday 09:15 IST. What is sent now may be queued for the next"
         " session.")),
        ("year-not-loaded", "2027-01-04 11:00", GOOD,
         "the trading days of 2027 are not loaded here, so we do not know when NSE is open; look it up in Kite."),
        ("hours-not-loaded", "2026-11-08 18:00", GOOD,
         ("the hours of NSE on 8 Nov 2026 (Diwali, Muhurat trading) are not loaded here, so we do not know when it is"
         " open; look it up in Kite.")),
        ("after-the-close", "2026-02-11 15:45", AT_MARKET,
         ("trading is over for the day; until 16:00 IST NSE takes MARKET orders, and they are filled at the closing"
          " price.")),
        ("closing-price-only", "2026-02-11 15:45", GOOD,
         ("wait for the next session, or accept that Kite may refuse what is sent now; until 16:00 IST NSE takes MARKET"
         " orders, at the closing price, and no others.")),
        ("between-sessions", "2026-02-11 15:35", GOOD,
         ("wait until Wednesday 16:00 IST, or accept that Kite may refuse what is sent now; NSE is closed, opens"
         " Thursday 09:15 IST, and takes no order before Wednesday 16:00 IST.")),
        ("sent-after-hours", "2026-02-11 20:00", GOOD,
         ("NSE is closed and opens Thursday 09:15 IST, so what is sent now goes to Kite for the next session (AMO);"
         " place it there before Thursday 08:58 IST, for later Kite refuses it.")),
        ("sent-after-hours", "2026-12-31 18:00", GOOD,
         "NSE is closed, so what is sent now goes to Kite for the next session (AMO)."),
        ("amo-while-open", "2026-02-11 12:00", AMO,
         "clear the variety; Kite refuses AMO orders on NSE while the market is open, until 16:00 IST."),
        ("market-not-queued", "2026-02-11 20:00", OPTION,
         "choose LIMIT as the order type; after hours Kite takes no MARKET order on an index option."),
        ("call-auction-not-queued", "2026-02-11 20:00", typed(tradingsymbol="KEL-SM"),
         ("wait until NSE opens, Thursday 09:15 IST; the share is traded in call auctions, and Kite takes no order on"
         " it after hours.")),
        ("cover-after-hours", "2026-02-11 20:00", cover(),
         ("choose another variety, or wait until the market opens, Thursday 09:15 IST; Kite takes no cover order after"
         " hours.")),
        ("after-hours-pause", "2026-02-11 03:00", GOOD,
         ("wait until 05:30 IST, or accept that Kite may refuse it; between 01:00 and then it is said to take no"
         " orders.")),
        ("no-entry", "2026-08-03 15:15", GOOD,
         "wait until 15:20 IST; from 15:15 until then NSE takes no order on it, and refuses what comes."),
        ("auction-stop", "2026-08-03 15:22", STOP,
         "choose LIMIT as the order type; no SL order is taken in the closing auction."),
        ("auction-stop", "2026-02-11 09:05", STOP,
         "choose LIMIT as the order type; no SL order is taken before the market opens."),
        ("auction-ioc", "2026-08-03 15:22", typed(validity="IOC"),
         "choose DAY as the validity; in the closing auction nothing is filled at once, and IOC is likely refused."),
        ("auction-limit-only", "2026-08-03 15:25", typed(order_type="MARKET", price=""),
         "choose LIMIT as the order type; in the closing auction, no MARKET order is taken from 15:25 IST on."),
        ("intraday-late", "2026-02-11 15:20", MIS,
         ("choose another product, or wait for the next session; Kite ends MIS orders on NSE at 15:20 IST, and takes"
         " ₹50 and GST for each that it has to close.")),
        ("intraday-soon", "2026-08-03 15:00", cover(),
         ("Kite ends cover orders on NSE at 15:20 IST (as far as we know; since August 2026 perhaps earlier), and takes"
         " ₹50 and GST for each that it has to close; accept that, or choose another variety.")),
    ],
)  # fmt: skip
def test_the_sentences_of_the_clock_read_as_meant(code: str, moment: str, order: OrderText, said: str) -> None:
    problems = check((order,), at(moment, lists=ESM)).problems
    (problem,) = [each for each in problems if each.code == code]
    assert words.sentence(problem, (order,)) == f"Order 1, {order.tradingsymbol}: {said}"


def test_what_is_told_of_several_orders_names_them_by_their_numbers() -> None:
    orders = (REGULAR, gold(), typed(variety="regular", tradingsymbol="TCS"), future(variety="regular"))
    notes = [each for each in check(orders, at("2026-02-11 20:00")).notes if each.code == "market-closed"]
    assert [words.sentence(each, orders).partition(" and opens")[0] for each in notes] == [
        "Orders 1 and 3: NSE is closed",
        "Order 4, NIFTY26FEBFUT: NFO is closed",
    ]


@pytest.mark.parametrize(
    ("exchanges", "moment", "said"),
    [
        ("NSE", "2026-08-03 09:05", "NSE shares with derivatives: pre-open session until 09:08 IST"),
        ("NSE", "2026-09-07 09:05",
         "NSE shares with derivatives: pre-open session, LIMIT orders only, until 09:10 IST"),
        ("NSE", "2026-08-03 09:10",
         "NSE shares with derivatives: pre-open session, no orders taken until 09:15 IST"),
        ("NSE", "2026-08-03 12:00", "NSE shares with derivatives: open until 15:15 IST"),
        ("NSE", "2026-08-03 15:15",
         "NSE shares with derivatives: no orders taken until 15:20 IST, then the closing auction"),
        ("NSE", "2026-08-03 15:20",
         "NSE shares with derivatives: closing auction, LIMIT and MARKET orders until 15:25 IST"),
        ("NSE", "2026-08-03 15:25",
         "NSE shares with derivatives: closing auction, LIMIT orders only, until 15:30 IST at the latest"),
        ("NSE", "2026-08-03 15:30", "NSE shares with derivatives: closing auction, no orders taken any more"),
        ("NSE", "2026-08-03 15:50",
         "NSE shares with derivatives: closed, MARKET orders at the closing price until 16:00 IST"),
        ("NSE", "2026-08-03 15:40", "Market closed: opens Tuesday 09:15 IST"),
        ("NSE NFO", "2026-08-08 15:40", "Market closed: opens Monday 09:15 IST"),
        ("NSE BSE NFO CDS", "2026-08-03 12:00",
         ("NSE shares with derivatives and BSE shares with derivatives: open until 15:15 IST | "
         "NFO derivatives: open until 15:40 IST | CDS currency: open until 17:00 IST")),
        ("MCX", "2026-03-03 12:00", "Market closed for Holi: opens Tuesday 17:00 IST"),
        ("NSE MCX", "2026-12-31 23:56",
         "Market closed; not known when it opens, because the trading days of 2027 are not loaded"),
        ("NSE", "2027-01-04 12:00",
         "NSE shares with derivatives: not known whether open, because the trading days of 2027 are not loaded"),
        ("NSE", "2026-11-08 18:00",
         "NSE shares with derivatives: not known whether open, because the hours of 8 Nov 2026 are not loaded"),
    ],
)  # fmt: skip
def test_how_the_market_stands_is_said_in_one_line(exchanges: str, moment: str, said: str) -> None:
    known = at(moment)
    assert known.at is not None
    markets = [market_of(each, has_derivatives=True) for each in exchanges.split()]
    assert " | ".join(market_lines([state(CALENDAR, each, known.at) for each in markets if each])) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-08-03 12:00",
         "NSE shares with derivatives: open until 15:15 IST | Other NSE shares: open until 15:30 IST"),
        ("2026-08-03 09:05", "NSE shares: pre-open session until 09:08 IST"),
    ],
)  # fmt: skip
def test_shares_of_one_exchange_are_told_apart_only_where_they_keep_other_hours(moment: str, said: str) -> None:
    known = at(moment)
    assert known.at is not None
    markets = [market_of("NSE", has_derivatives=each) for each in (True, False)]
    assert " | ".join(market_lines([state(CALENDAR, each, known.at) for each in markets if each])) == said


def test_every_segment_has_a_name() -> None:
    assert len({market_name(Market("NSE", segment)) for segment in Segment}) == len(Segment)


def test_an_opening_more_than_a_week_ahead_is_told_with_its_date() -> None:
    week = ", ".join(f'{{"on": "2026-02-{day}", "name": "A week off"}}' for day in range(16, 21))
    text = SHIPPED.replace(
        '{"on": "2026-03-03", "name": "Holi"},', f'{week}, {{"on": "2026-03-03", "name": "Holi"}},', 1
    )
    (note,) = [
        each
        for each in check((REGULAR,), at("2026-02-13 20:00", calendar=read_calendar(text))).notes
        if each.code == "market-closed"
    ]
    assert "opens Monday 09:15 IST, 23 Feb 2026." in words.sentence(note, (REGULAR,))
