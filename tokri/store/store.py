"""Units of work over one database, and what its errors mean."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

from sqlalchemy import Connection, Select, make_url, select, table
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.sql import column

from tokri.core.ports import StoreBusy, StoreUnready
from tokri.core.record import SALT_LENGTH
from tokri.store.postgresql import Postgresql
from tokri.store.sqlite import Sqlite

if TYPE_CHECKING:
    from tokri.store.units import SqlReadingUnit, SqlWritingUnit

_REVISION: Final[Select[Any]] = select(column("version_num")).select_from(table("alembic_version"))


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
        from tokri.store.units import SqlReadingUnit  # noqa: PLC0415 - the tables come with the first unit

        with self._faults(), self._started().reader.connect() as connection:
            yield SqlReadingUnit(connection)

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[SqlWritingUnit]:
        from tokri.store.units import SqlWritingUnit  # noqa: PLC0415 - the same

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
        from tokri.store.tables import REVISION  # noqa: PLC0415 - the same

        with self._faults(), self._started().reader.connect() as connection:
            found = connection.execute(_REVISION).scalars().all()
            if found != [REVISION]:
                raise StoreUnready(
                    f"The store's tables are of revision {', '.join(found) or 'none'}, this program's of {REVISION}. "
                    "Run: flask --app app db upgrade"
                )

    def triggers_missing(self) -> list[str]:
        """The names of triggers that should guard what is only ever added to, and that are not there as made."""
        from tokri.store.all_tables import GUARDED  # noqa: PLC0415 - asked for by a command alone
        from tokri.store.triggers import triggers_missing  # noqa: PLC0415 - the same

        with self._faults(), self._started().reader.connect() as connection:
            return triggers_missing(connection, GUARDED)

    def put_triggers_back(self) -> list[str]:
        """Make the missing ones again; answers their names."""
        from tokri.store.all_tables import GUARDED  # noqa: PLC0415 - asked for by a command alone
        from tokri.store.triggers import put_back  # noqa: PLC0415 - the same

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
