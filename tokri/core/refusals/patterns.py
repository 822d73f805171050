"""The words of every refusal that is recorded, as patterns; the first that fits decides.

Recorded in the documentation and the forum of Kite's developers (kite.trade), on the broker's support pages, and by
those who run baskets in production; what an exchange says begins with its number. Kite writes links into its words,
which are taken out beforehand. A group's name says what it is: `required` and `available` are money, `limit` and `tick`
rupees, `side` and `field` words, and everything else a count.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tokri.core.refusals.codes import Refusal

_NUMBER: Final = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_COUNT: Final = r"[0-9][0-9,]*"


class Pattern(NamedTuple):
    refusal: Refusal
    words: re.Pattern[str]


def _says(refusal: Refusal, *words: str) -> list[Pattern]:
    return [Pattern(refusal, re.compile(each, re.IGNORECASE)) for each in words]


PATTERNS: Final = (
    *_says(
        Refusal.MARGIN,
        rf"required margin is (?P<required>{_NUMBER})(?: but available margin is (?P<available>-?{_NUMBER}))?",
        rf"RMS: ?Margin Exceeds(?:, ?Required: ?(?P<required>{_NUMBER}), ?Available: ?(?P<available>-?{_NUMBER}))?",
        r"insufficient (?:funds|margin|balance)",
        r"RMS: ?Rule: ?Check (?:fund|margin|cash)",
        r"margin shortfall",
    ),
    *_says(
        Refusal.AUTHORISATION,
        rf"(?P<quantity>{_COUNT}) quantity needs authori[sz]ation at (?:the )?depository",
        r"needs? (?:CDSL )?authori[sz]ation",
        r"\b(?:CDSL|TPIN|eDIS)\b",
    ),
    *_says(
        Refusal.HOLDINGS,
        rf"holding quantity: ?(?P<held>{_COUNT})",
        r"insufficient (?:stock )?holdings?",
        r"RMS: ?Rule: ?Check (?:T1 )?holdings",
    ),
    *_says(Refusal.NOT_ENABLED, r"user is not enabled (?:for|on) the app"),
    *_says(
        Refusal.UPPER_CIRCUIT,
        rf"higher than the (?:current )?upper circuit limit(?: of (?P<limit>{_NUMBER}))?",
    ),
    *_says(
        Refusal.LOWER_CIRCUIT,
        rf"lower than the (?:current )?lower circuit limit(?: of (?P<limit>{_NUMBER}))?",
    ),
    *_says(
        Refusal.TRIGGER_CIRCUIT,
        r"trigger price for stoploss (?P<side>buy|sell) orders cannot be (?:below|above) the (?:lower|upper) circuit"
        rf" price(?:.*?trigger price (?:above|below) (?P<limit>{_NUMBER}))?",
    ),
    *_says(
        Refusal.UPPER_CIRCUIT,
        rf"price for stoploss buy orders cannot be above the upper circuit price"
        rf"(?:.*?price below (?P<limit>{_NUMBER}))?",
    ),
    *_says(
        Refusal.LOWER_CIRCUIT,
        rf"price for stoploss sell orders cannot be below the lower circuit price"
        rf"(?:.*?price above (?P<limit>{_NUMBER}))?",
    ),
    *_says(
        Refusal.TRIGGER_SIDE,
        r"trigger price for stoploss (?P<side>buy|sell) orders should be (?:lower|higher) than the last traded price",
    ),
    *_says(
        Refusal.STOP_PRICE_SIDE,
        r"price for stoploss (?P<side>buy|sell) orders should not be (?:lower|higher) than the trigger price",
    ),
    *_says(Refusal.COVER_TRIGGER, r"out of the allowed range for cover orders"),
    *_says(
        Refusal.TRIGGER_TICK,
        rf"tick size for this script is (?P<tick>{_NUMBER})\.? *kindly enter trigger price",
        r"16316\b",
        r"trigger price is not a multiple of (?:the )?tick size",
    ),
    *_says(
        Refusal.TICK,
        rf"tick size for this script is (?P<tick>{_NUMBER})",
        r"not a multiple of (?:the )?tick size",
        r"multiple of tick size",
    ),
    *_says(Refusal.DAILY_RANGE, r"exceeds circuit limits for the instrument", r"within the daily range", r"price band"),
    *_says(Refusal.CIRCUIT, r"RMS: ?Rule: ?Check circuit limit", r"circuit limit"),
    *_says(Refusal.BEYOND_MARK_UP, r"17182\b", r"trade beyond mark-?up price"),
    *_says(
        Refusal.FREEZE,
        rf"order quantity (?P<quantity>{_COUNT})(?: \((?P<lots>{_COUNT}) lots?\))? is higher than the "
        rf"maximum quantity of (?P<largest>{_COUNT})(?: \((?P<largest_lots>{_COUNT}) lots?\))?",
        r"freeze (?:quantity|qty)",
        r"exceeds (?:the )?freeze",
    ),
    *_says(Refusal.LOT, rf"multiple of (?:the )?lot size(?: (?P<lot>{_COUNT}))?"),
    *_says(Refusal.QUANTITY_LARGE, r"1,00,000", r"maximum (?:order )?value", r"10 crores?"),
    *_says(Refusal.DISCLOSED, r"disclosed[ _]quantity"),
    *_says(Refusal.SLICES, rf"maximum (?P<most>{_COUNT}) slices"),
    *_says(Refusal.ICEBERG, r"`?iceberg_(?:legs|quantity)"),
    *_says(Refusal.POSITION_LIMIT, r"position limit", r"open interest (?:limit|restriction)"),
    *_says(Refusal.MARKET_PROTECTION, r"market orders without market protection", r"market_protection"),
    *_says(Refusal.MARKET_NOT_TRADED, r"17181\b", r"contract not traded"),
    *_says(
        Refusal.AMO_NOT_TAKEN, r"market orders? using AMO", r"\bAMO\b.{0,40}(?:index options?|call auction|at market)"
    ),
    *_says(
        Refusal.MARKET_STOCK_OPTION,
        r"market orders? (?:are|is) (?:not allowed|blocked|disabled)",
        r"market orders? .{0,30}stock options?",
    ),
    *_says(
        Refusal.STOP_AT_MARKET,
        r"16052\b",
        r"function not available",
        r"does not allow SL-M",
        r"SL-M orders? (?:are|is)",
    ),
    *_says(Refusal.IOC, r"\bIOC orders?"),
    *_says(Refusal.TRADE_TO_TRADE, r"trade[ -]to[ -]trade", r"\bT2T\b"),
    *_says(Refusal.INTRADAY_OVER, r"auto square ?off block"),
    *_says(
        Refusal.COVER,
        r"cover orders? (?:are|is|should)",
        r"RMS: ?Blocked for.{0,80}\b(?:BO|CO)\b",
        r"\bBO and CO\b",
        r"bracket orders?",
        r"a cover order after hours",
    ),
    *_says(Refusal.BAN_PERIOD, r"ban(?:ned)? period", r"in banned list"),
    *_says(
        Refusal.INTRADAY,
        r"intraday orders? (?:are|is) not allowed",
        r"not allowed .{0,30}using MIS",
        r"\bMIS\b.{0,40}(?:blocked|not allowed)",
        r"RMS: ?Rule: ?Assigned basket",
    ),
    *_says(Refusal.PRODUCT, r"invalid product type"),
    *_says(
        Refusal.SEGMENT_INACTIVE,
        r"not enabled on (?:the )?product",
        r"exchange not enabled",
        r"segment is not (?:active|activated|enabled)",
        r"(?:account|client|user)\b.{0,40}not enabled for.{0,20}(?:segment|exchange)",
    ),
    *_says(Refusal.ACCOUNT, r"account is (?:deactivated|dormant|suspended|inactive|closed)"),
    *_says(Refusal.STRIKE_RANGE, r"strike price is outside"),
    *_says(Refusal.FAR_MONTH, r"far month"),
    *_says(Refusal.WATCHLIST, r"unsolicited", r"watch ?list"),
    *_says(Refusal.EXPIRED, r"either expired or does not exist", r"has expired and", r"contract (?:has )?expired"),
    *_says(Refusal.NOT_ALLOWED, r"16387\b", r"not allowed to trade in this market", r"RMS: ?Blocked for"),
    *_says(Refusal.HALTED, r"not allowed in current instrument state", r"trading (?:is )?(?:halted|suspended)"),
    *_says(
        Refusal.AMO_PAUSE,
        r"AMO orders cannot be placed till 5\.30",
        r"scheduled maintenance",
        r"between 01:00 and 05:30",
    ),
    *_says(
        Refusal.AMO_HOURS,
        r"could not be converted to an? after market order",
        r"AMO.{0,40}(?:cannot|not) be placed",
        r"AMO while the market",
    ),
    *_says(Refusal.NOT_OPEN, r"16278\b", r"markets? (?:have|has) not been opened", r"markets? (?:is|are) closed"),
    *_says(
        Refusal.ADDRESS,
        r"no IPs configured",
        r"IP \(.{0,60}\) is not allowed to place orders",
        r"IP not allowed to place orders",
    ),
    *_says(Refusal.DAILY_ORDERS, r"maximum allowed order (?:requests|modifications) exceeded"),
    *_says(Refusal.RATE, r"too many requests"),
    *_says(Refusal.UNREACHABLE, r"gateway timed out", r"order system is not reachable", r"couldn.t connect to the OMS"),
    *_says(
        Refusal.SESSION,
        r"token is invalid or has expired",
        r"incorrect `?api_key`? or `?access_token",
        r"session (?:has )?expired",
    ),
    *_says(
        Refusal.KEY,
        r"invalid `?api_key",
        r"invalid API credentials",
        r"not allowed for the authenticated user",
        r"insufficient permission",
    ),
    *_says(Refusal.TAG, r"`tag` should be max"),
    *_says(Refusal.NO_VALID_ORDERS, r"no valid orders found"),
    *_says(Refusal.PRICE_MISSING, r"missing or invalid `(?:trigger_)?price`"),
    *_says(
        Refusal.FIELD,
        r"(?:missing|invalid)(?: or invalid)? `(?P<field>[a-z_]+)`",
        r"failed to decode (?P<field>[a-z_]+)",
        r"requested method not allowed",
        r"`data` should be a list|invalid JSON|maximum of [0-9]+ orders",
    ),
)
