"""The restricted list: what staff may not trade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from tokri.core.desk.restricted import Restriction
from tokri.store.desk_tables import restrictions
from tokri.store.sql import by_name

_all = select(*(column for column in restrictions.c if column.name != "seq")).order_by(restrictions.c.seq)


class Restrictions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Sequence[Restriction]:
        return [
            Restriction(**{**by_name(row), "until": date.fromisoformat(row.until) if row.until else None})
            for row in self._connection.execute(_all)
        ]

    def add(self, restriction: Restriction) -> None:
        until = restriction.until.isoformat() if restriction.until else ""
        self._connection.execute(insert(restrictions), {**asdict(restriction), "until": until})

    def lift(self, restriction_id: str, at: datetime) -> bool:
        lifted = (
            update(restrictions)
            .where(restrictions.c.id == restriction_id, restrictions.c.lifted_at.is_(None))
            .values(lifted_at=at)
        )
        return self._connection.execute(lifted).rowcount == 1
