"""Baskets and their versions. A version is written once; a basket's row knows which is its latest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, insert, select, update

from tokri.core.basket import Draft, Version, orders_from_canonical
from tokri.core.ports import Acceptance, Basket
from tokri.store.tables import acceptances, baskets, handoffs, versions

_WHOLE_BASKET = -1

_with_latest: Select[Any] = select(
    baskets.c.id,
    baskets.c.visitor_id,
    baskets.c.name,
    baskets.c.created_at,
    versions.c.number,
    versions.c.document,
    versions.c.sha256,
    versions.c.saved_at,
).join_from(baskets, versions, (versions.c.basket_id == baskets.c.id) & (versions.c.number == baskets.c.latest_number))


class Baskets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, visitor_id: str) -> Sequence[Basket]:
        query = _with_latest.where(baskets.c.visitor_id == visitor_id, baskets.c.deleted_at.is_(None))
        rows = self._connection.execute(query.order_by(baskets.c.saved_at.desc(), baskets.c.seq.desc()))
        return [_basket(row) for row in rows]

    def get(self, basket_id: str, visitor_id: str) -> Basket | None:
        query = _with_latest.where(
            baskets.c.id == basket_id, baskets.c.visitor_id == visitor_id, baskets.c.deleted_at.is_(None)
        )
        row = self._connection.execute(query).first()
        return None if row is None else _basket(row)

    def version(self, basket_id: str, number: int) -> Version | None:
        query = (
            select(baskets.c.name, versions.c.document, versions.c.sha256, versions.c.saved_at)
            .join_from(baskets, versions, versions.c.basket_id == baskets.c.id)
            .where(versions.c.basket_id == basket_id, versions.c.number == number)
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        draft = Draft(row.name, orders_from_canonical(row.document))
        return Version(basket_id, number, draft, row.sha256, row.saved_at)

    def acceptances(self, basket_id: str, review_sha256: str) -> frozenset[Acceptance]:
        query = select(acceptances.c.code, acceptances.c.place).where(
            acceptances.c.basket_id == basket_id, acceptances.c.review_sha256 == review_sha256
        )
        rows = self._connection.execute(query)
        return frozenset(Acceptance(row.code, None if row.place == _WHOLE_BASKET else row.place) for row in rows)

    def add(self, basket_id: str, visitor_id: str, draft: Draft, at: datetime) -> Version:
        self._connection.execute(
            insert(baskets),
            {
                "id": basket_id,
                "visitor_id": visitor_id,
                "name": draft.name,
                "created_at": at,
                "latest_number": 1,
                "saved_at": at,
            },
        )
        return self._write(Version(basket_id, 1, draft, draft.sha256, at))

    def save(self, basket_id: str, draft: Draft, at: datetime) -> Version:
        latest = self._connection.execute(_with_latest.where(baskets.c.id == basket_id)).one()
        if latest.name != draft.name:
            self.rename(basket_id, draft.name)
        sha256 = draft.sha256
        if sha256 == latest.sha256:
            return Version(basket_id, latest.number, draft, sha256, latest.saved_at)
        version = self._write(Version(basket_id, latest.number + 1, draft, sha256, at))
        change = update(baskets).where(baskets.c.id == basket_id)
        self._connection.execute(change, {"latest_number": version.number, "saved_at": at})
        return version

    def rename(self, basket_id: str, name: str) -> None:
        self._connection.execute(update(baskets).where(baskets.c.id == basket_id), {"name": name})

    def delete(self, basket_id: str, at: datetime) -> None:
        used = select(handoffs.c.id).where(handoffs.c.basket_id == basket_id).limit(1)
        if self._connection.execute(used).first() is not None:
            self._connection.execute(update(baskets).where(baskets.c.id == basket_id), {"deleted_at": at})
        else:
            self._erase([basket_id])

    def unlink(self, visitor_id: str) -> int:
        count = len(self.of(visitor_id))
        self._connection.execute(update(baskets).where(baskets.c.visitor_id == visitor_id).values(visitor_id=None))
        return count

    def accept(self, basket_id: str, review_sha256: str, ticks: Iterable[Acceptance], at: datetime) -> None:
        rows = [
            {
                "basket_id": basket_id,
                "review_sha256": review_sha256,
                "code": tick.code,
                "place": _WHOLE_BASKET if tick.order is None else tick.order,
                "at": at,
            }
            for tick in sorted(
                frozenset(ticks) - self.acceptances(basket_id, review_sha256),
                key=lambda tick: (tick.code, tick.order or 0),
            )
        ]
        if rows:
            self._connection.execute(insert(acceptances), rows)

    def purge(self, saved_before: datetime) -> int:
        handed_off = exists().where(handoffs.c.basket_id == baskets.c.id)
        query = select(baskets.c.id).where(baskets.c.saved_at < saved_before, ~handed_off)
        ids = self._connection.execute(query).scalars().all()
        self._erase(ids)
        return len(ids)

    def _write(self, version: Version) -> Version:
        self._connection.execute(
            insert(versions),
            {
                "basket_id": version.basket_id,
                "number": version.number,
                "document": version.draft.canonical,
                "sha256": version.sha256,
                "saved_at": version.saved_at,
            },
        )
        return version

    def _erase(self, basket_ids: Sequence[str]) -> None:
        rows = [{"gone": basket_id} for basket_id in basket_ids]
        if rows:
            for owner in (acceptances.c.basket_id, versions.c.basket_id, baskets.c.id):
                self._connection.execute(delete(owner.table).where(owner == bindparam("gone")), rows)


def _basket(row: Row[Any]) -> Basket:
    draft = Draft(row.name, orders_from_canonical(row.document))
    latest = Version(row.id, row.number, draft, row.sha256, row.saved_at)
    return Basket(row.id, row.visitor_id, row.name, row.created_at, latest)
