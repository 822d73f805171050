"""Baskets and their versions. A version is written once; a basket's row knows which is its latest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, insert, select, update

from tokri.core.basket import Draft, Version, draft_from_canonical
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

_of_visitor = _with_latest.where(
    baskets.c.visitor_id == bindparam("visitor_id"), baskets.c.deleted_at.is_(None)
).order_by(baskets.c.saved_at.desc(), baskets.c.seq.desc())

_of_visitor_by_id = _with_latest.where(
    baskets.c.id == bindparam("basket_id"),
    baskets.c.visitor_id == bindparam("visitor_id"),
    baskets.c.deleted_at.is_(None),
)

_by_id = _with_latest.where(baskets.c.id == bindparam("basket_id"))

_version = (
    select(baskets.c.name, versions.c.document, versions.c.sha256, versions.c.saved_at)
    .join_from(baskets, versions, versions.c.basket_id == baskets.c.id)
    .where(versions.c.basket_id == bindparam("basket_id"), versions.c.number == bindparam("number"))
)

_acceptances = select(acceptances.c.code, acceptances.c.place).where(
    acceptances.c.basket_id == bindparam("basket_id"), acceptances.c.review_sha256 == bindparam("review_sha256")
)

_handed_off = select(handoffs.c.id).where(handoffs.c.basket_id == bindparam("basket_id")).limit(1)

_old = select(baskets.c.id).where(
    baskets.c.saved_at < bindparam("saved_before"), ~exists().where(handoffs.c.basket_id == baskets.c.id)
)

_add = insert(baskets)
_add_version = insert(versions)
_change = update(baskets).where(baskets.c.id == bindparam("basket_id"))
_unlink = update(baskets).where(baskets.c.visitor_id == bindparam("whose")).values(visitor_id=None)
_accept = insert(acceptances)
_erase = tuple(
    delete(owner.table).where(owner == bindparam("gone"))
    for owner in (acceptances.c.basket_id, versions.c.basket_id, baskets.c.id)
)


class Baskets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, visitor_id: str) -> Sequence[Basket]:
        return [_basket(row) for row in self._connection.execute(_of_visitor, {"visitor_id": visitor_id})]

    def get(self, basket_id: str, visitor_id: str) -> Basket | None:
        asked = {"basket_id": basket_id, "visitor_id": visitor_id}
        row = self._connection.execute(_of_visitor_by_id, asked).first()
        return None if row is None else _basket(row)

    def version(self, basket_id: str, number: int) -> Version | None:
        row = self._connection.execute(_version, {"basket_id": basket_id, "number": number}).first()
        if row is None:
            return None
        draft = draft_from_canonical(row.name, row.document)
        return Version(basket_id, number, draft, row.sha256, row.saved_at)

    def acceptances(self, basket_id: str, review_sha256: str) -> frozenset[Acceptance]:
        rows = self._connection.execute(_acceptances, {"basket_id": basket_id, "review_sha256": review_sha256})
        return frozenset(Acceptance(row.code, None if row.place == _WHOLE_BASKET else row.place) for row in rows)

    def add(self, basket_id: str, visitor_id: str, draft: Draft, at: datetime) -> Version:
        self._connection.execute(
            _add,
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
        latest = self._connection.execute(_by_id, {"basket_id": basket_id}).one()
        if latest.name != draft.name:
            self.rename(basket_id, draft.name)
        if draft.sha256 == latest.sha256:
            return Version(basket_id, latest.number, draft, draft.sha256, latest.saved_at)
        version = self._write(Version(basket_id, latest.number + 1, draft, draft.sha256, at))
        change = {"basket_id": basket_id, "latest_number": version.number, "saved_at": at}
        self._connection.execute(_change, change)
        return version

    def rename(self, basket_id: str, name: str) -> None:
        self._connection.execute(_change, {"basket_id": basket_id, "name": name})

    def delete(self, basket_id: str, at: datetime) -> None:
        if self._connection.execute(_handed_off, {"basket_id": basket_id}).first() is not None:
            self._connection.execute(_change, {"basket_id": basket_id, "deleted_at": at})
        else:
            self._erase([basket_id])

    def unlink(self, visitor_id: str) -> int:
        count = len(self.of(visitor_id))
        self._connection.execute(_unlink, {"whose": visitor_id})
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
            self._connection.execute(_accept, rows)

    def purge(self, saved_before: datetime) -> int:
        ids = self._connection.execute(_old, {"saved_before": saved_before}).scalars().all()
        self._erase(ids)
        return len(ids)

    def _write(self, version: Version) -> Version:
        self._connection.execute(
            _add_version,
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
            for statement in _erase:
                self._connection.execute(statement, rows)


def _basket(row: Row[Any]) -> Basket:
    draft = draft_from_canonical(row.name, row.document)
    latest = Version(row.id, row.number, draft, row.sha256, row.saved_at)
    return Basket(row.id, row.visitor_id, row.name, row.created_at, latest)
