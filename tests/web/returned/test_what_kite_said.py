"""Orders that never reached the order book: the person says what Kite said, and is told what it means."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeKite, book_order
from tests.web.returned.steps import confirmed
from tests.web.steps import INFY, TCS, handoffs, rows, save, there_and_back

FORM = "form.kite-said"


def nothing_there(app: Flask, client: HouseClient, kite: FakeKite, *orders: dict[str, str]) -> str:
    basket = save(client, *(orders or (INFY,)))
    there_and_back(client, basket, request_token=kite.log_in())
    confirmed(app, client, kite, basket)
    return basket


def test_a_book_without_the_orders_says_so_and_asks_what_kite_said(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    nothing_there(app, client, kite)
    said = client.page.text("main")
    assert "No orders found in the book for this basket (checked 11 Feb 2026, 10:30 IST)." in said
    assert "Kite itself is the final word." in said
    assert "Never reached the order book: refused by Kite’s own check, removed by you, or not accepted." in said
    (row,) = client.page.all("#seen-1 tbody tr")
    assert row.attrs["data-standing"] == "missing"
    assert row.attrs["data-filled"] == "0"


def test_a_reason_is_kept_as_their_word_and_explained(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = nothing_there(app, client, kite)
    assert client.submit(FORM, fields={"reason": "freeze"}).status_code == 303
    client.get(f"{basket}/result")
    row = client.page.text("#seen-1 tbody tr")
    assert "Kite said “The quantity is above the freeze quantity”, by your word." in row
    assert "The same quantity can go as several orders." in row
    (event,) = [row for row in map(str, rows(app)["record"]) if "kite said" in row]
    assert '"reason":"freeze"' in event


def test_the_last_word_on_an_order_counts_and_concerns_that_order_alone(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = nothing_there(app, client, kite, dict(INFY), dict(TCS))
    for order, reason in (("0", "margin"), ("1", "freeze"), ("1", "ban-period")):
        client.get(f"{basket}/result")
        client.submit(FORM, fields={"order": order, "reason": reason})
    client.get(f"{basket}/result")
    first, second = (" ".join(each.to_text().split()) for each in client.page.all("#seen-1 tbody tr"))
    assert "Not enough funds or margin" in first
    assert "In the F&O ban period" in second
    assert "freeze" not in second


def test_what_was_seen_is_not_asked_about(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    tag = handoffs(app, basket)[0].tag
    kite.place(book_order(tag=tag, tags=(tag,), status="REJECTED", filled_quantity=0, status_message="Gibberish 7."))
    confirmed(app, client, kite, basket)
    assert not client.page.all(FORM)
    row = client.page.text("#seen-1 tbody tr")
    assert "Kite: Gibberish 7." in row
    assert "What these words mean is not known here." in row


def test_a_reason_that_is_none_or_of_another_order_is_not_kept(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = nothing_there(app, client, kite)
    handoff = handoffs(app, basket)[0].id
    path = f"/handoffs/{handoff}/kite-said"
    for fields, status in (
        ({"reason": "so-so"}, 400),
        ({"reason": ""}, 400),
        ({"reason": "margin", "order": "²"}, 400),
        ({"reason": "margin", "order": "7"}, 404),
        ({"reason": "product"}, 404),
    ):
        assert client.post(path, data=fields).status_code == status, fields
    assert rows(app)["kite_said"] == []


def test_nobody_says_it_of_another_browsers_hand_off(
    app: Flask, client: HouseClient, kite: FakeKite, client_for: object
) -> None:
    basket = nothing_there(app, client, kite)
    handoff = handoffs(app, basket)[0].id
    stranger = client_for(app)  # type: ignore[operator] # the fixture
    stranger.get("/forget")
    assert stranger.post(f"/handoffs/{handoff}/kite-said", data={"reason": "margin"}).status_code == 404
