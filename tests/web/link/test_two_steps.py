"""Sells before buys at a link: the second yes waits for the sells, or for the client's own word; in their language."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeKite, book_order, funds
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version
from tests.page import attribute, text_of
from tests.web.link.test_page import SELL, consents, to_kite
from tests.web.steps import come_back, hidden, readings, work, world
from tokri.core.basket import Draft
from tokri.core.ports import Outside

GO_ON = "form[action$='/sells-first/go-on']"


@pytest.fixture
def made(outside: Outside) -> Made:
    """Advice to sell ten INFY, and to buy four TCS with what they bring, in two steps."""
    [_, tcs] = PROPOSAL.draft.orders
    proposal = replace(PROPOSAL, draft=Draft("From INFY to TCS", (SELL, tcs), "sells-then-buys"))
    client = a_client(outside, kite_user_id="AB1234")
    return a_link(outside, client, a_version(outside, client, proposal=proposal))


def back(client: HouseClient, made: Made, kite: FakeKite) -> str:
    """Part 1 goes to Kite and comes back; answers its tag."""
    sent = to_kite(client, made)
    come_back(client, sent, status="success", request_token=kite.log_in("AB1234"))
    client.get(f"{made.address}/result")
    [order] = json.loads(sent["data"])
    assert order["transaction_type"] == "SELL"
    return str(order["tag"])


def said(client: HouseClient, address: str) -> str:
    assert client.get(address).status_code == 200
    return client.page.text("main")


def test_the_buys_wait_for_the_sells_and_the_clients_word_opens_them(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite, made: Made
) -> None:
    back(client, made, kite)
    [link] = [each for each in client.page.all("main a") if text_of(each) == "See how far the sells are"]
    assert attribute(link, "href") == f"{made.address}/sells-first"
    assert "No order book shows every sell filled yet." in said(client, f"{made.address}/sells-first")
    answer = client.submit(GO_ON)
    assert answer.location == f"{made.address}?part=2"
    assert len(consents(outside, made)) == 1, "a word is no consent"
    client.get(answer.location)
    assert hidden(client.page, "part") == "2"
    assert client.submit("#send", fields={"consent": "yes"}).status_code == 303
    assert [each.part for each in consents(outside, made)] == [1, 2]
    with world(app).store.reading() as view:
        [entry] = [each for each, _ in view.chain.rows() if each.kind == "went on before the sells"]
    assert entry.who == f"client:{made.link.client_id}"


def test_the_parts_are_told_by_the_reason_that_makes_them(client: HouseClient, made: Made) -> None:
    text = said(client, made.address)
    assert "The shares you sell go first; what you buy with them opens when the order book shows them filled" in text
    assert "Kite takes a limited number of orders at a time" not in text


def test_the_book_opens_them_and_the_money_is_looked_at(
    app: Flask, client: HouseClient, kite: FakeKite, made: Made
) -> None:
    tag = back(client, made, kite)
    sold = book_order(transaction_type="SELL", order_type="LIMIT", price=Decimal(1500), tag=tag, tags=(tag,))
    kite.place(sold)
    kite.money = funds("12421.99")
    client.submit("form[action$='/reading']", fields={"keep": "yes"})
    work(app, kite)
    assert "Every sell has filled. Part 2 can go." in said(client, f"{made.address}/sells-first")
    assert client.submit("form[action$='/check']").location == f"{made.address}/sells-first"
    work(app, kite)
    assert "Not enough for the buys" in said(client, f"{made.address}/sells-first")
    [link] = [each for each in client.page.all("main a") if text_of(each) == "Go on with part 2"]
    client.get(attribute(link, "href"))
    assert hidden(client.page, "part") == "2"


def test_the_pages_speak_the_clients_language(
    client: HouseClient, outside: Outside, kite: FakeKite, made: Made
) -> None:
    back(client, made, kite)
    client.post(f"{made.address}/language", data={"language": "hi", "at": "link_result"})
    for page in ("sells-first", "depository"):
        words = said(client, f"{made.address}/{page}")
        assert not any(sentence in words for sentence in ("Kite waits", "Short by", "The shares", "How to do it"))
    with outside.store.reading() as view:
        assert view.handoffs.gone_on(made.link.id) == frozenset()


def test_only_whoever_may_see_the_link_finds_them(
    app: Flask, client: HouseClient, client_for: ClientFor, kite: FakeKite, made: Made
) -> None:
    back(client, made, kite)
    stranger = client_for(app)
    for page in ("sells-first", "depository"):
        assert stranger.get(f"/l/{'x' * 22}/{page}").status_code == 404
    assert client.get(f"{made.address}/depository").status_code == 200
    assert readings(app, f"/baskets/{made.link.id}/result") == []
