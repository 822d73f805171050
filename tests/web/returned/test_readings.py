"""What a reading of the order book shows, and whose account it may be of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeKite, book_order
from tests.page import text_of
from tests.web.returned.steps import ACCOUNT, YES, confirmed, said, the_order
from tests.web.steps import INFY, TCS, readings, rows, save, there_and_back, work

# --- yes ----------------------------------------------------------------------------------------


def test_whose_account_it_is_is_asked_before_anything_is_read(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    client.submit(YES)
    work(app, kite)
    assert "Kite says you are AB1234. Is this you? Nothing is read before you say so." in said(client, basket)
    assert kite.calls == ["exchange"]
    assert not client.page.all("#outcome[data-watch]")


def test_after_the_yes_the_page_shows_what_was_seen_and_where(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    kite.place(the_order(app, basket), book_order(order_id="1", tag=None, tags=(), tradingsymbol="WIPRO"))
    words = confirmed(app, client, kite, basket)
    assert client.page.text("#part-1") == "Filled, by Kite’s order book"
    assert client.page.text("caption") == "Seen in Kite’s order book, 11 Feb 2026, 10:30 IST"
    row = client.page.text("#seen-1 tbody tr")
    assert all(word in row for word in ("INFY", "10", "₹1,502.35", "Filled", "1953341975595868160"))
    assert "Other orders today: 1. They do not carry this tag, and were not kept." in words
    assert "WIPRO" not in client.page.html + repr(rows(app))
    assert kite.open_sessions == 0
    assert "The session with Kite was ended on 11 Feb 2026, 10:30 IST." in words


def test_orders_that_are_not_there_are_said_not_to_be_there(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    words = confirmed(app, client, kite, basket)
    assert client.page.text("#part-1") == "Not seen in Kite’s order book"
    assert "Not in the order book" in words


def test_orders_that_cannot_be_told_apart_are_shown_and_not_said_to_be_missing(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    limit = {**INFY, "order_type": "LIMIT", "price": "1500"}
    basket = save(client, limit, {**limit, "price": "1490"}, TCS)
    there_and_back(client, basket, request_token=kite.log_in())
    for order_id, price in (("111", 1495), ("222", 1485)):
        kite.place(the_order(app, basket, order_id=order_id, order_type="LIMIT", price=Decimal(price)))
    words = confirmed(app, client, kite, basket)
    assert client.page.text("#part-1") == "2 not told apart, 1 not in the order book, by Kite’s order book"
    lines = [text_of(row) for row in client.page.all("#seen-1 tbody tr")]
    assert ["Cannot be told apart: see below" in line for line in lines] == [True, True, False]
    assert ["Not in the order book" in line for line in lines] == [False, False, True]
    assert "2 orders carry this hand-off’s tag; which is which cannot be told." in words
    below = [text_of(row) for row in client.page.all("#unsorted-1 tbody tr")]
    assert all(
        id_ in line and price in line
        for id_, price, line in zip(["111", "222"], ["1,495", "1,485"], below, strict=True)
    )
    assert "Check the orders and try again" not in words


def test_an_order_with_the_persons_own_tag_and_another_quantity_is_shown_and_not_said_to_be_missing(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, {**INFY, "tag": "MINE"})
    there_and_back(client, basket, request_token=kite.log_in())
    kite.place(book_order(quantity=7, tag="MINE", tags=("MINE",), order_timestamp="2026-02-11 10:30:00"))
    words = confirmed(app, client, kite, basket)
    assert "Not in the order book" not in words
    told = "1 order carries this hand-off’s tag, or your own; which of the orders above it is cannot be told."
    assert told in words
    assert "Filled" in client.page.text("#unsorted-1 tbody tr")


BOOK = [
    ({"status": "REJECTED", "status_message": "Insufficient funds", "filled_quantity": 0}, "Rejected"),
    ({"status": "OPEN", "filled_quantity": 4, "pending_quantity": 6}, "Partly filled, the rest open"),
    ({"status": "OPEN", "filled_quantity": 0, "pending_quantity": 10}, "Open"),
    ({"status": "AMO REQ RECEIVED", "filled_quantity": 0}, "Queued for 12 Feb 2026"),
    ({"status": "CANCELLED", "filled_quantity": 0, "cancelled_quantity": 10}, "Cancelled"),
    ({"status": "PUT ORDER REQ RECEIVED", "filled_quantity": 0}, "Received by Kite"),
    ({"status": "SOME NEW STATE", "filled_quantity": 0}, "Not over yet; Kite calls it “some new state”"),
]


@pytest.mark.parametrize(("changes", "word"), BOOK)
def test_each_state_of_the_book_has_its_word(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, *, changes: dict[str, object], word: str
) -> None:
    kite.place(the_order(app, basket, **changes))
    confirmed(app, client, kite, basket)
    row = client.page.text("#seen-1 tbody tr")
    assert word in row
    assert "Filled " not in row.replace("Filled 0", "").replace("Filled 4", "")
    if "status_message" in changes:
        assert "Kite: Insufficient funds" in row


def test_what_kite_told_stands_beside_what_was_seen(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    words = confirmed(app, client, kite, basket)
    assert words.index("What became of each order") < words.index("What Kite told us")
    assert "Kite’s redirect said “success”" in words


def test_a_price_and_a_quantity_that_were_changed_on_kite_stand_beside_what_was_asked(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, {**INFY, "order_type": "LIMIT", "price": "1510"})
    there_and_back(client, basket, request_token=kite.log_in())
    kite.place(the_order(app, basket, order_type="LIMIT", price=Decimal("1502.5"), quantity=3, filled_quantity=3))
    confirmed(app, client, kite, basket)
    asked = client.page.text("#seen-1 tbody td[data-label=Asked]")
    assert asked == "10 LIMIT ₹1,510 3 in the book: changed on Kite LIMIT ₹1,502.50 in the book: changed on Kite"


def test_a_market_order_that_kite_protected_is_not_said_to_be_changed(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    order = the_order(app, basket, order_type="LIMIT", price=Decimal("1531.5"))
    kite.place(replace(order, tag=None, tags=(*order.tags, "mktp", "mktp:2.00")))
    confirmed(app, client, kite, basket)
    asked = client.page.text("#seen-1 tbody td[data-label=Asked]")
    assert asked == "10 MARKET Kite’s market protection made it LIMIT ₹1,531.50"


# --- whose account ------------------------------------------------------------------------------


def test_an_account_that_is_not_mine_is_not_read_and_its_session_is_ended(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    client.submit(YES)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "not-mine"))
    work(app, kite)
    words = said(client, basket)
    assert "You said that the Kite account AB1234 is not yours, so nothing of it was read." in words
    assert "may have been placed in it all the same" in words
    assert "confirmed" not in words
    assert kite.calls == ["exchange", "end"]
    assert kite.open_sessions == 0


def test_an_account_that_was_confirmed_once_is_not_asked_after_again(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    confirmed(app, client, kite, basket)
    another = save(client, TCS)
    there_and_back(client, another, request_token=kite.log_in())
    client.submit(YES)
    work(app, kite)
    assert "Not seen in Kite’s order book" in said(client, another)


def test_another_account_than_the_persons_own_is_refused_unread(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    confirmed(app, client, kite, basket)
    kite.calls.clear()
    another = save(client, TCS)
    there_and_back(client, another, request_token=kite.log_in("ZZ9999"))
    client.submit(YES)
    work(app, kite)
    words = said(client, another)
    assert "may have been placed in the Kite account ZZ9999. It is not AB1234, which was confirmed" in words
    assert "Look at the orders in Kite, signed in as ZZ9999." in words
    assert "not yours" not in words
    assert kite.calls == ["exchange", "end"]


@pytest.mark.parametrize("account", ["", "perhaps"])
def test_an_answer_that_is_none_is_refused(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, account: str
) -> None:
    client.submit(YES)
    work(app, kite)
    (reading,) = readings(app, basket)
    assert client.post(f"/readings/{reading.id}/account", data={"account": account}).status_code == 400
    assert readings(app, basket) == [reading]


def test_an_answer_given_twice_counts_once(app: Flask, client: HouseClient, basket: str, kite: FakeKite) -> None:
    client.submit(YES)
    work(app, kite)
    client.get(f"{basket}/result")
    form = client.page.form(ACCOUNT)
    client.submit(form, ("account", "mine"))
    (reading,) = readings(app, basket)
    assert client.submit(form, ("account", "not-mine")).status_code == 303
    assert readings(app, basket) == [reading]
