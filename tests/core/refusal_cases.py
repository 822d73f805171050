"""The words of the broker's and the exchanges' refusals, as recorded, with the code and the facts in them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tokri.core.refusals import Fact, Refusal

SUPPORT: Final = "https://support.zerodha.com/category/trading-and-markets/general-kite/articles"

#: Words, what they mean, and the facts in them. Recorded, whole or in part; what is only told of stands in our words.
TOLD: Final[list[tuple[str, Refusal, dict[str, Fact]]]] = [
    (
        (
            "Insufficient funds. Required margin is 95417.84 but available margin is 74251.80. "
            "Check the orderbook for open orders."
        ),
        Refusal.MARGIN,
        {"required": 9541784, "available": 7425180},
    ),
    (
        (
            "RMS:Margin Exceeds,Required:95417.84, Available:74251.80 for entity account-XXXXX across exchange across "
            "segment across product "
        ),
        Refusal.MARGIN,
        {"required": 9541784, "available": 7425180},
    ),
    (
        "Insufficient funds. Required margin is 118023.50 but available margin is -32.911.",
        Refusal.MARGIN,
        {"required": 11802350, "available": -3292},
    ),
    (
        "RMS: Margin Exceeds, Required: 45230.00, Available: 12000.00, Segment: NSE-FO",
        Refusal.MARGIN,
        {"required": 4523000, "available": 1200000},
    ),
    ("Insufficient funds", Refusal.MARGIN, {}),
    ("RMS:Rule: Check fund", Refusal.MARGIN, {}),
    ("Margin shortfall", Refusal.MARGIN, {}),
    ("10 quantity needs authorisation at depository.", Refusal.AUTHORISATION, {"quantity": 10}),
    ("This sale needs CDSL authorisation first.", Refusal.AUTHORISATION, {}),
    ("TPIN verification is pending", Refusal.AUTHORISATION, {}),
    ("Insufficient holdings. Holding quantity: 0", Refusal.HOLDINGS, {"held": 0}),
    ("Insufficient stock holding. Holding quantity: 1,200", Refusal.HOLDINGS, {"held": 1200}),
    ("Insufficient stock holding", Refusal.HOLDINGS, {}),
    (
        "RMS:Rule: Check T1 holdings including TT/BE/Z/T/TS ,No Holdings Present  for entity account-XX",
        Refusal.HOLDINGS,
        {},
    ),
    ("The user is not enabled for the app.", Refusal.NOT_ENABLED, {}),
    ("The user is not enabled on the app.", Refusal.NOT_ENABLED, {}),
    (
        (
            f"Your order price is higher than the current [upper circuit limit]({SUPPORT}/circuit-limits) of 14.03. "
            f"You can place an order within the range or [use GTT]({SUPPORT}/gtt) for long-standing orders."
        ),
        Refusal.UPPER_CIRCUIT,
        {"limit": Decimal("14.03")},
    ),
    ("Your order price is lower than the current [lower circuit limit]", Refusal.LOWER_CIRCUIT, {}),
    (
        "Your order price is lower than the current lower circuit limit of 1,402.5.",
        Refusal.LOWER_CIRCUIT,
        {"limit": Decimal("1402.5")},
    ),
    (
        (
            "Trigger price for stoploss sell orders cannot be below the lower circuit price. Please try placing the "
            "order with trigger price above 144.05."
        ),
        Refusal.TRIGGER_CIRCUIT,
        {"side": "SELL", "limit": Decimal("144.05")},
    ),
    (
        (
            "Trigger price for stoploss buy orders cannot be above the upper circuit price. Please try placing the "
            f"order with trigger price below 336.40. [Read more.]({SUPPORT}/what-are-stop-loss-orders)"
        ),
        Refusal.TRIGGER_CIRCUIT,
        {"side": "BUY", "limit": Decimal("336.40")},
    ),
    (
        (
            "Price for stoploss buy orders cannot be above the upper circuit price. Please try placing the order with "
            "Price below 21.5."
        ),
        Refusal.UPPER_CIRCUIT,
        {"limit": Decimal("21.5")},
    ),
    (
        (
            "Price for stoploss sell orders cannot be below the lower circuit price. Please try placing the order with "
            "Price above 11."
        ),
        Refusal.LOWER_CIRCUIT,
        {"limit": Decimal(11)},
    ),
    (
        "Trigger price for stoploss buy orders should be higher than the last traded price",
        Refusal.TRIGGER_SIDE,
        {"side": "BUY"},
    ),
    (
        "Price for stoploss sell orders should not be higher than the trigger price",
        Refusal.STOP_PRICE_SIDE,
        {"side": "SELL"},
    ),
    ("Trigger price is out of the allowed range for cover orders.", Refusal.COVER_TRIGGER, {}),
    (
        "Tick size for this script is 0.10. Kindly enter price in the multiple of tick size for this script",
        Refusal.TICK,
        {"tick": Decimal("0.10")},
    ),
    (
        "Tick size for this script is 5.00. Kindly enter trigger price in the multiple of tick size for this script",
        Refusal.TRIGGER_TICK,
        {"tick": Decimal("5.00")},
    ),
    ("16316 : The trigger price is not a multiple of tick size", Refusal.TRIGGER_TICK, {}),
    ("The trigger price is not a multiple of tick size", Refusal.TRIGGER_TICK, {}),
    ("The price is not a multiple of the tick size", Refusal.TICK, {}),
    ("Kindly enter price in the multiple of tick size", Refusal.TICK, {}),
    (
        "Price exceeds circuit limits for the instrument. Place an order within the daily range.",
        Refusal.DAILY_RANGE,
        {},
    ),
    ("Place an order within the daily range.", Refusal.DAILY_RANGE, {}),
    ("Order price is outside the price band", Refusal.DAILY_RANGE, {}),
    ("RMS:Rule: Check circuit limit including square off order exceeds", Refusal.CIRCUIT, {}),
    ("Beyond the circuit limit", Refusal.CIRCUIT, {}),
    ("17182 : Order could have resulted in trade beyond mark-up price", Refusal.BEYOND_MARK_UP, {}),
    ("Order could have resulted in trade beyond mark-up price", Refusal.BEYOND_MARK_UP, {}),
    (
        (
            "The order quantity 1000 (40 lots) is higher than the maximum quantity of 900 (36 lots) allowed by the "
            f"exchanges. Please reduce the order quantity or use iceberg orders. [Read more.]({SUPPORT}/freeze)"
        ),
        Refusal.FREEZE,
        {"quantity": 1000, "lots": 40, "largest": 900, "largest_lots": 36},
    ),
    ("RMS:Rule: Check freeze quantity for NSE CASH", Refusal.FREEZE, {}),
    ("Order exceeds the freeze limit", Refusal.FREEZE, {}),
    ("Quantity should be a multiple of the lot size 65.", Refusal.LOT, {"lot": 65}),
    ("More than 1,00,000 shares in one order", Refusal.QUANTITY_LARGE, {}),
    ("Maximum order value exceeded", Refusal.QUANTITY_LARGE, {}),
    ("more than ₹10 crore in one order", Refusal.QUANTITY_LARGE, {}),
    ("Disclosed quantity cannot be more than the quantity.", Refusal.DISCLOSED, {}),
    ("Maximum 10 slices are allowed.", Refusal.SLICES, {"most": 10}),
    ("Invalid `iceberg_legs`.", Refusal.ICEBERG, {}),
    ("RMS: Position Limit Exceeded for this UCC", Refusal.POSITION_LIMIT, {}),
    ("Open interest limit is reached", Refusal.POSITION_LIMIT, {}),
    (
        (
            "Market orders without market protection are not allowed via API. Please set market protection or use a "
            "Limit order."
        ),
        Refusal.MARKET_PROTECTION,
        {},
    ),
    ("Invalid `market_protection`.", Refusal.MARKET_PROTECTION, {}),
    ("17181 : Contract not traded. Market order not allowed", Refusal.MARKET_NOT_TRADED, {}),
    ("Contract not traded. Market order not allowed", Refusal.MARKET_NOT_TRADED, {}),
    ("Market order using AMO is not taken", Refusal.AMO_NOT_TAKEN, {}),
    ("An AMO at MARKET on an option of an index is not taken", Refusal.AMO_NOT_TAKEN, {}),
    ("Market orders are blocked for this instrument.", Refusal.MARKET_STOCK_OPTION, {}),
    ("Market order on stock options", Refusal.MARKET_STOCK_OPTION, {}),
    ("16052 : Function not available", Refusal.STOP_AT_MARKET, {}),
    ("Function not available", Refusal.STOP_AT_MARKET, {}),
    ("The exchange does not allow SL-M orders here.", Refusal.STOP_AT_MARKET, {}),
    ("SL-M orders are discontinued", Refusal.STOP_AT_MARKET, {}),
    ("IOC orders are not allowed for MCX via API.", Refusal.IOC, {}),
    ("Intraday orders are not allowed for trade to trade scrips.", Refusal.TRADE_TO_TRADE, {}),
    ("Stock is in T2T", Refusal.TRADE_TO_TRADE, {}),
    ("RMS:Auto Square Off Block", Refusal.INTRADAY_OVER, {}),
    ("Cover orders are not allowed for this exchange.", Refusal.COVER, {}),
    (
        (
            "RMS:Blocked for  EQ  nse_cm  BO Remarks: Due to expected volatility, BO and CO will remain blocked.  "
            "block type: ALL"
        ),
        Refusal.COVER,
        {},
    ),
    ("BO and CO remain blocked", Refusal.COVER, {}),
    ("Bracket orders are discontinued", Refusal.COVER, {}),
    ("(a cover order after hours)", Refusal.COVER, {}),
    ("RMS:Scrip SAIL is in Ban Period.", Refusal.BAN_PERIOD, {}),
    ("RMS: Scrip is in banned list for NRML orders", Refusal.BAN_PERIOD, {}),
    ("Intraday orders are not allowed for this stock", Refusal.INTRADAY, {}),
    (
        (
            "Fresh buy orders are not allowed for stock options using MIS due to compulsory physical delivery. Try "
            "next month's expiry."
        ),
        Refusal.INTRADAY,
        {},
    ),
    ("MIS orders are blocked", Refusal.INTRADAY, {}),
    ("RMS:Rule: Assigned basket for entity across exchange across segment across product", Refusal.INTRADAY, {}),
    ("Invalid product type for exchange", Refusal.PRODUCT, {}),
    ("RMS:Client not enabled on product", Refusal.SEGMENT_INACTIVE, {}),
    ("Exchange not enabled for this account", Refusal.SEGMENT_INACTIVE, {}),
    ("The segment is not activated", Refusal.SEGMENT_INACTIVE, {}),
    ("Your account is not enabled for this segment", Refusal.SEGMENT_INACTIVE, {}),
    ("Account is suspended", Refusal.ACCOUNT, {}),
    (
        "Strike price is outside the allowed range. Try a strike closer to the spot price.",
        Refusal.STRIKE_RANGE,
        {},
    ),
    ("Far month contracts are blocked", Refusal.FAR_MONTH, {}),
    ("Buying is blocked: unsolicited tips circulate", Refusal.WATCHLIST, {}),
    ("The stock is on a watchlist", Refusal.WATCHLIST, {}),
    ("The instrument you are placing an order for has either expired or does not exist.", Refusal.EXPIRED, {}),
    ("The contract has expired and cannot be traded", Refusal.EXPIRED, {}),
    ("The contract expired", Refusal.EXPIRED, {}),
    ("16387 : Security is not allowed to trade in this market", Refusal.NOT_ALLOWED, {}),
    ("Security is not allowed to trade in this market", Refusal.NOT_ALLOWED, {}),
    ("RMS:Blocked for nse_cm ACMESOLAR-EQ", Refusal.NOT_ALLOWED, {}),
    ("TRANSACTION NOT ALLOWED IN CURRENT INSTRUMENT STATE", Refusal.HALTED, {}),
    ("Trading is suspended", Refusal.HALTED, {}),
    ("AMO orders cannot be placed till 5.30 AM due to scheduled maintenance", Refusal.AMO_PAUSE, {}),
    ("Scheduled maintenance", Refusal.AMO_PAUSE, {}),
    ("(an order between 01:00 and 05:30)", Refusal.AMO_PAUSE, {}),
    ("Your order could not be converted to a After Market Order (AMO).", Refusal.AMO_HOURS, {}),
    ("AMO orders cannot be placed during market hours", Refusal.AMO_HOURS, {}),
    ("(an AMO while the market is open)", Refusal.AMO_HOURS, {}),
    ("16278 : The markets have not been opened for trading", Refusal.NOT_OPEN, {}),
    ("The markets have not been opened for trading", Refusal.NOT_OPEN, {}),
    ("Market is closed", Refusal.NOT_OPEN, {}),
    ("No IPs configured for this app. Add allowed IPs on the Kite developer console.", Refusal.ADDRESS, {}),
    ("IP (203.0.113.9) is not allowed to place orders for this app. Update allowed IPs", Refusal.ADDRESS, {}),
    ("IP not allowed to place orders for this app", Refusal.ADDRESS, {}),
    ("Maximum allowed order requests exceeded.", Refusal.DAILY_ORDERS, {}),
    ("Too many requests", Refusal.RATE, {}),
    ("Gateway timed out. The order system is not reachable.", Refusal.UNREACHABLE, {}),
    ("The order system is not reachable.", Refusal.UNREACHABLE, {}),
    ("Couldn't connect to the OMS", Refusal.UNREACHABLE, {}),
    ("Token is invalid or has expired.", Refusal.SESSION, {}),
    ("Incorrect `api_key` or `access_token`.", Refusal.SESSION, {}),
    ("Session expired", Refusal.SESSION, {}),
    ("Invalid `api_key`", Refusal.KEY, {}),
    ("Invalid API credentials", Refusal.KEY, {}),
    ("That API call is not allowed for the authenticated user", Refusal.KEY, {}),
    ("Insufficient permission for that call.", Refusal.KEY, {}),
    ("`tag` should be max 8 characters", Refusal.TAG, {}),
    ("No valid orders found in payload", Refusal.NO_VALID_ORDERS, {}),
    ("Missing or invalid `price`.", Refusal.PRICE_MISSING, {}),
    ("Invalid `quantity`.", Refusal.FIELD, {"field": "quantity"}),
    ("Missing `exchange`.", Refusal.FIELD, {"field": "exchange"}),
    ("Invalid request (failed to decode readonly, got: 1 (expected bool))", Refusal.FIELD, {"field": "readonly"}),
    ("Requested method not allowed", Refusal.FIELD, {}),
    ("Invalid JSON in `data`.", Refusal.FIELD, {}),
]
