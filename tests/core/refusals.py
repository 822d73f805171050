"""Every refusal that is recorded of Kite, of its order page and of the exchanges, in their own words.

What has no recorded words stands in round brackets. Recorded in the forum of Kite's developers, its documentation and
support pages, and by those who run baskets in production. Where each stands among what Tokri stops, warns of and cannot
know is written in docs/refusals.md, which a test holds against this list.
"""

from __future__ import annotations

from typing import Final

#: Of the basket as it is posted.
OF_THE_BASKET: Final = (
    "No valid orders found in payload",
    "(an order whose symbol is not on that exchange is left out without a word)",
    "`tag` should be max 8 characters",
    "Missing `exchange`.",
    "Invalid `variety`.",
    "Requested method not allowed",
    "Invalid `quantity`.",
    "Invalid `tradingsymbol`.",
    "Invalid `tag`.",
    "Invalid JSON in `data`.",
    "`data` should be a list of orders.",
    "Maximum of 50 orders allowed in a basket.",
    "Invalid request (failed to decode market_protection, got: True (expected decimal))",
    "Invalid `iceberg_quantity`.",
    "Invalid `iceberg_legs`.",
    "Invalid `validity_ttl`.",
    "Missing `auction_number`.",
    "Maximum 10 slices are allowed.",
    "Invalid `market_protection`.",
    "Invalid `api_key`",
    "Invalid API credentials",
    "The user is not enabled for the app.",
)

#: Of one order, before it has an id.
OF_AN_ORDER: Final = (
    "Invalid product type for exchange",
    "Intraday orders are not allowed for trade to trade scrips.",
    "Cover orders are not allowed for this exchange.",
    "Cover orders should be MARKET or LIMIT, and MIS.",
    "Trigger price is out of the allowed range for cover orders.",
    "Missing or invalid `price`.",
    "Missing or invalid `trigger_price`.",
    "Price for stoploss buy orders should not be lower than the trigger price",
    "Price for stoploss sell orders should not be higher than the trigger price",
    "Tick size for this script is 0.10. Kindly enter price in the multiple of tick size for this script",
    "Tick size for this script is 0.10. Kindly enter trigger price in the multiple of tick size for this script",
    "Quantity should be a multiple of the lot size 65.",
    (
        "The order quantity 1000 (40 lots) is higher than the maximum quantity of 900 (36 lots) allowed by the "
        "exchanges. Please reduce the order quantity or use iceberg orders."
    ),
    "Disclosed quantity cannot be more than the quantity.",
    "(a disclosed quantity under a tenth, on MCX a quarter, and any on NFO and BFO)",
    "(an AMO while the market is open)",
    "(an AMO at MARKET on an option of an index)",
    "(an AMO on a share that is traded in call auctions)",
    "(a cover order after hours)",
    "(a stop order, or late MARKET order, in an auction)",
    "Trigger price for stoploss sell orders should be lower than the last traded price",
    "Trigger price for stoploss buy orders should be higher than the last traded price",
    (
        "Trigger price for stoploss sell orders cannot be below the lower circuit price. Please try placing the order "
        "with trigger price above 144.05."
    ),
    (
        "Trigger price for stoploss buy orders cannot be above the upper circuit price. Please try placing the order "
        "with trigger price below 144.05."
    ),
    "Price exceeds circuit limits for the instrument. Place an order within the daily range.",
    (
        "Market orders without market protection are not allowed via API. Please set market protection or use a Limit "
        "order."
    ),
    "IOC orders are not allowed for MCX via API.",
    "(more than 1,00,000 shares in one order)",
    "(more than ₹10 crore in one order)",
    "(an order between 01:00 and 05:30)",
    "10 quantity needs authorisation at depository.",
    "(more than 10 orders in a second: 429)",
    "(an order request from an address that is not registered)",
)

#: Of an order that has an id: rejected by the broker's risk system or by the exchange.
AFTERWARDS: Final = (
    "16052 : Function not available",
    "16316 : The trigger price is not a multiple of tick size",
    "17181 : Contract not traded. Market order not allowed",
    "17182 : Order could have resulted in trade beyond mark-up price",
    "16278 : The markets have not been opened for trading",
    "Your order price is higher than the current upper circuit limit of 14.03.",
    "Your order price is lower than the current lower circuit limit of 14.03.",
    "RMS:Rule: Check circuit limit",
    (
        "Insufficient funds. Required margin is 95417.84 but available margin is 74251.80. Check the orderbook for "
        "open orders."
    ),
    "RMS:Margin Exceeds",
    "(buys that bounce because the sells beside them have not filled)",
    "Insufficient holdings. Holding quantity: 0",
    "RMS:Rule: Check holdings",
    "16387 : Security is not allowed to trade in this market",
    "TRANSACTION NOT ALLOWED IN CURRENT INSTRUMENT STATE",
    "(an IOC order of a basket that was not reliably taken)",
)

RECORDED: Final = (*OF_THE_BASKET, *OF_AN_ORDER, *AFTERWARDS)
