"""The instrument list and the dated tables, as a use case sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from tokri.core.instrument import Hits, Key, Listing, MasterState
from tokri.core.reference import Tables


class Instruments(Protocol):
    """The instrument master. It never raises for a missing list: nothing is on it then."""

    def state(self) -> MasterState | None:
        """Which list is in use; None where none was ever imported."""
        ...

    def look_up(self, keys: Collection[Key], on: date) -> Mapping[Key, Listing]:
        """What the list says of each key, exact in letters, on the day `on` in India. Every key is in the answer."""
        ...

    def search(self, text: str, on: date, limit: int = 20, exchange: str = "") -> Hits:
        """What `text`, as people type it, may mean; nothing that has expired before `on`."""
        ...


class Reference(Protocol):
    """The dated tables: what the program ships, or what an import command put in its place."""

    def tables(self) -> Tables: ...
