"""Orders for what the demo lists, on its own morning: every exchange, order type and option, drawn by Hypothesis."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

from simulator.market import Instrument, load
from tokri.core.basket import OrderText, plain

MARKET: Final = load("2026")
TRADED: Final = tuple(each for each in MARKET.listed() if MARKET.last_price(each) and each.segment != "INDICES")

#: M&M, BAJAJ-AUTO, 63MOONS, USDINR26FEB90.25CE: symbols of more than letters.
ODD: Final = tuple(each for each in TRADED if {*each.tradingsymbol} & {*"&-."} or each.tradingsymbol[0].isdigit())


@st.composite
def orders_for_the_demo(draw: st.DrawFn) -> OrderText:
    """Nearly all may be handed off as they stand; what a list of the day forbids, the check says."""
    traded = draw(st.sampled_from(ODD) | st.sampled_from(TRADED))
    covers = traded.exchange == "NSE" and draw(st.booleans())
    stop_market = traded.exchange in {"NSE", "CDS", "MCX"}
    order_types = ("MARKET", "LIMIT") if covers else ("MARKET", "LIMIT", "SL", *(("SL-M",) if stop_market else ()))
    order_type = draw(st.sampled_from(order_types))
    products = ("MIS",) if covers else ("CNC", "MIS") if traded.is_share else ("NRML", "MIS")
    buys = draw(st.booleans())
    price, trigger = draw(prices(traded, buys=buys))
    quantity = max(traded.lot_size, 1) * draw(st.integers(1, 4))
    discloses = traded.exchange not in {"NFO", "BFO"} and draw(st.booleans())
    return OrderText(
        variety="co" if covers else draw(st.sampled_from(["", "regular"])),
        tradingsymbol=traded.tradingsymbol,
        exchange=traded.exchange,
        transaction_type="BUY" if buys else "SELL",
        order_type=order_type,
        product=draw(st.sampled_from(["", *products])),
        quantity=str(quantity),
        price=plain(price) if order_type in {"LIMIT", "SL"} else draw(st.sampled_from(["", "0"])),
        trigger_price=plain(trigger) if covers or order_type in {"SL", "SL-M"} else "",
        disclosed_quantity=str(draw(st.integers(-(-quantity // 4), quantity))) if discloses else "",
        validity=draw(st.sampled_from(["", "DAY", "IOC"])),
        readonly=draw(st.sampled_from(["", "true"])),
        tag=draw(st.text("abcXYZ019", max_size=8)),
    )


@st.composite
def prices(draw: st.DrawFn, traded: Instrument, *, buys: bool) -> tuple[Decimal, Decimal]:
    """A price near the last one, and a trigger on its right side: under it for a BUY, over it for a SELL."""
    tick = traded.tick_size or Decimal("0.01")
    last = int((MARKET.last_price(traded) or tick) // tick)
    away = draw(st.integers(0, last // 50))
    step = draw(st.integers(1, max(last // 50, 1)))
    price = max(last - away, 2)
    return tick * price, tick * max(price - step if buys else price + step, 1)
