"""What the list says of the instruments that a basket names: a few questions to the file, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any, Final

from tokri.core.instrument import Instrument, Key, Kind, Listing
from tokri.core.kinds import stem_of
from tokri.core.search import squeezed
from tokri.core.underlying import share_keys
from tokri.instrument_master.rows import (
    Found,
    Told,
    found_at,
    found_by_key,
    found_in_order,
    instrument_of,
    listed,
    told_of,
)

_OTHER: Final = {"NSE": "BSE", "BSE": "NSE"}
_MOST_STEPS: Final = 10
_MOST_ELSEWHERE: Final = 5


def listings_of(connection: Any, prices: Any, keys: Collection[Key], on: date) -> dict[Key, Listing]:
    """A Listing for every key, in their order, without what is alike."""
    on_it = {row.key: row for row in found_by_key(connection, keys)}
    twins, told = with_twins(connection, prices, on_it.values())
    unlisted = _unlisted(connection, prices, [key for key in keys if key not in on_it], on)
    namesakes = _namesakes(connection, [row for row in on_it.values() if row.rank not in twins])
    on_shares = _on_shares(connection, on_it.values())
    answer: dict[Key, Listing] = {}
    for key in keys:
        row = on_it.get(key)
        if row is None:
            answer[key] = unlisted[key]
        else:
            twin = twins.get(row.rank)
            answer[key] = Listing(
                instrument_of(row, told),
                last_price=told[row.rank].price if row.rank in told else None,
                twin=instrument_of(twin, told) if twin else None,
                has_derivatives=bool(row.derivatives),
                on_share=row.rank in on_shares,
                elsewhere=tuple(instrument_of(other, told) for other in namesakes.get(key, ())),
            )
    return answer


def _on_shares(connection: Any, rows: Iterable[Found]) -> set[int]:
    """The ranks of the contracts that are on a share of the list. What the list does not have is not said to be one."""
    contracts = {row.rank: share_keys(instrument_of(row, {})) for row in rows if row.expiry}
    asked_for = dict.fromkeys(chain.from_iterable(contracts.values()))
    shares = {row.key for row in found_by_key(connection, asked_for) if row.kind == Kind.SHARE}
    return {rank for rank, keys in contracts.items() if not shares.isdisjoint(keys)}


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


def _unlisted(connection: Any, prices: Any, keys: Collection[Key], on: date) -> Mapping[Key, Listing]:
    """What became of keys that are not on the list, or where else they are."""
    if not keys:
        return {}
    renamed, moved, elsewhere = _renamed(connection, keys), _moved(connection, keys), _elsewhere(connection, keys, on)
    told = told_of(prices, [row for found in (renamed, moved, elsewhere) for rows in found.values() for row in rows])

    def instruments(rows: Iterable[Found]) -> tuple[Instrument, ...]:
        return tuple(instrument_of(row, told) for row in rows)

    return {
        key: Listing(
            None,
            renamed=next(iter(instruments(renamed.get(key, ()))), None),
            moved=instruments(moved.get(key, ())),
            elsewhere=instruments(elsewhere.get(key, ())),
        )
        for key in keys
    }


def _moved(connection: Any, keys: Collection[Key]) -> Mapping[Key, list[Found]]:
    """What NSE lists under the same stem in another series."""
    stems = {key: stem_of(key.exchange, key.tradingsymbol) for key in keys if key.exchange == "NSE"}
    rows = found_at(
        connection,
        "stem IN (SELECT value FROM json_each(?)) AND expiry = '' AND exchange = 'NSE' ORDER BY rank",
        [listed([squeezed(stem) for stem in stems.values()])],
    )
    by_stem: dict[str, list[Found]] = {}
    for row in rows:
        if row.kind != Kind.INDEX:
            by_stem.setdefault(stem_of(row.exchange, row.tradingsymbol), []).append(row)
    return {key: by_stem[stem] for key, stem in stems.items() if stem in by_stem}


def _elsewhere(connection: Any, keys: Collection[Key], on: date) -> Mapping[Key, list[Found]]:
    """What other exchanges list under the same symbol."""
    rows = found_at(
        connection,
        "tradingsymbol IN (SELECT value FROM json_each(?)) AND (expiry = '' OR expiry >= ?) ORDER BY rank",
        [listed([key.tradingsymbol for key in keys]), on.isoformat()],
    )
    by_symbol: dict[str, list[Found]] = {}
    for row in rows:
        by_symbol.setdefault(row.tradingsymbol, []).append(row)
    return {key: by_symbol.get(key.tradingsymbol, [])[:_MOST_ELSEWHERE] for key in keys}


def _renamed(connection: Any, keys: Collection[Key]) -> Mapping[Key, list[Found]]:
    """What each is called now, through as many names as it had since."""
    names = {key: key for key in keys}
    answer: dict[Key, list[Found]] = {}
    for _ in range(_MOST_STEPS):
        asked = connection.execute(
            "SELECT exchange, was, now FROM renamed"
            " WHERE (exchange, was) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
            [listed(list(names.values()))],
        )
        steps = {Key(exchange, was): Key(exchange, now) for exchange, was, now in asked}
        names = {key: steps[name] for key, name in names.items() if name in steps}
        if not names:
            break
        found = {row.key: row for row in found_by_key(connection, names.values())}
        answer |= {key: [found[name]] for key, name in names.items() if name in found}
        names = {key: name for key, name in names.items() if name not in found}
    return answer
