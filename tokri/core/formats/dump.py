"""Kite's instruments dump, read strictly: whatever one row has wrong, nothing of the file is taken.

Its shape and oddities: https://kite.trade/docs/connect/v3/market-quotes/#instruments. Names may hold commas and quotes;
`last_price` is always 0; `expiry` is empty and `strike` 0 where there is none. Exchanges that Kite's basket does not
take (NCO, indices of other countries) are left out and counted.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from io import StringIO
from typing import Final, NamedTuple

from tokri.core.choices import CHOICES
from tokri.core.instrument import Instrument
from tokri.core.instrument_file import MOST_FAULTS, Fault, FileFault, FileRefused
from tokri.core.kinds import kind_of, series_in

COLUMNS: Final = (
    *("instrument_token", "exchange_token", "tradingsymbol", "name", "last_price", "expiry", "strike", "tick_size"),
    *("lot_size", "instrument_type", "segment", "exchange"),
)

_TYPES: Final = frozenset({"EQ", "FUT", "CE", "PE"})
_STRIKING: Final = frozenset({"CE", "PE"})
_EXCHANGES: Final = frozenset(CHOICES["exchange"])
_OTHER_EXCHANGE: Final = re.compile(r"[A-Z]{3,8}")
_SEGMENT: Final = re.compile(r"INDICES|[A-Z]{3}(-FUT|-OPT)?").fullmatch
_TOKEN: Final = re.compile(r"[0-9]{1,10}").fullmatch
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,8}").fullmatch
_DECIMAL: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?").fullmatch
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_SYMBOL: Final = re.compile(r"[!-~]([ -~]{0,58}[!-~])?").fullmatch
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f]{0,120}").fullmatch


class Row(NamedTuple):
    """A row whose columns were read: numbers in plain writing, "" for an expiry or a strike that there is not."""

    exchange: str
    tradingsymbol: str
    name: str
    instrument_type: str
    segment: str
    tick_size: str
    lot_size: int
    expiry: str
    strike: str
    instrument_token: int
    exchange_token: int


#: The quickest way to make one.
_row: Final = partial(tuple.__new__, Row)


@dataclass(frozen=True)
class Dump:
    """What a file holds: its rows by key, and how many rows were left out by exchange."""

    rows: Mapping[tuple[str, str], Row]
    left_out: Mapping[str, int]

    @cached_property
    def exchanges(self) -> frozenset[str]:
        return frozenset(exchange for exchange, _ in self.rows)


def read_dump(content: bytes) -> Dump:
    """Read a whole file. Raises FileRefused with the first faults, each by its row."""
    reading = _Reading()
    rows = reading.rows(text_of(content))
    if not rows and not reading.faults:
        reading.fault(0, Fault.EMPTY)
    if reading.faults:
        raise FileRefused(reading.faults)
    return Dump(rows, dict(reading.left_out))


def text_of(content: bytes) -> str:
    """The text of a file that must be UTF-8 without NUL throughout. Raises FileRefused with the row."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused([FileFault(content.count(b"\n", 0, error.start) + 1, Fault.ENCODING)]) from error
    if (place := text.find("\x00")) >= 0:
        raise FileRefused([FileFault(text.count("\n", 0, place) + 1, Fault.NUL)])
    return text


def instrument(row: Row, *, isin: str = "", series: str = "", group: str = "") -> Instrument:
    """The row as the core knows an instrument, with what a daily file said of it."""
    return Instrument(
        exchange=row.exchange,
        tradingsymbol=row.tradingsymbol,
        name=row.name,
        kind=kind_of(row),
        instrument_type=row.instrument_type,
        segment=row.segment,
        tick_size=Decimal(row.tick_size),
        lot_size=row.lot_size,
        expiry=date.fromisoformat(row.expiry) if row.expiry else None,
        strike=Decimal(row.strike) if row.strike else None,
        instrument_token=row.instrument_token,
        exchange_token=row.exchange_token,
        isin=isin,
        series=series or series_in(row.exchange, row.tradingsymbol),
        group=group,
    )


class _Reading:
    """Reads row after row and collects what is wrong."""

    def __init__(self) -> None:
        self.faults: list[FileFault] = []
        self.left_out: Counter[str] = Counter()
        self._plain, self._day, self._lot = _Memo(_plain), _Memo(_day), _Memo(_as_it_is(_WHOLE))
        self._name, self._segment = _Memo(_as_it_is(_NAME)), _Memo(_as_it_is(_SEGMENT))

    def fault(self, row: int, code: Fault, **facts: str) -> None:
        self.faults.append(FileFault(row, code, facts))

    def rows(self, text: str) -> dict[tuple[str, str], Row]:
        table = csv.reader(StringIO(text, newline=""), strict=True)
        rows: dict[tuple[str, str], Row] = {}
        try:
            header = next(table, [])
            if tuple(header) != COLUMNS:
                self.fault(1, Fault.HEADER, expected=",".join(COLUMNS), found=",".join(header)[:200])
                return rows
            for cells in table:
                row = self._row(table.line_num, cells)
                if row is not None and rows.setdefault(row[:2], row) is not row:
                    key, first = f"{row.exchange}:{row.tradingsymbol}", _line_of(text, row[:2])
                    self.fault(table.line_num, Fault.TWICE, key=key, first=str(first))
                if len(self.faults) >= MOST_FAULTS:
                    break
        except csv.Error:
            self.fault(table.line_num, Fault.QUOTING)
        return rows

    def _row(self, line: int, cells: list[str]) -> Row | None:
        if len(cells) != len(COLUMNS):
            self.fault(line, Fault.COLUMNS, expected=str(len(COLUMNS)), found=str(len(cells)))
            return None
        token, exchange_token, symbol, name, _, expiry, strike, tick, lot, kind, segment, exchange = cells
        if exchange not in _EXCHANGES and _OTHER_EXCHANGE.fullmatch(exchange):
            self.left_out[exchange] += 1
            return None
        day, tick_size, struck = self._day[expiry], self._plain[tick], self._plain[strike]
        index = segment == "INDICES"
        if (
            day is not None
            and bool(day) == (kind != "EQ")
            and tick_size
            and (tick_size != "0" or index)
            and struck
            and self._lot[lot]
            and (lot != "0" or index)
            and _TOKEN(token)
            and _TOKEN(exchange_token)
            and kind in _TYPES
            and exchange in _EXCHANGES
            and self._segment[segment]
            and _SYMBOL(symbol)
            and self._name[name] is not None
        ):
            strike = struck if kind in _STRIKING else ""
            numbers = int(token), int(exchange_token)
            return _row((exchange, symbol, name, kind, segment, tick_size, int(lot), day, strike, *numbers))
        self._say_which(line, cells)
        return None

    def _say_which(self, line: int, cells: list[str]) -> None:
        """The columns that keep a row out."""
        row = dict(zip(COLUMNS, cells, strict=True))
        index, kind, day = row["segment"] == "INDICES", row["instrument_type"], self._day[row["expiry"]]
        good: dict[str, object] = {
            "instrument_token": _TOKEN(row["instrument_token"]),
            "exchange_token": _TOKEN(row["exchange_token"]),
            "tradingsymbol": _SYMBOL(row["tradingsymbol"]),
            "name": _NAME(row["name"]),
            "expiry": day is not None and bool(day) == (kind != "EQ"),
            "strike": self._plain[row["strike"]],
            "tick_size": self._plain[row["tick_size"]] not in ({None} if index else {None, "0"}),
            "lot_size": _WHOLE(row["lot_size"]) and (row["lot_size"] != "0" or index),
            "instrument_type": kind in _TYPES,
            "segment": _SEGMENT(row["segment"]),
            "exchange": row["exchange"] in _EXCHANGES,
        }
        for column, is_good in good.items():
            if not is_good:
                self.fault(line, Fault.VALUE, column=column, found=row[column][:60])


def _line_of(text: str, key: tuple[str, str]) -> int:
    """The first line of that key."""
    table = csv.reader(StringIO(text, newline=""))
    return next(table.line_num for cells in table if (cells[-1], cells[2]) == key)


class _Memo(dict[str, str | None]):
    """What each text was read as: a dump has few different ticks, strikes, expiries and names of contracts."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> str | None:
        found = self[text] = self._read(text)
        return found


def _as_it_is(good: Callable[[str], object]) -> Callable[[str], str | None]:
    """Reads a text as itself, where it is good."""
    return lambda text: text if good(text) else None


def _plain(text: str) -> str | None:
    """A number in its shortest writing: 0.05 for 0.050, 0 for 0.0."""
    if not _DECIMAL(text):
        return None
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{decimals}" if decimals else whole


def _day(text: str) -> str | None:
    """A day as ISO writes it, or none."""
    if not text:
        return ""
    if not _DAY(text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
