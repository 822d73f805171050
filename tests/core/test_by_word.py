"""The person's word, order by order, and whether evidence says otherwise."""

from __future__ import annotations

import pytest

from tests.core.seen import POSTBACK, handed_off, look, minute, only, order, seen
from tokri.core.by_word import contradicted, placed_by_word, taken_back
from tokri.core.ports.kept import PersonsWord, Said

ONE = handed_off()
MISSING = only(ONE, looks=[look(6)])
PLACED = only(ONE, [seen(order(status="REJECTED", filled=0), at=6)])
REPORTED = only(ONE, [seen(order(), at=6, source=POSTBACK)])


def word(said: Said, at: int = 5, orders: tuple[int, ...] = ()) -> PersonsWord:
    return PersonsWord("h1", said, minute(at), orders)


@pytest.mark.parametrize(
    ("said", "orders", "placed"),
    [
        (Said.PLACED_ALL, (), True),
        (Said.PLACED_NONE, (), False),
        (Said.NOT_ENABLED, (), False),
        (Said.NO_LOGIN, (), False),
        (Said.PLACED_SOME, (0, 2), True),
        (Said.PLACED_SOME, (1,), False),
        (Said.PLACED_SOME, (), None),
    ],
)
def test_what_the_person_says_of_one_order(said: Said, orders: tuple[int, ...], *, placed: bool | None) -> None:
    assert placed_by_word(word(said, orders=orders), 0) is placed


@pytest.mark.parametrize("none", [Said.PLACED_NONE, Said.NOT_ENABLED, Said.NO_LOGIN])
@pytest.mark.parametrize("placed", [Said.PLACED_ALL, Said.PLACED_SOME])
def test_who_said_that_something_was_placed_takes_it_back_by_a_later_none(placed: Said, none: Said) -> None:
    first, second, third = word(placed, at=1), word(none, at=2), word(Said.PLACED_NONE, at=3)
    assert taken_back([first, second, third]) == (first, third)
    assert taken_back([second, word(placed, at=4)]) is None
    assert taken_back([second, third]) is None
    assert taken_back([]) is None


def test_a_placed_order_that_a_later_book_does_not_have_is_contradicted() -> None:
    assert contradicted(word(Said.PLACED_ALL), MISSING)
    assert contradicted(word(Said.PLACED_SOME, orders=(0,)), MISSING)
    assert not contradicted(word(Said.PLACED_SOME, orders=(1,)), MISSING)
    assert not contradicted(word(Said.PLACED_ALL, at=7), MISSING)


def test_an_order_in_a_document_contradicts_whoever_said_that_it_was_not_placed() -> None:
    assert contradicted(word(Said.PLACED_NONE), PLACED)
    assert contradicted(word(Said.PLACED_SOME, orders=(1,)), PLACED)
    assert not contradicted(word(Said.PLACED_ALL), PLACED)
    assert not contradicted(word(Said.PLACED_NONE, at=0), PLACED)


@pytest.mark.parametrize("said", Said)
def test_a_report_or_nothing_at_all_contradicts_nobody(said: Said) -> None:
    assert not contradicted(word(said), REPORTED)
    assert not contradicted(word(said), only(ONE))
