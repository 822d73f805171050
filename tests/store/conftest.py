"""Fixtures of the store's tests: every test that takes `store` runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import PostgresServer, sqlite_store
from tokri.store import SqlStore, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A migrated store with nothing in it."""
    if request.param == "sqlite":
        with sqlite_store(tmp_path) as made:
            yield made
    else:
        with request.getfixturevalue("postgres").store() as made:
            yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A database in which nobody has made any table."""
    if request.param == "sqlite":
        made = open_store("", data_dir=tmp_path)
        yield made
        made.close()
    else:
        with request.getfixturevalue("postgres").empty_store() as made:
            yield made
