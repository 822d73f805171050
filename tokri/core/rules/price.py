"""Price and trigger: present where the order type needs them, absent where it does not, on the right sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tokri.core.basket import plain
from tokri.core.instrument import Kind
from tokri.core.money import rupees
from tokri.core.problems import Severity
from tokri.core.rules.leg import CASH, Leg
from tokri.core.rules.rule import Finding, rule

_PRICED: Final = frozenset({"LIMIT", "SL"})
_TRIGGERED: Final = frozenset({"SL", "SL-M"})
_BSE: Final = frozenset({"BSE", "BFO", "BCD"})
_OPTION: Final = re.compile(r".*[0-9](CE|PE)")
_TEN_CRORE: Final = 10_00_00_000


@rule("price-missing", Severity.ERROR)
def price_missing(leg: Leg) -> Iterator[Finding]:
    """LIMIT and SL orders need a price above 0.

    Source: https://kite.trade/docs/connect/v3/orders/, price
    """
    if leg.order_type in _PRICED and leg.absent("price"):
        yield Finding("price", {"order_type": leg.order_type})


@rule("price-unused", Severity.ERROR)
def price_unused(leg: Leg) -> Iterator[Finding]:
    """MARKET and SL-M orders take no price; one left over says that another order type was meant, or that it is old.

    Source: https://kite.trade/docs/connect/v3/basket/, price ("For LIMIT orders")
    """
    if leg.order_type in {"MARKET", "SL-M"} and not leg.absent("price"):
        yield Finding("price", {"order_type": leg.order_type}, "")


@rule("trigger-missing", Severity.ERROR)
def trigger_missing(leg: Leg) -> Iterator[Finding]:
    """SL and SL-M orders, and every cover order, need a trigger price above 0.

    Source: https://kite.trade/docs/connect/v3/basket/, trigger_price; for cover orders comment/17848 of Kite's forum
    """
    if leg.absent("trigger_price") and (leg.order_type in _TRIGGERED or leg.variety == "co"):
        needy = leg.order_type if leg.order_type in _TRIGGERED else "co"
        yield Finding("trigger_price", {"order_type": needy})


@rule("trigger-unused", Severity.ERROR)
def trigger_unused(leg: Leg) -> Iterator[Finding]:
    """MARKET and LIMIT orders take no trigger, unless they open a cover order.

    Source: https://kite.trade/docs/connect/v3/basket/, trigger_price ("For SL, SL-M etc.")
    """
    if leg.order_type in {"MARKET", "LIMIT"} and leg.variety in {"regular", "amo"} and not leg.absent("trigger_price"):
        yield Finding("trigger_price", {"order_type": leg.order_type}, "")


@rule("stop-price-side", Severity.ERROR)
def stop_price_side(leg: Leg) -> Iterator[Finding]:
    """Once triggered, an SL order must be able to fill: a BUY is not priced under its trigger, a SELL not over it.

    Source: Kite's user manual, stop-loss orders, https://kite.trade/docs/kite/orders/
    """
    if leg.order_type != "SL" or leg.price is None or leg.trigger_price is None:
        return
    buys, sells = leg.transaction_type == "BUY", leg.transaction_type == "SELL"
    if (buys and leg.price < leg.trigger_price) or (sells and leg.price > leg.trigger_price):
        facts = {"side": leg.transaction_type, "price": plain(leg.price), "trigger": plain(leg.trigger_price)}
        yield Finding("price", facts)


@rule("stop-market-gone", Severity.ERROR)
def stop_market_gone(leg: Leg) -> Iterator[Finding]:
    """No SL-M on BSE, in any segment, nor on options: an SL with a price well past its trigger does the same.

    Without an instrument list the end of the symbol is what tells an option. On CDS nobody has reported the refusal.
    Source: the exchanges' circulars as reported (SL-M ended on NSE index options on 27 September 2021, error
    "16052 : Function not available"; stock options never had it; v2.webnotes.in, "SL-M blocked on BSE"); MCX takes no
    option at the market price, https://kite.trade/docs/kite/orders/
    """
    if leg.order_type != "SL-M":
        return
    if leg.instrument is None:
        option = leg.exchange == "NFO" and _OPTION.fullmatch(leg.symbol) is not None
    else:
        option = leg.instrument.kind is Kind.OPTION
    if leg.exchange in _BSE or option:
        yield Finding("order_type", {"exchange": leg.exchange}, "SL", soft=leg.exchange == "CDS")


@rule("value-large", Severity.WARNING)
def value_large(leg: Leg) -> Iterator[Finding]:
    """More than ₹10 crore in one order of shares is refused, as the broker's help pages have it.

    At the market price the last price tells, where one is known.

    Source: v2.webnotes.in, "Kite order quantity and value limits"; seen in the field, not in Kite's documentation
    """
    last = leg.known.last_price(leg.key)
    price = leg.price or (last.price if last else None)
    if leg.exchange not in CASH or price is None or leg.quantity is None:
        return
    if price * leg.quantity > _TEN_CRORE:
        yield Finding(facts={"value": rupees(int(price * leg.quantity * 100)), "most": rupees(_TEN_CRORE * 100)})


RULES: Final = (price_missing, trigger_missing, stop_price_side, stop_market_gone, value_large)
