"""A price beside the last one that is known. Every price is told with its day; a quote of today wins over a list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokri.core.basket import plain
from tokri.core.instrument import Kind, LastPrice
from tokri.core.money import on_tick, price_words, written
from tokri.core.problems import Severity
from tokri.core.quote import Quote, moment_words
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule
from tokri.core.times import ist_words

#: An option's price may lie 40 % from its reference price; up to 50 rupees of it, 20 rupees.
_CHEAP: Final = Decimal(50)
_CHEAP_RANGE: Final = Decimal(20)
_RANGE_PERCENT: Final = 40

#: Per cent from which a share's price hardly moved by itself.
_SPLIT: Final = 20


@rule("circuit-limits", Severity.ERROR)
def circuit_limits(leg: Leg) -> Iterator[Finding]:
    """A price outside the limits of the day is refused; limits that move within the day only warn.

    Those of derivatives, of the shares that have them and of funds move, by steps, while trading presses against them.
    An order for the next session meets the limits of that session.
    Source: Kite's answer "Your order price is higher than the current upper circuit limit of 14.03"; for triggers
    https://kite.trade/forum/discussion/3141; for what moves SEBI/HO/MRD/TPD-1/P/CIR/2024/58 and NSE/FAOP/64995
    """
    quote = leg.known.quote(leg.key)
    if quote is None or leg.variety == "amo":
        return
    low, high = quote.lower_circuit, quote.upper_circuit
    for field, price in (("price", leg.price), ("trigger_price", leg.trigger_price)):
        if price is None:
            continue
        nearest = low if low is not None and price < low else high if high is not None and price > high else None
        if nearest is not None:
            limits = {"low": _told(low), "high": _told(high), "typed": price_words(price), "at": _at(quote)}
            yield Finding(field, limits, _offered(nearest), soft=not _fixed(leg))


@rule("stop-beyond-market", Severity.WARNING)
def stop_beyond_market(leg: Leg) -> Iterator[Finding]:
    """The trigger of a stop order to buy lies over the last traded price, that of one to sell under it.

    Source: Kite's answer "Trigger price for stoploss sell orders should be lower than the last traded price"
    """
    if leg.trigger_price is None or leg.order_type not in {"SL", "SL-M"}:
        return
    last = _today(leg)
    if last is None:
        return
    buys, sells = leg.transaction_type == "BUY", leg.transaction_type == "SELL"
    if (buys and leg.trigger_price <= last.price) or (sells and leg.trigger_price >= last.price):
        facts = {"side": leg.transaction_type, "trigger": price_words(leg.trigger_price), **_last(last)}
        yield Finding("trigger_price", facts)


@rule("option-range", Severity.WARNING)
def option_range(leg: Leg) -> Iterator[Finding]:
    """An option's price may lie 40 % from a reference price, or 20 rupees where that is 50 rupees or less.

    The reference is the average of the last thirty seconds; the last price of today stands in for it.
    Source: limit price protection, https://tradingqna.com/t/193460
    """
    if leg.instrument is None or leg.instrument.kind is not Kind.OPTION or leg.price is None:
        return
    last = _today(leg)
    if last is None:
        return
    low, high = option_limits(last.price, leg.instrument.tick_size)
    if not low <= leg.price <= high:
        facts = {"price": price_words(leg.price), "low": price_words(low), "high": price_words(high)}
        yield Finding("price", {**facts, **_last(last)})


@rule("price-split", Severity.WARNING)
def price_split(leg: Leg) -> Iterator[Finding]:
    """A share's price over 20 % from the last one known: split, bonus, or a slip; the quantity is then wrong as well.

    Source: our own; no share without derivatives moves more in a day, by the exchanges' price bands
    """
    last, percent = _distance(leg)
    if last is not None and _is_share(leg) and percent > _SPLIT:
        yield _far(leg, last, percent)


@rule("price-distance", Severity.WARNING)
def price_distance(leg: Leg) -> Iterator[Finding]:
    """A price further from the last one known than the firm wants it. Shares over 20 % have their own rule.

    An option moves more, so that its measure is the exchange's range, and on the day itself that rule speaks.
    Source: our own; warns from the distance that the firm sets (PRICE_DISTANCE)
    """
    last, percent = _distance(leg)
    if last is None or leg.price is None or percent < leg.known.price_distance:
        return
    if _is_share(leg) and percent > _SPLIT:
        return
    if leg.instrument is not None and leg.instrument.kind is Kind.OPTION:
        low, high = option_limits(last.price, leg.instrument.tick_size)
        if low <= leg.price <= high or last.on == leg.known.day:
            return
    yield _far(leg, last, percent)


def _at(quote: Quote) -> str:
    return ist_words(quote.at) if quote.at is not None else ""


def _offered(price: Decimal) -> str:
    return plain(price) if price == price.to_integral_value() else written(price, price)


def _fixed(leg: Leg) -> bool:
    """Whether the limits hold for the day: a share's that has no derivatives."""
    return leg.instrument is not None and leg.instrument.kind is Kind.SHARE and not leg.listing.has_derivatives


def option_limits(reference: Decimal, tick: Decimal) -> tuple[Decimal, Decimal]:
    """The lowest and the highest price of an option by its reference price: whole ticks, none under one tick."""
    reach = _CHEAP_RANGE if reference <= _CHEAP else reference * _RANGE_PERCENT / 100
    low, high = reference - reach, reference + reach
    if tick > 0:
        low, high = max(on_tick(low, tick)[1], tick), on_tick(high, tick)[0]
    return low, high


def _far(leg: Leg, last: LastPrice, percent: Decimal) -> Finding:
    price = leg.price or Decimal(0)
    way = "over" if price > last.price else "under"
    return Finding("price", {"price": price_words(price), "percent": int(percent), "way": way, **_last(last)})


def _distance(leg: Leg) -> tuple[LastPrice | None, Decimal]:
    """The last known price, and how many per cent of it the order's price is away."""
    last = leg.known.last_price(leg.key)
    if last is None or leg.price is None or leg.known.at is None or last.price <= 0:
        return None, Decimal(0)
    return last, abs(leg.price - last.price) * 100 / last.price


def _today(leg: Leg) -> LastPrice | None:
    last = leg.known.last_price(leg.key)
    return last if last is not None and last.on == leg.known.day else None


def _is_share(leg: Leg) -> bool:
    return leg.instrument is not None and leg.instrument.cash and leg.instrument.kind in {Kind.SHARE, Kind.FUND}


def _last(last: LastPrice) -> dict[str, str]:
    return {"last": price_words(last.price), "last_day": moment_words(last)}


def _told(limit: Decimal | None) -> str:
    return price_words(limit) if limit is not None else ""


RULES: Final = (circuit_limits, stop_beyond_market, option_range, price_split, price_distance)
