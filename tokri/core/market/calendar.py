"""The tables of the market clock, and what they say of one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from tokri.core.times import IST

#: The first day of the weekend, counted from Monday, 0.
SATURDAY: Final = 5


class Segment(StrEnum):
    """What keeps hours of its own."""

    SHARES = "shares"  #: shares without derivatives, funds, debt
    AUCTIONED = "shares-with-derivatives"  #: shares that have derivatives on NSE or BSE
    EQUITY_DERIVATIVES = "equity-derivatives"
    CURRENCY = "currency"
    COMMODITIES = "commodities"

    __hash__ = str.__hash__  # that of an enumeration is written in Python, and every order asks for it


class Market(NamedTuple):
    """One segment of one exchange, the exchange as Kite spells it."""

    exchange: str
    segment: Segment


_SEGMENTS: Final[Mapping[str, Segment]] = {
    "NFO": Segment.EQUITY_DERIVATIVES,
    "BFO": Segment.EQUITY_DERIVATIVES,
    "CDS": Segment.CURRENCY,
    "BCD": Segment.CURRENCY,
    "MCX": Segment.COMMODITIES,
}


@lru_cache(maxsize=64)
def market_of(exchange: str, *, has_derivatives: bool = False) -> Market | None:
    """The market of an order on `exchange`; None where that is none of Kite's."""
    return _MARKETS.get((exchange, has_derivatives))


def _market(exchange: str, has_derivatives: bool) -> Market:
    if exchange in {"NSE", "BSE"}:
        return Market(exchange, Segment.AUCTIONED if has_derivatives else Segment.SHARES)
    return Market(exchange, _SEGMENTS[exchange])


_MARKETS: Final = {
    (exchange, has_derivatives): _market(exchange, has_derivatives)
    for exchange in ("NSE", "BSE", *_SEGMENTS)
    for has_derivatives in (False, True)
}


class Phase(StrEnum):
    """What a market does at a moment. Without one of the first ten it is closed."""

    PRE_OPEN = "pre-open"  #: takes LIMIT and MARKET
    PRE_OPEN_LIMIT = "pre-open-limit"  #: takes LIMIT
    PRE_OPEN_MATCHING = "pre-open-matching"  #: takes nothing
    OPEN = "open"
    AUCTION_NO_ENTRY = "auction-no-entry"  #: the closing auction is prepared; takes nothing
    AUCTION = "auction"  #: takes LIMIT and MARKET, no stop orders
    AUCTION_LIMIT = "auction-limit"  #: takes LIMIT, until a moment that nobody knows beforehand
    AUCTION_MATCHING = "auction-matching"  #: takes nothing
    POST_CLOSE = "post-close"  #: takes MARKET, at the closing price
    CLOSED = "closed"
    UNKNOWN = "unknown"  #: the tables do not hold the day


class Span(NamedTuple):
    """A phase from `start` up to, not with, `end`. `verified`: a source says these very minutes."""

    start: time
    end: time
    phase: Phase
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """What every dated row holds: where and from which day to which (both with; None: until further notice).

    `source` names one of the calendar's sources; `verified` is whether that source says exactly this, of this time.
    """

    exchanges: frozenset[str]
    segments: frozenset[Segment]
    first: date
    last: date | None
    source: str
    verified: bool

    def holds(self, market: Market, on: date) -> bool:
        return (
            market.exchange in self.exchanges
            and market.segment in self.segments
            and self.first <= on
            and (self.last is None or on <= self.last)
        )


@dataclass(frozen=True, slots=True)
class Hours(Row):
    """The phases of a usual trading day, in order."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Queueing(Row):
    """When the broker takes orders for the next session: before `until` and from `opens` on (None: the last close)."""

    until: time
    opens: time | None


@dataclass(frozen=True, slots=True)
class CutOff(Row):
    """When the broker stops taking intraday orders, and closes what is open, for a fee in rupees before GST.

    Either a time of day, with the time from which a warning is due, or minutes before the last close.
    """

    at: time | None
    warn_from: time | None
    minutes_before: int | None
    warn_minutes_before: int | None
    fee: int


@dataclass(frozen=True, slots=True)
class Special:
    """A day that is not as its weekday: a holiday, part of one, or a special session.

    `closed` all day; else as usual, from `only_from` or up to `only_until` where those are given, or in the `hours`
    of its own (a segment that is not in them is closed). `hours_known` is False where the hours were not published.
    """

    on: date
    name: str
    source: str
    verified: bool
    closed: bool = True
    only_from: time | None = None
    only_until: time | None = None
    hours: Mapping[Segment, tuple[Span, ...]] | None = None
    hours_known: bool = True


@dataclass(frozen=True, slots=True)
class Year:
    """The special days of one year on these exchanges. A year that has no row is not known."""

    year: int
    exchanges: frozenset[str]
    source: str
    days: Mapping[date, Special]


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The tables that are loaded, the day they are of, and the sources that the rows name.

    It is told apart by identity, so that what was worked out of it can be kept.

    `pause`: between these times of day the broker takes nothing at all for the next session.
    """

    on: date
    sources: Mapping[str, str]
    hours: tuple[Hours, ...]
    years: tuple[Year, ...]
    queueing: tuple[Queueing, ...]
    cut_offs: tuple[CutOff, ...]
    pause: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one market: its phases in order, none where it is closed.

    `name` is the holiday's or the special session's, "" on others. `known` is False where the tables hold neither the
    year nor the hours; then `missing_year` tells the year that is not loaded, if it is that.
    """

    on: date
    spans: tuple[Span, ...] = ()
    name: str = ""
    known: bool = True
    own_hours: bool = False
    missing_year: int | None = None
    verified: bool = True
    sources: tuple[str, ...] = field(default=())

    @property
    def trades(self) -> bool:
        """Whether there is continuous trading, as far as is known."""
        return not self.known or any(span.phase is Phase.OPEN for span in self.spans)

    def moment(self, at: time) -> datetime:
        """A time of this day, aware."""
        return datetime.combine(self.on, at, IST)

    @property
    def first(self) -> datetime | None:
        """When the first phase begins."""
        return self.moment(self.spans[0].start) if self.spans else None

    @property
    def last(self) -> datetime | None:
        """When the last phase ends."""
        return self.moment(self.spans[-1].end) if self.spans else None


def day(calendar: Calendar, market: Market, on: date) -> Day:
    """What the tables say of `on`."""
    year = next((each for each in calendar.years if each.year == on.year and market.exchange in each.exchanges), None)
    special = year.days.get(on) if year else None
    if special is not None:
        return _special(calendar, market, special)
    if on.weekday() >= SATURDAY:
        return Day(on)
    if year is None:
        return Day(on, known=False, missing_year=on.year)
    usual = _usual(calendar, market, on)
    if usual is None:
        return Day(on, known=False)
    return Day(on, usual.spans, verified=usual.verified, sources=(usual.source, year.source))


def _special(calendar: Calendar, market: Market, special: Special) -> Day:
    named = Day(special.on, name=special.name, verified=special.verified, sources=(special.source,))
    if special.closed:
        return named
    if not special.hours_known:
        return Day(special.on, name=special.name, known=False, sources=(special.source,))
    if special.hours is not None:
        spans = special.hours.get(market.segment, ())
        return Day(special.on, spans, special.name, own_hours=True, verified=special.verified, sources=named.sources)
    usual = _usual(calendar, market, special.on)
    if usual is None:
        return Day(special.on, name=special.name, known=False, sources=(special.source,))
    clipped = special.only_from is not None or special.only_until is not None
    return Day(
        special.on,
        tuple(_clipped(usual.spans, special.only_from, special.only_until)),
        special.name,
        own_hours=clipped,
        verified=usual.verified and special.verified,
        sources=(usual.source, special.source),
    )


def _clipped(spans: tuple[Span, ...], start: time | None, end: time | None) -> list[Span]:
    cut = [
        each._replace(start=max(each.start, start or time.min), end=min(each.end, end or time.max)) for each in spans
    ]
    return [each for each in cut if each.start < each.end]


def _usual(calendar: Calendar, market: Market, on: date) -> Hours | None:
    return next((row for row in calendar.hours if row.holds(market, on)), None)
