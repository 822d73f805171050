"""Dated tables that an import command replaces: freeze quantities, lists of the exchanges and of the broker, the clock.

Each says the day it is of and where it came from. Past its time a table still warns, but blocks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tokri.core.instrument import Key
from tokri.core.market import Calendar, Market, Segment, trading_days


class Leaning(StrEnum):
    """What a rule leans on; where that is old or missing, an error of the rule becomes a warning."""

    INSTRUMENTS = "instruments"
    FREEZE = "freeze"
    BAN = "fo-ban"  #: securities in the F&O ban period: only trades that reduce a position
    GSM = "gsm"
    ASM = "asm"
    ESM = "esm"
    TRADE_FOR_TRADE = "trade-for-trade"
    SME_WATCH = "sme-watch"
    MIS = "mis"  #: what the broker takes intraday
    MTF = "mtf"  #: what the broker lends on
    CO = "co"  #: what the broker takes as cover orders


#: The lists of symbols, each imported by its name, and each of one day.
LISTS: Final = tuple(name for name in Leaning if name not in {Leaning.INSTRUMENTS, Leaning.FREEZE})

#: How old each may be and still block, by calendar days. Of LISTS that is so only where no calendar holds the days.
FRESH_FOR: Final[Mapping[Leaning, timedelta]] = {
    Leaning.INSTRUMENTS: timedelta(days=2),
    Leaning.FREEZE: timedelta(days=31),
    **{name: timedelta(days=2) for name in LISTS},
}

#: The market whose trading days the lists follow: what they hold are shares of NSE and BSE, and contracts on these.
_SHARES: Final = Market("NSE", Segment.SHARES)

#: No market was ever closed for as many days: a list of before then is old without counting.
_LONGEST_PAUSE: Final = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class FreezeQuantities:
    """The most units of one order by underlying (`NIFTY`, `RELIANCE`), as the exchange publishes them.

    `on` is the day of the newest table; `days` holds the underlyings whose figure is of an earlier one.
    """

    on: date
    source: str
    units: Mapping[str, int]
    days: Mapping[str, date] = field(default_factory=dict)

    def day_of(self, underlying: str) -> date:
        """The day that the figure of one underlying is of."""
        return self.days.get(underlying, self.on)

    def over(self, older: FreezeQuantities) -> FreezeQuantities:
        """The same table, with what only an older one has; of two figures for one underlying the later counts."""
        merged = {each: (older.day_of(each), units) for each, units in older.units.items()}
        for each, units in self.units.items():
            if each not in merged or merged[each][0] <= self.day_of(each):
                merged[each] = (self.day_of(each), units)
        on = max(self.on, older.on)
        days = {each: day for each, (day, _) in merged.items() if day != on}
        return FreezeQuantities(on, self.source, {each: units for each, (_, units) in merged.items()}, days)


@dataclass(frozen=True, slots=True)
class DatedList:
    """One list: what stands on it, each with its stage or group where the list has one, else ""."""

    name: Leaning
    on: date
    source: str
    entries: Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """Every table that is loaded. A list that is not loaded is absent."""

    calendar: Calendar | None = None
    freeze: FreezeQuantities | None = None
    lists: Mapping[Leaning, DatedList] = field(default_factory=dict)

    def day_of(self, name: Leaning) -> date | None:
        """The day that the freeze quantities or a list are of; None: not loaded."""
        if name is Leaning.FREEZE:
            return self.freeze.on if self.freeze else None
        found = self.lists.get(name)
        return found.on if found else None

    def holds(self, name: Leaning, on: date, today: date) -> bool:
        """Whether what is of the day `on` is young enough on `today` for an error that leans on it to block.

        A list of a day holds until the end of the next trading day: over a weekend nobody makes another.
        """
        if name in LISTS and self.calendar is not None and today - on < _LONGEST_PAUSE:
            days = trading_days(self.calendar, _SHARES, on, today)
            if days is not None:
                return days <= 1
        return today - on < FRESH_FOR[name]

    def entry(self, name: Leaning, key: Key) -> str | None:
        """The stage or group that a list gives it, "" without one; None: not on the list, or no such list is loaded."""
        found = self.lists.get(name)
        return found.entries.get(key) if found else None
