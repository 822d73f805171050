"""The posted orders grid: every text as typed, nothing dropped, nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge

from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.web.grid import MOST_ROWS, read_grid


def test_rows_come_in_the_order_of_their_numbers_and_are_closed_up() -> None:
    form = MultiDict({"orders-7-tradingsymbol": "TCS", "orders-0-tradingsymbol": "INFY", "orders-12-quantity": "5"})
    assert read_grid(form).orders == (
        OrderText(tradingsymbol="INFY"),
        OrderText(tradingsymbol="TCS"),
        OrderText(quantity="5"),
    )


def test_what_was_typed_is_kept_to_the_letter() -> None:
    form = MultiDict({"orders-0-price": " 1_0 ", "orders-0-quantity": "１２", "name": "  Ünïcode  "})
    grid = read_grid(form)
    assert grid.orders[0].price == " 1_0 "
    assert grid.orders[0].quantity == "１２"
    assert grid.name == "  Ünïcode  "


def test_rows_beyond_what_a_basket_holds_are_not_dropped() -> None:
    form = MultiDict({f"orders-{n}-tradingsymbol": f"S{n}" for n in range(60)})
    assert len(read_grid(form).orders) == 60


@pytest.mark.parametrize(
    "key",
    [
        "orders-²-tradingsymbol",
        "orders-٣-tradingsymbol",
        "orders--1-price",
        "orders-1234-price",
        "orders-0-colour",
        "orders-0",
    ],
)
def test_a_row_or_field_that_the_page_does_not_have_is_refused(key: str) -> None:
    with pytest.raises(BadRequest):
        read_grid(MultiDict({key: "x"}))


@pytest.mark.parametrize("key", ["orders-0-price", "name", "action", "base", "paste"])
def test_a_field_given_twice_is_refused(key: str) -> None:
    with pytest.raises(BadRequest):
        read_grid(MultiDict([(key, "1"), (key, "2")]))


def test_too_many_rows_are_refused_before_they_cost_anything() -> None:
    with pytest.raises(RequestEntityTooLarge):
        read_grid(MultiDict({f"orders-{n}-tag": "" for n in range(MOST_ROWS + 1)}))


def test_a_base_that_is_no_version_number_counts_as_none() -> None:
    assert read_grid(MultiDict({"base": "²"})).base == 0
    assert read_grid(MultiDict({"base": "12"})).base == 12


keys = st.one_of(
    st.builds(lambda n, f: f"orders-{n}-{f}", st.integers(0, 300), st.sampled_from(KITE_FIELDS)), st.text()
)


@given(st.lists(st.tuples(keys, st.text()), max_size=30))
def test_no_form_is_more_than_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        grid = read_grid(MultiDict(pairs))
    except HTTPException:
        return
    sent = {text for key, text in pairs if key.startswith("orders-")}
    assert {getattr(order, field) for order in grid.orders for field in KITE_FIELDS} - {""} == sent - {""}
