"""Fixtures of what is outside: a clock that stands still, a Kite in memory, a store. Conftests name those they take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import sqlite_store
from tests.journey import fakes
from tests.journey.fakes import FakeClock, FakeKite
from tokri.core.ports import Outside


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def outside(tmp_path: Path, clock: FakeClock) -> Iterator[Outside]:
    with sqlite_store(tmp_path) as store:
        yield fakes.outside(store, clock)


@pytest.fixture
def kite() -> FakeKite:
    return FakeKite()
