"""What is known, at the moment of a check, of the instruments that a basket names and of the market."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from tokri.core.instrument import Key, LastPrice, Listing, MasterState
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
            object.__setattr__(self, "listings", _with_quotes(self.listings, self.quotes, self.at))

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

    def day_of(self, source: Leaning) -> date | None:
        """The day that a source is of; None: not loaded."""
        if source is Leaning.INSTRUMENTS:
            return self.master.on if self.master else None
        return self.tables.day_of(source)

    def current(self, source: Leaning) -> bool:
        """Whether the source is loaded and young enough for an error that leans on it to block."""
        of, day = self.day_of(source), self.day
        return of is not None and day is not None and self.tables.holds(source, of, day)


def _with_quotes(
    listings: Mapping[Key, Listing], quotes: Mapping[Key, Quote], now: datetime | None
) -> Mapping[Key, Listing]:
    """The listings with the newer of both prices, in one place for whoever reads a price."""
    newest = {key: (listings.get(key, _NOT_LISTED), quote.dated_price) for key, quote in quotes.items()}
    found = {key: replace(each, last_price=newer(price, each.last_price, now)) for key, (each, price) in newest.items()}
    return {**listings, **found}


#: The check of the orders alone.
NOTHING_KNOWN: Final = Known()
