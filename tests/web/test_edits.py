"""The buttons of the basket form, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.basket import OrderText
from tokri.web.edits import edit

A, B, C = (OrderText(tradingsymbol=name) for name in ("A", "B", "C"))


def test_add_puts_an_empty_order_at_the_end() -> None:
    edited = edit((A,), "add")
    assert edited is not None
    assert edited.orders == (A, OrderText())
    assert edited.place == 1


def test_remove_takes_that_order_and_no_other() -> None:
    edited = edit((A, B, C), "remove-1")
    assert edited is not None
    assert edited.orders == (A, C)


def test_removing_the_last_order_leaves_an_empty_one_to_type_in() -> None:
    edited = edit((A,), "remove-0")
    assert edited is not None
    assert edited.orders == (OrderText(),)
    assert edited.place == 0


def test_duplicate_puts_the_copy_right_behind() -> None:
    edited = edit((A, B), "duplicate-0")
    assert edited is not None
    assert edited.orders == (A, A, B)


def test_up_and_down_swap_neighbours_and_stop_at_the_ends() -> None:
    for action, expected in {"up-1": (B, A, C), "down-1": (A, C, B), "up-0": (A, B, C), "down-2": (A, B, C)}.items():
        edited = edit((A, B, C), action)
        assert edited is not None
        assert edited.orders == expected, action


def test_a_mend_sets_the_field_it_names() -> None:
    edited = edit((A, OrderText(price="845.12")), "mend-1-price=845.10")
    assert edited is not None
    assert edited.orders[1].price == "845.10"
    cleared = edit(edited.orders, "mend-1-price=")
    assert cleared is not None
    assert cleared.orders[1].price == ""


def test_a_mend_of_the_order_type_may_bring_its_price_along() -> None:
    edited = edit((OrderText(order_type="MARKET", quantity="5"),), "mend-0-order_type=LIMIT 1507.50")
    assert edited is not None
    assert edited.orders == (OrderText(order_type="LIMIT", quantity="5", price="1507.50"),)


@pytest.mark.parametrize(
    "action", ["", "remove", "remove-3", "remove-²", "up--1", "explode-0", "mend-0-colour=red", "mend-9-price=1", "Add"]
)
def test_a_button_that_the_page_does_not_have_does_nothing(action: str) -> None:
    assert edit((A, B, C), action) is None


@given(st.lists(st.builds(OrderText, tradingsymbol=st.text(max_size=3)), min_size=1, max_size=5), st.text())
def test_no_button_loses_another_order(orders: list[OrderText], action: str) -> None:
    edited = edit(tuple(orders), action)
    if edited is not None:
        assert len(edited.orders) >= len(orders) - 1
        assert 0 <= edited.place < len(edited.orders)


def test_whatever_a_button_moves_can_be_followed_by_what_was_typed_beside_it() -> None:
    for action, expected in {
        "add": (0, 1, 2, None),
        "remove-1": (0, 2),
        "duplicate-1": (0, 1, 1, 2),
        "up-2": (0, 2, 1),
        "down-0": (1, 0, 2),
        "mend-0-price=5": (0, 1, 2),
    }.items():
        edited = edit((A, B, C), action)
        assert edited is not None
        assert edited.places == expected, action


def test_of_the_last_order_that_is_removed_nothing_stays() -> None:
    edited = edit((A,), "remove-0")
    assert edited is not None
    assert edited.places == (None,)
