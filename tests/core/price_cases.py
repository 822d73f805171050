"""The rules on a price beside the last one known, on orders at the market price, and on IOC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.core.cases import Case
from tests.core.knowing import DAY, MORNING, knowing, last_price, share
from tests.core.list_cases import contract, order
from tests.core.orders import GOOD, future, typed
from tokri.core.basket import OrderText
from tokri.core.instrument import Instrument, Kind, Listing
from tokri.core.known import Known
from tokri.core.quote import Quote

YESTERDAY = date(2026, 2, 10)
CALL = contract("NIFTY26FEB25000CE", strike=Decimal(25000))
LONG_CALL = contract("NIFTY26JUN25000CE", expiry=date(2026, 6, 30), strike=Decimal(25000))
STOCK_CALL = contract("INFY26FEB1500CE", strike=Decimal(1500))
GOLD_CALL = contract("GOLD26FEB150000CE", "MCX", date(2026, 2, 27), strike=Decimal(150000))
FUND = share("GOLDBEES", kind=Kind.FUND)
FUTURE = contract("NIFTY26FEBFUT")


def priced(instrument: Instrument, rupees: str, on: date = DAY, **fields: object) -> Known:
    """What is known with this last price."""
    return knowing((instrument.key, Listing(instrument, last_price(rupees, on))), **fields)


def quoted(instrument: Instrument, low: str, high: str, at: datetime = MORNING) -> Known:
    """What is known with a quote of 1,500 and these limits."""
    quote = Quote(Decimal(1500), at, at, Decimal(low) if low else None, Decimal(high) if high else None)
    return knowing(instrument, quotes={instrument.key: quote})


def stop(side: str, trigger: str, price: str) -> OrderText:
    return typed(transaction_type=side, order_type="SL", trigger_price=trigger, price=price)


def market(instrument: Instrument, **fields: str) -> OrderText:
    """A MARKET order for it."""
    if instrument.cash:
        return typed(tradingsymbol=instrument.tradingsymbol, order_type="MARKET", price="", **fields)
    return order(instrument, order_type="MARKET", price="", **fields)


OPTIONS = knowing(CALL, LONG_CALL, STOCK_CALL, GOLD_CALL, FUTURE, share())
OPENING = replace(knowing(FUND, share()), at=datetime(2026, 2, 11, 3, 46, 59, tzinfo=UTC))
TODAY = priced(share(), "1500")

CASES = [
    Case("circuit-limits", "over the limit of the day", (typed(price="1650.05"),), "price", "1650",
         (typed(price="1650"), typed(price="1350")), quoted(share(), "1350", "1650")),
    Case("circuit-limits", "a trigger under it", (stop("SELL", "1340", "1350"),), "trigger_price", "1350",
         (stop("SELL", "1360", "1350"),), quoted(share(), "1350", "")),
    Case("stop-beyond-market", "to buy under the market", (stop("BUY", "1500", "1510"),), "trigger_price", None,
         (stop("BUY", "1500.05", "1510"), GOOD), TODAY),
    Case("stop-beyond-market", "to sell over the market", (stop("SELL", "1500", "1490"),), "trigger_price", None,
         (stop("SELL", "1499.95", "1490"),), TODAY),
    Case("option-range", "over 40 % away", (order(CALL, price="140.05"),), "price", None,
         (order(CALL, price="140"), order(CALL, price="60")), priced(CALL, "100")),
    Case("option-range", "over 20 rupees away", (order(CALL, price="30.05"),), "price", None,
         (order(CALL, price="30"), order(CALL, price="0.05")), priced(CALL, "10")),
    Case("price-split", "half the price", (typed(price="750"),), "price", None,
         (typed(price="1200"), typed(price="1800")), priced(share(), "1500", YESTERDAY)),
    Case("price-distance", "a tenth away", (typed(price="1650"),), "price", None,
         (typed(price="1649.95"), typed(price="1350.05"), typed(price="3000")), priced(share(), "1500", YESTERDAY)),
    Case("price-distance", "further than the firm wants", (typed(price="1530"),), "price", None,
         (typed(price="1529.95"),), priced(share(), "1500", price_distance=2)),
    Case("price-distance", "a future far away", (future(price="20000"),), "price", None, (future(price="25000"),),
         priced(FUTURE, "26000")),
    Case("price-distance", "an option beside yesterday's price", (order(CALL, price="141"),), "price", None,
         (order(CALL, price="139"),), priced(CALL, "100", YESTERDAY)),
    Case("market-refused", "an option on a share", (market(STOCK_CALL),), "order_type", "LIMIT",
         (market(CALL), order(STOCK_CALL), market(FUTURE)), OPTIONS),
    Case("market-refused", "an option on MCX", (market(GOLD_CALL),), "order_type", "LIMIT", (order(GOLD_CALL),),
         OPTIONS),
    Case("market-thin-option", "one that expires in June", (market(LONG_CALL),), "order_type", "LIMIT",
         (market(CALL), order(LONG_CALL)), OPTIONS),
    Case("market-thin-option", "one deep in the money", (market(CALL),), "order_type", "LIMIT", (order(CALL),),
         priced(CALL, "1250")),
    Case("market-fund-opening", "a fund at 09:16", (market(FUND),), "order_type", "LIMIT",
         (market(share()), typed(tradingsymbol="GOLDBEES"), market(FUND, variety="amo")), OPENING),
    Case("ioc-mcx", "IOC on MCX", (order(GOLD_CALL, validity="IOC"),), "validity", "DAY",
         (order(GOLD_CALL, validity="DAY"), typed(validity="IOC")), OPTIONS),
    Case("market-protection", "a share at the market price", (market(share()),), "order_type", "LIMIT 1507.5",
         (GOOD,), TODAY),
    Case("market-protection", "a stop at the market price",
         (typed(order_type="SL-M", price="", trigger_price="1510"),), "order_type", "SL 1517.55", (GOOD,), TODAY),
    Case("market-protection", "without a last price", (market(FUTURE),), "order_type", None, (future(),), OPTIONS),
]  # fmt: skip
