from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.orders import any_text
from tokri.core.link.elsewhere import CODES, Typed, Word, Words, read_words


def wrong(found: Words) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(each.code, each.path) for each in found.problems]


def test_the_clients_word_is_kept_order_by_order() -> None:
    typed = {0: Typed("yes", "5", "₹845.50"), 2: Typed("no", "x", "y"), 3: Typed("yes", " 1,000 ")}
    found = read_words([0, 2, 3], typed)
    assert found.orders == {0: Word(5, Decimal("845.50")), 2: Word(0), 3: Word(1000)}
    assert found.details == {
        "orders": [
            {"order": 0, "quantity": 5, "price": "845.5"},
            {"order": 2, "quantity": 0},
            {"order": 3, "quantity": 1000},
        ]
    }
    assert (found.problems, found.all_placed) == ((), False)
    assert [each.placed for each in found.orders.values()] == [True, False, True]


def test_all_is_placed_when_every_order_is() -> None:
    assert read_words([0, 1], {0: Typed("yes", "5"), 1: Typed("yes", "1")}).all_placed
    assert not read_words([], {}).all_placed


@pytest.mark.parametrize("placed", ["", "maybe", "YES"])
def test_of_every_order_a_word_is_wanted(placed: str) -> None:
    assert wrong(read_words([1], {1: Typed(placed, "5")})) == [("word-missing", ("orders", 1, "placed"))]
    assert wrong(read_words([1], {})) == [("word-missing", ("orders", 1, "placed"))]


@pytest.mark.parametrize("quantity", ["", "  ", "0"])
def test_of_what_was_placed_the_quantity_is_wanted(quantity: str) -> None:
    found = read_words([0], {0: Typed("yes", quantity)})
    assert wrong(found) == [("quantity-placed-missing", ("orders", 0, "quantity"))]
    assert found.orders == {}


def test_what_cannot_be_read_is_told_with_what_was_typed() -> None:
    found = read_words([0, 1], {0: Typed("yes", "5.5", "cheap"), 1: Typed("yes", "-2")})
    path = ("orders", 0)
    assert wrong(found) == [
        ("number", (*path, "quantity")),
        ("number", (*path, "price")),
        ("number", ("orders", 1, "quantity")),
    ]
    assert [each.facts for each in found.problems] == [
        {"fault": "fraction", "typed": "5.5"},
        {"fault": "unreadable", "typed": "cheap"},
        {"fault": "negative", "typed": "-2"},
    ]


def test_who_typed_a_price_that_cannot_be_read_is_not_taken_at_their_word() -> None:
    assert read_words([0], {0: Typed("yes", "5", "cheap")}).orders == {}


@given(
    st.lists(st.integers(0, 5), unique=True),
    st.dictionaries(
        st.integers(-1, 6), st.builds(Typed, st.sampled_from(["yes", "no"]) | any_text, any_text, any_text)
    ),
)
def test_nothing_that_is_typed_raises(places: list[int], typed: dict[int, Typed]) -> None:
    found = read_words(places, typed)
    assert {each.code for each in found.problems} <= set(CODES)
    assert set(found.orders) | {each.order for each in found.problems} == set(places)
    assert all(each.quantity >= 0 for each in found.orders.values())
