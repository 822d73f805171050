"""What the list says of the instruments that a basket names: four questions to the file, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final

from tokri.core.instrument import Instrument, Key, Kind, Listing
from tokri.core.kinds import stem_of
from tokri.core.search import squeezed
from tokri.instrument_master.rows import Found, Told, found_at, found_by_key, found_in_order, instrument_of, told_of

_OTHER: Final = {"NSE": "BSE", "BSE": "NSE"}
_MOST_STEPS: Final = 10
_MOST_ELSEWHERE: Final = 5

Alike = Callable[[str, str], tuple[Instrument, ...]]


def listings_of(connection: Any, prices: Any, keys: Collection[Key], on: date, alike: Alike) -> Mapping[Key, Listing]:
    """A Listing for every key. `alike` finds what else a symbol may mean, first on its own exchange."""
    listed = {row.key: row for row in found_by_key(connection, keys)}
    twins, told = with_twins(connection, prices, listed.values())
    namesakes = _namesakes(connection, [row for row in listed.values() if row.rank not in twins])
    answer: dict[Key, Listing] = {}
    for key in keys:
        row = listed.get(key)
        if row is None:
            answer[key] = _unlisted(connection, prices, key, on, alike)
        else:
            twin = twins.get(row.rank)
            answer[key] = Listing(
                instrument_of(row, told),
                last_price=told[row.rank].price if row.rank in told else None,
                twin=instrument_of(twin, told) if twin else None,
                has_derivatives=bool(row.derivatives),
                elsewhere=tuple(instrument_of(other, told) for other in namesakes.get(key, ())),
            )
    return answer


def _namesakes(connection: Any, alone: Collection[Found]) -> Mapping[Key, list[Found]]:
    """For papers without a twin: what the other of NSE and BSE lists under the same symbol, another company's."""
    keys = {Key(_OTHER[row.exchange], row.tradingsymbol): row.key for row in alone if row.exchange in _OTHER}
    found: dict[Key, list[Found]] = {}
    for other in found_by_key(connection, keys):
        if other.kind != Kind.INDEX:
            found.setdefault(keys[other.key], []).append(other)
    return found


def with_twins(connection: Any, prices: Any, rows: Collection[Found]) -> tuple[dict[int, Found], dict[int, Told]]:
    """The twin of each row by the row's rank, and what is told of rows and twins.

    An ISIN decides where there is one on either side; names where there is none.
    """
    named = {row.rank: row for row in found_in_order(connection, [row.twin for row in rows if row.twin])}
    told = told_of(prices, [*rows, *named.values()])
    twins: dict[int, Found] = {}
    for row in rows:
        other = named.get(row.twin) if row.twin else None
        isin, theirs = _isin(row, told), _isin(other, told)
        if isin and isin != theirs:
            by_isin = _by_isin(connection, prices, row, isin)
            if by_isin is not None:
                other = by_isin
                told |= told_of(prices, [other])
            elif theirs:
                other = None
        if other is not None:
            twins[row.rank] = other
    return twins, told


def _isin(row: Found | None, told: Mapping[int, Told]) -> str:
    return told[row.rank].isin if row is not None and row.rank in told else ""


def _by_isin(connection: Any, prices: Any, row: Found, isin: str) -> Found | None:
    """The paper with this ISIN on the other of NSE and BSE."""
    other = _OTHER.get(row.exchange, "")
    found = prices.execute("SELECT tradingsymbol, code FROM prices WHERE isin = ? AND exchange = ?", (isin, other))
    for symbol, code in found.fetchall():
        stem = stem_of(other, symbol)
        rows = found_at(connection, "tradingsymbol IN (?, ?) AND exchange = ? ORDER BY rank", (symbol, stem, other))
        if not rows and other == "BSE":
            rows = found_at(connection, "exchange_token = ? AND expiry = '' AND exchange = ?", (code, other))
        if rows:
            return rows[0]
    return None


def _unlisted(connection: Any, prices: Any, key: Key, on: date, alike: Alike) -> Listing:
    renamed = _renamed(connection, key)
    stem = stem_of(key.exchange, key.tradingsymbol)
    moved = [
        row
        for row in found_at(
            connection, "stem = ? AND expiry = '' AND exchange = ? ORDER BY rank", (squeezed(stem), key.exchange)
        )
        if key.exchange == "NSE" and stem_of(row.exchange, row.tradingsymbol) == stem and row.kind != Kind.INDEX
    ]
    elsewhere = found_at(
        connection,
        "tradingsymbol = ? AND (expiry = '' OR expiry >= ?) ORDER BY rank LIMIT ?",
        (key.tradingsymbol, on.isoformat(), _MOST_ELSEWHERE),
    )
    rows = [*renamed, *moved, *elsewhere]
    told = told_of(prices, rows)
    return Listing(
        None,
        renamed=instrument_of(renamed[0], told) if renamed else None,
        moved=tuple(instrument_of(row, told) for row in moved),
        elsewhere=tuple(instrument_of(row, told) for row in elsewhere),
        alike=alike(key.tradingsymbol, key.exchange),
    )


def _renamed(connection: Any, key: Key) -> list[Found]:
    """What the symbol is called now, through as many names as it had since."""
    symbol = key.tradingsymbol
    for _ in range(_MOST_STEPS):
        now = connection.execute(
            "SELECT now FROM renamed WHERE exchange = ? AND was = ?", (key.exchange, symbol)
        ).fetchone()
        if now is None:
            return []
        (symbol,) = now
        if rows := found_at(connection, "tradingsymbol = ? AND exchange = ?", (symbol, key.exchange)):
            return rows
    return []
