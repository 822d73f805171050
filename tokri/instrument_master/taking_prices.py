"""Taking in prices: a small file of their own beside the list, so that they outlive it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from tokri.core.file_day import check_day
from tokri.core.formats.prices import Priced, read_prices
from tokri.core.instrument_file import PricesTaken
from tokri.instrument_master.files import Replaced, alone, replace
from tokri.instrument_master.schema import PRICE_INDEXES, PRICES

#: What nobody has told a price of for so long has expired, or is traded no more.
_KEPT_FOR: Final = timedelta(days=400)


class Origin(NamedTuple):
    """Of which day prices are where their file does not say, where they come from, and the last day they may be of."""

    on: date
    source: str
    latest: date


class _Kept(NamedTuple):
    """A row of the file, in the order of its columns."""

    exchange: str
    tradingsymbol: str
    last_price: str
    on_day: str
    source: str
    isin: str
    series: str
    bse_group: str
    code: int
    told_on: str  #: the day of the file that told series or group; "" where none did


def take_prices(old: Replaced, instruments: Replaced, content: bytes, of: Origin) -> PricesTaken:
    """Read a file of prices and put it over those before; one that tells no day is of the day `of.on`.

    Of two prices the later day's stays. Raises FileRefused, also for a day after `of.latest`; the old prices stay then.
    """
    with alone(old.file):
        prices = read_prices(content)
        day = prices.on or of.on
        check_day(day, of.latest)
        kept = _before(old.connection())
        outlived = 0
        for row in prices.rows:
            key = (row.exchange, row.tradingsymbol)
            kept[key] = _merged(kept.get(key), row, day, of.source)
            outlived += kept[key].on_day > day.isoformat()
        oldest = (day - _KEPT_FOR).isoformat()
        rows = [row for row in kept.values() if row.on_day >= oldest]
        replace(old.file, lambda connection: _build(connection, rows))
        listed = instruments.connection()
        unlisted = 0 if listed is None else _unlisted(listed, prices.rows)
        return PricesTaken(len(prices.rows), day, unlisted, outlived)


def _before(connection: Any) -> dict[tuple[str, str], _Kept]:
    if connection is None:
        return {}
    return {row[:2]: _Kept(*row) for row in connection.execute("SELECT * FROM prices")}


def _merged(before: _Kept | None, row: Priced, day: date, source: str) -> _Kept:
    new = _Kept(
        *(row.exchange, row.tradingsymbol, row.last_price, day.isoformat(), source),
        *(row.isin, row.series, row.group, row.code, day.isoformat() if row.series or row.group else ""),
    )
    if before is None:
        return new
    # What only an exchange's file tells stays when a plain one comes after it.
    new = new._replace(
        isin=new.isin or before.isin,
        code=new.code or before.code,
    )
    if before.told_on > new.told_on:
        new = new._replace(series=before.series, bse_group=before.bse_group, told_on=before.told_on)
    if before.last_price and (not new.last_price or before.on_day > new.on_day):
        return new._replace(last_price=before.last_price, on_day=before.on_day, source=before.source)
    return new


def _build(connection: Any, rows: list[_Kept]) -> None:
    for statement in PRICES:
        connection.execute(statement)
    connection.executemany("INSERT INTO prices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", sorted(rows))
    for statement in PRICE_INDEXES:
        connection.execute(statement)
    digest = hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()
    connection.execute("INSERT INTO state VALUES (?)", (digest,))


def _unlisted(connection: Any, rows: tuple[Priced, ...]) -> int:
    return sum(
        connection.execute(
            "SELECT 1 FROM instruments WHERE tradingsymbol = ? AND exchange = ?", (row.tradingsymbol, row.exchange)
        ).fetchone()
        is None
        for row in rows
    )
