"""What is known, at the moment of a check, of the instruments that a basket names and of the market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from tokri.core.instrument import Key, Listing, MasterState
from tokri.core.reference import FRESH_FOR, Leaning, Tables
from tokri.core.times import ist

#: Per cent from the last known price at which a price is warned of, unless the firm says otherwise.
PRICE_DISTANCE: Final = 10

_NOT_LISTED: Final = Listing(None)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts beside the orders. `at` is the moment of the check, UTC; None: no rule that needs a clock or a list.

    `master` is None where no instrument list was ever imported. `listings` holds at least every key that the basket
    names. `price_distance` is in per cent.
    """

    at: datetime | None = None
    master: MasterState | None = None
    listings: Mapping[Key, Listing] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)
    price_distance: int = PRICE_DISTANCE

    @property
    def day(self) -> date | None:
        """The day in India."""
        return ist(self.at).date() if self.at else None

    def listing(self, exchange: str, tradingsymbol: str) -> Listing:
        """What the list says of it; a Listing without an instrument where it has nothing."""
        return self.listings.get(Key(exchange, tradingsymbol), _NOT_LISTED)

    def day_of(self, source: Leaning) -> date | None:
        """The day that a source is of; None: not loaded."""
        if source is Leaning.INSTRUMENTS:
            return self.master.on if self.master else None
        return self.tables.day_of(source)

    def current(self, source: Leaning) -> bool:
        """Whether the source is loaded and young enough for an error that leans on it to block."""
        of, day = self.day_of(source), self.day
        return of is not None and day is not None and day - of < FRESH_FOR[source]


#: The check of the orders alone.
NOTHING_KNOWN: Final = Known()
