"""The board's rows on both databases: what is read of a link, of which baskets, and what of the record is news."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, event

from tests.journey import fakes
from tests.journey.fakes import FakeClock
from tests.link import making
from tokri.core.link.board import lines
from tokri.core.link.link import AnswerKind
from tokri.core.link.state import Stage
from tokri.core.ports import Event, Outside, Said
from tokri.store import SqlStore


def of(store: SqlStore, clock: FakeClock | None = None) -> Outside:
    return fakes.outside(store, clock or FakeClock())


def test_all_that_is_kept_of_a_link_is_read_as_it_was_written(store: SqlStore) -> None:
    clock = FakeClock()
    outside = of(store, clock)
    link = making.a_link(outside).link
    at = clock()
    making.prepared(outside, link)
    clock.forward(hours=1)
    making.prepared(outside, link)
    making.opened(outside, link)
    making.answered(outside, link, AnswerKind.QUESTION, "क्यों?")
    making.answered(outside, link, AnswerKind.KITE_ID, same=False)
    handoff = making.came_back(outside, link)
    making.said(outside, handoff, Said.PLACED_ALL)
    with store.reading() as view:
        kept = view.links.board()
        assert view.links.questions([link.id]) == {link.id: "क्यों?"}
        (of_basket,) = view.links.board(link.basket_id).links
    assert (of_basket.first_message_at, of_basket.last_message_at) == (at, clock())
    (row,) = kept.links
    assert (row.id, row.basket_id, row.client_id) == (link.id, link.basket_id, link.client_id)
    assert (row.made_at, row.expires_at, row.opened_at) == (link.made_at, link.expires_at, clock())
    assert (row.first_message_at, row.last_message_at) == (None, clock())
    assert [(each.kind, each.same) for each in kept.answers] == [
        (AnswerKind.QUESTION, None),
        (AnswerKind.KITE_ID, False),
    ]
    assert [(each.link_id, each.handoff_id, each.number) for each in kept.consents] == [(link.id, handoff.id, 1)]
    assert [(each.id, each.link_id, each.left_at) for each in kept.handoffs] == [(handoff.id, link.id, clock())]
    assert [(each.handoff_id, each.status, each.at) for each in kept.handbacks] == [(handoff.id, "success", clock())]
    assert [(each.handoff_id, each.said) for each in kept.words] == [(handoff.id, Said.PLACED_ALL)]
    assert not kept.not_meant
    assert not kept.put_away


def test_a_basket_that_was_put_away_is_read_when_it_is_asked_for(store: SqlStore) -> None:
    outside = of(store)
    link = making.a_link(outside).link
    making.put_away(outside, link)
    with store.reading() as view:
        assert not view.links.board().links
        kept = view.links.board(link.basket_id)
        assert not view.links.board("another").links
    assert [each.stage for each in lines(kept, outside.clock())] == [Stage.ENDED]


def test_a_version_that_is_not_meant_for_a_client_is_told_of_their_link(store: SqlStore) -> None:
    outside = of(store)
    link = making.a_link(outside).link
    making.replaced(outside, link)
    with store.reading() as view:
        assert view.links.board().not_meant == {(link.id, 2)}


def test_the_rows_are_read_in_as_many_questions_whatever_their_number(store: SqlStore) -> None:
    outside, asked = of(store), list[str]()

    def listen(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    def questions() -> int:
        asked.clear()
        with store.reading() as view:
            event.listen(Engine, "before_cursor_execute", listen)
            try:
                view.links.board()
            finally:
                event.remove(Engine, "before_cursor_execute", listen)
        return len(asked)

    def a_link(number: int) -> None:
        client = making.a_client(outside, f"C{number}")
        version = making.a_version(outside, client, basket_id=f"basket-{number}")
        making.came_back(outside, making.a_link(outside, client, version).link)

    assert questions() <= 3, "without a link there is nothing more to ask"
    a_link(1)
    one = questions()
    for number in range(2, 8):
        a_link(number)
    assert questions() == one


def test_news_are_what_the_record_says_of_links_and_their_hand_offs_and_no_more_than_are_asked_for(
    store: SqlStore,
) -> None:
    outside = of(store)
    link = making.a_link(outside).link
    handoff = making.left(outside, link)
    for kind, subject in (("link opened", link.id), ("left for Kite", handoff.id), ("firm changed", "firm")):
        with store.writing() as unit:
            unit.record(Event(kind, subject, outside.clock()))
    with store.reading() as view:
        assert [view.links.news(since, 99) for since in (0, 1, 2, 3)] == [2, 1, 0, 0]
        assert view.links.news(0, 1) == 1
