"""The record: every event, chained by hash. Writers take turns, so the last row is the head for whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from tokri.core.basket import canonical_json
from tokri.core.ports import Event
from tokri.core.record import Entry, append
from tokri.store.tables import record

_FEW = 500

_head = select(record).order_by(record.c.seq.desc()).limit(1)
_following = select(record).where(record.c.seq > bindparam("seq")).order_by(record.c.seq).limit(_FEW)
_add = insert(record)


class Record:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, event: Event) -> None:
        row = self._connection.execute(_head).first()
        entry = append(None if row is None else _entry(row), event)
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
            },
        )

    def entries(self) -> Iterator[Entry]:
        """From the first on, a few in memory at a time."""
        seq = 0
        while True:
            rows = self._connection.execute(_following, {"seq": seq}).all()
            yield from map(_entry, rows)
            if len(rows) < _FEW:
                return
            seq = rows[-1].seq


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, row.at, row.kind, row.subject, json.loads(row.facts), row.previous, row.sha256)
