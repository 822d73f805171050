"""Units of work over one database, and what its errors mean."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from weakref import WeakSet

from sqlalchemy import Connection, Select, make_url, select, table
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.sql import column

from tokri.core.ports import (
    BasketsRead,
    BasketsWrite,
    Entry,
    Event,
    HandoffsRead,
    HandoffsWrite,
    JobsRead,
    JobsWrite,
    RateLimitsWrite,
    ReadingsRead,
    ReadingsWrite,
    RecordRead,
    StoreBusy,
    StoreUnready,
    VisitorsRead,
    VisitorsWrite,
)
from tokri.core.ports.desk import (
    ClientsRead,
    ClientsWrite,
    DeskBasketsRead,
    DeskBasketsWrite,
    FirmRead,
    FirmWrite,
    PeopleRead,
    PeopleWrite,
    RestrictionsRead,
    RestrictionsWrite,
)
from tokri.core.ports.desk_lists import DeskListsRead
from tokri.core.ports.evidence import EvidenceRead, EvidenceWrite
from tokri.core.ports.links import LinksRead, LinksWrite
from tokri.core.ports.mending import MendingRead, MendingWrite
from tokri.core.ports.telling import NoticesRead, NoticesWrite, OutboxRead, OutboxWrite
from tokri.core.record import SALT_LENGTH
from tokri.store.baskets import Baskets
from tokri.store.clients import Clients
from tokri.store.desk_baskets import DeskBaskets
from tokri.store.desk_lists import DeskLists
from tokri.store.desk_tables import DESK_APPEND_ONLY
from tokri.store.evidence import Evidence
from tokri.store.evidence_tables import EVIDENCE_APPEND_ONLY
from tokri.store.firm import FirmEditions
from tokri.store.handoffs import Handoffs
from tokri.store.jobs import Jobs
from tokri.store.link_tables import LINK_APPEND_ONLY
from tokri.store.links import Links
from tokri.store.mending import Mending
from tokri.store.people import People
from tokri.store.postgresql import Postgresql
from tokri.store.rate_limits import RateLimits
from tokri.store.readings import Readings
from tokri.store.record import Record
from tokri.store.restrictions import Restrictions
from tokri.store.sqlite import Sqlite
from tokri.store.tables import APPEND_ONLY, REVISION
from tokri.store.telling import Outbox
from tokri.store.telling_hearing import Hearing
from tokri.store.telling_notices import Notices
from tokri.store.triggers import put_back, triggers_missing
from tokri.store.visitors import Visitors

#: Every table whose rows triggers keep as they are.
GUARDED: Final = (*APPEND_ONLY, *DESK_APPEND_ONLY, *LINK_APPEND_ONLY, *EVIDENCE_APPEND_ONLY)

_REVISION: Final[Select[Any]] = select(column("version_num")).select_from(table("alembic_version"))


class SqlReadingUnit:
    """One consistent look at the store."""

    def __init__(self, connection: Connection) -> None:
        self.visitors: VisitorsRead = Visitors(connection)
        self.baskets: BasketsRead = Baskets(connection)
        self.handoffs: HandoffsRead = Handoffs(connection)
        self.readings: ReadingsRead = Readings(connection)
        self.jobs: JobsRead = Jobs(connection)
        self.people: PeopleRead = People(connection)
        self.firm: FirmRead = FirmEditions(connection)
        self.clients: ClientsRead = Clients(connection)
        self.desk_baskets: DeskBasketsRead = DeskBaskets(connection)
        self.desk_lists: DeskListsRead = DeskLists(connection)
        self.restrictions: RestrictionsRead = Restrictions(connection)
        self.links: LinksRead = Links(connection)
        self.evidence: EvidenceRead = Evidence(connection)
        self.mending: MendingRead = Mending(connection)
        self.outbox: OutboxRead = Outbox(connection)
        self.notices: NoticesRead = Notices(connection)
        self.chain: RecordRead = Record(connection)

    def entries(self) -> Iterator[Entry]:
        """The record's entries from the first on, few in memory at a time."""
        return (entry for entry, _ in self.chain.rows())


class SqlWritingUnit:
    """One change of the store: all of it, or none."""

    def __init__(self, connection: Connection, salt: Callable[[], str]) -> None:
        self.visitors: VisitorsWrite = Visitors(connection)
        self.baskets: BasketsWrite = Baskets(connection)
        self.handoffs: HandoffsWrite = Handoffs(connection)
        self.readings: ReadingsWrite = Readings(connection)
        self.jobs: JobsWrite = Jobs(connection)
        self.rate_limits: RateLimitsWrite = RateLimits(connection)
        self.people: PeopleWrite = People(connection)
        self.firm: FirmWrite = FirmEditions(connection)
        self.clients: ClientsWrite = Clients(connection)
        self.desk_baskets: DeskBasketsWrite = DeskBaskets(connection)
        self.desk_lists: DeskListsRead = DeskLists(connection)
        self.restrictions: RestrictionsWrite = Restrictions(connection)
        self.links: LinksWrite = Links(connection)
        self.evidence: EvidenceWrite = Evidence(connection)
        self.mending: MendingWrite = Mending(connection)
        self.outbox: OutboxWrite = Outbox(connection)
        self.notices: NoticesWrite = Notices(connection)
        self._hearing = Hearing(connection)
        self._record = Record(connection, salt)
        self.chain: RecordRead = self._record

    def record(self, event: Event) -> None:
        """Append to the record's hash chain, and put into the outbox what is told of it."""
        self._hearing.hear(self._record.append(event))

    def erase_personal(self, subject: str, at: datetime, *, who: str = "", where: str = "") -> int:
        """Erase what the record says of the person beside its chain."""
        return self._record.erase_personal(subject, at, who=who, where=where)


class _Engines:
    """One pool of connections, and the ways its units begin. Built once: each way costs as much as a statement."""

    def __init__(self, database: Sqlite | Postgresql) -> None:
        self.pooled = database.engine()
        self.reader = database.reader(self.pooled)
        self.writers = {durable: database.writer(self.pooled, durable) for durable in (True, False)}


class SqlStore:
    """A store on one database. Threads and forked processes may share it; each fork opens connections of its own."""

    def __init__(self, url: str, *, salt: Callable[[], str] = lambda: secrets.token_hex(SALT_LENGTH // 2)) -> None:
        self.database = _database(url)
        self._salt = salt
        self._engines: _Engines | None = None
        _open_stores.add(self)

    def __repr__(self) -> str:
        """The kind alone: the address may hold a password."""
        return f"<SqlStore on {self.database.name}>"

    @contextmanager
    def reading(self) -> Iterator[SqlReadingUnit]:
        with self._faults(), self._started().reader.connect() as connection:
            yield SqlReadingUnit(connection)

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[SqlWritingUnit]:
        with self._faults(), self._started().writers[durable].begin() as connection:
            yield SqlWritingUnit(connection, self._salt)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """One transaction that changes tables, alone; for migrating.py."""
        with self._faults(), self.database.migrating(self._started().pooled) as connection:
            yield connection

    def clear_log(self) -> None:
        """Leave nothing that was erased in a log beside the database. Raises StoreBusy while somebody reads from it."""
        with self._faults():
            self.database.clear_log(self._started().pooled)

    def check(self) -> None:
        """Raise StoreUnready unless the store answers and its tables are those of this program."""
        with self._faults(), self._started().reader.connect() as connection:
            found = connection.execute(_REVISION).scalars().all()
            if found != [REVISION]:
                raise StoreUnready(
                    f"The store's tables are of revision {', '.join(found) or 'none'}, this program's of {REVISION}. "
                    "Run: flask --app app db upgrade"
                )

    def triggers_missing(self) -> list[str]:
        """The names of triggers that should guard what is only ever added to, and that are not there as made."""
        with self._faults(), self._started().reader.connect() as connection:
            return triggers_missing(connection, GUARDED)

    def put_triggers_back(self) -> list[str]:
        """Make the missing ones again; answers their names."""
        with self.migrating() as connection:
            return put_back(connection, GUARDED)

    def close(self) -> None:
        """Close what no unit is using; the next unit opens afresh."""
        if self._engines is not None:
            self._engines.pooled.dispose()

    def forget(self) -> None:
        """Drop the engines without a word to the database: they are another process's."""
        self._engines = None

    def _started(self) -> _Engines:
        """The engines, built at their first use."""
        # Two threads may both build them; the loser's have opened nothing.
        if self._engines is None:
            self._engines = _Engines(self.database)
        return self._engines

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = self.database.fault(error)
            if fault is None:
                raise
            raise fault from error
        except PoolTimeout as error:
            raise StoreBusy(str(error)) from error


def _database(url: str) -> Sqlite | Postgresql:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = make_url("unreadable://")
    if parsed.drivername == "sqlite" and parsed.database:
        return Sqlite(parsed)
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return Postgresql(parsed)
    raise StoreUnready(
        "DATABASE_URL is not an address this program can use. "
        "Leave it empty for SQLite in DATA_DIR, or set postgresql://user:password@host/database"
    )


_open_stores: WeakSet[SqlStore] = WeakSet()


def _before_fork() -> None:
    # A child must not inherit a connection: SQLite forbids even closing it there, and PostgreSQL would hear two voices.
    for store in list(_open_stores):
        store.close()


def _after_fork_in_child() -> None:
    for store in list(_open_stores):
        store.forget()


os.register_at_fork(before=_before_fork, after_in_child=_after_fork_in_child)
