"""Orders still to place: what is left of a basket, by which evidence, and a basket of exactly that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.page import text_of
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    hand_off,
    handoffs,
    id_of,
    leave,
    save,
    there_and_back,
    to_kite,
    work,
    world,
)
from tokri.core.evidence import How, Sighting, Source
from tokri.core.ports import BookOrder

LIMITED = {**INFY, "order_type": "LIMIT", "price": "1500"}


@pytest.fixture
def kite() -> FakeKite:
    return FakeKite()


def read(app: Flask, client: HouseClient, kite: FakeKite, basket: str, *rows: BookOrder) -> None:
    """Hand the basket off, come back, and let the order book be read, in which these rows are."""
    to_kite(client, basket)
    come_back(client, status="success", request_token=kite.log_in())
    tag = handoffs(app, basket)[-1].tag
    for number, row in enumerate(rows):
        kite.place(replace(row, tag=tag, tags=(tag,), order_id=f"{tag}{number}"))
    client.get(f"{basket}/result")
    client.submit("form[action$='/reading']")
    work(app, kite)
    client.get(f"{basket}/result")
    if client.page.all("form[action$='/account']"):
        client.submit("form[action$='/account']", ("account", "mine"))
        work(app, kite)


def row(status: str, filled: int = 0, **changes: object) -> BookOrder:
    return book_order(status=status, filled_quantity=filled, **changes)


def make(client: HouseClient, basket: str) -> str:
    """Make the basket of what is left; answers its address."""
    client.get(f"{basket}/still-to-place")
    answer = client.submit(f"form[action='{basket}/still-to-place']")
    assert answer.status_code == 303, client.page.text("main")
    return answer.location.removesuffix("/review")


def test_what_is_left_is_shown_with_its_evidence_and_made_into_a_basket(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY, TCS, name="Two orders")
    read(app, client, kite, basket, row("CANCELLED", 4))
    client.get(f"{basket}/result")
    assert client.page.all(f"a[href='{basket}/still-to-place']")
    client.get(f"{basket}/still-to-place")
    assert [text_of(each) for each in client.page.all("#left td strong")] == ["6", "4"]
    said = client.page.text("main")
    assert "4 of 10 filled" in said
    assert "Seen in Kite’s order book, 11 Feb 2026, 10:30 IST" in said
    assert "Not in Kite’s order book, 11 Feb 2026, 10:30 IST" in said
    anew = make(client, basket)
    client.get(f"{anew}/review")
    assert "Orders still to place of Two orders" in client.page.text("main")
    assert "6 shares of INFY" in client.page.text("main")
    client.get(f"{anew}/still-to-place")
    assert client.page.all(f"a[href='{basket}/still-to-place']")
    client.get(f"{basket}/still-to-place")
    assert client.page.all(f"a[href='{anew}']")
    assert "Nothing is left that may be placed now." in client.page.text("main")
    assert [text_of(each) for each in client.page.all("main .button--primary")] == ["See what became of your orders"]
    client.get(f"{basket}/result")
    assert not client.page.all(f"a[href='{basket}/still-to-place']"), "it is in the other basket"
    assert client.page.all(f"a[href='{anew}']")


def test_two_tabs_make_one_basket_of_it(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row("REJECTED"))
    client.get(f"{basket}/still-to-place")
    first = client.submit(f"form[action='{basket}/still-to-place']")
    assert client.submit(f"form[action='{basket}/still-to-place']").location == first.location
    with world(app).store.reading() as view:
        assert len(view.mending.taken([handoffs(app, basket)[0].id])) == 1


def test_an_order_is_called_rejected_here_as_on_the_result(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row("REJECTED"))
    for page in ("result", "still-to-place"):
        client.get(f"{basket}/{page}")
        text = client.page.text("main")
        assert "Rejected" in text, page
        assert "Refused" not in text, page


def test_what_changed_since_it_was_shown_makes_no_basket(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row("REJECTED"))
    client.get(f"{basket}/still-to-place")
    answer = client.submit(f"form[action='{basket}/still-to-place']", fields={"shown": "0" * 64})
    assert answer.status_code == 409
    assert "no basket was made" in client.page.text("main")
    with world(app).store.reading() as view:
        assert view.mending.taken([handoffs(app, basket)[0].id]) == []


def test_a_basket_that_was_deleted_before_it_was_sent_leaves_its_orders_again(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row("REJECTED"))
    anew = make(client, basket)
    client.get(f"{anew}/delete")
    client.submit("form[action$='/delete']")
    again = make(client, basket)
    assert again != anew


def test_what_was_sent_on_from_it_is_not_left_again_when_it_is_deleted(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row("REJECTED"))
    anew = make(client, basket)
    to_kite(client, anew)
    client.get(f"{anew}/delete")
    client.submit("form[action$='/delete']")
    client.get(f"{basket}/still-to-place")
    assert "Nothing is left that may be placed now." in client.page.text("main")


def test_what_is_left_of_what_was_left_is_exact(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY, name="Ten INFY")
    read(app, client, kite, basket, row("CANCELLED", 4))
    anew = make(client, basket)
    read(app, client, kite, anew, row("CANCELLED", 1, quantity=6))
    last = make(client, anew)
    client.get(f"{last}/review")
    assert "5 shares of INFY" in client.page.text("main")
    assert "Orders still to place of Ten INFY" in client.page.text("main")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("OPEN", "It is open in Kite and can still fill."),
        ("AMO REQ RECEIVED", "Nothing is placed anew while an order is queued."),
    ],
)
def test_why_nothing_is_offered_is_said(
    app: Flask, client: HouseClient, kite: FakeKite, status: str, said: str
) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row(status))
    client.get(f"{basket}/still-to-place")
    assert "Nothing can be placed anew yet." in client.page.text("main")
    assert said in client.page.text("main")
    assert not client.page.all(f"form[action='{basket}/still-to-place']")


def test_where_no_book_can_be_read_only_a_file_is_offered(client_for: ClientFor) -> None:
    client = client_for(kite_api_secret="")
    basket = save(client, INFY)
    there_and_back(client, basket)
    client.get(f"{basket}/still-to-place")
    said = client.page.text("main")
    assert "No order book or file shows what became of it. Upload Kite’s order book." in said
    assert "order book read" not in said
    assert client.page.all(f"a[href='{basket}/result/upload']")


def test_once_the_token_is_over_the_book_is_not_offered_to_be_read(
    client: HouseClient, kite: FakeKite, clock: FakeClock
) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    client.get(f"{basket}/still-to-place")
    assert "Have the order book read, or upload it." in client.page.text("main")
    clock.forward(minutes=11)
    client.get(f"{basket}/still-to-place")
    assert "Upload Kite’s order book." in client.page.text("main")
    assert "order book read" not in client.page.text("main")


def test_without_a_return_and_a_word_kites_page_may_be_open(client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    client.get(f"{basket}/still-to-place")
    assert "Kite’s page may still be open" in client.page.text("main")


def test_what_is_left_under_a_lot_is_said_by_the_ordinary_check(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    future = {**INFY, "tradingsymbol": "INFY26FEBFUT", "exchange": "NFO", "product": "NRML", "quantity": "400"}
    basket = save(client, {**future, "order_type": "LIMIT", "price": "1500"})
    seen = {"tradingsymbol": "INFY26FEBFUT", "exchange": "NFO", "product": "NRML", "quantity": 400}
    read(app, client, kite, basket, row("CANCELLED", 150, **seen))
    anew = make(client, basket)
    client.get(f"{anew}/review", follow_redirects=True)
    assert "lot" in client.page.text("main")


def test_what_was_prepared_before_what_was_left_was_taken_never_leaves(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row("REJECTED"))
    again = hand_off(client, basket, {"again": "yes"})
    make(client, basket)
    client.get(again)
    assert not client.page.all("#basket-form")
    assert handoffs(app, basket)[-1].left_at is None


def test_what_was_taken_is_not_sent_again_unasked(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket)
    make(client, basket)
    client.get(f"{basket}/review")
    assert client.page.all("input[name='again']")
    assert id_of(basket)


def test_whoever_places_what_was_left_is_told_that_it_was_placed_after_all(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket)
    anew = make(client, basket)
    [first] = handoffs(app, basket)
    late = row("COMPLETE", 10, tag=first.tag, tags=(first.tag,))
    with world(app).store.writing() as unit:
        unit.evidence.see([Sighting(first.id, Source.BOOK, How.TAG, 0, late, world(app).clock(), "a later look")])
    client.get(f"{anew}/review")
    assert client.page.all("input[name='again']")
    assert "Before you send again" in client.page.text("main")
    assert client.submit("form.send").status_code == 422
    assert handoffs(app, anew) == []
    assert hand_off(client, anew, {"again": "yes"})


def test_what_was_refused_and_filled_when_it_went_again_is_offered_no_more(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    read(app, client, kite, basket, row("REJECTED"))
    client.get(f"{basket}/result")
    assert client.page.all("#still-to-place")
    leave(client, hand_off(client, basket, {"again": "yes"}))
    come_back(client, status="success", request_token=kite.log_in())
    tag = handoffs(app, basket)[-1].tag
    kite.place(replace(row("COMPLETE", 10), tag=tag, tags=(tag,), order_id=tag))
    client.get(f"{basket}/result")
    client.submit("form[action$='/reading']")
    work(app, kite)
    client.get(f"{basket}/result")
    assert "Filled" in client.page.text("main")
    assert not client.page.all("#still-to-place")
