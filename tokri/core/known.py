"""What is known, at the moment of a check, of the instruments that a basket names and of the market."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from tokri.core.instrument import Key, LastPrice, Listing, MasterState
from tokri.core.market import day, market_of
from tokri.core.quote import Quote, newer
from tokri.core.reference import Leaning, Tables
from tokri.core.times import ist

#: Per cent from the last known price at which a price is warned of, unless the firm says otherwise.
PRICE_DISTANCE: Final = 10

_NOT_LISTED: Final = Listing(None)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts beside the orders. `at` is the moment of the check, UTC; None: no rule that needs a clock or a list.

    `master` is None where no instrument list was ever imported. `listings` holds at least every key that the basket
    names, each with the last price that is known: a quote's, where that is no older than the list's. `price_distance`
    is in per cent. `quotes` are those of a live session, none without one. `basket_limit` is how many orders one
    hand-off takes; None: not known. `day` is that of `at` in India: half of the rules ask for it.
    """

    at: datetime | None = None
    master: MasterState | None = None
    listings: Mapping[Key, Listing] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)
    price_distance: int = PRICE_DISTANCE
    quotes: Mapping[Key, Quote] = field(default_factory=dict)
    basket_limit: int | None = None
    day: date | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", ist(self.at).date() if self.at else None)
        if self.quotes:
            object.__setattr__(self, "listings", {**self.listings, **dict(map(self._quoted, self.quotes.items()))})

    def listing(self, exchange: str, tradingsymbol: str) -> Listing:
        """What the list says of it; a Listing without an instrument where it has nothing."""
        return self.listings.get(Key(exchange, tradingsymbol), _NOT_LISTED)

    def quote(self, key: Key) -> Quote | None:
        """What Kite said of it today; a quote of another day has limits that no longer hold."""
        quote = self.quotes.get(key)
        return quote if quote is not None and quote.at is not None and ist(quote.at).date() == self.day else None

    def without_limits(self, keys: Collection[Key]) -> Known:
        """The same, without what the day lets these be ordered for: of what is placed and filled it asks nothing."""
        if not self.quotes or self.quotes.keys().isdisjoint(keys):
            return self
        return replace(self, quotes={key: quote for key, quote in self.quotes.items() if key not in keys})

    def last_price(self, key: Key) -> LastPrice | None:
        """The last price that is known, with its day."""
        return self.listings.get(key, _NOT_LISTED).last_price

    def _quoted(self, quoted: tuple[Key, Quote]) -> tuple[Key, Listing]:
        """The listing with the newer of both prices, so that there is one place for whoever reads a price."""
        key, quote = quoted
        listing = self.listings.get(key, _NOT_LISTED)
        price = newer(quote.dated_price, listing.last_price, self._closed_at(key, listing))
        return key, replace(listing, last_price=price)

    def _closed_at(self, key: Key, listing: Listing) -> datetime | None:
        """When the instrument's market of today ended; None where it has not, or the tables do not tell."""
        market = market_of(key.exchange, has_derivatives=listing.has_derivatives)
        if self.at is None or self.day is None or self.tables.calendar is None or market is None:
            return None
        last = day(self.tables.calendar, market, self.day).last
        return last if last is not None and last <= self.at else None

    def day_of(self, source: Leaning) -> date | None:
        """The day that a source is of; None: not loaded."""
        if source is Leaning.INSTRUMENTS:
            return self.master.on if self.master else None
        return self.tables.day_of(source)

    def current(self, source: Leaning) -> bool:
        """Whether the source is loaded and young enough for an error that leans on it to block."""
        of, day = self.day_of(source), self.day
        return of is not None and day is not None and self.tables.holds(source, of, day)


#: The check of the orders alone.
NOTHING_KNOWN: Final = Known()
