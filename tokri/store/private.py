"""What a kept session shows to its person alone: a sealed row for each noun of a reading, wiped with the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, select

from tokri.core.ports import ReadingFault
from tokri.core.ports.private import Noun, PrivateLook
from tokri.store.evidence_tables import private_looks
from tokri.store.sql import by_name, insert_new
from tokri.store.tables import readings

_NAMES: Final = tuple(each.name for each in fields(PrivateLook))

_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_looks = select(*(private_looks.c[name] for name in _NAMES)).where(private_looks.c.reading_id.in_(_ids))


_of_visitor = (
    select(*(private_looks.c[name] for name in _NAMES))
    .join(readings, readings.c.id == private_looks.c.reading_id)
    .where(
        readings.c.visitor_id == bindparam("visitor_id"),
        private_looks.c.noun == bindparam("noun"),
        private_looks.c.seen_at.is_not(None),
        readings.c.ended_at.is_(None),
        readings.c.end_asked_at.is_(None),
        readings.c.fault.is_(None),
        readings.c.expires_at > bindparam("now"),
    )
    .order_by(readings.c.seq)
)


class Private:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def looks(self, reading_ids: Sequence[str]) -> Sequence[PrivateLook]:
        rows = self._connection.execute(_looks, {"ids": reading_ids})
        return [_look(row) for row in rows]

    def of_visitor(self, visitor_id: str, noun: Noun, now: datetime) -> Sequence[PrivateLook]:
        rows = self._connection.execute(_of_visitor, {"visitor_id": visitor_id, "noun": noun.value, "now": now})
        return [_look(row) for row in rows]

    def keep(self, look: PrivateLook) -> None:
        same = (private_looks.c.reading_id == look.reading_id, private_looks.c.noun == look.noun.value)
        self._connection.execute(delete(private_looks).where(*same))
        fault = None if look.fault is None else look.fault.value
        row = {**asdict(look), "noun": look.noun.value, "fault": fault}
        insert_new(self._connection, private_looks, row, private_looks.c.reading_id)

    def wipe(self, reading_id: str) -> None:
        self._connection.execute(delete(private_looks).where(private_looks.c.reading_id == reading_id))


def _look(row: Row[Any]) -> PrivateLook:
    fault = None if row.fault is None else ReadingFault(row.fault)
    return PrivateLook(**{**by_name(row), "noun": Noun(row.noun), "fault": fault})
