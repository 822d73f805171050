"""The same of refusals for what stands in the order: its price, quantity, kind and instrument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.refusals import Refusal
from tokri.web.language import N_

_LATER: Final = N_("Place it again when the price is back within the limits, or at a price within them.")
_ASK_FOR_ANOTHER: Final = N_("It cannot go again as it is: an order with that mended is needed.")
_ANOTHER_DAY: Final = N_("It may be possible on another day.")

#: What each means, and what to do.
MEANINGS: Final[Mapping[Refusal, tuple[str, str]]] = {
    Refusal.UPPER_CIRCUIT: (N_("The price is above the highest at which it may trade today."), _LATER),
    Refusal.LOWER_CIRCUIT: (N_("The price is below the lowest at which it may trade today."), _LATER),
    Refusal.CIRCUIT: (N_("The price is outside the limits within which it may trade today."), _LATER),
    Refusal.DAILY_RANGE: (N_("The price is outside the range that the exchange takes today."), _LATER),
    Refusal.BEYOND_MARK_UP: (
        N_("At market it would have traded too far from the last price, so the exchange refused it."),
        N_("Place it with a limit price."),
    ),
    Refusal.TRIGGER_SIDE: (
        N_("The last price had already passed the trigger."),
        N_("Look at the last price: place it when the trigger is on the right side, or with another trigger."),
    ),
    Refusal.TRIGGER_CIRCUIT: (N_("The trigger is outside the limits within which it may trade today."), _LATER),
    Refusal.STOP_PRICE_SIDE: (N_("Price and trigger of the stop order are the wrong way round."), _ASK_FOR_ANOTHER),
    Refusal.COVER_TRIGGER: (N_("The trigger of the cover order is too far from the price."), _ASK_FOR_ANOTHER),
    Refusal.TICK: (N_("The price is no multiple of the step in which it trades."), _ASK_FOR_ANOTHER),
    Refusal.TRIGGER_TICK: (N_("The trigger is no multiple of the step in which it trades."), _ASK_FOR_ANOTHER),
    Refusal.PRICE_MISSING: (N_("The order had no price."), _ASK_FOR_ANOTHER),
    Refusal.FREEZE: (
        N_("The exchange takes at most its freeze quantity in one order."),
        N_("The same quantity can go as several orders."),
    ),
    Refusal.LOT: (N_("The quantity is no multiple of the lot."), _ASK_FOR_ANOTHER),
    Refusal.QUANTITY_LARGE: (
        N_("It was for more shares, or more money, than one order may be."),
        N_("The same quantity can go as several orders."),
    ),
    Refusal.DISCLOSED: (N_("The disclosed quantity was not taken."), _ASK_FOR_ANOTHER),
    Refusal.SLICES: (N_("It would have been cut into more slices than Kite takes."), _ASK_FOR_ANOTHER),
    Refusal.ICEBERG: (N_("The legs of the iceberg order were not taken."), _ASK_FOR_ANOTHER),
    Refusal.POSITION_LIMIT: (
        N_("The account, or the market as a whole, may hold no more of these contracts."),
        _ANOTHER_DAY,
    ),
    Refusal.MARKET_PROTECTION: (
        N_("A market order without market protection is not taken."),
        N_("Place it with a limit price, or with market protection."),
    ),
    Refusal.MARKET_NOT_TRADED: (
        N_("It has not traded today, so nothing can be bought or sold at market."),
        N_("Place it with a limit price."),
    ),
    Refusal.MARKET_STOCK_OPTION: (
        N_("Market orders are not taken in what trades this thinly."),
        N_("Place it with a limit price."),
    ),
    Refusal.STOP_AT_MARKET: (
        N_("A stop order at market (SL-M) is not taken for it."),
        N_("Place it as SL, with a price."),
    ),
    Refusal.IOC: (N_("Immediate-or-cancel is not taken for it."), N_("Place it for the day.")),
    Refusal.PRODUCT: (N_("The exchange does not know this product."), _ASK_FOR_ANOTHER),
    Refusal.INTRADAY: (
        N_("It may not be traded intraday (MIS)."),
        N_("Buy it for delivery (CNC), or leave it out."),
    ),
    Refusal.INTRADAY_OVER: (
        N_("It was too late in the day for an intraday order."),
        N_("Place it on the next trading day, or for delivery."),
    ),
    Refusal.TRADE_TO_TRADE: (
        N_("It is traded for delivery only (trade-to-trade)."),
        N_("Place it as CNC."),
    ),
    Refusal.COVER: (N_("Cover and bracket orders are not taken for it."), N_("Place it as an ordinary order.")),
    Refusal.FIELD: (N_("Something in the order was missing, or of a value that Kite does not take."), _ASK_FOR_ANOTHER),
    Refusal.NOT_ALLOWED: (
        N_("It may not be traded through Zerodha at present."),
        N_("Ask Zerodha whether that will change."),
    ),
    Refusal.BAN_PERIOD: (
        N_("It is in the ban period: positions may be closed, and no new ones opened."),
        N_("Place it again when it is out of the ban."),
    ),
    Refusal.STRIKE_RANGE: (
        N_("The strike is outside those that Zerodha allows at present."),
        N_("It may be possible when the price has moved, or another strike is needed."),
    ),
    Refusal.FAR_MONTH: (N_("A contract of that month is not open for trading yet."), _ASK_FOR_ANOTHER),
    Refusal.WATCHLIST: (
        N_("It is on the exchanges’ list of shares with unsolicited tips: it may be sold, and not bought."),
        N_("Ask your adviser, or whoever told you of it, before you do anything."),
    ),
    Refusal.EXPIRED: (N_("The contract has expired, or there is none by that name."), _ASK_FOR_ANOTHER),
    Refusal.NO_VALID_ORDERS: (N_("Kite found no order in it that it takes."), _ASK_FOR_ANOTHER),
}
