"""When a kept session's book is looked at again by itself: soon after something moved, then less and less often."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.fakes import MORNING, book_order
from tokri.core.polling import AFTER_A_FAILURE, MAY_COME, SELDOMEST, SOONEST, Watched, next_look
from tokri.core.ports import BookOrder

SIX = MORNING + timedelta(hours=19, minutes=30)


def order(status: str = "OPEN", *, at: str = "2026-02-11 10:30:00", **changes: object) -> BookOrder:
    return book_order(status=status, order_timestamp=at, exchange_update_timestamp=None, **changes)


def due(*books: BookOrder, after: timedelta, missing: int = 0, failed: bool = False) -> timedelta | None:
    """How long is waited after a look so long `after` the hand-off left."""
    at = MORNING + after
    found = next_look([Watched(MORNING, books, missing)], at, SIX, failed=failed)
    return None if found is None else found - at


@pytest.mark.parametrize("status", ["COMPLETE", "CANCELLED", "REJECTED", "LAPSED"])
def test_nothing_is_looked_for_once_every_order_is_over(status: str) -> None:
    assert due(order(status), after=timedelta(0)) is None


@pytest.mark.parametrize(
    "status", ["OPEN", "TRIGGER PENDING", "AMO REQ RECEIVED", "VALIDATION PENDING", "SOMETHING NEW"]
)
def test_whatever_is_not_an_end_is_looked_at_again_after_five_seconds(status: str) -> None:
    assert due(order(status), after=timedelta(seconds=3)) == timedelta(seconds=5)


def test_a_part_filled_order_that_was_cancelled_is_over() -> None:
    assert due(order("CANCELLED", filled_quantity=4), after=timedelta(0)) is None


def test_looks_come_less_and_less_often_while_nothing_moves() -> None:
    minutes = (0, 1, 2, 5, 10, 20, 60, 600)
    waits = [due(order(), after=timedelta(minutes=each)) for each in minutes]
    assert waits == [timedelta(seconds=each) for each in (5, 15, 30, 75, 150, 300, 300, 300)]


def test_an_order_that_moved_lately_is_looked_at_soon_however_old_it_is() -> None:
    moved = book_order(status="OPEN", exchange_update_timestamp="2026-02-11 12:29:56")
    assert due(moved, after=timedelta(hours=2)) == SOONEST


def test_one_open_order_among_many_keeps_the_looks_going() -> None:
    assert due(order("COMPLETE"), order("REJECTED"), order(), after=timedelta(0)) == SOONEST


def test_what_is_not_in_the_book_is_awaited_as_long_as_kites_page_may_stand_open() -> None:
    assert due(after=timedelta(seconds=10), missing=2) == SOONEST
    assert due(after=MAY_COME - timedelta(seconds=1), missing=1) == SELDOMEST
    assert due(after=MAY_COME, missing=1) is None


def test_a_look_that_found_nothing_out_leaves_kite_alone_for_half_a_minute_at_least() -> None:
    assert due(order(), after=timedelta(seconds=1), failed=True) == AFTER_A_FAILURE
    assert due(order(), after=timedelta(minutes=10), failed=True) == timedelta(seconds=150)
    assert due(order("COMPLETE"), after=timedelta(0), failed=True) is None


def test_no_look_is_due_once_the_session_is_over() -> None:
    watched = [Watched(MORNING, (order(),), 0)]
    assert next_look(watched, SIX - SELDOMEST, SIX) is None
    assert next_look(watched, SIX - SELDOMEST - timedelta(seconds=1), SIX) is not None


@given(
    moved=st.text(max_size=19) | st.sampled_from(["2026-02-11 10:31:07", "2099-01-01 00:00:00", "0001-01-01 00:00:00"]),
    after=st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=19)),
    failed=st.booleans(),
)
def test_whatever_kite_says_of_its_times_a_look_is_due_within_bounds(
    moved: str, after: timedelta, failed: bool
) -> None:
    wait = due(book_order(status="OPEN", order_timestamp=moved), after=after, failed=failed)
    assert wait is None or SOONEST <= wait <= SELDOMEST


def test_several_hand_offs_are_looked_at_together_by_the_one_that_moved_last() -> None:
    at: datetime = MORNING + timedelta(hours=1)
    old = Watched(MORNING, (order(),), 0)
    new = Watched(at, (order(at="2026-02-11 11:30:00"),), 0)
    assert next_look([old, new], at, SIX) == at + SOONEST
    assert next_look([], at, SIX) is None
