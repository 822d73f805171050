"""What the board reads of hand-offs, on both databases: with or without a consent, and what documents show of each."""

from __future__ import annotations

from datetime import datetime

from tests.core.making import in_book
from tests.journey import fakes
from tests.journey.fakes import FakeClock
from tests.link import making
from tokri.core.evidence import QUEUED, How, Sighting, Source
from tokri.core.link.board_rows import Kept, SightingRow
from tokri.core.ports import Handoff, Outside, Said
from tokri.store import SqlStore


def board(outside: Outside) -> Kept:
    with outside.store.reading() as view:
        return view.links.board()


def seen(
    handoff: Handoff, order: int, at: datetime, *, order_id: str = "", status: str = "COMPLETE", how: How = How.TAG
) -> Sighting:
    book = in_book(order_id or f"{handoff.id}-{order}", status=status)
    return Sighting(handoff.id, Source.BOOK, how, order, book, at, "reading")


def see(outside: Outside, *every: Sighting) -> None:
    with outside.store.writing() as unit:
        unit.evidence.see(every)


def shown(outside: Outside) -> dict[tuple[str, bool], tuple[datetime, datetime, bool]]:
    """By hand-off, those that are queued apart: since when, until when, and whether it is whole."""
    rows: dict[tuple[str, bool], SightingRow] = {
        (each.handoff_id, each.queued): each for each in board(outside).sightings
    }
    return {key: (each.first, each.last, each.whole) for key, each in rows.items()}


def test_what_was_handed_off_at_a_link_is_read_although_the_consent_was_erased_with_its_client(store: SqlStore) -> None:
    outside = fakes.outside(store, FakeClock())
    link = making.a_link(outside).link
    handoff = making.came_back(outside, link)
    making.said(outside, handoff, Said.PLACED_ALL)
    see(outside, seen(handoff, 0, outside.clock()))
    before = board(outside)
    with store.writing() as unit:
        assert unit.links.erase(link.client_id) == 1
    after = board(outside)
    assert [each.handoff_id for each in before.consents] == [handoff.id]
    assert after.consents == []
    assert [each.id for each in after.handoffs] == [handoff.id]
    assert (after.handoffs, after.handbacks, after.words) == (before.handoffs, before.handbacks, before.words)
    assert after.sightings == before.sightings != []


def test_of_one_basket_nothing_of_another_is_read_with_consents_or_without(store: SqlStore) -> None:
    outside = fakes.outside(store, FakeClock())
    handoff = making.came_back(outside, making.a_link(outside).link)
    client = making.a_client(outside, "C2")
    version = making.a_version(outside, client, basket_id="basket-2")
    other = making.came_back(outside, making.a_link(outside, client, version).link)
    for erased in (None, client.id):
        if erased is not None:
            with store.writing() as unit:
                unit.links.erase(erased)
        with store.reading() as view:
            of_each = [view.links.board(basket_id) for basket_id in ("basket-1", "basket-2")]
        assert [[each.id for each in kept.handoffs] for kept in of_each] == [[handoff.id], [other.id]]
        assert [[each.handoff_id for each in kept.handbacks] for kept in of_each] == [[handoff.id], [other.id]]


def test_orders_are_whole_when_each_is_complete_and_those_that_are_queued_stand_apart(store: SqlStore) -> None:
    clock = FakeClock()
    outside = fakes.outside(store, clock)
    handoff = making.left(outside, making.a_link(outside).link)
    first = clock()
    see(outside, seen(handoff, 0, first))
    assert shown(outside) == {(handoff.id, False): (first, first, False)}, "one of two orders"
    clock.forward(hours=1)
    see(outside, seen(handoff, 1, clock(), status=QUEUED))
    assert shown(outside) == {
        (handoff.id, False): (first, first, False),
        (handoff.id, True): (clock(), clock(), False),
    }
    clock.forward(hours=1)
    see(outside, seen(handoff, 1, clock()))
    assert shown(outside)[handoff.id, False] == (first, clock(), True)
    see(outside, seen(handoff, 1, clock(), order_id="another", status="REJECTED"))
    assert shown(outside)[handoff.id, False] == (first, clock(), False)


def test_an_order_with_anothers_tag_is_not_the_hand_offs_whatever_it_is_like(store: SqlStore) -> None:
    outside = fakes.outside(store, FakeClock())
    link = making.a_link(outside).link
    handoff = making.left(outside, link)
    at = outside.clock()
    see(outside, *(seen(handoff, order, at, order_id=f"like-{order}", how=How.LIKENESS) for order in (0, 1)))
    client = making.a_client(outside, "C2")
    version = making.a_version(outside, client, basket_id="basket-2")
    rival = making.left(outside, making.a_link(outside, client, version).link)
    assert shown(outside) == {(handoff.id, False): (at, at, True)}
    see(outside, seen(rival, 0, at, order_id="like-0", how=How.LIKENESS))
    assert shown(outside)[handoff.id, False] == (at, at, True), "two that are alike are both, as far as anybody knows"
    see(outside, seen(rival, 1, at, order_id="like-1", how=How.TAG))
    assert shown(outside)[handoff.id, False] == (at, at, False)
    assert shown(outside)[rival.id, False] == (at, at, True)
