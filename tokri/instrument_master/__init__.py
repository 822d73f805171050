"""The instrument master: a file of its own, built beside and moved into place, read by all workers alike.

Nothing of it is kept in memory. Prices are a second, small file beside it, so that they outlive the list of a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from tokri.core.instrument import Hit, Hits, Instrument, Key, Listing, MasterState
from tokri.core.instrument_file import Changes, PricesTaken
from tokri.instrument_master.files import Replaced
from tokri.instrument_master.listings import listings_of, with_twins
from tokri.instrument_master.packed import unpacked
from tokri.instrument_master.rows import found_in_order, instrument_of, told_of
from tokri.instrument_master.searching import Search

_MOST_ALIKE: Final = 5

#: No symbol is so long, so that nothing of this length is one with a slip.
_LONGEST: Final = 40

#: Neither listed, nor renamed, nor in another series, nor on another exchange.
_NOWHERE: Final = Listing(None)


def _unheard(_done: int, _of: int) -> None:
    pass


class _Files(NamedTuple):
    """The two files as one question finds them; None where there is none."""

    instruments: Any
    prices: Any


class InstrumentMaster:
    """The list in `file`, with the prices beside it; where there is none, nothing is on it."""

    def __init__(self, file: Path) -> None:
        self._list = Replaced(file)
        self._prices = Replaced(file.with_name("prices.db"))

    def state(self) -> MasterState | None:
        """Which list is in use, of the day that its oldest exchange is of; None where none was ever taken in."""
        return _state_of(self._list.connection())

    def edition(self) -> str:
        """Letters and digits that change with each list and each file of prices taken in."""
        digests = self._list.digest() + self._prices.digest()
        return hashlib.sha256(digests.encode()).hexdigest()[:32]

    def look_up(self, keys: Collection[Key], on: date) -> Mapping[Key, Listing]:
        """What the list says of each key, exact in letters. Every key is in the answer."""
        return _listings(_Files(self._list.connection(), self._prices.connection()), keys, on, 0)

    def state_and_listings(
        self, keys: Collection[Key], on: date, alike: int = 0
    ) -> tuple[MasterState | None, Mapping[Key, Listing]]:
        """Both of one list, whatever is taken in meanwhile."""
        files = _Files(self._list.connection(), self._prices.connection())
        return _state_of(files.instruments), _listings(files, keys, on, alike)

    def search(self, text: str, on: date, limit: int = 20, exchange: str = "") -> Hits:
        """What `text`, as people type it, may mean; nothing that has expired before `on`."""
        return _hits(_Files(self._list.connection(), self._prices.connection()), text, on, limit, exchange)

    def take_dump(
        self, content: bytes, on: date, at: datetime, progress: Callable[[int, int], None] = _unheard
    ) -> Changes:
        """Put a dump in the place of the list, as of the day `on` in India. Raises FileRefused."""
        from tokri.instrument_master.taking import take_dump  # noqa: PLC0415 - a command takes it in, no web worker

        return take_dump(self._list, unpacked(content), on, at, progress)

    def take_prices(self, content: bytes, on: date, source: str, latest: date = date.max) -> PricesTaken:
        """Put a file of prices over those before; `on` is its day where it says none. Raises FileRefused."""
        from tokri.instrument_master.taking_prices import Origin, take_prices  # noqa: PLC0415 - the same

        return take_prices(self._prices, self._list, unpacked(content), Origin(on, source, latest))


def _state_of(connection: Any) -> MasterState | None:
    if connection is None:
        return None
    imported_at, rows, digest = connection.execute("SELECT imported_at, row_count, digest FROM state").fetchone()
    (day,) = connection.execute("SELECT min(on_day) FROM exchanges").fetchone()
    return MasterState(date.fromisoformat(day), datetime.fromisoformat(imported_at), rows, digest)


def _listings(files: _Files, keys: Collection[Key], on: date, alike: int) -> Mapping[Key, Listing]:
    if files.instruments is None:
        return {key: Listing(None) for key in keys}
    found = listings_of(*files, keys, on)
    nowhere = [key for key, listing in found.items() if listing == _NOWHERE and 0 < len(key.tradingsymbol) < _LONGEST]
    for key in nowhere[:alike]:
        found[key] = Listing(None, alike=_alike(files, key, on))
    return found


def _alike(files: _Files, key: Key, on: date) -> tuple[Instrument, ...]:
    """What else the symbol may mean: on its own exchange, else on any."""
    search = Search(*files, on, _MOST_ALIKE)
    ranks, _ = search.ranks(key.tradingsymbol, key.exchange) if key.exchange else ([], True)
    rows = found_in_order(files.instruments, ranks or search.ranks(key.tradingsymbol, "")[0])
    told = told_of(files.prices, rows)
    return tuple(instrument_of(row, told) for row in rows)


def _hits(files: _Files, text: str, on: date, limit: int, exchange: str) -> Hits:
    connection, prices = files
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
                twin.key if (twin := twins.get(row.rank)) else None,
            )
            for row in rows
        ),
        meant,
    )
