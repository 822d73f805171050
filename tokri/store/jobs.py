"""Jobs: rows that a runner leases, does and deletes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from tokri.core.ports import Job
from tokri.store.sql import insert_new
from tokri.store.tables import jobs


class Jobs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kind: str, subject: str, due_at: datetime) -> None:
        """Queue it, unless the same is waiting already.

        One that is being done right now is not waiting: it may have looked before what it is asked for again came true.
        """
        insert_new(
            self._connection, jobs, {"kind": kind, "subject": subject, "due_at": due_at, "attempts": 0}, jobs.c.id
        )

    def due(self, now: datetime) -> bool:
        """Whether there is anything to lease."""
        return self._connection.execute(select(jobs.c.id).where(_due(now)).limit(1)).first() is not None

    def lease(self, now: datetime, until: datetime, owner: str, limit: int = 1) -> Sequence[Job]:
        """Take due jobs, and those whose runner kept them too long, until `until`; the longest due first.

        A lease counts as an attempt from its start, so that a job which kills its runner is counted too.
        `attempts` of what is answered is how often it was tried before.
        """
        query = select(jobs).where(_due(now)).order_by(jobs.c.due_at, jobs.c.id).limit(limit)
        rows = self._connection.execute(query.with_for_update(skip_locked=True)).all()
        if rows:
            change = update(jobs).where(jobs.c.id.in_([row.id for row in rows]))
            self._connection.execute(change.values(owner=owner, leased_until=until, attempts=jobs.c.attempts + 1))
        return [Job(row.id, row.kind, row.subject, row.due_at, row.attempts) for row in rows]

    def done(self, job_id: int) -> None:
        self._connection.execute(delete(jobs).where(jobs.c.id == job_id))

    def later(self, job_id: int, due_at: datetime) -> None:
        """Give it back, to be tried again from `due_at`; if the same was queued meanwhile, that one stays."""
        mine = select(jobs.c.kind, jobs.c.subject).where(jobs.c.id == job_id)
        row = self._connection.execute(mine).first()
        if row is None:
            return
        same = select(jobs.c.id).where(
            jobs.c.kind == row.kind, jobs.c.subject == row.subject, jobs.c.owner.is_(None), jobs.c.id != job_id
        )
        if self._connection.execute(same).first() is None:
            change = update(jobs).where(jobs.c.id == job_id)
            self._connection.execute(change, {"owner": None, "leased_until": None, "due_at": due_at})
        else:
            self.done(job_id)


def _due(now: datetime) -> ColumnElement[bool]:
    """Waiting and due, or held by a runner for longer than it said."""
    return (jobs.c.owner.is_(None) & (jobs.c.due_at <= now)) | (jobs.c.leased_until <= now)
