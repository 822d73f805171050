"""Last prices: a plain CSV, or the daily file of an exchange, which also tells ISIN, NSE's series and BSE's group.

The daily file is the bhavcopy in the common format (UDiFF) that NSE and BSE publish since July 2024: 34 columns named
after ISO 20022, of which these are read: TradDt, Sgmt, Src, FinInstrmId, ISIN, TckrSymb, SctySrs, FinInstrmNm, ClsPric.
Source: the column names of files of both exchanges (https://www.nseindia.com/all-reports,
https://www.bseindia.com/markets/MarketInfo/BhavCopy.aspx).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final, NamedTuple, Protocol

from tokri.core.choices import CHOICES
from tokri.core.formats.dump import text_of
from tokri.core.instrument_file import MOST_FAULTS, Fault, FileFault, FileRefused

PLAIN: Final = ("exchange", "tradingsymbol", "last_price")

BHAVCOPY: Final = (
    *("TradDt", "BizDt", "Sgmt", "Src", "FinInstrmTp", "FinInstrmId", "ISIN", "TckrSymb", "SctySrs", "XpryDt"),
    *("FininstrmActlXpryDt", "StrkPric", "OptnTp", "FinInstrmNm", "OpnPric", "HghPric", "LwPric", "ClsPric"),
    *("LastPric", "PrvsClsgPric", "UndrlygPric", "SttlmPric", "OpnIntrst", "ChngInOpnIntrst", "TtlTradgVol"),
    *("TtlTrfVal", "TtlNbOfTxsExctd", "SsnId", "NewBrdLotQty", "Rmks", "Rsvd1", "Rsvd2", "Rsvd3", "Rsvd4"),
)

#: Segment and source of a daily file -> Kite's exchange.
_EXCHANGES: Final = {
    ("CM", "NSE"): "NSE",
    ("CM", "BSE"): "BSE",
    ("FO", "NSE"): "NFO",
    ("FO", "BSE"): "BFO",
    ("CD", "NSE"): "CDS",
    ("CD", "BSE"): "BCD",
}

_PRICE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?").fullmatch
_ISIN: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]").fullmatch
_CODE: Final = re.compile(r"[0-9]{1,10}").fullmatch
_WORD: Final = re.compile(r"[!-~]([ -~]{0,58}[!-~])?").fullmatch
_SERIES: Final = re.compile(r"[A-Z0-9]{0,3}").fullmatch
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_NOTHING: Final = frozenset({"", "-"})


class Priced(NamedTuple):
    """A row: the symbol as Kite writes it, the price in rupees ("" where there was none), and what else was told.

    `code` is the exchange's number of the paper (BSE's scrip code), 0 where the file has none.
    """

    exchange: str
    tradingsymbol: str
    last_price: str
    isin: str = ""
    series: str = ""
    group: str = ""
    code: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """What a file holds, and the day it is of; None where the file does not say."""

    rows: tuple[Priced, ...]
    on: date | None


def read_prices(content: bytes) -> Prices:
    """Read either kind, told by its header. Raises FileRefused with the first faults, each by its row."""
    table = csv.reader(StringIO(text_of(content), newline=""), strict=True)
    reading = _Reading(table)
    try:
        header = tuple(cell.strip() for cell in next(table, []))
        if header == PLAIN:
            rows = tuple(reading.rows(len(PLAIN), reading.plain))
        elif header[: len(BHAVCOPY)] == BHAVCOPY:
            rows = tuple(reading.rows(len(header), reading.of_an_exchange))
        else:
            expected = f"{','.join(PLAIN)} or {','.join(BHAVCOPY[:9])}…"
            raise FileRefused([FileFault(1, Fault.HEADER, {"expected": expected, "found": ",".join(header)[:200]})])
    except csv.Error as error:
        raise FileRefused([FileFault(table.line_num, Fault.QUOTING)]) from error
    if not rows and not reading.faults:
        reading.fault(Fault.EMPTY, 0)
    if reading.faults:
        raise FileRefused(reading.faults)
    return Prices(rows, date.fromisoformat(reading.day) if reading.day else None)


class _Lines(Protocol):
    """A csv.reader, as far as it is used here."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


class _Reading:
    """Reads row after row and collects what is wrong."""

    def __init__(self, table: _Lines) -> None:
        self.faults: list[FileFault] = []
        self.day = ""
        self._table = table

    def fault(self, code: Fault, row: int | None = None, **facts: str) -> None:
        self.faults.append(FileFault(self._table.line_num if row is None else row, code, facts))

    def rows(self, width: int, read: Callable[[list[str]], Priced | None]) -> Iterator[Priced]:
        places: dict[tuple[str, str], int] = {}
        for cells in self._table:
            row = None
            if len(cells) != width:
                self.fault(Fault.COLUMNS, expected=str(width), found=str(len(cells)))
            else:
                row = read([cell.strip() for cell in cells])
            if row is not None:
                first = places.setdefault(row[:2], self._table.line_num)
                if first != self._table.line_num:
                    self.fault(Fault.TWICE, key=f"{row.exchange}:{row.tradingsymbol}", first=str(first))
                yield row
            if len(self.faults) >= MOST_FAULTS:
                return

    def plain(self, cells: list[str]) -> Priced | None:
        exchange, symbol, price = cells
        good = self._good("exchange", exchange, exchange in CHOICES["exchange"])
        good &= self._good("tradingsymbol", symbol, _WORD(symbol))
        good &= self._good("last_price", price, _PRICE(price))
        return Priced(exchange, symbol, price if _worth(price) else "") if good else None

    def of_an_exchange(self, cells: list[str]) -> Priced | None:
        day, _, segment, source, _, code, isin, symbol, series, *_ = cells
        name, price = cells[13], cells[17]
        exchange = _EXCHANGES.get((segment, source), "")
        isin, series, price = ("" if each in _NOTHING else each for each in (isin, series, price))
        cash = segment == "CM"
        good = self._good("TradDt", day, _DAY(day) and self._same_day(day))
        good &= self._good("Src", f"{source} {segment}", exchange)
        good &= self._good("FinInstrmId", code, _CODE(code))
        good &= self._good("ISIN", isin, not isin or _ISIN(isin))
        good &= self._good("SctySrs", series, _SERIES(series))
        good &= self._good("ClsPric", price, not price or _PRICE(price))
        written = _symbol(exchange, symbol, series) if cash else name
        good &= self._good("TckrSymb" if cash else "FinInstrmNm", written, _WORD(written))
        if not good:
            return None
        return Priced(
            exchange,
            written,
            price if _worth(price) else "",
            isin,
            series if exchange == "NSE" else "",
            series if exchange == "BSE" else "",
            int(code),
        )

    def _good(self, column: str, found: str, good: object) -> bool:
        if not good:
            self.fault(Fault.VALUE, column=column, found=found[:60])
        return bool(good)

    def _same_day(self, day: str) -> bool:
        if not self.day:
            try:
                date.fromisoformat(day)
            except ValueError:
                return False
            self.day = day
        if day != self.day:
            self.fault(Fault.DATES, expected=self.day, found=day)
        return True


def _symbol(exchange: str, symbol: str, series: str) -> str:
    """The symbol as Kite writes it: on NSE with its series, unless that is EQ."""
    return symbol if exchange != "NSE" or series in {"", "EQ"} else f"{symbol}-{series}"


def _worth(price: str) -> bool:
    return bool(price.strip("0."))
