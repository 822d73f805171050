"""Today's prices at a link: whether the advice holds at the market, by the session that the client keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import MORNING, FakeKite, book_order
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version
from tests.web.link.test_hindi import is_hindi
from tests.web.link.test_page import SELL, to_kite
from tests.web.steps import come_back, work
from tokri.core.basket import Draft
from tokri.core.instrument import Key
from tokri.core.ports import Outside
from tokri.core.quote import Quote

ASK = "form[action$='/prices']"
TCS = Key("NSE", "TCS")


@pytest.fixture
def made(outside: Outside) -> Made:
    """Advice to sell ten INFY, and to buy four TCS between 3,050 and 3,150 with what they bring, in two steps."""
    [_, tcs] = PROPOSAL.draft.orders
    legs = (PROPOSAL.legs[0], replace(PROPOSAL.legs[1], entry_from="3050", entry_to="3150"))
    draft = Draft("From INFY to TCS", (SELL, tcs), "sells-then-buys")
    client = a_client(outside, kite_user_id="AB1234")
    return a_link(outside, client, a_version(outside, client, proposal=replace(PROPOSAL, draft=draft, legs=legs)))


def sold(app: Flask, client: HouseClient, made: Made, kite: FakeKite) -> None:
    """Part 1 went to Kite and filled, and the session that showed it is kept."""
    sent = to_kite(client, made)
    [order] = json.loads(sent["data"])
    kite.place(book_order(tag=order["tag"], tags=(order["tag"],), transaction_type="SELL"))
    come_back(client, sent, status="success", request_token=kite.log_in("AB1234"))
    client.get(f"{made.address}/result")
    client.submit("form[action$='/reading']", fields={"keep": "yes"})
    work(app, kite)


def ask(app: Flask, client: HouseClient, made: Made, kite: FakeKite, tcs: str) -> str:
    """Ask at part 2, where TCS stands at this price; answers the page of the prices."""
    kite.market = {TCS: Quote(Decimal(tcs), MORNING, MORNING, Decimal(2790), Decimal(3410))}
    client.get(f"{made.address}?part=2")
    assert client.submit(ASK).location == f"{made.address}/prices"
    work(app, kite)
    assert client.get(f"{made.address}/prices").status_code == 200
    return client.page.text("main")


def part_two(client: HouseClient, made: Made) -> str:
    assert client.get(f"{made.address}?part=2").status_code == 200
    return client.page.text("main")


def test_before_a_session_is_kept_there_is_nothing_to_ask_by(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    assert client.page.all(ASK) == []
    assert client.get(f"{made.address}/prices").location == made.address


def test_the_price_of_now_stands_beside_the_advice(app: Flask, client: HouseClient, kite: FakeKite, made: Made) -> None:
    sold(app, client, made, kite)
    assert "TCS NSE ₹3,100 11 Feb 2026, 10:30 IST ₹2,790 to ₹3,410" in ask(app, client, made, kite, "3100")
    assert "Last known price ₹3,100, 11 Feb 2026, 10:30 IST" in part_two(client, made)
    assert client.page.all("#send")


def test_outside_the_entry_range_it_is_shown_and_cannot_be_sent(
    app: Flask, client: HouseClient, kite: FakeKite, made: Made
) -> None:
    sold(app, client, made, kite)
    assert client.get(f"{made.address}?part=2").status_code == 200
    assert client.page.all("#send")
    ask(app, client, made, kite, "3200")
    assert "This cannot be sent now" in part_two(client, made)
    assert client.page.all("#send") == []


def test_the_page_speaks_the_clients_language(app: Flask, client: HouseClient, kite: FakeKite, made: Made) -> None:
    sold(app, client, made, kite)
    client.post(f"{made.address}/language", data={"language": "hi", "at": "link_result"})
    ask(app, client, made, kite, "3100")
    assert is_hindi(client.page)


def test_only_whoever_may_see_the_link_finds_it(
    app: Flask, client: HouseClient, client_for: ClientFor, kite: FakeKite, made: Made
) -> None:
    sold(app, client, made, kite)
    assert client_for(app).get(f"/l/{'x' * 22}/prices").status_code == 404
    assert client.get(f"{made.address}/prices").status_code == 200
