"""Counters of the rate limits, shared by every process."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from tokri.store.tables import rate_limits


class RateLimits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, name: str, key: str, window: datetime) -> int:
        mine = (rate_limits.c.name == name) & (rate_limits.c.key == key) & (rate_limits.c.starts_at == window)
        more = update(rate_limits).where(mine).values(uses=rate_limits.c.uses + 1).returning(rate_limits.c.uses)
        uses = self._connection.execute(more).scalar_one_or_none()
        if uses is not None:
            return int(uses)
        self._connection.execute(insert(rate_limits), {"name": name, "key": key, "starts_at": window, "uses": 1})
        return 1

    def sweep(self, before: datetime) -> None:
        self._connection.execute(delete(rate_limits).where(rate_limits.c.starts_at < before))
