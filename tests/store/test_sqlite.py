"""What holds on SQLite alone."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2
from sqlalchemy.exc import IntegrityError

from tests.databases import sqlite_store
from tests.store.making import AT, MINUTE, a_basket
from tokri.core.ports import Event, StoreBusy, StoreFull, StoreUnready
from tokri.store import SqlStore, sqlite
from tokri.store.all_tables import metadata
from tokri.store.migrating import upgrade


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with sqlite_store(tmp_path) as made:
        yield made


@pytest.fixture
def beside(store: SqlStore) -> Iterator[Any]:
    """Another program's connection to the same file."""
    connection = dbapi2.connect(str(store.database.file), isolation_level=None)
    yield connection
    connection.close()


def of_a_connection(store: SqlStore, asked: Callable[[Any], Any], *, durable: bool = True) -> Any:
    with store._started().writers[durable].begin() as connection:
        return asked(connection)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 5000),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
    ],
)
def test_every_connection_is_set_as_decided(store: SqlStore, pragma: str, value: object) -> None:
    assert of_a_connection(store, lambda it: it.exec_driver_sql(f"PRAGMA {pragma}").scalar()) == value


def test_a_counting_unit_does_not_wait_for_the_disk_and_the_next_unit_does(store: SqlStore) -> None:
    def synchronous(connection: Any) -> int:
        return int(connection.exec_driver_sql("PRAGMA synchronous").scalar())

    assert [of_a_connection(store, synchronous, durable=durable) for durable in (True, False, True)] == [2, 1, 2]


def test_every_table_is_strict(beside: Any) -> None:
    strict = {
        name for _, name, kind, _, _, strict in beside.execute("PRAGMA main.table_list") if kind == "table" and strict
    }
    assert strict == set(metadata.tables)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE baskets SET latest_number = 'one'",
        "UPDATE baskets SET saved_at = x'00'",
        "UPDATE versions SET number = 1.5",
    ],
)
def test_a_value_of_the_wrong_type_is_refused(store: SqlStore, change: str) -> None:
    a_basket(store)
    with pytest.raises(IntegrityError, match="cannot store"), store.migrating() as connection:
        connection.exec_driver_sql(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE baskets SET latest_number = 0",
        "UPDATE versions SET sha256 = 'short'",
        "INSERT INTO jobs (kind, subject, due_at, attempts, owner) VALUES ('a', 'b', 'c', 0, 'owned without an end')",
        "INSERT INTO rate_limits VALUES ('save', 'key', 'now', 0)",
    ],
)
def test_a_value_that_makes_no_sense_is_refused(store: SqlStore, change: str) -> None:
    a_basket(store)
    with pytest.raises(IntegrityError, match="CHECK constraint"), store.migrating() as connection:
        connection.exec_driver_sql(change)


def test_a_time_is_kept_as_text_that_sorts_as_time_does(store: SqlStore, beside: Any) -> None:
    for number, at in enumerate([AT + MINUTE, AT, AT.replace(microsecond=1)]):
        a_basket(store, f"basket {number}", at=at)
    kept = [text for (text,) in beside.execute("SELECT saved_at FROM baskets ORDER BY saved_at")]
    assert kept == [
        "2026-02-11T05:00:00.000000+00:00",
        "2026-02-11T05:00:00.000001+00:00",
        "2026-02-11T05:01:00.000000+00:00",
    ]


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_an_sqlite_that_can_corrupt_a_wal_file_is_known(version: tuple[int, int, int], affected: bool) -> None:
    assert sqlite.carries_wal_corruption(version) is affected


def test_the_store_stops_on_such_an_sqlite_and_says_the_mend(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 1))
    with pytest.raises(StoreUnready, match=re.escape("SQLite 3.51.1 can corrupt")) as stopped:
        store.check()
    assert "requirements.txt" in str(stopped.value)


def test_a_missing_file_is_unready_and_is_not_made_by_looking(tmp_path: Path) -> None:
    for store in (SqlStore(f"sqlite:///{tmp_path}/tokri.db"), SqlStore(f"sqlite:///{tmp_path}/none/tokri.db")):
        with pytest.raises(StoreUnready, match="Run: flask --app app db upgrade"):
            store.check()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_unready(tmp_path: Path) -> None:
    (tmp_path / "tokri.db").write_text("my shopping list\n" * 100)
    with pytest.raises(StoreUnready, match="cannot be used"):
        SqlStore(f"sqlite:///{tmp_path}/tokri.db").check()


def test_the_file_and_its_folder_are_the_programs_own(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}/data/tokri.db")
    upgrade(store)
    a_basket(store)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "data").iterdir()}
    store.close()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert modes == {"tokri.db": 0o600, "tokri.db-wal": 0o600, "tokri.db-shm": 0o600}


def test_a_writer_that_gets_no_turn_is_told_the_store_is_busy(
    store: SqlStore, beside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PRAGMAS", (*sqlite.PRAGMAS, "PRAGMA busy_timeout=20"))
    beside.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        a_basket(store)
    beside.execute("ROLLBACK")
    a_basket(store)


def test_readers_go_on_while_another_writes(store: SqlStore, beside: Any) -> None:
    a_basket(store)
    beside.execute("BEGIN IMMEDIATE")
    with store.reading() as unit:
        assert unit.baskets.get("basket", "asha") is not None


def test_what_was_erased_is_in_no_file_once_the_log_was_cleared(store: SqlStore) -> None:
    secret, files = "Asha Unmistakable Rao", store.database.file.parent.glob
    with store.writing() as unit:
        unit.record(Event("client added", "client:c1", AT, personal={"name": secret}))

    def left() -> list[str]:
        return [each.name for each in sorted(files("*")) if secret.encode() in each.read_bytes()]

    with store.writing() as unit:
        unit.erase_personal("client:c1", AT)
    assert left() == ["tokri.db-wal"], "the log shows pages as they were"
    store.clear_log()
    assert left() == []


def test_a_log_that_somebody_reads_from_is_not_cleared_and_says_so(store: SqlStore, beside: Any) -> None:
    a_basket(store)
    beside.execute("BEGIN")
    beside.execute("SELECT count(*) FROM baskets").fetchone()
    with store.writing() as unit:
        unit.visitors.ensure("ravi", AT)
    with pytest.raises(StoreBusy):
        store.clear_log()
    beside.execute("COMMIT")
    store.clear_log()


def test_a_full_disk_is_told_as_such_and_changes_nothing(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite's own way to have no room: it answers SQLITE_FULL as it does when the disk is.
    monkeypatch.setattr(sqlite, "PRAGMAS", (*sqlite.PRAGMAS, "PRAGMA max_page_count=1"))

    def fill() -> None:
        with store.writing() as unit:
            unit.visitors.ensure("asha", AT)
            for number in range(500):
                unit.rate_limits.count("save", f"key {number} " + "x" * 500, AT)

    with pytest.raises(StoreFull):
        fill()
    with store.reading() as unit:
        assert unit.visitors.get("asha") is None


def test_a_foreign_key_broken_by_a_migration_undoes_it(store: SqlStore) -> None:
    a_basket(store)
    with pytest.raises(StoreUnready, match="point nowhere"), store.migrating() as connection:
        connection.exec_driver_sql("DELETE FROM visitors")
    with store.reading() as unit:
        assert unit.visitors.get("asha") is not None
