"""Taking in a list: the new rows, those of other exchanges that stay, and what became of the old."""

from __future__ import annotations

import dataclasses
import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from tokri.core.formats.dump import Dump, Row, read_dump
from tokri.core.instrument import Key
from tokri.core.instrument_file import MOST_GONE, Changed, Changes, Fault, FileFault, FileRefused, Renamed
from tokri.core.kinds import stem_of
from tokri.core.renamed import RENAMED
from tokri.instrument_master.building import Contents, build
from tokri.instrument_master.files import Replaced, alone, replace

_PERCENT: Final = 100

#: The columns of a Row, in its order.
_ROW: Final = ", ".join(Row._fields)


def take_dump(old: Replaced, content: bytes, on: date, at: datetime, progress: Callable[[int, int], None]) -> Changes:
    """Read a dump and put it in the place of the list. Raises FileRefused; the old list stays then.

    A file of one exchange replaces that exchange's rows alone. `progress` hears of steps done and of all steps.
    """
    with alone(old.file), _without_collecting():
        dump = read_dump(content)
        listed = _Listed(old.connection())
        exchanges = dump.exchanges if len(dump.exchanges) == 1 else dump.exchanges | set(listed.days)
        before = listed.rows(exchanges)
        _refuse_if_cut_off(dump, before, on)
        kept = listed.other_rows(exchanges)
        changes = _changes(dump, before, first=not listed.days)
        last = max((listed.days[each] for each in dump.exchanges & listed.days.keys()), default=on)
        contents = Contents(
            rows=[*dump.rows.values(), *kept],
            days={**listed.days, **dict.fromkeys(dump.exchanges, on)},
            renamed=_all_renamed(listed.renamed, changes.renamed),
            digest=_digest(content, on, listed.digest if kept else ""),
            at=at,
        )
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            progress(done, len(contents.rows))

        replace(old.file, lambda connection: build(connection, contents, told))
        return dataclasses.replace(changes, later=last if last > on else None)


class _Before(NamedTuple):
    """What of a row of the old list is compared with the new."""

    exchange: str
    tradingsymbol: str
    lot_size: int
    tick_size: str
    exchange_token: int
    expiry: str
    segment: str


_BEFORE: Final = ", ".join(_Before._fields)


class _Listed:
    """The list so far, as far as the next one needs it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.days: dict[str, date] = {}
        self.renamed: tuple[Renamed, ...] = RENAMED
        self.digest = ""
        if connection is not None:
            self.days = {
                exchange: date.fromisoformat(day)
                for exchange, day in connection.execute("SELECT exchange, on_day FROM exchanges")
            }
            self.renamed = tuple(Renamed(*row) for row in connection.execute("SELECT exchange, was, now FROM renamed"))
            (self.digest,) = connection.execute("SELECT digest FROM state").fetchone()

    def rows(self, exchanges: frozenset[str]) -> dict[Key, _Before]:
        return {Key(*row[:2]): row for row in map(_Before._make, self._rows(_BEFORE, "IN", exchanges))}

    def other_rows(self, exchanges: frozenset[str]) -> list[Row]:
        return list(map(Row._make, self._rows(_ROW, "NOT IN", exchanges)))

    def _rows(self, columns: str, which: str, exchanges: frozenset[str]) -> Iterator[tuple[Any, ...]]:
        if self._connection is not None:
            places = ",".join("?" * len(exchanges))
            asked = f"SELECT {columns} FROM instruments WHERE exchange {which} ({places})"  # noqa: S608 - names of our own
            yield from self._connection.execute(asked, tuple(exchanges))


def _refuse_if_cut_off(dump: Dump, before: dict[Key, _Before], on: date) -> None:
    """Raise FileRefused where an exchange lost more than a fifth of its rows, or all of them.

    Exchanges stand one after the other in the file, so that a cut takes away nearly all of one and nothing of the
    rest. What has expired before `on` is rightly gone.
    """
    had, live = (
        Counter(row.exchange for row in rows)
        for rows in (
            before.values(),
            (row for row in before.values() if not row.expiry or row.expiry >= on.isoformat()),
        )
    )
    now = Counter(exchange for exchange, _ in dump.rows)
    for exchange in sorted(had):
        if not now[exchange] or now[exchange] * _PERCENT < live[exchange] * (_PERCENT - MOST_GONE):
            facts = {"exchange": exchange, "before": str(live[exchange]), "now": str(now[exchange])}
            raise FileRefused([FileFault(0, Fault.SHRUNK, facts)])


def _changes(dump: Dump, before: dict[Key, _Before], *, first: bool) -> Changes:
    if first:
        return Changes(len(dump.rows), left_out=dump.left_out, first=True)
    now = dump.rows
    added = [Key(*key) for key in now if key not in before]
    gone = [key for key in before if key not in now]
    changed = tuple(
        Changed(key, what, str(getattr(old, what)), str(getattr(row, what)))
        for key, old in before.items()
        if (row := now.get(key)) is not None and (old.lot_size, old.tick_size) != (row.lot_size, row.tick_size)
        for what in ("lot_size", "tick_size")
        if getattr(old, what) != getattr(row, what)
    )
    renamed = _renamed([before[key] for key in gone], [now[key] for key in added])
    names_before = {Key(each.exchange, each.before) for each in renamed}
    names_now = {Key(each.exchange, each.now) for each in renamed}
    return Changes(
        rows=len(dump.rows),
        added=tuple(key for key in added if key not in names_now),
        gone=tuple(key for key in gone if key not in names_before),
        changed=changed,
        renamed=renamed,
        left_out=dump.left_out,
    )


def _renamed(gone: Sequence[_Before], added: Sequence[Row]) -> tuple[Renamed, ...]:
    """Papers with a new symbol under their old number. A contract's number is given to others after it expired."""
    numbers = {(row.exchange, row.exchange_token): row.tradingsymbol for row in added if _lasts(row)}
    return tuple(
        Renamed(row.exchange, row.tradingsymbol, now)
        for row in gone
        if _lasts(row) and (now := numbers.get((row.exchange, row.exchange_token)))
    )


def _lasts(row: Row | _Before) -> bool:
    return not row.expiry and row.segment != "INDICES" and row.exchange_token > 0


def _all_renamed(before: Sequence[Renamed], now: Sequence[Renamed]) -> tuple[Renamed, ...]:
    """Every rename that is known. A symbol that came to another company later leads to where it led last."""
    all_of_them = {(each.exchange, each.before): each for each in (*RENAMED, *before, *now)}
    for each in now:
        # Only a series: found as moved, by its stem.
        if stem_of(each.exchange, each.before) == stem_of(each.exchange, each.now):
            del all_of_them[each.exchange, each.before]
    return tuple(all_of_them.values())


def _digest(content: bytes, on: date, rest: str) -> str:
    return hashlib.sha256(b"\n".join((content, on.isoformat().encode(), rest.encode()))).hexdigest()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of tuples, none in a circle: looking for circles among them takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
