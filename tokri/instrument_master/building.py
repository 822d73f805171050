"""The file of a list: its rows in the order of the ranking, and what search looks up in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache, partial
from itertools import chain
from operator import itemgetter
from statistics import median_low
from typing import Any, Final, NamedTuple

from tokri.core.formats.dump import Row
from tokri.core.instrument import Kind
from tokri.core.instrument_file import Renamed
from tokri.core.kinds import kind_of, stem_of
from tokri.core.search import squeezed, words_of
from tokri.core.twins import same_company
from tokri.core.underlying import INDICES, cut
from tokri.instrument_master.schema import INDEXES, LIST

#: What search shows first: what may be bought as it is, before what depends on it.
_KINDS: Final = {kind: place for place, kind in enumerate((Kind.SHARE, Kind.FUND, Kind.FUTURE, Kind.INDEX, Kind.DEBT))}
_EXCHANGES: Final = {name: place for place, name in enumerate(("NSE", "BSE", "NFO", "BFO", "CDS", "MCX", "BCD"))}
_INDICES: Final = {
    name: place for place, name in enumerate(("NIFTY", "BANKNIFTY", "SENSEX", "FINNIFTY", "MIDCPNIFTY", "BANKEX"))
}
#: More often than this no paper was renamed.
_MOST_STEPS: Final = 10

_EXPIRIES: Final = (
    "INSERT INTO expiries SELECT expiry, min(rank), max(rank) FROM instruments WHERE kind = ? AND expiry >= ?"
    " GROUP BY expiry"
)

#: Each value that is bound costs a row 0.3 microseconds: the rank counts by itself, and what few rows have comes later.
_COLUMNS: Final = (*Row._fields, "kind", "stem", "monthly")
_ROW: Final = f"INSERT INTO instruments ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - columns of our own

#: Behind all of them.
_LAST: Final = 99

_MONTHS: Final = frozenset({"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"})
_NAMED: Final = (Kind.SHARE, Kind.FUND)

#: The strikes of a list are few, and looking up the value of a member of an enumeration is not free.
_float: Final = lru_cache(maxsize=8192)(float)
_OPTION: Final = Kind.OPTION.value

_WordsOf = Callable[[str], tuple[str, ...]]

_SPELT: Final = frozenset({Kind.SHARE, Kind.FUND, Kind.FUTURE})


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a file holds: the rows, the day that each exchange's are of, and what was renamed."""

    rows: Sequence[Row]
    days: Mapping[str, date]
    renamed: Sequence[Renamed]
    digest: str
    at: datetime


class _Placed(NamedTuple):
    """A row with what is worked out from it. `on` is a share's symbol without series, or a contract's underlying."""

    key: tuple[object, ...]
    row: Row
    kind: Kind
    on: str


#: The quickest way to make one.
_placed: Final = partial(tuple.__new__, _Placed)


def build(connection: Any, contents: Contents, progress: Callable[[int], None]) -> None:
    """Fill an empty file. `progress` is called with how many more rows were written."""
    for statement in LIST:
        connection.execute(statement)
    placed = _ranked(contents)
    with_derivatives = {each.on for each in placed if each.kind is Kind.FUTURE and each.row.exchange in {"NFO", "BFO"}}
    twins = _twins(placed)
    connection.executemany(_ROW, _rows(placed, progress))
    on = ((rank,) for rank, each in enumerate(placed, 1) if each.kind is Kind.SHARE and each.on in with_derivatives)
    connection.executemany("UPDATE instruments SET derivatives = 1 WHERE rank = ?", on)
    connection.executemany(
        "UPDATE instruments SET twin = ? WHERE rank = ?", ((other, one) for one, other in twins.items())
    )
    for statement in INDEXES:
        connection.execute(statement)
    read = cache(words_of)  # a name stands in as many rows as it has contracts, and is spelt besides
    _write_words(connection, placed, contents.renamed, read)
    _write_spelling(connection, placed, read)
    connection.execute(_EXPIRIES, (Kind.OPTION, max(contents.days.values()).isoformat()))
    connection.executemany(
        "INSERT INTO exchanges VALUES (?, ?)", [(name, day.isoformat()) for name, day in contents.days.items()]
    )
    connection.executemany("INSERT INTO renamed VALUES (?, ?, ?)", _as_columns(contents.renamed))
    connection.execute("INSERT INTO state VALUES (?, ?, ?)", (contents.at.isoformat(), len(placed), contents.digest))


def _ranked(contents: Contents) -> list[_Placed]:
    rows = contents.rows
    today = max(contents.days.values()).isoformat()
    underlyings = [
        cut(row.tradingsymbol, row.strike + row.instrument_type) or row.name if row.expiry else "" for row in rows
    ]
    middles = _middles(rows, underlyings, today)
    with_futures = {on for row, on in zip(rows, underlyings, strict=True) if row.instrument_type == "FUT"}
    placed = [
        _option(row, on, today, middles) if row.strike else _other(row, on, today, with_futures)
        for row, on in zip(rows, underlyings, strict=True)
    ]
    placed.sort(key=itemgetter(0))
    return placed


def _option(row: Row, on: str, today: str, middles: Mapping[str, float]) -> _Placed:
    away = abs(_float(row.strike) - middles.get(on, 0))
    key = (_LAST, row.expiry < today, row.expiry, away, row.instrument_type, on, _EXCHANGES[row.exchange])
    return _placed((key, row, Kind.OPTION, on))


def _other(row: Row, on: str, today: str, with_futures: set[str]) -> _Placed:
    kind, exchange = kind_of(row), _EXCHANGES[row.exchange]
    if kind is Kind.FUTURE:
        of = 0 if on in INDICES else 1 if row.exchange in {"NFO", "BFO"} else 2
        near = (of, row.expiry, _INDICES.get(on, _LAST), exchange, on)
        return _Placed((_KINDS[kind], row.expiry < today, *near), row, kind, on)
    on = stem_of(row.exchange, row.tradingsymbol)
    small = row.lot_size > 1 and kind is Kind.SHARE
    size = (on not in with_futures, small, exchange, len(row.tradingsymbol), row.tradingsymbol)
    return _Placed((_KINDS[kind], False, *size), row, kind, on)


def _middles(rows: Sequence[Row], underlyings: Sequence[str], today: str) -> dict[str, float]:
    """About where each underlying stands: the middle of the strikes that expire next. No price is needed for it."""
    nearest: dict[str, str] = {}
    strikes: dict[str, list[float]] = {}
    for row, on in zip(rows, underlyings, strict=True):
        if row.strike and today <= row.expiry <= nearest.get(on, row.expiry):
            if row.expiry != nearest.get(on):
                nearest[on], strikes[on] = row.expiry, []
            strikes[on].append(_float(row.strike))
    return {on: median_low(found) for on, found in strikes.items()}


def _twins(placed: Sequence[_Placed]) -> dict[int, int]:
    """The ranks of papers that are on NSE and on BSE: of one symbol and, of shares, of one company by name."""
    sides: dict[tuple[Kind, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for rank, each in enumerate(placed, 1):
        if each.kind in _NAMED:
            sides[each.kind, each.on][each.row.exchange].append(rank)
    twins: dict[int, int] = {}
    for (kind, _), found in sides.items():
        for one in found.get("NSE", ()):
            for other in found.get("BSE", ()):
                names = placed[one - 1].row.name, placed[other - 1].row.name
                # The one exchange has a fund's house for its name, the other the fund.
                if kind is Kind.FUND or same_company(*names):
                    twins[one] = other
                    twins.setdefault(other, one)
    return twins


def _rows(placed: Sequence[_Placed], progress: Callable[[int], None]) -> Iterator[tuple[object, ...]]:
    stems: dict[str, str] = {}
    for rank, (_, row, kind, on) in enumerate(placed, 1):
        stem = stems.get(on)
        if stem is None:
            stem = stems[on] = squeezed(on)
        monthly = row.expiry != "" and row.tradingsymbol[len(on) + 2 : len(on) + 5] in _MONTHS
        yield (*row, _OPTION if kind is Kind.OPTION else kind.value, stem, monthly)
        if rank % 2000 == 0:
            progress(2000)


def _write_words(connection: Any, placed: Sequence[_Placed], renamed: Iterable[Renamed], read: _WordsOf) -> None:
    companies = {each.on: each.row.name for each in placed if each.kind is Kind.SHARE and each.row.exchange == "NSE"}
    before: dict[tuple[str, str], list[str]] = defaultdict(list)
    steps = {(rename.exchange, rename.before): rename.now for rename in renamed}
    for (exchange, was), now in steps.items():
        for _ in range(_MOST_STEPS):
            now = steps.get((exchange, now), now)  # noqa: PLW2901 - from name to name, up to the last
        before[exchange, now].append(was)
    words, pieces = [], []
    for rank, each in enumerate(placed, 1):
        if each.kind is Kind.OPTION:
            break
        row = each.row
        names = [row.name, each.on]
        whole = [each.on]
        if each.kind is Kind.FUTURE:
            names.append(companies.get(each.on, ""))
        else:
            whole += [row.tradingsymbol, *before[row.exchange, row.tradingsymbol]]
        if each.kind in _NAMED:
            pieces.append((rank, f"{squeezed(row.tradingsymbol)} {row.name.lower()}"))
        found = dict.fromkeys(chain.from_iterable(read(name) for name in names if name))
        code = [str(row.exchange_token)] if row.exchange == "BSE" else []
        marks = [f"={row.exchange.lower()}", *(["=fut"] if each.kind is Kind.FUTURE else [])]
        symbols = dict.fromkeys(f"~{squeezed(symbol)}" for symbol in whole)
        words.append((rank, " ".join((*symbols, *found, *code, *marks))))
    connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)
    connection.executemany("INSERT INTO pieces (rowid, text) VALUES (?, ?)", pieces)
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.execute("INSERT INTO pieces (pieces) VALUES ('optimize')")


def _write_spelling(connection: Any, placed: Sequence[_Placed], read: _WordsOf) -> None:
    """What a misspelt word may have meant: symbols, first words and whole names, each with the best that it names."""
    spelt: dict[str, int] = {}
    for rank, each in enumerate(placed, 1):
        if each.kind in _SPELT:
            name = read(each.row.name)
            for word in (squeezed(each.on), *name[:1], "".join(name[:2]), "".join(name)):
                spelt.setdefault(word, rank)
    connection.executemany("INSERT INTO spelling VALUES (?, ?)", spelt.items())
    connection.execute("INSERT INTO spelling (spelling) VALUES ('optimize')")


def _as_columns(renamed: Iterable[Renamed]) -> list[tuple[str, str, str]]:
    return [(each.exchange, each.before, each.now) for each in renamed]
