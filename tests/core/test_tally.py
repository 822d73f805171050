"""How a hand-off's orders stood in the book: counted once each, and nothing called filled that is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import AT, HANDOFF, READING
from tests.journey.fakes import book_order
from tokri.core.ports import BookOrder, Found
from tokri.core.tally import Standing, Tally, standing, tally


def row(status: str, filled: int, of: int = 10) -> BookOrder:
    return replace(book_order(), status=status, filled_quantity=filled, quantity=of)


@pytest.mark.parametrize(
    ("rows", "stood"),
    [
        ([row("COMPLETE", 10)], Standing.FILLED),
        ([row("COMPLETE", 7, of=7)], Standing.FILLED),
        ([row("OPEN", 4)], Standing.PARTLY),
        ([row("CANCELLED", 4)], Standing.PARTLY),
        ([row("OPEN", 0)], Standing.OPEN),
        ([row("TRIGGER PENDING", 0)], Standing.OPEN),
        ([row("SOMETHING NEW", 0)], Standing.OPEN),
        ([row("CANCELLED", 0)], Standing.CANCELLED),
        ([row("LAPSED", 0)], Standing.CANCELLED),
        ([row("REJECTED", 0)], Standing.REJECTED),
        ([row("COMPLETE", 5, of=5), row("COMPLETE", 5, of=5)], Standing.FILLED),
        ([row("COMPLETE", 5, of=5), row("REJECTED", 0, of=5)], Standing.PARTLY),
        ([row("OPEN", 0), row("REJECTED", 0)], Standing.OPEN),
        ([row("COMPLETE", 0, of=0)], Standing.OPEN),
    ],
)
def test_how_one_order_stands_by_its_rows(rows: list[BookOrder], stood: Standing) -> None:
    assert standing(rows) is stood


def test_a_book_that_was_never_read_gives_no_tally() -> None:
    assert tally(HANDOFF, [READING]) is None


def test_only_all_filled_is_all_filled() -> None:
    sent = replace(HANDOFF, orders=2, first_order=0)
    both = [Found(place, row("COMPLETE", 10)) for place in (0, 1)]
    counted = tally(sent, [replace(READING, handoff_id=sent.id, read_at=AT, found=tuple(both))])
    assert counted == Tally(2, ((Standing.FILLED, 2),))
    assert counted.all_filled
    one = tally(sent, [replace(READING, handoff_id=sent.id, read_at=AT, found=(both[0],))])
    assert one == Tally(2, ((Standing.FILLED, 1), (Standing.MISSING, 1)))
    assert not one.all_filled
    assert not one.nothing_filled


def test_what_cannot_be_told_apart_is_not_called_missing() -> None:
    sent = replace(HANDOFF, orders=2, first_order=0)
    counted = tally(sent, [replace(READING, handoff_id=sent.id, read_at=AT, unsorted=(row("COMPLETE", 10),))])
    assert counted == Tally(2, ((Standing.UNTOLD, 2),))
    assert not counted.nothing_filled


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["COMPLETE", "OPEN", "REJECTED"]), st.integers(0, 10))))
def test_every_order_is_counted_once(found: list[tuple[int, str, int]]) -> None:
    sent = replace(HANDOFF, orders=5, first_order=0)
    rows = tuple(Found(place, row(status, filled)) for place, status, filled in found)
    counted = tally(sent, [replace(READING, handoff_id=sent.id, read_at=AT, found=rows)])
    assert counted is not None
    assert sum(count for _, count in counted.counts) == 5
