"""Newer advice at an address that orders have left from: it waits for the client, whatever became of the older."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.desk.baskets_to_share import MEERA
from tests.link import making
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version
from tokri.core.link.board import lines
from tokri.core.link.recalling import Come
from tokri.core.link.state import Stage
from tokri.core.ports import Outside, Said
from tokri.desk.recalls import look_at, recall
from tokri.link.look import look


def stages(outside: Outside, made: Made) -> set[Stage]:
    """Where the link stands by its own page and by the board."""
    found = look(outside, made.token, None)
    assert found is not None
    with outside.store.reading() as view:
        (line,) = lines(view.links.board(), outside.clock(), outside.unresolved_after)
    return {found.stage, line.stage}


def newer(outside: Outside, made: Made) -> None:
    with outside.store.reading() as view:
        client = view.clients.get(made.link.client_id)
    assert client is not None
    a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew."))


@pytest.mark.parametrize("word", [Said.PLACED_ALL, Said.PLACED_NONE])
def test_who_has_done_with_the_older_has_not_acted_on_the_newer(outside: Outside, word: Said) -> None:
    made = a_link(outside)
    making.opened(outside, made.link)
    making.said(outside, making.left(outside, made.link), word)
    before = stages(outside, made)
    newer(outside, made)
    assert before == {Stage.SENT if word is Said.PLACED_ALL else Stage.NOTHING_PLACED}
    assert stages(outside, made) == {Stage.OPENED}


def test_what_is_still_at_kite_is_told_before_that(outside: Outside) -> None:
    made = a_link(outside)
    making.left(outside, made.link)
    newer(outside, made)
    assert stages(outside, made) == {Stage.ON_KITE}


def test_a_recall_tells_of_each_version_how_far_its_own_orders_had_come(outside: Outside) -> None:
    client = a_client(outside)
    made = a_link(outside, client, a_version(outside, client))
    making.opened(outside, made.link)
    making.came_back(outside, made.link)
    newer(outside, made)
    for number, come in ((2, Come.OPENED), (1, Come.SENT)):
        recall(outside, MEERA, "basket-1", number, "The price was wrong.")
        found = look_at(outside, "basket-1", number)
        assert found is not None
        assert [each.come for each in found.reached] == [come], number
