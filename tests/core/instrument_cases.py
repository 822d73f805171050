"""The rules on the symbol, with a small list beside them: what breaks each, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.core.cases import Case
from tests.core.knowing import DAY, MORNING, knowing, last_price, share
from tests.core.orders import GOOD, future, typed
from tokri.core.instrument import Instrument, Key, Kind, Listing
from tokri.core.known import Known


def contract(tradingsymbol: str = "NIFTY26FEBFUT", exchange: str = "NFO", **fields: object) -> Instrument:
    """A NIFTY future that ends on 24 February, with these fields otherwise."""
    plain = share(tradingsymbol, exchange, kind=Kind.FUTURE, instrument_type="FUT", segment=f"{exchange}-FUT")
    return replace(plain, **{"name": "NIFTY", "expiry": date(2026, 2, 24), "lot_size": 65, **fields})


def absent(tradingsymbol: str, exchange: str = "NSE", **told: object) -> tuple[Key, Listing]:
    """A symbol that the list does not have, and what it says instead."""
    return Key(exchange, tradingsymbol), replace(Listing(None), **told)


INFY, ON_BSE = share(), share(exchange="BSE")
MOVED = absent("IDEA", moved=(share("IDEA-BZ"), share("IDEA-BE")))
OLD = replace(knowing().master, on=DAY - timedelta(days=2))  # type: ignore[type-var]  # there is one
INDEX = share("NIFTY", kind=Kind.INDEX, segment="INDICES", lot_size=0)
KEL, OTHER_KEL = share("KEL", name="KUNDAN EDIFICE"), share("KEL", "BSE", name="KERALA ELECTRICALS")
EVENING = datetime(2026, 2, 24, 10, 0, tzinfo=UTC)

CASES = [
    Case("symbol-renamed", "an old name", (typed(tradingsymbol="L&TFH"),), "tradingsymbol", "LTF", (GOOD,),
         knowing(absent("L&TFH", renamed=share("LTF")), share("LTF"), INFY)),
    Case("symbol-moved", "a share now traded for delivery alone", (typed(tradingsymbol="IDEA"),), "tradingsymbol",
         "IDEA-BZ", (GOOD,), knowing(MOVED, share("IDEA-BZ"), share("IDEA-BE"), INFY), ("IDEA-BE",)),
    Case("exchange-wrong", "a share on NFO", (typed(exchange="NFO"),), "exchange", "NSE", (GOOD,),
         knowing(absent("INFY", "NFO", elsewhere=(INFY, ON_BSE)), INFY, ON_BSE), ("BSE",)),
    Case("exchange-wrong", "a future on NSE", (future(exchange="NSE"),), "exchange", "NFO", (future(),),
         knowing(absent("NIFTY26FEBFUT", elsewhere=(contract(),)), contract())),
    Case("symbol-unknown", "a slip of the finger", (typed(tradingsymbol="INFYY"),), "tradingsymbol", "INFY", (GOOD,),
         knowing(absent("INFYY", alike=(INFY, share("INFYBEES"), ON_BSE)), INFY, share("INFYBEES")), ("INFYBEES",)),
    Case("symbol-unknown", "a contract of another year", (future(tradingsymbol="NIFTY15DECFUT"),), "tradingsymbol",
         None, (typed(tradingsymbol=""), typed(exchange=""), GOOD), knowing(INFY)),
    Case("index-not-tradable", "NIFTY itself", (typed(tradingsymbol="NIFTY"),), "tradingsymbol", None, (GOOD,),
         knowing(INDEX, INFY)),
    Case("instrument-expired", "a contract of January", (future(quantity="65"),), "tradingsymbol", None, (GOOD,),
         knowing(contract(expiry=date(2026, 2, 10)), INFY)),
    Case("expires-today", "a contract on its last day", (future(quantity="65"),), "tradingsymbol", None,
         (future(tradingsymbol="NIFTY26MARFUT"), GOOD),
         knowing(contract(), contract("NIFTY26MARFUT", expiry=date(2026, 3, 30)), INFY, at=EVENING)),
    Case("other-company", "two companies of one symbol", (typed(tradingsymbol="KEL"),), "exchange", None, (GOOD,),
         knowing((KEL.key, Listing(KEL, elsewhere=(OTHER_KEL,))),
                 (INFY.key, Listing(INFY, elsewhere=(ON_BSE,), twin=ON_BSE)))),
    Case("sells-on-either", "a sale of what both list", (typed(transaction_type="SELL"),), "exchange", None,
         (GOOD, typed(transaction_type="SELL", product="MIS"), typed(transaction_type="SELL", tradingsymbol="KEL")),
         knowing((INFY.key, Listing(INFY, twin=ON_BSE)), KEL)),
    Case("stop-market-gone", "an option by the list, whatever its symbol looks like",
         (future(exchange="MCX", tradingsymbol="GOLDM26MAR", order_type="SL-M", price="", trigger_price="9"),),
         "order_type", "SL",
         (future(exchange="MCX", tradingsymbol="GOLDM26MARPE5CE", order_type="SL-M", price="", trigger_price="9"),
          future(tradingsymbol="ODD5CE", order_type="SL-M", price="", trigger_price="9", quantity="65")),
         knowing(contract("GOLDM26MAR", "MCX", kind=Kind.OPTION), contract("GOLDM26MARPE5CE", "MCX"),
                 contract("ODD5CE"))),
    Case("value-large", "over ten crore at the last price",
         (typed(order_type="MARKET", price="", quantity="66667"),), ("orders", 0), None,
         (typed(order_type="MARKET", price="", quantity="66666"), typed(quantity="66666"),
          typed(tradingsymbol="TCS", order_type="MARKET", price="", quantity="66667")),
         knowing((INFY.key, Listing(INFY, last_price("1500"))), share("TCS"))),
    Case("list-missing", "no list at all", (GOOD,), (), None, (), Known(MORNING)),
    Case("list-old", "a list of the day before yesterday", (GOOD,), (), None, (), knowing(INFY, master=OLD)),
]  # fmt: skip
