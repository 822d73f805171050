"""Dated tables as text: freeze quantities as NSE publishes them, its F&O ban list, and plain lists of symbols.

Comma-separated, UTF-8. Lines that begin with # may stand first; `# on: 2026-02-01` among them tells the day and
`# source: …` where the table comes from. Strict: one bad row and nothing is taken, since half a list would say of the
other half that it is free.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from tokri.core.choices import CHOICES
from tokri.core.glimpse import glimpse
from tokri.core.instrument import Key
from tokri.core.reference import DatedList, FreezeQuantities, Leaning

_SYMBOL: Final = re.compile(r"[A-Z0-9][A-Z0-9&.-]{0,39}", re.ASCII)
_UNITS: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_HEAD: Final = re.compile(r"#\s*(on|source)\s*:\s*(.*)", re.IGNORECASE)
# The spaces of it are matched once and for all: a line of them alone would else be cut in three in every way.
_BAN_HEAD: Final = re.compile(
    r"Securities in Ban For Trade Date ([0-9]{2})-([A-Z]{3})-([0-9]{4})\s*+:?\s*+(NIL)?[\s,]*+",
    re.ASCII | re.IGNORECASE,
)
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LONGEST_STAGE: Final = 40


class TableCode(StrEnum):
    """What can be wrong with a table. A row is counted from 1, as an editor does."""

    NOT_TEXT = "not-text"  #: characters that no table has, such as NUL
    NO_DAY = "no-day"
    TWO_DAYS = "two-days"  #: the file's own day is another than the one given
    DAY_UNREADABLE = "day-unreadable"
    HEADER = "header"  #: columns other than those of the format
    NO_ROWS = "no-rows"
    CUT_OFF = "cut-off"  #: a heading and nothing under it, where nothing says that the list is truly empty
    CELLS = "cells"  #: more or fewer cells than columns
    SYMBOL = "symbol"
    EXCHANGE = "exchange"
    UNITS = "units"  #: no whole number above 0
    STAGE = "stage"
    TWICE = "twice"  #: stands on an earlier row already


@dataclass(frozen=True, slots=True)
class TableFault:
    """One thing that is wrong: the row, None for the file as a whole, and what fills the sentence."""

    row: int | None
    code: TableCode
    facts: Mapping[str, str] = field(default_factory=dict)


class BadTable(Exception):
    """The text is no such table. `faults` are all that were found, in the order of the rows."""

    def __init__(self, faults: Sequence[TableFault]) -> None:
        super().__init__("; ".join(f"{each.code}, row {each.row or '-'}" for each in faults))
        self.faults = tuple(faults)


class _Row(NamedTuple):
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A text cut into rows, with what the lines before the header say."""

    rows: list[_Row]
    on: date | None
    source: str


def read_freeze(text: str, on: date | None = None, source: str = "") -> FreezeQuantities:
    """Freeze quantities: NSE's own file (`S.No.,SYMBOL    ,VOL_FRZ_QTY`), or without its first column.

    A third column `ON` may give single rows a day of their own. `on` and `source` are used where the file tells none.
    Raises BadTable.
    """
    read = _read(text)
    header = [name.upper() for name in read.rows[0].cells] if read.rows else []
    columns = [name for name in header if name not in {"S.NO.", "S.NO", "SR.NO."}]
    if columns not in (["SYMBOL", "VOL_FRZ_QTY"], ["SYMBOL", "VOL_FRZ_QTY", "ON"]):
        raise _bad_header(read, "SYMBOL,VOL_FRZ_QTY")
    day = _day(read, on)
    units: dict[str, int] = {}
    days: dict[str, date] = {}
    faults = []
    for row in _filled(read):
        named = dict(zip(header, row.cells, strict=False))
        fault = _freeze_fault(row, named, len(header), units)
        if fault is not None:
            faults.append(fault)
            continue
        units[named["SYMBOL"]] = int(named["VOL_FRZ_QTY"])
        if named.get("ON"):
            days[named["SYMBOL"]] = date.fromisoformat(named["ON"])
    if not units and not faults:
        faults.append(TableFault(None, TableCode.NO_ROWS, {"found": "", "is": "SYMBOL,VOL_FRZ_QTY"}))
    _stop_at(faults)
    return FreezeQuantities(day, read.source or source, units, {s: d for s, d in days.items() if d != day})


def read_list(
    name: Leaning, text: str, on: date | None = None, source: str = "", *, may_be_empty: bool = False
) -> DatedList:
    """A list of symbols: `exchange,tradingsymbol`, with a third column `stage` where it has stages or groups.

    The F&O ban list may also be NSE's own fo_secban.csv, which tells its day; its underlyings are those of NSE. On a
    day without a ban that is a heading alone; any other list without a row counts as cut off, unless it may be empty.
    `on` and `source` are used where the file tells none. Raises BadTable.
    """
    read = _read(text)
    first = ",".join(read.rows[0].cells) if read.rows else ""
    if name is Leaning.BAN and (match := _BAN_HEAD.fullmatch(first)):
        told = _ban_day(match, read.rows[0].number)
        entries = _entries(_filled(read), ("no", "tradingsymbol"))
        return DatedList(name, _day(_Read(read.rows, told, ""), on), read.source or source, entries)
    header = tuple(cell.lower() for cell in read.rows[0].cells) if read.rows else ()
    if header not in {("exchange", "tradingsymbol"), ("exchange", "tradingsymbol", "stage")}:
        raise _bad_header(read, "exchange,tradingsymbol,stage")
    entries = _entries(_filled(read), header)
    if not entries and not may_be_empty:
        raise BadTable([TableFault(None, TableCode.CUT_OFF)])
    return DatedList(name, _day(read, on), read.source or source, entries)


def write_freeze(table: FreezeQuantities) -> str:
    """The table as `read_freeze` reads it."""
    days = [(each, table.units[each], table.day_of(each)) for each in sorted(table.units)]
    rows = [f"{symbol},{units},{'' if day == table.on else day}" for symbol, units, day in days]
    return _written(table.on, table.source, "SYMBOL,VOL_FRZ_QTY,ON", rows)


def write_list(table: DatedList) -> str:
    """The list as `read_list` reads it."""
    rows = [f"{key.exchange},{key.tradingsymbol},{stage}" for key, stage in sorted(table.entries.items())]
    return _written(table.on, table.source, "exchange,tradingsymbol,stage", rows)


def _written(on: date, source: str, header: str, rows: Sequence[str]) -> str:
    return "\n".join([f"# on: {on}", f"# source: {glimpse(source)}", header, *rows, ""])


def _read(text: str) -> _Read:
    if any(not (char.isprintable() or char in "\r\n\t") for char in text.removeprefix("\ufeff")):
        raise BadTable([TableFault(None, TableCode.NOT_TEXT)])
    rows: list[_Row] = []
    on, source = None, ""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#") and not rows:
            match = _HEAD.fullmatch(line.strip())
            if match and match[1].lower() == "on":
                on = _iso_day(match[2].strip(), number)
            elif match:
                source = match[2].strip()
        elif line.strip():
            rows.append(_Row(number, _cut(line)))
    return _Read(rows, on, source)


def _cut(line: str) -> tuple[str, ...]:
    try:
        return tuple(cell.strip() for cell in next(csv.reader([line])))
    except csv.Error:  # a cell of more than 131,072 characters
        return (line,)


def _filled(read: _Read) -> Iterator[_Row]:
    return (row for row in read.rows[1:] if any(row.cells))


def _bad_header(read: _Read, expected: str) -> BadTable:
    found = glimpse(",".join(read.rows[0].cells)) if read.rows else ""
    code = TableCode.HEADER if read.rows else TableCode.NO_ROWS
    return BadTable([TableFault(read.rows[0].number if read.rows else None, code, {"found": found, "is": expected})])


def _day(read: _Read, given: date | None) -> date:
    if read.on is not None and given is not None and read.on != given:
        facts = {"told": str(read.on), "given": str(given)}
        raise BadTable([TableFault(None, TableCode.TWO_DAYS, facts)])
    day = read.on or given
    if day is None:
        raise BadTable([TableFault(None, TableCode.NO_DAY)])
    return day


def _iso_day(text: str, row: int) -> date:
    day = _iso(text)
    if day is None:
        raise BadTable([TableFault(row, TableCode.DAY_UNREADABLE, {"typed": glimpse(text)})])
    return day


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _ban_day(match: re.Match[str], row: int) -> date:
    day, month, year = match[1], match[2].upper(), match[3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else 0
    return _iso_day(f"{year}-{number:02}-{day}", row)


def _freeze_fault(row: _Row, named: Mapping[str, str], columns: int, seen: Mapping[str, int]) -> TableFault | None:
    if len(row.cells) != columns:
        return _cells(row, columns)
    symbol, units, day = named["SYMBOL"], named["VOL_FRZ_QTY"], named.get("ON", "")
    if not _SYMBOL.fullmatch(symbol):
        return TableFault(row.number, TableCode.SYMBOL, {"typed": glimpse(symbol)})
    if not _UNITS.fullmatch(units):
        return TableFault(row.number, TableCode.UNITS, {"typed": glimpse(units), "symbol": symbol})
    if day and _iso(day) is None:
        return TableFault(row.number, TableCode.DAY_UNREADABLE, {"typed": glimpse(day)})
    return TableFault(row.number, TableCode.TWICE, {"symbol": symbol}) if symbol in seen else None


def _cells(row: _Row, columns: int) -> TableFault:
    return TableFault(row.number, TableCode.CELLS, {"cells": str(len(row.cells)), "columns": str(columns)})


def _entries(rows: Iterator[_Row], columns: Sequence[str]) -> dict[Key, str]:
    entries: dict[Key, str] = {}
    faults = []
    for row in rows:
        fault = _entry_fault(row, columns, entries)
        if fault is None:
            named = dict(zip(columns, row.cells, strict=True))
            entries[_key(named)] = named.get("stage", "")
        else:
            faults.append(fault)
    _stop_at(faults)
    return entries


def _entry_fault(row: _Row, columns: Sequence[str], seen: Mapping[Key, str]) -> TableFault | None:
    if len(row.cells) != len(columns):
        return _cells(row, len(columns))
    named = dict(zip(columns, row.cells, strict=True))
    key, stage = _key(named), named.get("stage", "")
    if key.exchange not in CHOICES["exchange"]:
        return TableFault(row.number, TableCode.EXCHANGE, {"typed": glimpse(key.exchange)})
    if not _SYMBOL.fullmatch(key.tradingsymbol):
        return TableFault(row.number, TableCode.SYMBOL, {"typed": glimpse(key.tradingsymbol)})
    if len(stage) > _LONGEST_STAGE:
        return TableFault(row.number, TableCode.STAGE, {"typed": glimpse(stage), "symbol": key.tradingsymbol})
    if key in seen:
        return TableFault(row.number, TableCode.TWICE, {"symbol": key.tradingsymbol})
    return None


def _key(named: Mapping[str, str]) -> Key:
    return Key(named.get("exchange", "NSE"), named["tradingsymbol"])


def _stop_at(faults: Sequence[TableFault]) -> None:
    if faults:
        raise BadTable(faults)
