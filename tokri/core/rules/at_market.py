"""Orders at the market price: where they are refused, where they may be, and what Kite makes of them; and IOC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from typing import Final

from tokri.core.basket import plain
from tokri.core.instrument import Kind
from tokri.core.money import price_words
from tokri.core.problems import Severity
from tokri.core.protection import protected_limit, protection
from tokri.core.quote import moment_words
from tokri.core.reference import Leaning
from tokri.core.rules.leg import CASH, Leg
from tokri.core.rules.listed import months_between
from tokri.core.rules.rule import Finding, rule
from tokri.core.times import date_words, ist
from tokri.core.underlying import on_index

#: Calendar months ahead from which an option is long-dated.
_LONG_DATED: Final = 3
#: Premium in per cent of the strike from which an option is deep in the money: mostly what it is worth by itself.
_DEEP: Final = 5
#: What Kite makes of an order at the market price.
_BECOMES: Final = {"MARKET": "LIMIT", "SL-M": "SL"}
_OPENING: Final = (time(9, 15), time(9, 17))


@rule("market-refused", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def market_refused(leg: Leg) -> Iterator[Finding]:
    """MARKET is not taken for options on shares, nor for options on MCX: few trade, and it would fill anywhere.

    Source: Kite's user manual, https://kite.trade/docs/kite/orders/; support.zerodha.com, "How can I trade commodity
    options" ("Market orders are blocked for MCX options")
    """
    if leg.order_type != "MARKET" or leg.instrument is None or leg.instrument.kind is not Kind.OPTION:
        return
    if leg.listing.on_share or leg.exchange == "MCX":
        options = "commodities" if leg.exchange == "MCX" else "shares"
        yield Finding("order_type", {"options_on": options}, "LIMIT")


@rule("market-thin-option", Severity.WARNING, leans_on=Leaning.INSTRUMENTS)
def market_thin_option(leg: Leg) -> Iterator[Finding]:
    """MARKET may be refused for an option on an index that is long-dated, or deep in the money.

    Three calendar months ahead count as long. Deep is told by the last known price: a premium of 5 % of the strike.
    Source: v2.webnotes.in, "Market orders blocked for long-dated options" and "for deep ITM index options"
    """
    option, day = leg.instrument, leg.known.day
    if leg.order_type != "MARKET" or option is None or option.strike is None or not on_index(option) or day is None:
        return
    last = leg.known.last_price(leg.key)
    if option.expiry is not None and months_between(day, option.expiry) >= _LONG_DATED:
        yield Finding("order_type", {"expiry": date_words(option.expiry)}, "LIMIT")
    elif last is not None and last.price * 100 >= option.strike * _DEEP:
        facts = {"strike": plain(option.strike), "last": price_words(last.price), "last_day": moment_words(last)}
        yield Finding("order_type", facts, "LIMIT")


@rule("market-fund-opening", Severity.WARNING)
def market_fund_opening(leg: Leg) -> Iterator[Finding]:
    """Some exchange-traded funds take no MARKET order in the first two minutes.

    Source: support.zerodha.com, on orders for funds at the opening
    """
    if leg.order_type != "MARKET" or leg.known.at is None or leg.instrument is None:
        return
    opening = _OPENING[0] <= ist(leg.known.at).time() < _OPENING[1]
    if opening and leg.instrument.kind is Kind.FUND and leg.exchange in CASH and leg.variety != "amo":
        yield Finding("order_type", {}, "LIMIT")


@rule("ioc-mcx", Severity.WARNING)
def ioc_mcx(leg: Leg) -> Iterator[Finding]:
    """MCX takes no IOC of orders that come from a program; whether that holds for a basket is not known.

    Source: https://kite.trade/forum/discussion/15912
    """
    if leg.known.at is not None and leg.exchange == "MCX" and leg.validity == "IOC":
        yield Finding("validity", {}, "DAY")


@rule("market-protection", Severity.NOTE)
def market_protection(leg: Leg) -> Iterator[Finding]:
    """Kite makes a LIMIT of an order at the market price; what does not fill within its price stays open.

    Source: staff, https://kite.trade/forum/discussion/comment/52940 and comment/52479
    """
    if leg.order_type not in _BECOMES or leg.instrument is None or leg.known.at is None:
        return
    becomes = _BECOMES[leg.order_type]
    facts = {"becomes": becomes, "typed": leg.order_type}
    price, told = _starting_from(leg)
    limit = protected_limit(leg.instrument, price, leg.transaction_type) if price and leg.transaction_type else None
    if price is None or limit is None:
        yield Finding("order_type", facts)
        return
    facts |= {**told, "limit": price_words(limit), "percent": plain(protection(leg.instrument, price))}
    yield Finding("order_type", facts, f"{becomes} {plain(limit)}")


def _starting_from(leg: Leg) -> tuple[Decimal | None, dict[str, str]]:
    """The price that the protection is counted from: the trigger of a stop order, else the last one known."""
    if leg.order_type == "SL-M":
        return leg.trigger_price, {}
    last = leg.known.last_price(leg.key)
    return (last.price, {"last": price_words(last.price), "last_day": moment_words(last)}) if last else (None, {})


RULES: Final = (market_refused, market_thin_option, market_fund_opening, ioc_mcx, market_protection)
