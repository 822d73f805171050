"""All hand-offs of a basket against one order book: tags first, likeness only where Kite dropped them, never twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.seen import asked, handed_off, minute, order
from tokri.core.matching import ORDERS_WITHIN, Matched, match_book
from tokri.core.ports.kept import BookOrder, Handoff

ONE = handed_off(asked(), asked(tradingsymbol="TCS", quantity=5))
OTHER = handed_off(asked(quantity=20), id="h2", tag="TAG22222", left_at=minute(5), first_order=2)


def bare(order_id: str, **fields: Any) -> BookOrder:
    """An order of which Kite dropped the tag, at 10:31, a minute after the hand-off left."""
    return order(order_id, tag=None, **fields)


def places(matched: Matched) -> list[tuple[int, str]]:
    return [(each.order, each.book.order_id) for each in matched.found]


def maybe(matched: Matched) -> list[str]:
    return [each.order_id for each in matched.unsorted]


def test_each_hand_off_gets_the_orders_that_carry_its_tag() -> None:
    book = [order("1"), order("2", of=20, tag="TAG22222"), order("3", tag="TAG33333"), bare("4")]
    found = match_book([ONE, OTHER], book)
    assert places(found["h1"]) == [(0, "1")]
    assert places(found["h2"]) == [(2, "2")]
    assert (maybe(found["h1"]), found["h1"].others) == ([], 3)


def test_where_no_tag_is_in_the_book_at_all_likeness_finds_what_fits_alone() -> None:
    found = match_book([ONE], [bare("1"), bare("2", tradingsymbol="TCS", of=5, filled=5), bare("3", exchange="BSE")])
    assert places(found["h1"]) == [(0, "1"), (1, "2")]
    assert (maybe(found["h1"]), found["h1"].others) == ([], 1)


def test_one_tag_anywhere_shows_that_kite_keeps_them_and_likeness_tells_nothing() -> None:
    book = [bare("1"), order("2", tradingsymbol="TCS", of=5, filled=5)]
    assert places(match_book([ONE], book)["h1"]) == [(1, "2")]
    assert maybe(match_book([ONE], book)["h1"]) == []
    theirs = [bare("1"), order("2", of=20, tag="TAG22222")]
    assert places(match_book([ONE, OTHER], theirs)["h1"]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        bare("1", tradingsymbol="WIPRO"),
        bare("1", exchange="BSE"),
        bare("1", transaction_type="SELL"),
        order("1", tag="MINE"),
        bare("1", order_timestamp="2026-02-11 10:29:59"),
        bare("1", order_timestamp="2026-02-11 11:00:01"),
        bare("1", order_timestamp=None),
    ],
)
def test_what_does_not_fit_in_everything_is_not_the_hand_offs(wrong: BookOrder) -> None:
    found = match_book([ONE], [wrong])["h1"]
    assert (places(found), maybe(found)) == ([], [])


@pytest.mark.parametrize("changed", [{"of": 7}, {"product": "MIS"}])
def test_what_may_have_been_changed_on_kites_page_is_not_taken_for_missing(changed: dict[str, Any]) -> None:
    found = match_book([ONE], [bare("1", **changed)])["h1"]
    assert (places(found), maybe(found)) == ([], ["1"])
    beside = match_book([ONE], [bare("1", **changed), bare("2")])["h1"]
    assert (places(beside), maybe(beside)) == ([(0, "2")], [])


def test_orders_after_the_return_are_not_the_hand_offs() -> None:
    book = [bare("1", order_timestamp="2026-02-11 10:35:30"), bare("2", order_timestamp="2026-02-11 10:37:00")]
    assert places(match_book([ONE], book, {"h1": minute(5)})["h1"]) == [(0, "1")]
    assert timedelta(minutes=30) == ORDERS_WITHIN


def test_if_two_hand_offs_fit_neither_is_chosen() -> None:
    again = handed_off(asked(), id="h2", tag="TAG22222", left_at=minute(0))
    found = match_book([ONE, again], [bare("1")])
    assert [places(each) for each in found.values()] == [[], []]
    assert [maybe(each) for each in found.values()] == [["1"], ["1"]]


def test_an_earlier_hand_off_that_was_back_does_not_claim_what_came_later() -> None:
    later = handed_off(asked(), id="h2", tag="TAG22222", left_at=minute(10))
    book = [bare("1"), bare("2", order_timestamp="2026-02-11 10:41:00")]
    found = match_book([ONE, later], book, {"h1": minute(5)})
    assert (places(found["h1"]), places(found["h2"])) == ([(0, "1")], [(0, "2")])


def test_if_two_orders_fit_one_neither_is_chosen() -> None:
    found = match_book([ONE], [bare("1"), bare("2")])["h1"]
    assert (places(found), maybe(found)) == ([], ["1", "2"])


def test_orders_alike_in_everything_take_what_fits_them_in_turn() -> None:
    two = handed_off(asked(), asked())
    assert places(match_book([two], [bare("1"), bare("2")])["h1"]) == [(0, "1"), (1, "2")]
    assert places(match_book([two], [bare("1"), bare("2"), bare("3")])["h1"]) == []


def test_a_persons_own_tag_narrows_and_never_widens() -> None:
    mine = handed_off(asked(tag="MINE"))
    assert places(match_book([mine], [order("1", tag="MINE"), bare("2")])["h1"]) == [(0, "1")]
    assert places(match_book([mine], [bare("2")])["h1"]) == [(0, "2")]
    assert places(match_book([mine], [order("1", tag="YOURS")])["h1"]) == []
    assert maybe(match_book([mine], [order("1", tag="MINE", of=7, filled=7)])["h1"]) == ["1"]


def test_kites_own_tags_are_nobodys() -> None:
    at_market = handed_off(asked(order_type="MARKET", price=None))
    protected = bare("1", tags=("mktp", "mktp:2.00"), order_type="LIMIT")
    assert places(match_book([at_market], [protected])["h1"]) == [(0, "1")]


def test_what_never_left_gets_nothing() -> None:
    assert match_book([handed_off(left_at=None)], [order("1")]) == {}


@st.composite
def books(draw: st.DrawFn) -> list[BookOrder]:
    rows = []
    for number in range(draw(st.integers(0, 6))):
        tag = draw(st.sampled_from([None, None, "TAG12345", "TAG22222", "MINE"]))
        symbol, of = draw(st.sampled_from(["INFY", "TCS"])), draw(st.sampled_from([5, 10, 20]))
        rows.append(order(str(number), tag=tag, tradingsymbol=symbol, of=of, filled=0, status="OPEN"))
    return rows


def _claims(handoffs: Sequence[Handoff], book: Sequence[BookOrder]) -> dict[str, set[tuple[str, int]]]:
    found = match_book(handoffs, book)
    return {handoff_id: {(each.book.order_id, each.order) for each in one.found} for handoff_id, one in found.items()}


@settings(max_examples=200, deadline=None)
@given(books(), st.randoms(use_true_random=False))
def test_no_order_is_given_twice_and_the_order_of_the_book_makes_no_difference(
    book: list[BookOrder], random: Any
) -> None:
    handoffs = [ONE, OTHER, handed_off(asked(tag="MINE"), id="h3", tag="TAG33333")]
    claims = _claims(handoffs, book)
    given_to = Counter(order_id for one in claims.values() for order_id, _ in one)
    assert all(count == 1 for count in given_to.values())
    for each in handoffs:
        matched = match_book(handoffs, book)[each.id]
        assert len(matched.found) + len(matched.unsorted) + matched.others == len(book)
    shuffled = list(book)
    random.shuffle(shuffled)
    random.shuffle(handoffs)
    assert _claims(handoffs, shuffled) == claims
