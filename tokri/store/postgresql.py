"""PostgreSQL: one store for several machines. Why writers take turns: docs/decisions/writers-take-turns.md."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from tokri.core.ports import StoreBusy, StoreFull, StoreUnready

#: Per connection: how long a writer waits for its turn, and how long a stopped process may keep it from others.
OPTIONS: Final = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"

#: The first statement of a writing unit. LOCK TABLE takes no snapshot, so what the unit then sees includes
#: everything the writer before it committed. EXCLUSIVE lets readers read. Of all tables this one alone is never
#: written by a unit, so that no vacuum ever stands in the queue.
TAKE_TURN: Final = "LOCK TABLE alembic_version IN EXCLUSIVE MODE"

#: Any fixed number: whoever holds it is the one process that migrates.
_MIGRATION_LOCK: Final = 7604105

#: https://www.postgresql.org/docs/current/errcodes-appendix.html
_BUSY: Final = frozenset({"55P03", "40001", "40P01", "53300"})
_FULL: Final = frozenset({"53100", "58030"})
_NO_TABLE: Final = frozenset({"42P01", "42703"})


class Postgresql:
    """How the store speaks to one PostgreSQL database."""

    name: Final = "postgresql"

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")

    def engine(self) -> Engine:
        """Build an engine with a pool of connections; none is opened yet."""
        engine = create_engine(
            self._url,
            isolation_level="SERIALIZABLE",
            pool_pre_ping=True,  # a restarted server is noticed before a unit begins, not within it
            connect_args={"options": OPTIONS, "application_name": "tokri"},
        )
        event.listen(engine, "begin", _begin)
        return engine

    def reader(self, engine: Engine) -> Engine:
        """Units that look: one snapshot, which no writer waits for."""
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def writer(self, engine: Engine, durable: bool) -> Engine:
        """Units that change, one at a time."""
        return engine.execution_options(begin=TAKE_TURN, durable=durable)

    @contextmanager
    def migrating(self, engine: Engine) -> Iterator[Connection]:
        """One transaction that changes tables, alone."""
        begin = f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"
        options = engine.execution_options(isolation_level="READ COMMITTED", begin=begin)
        with options.begin() as connection:
            if connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar() is not None:
                connection.exec_driver_sql(TAKE_TURN)
            yield connection

    def clear_log(self, engine: Engine) -> None:
        """Nothing to do: what was erased is left in no file of this program's, and in the server's until vacuum ran."""

    def fault(self, error: DBAPIError) -> Exception | None:
        """What an error of the database means to the program, or None if it is a fault of the program."""
        state = getattr(error.orig, "sqlstate", None)
        if state in _BUSY:
            return StoreBusy(str(error.orig))
        if state in _FULL:
            return StoreFull(str(error.orig))
        if state in _NO_TABLE:
            return StoreUnready("The database holds no store of this program. Run: flask --app app db upgrade")
        unanswered = state is None and isinstance(error, (OperationalError, InterfaceError))
        if unanswered or (state or "").startswith(("08", "57P", "28", "3D")):
            return StoreUnready(f"PostgreSQL does not answer: {error.orig}".strip())
        return None


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "begin" in options:
        connection.exec_driver_sql(options["begin"])
    if not options.get("durable", True):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
