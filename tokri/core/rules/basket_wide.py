"""What only the whole basket shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from tokri.core.basket import MOST_ORDERS, Order
from tokri.core.problems import Severity
from tokri.core.rules.leg import Whole
from tokri.core.rules.rule import Finding, rule


@rule("no-orders", Severity.ERROR)
def no_orders(whole: Whole) -> Iterator[Finding]:
    """A basket holds one order at least.

    Source: our own; Kite answers an empty basket with an error page
    """
    if all(leg.typed.empty for leg in whole.legs):
        yield Finding()


@rule("too-many-orders", Severity.ERROR)
def too_many_orders(whole: Whole) -> Iterator[Finding]:
    """A basket holds at most MOST_ORDERS orders, so that it can be read through before it is sent.

    Source: Kite's publisher.js takes no more than 50
    """
    if len(whole.legs) > MOST_ORDERS:
        yield Finding(facts={"orders": len(whole.legs), "most": MOST_ORDERS, "over": len(whole.legs) - MOST_ORDERS})


@rule("bought-and-sold", Severity.WARNING)
def bought_and_sold(whole: Whole) -> Iterator[Finding]:
    """One instrument bought and sold in one basket is mostly a slip, and the two may fill in either order.

    Source: our own; Kite sends a basket's orders one by one
    """
    found: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for place, order in whole.understood:
        found[order.exchange, order.tradingsymbol][place] = order.transaction_type
    for (_, symbol), sides in found.items():
        first = next(iter(sides.values()))
        here = next((place for place, side in sides.items() if side != first), None)
        if here is not None:
            others = ", ".join(str(place + 1) for place in sides if place != here)
            yield Finding(facts={"others": others, "symbol": symbol}, place=here)


@rule("same-order-twice", Severity.WARNING)
def same_order_twice(whole: Whole) -> Iterator[Finding]:
    """Two orders alike in everything buy or sell twice.

    Source: our own; Kite takes both
    """
    first: dict[Order, int] = {}
    for place, order in whole.understood:
        earlier = first.setdefault(order, place)
        if earlier != place:
            yield Finding(facts={"other": earlier + 1}, place=place)


@rule("market-orders", Severity.NOTE)
def market_orders(whole: Whole) -> Iterator[Finding]:
    """A MARKET or SL-M order names no price, so its value is known only when it fills; LIMIT names the worst price.

    Of an instrument that is known more can be said; that is a rule on the order itself.
    Source: Kite's user manual, https://kite.trade/docs/kite/orders/
    """
    at_market = [
        str(place + 1)
        for place, order in whole.understood
        if order.order_type in {"MARKET", "SL-M"} and whole.legs[place].instrument is None
    ]
    if at_market:
        yield Finding(facts={"numbers": ", ".join(at_market)})


RULES: Final = (no_orders, too_many_orders, bought_and_sold, same_order_twice, market_orders)
