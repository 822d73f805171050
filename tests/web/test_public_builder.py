"""Building baskets can be switched off; what is there already stays within reach."""

from __future__ import annotations

from tests.conftest import ClientFor


def test_where_building_is_off_there_is_no_form_and_no_way_to_one(client_for: ClientFor) -> None:
    client = client_for(public_builder=False)
    assert client.get("/baskets/new").status_code == 404
    assert client.get("/").status_code == 200
    assert "switched off" in client.page.text("main")
    for page in ("/", "/how-it-works", "/forgotten"):
        client.get(page)
        assert not client.page.all('a[href="/baskets/new"]')


def test_where_building_is_off_a_post_makes_no_basket(client_for: ClientFor) -> None:
    client = client_for(public_builder=False)
    client.get("/forget")
    answer = client.post("/baskets/new", data={"action": "save", "orders-0-tradingsymbol": "INFY"})
    assert answer.status_code == 404
    client.get("/")
    assert not client.page.all(".basket-line")
