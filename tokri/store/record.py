"""The record: every event, chained by hash. Writers take turns, so the last row is the head for whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, delete, func, insert, select, type_coerce

from tokri.core.basket import canonical_json
from tokri.core.ports import Entry, Event, Head, Personal
from tokri.core.record import ERASED, append, personal_of, personal_sha256
from tokri.store.tables import record, record_personal
from tokri.store.types import Instant

_FEW = 500

#: Lower than any number a row can have, so that none is passed over.
_BEFORE_ALL = -(2**63)


class _Told(Instant):
    """A time as it stands; one that nobody can read is no reason to stop reading the record."""

    cache_ok = True

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        try:
            told = super().process_result_value(value, dialect)
        except ValueError:
            told = None
        return told if told is not None and told.tzinfo is not None else datetime.min.replace(tzinfo=UTC)


_head = select(record.c.seq, record.c.sha256).order_by(record.c.seq.desc()).limit(1)
_entries = (*(column for column in record.c if column.name != "at"), type_coerce(record.c.at, _Told).label("at"))
_newest = select(*_entries).order_by(record.c.seq.desc()).limit(bindparam("count"))
_beside = select(
    *_entries,
    record_personal.c.subject.label("person"),
    record_personal.c.salt,
    record_personal.c.data,
).select_from(record.outerjoin(record_personal))
_following = _beside.where(record.c.seq > bindparam("seq")).order_by(record.c.seq).limit(_FEW)
_about = _beside.where(record.c.subject == bindparam("subject")).order_by(record.c.seq.desc()).limit(bindparam("count"))
_first = select(record.c.subject, func.min(record.c.seq).label("seq"))
_add = insert(record)
_add_personal = insert(record_personal)
_erase = delete(record_personal).where(record_personal.c.subject == bindparam("person"))


class Record:
    """`salt` makes 64 hexadecimal digits of chance; it is asked only where an event says something of a person."""

    def __init__(self, connection: Connection, salt: Callable[[], str] | None = None) -> None:
        self._connection = connection
        self._salt = salt

    def append(self, event: Event) -> Entry:
        """Add the entry that tells of the event, and what it says of a person beside it."""
        head = self.head()
        seq = 1 if head is None else head.seq + 1
        personal = personal_of(event, seq, self._salt()) if event.personal and self._salt is not None else None
        entry = append(head, event, "" if personal is None else personal_sha256(personal))
        self._connection.execute(
            _add,
            {
                "seq": entry.seq,
                "at": entry.at,
                "kind": entry.kind,
                "subject": entry.subject,
                "facts": canonical_json(dict(entry.facts)),
                "previous": entry.previous,
                "sha256": entry.sha256,
                "who": entry.who,
                "where_from": entry.where,
                "personal_sha256": entry.personal_sha256,
            },
        )
        if personal is not None:
            values = {"seq": seq, "subject": personal.subject, "salt": personal.salt, "data": personal.data}
            self._connection.execute(_add_personal, values)
        return entry

    def erase_personal(self, subject: str, at: datetime, *, who: str, where: str) -> int:
        count = self._connection.execute(_erase, {"person": subject}).rowcount
        if count:
            self.append(Event(ERASED, subject, at, {"entries": count}, who, where))
        return count

    def head(self) -> Head | None:
        row = self._connection.execute(_head).first()
        return None if row is None else Head(row.seq, row.sha256)

    def newest(self, count: int) -> list[Entry]:
        return [_entry(row) for row in self._connection.execute(_newest, {"count": count})]

    def newest_of(self, kinds: Collection[str], count: int, among: int) -> list[Entry]:
        head = self.head()
        late = record.c.seq > (0 if head is None else head.seq) - among
        asked = select(*_entries).where(late, record.c.kind.in_(kinds)).order_by(record.c.seq.desc()).limit(count)
        return [_entry(row) for row in self._connection.execute(asked)]

    def about(self, subject: str, count: int) -> list[tuple[Entry, Personal | None]]:
        found = self._connection.execute(_about, {"subject": subject, "count": count})
        return [(_entry(row), _personal(row)) for row in found]

    def first_of(self, subjects: Collection[str], kinds: Collection[str]) -> dict[str, int]:
        several, found = list(subjects), dict[str, int]()
        for start in range(0, len(several), _FEW):
            which = record.c.subject.in_(several[start : start + _FEW])
            asked = _first.where(which, record.c.kind.in_(kinds)).group_by(record.c.subject)
            found.update((row.subject, row.seq) for row in self._connection.execute(asked))
        return found

    def rows(self, first: int | None = None) -> Iterator[tuple[Entry, Personal | None]]:
        """From the first on, a few in memory at a time."""
        seq = _BEFORE_ALL if first is None else first - 1
        while True:
            rows = self._connection.execute(_following, {"seq": seq}).all()
            yield from ((_entry(row), _personal(row)) for row in rows)
            if len(rows) < _FEW:
                return
            seq = rows[-1].seq


def _entry(row: Any) -> Entry:
    return Entry(
        row.seq,
        row.at,
        row.kind,
        row.subject,
        _facts(row.facts),
        row.previous,
        row.sha256,
        row.who,
        row.where_from,
        row.personal_sha256,
    )


def _facts(text: str) -> dict[str, Any]:
    """The facts as they were written; else the text itself, with which no hash is right."""
    try:
        facts = json.loads(text)
        as_written = isinstance(facts, dict) and canonical_json(facts) == text
    except (ValueError, RecursionError):
        as_written = False
    return facts if as_written else {"": text}


def _personal(row: Any) -> Personal | None:
    return None if row.salt is None else Personal(row.seq, row.person, row.salt, row.data)
