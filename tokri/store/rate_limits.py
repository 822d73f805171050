"""Counters of the rate limits, shared by every process."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, update

from tokri.store.tables import rate_limits

_count_more = (
    update(rate_limits)
    .where(
        rate_limits.c.name == bindparam("limit"),
        rate_limits.c.key == bindparam("whose"),
        rate_limits.c.starts_at == bindparam("window"),
    )
    .values(uses=rate_limits.c.uses + 1)
    .returning(rate_limits.c.uses)
)
_count_first = insert(rate_limits).values(uses=1)
_sweep = delete(rate_limits).where(rate_limits.c.starts_at < bindparam("before"))


class RateLimits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, name: str, key: str, window: datetime) -> int:
        counted = {"limit": name, "whose": key, "window": window}
        uses = self._connection.execute(_count_more, counted).scalar_one_or_none()
        if uses is not None:
            return int(uses)
        self._connection.execute(_count_first, {"name": name, "key": key, "starts_at": window})
        return 1

    def sweep(self, before: datetime) -> None:
        self._connection.execute(_sweep, {"before": before})
