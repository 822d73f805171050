"""The dated tables as files: what the program ships, and in its place what an import command has put into DATA_DIR."""

from __future__ import annotations

import logging
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from tokri.core.formats.dated_tables import BadTable, read_freeze, read_list
from tokri.core.market import Calendar, CalendarFaulty, read_calendar
from tokri.core.ports import TableState
from tokri.core.reference import LISTS, DatedList, FreezeQuantities, Leaning, Tables

#: The largest table that is read. The longest list of an exchange has some 5,000 rows.
LARGEST: Final = 2_000_000

#: The freeze quantities that the program ships, and those that were imported.
_SHIPPED_FREEZE: Final = ("freeze-stocks.csv", "freeze-indices.csv")
_FREEZE: Final = "freeze.csv"

#: The tables of the market clock.
CALENDAR: Final = "calendar.json"

_LOG: Final = logging.getLogger("tokri.reference")

#: Which files there are, with what tells a changed one: time, size and inode. A moved-in file has an inode of its own.
_Seen = frozenset[tuple[str, int, int, int]]

#: The day of a table, where it comes from, how many rows it has, and how many of these are of which earlier day.
_Facts = tuple[date | None, str, int, Mapping[date, int]]

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The tables as of what was seen, and how each stands."""

    seen: _Seen
    tables: Tables
    states: tuple[TableState, ...]


class ReferenceFiles:
    """The tables under `replaced`, else those under `shipped`; read again when a file has changed.

    A file that cannot be read as its table counts as not there, and is told in the log once.
    """

    def __init__(self, shipped: Path, replaced: Path) -> None:
        self._shipped, self._replaced = shipped, replaced
        self._loaded: _Loaded | None = None

    def tables(self) -> Tables:
        return self._now().tables

    def states(self) -> tuple[TableState, ...]:
        """Every table that there is a file of, the broken ones with what is wrong."""
        return self._now().states

    def put(self, name: str, text: str) -> None:
        """Put a table in its place: written beside, flushed to the disk, and moved over the old one at once.

        Raises OSError, and the old one stays.
        """
        self._replaced.mkdir(parents=True, exist_ok=True)
        descriptor, beside = tempfile.mkstemp(prefix=f".{name}-", dir=self._replaced)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(self._replaced / name)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        directory = os.open(self._replaced, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _now(self) -> _Loaded:
        seen = _seen(self._replaced)  # what ships changes with the program alone
        loaded = self._loaded
        if loaded is None or loaded.seen != seen:
            loaded = self._loaded = self._load(seen)
        return loaded

    def _load(self, seen: _Seen) -> _Loaded:
        reading = _Reading(self._shipped)
        freeze: FreezeQuantities | None = None
        for path in (*(self._shipped / name for name in _SHIPPED_FREEZE), self._replaced / _FREEZE):
            table = reading.take(path, read_freeze, _freeze_facts)
            if table is not None:
                freeze = table if freeze is None else table.over(freeze)
        lists: dict[Leaning, DatedList] = {}
        for name in LISTS:
            found = reading.take(self._replaced / file_of(name), _list_reader(name), _list_facts)
            if found is not None:
                lists[name] = found
        calendar = None
        for path in (self._replaced / CALENDAR, self._shipped / CALENDAR):
            calendar = calendar or reading.take(path, read_calendar, _calendar_facts)
        return _Loaded(seen, Tables(calendar, freeze, lists), tuple(reading.states))


class _Reading:
    """Reads one file after the other, and keeps how each stands."""

    def __init__(self, shipped: Path) -> None:
        self._shipped = shipped
        self.states: list[TableState] = []

    def take(self, path: Path, read: Callable[[str], Read], facts: Callable[[Read], _Facts]) -> Read | None:
        """The table in the file; None where there is no file, or no such table in it."""
        shipped = path.parent == self._shipped
        try:
            table = read(_text(path))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, BadTable, CalendarFaulty) as fault:
            _LOG.warning("The table %s is not used: %s", path, fault)
            self.states.append(TableState(path.stem, None, "", 0, str(fault), shipped))
            return None
        on, source, rows, earlier = facts(table)
        self.states.append(TableState(path.stem, on, source, rows, shipped=shipped, earlier=earlier))
        return table


def file_of(name: Leaning) -> str:
    """The name of the file that holds an imported table."""
    return f"{name}.csv"


def _list_reader(name: Leaning) -> Callable[[str], DatedList]:
    return lambda text: read_list(name, text, may_be_empty=True)  # whether it may be was asked when it was taken in


def _calendar_facts(calendar: Calendar) -> _Facts:
    return calendar.on, f"{len(calendar.sources)} sources, each named in it", len(calendar.years), {}


def _freeze_facts(table: FreezeQuantities) -> _Facts:
    return table.on, table.source, len(table.units), Counter(table.days.values())


def _list_facts(table: DatedList) -> _Facts:
    return table.on, table.source, len(table.entries), {}


def _text(path: Path) -> str:
    with path.open("rb") as file:
        read = file.read(LARGEST + 1)
    if len(read) > LARGEST:
        raise OSError(f"{path.name} is larger than {LARGEST:,} bytes")
    return read.decode("utf-8")


def _seen(directory: Path) -> _Seen:
    try:
        with os.scandir(directory) as entries:
            files = [(each.name, each.stat()) for each in entries if each.name.endswith((".csv", ".json"))]
    except OSError:
        return frozenset()
    return frozenset((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in files)
