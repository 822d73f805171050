"""The rules on lots, freeze quantities and ticks: what breaks each, and what does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.core.cases import Case
from tests.core.extract import of_the_extract
from tests.core.instrument_cases import contract
from tests.core.knowing import knowing, share
from tests.core.orders import GOOD, cover, future, typed
from tokri.core.instrument import Kind
from tokri.core.reference import FreezeQuantities, Tables

SME = share("KEL-SM", lot_size=1200)
GOLD = contract("GOLDM26MARFUT", "MCX", name="GOLDM", lot_size=1)
UNITS = {"NIFTY": 1800, "TINY": 60, "RELIANCE": 15_000}
FREEZE = Tables(freeze=FreezeQuantities(date(2026, 2, 1), "qtyfreeze.xls", UNITS))
RELIANCE = of_the_extract("NFO", "RELIANCE26FEBFUT")
OPTION = contract("USDINR26FEB90.25CE", "CDS", kind=Kind.OPTION, lot_size=1, tick_size=Decimal("0.0025"))
LISTED = knowing(share(), SME, contract(), GOLD, OPTION, RELIANCE, contract("TINY26FEBFUT", name="TINY"), tables=FREEZE)

CASES = [
    Case("lot-multiple", "units between two lots", (future(quantity="1,800"),), "quantity", "1,755",
         (future(quantity="1755"), GOOD), LISTED, ("1,820",)),
    Case("lot-multiple", "less than a lot", (future(quantity="1"),), "quantity", "65",
         (future(quantity="65"),), LISTED),
    Case("lot-multiple", "an SME share bought by the piece", (typed(tradingsymbol="KEL-SM", quantity="2500"),),
         "quantity", "2,400", (typed(tradingsymbol="KEL-SM", quantity="2400"),), LISTED, ("3,600",)),
    Case("lot-multiple", "an odd holding sold",
         (typed(tradingsymbol="KEL-SM", quantity="100", transaction_type="SELL"),), "quantity", "1,200",
         (future(exchange="MCX", tradingsymbol="GOLDM26MARFUT", quantity="7"),), LISTED),
    Case("freeze-quantity", "a lot over the freeze quantity", (future(quantity="1820"),), "quantity", None,
         (future(quantity="1755"), future(quantity="1800"), typed(quantity="99999"),
          future(tradingsymbol="TINY26FEBFUT", quantity="65")), LISTED),
    Case("freeze-quantity", "a share's contract under its company's name",
         (future(tradingsymbol="RELIANCE26FEBFUT", quantity="15500"),), "quantity", None,
         (future(tradingsymbol="RELIANCE26FEBFUT", quantity="15000"),), LISTED),
    Case("tick-size", "a price between two steps", (typed(price="845.12"),), "price", "845.10",
         (typed(price="845.1"), typed(order_type="MARKET", price="")), LISTED, ("845.15",)),
    Case("tick-size", "a stop between two steps", (cover(trigger_price="1450.01"),), "trigger_price", "1450.00",
         (cover(),), LISTED, ("1450.05",)),
    Case("tick-size", "less than one step", (typed(price="0.01"),), "price", "0.05", (typed(price="0.05"),), LISTED),
    Case("tick-size", "a step of a quarter paisa",
         (future(exchange="CDS", tradingsymbol="USDINR26FEB90.25CE", price="0.004"),), "price", "0.0025",
         (future(exchange="CDS", tradingsymbol="USDINR26FEB90.25CE", price="0.0075"),), LISTED, ("0.0050",)),
]  # fmt: skip
