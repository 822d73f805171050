"""The limits of the basket form: told, and never kept in silence."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.web.steps import INFY, TCS, grid, press, refused, rows, typed


def test_fifty_one_orders_are_refused_with_a_sentence_and_not_cut(client: HouseClient) -> None:
    orders = [{**INFY, "quantity": str(n)} for n in range(1, 52)]
    refused(client, *orders)
    assert grid(client.page) == orders
    assert "The basket has 51 orders and may have 50: take out 1, or make another basket." in client.page.text(
        "#error-summary"
    )


def test_fifty_orders_may_be_reviewed(client: HouseClient) -> None:
    orders = [{**INFY, "quantity": str(n)} for n in range(1, 51)]
    assert press(client, "review", *orders).status_code == 303


def test_two_hundred_and_one_rows_are_too_much_at_once(app: Flask, client: HouseClient) -> None:
    answer = press(client, "save", *({"quantity": "1"} for _ in range(201)))
    assert answer.status_code == 413
    assert rows(app)["baskets"] == []


def test_a_body_of_three_hundred_kilobytes_is_refused_before_it_is_parsed(client: HouseClient) -> None:
    client.get("/forget")
    data = typed(INFY, paste="x" * 300_000) | {"csrf_token": "none that is ours"}
    assert client.post("/baskets/new", data=data).status_code == 413


TWICE = ["name", "base", "action", "paste", "orders-0-quantity"]


@pytest.mark.parametrize("field", TWICE)
def test_a_field_given_twice_is_refused(app: Flask, client: HouseClient, field: str) -> None:
    client.get("/baskets/new")
    data: dict[str, object] = {**typed(INFY, name="n"), "csrf_token": client.page.csrf_token}
    assert client.post("/baskets/new", data={**data, field: ["1", "2"]}).status_code == 400
    assert rows(app)["baskets"] == []


@pytest.mark.parametrize(
    "field",
    ["orders-0-secret", "orders-٠-price", "orders-9999-price", "orders--1-price", "orders-0-", "orders-²-price"],
)
def test_a_row_that_no_form_has_is_refused_and_not_passed_over(client: HouseClient, field: str) -> None:
    client.get("/baskets/new")
    assert client.post("/baskets/new", data={**typed(INFY), field: "1"}).status_code == 400


def test_rows_with_gaps_are_closed_up(client: HouseClient) -> None:
    client.get("/baskets/new")
    data = {f"orders-{n}-{field}": text for n, order in ((7, INFY), (199, TCS)) for field, text in order.items()}
    client.get(client.post("/baskets/new", data=data).location)
    assert grid(client.page) == [INFY, TCS]
