"""The record: every event, chained by hash. Writers take turns, so the last row is the head for whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from tokri.core.basket import canonical_json
from tokri.core.ports import Event
from tokri.core.record import Entry, append
from tokri.store.tables import record

_FEW = 500


class Record:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, event: Event) -> None:
        row = self._connection.execute(select(record).order_by(record.c.seq.desc()).limit(1)).first()
        entry = append(None if row is None else _entry(row), event)
        self._connection.execute(
            insert(record),
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
            query = select(record).where(record.c.seq > seq).order_by(record.c.seq).limit(_FEW)
            rows = self._connection.execute(query).all()
            yield from map(_entry, rows)
            if len(rows) < _FEW:
                return
            seq = rows[-1].seq


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, row.at, row.kind, row.subject, json.loads(row.facts), row.previous, row.sha256)
