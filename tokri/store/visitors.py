"""Visitors: one browser each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from tokri.core.ports import Visitor
from tokri.store.tables import visitors


class Visitors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, visitor_id: str) -> Visitor | None:
        query = select(visitors.c.id, visitors.c.created_at, visitors.c.kite_user_id)
        row = self._connection.execute(query.where(visitors.c.id == visitor_id)).first()
        return None if row is None else Visitor(*row)

    def ensure(self, visitor_id: str, at: datetime) -> Visitor:
        found = self.get(visitor_id)
        if found is not None:
            return found
        self._connection.execute(insert(visitors), {"id": visitor_id, "created_at": at})
        return Visitor(visitor_id, at)

    def forget(self, visitor_id: str) -> None:
        change = update(visitors).where(visitors.c.id == visitor_id)
        self._connection.execute(change, {"kite_user_id": None})

    def set_kite_user(self, visitor_id: str, kite_user_id: str) -> None:
        change = update(visitors).where(visitors.c.id == visitor_id)
        self._connection.execute(change, {"kite_user_id": kite_user_id})
