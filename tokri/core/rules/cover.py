"""Cover orders: a first order, and its stop-loss given with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.basket import plain
from tokri.core.problems import Severity
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule


@rule("cover-order-type", Severity.ERROR)
def cover_order_type(leg: Leg) -> Iterator[Finding]:
    """The first order of a cover order is MARKET or LIMIT; its stop-loss is the trigger.

    Source: support.zerodha.com, "What are cover orders and how to use them"
    """
    if leg.variety == "co" and leg.order_type in {"SL", "SL-M"}:
        yield Finding("order_type", {"order_type": leg.order_type}, "LIMIT" if leg.order_type == "SL" else "MARKET")


@rule("cover-exchange", Severity.ERROR)
def cover_exchange(leg: Leg) -> Iterator[Finding]:
    """Cover orders are for shares on NSE: not on BSE, nor for any derivative.

    That they are not taken after hours needs a clock, and is not known here.
    Source: support.zerodha.com, "What are cover orders and how to use them"
    """
    if leg.variety == "co" and leg.exchange and leg.exchange != "NSE":
        yield Finding("exchange", {"exchange": leg.exchange})


@rule("cover-product", Severity.ERROR)
def cover_product(leg: Leg) -> Iterator[Finding]:
    """Cover orders are intraday: MIS, or left to Kite.

    Source: support.zerodha.com, "What are cover orders and how to use them"
    """
    if leg.variety == "co" and leg.product not in {"", "MIS"}:
        yield Finding("product", {"product": leg.product}, "MIS")


@rule("cover-trigger-side", Severity.ERROR)
def cover_trigger_side(leg: Leg) -> Iterator[Finding]:
    """The stop of a BUY is under its price, the stop of a SELL over it.

    Source: support.zerodha.com, "What are cover orders and how to use them"
    """
    if leg.variety != "co" or leg.order_type != "LIMIT" or leg.price is None or leg.trigger_price is None:
        return
    buys, sells = leg.transaction_type == "BUY", leg.transaction_type == "SELL"
    if (buys and leg.trigger_price >= leg.price) or (sells and leg.trigger_price <= leg.price):
        facts = {"side": leg.transaction_type, "price": plain(leg.price), "trigger": plain(leg.trigger_price)}
        yield Finding("trigger_price", facts)


@rule("cover-trigger-far", Severity.ERROR)
def cover_trigger_far(leg: Leg) -> Iterator[Finding]:
    """The stop is within 10 % of the price.

    Source: support.zerodha.com, "What are cover orders and how to use them"
    """
    if leg.variety != "co" or leg.order_type != "LIMIT" or leg.price is None or leg.trigger_price is None:
        return
    if abs(leg.price - leg.trigger_price) * 10 > leg.price:
        yield Finding("trigger_price", {"price": plain(leg.price), "trigger": plain(leg.trigger_price)})


RULES: Final = (cover_order_type, cover_exchange, cover_product, cover_trigger_side, cover_trigger_far)
