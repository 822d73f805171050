"""SQLite: one file beside the program, read and written by all its processes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pysqlite3 import dbapi2  # type: ignore[import-untyped]  # the wheel carries no types
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from tokri.core.ports import StoreBusy, StoreFull, StoreUnready

#: How long a writer waits for its turn before the unit fails as StoreBusy.
BUSY_MILLISECONDS: Final = 5000

#: What a file is switched to by its first connection, and then stays.
WAL: Final = "PRAGMA journal_mode=WAL"

#: Per connection. WAL lets readers read while one writes; FULL has a commit on the disk before it is answered.
#: What is deleted or changed is overwritten, else the data of who was erased stays readable in the file.
#: No mmap: it makes of a bad pointer anywhere in the process a bad page in the file.
PRAGMAS: Final = (
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    WAL,
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
)

#: https://sqlite.org/rescode.html: primary codes, the low byte of an extended one.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


def carries_wal_corruption(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite can corrupt a WAL file that two connections use. Source: https://sqlite.org/wal.html#walresetbug."""
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3)


def require_sound(version: tuple[int, int, int]) -> None:
    """Raise StoreUnready for an SQLite that the store must not be trusted to."""
    if carries_wal_corruption(version):
        found = ".".join(map(str, version))
        raise StoreUnready(
            f"SQLite {found} can corrupt a database that two processes use (sqlite.org/wal.html#walresetbug). "
            "Install the pinned one: pip install --require-hashes -r requirements.txt"
        )


def execute_patiently(connection: Any, pragma: str) -> None:
    """Run a pragma, again and again for as long as a writer waits, while the file is busy.

    SQLite's own patience ends here: of two connections that switch a new file to WAL at once, the second is refused
    at once, whatever busy_timeout says (https://sqlite.org/wal.html, "sometimes queries return SQLITE_BUSY").
    """
    give_up = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute(pragma)
        except dbapi2.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != _BUSY or time.monotonic() >= give_up:
                raise
            time.sleep(0.01)
        else:
            return


class Sqlite:
    """How the store speaks to one SQLite file."""

    name: Final = "sqlite"

    def __init__(self, url: URL) -> None:
        self.file = Path(url.database or "")

    def engine(self) -> Engine:
        """Build an engine with a pool of connections; none is opened yet."""
        require_sound(dbapi2.sqlite_version_info)
        engine = create_engine("sqlite://", module=dbapi2, creator=self._connect, poolclass=QueuePool)
        event.listen(engine, "begin", _begin)
        return engine

    def make_place(self) -> None:
        """Make the file and its folder, readable by the program's own user alone; -wal and -shm take after it."""
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))

    def _connect(self) -> Any:
        # mode=rw: only `db upgrade` makes a store. A wrong DATA_DIR must not read as an empty one.
        connection = dbapi2.connect(
            f"file:{quote(str(self.file))}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in PRAGMAS:
            execute_patiently(connection, pragma)
        return connection

    def reader(self, engine: Engine) -> Engine:
        """Units that look: one snapshot, which no writer waits for."""
        return engine.execution_options(begin="BEGIN")

    def writer(self, engine: Engine, durable: bool) -> Engine:
        """Units that change. The write lock comes first: no unit that has read finds itself too late to write."""
        # NORMAL still orders the log before the file: a power cut loses the last such units and corrupts nothing.
        synchronous = f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}"
        return engine.execution_options(begin="BEGIN IMMEDIATE", synchronous=synchronous)

    @contextmanager
    def migrating(self, engine: Engine) -> Iterator[Connection]:
        """One transaction that changes tables, alone; foreign keys are checked at its end and not within."""
        self.make_place()
        with engine.execution_options(begin="BEGIN IMMEDIATE").connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                    if broken:
                        raise StoreUnready(f"Rows would point nowhere after the migration: {broken[:3]}")
            finally:
                raw.execute("PRAGMA foreign_keys=ON")

    def clear_log(self, engine: Engine) -> None:
        """Write the log into the file and cut it to nothing: its older pages still show what was erased since."""
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA busy_timeout=0")  # writers would wait as long as it waits for readers
            try:
                (busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.execute(PRAGMAS[0])
        if busy:
            raise StoreBusy("somebody reads from the log")

    def fault(self, error: DBAPIError) -> Exception | None:
        """What an error of the database means to the program, or None if it is a fault of the program."""
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code in (_BUSY, _LOCKED):
            return StoreBusy(str(error.orig))
        if code in (_FULL, _IOERR):
            return StoreFull(str(error.orig))
        if code in (_READONLY, _CORRUPT, _NOTADB):
            return StoreUnready(f"{self.file} cannot be used: {error.orig}.")
        if code == _CANTOPEN or str(error.orig).startswith("no such table"):
            return StoreUnready(f"{self.file} holds no store. Run: flask --app app db upgrade")
        return None


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "synchronous" in options:
        # Said before each BEGIN, for the connection may come from a unit of the other kind.
        driver: Any = connection.connection.driver_connection
        driver.execute(options["synchronous"])
    connection.exec_driver_sql(options["begin"])
