"""What is in a part, and what one order does, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokri.core.basket import Order
from tokri.core.plan import Policy, plan
from tokri.web.filters import order_sentence
from tokri.web.words.plan import part


def order(side: str, symbol: str = "INFY", exchange: str = "NSE") -> Order:
    """`S` sells, `B` buys."""
    return Order("regular", symbol, exchange, {"S": "SELL", "B": "BUY"}[side], "MARKET", 10)


FUTURES = [order("B", "NIFTY26FEBFUT", "NFO"), order("S", "NIFTY26MARFUT", "NFO")]
SHARES = [order("S"), order("B", "TCS")]
WRITTEN = [order("S", "NIFTY26FEB25000PE", "NFO")]

LAST = "1 order: 1 other sell"


@pytest.mark.parametrize(
    ("orders", "limit", "policy", "parts"),
    [
        (SHARES, 10, Policy.SELLS_FIRST, ["2 orders: 1 sell first, then 1 buy"]),
        ([*SHARES, *FUTURES], 10, Policy.SELLS_FIRST, ["4 orders: 1 sell first, then 3 more orders"]),
        ([*SHARES, *FUTURES], 1, Policy.SELLS_FIRST, ["1 order: 1 sell", *["1 order: 1 buy"] * 2, LAST]),
        ([order("S"), *SHARES, *FUTURES], 2, Policy.SELLS_FIRST, ["2 orders: 2 sells", "2 orders: 2 buys", LAST]),
        ([*SHARES, *FUTURES], 2, Policy.SELLS_FIRST, ["2 orders: 1 sell first, then 1 buy", "2 orders"]),
        ([*FUTURES, *WRITTEN], 10, Policy.HEDGES_FIRST, ["3 orders: 2 other orders, then 1 option sell"]),
        (SHARES, 10, Policy.AS_LISTED, ["2 orders"]),
    ],
)  # fmt: skip
def test_a_part_tells_what_it_sends_and_in_which_order(
    orders: list[Order], limit: int, policy: Policy, parts: list[str]
) -> None:
    planned = plan(orders, limit, sequence=policy)
    assert [part(each, planned) for each in planned.parts] == parts


@pytest.mark.parametrize(("side", "moves"), [("BUY", "rises"), ("SELL", "falls")])
@pytest.mark.parametrize(("price", "at"), [(None, "at the market price"), (Decimal(5), "for at ")])
def test_a_stop_order_says_which_way_the_price_has_to_go(side: str, moves: str, price: Decimal | None, at: str) -> None:
    stop = Order("regular", "INFY", "NSE", side, "SL", 500, price=price, trigger_price=Decimal(1610))
    assert f" 500 shares of INFY on NSE, once the price {moves} to ₹1,610, {at}" in order_sentence(stop)
