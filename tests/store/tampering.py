"""What a person who owns the database can do to it, past every trigger; for tests of what then finds it out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from tokri.store import SqlStore


@contextmanager
def unguarded(store: SqlStore) -> Iterator[Connection]:
    """One transaction in which no trigger fires. All are there again afterwards."""
    with store.migrating() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
            return
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for _, statement in triggers:
            connection.exec_driver_sql(statement)


def tamper(store: SqlStore, *statements: str) -> None:
    """Run the statements, past every trigger."""
    with unguarded(store) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
