"""Two advisers at one basket, two approvers at one version, two processes, the real server, both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.desk_races import racers
from tests.store.desk_races.judging import nothing_doubled_nothing_lost, one_version_one_decision
from tests.store.desk_races.office import office
from tokri.store import SqlStore

pytestmark = pytest.mark.timeout(300)

#: `make soak` makes a thousand.
SAVES = 150
ROUNDS = 20


def test_of_two_advisers_who_save_one_basket_at_once_nothing_is_doubled_and_nothing_lost(
    store: SqlStore, tmp_path: Path
) -> None:
    with office(store, tmp_path) as here:
        tries = racers.at_once(racers.save, here.port, SAVES - 1)
    saved = nothing_doubled_nothing_lost(store, tries)
    assert len(saved) == SAVES


def test_what_two_share_at_once_is_one_version_and_what_two_decide_at_once_one_decision(
    store: SqlStore, tmp_path: Path
) -> None:
    with office(store, tmp_path) as here:
        told = racers.at_once(racers.share_and_decide, here.port, ROUNDS)
    one_version_one_decision(store, told)
