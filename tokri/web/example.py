"""The demo's example: a basket that can be handed off as it stands on the demo's own day."""

from __future__ import annotations

from typing import Final

from tokri.core.basket import OrderText

NAME: Final = "Example: four shares"

#: Prices of 11 February 2026, within the stand-in's reach: two fill at once, one waits, one is at the market's price.
ORDERS: Final = (
    OrderText(
        tradingsymbol="INFY",
        exchange="NSE",
        transaction_type="BUY",
        order_type="LIMIT",
        product="CNC",
        quantity="10",
        price="1,660",
    ),
    OrderText(
        tradingsymbol="M&M",
        exchange="NSE",
        transaction_type="BUY",
        order_type="LIMIT",
        product="CNC",
        quantity="4",
        price="3,500",
    ),
    OrderText(
        tradingsymbol="ITC", exchange="NSE", transaction_type="BUY", order_type="MARKET", product="CNC", quantity="25"
    ),
    OrderText(
        tradingsymbol="RELIANCE",
        exchange="NSE",
        transaction_type="BUY",
        order_type="LIMIT",
        product="CNC",
        quantity="5",
        price="1,440",
    ),
)
