"""The numbers that are advice beside an order: advised price, entry range, stop-loss, target, horizon.

None of them is an order, and Kite is sent none of them. Prices are exact rupees. A stop-loss lies where the trade has
gone wrong and a target where it has gone right: for a BUY below and above the entry, for a SELL above and below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.basket import LONGEST_TEXT, OrderText
from tokri.core.choices import CHOICES
from tokri.core.desk.advice import LegAdvice
from tokri.core.desk.typed_time import TimeFault, read_time
from tokri.core.glimpse import glimpse
from tokri.core.money import NumberFault, price_words
from tokri.core.problems import Problem, Severity
from tokri.core.times import ist_words

_PRICES: Final = ("advised_price", "entry_from", "entry_to", "stop_loss", "target")

#: Every code that a problem here has.
CODES: Final = (
    "advised-number",
    "advised-time-unreadable",
    "advised-time-missing",
    "advised-time-ahead",
    "advised-price-missing",
    "entry-range-half",
    "entry-range-reversed",
    "entry-range-missed",
    "stop-loss-side",
    "target-side",
    "stop-loss-beyond-target",
    "horizon-long",
)


@dataclass(frozen=True, slots=True)
class Advised:
    """What is advised beside one order, as understood: prices in rupees, `advised_at` UTC; None where it has none.

    What has a fault is None here; the text that was typed is kept in LegAdvice.
    """

    advised_price: Decimal | None = None
    advised_at: datetime | None = None
    entry_from: Decimal | None = None
    entry_to: Decimal | None = None
    stop_loss: Decimal | None = None
    target: Decimal | None = None
    horizon: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Between which prices the trade is to be entered, in rupees, and the field that says so."""

    low: Decimal
    high: Decimal
    field: str


def read_advised(place: int, advice: LegAdvice, order: OrderText, now: datetime) -> tuple[Advised, tuple[Problem, ...]]:
    """Read what is advised beside the order at `place`, from 0, and say what is wrong with it. Never raises.

    `now` is UTC. A problem's path is ("orders", place, the field of LegAdvice). The entry is the range, else the
    advised price, else the order's own; without any, stop-loss and target are held against each other.
    """
    read = {name: money.price(getattr(advice, name)) for name in _PRICES}
    at = read_time(advice.advised_at, now)
    prices = {name: each if isinstance(each, Decimal) else None for name, each in read.items()}
    advised = Advised(
        **prices, advised_at=at if isinstance(at, datetime) else None, horizon=" ".join(advice.horizon.split())
    )
    side = order.transaction_type if order.transaction_type in CHOICES["transaction_type"] else ""
    own = money.price(order.price)
    found = (
        *_unreadable(advice, read),
        *_time(advice, at, read["advised_price"], now),
        *_range(advised, read, side, own if isinstance(own, Decimal) else None),
        *_sides(advised, side, _entry(advised, own if isinstance(own, Decimal) else None)),
        *_horizon(advised),
    )
    return advised, tuple(_problem(place, *each) for each in found)


_Finding = tuple[str, str, Mapping[str, str | int], Severity]
_Read = Mapping[str, Decimal | NumberFault | None]


def _unreadable(advice: LegAdvice, read: _Read) -> Iterator[_Finding]:
    for name, each in read.items():
        if isinstance(each, NumberFault):
            facts = {"fault": each.value, "typed": glimpse(getattr(advice, name))}
            yield "advised-number", name, facts, Severity.ERROR


def _time(
    advice: LegAdvice, at: datetime | TimeFault | None, price: Decimal | NumberFault | None, now: datetime
) -> Iterator[_Finding]:
    """An advised price is of a moment, or nobody can hold it against what was paid."""
    if isinstance(at, TimeFault):
        facts = {"fault": at.value, "typed": glimpse(advice.advised_at)}
        yield "advised-time-unreadable", "advised_at", facts, Severity.ERROR
    elif at is None and price is not None:
        yield "advised-time-missing", "advised_at", {}, Severity.ERROR
    elif at is not None and at > now:
        yield "advised-time-ahead", "advised_at", {"typed": ist_words(at), "now": ist_words(now)}, Severity.ERROR
    if at is not None and price is None:
        yield "advised-price-missing", "advised_price", {}, Severity.ERROR


def _range(advised: Advised, read: _Read, side: str, own: Decimal | None) -> Iterator[_Finding]:
    low, high = advised.entry_from, advised.entry_to
    empty = [name for name in ("entry_from", "entry_to") if read[name] is None]
    if len(empty) == 1:
        yield "entry-range-half", empty[0], {}, Severity.ERROR
    if low is None or high is None:
        return
    facts = {"from": price_words(low), "to": price_words(high)}
    if low > high:
        yield "entry-range-reversed", "entry_from", facts, Severity.ERROR
    elif own is not None and ((side == "BUY" and own > high) or (side == "SELL" and own < low)):
        yield "entry-range-missed", "entry_from", {**facts, "side": side, "price": price_words(own)}, Severity.WARNING


def _entry(advised: Advised, own: Decimal | None) -> _Entry | None:
    low, high = advised.entry_from, advised.entry_to
    if low is not None and high is not None and low <= high:
        return _Entry(low, high, "entry_from")
    if advised.advised_price is not None:
        return _Entry(advised.advised_price, advised.advised_price, "advised_price")
    return _Entry(own, own, "price") if own is not None else None


def _sides(advised: Advised, side: str, entry: _Entry | None) -> Iterator[_Finding]:
    stop, target, buys = advised.stop_loss, advised.target, side == "BUY"
    if not side:
        return
    if entry is None:
        if stop is not None and target is not None and (stop >= target if buys else stop <= target):
            facts = {"side": side, "stop_loss": price_words(stop), "target": price_words(target)}
            yield "stop-loss-beyond-target", "stop_loss", facts, Severity.ERROR
        return
    below, above = ("stop_loss", stop), ("target", target)
    if not buys:
        below, above = above, below
    if below[1] is not None and below[1] >= entry.low:
        yield _wrong_side(below[0], below[1], side, entry.low, entry.field)
    if above[1] is not None and above[1] <= entry.high:
        yield _wrong_side(
            above[0], above[1], side, entry.high, "entry_to" if entry.field == "entry_from" else entry.field
        )


def _wrong_side(name: str, typed: Decimal, side: str, entry: Decimal, field: str) -> _Finding:
    facts = {"side": side, "typed": price_words(typed), "entry": price_words(entry), "entry_field": field}
    return f"{name.replace('_', '-')}-side", name, facts, Severity.ERROR


def _horizon(advised: Advised) -> Iterator[_Finding]:
    if len(advised.horizon) > LONGEST_TEXT:
        yield "horizon-long", "horizon", {"length": len(advised.horizon), "longest": LONGEST_TEXT}, Severity.ERROR


def _problem(place: int, code: str, name: str, facts: Mapping[str, str | int], severity: Severity) -> Problem:
    return Problem(code, severity, ("orders", place, name), facts)


def advised_problems(legs: Sequence[LegAdvice], orders: Sequence[OrderText], now: datetime) -> tuple[Problem, ...]:
    """What is wrong with all that is advised beside the orders of a basket, in their order."""
    pairs = enumerate(zip(legs, orders, strict=False))
    return tuple(each for place, (leg, order) in pairs for each in read_advised(place, leg, order, now)[1])
