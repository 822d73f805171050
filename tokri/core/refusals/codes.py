"""Why an order was refused, as a code; and whether the same order may be placed again as it is.

Where the words of each come from stands beside its pattern (tokri/core/refusals/patterns.py). What it means, and what
to do, is said at the edge (tokri/web/words/refusals.py).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Again(StrEnum):
    """What must happen before the rest of a refused order can be placed."""

    AS_IT_IS = "as-it-is"  #: nothing: the same order may go again now
    LATER = "later"  #: the same order may go again, at another hour or on another day
    AFTER = "after"  #: the same order may go again, once the account has what it lacks
    CHANGED = "changed"  #: not the same order: something in it must be another
    UNKNOWN = "unknown"  #: the words do not say


class Refusal(StrEnum):
    """Why Kite, the broker's risk checks or an exchange refused an order. The facts of each stand beside it."""

    # What the account lacks.
    MARGIN = "margin"  #: `required`, `available`: paise
    HOLDINGS = "holdings"  #: `held`
    AUTHORISATION = "authorisation"  #: 428; `quantity` that the depository must be told of by its owner
    NOT_ENABLED = "not-enabled"  #: the person may not use this app at Kite
    SEGMENT_INACTIVE = "segment-inactive"  #: the account may not trade on this exchange, or in this product
    ACCOUNT = "account"  #: the account is dormant, suspended or closed
    SESSION = "session"  #: signed out of Kite meanwhile
    ADDRESS = "address"  #: the order came from an address that is not registered

    # Price.
    UPPER_CIRCUIT = "upper-circuit"  #: `limit`, rupees
    LOWER_CIRCUIT = "lower-circuit"  #: `limit`, rupees
    CIRCUIT = "circuit"  #: which of the two is not said
    DAILY_RANGE = "daily-range"  #: outside the price range of the day; of an option, its price protection
    BEYOND_MARK_UP = "beyond-mark-up"  #: 17182: a market order that would have traded too far away
    TRIGGER_SIDE = "trigger-side"  #: `side`: the last price is on the wrong side of the trigger
    TRIGGER_CIRCUIT = "trigger-circuit"  #: `side`, `limit` in rupees
    STOP_PRICE_SIDE = "stop-price-side"  #: `side`: price and trigger are the wrong way round
    COVER_TRIGGER = "cover-trigger"  #: the trigger of a cover order is too far away
    TICK = "tick"  #: `tick`, rupees
    TRIGGER_TICK = "trigger-tick"  #: `tick`, rupees, where it is said
    PRICE_MISSING = "price-missing"

    # Quantity.
    FREEZE = "freeze"  #: `quantity`, `largest`, and `lots`, `largest_lots` of them
    LOT = "lot"  #: `lot`
    QUANTITY_LARGE = "quantity-large"  #: more shares, or more money, than one order may be for
    DISCLOSED = "disclosed"
    SLICES = "slices"  #: `most`
    ICEBERG = "iceberg"
    POSITION_LIMIT = "position-limit"  #: more open contracts than the account, or the market, may hold

    # Order type, product, variety.
    MARKET_PROTECTION = "market-protection"  #: MARKET or SL-M without protection
    MARKET_NOT_TRADED = "market-not-traded"  #: 17181: MARKET on what has not traded
    MARKET_STOCK_OPTION = "market-stock-option"  #: MARKET on an option of a share, or another that trades thinly
    STOP_AT_MARKET = "stop-at-market"  #: 16052: SL-M where it is not taken
    IOC = "ioc"
    PRODUCT = "product"  #: a product that the exchange does not know
    INTRADAY = "intraday"  #: MIS is not allowed on it
    INTRADAY_OVER = "intraday-over"  #: too late in the day for an intraday order
    TRADE_TO_TRADE = "trade-to-trade"  #: delivery only
    COVER = "cover"  #: a cover or bracket order is blocked, or not allowed there
    FIELD = "field"  #: `field`: missing, or of a value that Kite does not take

    # The instrument.
    NOT_ALLOWED = "not-allowed"  #: 16387, or blocked by the broker: it is not allowed to trade in it
    BAN_PERIOD = "ban-period"  #: no new positions in it
    STRIKE_RANGE = "strike-range"  #: a strike outside of what the broker allows
    FAR_MONTH = "far-month"  #: a contract of MCX that is too far away
    WATCHLIST = "watchlist"  #: on the exchanges' list of unsolicited tips: no buying
    EXPIRED = "expired"  #: expired, or it does not exist
    NO_VALID_ORDERS = "no-valid-orders"

    # The hour.
    NOT_OPEN = "not-open"  #: 16278: the market is not open
    HALTED = "halted"  #: TRANSACTION NOT ALLOWED IN CURRENT INSTRUMENT STATE
    AMO_HOURS = "amo-hours"  #: an order for the next session, while none is taken
    AMO_PAUSE = "amo-pause"  #: the hours of the night in which nothing is taken
    AMO_NOT_TAKEN = "amo-not-taken"  #: never for the next session

    # The way.
    RATE = "rate"  #: too many in one second
    DAILY_ORDERS = "daily-orders"  #: more orders than an account may send
    UNREACHABLE = "unreachable"  #: the broker's order system did not answer
    KEY = "key"  #: the app's key
    TAG = "tag"  #: longer than it takes

    OTHER = "other"  #: words that are not known

    @property
    def again(self) -> Again:
        return _AGAIN[self]


_AGAIN: Final = {
    **dict.fromkeys(
        (Refusal.UNREACHABLE, Refusal.RATE, Refusal.SESSION, Refusal.TRIGGER_SIDE),
        Again.AS_IT_IS,
    ),
    **dict.fromkeys(
        (
            *(Refusal.NOT_OPEN, Refusal.HALTED, Refusal.AMO_HOURS, Refusal.AMO_PAUSE, Refusal.BAN_PERIOD),
            *(Refusal.DAILY_ORDERS, Refusal.UPPER_CIRCUIT, Refusal.LOWER_CIRCUIT, Refusal.CIRCUIT),
            *(Refusal.DAILY_RANGE, Refusal.TRIGGER_CIRCUIT, Refusal.MARKET_NOT_TRADED, Refusal.BEYOND_MARK_UP),
            *(Refusal.STRIKE_RANGE, Refusal.POSITION_LIMIT, Refusal.WATCHLIST, Refusal.NOT_ALLOWED),
        ),
        Again.LATER,
    ),
    **dict.fromkeys(
        (
            *(Refusal.MARGIN, Refusal.HOLDINGS, Refusal.AUTHORISATION, Refusal.NOT_ENABLED),
            *(Refusal.SEGMENT_INACTIVE, Refusal.ACCOUNT, Refusal.ADDRESS, Refusal.KEY),
        ),
        Again.AFTER,
    ),
    **dict.fromkeys(
        (
            *(Refusal.STOP_PRICE_SIDE, Refusal.COVER_TRIGGER, Refusal.TICK, Refusal.TRIGGER_TICK),
            *(Refusal.PRICE_MISSING, Refusal.FREEZE, Refusal.LOT, Refusal.QUANTITY_LARGE, Refusal.DISCLOSED),
            *(Refusal.SLICES, Refusal.ICEBERG, Refusal.MARKET_PROTECTION, Refusal.MARKET_STOCK_OPTION),
            *(Refusal.STOP_AT_MARKET, Refusal.IOC, Refusal.PRODUCT, Refusal.INTRADAY, Refusal.INTRADAY_OVER),
            *(Refusal.TRADE_TO_TRADE, Refusal.COVER, Refusal.FIELD, Refusal.FAR_MONTH, Refusal.EXPIRED),
            *(Refusal.NO_VALID_ORDERS, Refusal.AMO_NOT_TAKEN, Refusal.TAG),
        ),
        Again.CHANGED,
    ),
    Refusal.OTHER: Again.UNKNOWN,
}

#: What a person can say that Kite said of an order that never reached its order book, the likeliest first. Kite's own
#: checks before that: https://support.zerodha.com/category/console/portfolio/holdings/articles/kite-order-rejections
TO_CHOOSE: Final = (
    Refusal.MARGIN,
    Refusal.HOLDINGS,
    Refusal.AUTHORISATION,
    Refusal.UPPER_CIRCUIT,
    Refusal.LOWER_CIRCUIT,
    Refusal.DAILY_RANGE,
    Refusal.FREEZE,
    Refusal.QUANTITY_LARGE,
    Refusal.INTRADAY,
    Refusal.TRADE_TO_TRADE,
    Refusal.TRIGGER_SIDE,
    Refusal.TICK,
    Refusal.LOT,
    Refusal.MARKET_PROTECTION,
    Refusal.MARKET_STOCK_OPTION,
    Refusal.STOP_AT_MARKET,
    Refusal.BAN_PERIOD,
    Refusal.STRIKE_RANGE,
    Refusal.FAR_MONTH,
    Refusal.WATCHLIST,
    Refusal.AMO_HOURS,
    Refusal.AMO_PAUSE,
    Refusal.AMO_NOT_TAKEN,
    Refusal.NOT_OPEN,
    Refusal.SEGMENT_INACTIVE,
    Refusal.NOT_ENABLED,
    Refusal.OTHER,
)
