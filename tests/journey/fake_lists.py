"""What is known of instruments, in memory: the list, and the dated tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from tokri.core.instrument import Hit, Hits, Key, Listing, MasterState
from tokri.core.reference import Tables


@dataclass
class FakeInstruments:
    """A list in memory; without a master, as on an installation that never imported one."""

    listings: dict[Key, Listing] = field(default_factory=dict)
    master: MasterState | None = None

    def state(self) -> MasterState | None:
        return self.master

    def look_up(self, keys: Collection[Key], on: date) -> Mapping[Key, Listing]:
        del on
        return {key: self.listings.get(key, Listing(None)) for key in keys}

    def state_and_listings(
        self, keys: Collection[Key], on: date, alike: int = 0
    ) -> tuple[MasterState | None, Mapping[Key, Listing]]:
        del alike
        return self.state(), self.look_up(keys, on)

    def edition(self) -> str:
        return self.master.digest if self.master else ""

    def search(self, text: str, on: date, limit: int = 20, exchange: str = "") -> Hits:
        found = [each.instrument for each in self.listings.values() if each.instrument]
        names = [each for each in found if text.upper() in each.tradingsymbol and exchange in {"", each.exchange}]
        return Hits(tuple(Hit(each) for each in names if each.expiry is None or each.expiry >= on)[:limit])


@dataclass
class FakeReference:
    """The dated tables, as a test puts them."""

    loaded: Tables = field(default_factory=Tables)

    def tables(self) -> Tables:
        return self.loaded
