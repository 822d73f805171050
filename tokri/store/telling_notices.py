"""What the firm's people are to be told by mail, and of what they do not want to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from tokri.core.telling.notices import Notice, Reason
from tokri.store.telling_tables import notices, unwanted_notices


class Notices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def waiting(self, person_id: str) -> Sequence[Notice]:
        query = select(notices).where(notices.c.person_id == person_id, notices.c.told_at.is_(None))
        return [
            Notice(row.person_id, Reason(row.reason), row.about, row.link_id, row.at)
            for row in self._connection.execute(query.order_by(notices.c.seq))
        ]

    def unwanted(self, person_id: str) -> frozenset[Reason]:
        query = select(unwanted_notices.c.reason).where(unwanted_notices.c.person_id == person_id)
        return frozenset(Reason(each) for each in self._connection.execute(query).scalars())

    def told(self, told: Sequence[Notice], at: datetime) -> None:
        if told:
            self._connection.execute(update(notices).where(_any_of(told)).values(told_at=at))

    def drop(self, dropped: Sequence[Notice]) -> None:
        if dropped:
            self._connection.execute(delete(notices).where(_any_of(dropped)))

    def choose(self, person_id: str, unwanted: frozenset[Reason]) -> None:
        self._connection.execute(delete(unwanted_notices).where(unwanted_notices.c.person_id == person_id))
        rows = [{"person_id": person_id, "reason": reason.value} for reason in sorted(unwanted)]
        if rows:
            self._connection.execute(insert(unwanted_notices), rows)

    def sweep(self, before: datetime) -> None:
        self._connection.execute(delete(notices).where(notices.c.at < before))


def _any_of(which: Sequence[Notice]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(
                notices.c.person_id == each.person_id,
                notices.c.reason == each.reason.value,
                notices.c.about == each.about,
            )
            for each in which
        )
    )
