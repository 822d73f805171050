"""Two browsers at one link, the desk against the client: two processes, the real server, both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.link_races.running import RACES, run
from tokri.store import SqlStore

pytestmark = pytest.mark.timeout(300)

#: `make soak` makes a thousand.
ROUNDS = 20


@pytest.mark.parametrize("name", sorted(RACES))
def test_whoever_is_quicker_nothing_is_doubled_and_nothing_leaves_that_was_stopped(
    store: SqlStore, tmp_path: Path, name: str
) -> None:
    run(RACES[name], store, tmp_path, ROUNDS)
