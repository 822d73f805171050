"""The rules on products by series, group and the lists of the broker: what breaks each, and what does not."""

from __future__ import annotations

from collections.abc import Iterable

from tests.core.cases import Case
from tests.core.knowing import DAY, knowing, share
from tests.core.orders import GOOD, cover, future, typed
from tokri.core.instrument import Instrument, Key, Kind
from tokri.core.known import Known
from tokri.core.reference import DatedList, Leaning, Tables

INFY, TCS = share(), share("TCS")
IN_BZ, SME, IN_T = share("IDEA-BZ"), share("KEL-SM"), share("IDEA", "BSE", group="T", told_on=DAY)
PAPER = share("706AP30", kind=Kind.DEBT, lot_size=100)
IN_LOTS, UNITS = share("VR", lot_size=400), share("INVIT", kind=Kind.FUND, lot_size=100)
NO_SME = share("ODD", lot_size=100, series="EQ", told_on=DAY)


def listing(name: Leaning, entries: Iterable[Instrument], *others: Instrument) -> Known:
    """What is known with one list of today, on which these stand and the others do not."""
    on_it = list(entries)
    table = DatedList(name, DAY, "list.csv", {Key(each.exchange, each.tradingsymbol): "" for each in on_it})
    return knowing(*on_it, *others, tables=Tables(lists={name: table}))


KNOWN = knowing(INFY, IN_BZ, SME, IN_T, PAPER, IN_LOTS, UNITS, NO_SME, share("BAJAJ-AUTO"))

CASES = [
    Case("delivery-only", "trade-for-trade intraday", (typed(tradingsymbol="IDEA-BZ", product="MIS"),), "product",
         "CNC", (typed(tradingsymbol="IDEA-BZ"), typed(product="MIS"), typed(tradingsymbol="BAJAJ-AUTO", product="MTF"),
                 typed(tradingsymbol="IDEA-BZ", product="")), KNOWN),
    Case("delivery-only", "an SME share on borrowed money", (typed(tradingsymbol="KEL-SM", product="MTF"),), "product",
         "CNC", (typed(tradingsymbol="KEL-SM"),), KNOWN),
    Case("delivery-only", "a group of BSE", (typed(tradingsymbol="IDEA", exchange="BSE", product="MIS"),), "product",
         "CNC", (typed(tradingsymbol="IDEA", exchange="BSE"),), KNOWN),
    Case("delivery-only", "a cover order in trade-for-trade", (cover(tradingsymbol="IDEA-BZ", product=""),), "variety",
         "regular", (cover(),), KNOWN),
    Case("delivery-only-lots", "a share in lots without a series",
         (typed(tradingsymbol="VR", quantity="400", product="MIS"),), "product", "CNC",
         (typed(tradingsymbol="VR", quantity="400"), typed(tradingsymbol="INVIT", quantity="100", product="MIS"),
          typed(tradingsymbol="706AP30", quantity="100", product="MIS"), typed(product="MIS"),
          typed(tradingsymbol="ODD", quantity="100", product="MIS"),
          typed(tradingsymbol="KEL-SM", quantity="1200", product="MIS")), KNOWN),
    Case("delivery-only-lots", "a cover order in one", (cover(tradingsymbol="VR", quantity="400", product=""),),
         "variety", "regular", (cover(),), KNOWN),
    Case("delivery-only-listed", "a share on the list", (typed(product="MIS"),), "product", "CNC",
         (GOOD, typed(tradingsymbol="TCS", product="MIS")), listing(Leaning.TRADE_FOR_TRADE, [INFY], TCS)),
    Case("intraday-not-listed", "a share off the list", (typed(tradingsymbol="TCS", product="MIS"),), "product", "CNC",
         (typed(product="MIS"), typed(tradingsymbol="TCS"), future(product="MIS"), cover(tradingsymbol="TCS")),
         listing(Leaning.MIS, [INFY], TCS)),
    Case("cover-not-listed", "a share off the list", (cover(tradingsymbol="TCS"),), "variety", "regular",
         (cover(), typed(tradingsymbol="TCS", product="MIS")), listing(Leaning.CO, [INFY], TCS)),
    Case("margin-funding-kind", "debt on borrowed money", (typed(tradingsymbol="706AP30", product="MTF"),), "product",
         "CNC", (typed(tradingsymbol="706AP30"), typed(product="MTF")), KNOWN),
    Case("margin-funding-not-listed", "a share off the list", (typed(tradingsymbol="TCS", product="MTF"),), "product",
         "CNC", (typed(product="MTF"), typed(tradingsymbol="TCS")), listing(Leaning.MTF, [INFY], TCS)),
    Case("margin-funding-account", "an account that may not have it", (typed(product="MTF"),), "product", None,
         (GOOD,), KNOWN),
]  # fmt: skip
