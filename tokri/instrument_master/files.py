"""A read-only SQLite file that is replaced whole: opened by each thread, opened anew when it was replaced."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pysqlite3 import dbapi2  # type: ignore[import-untyped]  # the wheel carries no types

from tokri.core.instrument_file import Fault, FileFault, FileRefused

#: Which shape of the files this program reads and writes: a file of another shape is as good as none.
SHAPE: Final = 4

#: Nothing of the file is held but what one search touches; the system's page cache is the workers' common memory.
_READING: Final = ("PRAGMA cache_size=-256", "PRAGMA mmap_size=0", "PRAGMA trusted_schema=OFF", "PRAGMA query_only=ON")

#: What is being built is nobody's until it is whole, and then synced at once.
_BUILDING: Final = (
    "PRAGMA page_size=8192",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-32768",
)


class Replaced:
    """The file, for reading. Each thread has a connection of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._here = threading.local()

    def connection(self) -> Any:
        """The connection to the file as it is now; None where there is none, or one of another shape."""
        found = self._identity()
        here = self._here
        if found != getattr(here, "identity", None):
            self._close()
            here.identity, here.connection, here.digest = found, self._open() if found else None, None
        return getattr(here, "connection", None)

    def digest(self) -> str:
        """What the file as it is now says of its content, asked once of each; "" where there is none."""
        connection, here = self.connection(), self._here
        if connection is None:
            return ""
        if here.digest is None:
            (here.digest,) = connection.execute("SELECT digest FROM state").fetchone()
        return str(here.digest)

    def _identity(self) -> tuple[int, ...] | None:
        try:
            found = os.stat(self.file)  # noqa: PTH116 - a third of the time of Path.stat, at every search
        except OSError:
            return None
        return (os.getpid(), found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)

    def _open(self) -> Any:
        try:
            uri = f"file:{quote(str(self.file.absolute()))}?mode=ro&immutable=1"
            connection = dbapi2.connect(uri, uri=True, isolation_level=None, cached_statements=32)
        except dbapi2.Error:
            return None
        try:
            for pragma in _READING:
                connection.execute(pragma)
            if connection.execute("PRAGMA user_version").fetchone()[0] == SHAPE:
                return connection
        except dbapi2.Error:
            pass
        connection.close()
        return None

    def _close(self) -> None:
        connection = getattr(self._here, "connection", None)
        if connection is not None:
            connection.close()


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep other imports out while one is at it. Raises FileRefused when another is."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _disk(), file.with_suffix(".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FileRefused([FileFault(0, Fault.BUSY)]) from error
        yield


def replace(file: Path, build: Callable[[Any], None]) -> None:
    """Build a file beside `file` and move it into its place, on the disk before it is seen.

    Raises FileRefused when the disk does not take it; `file` is as it was then. Called within `alone`.
    """
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)  # what a killed import left
    try:
        with _disk():
            with closing(dbapi2.connect(str(new), isolation_level=None)) as connection:
                for pragma in _BUILDING:
                    connection.execute(pragma)
                connection.execute("BEGIN")
                build(connection)
                connection.execute(f"PRAGMA user_version={SHAPE}")
                connection.execute("COMMIT")
            _sync(new)
            new.replace(file)
            _sync(file.parent)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except (dbapi2.OperationalError, OSError) as error:
        raise FileRefused([FileFault(0, Fault.DISK, {"why": str(error)})]) from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
