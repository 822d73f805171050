"""The instrument master: a file of its own, built beside and moved into place, read by all workers alike.

Nothing of it is kept in memory. Prices are a second, small file beside it, so that they outlive the list of a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from tokri.core.instrument import Hit, Hits, Instrument, Key, Listing, MasterState
from tokri.core.instrument_file import Changes, PricesTaken
from tokri.instrument_master.files import Replaced
from tokri.instrument_master.listings import listings_of, with_twins
from tokri.instrument_master.packed import unpacked
from tokri.instrument_master.rows import found_in_order, instrument_of
from tokri.instrument_master.searching import Search
from tokri.instrument_master.taking import take_dump
from tokri.instrument_master.taking_prices import Origin, take_prices

_MOST_ALIKE = 5


def _unheard(_done: int, _of: int) -> None:
    pass


class InstrumentMaster:
    """The list in `file`, with the prices beside it; where there is none, nothing is on it."""

    def __init__(self, file: Path) -> None:
        self._list = Replaced(file)
        self._prices = Replaced(file.with_name("prices.db"))

    def state(self) -> MasterState | None:
        """Which list is in use, of the day that its oldest exchange is of; None where none was ever taken in."""
        connection = self._list.connection()
        if connection is None:
            return None
        imported_at, rows, digest = connection.execute("SELECT imported_at, row_count, digest FROM state").fetchone()
        (day,) = connection.execute("SELECT min(on_day) FROM exchanges").fetchone()
        return MasterState(date.fromisoformat(day), datetime.fromisoformat(imported_at), rows, digest)

    def edition(self) -> str:
        """Letters and digits that change with each list and each file of prices taken in."""
        digests = ""
        for connection in (self._list.connection(), self._prices.connection()):
            if connection is not None:
                digests += connection.execute("SELECT digest FROM state").fetchone()[0]
        return hashlib.sha256(digests.encode()).hexdigest()[:32]

    def look_up(self, keys: Collection[Key], on: date) -> Mapping[Key, Listing]:
        """What the list says of each key, exact in letters. Every key is in the answer."""
        connection = self._list.connection()
        if connection is None:
            return {key: Listing(None) for key in keys}

        def alike(symbol: str, exchange: str) -> tuple[Instrument, ...]:
            near = self.search(symbol, on, _MOST_ALIKE, exchange) if exchange else Hits(())
            return tuple(hit.instrument for hit in (near.hits or self.search(symbol, on, _MOST_ALIKE).hits))

        return listings_of(connection, self._prices.connection(), keys, on, alike)

    def search(self, text: str, on: date, limit: int = 20, exchange: str = "") -> Hits:
        """What `text`, as people type it, may mean; nothing that has expired before `on`."""
        connection, prices = self._list.connection(), self._prices.connection()
        if connection is None:
            return Hits(())
        ranks, meant = Search(connection, prices, on, limit).ranks(text, exchange)
        if not ranks:
            return Hits(())
        rows = found_in_order(connection, ranks)
        twins, told = with_twins(connection, prices, rows)
        return Hits(
            tuple(
                Hit(
                    instrument_of(row, told),
                    told[row.rank].price if row.rank in told else None,
                    instrument_of(twin, told) if (twin := twins.get(row.rank)) else None,
                )
                for row in rows
            ),
            meant,
        )

    def take_dump(
        self, content: bytes, on: date, at: datetime, progress: Callable[[int, int], None] = _unheard
    ) -> Changes:
        """Put a dump in the place of the list, as of the day `on` in India. Raises FileRefused."""
        return take_dump(self._list, unpacked(content), on, at, progress)

    def take_prices(self, content: bytes, on: date, source: str, latest: date = date.max) -> PricesTaken:
        """Put a file of prices over those before; `on` is its day where it says none. Raises FileRefused."""
        return take_prices(self._prices, self._list, unpacked(content), Origin(on, source, latest))
