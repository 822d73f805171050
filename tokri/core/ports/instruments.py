"""The instrument list and the dated tables, as a use case sees them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tokri.core.instrument import Hits, Key, Listing, MasterState
from tokri.core.instrument_file import Changes, PricesTaken
from tokri.core.reference import Tables


class Instruments(Protocol):
    """The instrument master. It never raises for a missing list: nothing is on it then."""

    def state(self) -> MasterState | None:
        """Which list is in use; None where none was ever imported."""
        ...

    def look_up(self, keys: Collection[Key], on: date) -> Mapping[Key, Listing]:
        """What the list says of each key, exact in letters, on the day `on` in India. Every key is in the answer.

        What else a symbol may mean is not looked for.
        """
        ...

    def state_and_listings(
        self, keys: Collection[Key], on: date, alike: int = 0
    ) -> tuple[MasterState | None, Mapping[Key, Listing]]:
        """Which list is in use, and what that very list says of each key.

        Of keys that stand nowhere, the first `alike` are told with what else they may mean: each costs a search.
        """
        ...

    def search(self, text: str, on: date, limit: int = 20, exchange: str = "") -> Hits:
        """What `text`, as people type it, may mean; nothing that has expired before `on`."""
        ...

    def edition(self) -> str:
        """Letters and digits that change whenever an answer may: with each list and each file of prices taken in."""
        ...


class InstrumentKeeper(Instruments, Protocol):
    """The instrument master as the commands see it."""

    def take_dump(self, content: bytes, on: date, at: datetime, progress: Callable[[int, int], None]) -> Changes:
        """Put a dump, plain or packed, in the place of the list, as of the day `on` in India.

        One of a single exchange replaces that exchange's rows alone. `progress` hears of steps done, and of how many.
        Raises FileRefused; the old list stays then.
        """
        ...

    def take_prices(self, content: bytes, on: date, source: str, latest: date = date.max) -> PricesTaken:
        """Put a file of prices, plain or packed, over those before; `on` is its day where it says none.

        Raises FileRefused, also for a day after `latest`; the old prices stay then.
        """
        ...


@dataclass(frozen=True, slots=True)
class TableState:
    """How one table's file stands: its name, its day, where it comes from, how many rows; or why it is not used.

    `on` is None where the file holds no such table, and `fault` says why, else "". `shipped` tells that it came with
    the program. `earlier` counts the rows that are of a day before `on`, by their day.
    """

    name: str
    on: date | None
    source: str
    rows: int
    fault: str = ""
    shipped: bool = False
    earlier: Mapping[date, int] = field(default_factory=dict)


class Reference(Protocol):
    """The dated tables: what the program ships, or what an import command put in its place.

    It never raises: a file that is not its table counts as not there.
    """

    def tables(self) -> Tables: ...


class ReferenceKeeper(Reference, Protocol):
    """The dated tables as the commands see them."""

    def states(self) -> Collection[TableState]:
        """How every file of a table stands, in the order in which they are read."""
        ...

    def put(self, name: str, text: str) -> None:
        """Put the table of that file name in place, whole or not at all. Raises OSError, and the old one stays."""
        ...
