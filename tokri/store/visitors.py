"""Visitors: one browser each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from tokri.core.ports import Visitor
from tokri.store.tables import visitors

_one = select(visitors.c.id, visitors.c.created_at, visitors.c.kite_user_id).where(visitors.c.id == bindparam("id"))
_add = insert(visitors)
_change = update(visitors).where(visitors.c.id == bindparam("visitor_id"))


class Visitors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, visitor_id: str) -> Visitor | None:
        row = self._connection.execute(_one, {"id": visitor_id}).first()
        return None if row is None else Visitor(*row)

    def ensure(self, visitor_id: str, at: datetime) -> Visitor:
        found = self.get(visitor_id)
        if found is not None:
            return found
        self._connection.execute(_add, {"id": visitor_id, "created_at": at})
        return Visitor(visitor_id, at)

    def forget(self, visitor_id: str) -> None:
        self._connection.execute(_change, {"visitor_id": visitor_id, "kite_user_id": None})

    def set_kite_user(self, visitor_id: str, kite_user_id: str) -> None:
        self._connection.execute(_change, {"visitor_id": visitor_id, "kite_user_id": kite_user_id})
