"""The last days of a contract: shares are delivered for what is on a share; what is on an index is settled in cash.

The day of expiry is the instrument list's own, never read from a symbol.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from tokri.core.instrument import Instrument, Kind
from tokri.core.market import Calendar, market_of, trading_days
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule
from tokri.core.times import date_words
from tokri.core.underlying import on_index

#: Trading days to come, the day of expiry with them, from which the broker raises the margin.
_NEAR: Final = 4
#: The day before expiry, and the day itself.
_LAST: Final = 1
_SATURDAY: Final = 5


@rule("stock-contract-near-expiry", Severity.WARNING, leans_on=Leaning.INSTRUMENTS)
def stock_contract_near_expiry(leg: Leg) -> Iterator[Finding]:
    """A contract on a share is settled in shares: in its last four trading days its margin rises daily.

    Intraday positions are closed the same day, before any of that; a BUY in the last two days has its own rule.
    Source: support.zerodha.com, "What is the policy on physical settlement of equity derivatives"
    """
    left = _days_left(leg)
    if leg.instrument is None or left is None or left > _NEAR or not leg.listing.on_share:
        return
    if leg.product != "MIS" and not _late_buy(leg, left):
        yield Finding("tradingsymbol", _facts(leg.instrument, left))


@rule("stock-option-last-days", Severity.WARNING, leans_on=Leaning.INSTRUMENTS)
def stock_option_last_days(leg: Leg) -> Iterator[Finding]:
    """In its last two days a fresh BUY of an option on a share may be refused: it could end in a delivery.

    Source: support.zerodha.com, "What is the policy on physical settlement of equity derivatives"
    """
    left = _days_left(leg)
    if leg.instrument is not None and left is not None and _late_buy(leg, left):
        yield Finding("tradingsymbol", _facts(leg.instrument, left))


@rule("index-option-near-expiry", Severity.NOTE, leans_on=Leaning.INSTRUMENTS)
def index_option_near_expiry(leg: Leg) -> Iterator[Finding]:
    """An option on an index is settled in cash; nothing is delivered.

    Source: https://www.nseindia.com/products-services/equity-derivatives-nifty50, settlement
    """
    left = _days_left(leg)
    if leg.instrument is None or left is None or left > _NEAR or not on_index(leg.instrument):
        return
    if leg.instrument.kind is Kind.OPTION:
        yield Finding("tradingsymbol", _facts(leg.instrument, left))


def _late_buy(leg: Leg, left: int) -> bool:
    share_option = leg.instrument is not None and leg.instrument.kind is Kind.OPTION and leg.listing.on_share
    return share_option and leg.transaction_type == "BUY" and left <= _LAST


def _facts(instrument: Instrument, left: int) -> dict[str, str | int]:
    return {"expiry": date_words(instrument.expiry) if instrument.expiry else "", "days_left": left}


def _days_left(leg: Leg) -> int | None:
    """Trading days to come, the day of expiry with them; 0 on that day. None: nothing expires, or it is over."""
    today, expiry = leg.known.day, leg.instrument.expiry if leg.instrument else None
    if today is None or expiry is None or expiry < today:
        return None
    return _between(leg.known.tables.calendar, leg.exchange, today, expiry)


@lru_cache(maxsize=1024)
def _between(calendar: Calendar | None, exchange: str, today: date, expiry: date) -> int:
    """Trading days after today, up to and with expiry. Kept: the contracts of a basket share a few expiries."""
    market = market_of(exchange)
    counted = trading_days(calendar, market, today, expiry) if calendar and market else None
    return _weekdays(today, expiry) if counted is None else counted


def _weekdays(after: date, until: date) -> int:
    """The weekdays after one day, up to and with another: what stands in for a year whose holidays are not loaded."""
    days = (until - after).days
    if days > _NEAR * 7:
        return days
    return sum((after + timedelta(days=ahead)).weekday() < _SATURDAY for ahead in range(1, days + 1))


RULES: Final = (stock_option_last_days, stock_contract_near_expiry, index_option_near_expiry)
