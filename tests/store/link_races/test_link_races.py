"""Two browsers at one link, the desk against the client: two processes, the real server, both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.link_races.running import RACES, run_all
from tokri.store import SqlStore

pytestmark = pytest.mark.timeout(600)

#: `make soak` makes a thousand.
ROUNDS = 8


def test_whoever_is_quicker_nothing_is_doubled_and_nothing_leaves_that_was_stopped(
    store: SqlStore, tmp_path: Path
) -> None:
    assert len(list(run_all(store, tmp_path, ROUNDS))) == len(RACES)
