"""Today's prices at a link: whether the advice holds at the market, by the session that the client keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import MORNING, FakeKite, book_order
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version
from tests.page import attribute, text_of
from tests.web.link.test_hindi import is_hindi
from tests.web.link.test_page import SELL, to_kite
from tests.web.steps import come_back, hidden, work, world
from tokri.core.basket import Draft
from tokri.core.desk.advice import Proposal
from tokri.core.desk.client import CheckKind
from tokri.core.instrument import Key
from tokri.core.ports import Outside, Reading
from tokri.core.quote import Quote
from tokri.journey import quotes

ASK = "form[action*='/prices']"
TCS = Key("NSE", "TCS")


def two_steps() -> Proposal:
    """Advice to sell ten INFY, and to buy four TCS between 3,050 and 3,150 with what they bring, in two steps."""
    [_, tcs] = PROPOSAL.draft.orders
    legs = (PROPOSAL.legs[0], replace(PROPOSAL.legs[1], entry_from="3050", entry_to="3150"))
    return replace(PROPOSAL, draft=Draft("From INFY to TCS", (SELL, tcs), "sells-then-buys"), legs=legs)


@pytest.fixture
def made(outside: Outside) -> Made:
    client = a_client(outside, kite_user_id="AB1234")
    return a_link(outside, client, a_version(outside, client, proposal=two_steps()))


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
    kite.market |= {TCS: Quote(Decimal(tcs), MORNING, MORNING, Decimal(2790), Decimal(3410))}
    client.get(f"{made.address}?part=2")
    assert client.submit(ASK).location == f"{made.address}/prices?part=2"
    work(app, kite)
    assert client.get(f"{made.address}/prices?part=2").status_code == 200
    return client.page.text("main")


def readings_at(outside: Outside, made: Made) -> list[Reading]:
    with outside.store.reading() as view:
        return list(view.readings.of_visitor(made.link.visitor_id))


def part_two(client: HouseClient, made: Made) -> str:
    assert client.get(f"{made.address}?part=2").status_code == 200
    return client.page.text("main")


def test_before_a_session_is_kept_there_is_nothing_to_ask_by(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    assert client.page.all(ASK) == []
    client.get(f"{made.address}/prices")
    assert "No Kite session is kept here now" in client.page.text("main")


def test_the_price_of_now_stands_beside_the_advice(app: Flask, client: HouseClient, kite: FakeKite, made: Made) -> None:
    sold(app, client, made, kite)
    assert "TCS NSE ₹3,100 11 Feb 2026, 10:30 IST Kite ₹2,790 to ₹3,410" in ask(app, client, made, kite, "3100")
    [back] = [each for each in client.page.all("main a") if text_of(each) == "Back to the orders"]
    assert attribute(back, "href") == f"{made.address}?part=2"
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


def test_what_has_filled_holds_up_nothing_that_is_paid_with_it(
    app: Flask, client: HouseClient, kite: FakeKite, made: Made
) -> None:
    """INFY, which is sold, falls far under its advised price and out of its limits."""
    sold(app, client, made, kite)
    kite.market = {Key("NSE", "INFY"): Quote(Decimal(1300), MORNING, MORNING, Decimal(1200), Decimal(1400))}
    assert "INFY NSE" not in ask(app, client, made, kite, "3100")
    with_infy(app, made, kite)
    assert "This cannot be sent now" not in part_two(client, made)
    infy, tcs = (text_of(each) for each in client.page.all("#orders-table tbody tr"))
    assert "Filled, by Kite’s order book" in infy
    assert "Filled" not in tcs
    ticks = {"accept-price-distance-0": "yes", "consent": "yes"}
    assert client.submit("#send", fields=ticks).status_code == 303


def with_infy(app: Flask, made: Made, kite: FakeKite) -> None:
    """The quote of INFY was asked for before it had filled."""
    outside = world(app)
    [reading] = readings_at(outside, made)
    with outside.store.writing() as unit:
        quotes.ask_quotes(outside, unit, reading, [Key("NSE", "INFY"), TCS])
    work(app, kite)


def test_what_is_left_out_for_a_client_is_not_asked_about(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    sunita = a_client(outside, kite_user_id="AB1234")
    meant = a_version(outside, sunita, proposal=two_steps(), quantities=(10, 0))
    made = a_link(outside, sunita, meant)
    sold(app, client, made, kite)
    client.get(f"{made.address}/prices")
    assert "INFY" in client.page.text("#told")
    assert "TCS" not in client.page.text("#told")
    client.submit(ASK)
    work(app, kite)
    assert kite.asked_quotes == [(Key("NSE", "INFY"),)]


def test_a_price_of_before_the_advice_tells_nothing_of_what_came_after_it(
    app: Flask, client: HouseClient, kite: FakeKite, made: Made
) -> None:
    sold(app, client, made, kite)
    early = MORNING - timedelta(minutes=16)  # it was advised at 10:15
    kite.market = {TCS: Quote(Decimal(3200), early, early, Decimal(2790), Decimal(3410))}
    client.get(f"{made.address}?part=2")
    client.submit(ASK)
    work(app, kite)
    assert "This cannot be sent now" not in part_two(client, made)
    assert "older than the advice" in client.page.text("#prices")


def test_a_choice_that_is_not_sent_yet_is_not_lost_on_the_way_to_the_prices(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    sunita = a_client(outside, kite_user_id="AB1234")
    free = replace(two_steps(), may_change="quantities")
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=free))
    sold(app, client, made, kite)
    part_two(client, made)
    assert client.page.all(ASK)
    client.submit("#choose", fields={"quantity-1": "3"})
    assert "3 shares of TCS" in client.page.text("main")
    assert client.page.all(ASK) == []


def test_a_yes_to_a_page_of_before_the_prices_came_is_asked_again(
    app: Flask, client: HouseClient, kite: FakeKite, made: Made
) -> None:
    sold(app, client, made, kite)
    part_two(client, made)
    read = dict(client.page.form("#send").fields)
    ask(app, client, made, kite, "3200")
    answer = client.post(f"{made.address}/consent", data={**read, "consent": "yes"})
    assert answer.status_code == 409
    assert "This cannot be sent now" in client.page.text("main")


def test_a_yes_that_was_said_before_the_prices_came_does_not_leave(
    app: Flask, client: HouseClient, kite: FakeKite, made: Made
) -> None:
    sold(app, client, made, kite)
    part_two(client, made)
    leaving = client.submit("#send", fields={"consent": "yes"}).location
    with_infy(app, made, kite)
    client.get(f"{made.address}?part=2")
    ask(app, client, made, kite, "3200")
    client.get(leaving)
    assert client.page.all("#basket-form") == []


def test_only_a_browser_that_passed_the_check_finds_it(
    app: Flask, client_for: ClientFor, outside: Outside, kite: FakeKite
) -> None:
    sunita = a_client(outside, kite_user_id="AB1234", check=CheckKind.PAN)
    made = a_link(outside, sunita, a_version(outside, sunita, proposal=two_steps()))
    stranger = client_for(app)
    assert stranger.get(f"{made.address}/prices").location == made.address
    stranger.get(made.address)
    posted = stranger.post(f"{made.address}/prices", data={"csrf_token": hidden(stranger.page, "csrf_token")})
    assert posted.location == made.address
    work(app, kite)
    assert "quotes" not in kite.calls
