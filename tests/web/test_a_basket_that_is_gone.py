"""A form whose basket is gone loses nothing that was typed, and tells a stranger nothing."""

from __future__ import annotations

import pytest

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.web.steps import INFY, grid, save


@pytest.mark.parametrize("button", ["save", "review", "add", "duplicate-0"])
def test_what_was_typed_for_a_deleted_basket_comes_back_as_a_new_one(client: HouseClient, button: str) -> None:
    basket = save(client, INFY, name="Monday")
    client.get(f"{basket}/delete")
    client.submit()
    typed = {"action": button, "name": "Monday", "base": "1", "orders-0-tradingsymbol": "TCS", "orders-0-quantity": "7"}
    answer = client.post(basket, data=typed)
    assert answer.status_code == 404
    assert "not in this browser" in client.page.text("main")
    assert [order["tradingsymbol"] for order in grid(client.page)] == ["TCS"]
    assert client.page.form().action == "/baskets/new"
    assert client.submit(button=("action", "save")).status_code == 303


def test_going_back_to_a_deleted_basket_is_told_that_it_may_be_deleted(client: HouseClient) -> None:
    basket = save(client, INFY)
    client.get(f"{basket}/delete")
    client.submit()
    for page in (basket, f"{basket}/delete", f"{basket}/review", f"{basket}/result"):
        assert client.get(page).status_code == 404
        assert "the basket was deleted" in client.page.text("main")


def test_a_stranger_who_posts_to_somebodys_basket_sees_what_they_sent_and_no_more(
    client: HouseClient, client_for: ClientFor
) -> None:
    basket = save(client, INFY, name="Private matters")
    stranger = client_for(client.application)
    save(stranger, INFY, name="Mine")
    answer = stranger.post(basket, data={"action": "save", "orders-0-tradingsymbol": "TCS"})
    assert answer.status_code == 404
    assert "Private matters" not in answer.text
    assert "INFY" not in answer.text
    client.get(basket)
    assert [order["tradingsymbol"] for order in grid(client.page)] == ["INFY"]


def test_after_forgetting_a_page_that_was_open_keeps_its_typing(client: HouseClient) -> None:
    basket = save(client, INFY, name="Monday")
    client.get("/forget")
    client.submit()
    client.get("/baskets/new")
    client.post(basket, data={"action": "save", "orders-0-tradingsymbol": "TCS"})
    assert [order["tradingsymbol"] for order in grid(client.page)] == ["TCS"]


@pytest.mark.parametrize("text", ["%00", "a%20b", "é", "a" * 65, "..%2f.."])
def test_what_is_no_id_is_no_page(client: HouseClient, text: str) -> None:
    save(client, INFY)
    for address in (f"/baskets/{text}", f"/handoffs/{text}", f"/handbacks/{text}", f"/baskets/{text}/result"):
        assert client.get(address).status_code == 404
