"""Advice that is taken back stops at every client, and whoever had gone further is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

import pytest

from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import Made
from tokri.core.link.link import Recall
from tokri.core.link.recalling import Come
from tokri.core.link.state import Door
from tokri.core.ports import Outside, Said, Store, WritingUnit
from tokri.desk import correcting, recalls
from tokri.desk.by import By
from tokri.link.look import look, may_leave
from tokri.web.words.recalls import draft

MEERA = By("meera", "private")
WHY = "The price of order 2 was wrong."


@pytest.fixture
def made(outside: Outside) -> Made:
    return making.a_link(outside)


def take_back(outside: Outside, made: Made, reason: str = WHY) -> Recall | recalls.Refused | None:
    return recalls.recall(outside, MEERA, made.link.basket_id, made.link.number, reason)


def kinds(outside: Outside) -> list[str]:
    with outside.store.reading() as view:
        return [entry.kind for entry, _ in view.chain.rows()]


def test_a_recall_stops_the_link_and_is_recorded_with_its_reason(outside: Outside, made: Made) -> None:
    assert isinstance(take_back(outside, made), Recall)
    found = look(outside, made.token, None)
    assert found is not None
    assert found.door is Door.RECALLED
    assert found.recall is not None
    assert found.recall.reason == WHY
    assert kinds(outside) == ["recalled"]


class Queue:
    """A store at which a writer waits a minute for its turn."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self._store, self._clock = store, clock

    @contextmanager
    def writing(self) -> Iterator[WritingUnit]:
        with self._store.writing() as unit:
            self._clock.forward(minutes=1)
            yield unit


def test_a_recall_is_of_the_moment_at_which_it_holds_so_that_whatever_left_had_left_before(
    outside: Outside, made: Made, clock: FakeClock
) -> None:
    waiting = replace(outside, store=cast("Store", Queue(outside.store, clock)))
    recall = take_back(waiting, made)
    assert isinstance(recall, Recall)
    assert recall.at == clock()


def test_what_was_consented_to_does_not_leave_after_a_recall(outside: Outside, made: Made) -> None:
    handoff = making.consented(outside, made.link)
    with outside.store.writing() as unit:
        assert may_leave(unit, outside, made.link.id, handoff.id)
    take_back(outside, made)
    with outside.store.writing() as unit:
        assert not may_leave(unit, outside, made.link.id, handoff.id)


def test_a_recall_wants_a_reason_in_words_and_is_made_once(outside: Outside, made: Made) -> None:
    for reason in ("", "  ", "no"):
        refused = take_back(outside, made, reason)
        assert isinstance(refused, recalls.Refused)
        assert refused.why is recalls.Refusal.REASON
    assert kinds(outside) == []
    assert isinstance(take_back(outside, made), Recall)
    again = take_back(outside, made, "Another reason for the same")
    assert again == recalls.Refused(recalls.Refusal.RECALLED)
    assert kinds(outside) == ["recalled"]


def test_a_newer_version_is_not_touched_by_the_recall_of_an_older_one(outside: Outside, made: Made) -> None:
    with outside.store.reading() as view:
        client = view.clients.get(made.link.client_id)
    assert client is not None
    making.a_version(outside, client, basket_id=made.link.basket_id)
    take_back(outside, made)
    found = look(outside, made.token, None)
    assert found is not None
    assert found.door is Door.OPEN


def test_clients_are_split_by_how_far_they_had_come(outside: Outside) -> None:
    clients = [making.a_client(outside, f"C{number}") for number in range(1, 5)]
    version = making.a_version(outside, *clients)
    links = [making.a_link(outside, client, version).link for client in clients]
    making.opened(outside, links[1])
    making.left(outside, links[2])
    making.came_back(outside, links[3])
    recalls.recall(outside, MEERA, version.basket_id, version.number, WHY)
    found = recalls.look_at(outside, version.basket_id, version.number)
    assert found is not None
    told = [(come, [each.looked.client.code for each in reached]) for come, reached in found.split]
    assert told == [
        (Come.NOT_OPENED, ["C1"]),
        (Come.OPENED, ["C2"]),
        (Come.ON_KITE, ["C3"]),
        (Come.SENT, ["C4"]),
    ]
    assert [each.at_stake for each in found.reached] == [False, False, True, True]


def test_whose_link_was_made_anew_is_told_once(outside: Outside, made: Made) -> None:
    anew = making.reissued(outside, made.link)
    found = recalls.look_at(outside, made.link.basket_id, made.link.number)
    assert found is not None
    assert [each.link.id for each in found.reached] == [anew.link.id]


def test_a_draft_undoes_what_the_client_says_was_placed_and_tells_on_whose_word(outside: Outside, made: Made) -> None:
    making.said(outside, making.left(outside, made.link), Said.PLACED_ALL)
    take_back(outside, made)
    basket_id, number = made.link.basket_id, made.link.number
    basket = correcting.draft_correction(outside, MEERA, basket_id, number, made.link.id, say=draft)
    assert basket is not None
    orders = basket.proposal.draft.orders
    assert {each.transaction_type for each in orders} == {"SELL"}
    assert "nobody has seen it" in basket.notes
    assert basket.proposal.draft.name == "Correction for C1: Two of the large ones"
    assert kinds(outside)[-2:] == ["basket made", "drafted for clients"]


def test_without_evidence_there_is_no_draft(outside: Outside, made: Made) -> None:
    making.left(outside, made.link)
    take_back(outside, made)
    basket_id, number = made.link.basket_id, made.link.number
    assert correcting.draft_correction(outside, MEERA, basket_id, number, made.link.id, say=draft) is None
    assert correcting.draft_correction(outside, MEERA, basket_id, number, "another", say=draft) is None


def test_of_a_version_that_is_not_there_nothing_is_taken_back(outside: Outside, made: Made) -> None:
    assert recalls.recall(outside, MEERA, made.link.basket_id, 9, WHY) is None
    assert recalls.look_at(outside, "none", 1) is None
