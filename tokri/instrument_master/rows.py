"""Rows of the file as the core knows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from tokri.core.instrument import Instrument, Key, Kind, LastPrice
from tokri.core.kinds import series_in, stem_of

#: In the order of `Found`.
COLUMNS: Final = (
    "rank, exchange, tradingsymbol, name, kind, instrument_type, segment, tick_size, lot_size, expiry, strike,"
    " instrument_token, exchange_token, stem, derivatives, twin"
)


_KINDS: Final = {kind.value: kind for kind in Kind}

#: The ticks, strikes and days of a list are few.
_decimal: Final = lru_cache(maxsize=512)(Decimal)
_day: Final = lru_cache(maxsize=512)(date.fromisoformat)


class Found(NamedTuple):
    """A row as it is kept."""

    rank: int
    exchange: str
    tradingsymbol: str
    name: str
    kind: str
    instrument_type: str
    segment: str
    tick_size: str
    lot_size: int
    expiry: str
    strike: str
    instrument_token: int
    exchange_token: int
    stem: str
    derivatives: int
    twin: int | None

    @property
    def key(self) -> Key:
        return Key(self.exchange, self.tradingsymbol)


class Told(NamedTuple):
    """What a file of prices said of a paper."""

    last_price: str
    on_day: str
    source: str
    isin: str
    series: str
    bse_group: str
    told_on: str

    @property
    def price(self) -> LastPrice | None:
        if not self.last_price:
            return None
        return LastPrice(Decimal(self.last_price), _day(self.on_day), self.source)


_TOLD: Final = "tradingsymbol, last_price, on_day, source, isin, series, bse_group, told_on"
_BY_KEY: Final = (
    f"SELECT exchange, {_TOLD} FROM prices"  # noqa: S608 - columns of our own
    " WHERE (exchange, tradingsymbol) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
)
_BY_CODE: Final = (
    f"SELECT exchange, code, {_TOLD} FROM prices"  # noqa: S608 - columns of our own
    # Without the first condition the index of codes, which has no zeros, is not made use of.
    " WHERE code > 0 AND (exchange, code) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
)
_NOTHING_TOLD: Final = Told("", "", "", "", "", "", "")


def found_at(connection: Any, where: str, parameters: Sequence[object]) -> list[Found]:
    """The rows for which `where` holds."""
    found = connection.execute(f"SELECT {COLUMNS} FROM instruments WHERE {where}", parameters)  # noqa: S608 - `where` is ours
    return [Found(*row) for row in found]


def found_in_order(connection: Any, ranks: Sequence[int]) -> list[Found]:
    """The rows of these ranks, in this order."""
    if not ranks:
        return []
    rows = {row.rank: row for row in found_at(connection, "rank IN (SELECT value FROM json_each(?))", [listed(ranks)])}
    return [rows[rank] for rank in ranks if rank in rows]


def found_by_key(connection: Any, keys: Iterable[Key]) -> list[Found]:
    """The rows of these keys that there are."""
    pairs = [(key.tradingsymbol, key.exchange) for key in keys]
    where = "(tradingsymbol, exchange) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
    return found_at(connection, where, [listed(pairs)]) if pairs else []


#: Writes JSON; made once, for each search asks several times.
_written: Final = json.JSONEncoder(ensure_ascii=False).encode


def listed(values: Sequence[object]) -> str:
    """Many values as one parameter, so that a question is prepared once, however many it is of."""
    return _written(values)


def told_of(prices: Any, rows: Iterable[Found]) -> dict[int, Told]:
    """What the prices say of each row, by rank: of its symbol, else of its code under the same stem."""
    by_key = {row.key: row for row in rows}
    if prices is None or not by_key:
        return {}
    told = {
        by_key[Key(exchange, symbol)].rank: Told(*rest)
        for exchange, symbol, *rest in prices.execute(_BY_KEY, [listed(list(by_key))])
    }
    by_code = {
        (row.exchange, row.exchange_token): row
        for row in by_key.values()
        if row.rank not in told and not row.expiry and row.exchange_token
    }
    if by_code:
        for exchange, code, symbol, *rest in prices.execute(_BY_CODE, [listed(list(by_code))]):
            row = by_code[exchange, code]
            # BSE never gives a code to another company; NSE's number alone proves nothing.
            if exchange == "BSE" or stem_of(exchange, symbol) == row.tradingsymbol:
                told[row.rank] = Told(*rest)
    return told


def instrument_of(row: Found, told: Mapping[int, Told]) -> Instrument:
    """The row as an instrument, with what else was told of it."""
    also = told.get(row.rank, _NOTHING_TOLD)
    return Instrument(
        exchange=row.exchange,
        tradingsymbol=row.tradingsymbol,
        name=row.name,
        kind=_KINDS[row.kind],
        instrument_type=row.instrument_type,
        segment=row.segment,
        tick_size=_decimal(row.tick_size),
        lot_size=row.lot_size,
        expiry=_day(row.expiry) if row.expiry else None,
        strike=_decimal(row.strike) if row.strike else None,
        instrument_token=row.instrument_token,
        exchange_token=row.exchange_token,
        isin=also.isin,
        series=series_in(row.exchange, row.tradingsymbol) or also.series,
        group=also.bse_group,
        told_on=_day(also.told_on) if also.told_on else None,
    )
