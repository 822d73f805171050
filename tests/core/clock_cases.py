"""The rules of the clock: what breaks each at some moment, and what does not at the same moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from tests.core.cases import Case
from tests.core.instrument_cases import contract
from tests.core.knowing import knowing, share
from tests.core.orders import GOOD, cover, future, typed
from tokri.core.basket import OrderText
from tokri.core.instrument import Key, Kind, Listing
from tokri.core.known import Known
from tokri.core.market import read_calendar
from tokri.core.reference import DatedList, Leaning, Tables
from tokri.core.times import IST

SHIPPED = Path("tokri/data/calendar.json").read_text("utf-8")
CALENDAR = read_calendar(SHIPPED)

INFY, TCS = (Key("NSE", "INFY"), Listing(share(), has_derivatives=True)), share("TCS")
CALL = contract("NIFTY26FEB25000CE", kind=Kind.OPTION, instrument_type="CE", strike=25000)
FUTURE, GOLD = contract(), contract("GOLDM26MARFUT", "MCX", name="GOLDM", lot_size=1)
MARCH = contract("NIFTY26MARFUT", expiry=date(2026, 3, 30))
ILLIQUID = share("KEL-SM")


def at(moment: str, **tables: object) -> Known:
    """What is known at `2026-02-11 20:00` in India: the shipped calendar, and a list of that day."""
    now = datetime.fromisoformat(moment).replace(tzinfo=IST).astimezone(UTC)
    known = knowing(INFY, TCS, CALL, FUTURE, MARCH, GOLD, ILLIQUID, at=now)
    master = known.master
    assert master is not None
    fresh = type(master)(now.date(), now, master.rows, master.digest)
    return Known(now, fresh, known.listings, Tables(**{"calendar": CALENDAR, **tables}))  # type: ignore[arg-type]  # as the case has it


def gold(**fields: str) -> OrderText:
    """A good order for a gold future, with these fields typed otherwise."""
    return future(**{"exchange": "MCX", "tradingsymbol": "GOLDM26MARFUT", "quantity": "1", **fields})


OPTION = future(tradingsymbol="NIFTY26FEB25000CE", quantity="65", order_type="MARKET", price="")
MIS = typed(product="MIS")
AMO = typed(variety="amo")
REGULAR = typed(variety="regular")
EVENING = at("2026-02-11 20:00")
ESM = {Leaning.ESM: DatedList(Leaning.ESM, date(2026, 2, 11), "esm.csv", {ILLIQUID.key: "II", TCS.key: "I"})}
ORDER = ("orders", 0)

CASES = [
    Case("market-closed", "an evening", (REGULAR,), ORDER, None, (GOOD, gold(), typed(exchange="")), EVENING),
    Case("market-closed", "a Saturday", (gold(variety="regular"),), ORDER, None, (), at("2026-02-14 11:00")),
    Case("market-closed", "Republic Day", (REGULAR,), ORDER, None, (), at("2026-01-26 11:00")),
    Case(
        "market-closed",
        "the morning of Holi on MCX",
        (gold(variety="regular"),),
        ORDER,
        None,
        (),
        at("2026-03-03 16:59"),
    ),
    Case(
        "market-closed",
        "a bank holiday in currency alone",
        (future(exchange="CDS", variety="regular"),),
        ORDER,
        None,
        (GOOD, gold()),
        at("2026-04-01 11:00"),
    ),
    Case(
        "instrument-expired",
        "a contract of today after its market has closed",
        (future(quantity="65"),),
        "tradingsymbol",
        None,
        (future(tradingsymbol="NIFTY26MARFUT", quantity="65"), GOOD),
        at("2026-02-24 18:00"),
    ),
    Case("year-not-loaded", "a year without its holidays", (GOOD,), ORDER, None, (), at("2027-01-04 11:00")),
    Case("year-not-loaded", "the last evening of the year", (GOOD,), ORDER, None, (), at("2026-12-31 18:00")),
    Case("hours-not-loaded", "Muhurat trading, its hours unknown", (GOOD,), ORDER, None, (), at("2026-11-08 18:00")),
    Case("between-sessions", "the minutes after the close", (GOOD,), ORDER, None, (gold(),), at("2026-02-11 15:35")),
    Case(
        "between-sessions",
        "the minute before the exchange opens",
        (REGULAR,),
        ORDER,
        None,
        (AMO,),
        at("2026-02-11 08:59"),
    ),
    Case(
        "after-the-close",
        "an order at the closing price",
        (typed(order_type="MARKET", price=""),),
        ORDER,
        None,
        (GOOD, future(quantity="65"), gold()),
        at("2026-02-11 15:45"),
    ),
    Case(
        "closing-price-only",
        "a price of its own in the session at the closing price",
        (GOOD,),
        ORDER,
        None,
        (typed(order_type="MARKET", price=""), future(quantity="65"), gold()),
        at("2026-02-11 15:45"),
    ),
    Case(
        "sent-after-hours", "an order in the evening", (GOOD,), ORDER, None, (typed(variety="regular"), gold()), EVENING
    ),
    Case("sent-after-hours", "the last evening of the year", (AMO,), ORDER, None, (), at("2026-12-31 18:00")),
    Case("amo-while-open", "an AMO at noon", (AMO,), "variety", "", (GOOD,), at("2026-02-11 12:00")),
    Case(
        "amo-while-open",
        "an AMO after the window of the morning",
        (AMO,),
        "variety",
        "",
        (future(variety="amo"),),
        at("2026-02-11 09:05"),
    ),
    Case(
        "market-not-queued",
        "an index option at the market price",
        (OPTION,),
        "order_type",
        "LIMIT",
        (typed(order_type="MARKET", price=""),),
        EVENING,
    ),
    Case(
        "call-auction-not-queued",
        "a share of ESM stage II",
        (typed(tradingsymbol="KEL-SM"),),
        ORDER,
        None,
        (typed(tradingsymbol="TCS"), GOOD),
        at("2026-02-11 20:00", lists=ESM),
    ),
    Case("cover-after-hours", "a cover order in the evening", (cover(),), "variety", None, (GOOD,), EVENING),
    Case("after-hours-pause", "three at night", (GOOD,), ORDER, None, (), at("2026-02-11 03:00")),
    Case(
        "no-entry",
        "a quarter past three",
        (GOOD,),
        ORDER,
        None,
        (typed(tradingsymbol="TCS"), future(quantity="65")),
        at("2026-08-03 15:15"),
    ),
    Case("no-entry", "while the opening is matched", (GOOD,), ORDER, None, (gold(),), at("2026-02-11 09:08")),
    Case(
        "auction-stop",
        "a stop order in the closing auction",
        (typed(order_type="SL", trigger_price="1490"),),
        "order_type",
        None,
        (GOOD, typed(tradingsymbol="TCS", order_type="SL", trigger_price="1490")),
        at("2026-08-03 15:22"),
    ),
    Case(
        "auction-ioc",
        "IOC in the closing auction",
        (typed(validity="IOC"),),
        "validity",
        "DAY",
        (GOOD, typed(tradingsymbol="TCS", validity="IOC")),
        at("2026-08-03 15:22"),
    ),
    Case(
        "auction-limit-only",
        "MARKET in its last minutes",
        (typed(order_type="MARKET", price=""),),
        "order_type",
        "LIMIT",
        (GOOD, typed(tradingsymbol="TCS", order_type="MARKET", price="")),
        at("2026-08-03 15:25"),
    ),
    Case(
        "intraday-late",
        "MIS after the cut-off",
        (MIS,),
        "product",
        None,
        (GOOD, future(product="MIS")),
        at("2026-02-11 15:20"),
    ),
    Case("intraday-late", "a cover order after it", (cover(),), "variety", None, (GOOD,), at("2026-02-11 15:20")),
    Case(
        "intraday-late",
        "half an hour before MCX closes",
        (gold(product="MIS"),),
        "product",
        None,
        (gold(),),
        at("2026-02-11 23:30"),
    ),
    Case(
        "intraday-soon",
        "three in the afternoon",
        (MIS,),
        "product",
        None,
        (GOOD, gold(product="MIS")),
        at("2026-02-11 15:00"),
    ),
    Case(
        "intraday-soon",
        "after the hours have changed",
        (future(product="MIS"),),
        "product",
        None,
        (MIS,),
        at("2026-08-03 15:24"),
    ),
]
