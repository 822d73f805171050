"""Today's prices by a session that is kept: the way there from the review, what it tells, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.core.knowing import MASTER, last_price, share
from tests.journey.fake_lists import FakeInstruments
from tests.journey.fakes import MORNING, FakeClock, FakeKite
from tests.page import attribute, text_of
from tests.web.steps import INFY, TCS, come_back, hidden, rows, save, to_kite, work
from tokri.core.instrument import Key, Listing
from tokri.core.ports import KiteUnreachable, NotAllowed, TokenRefused
from tokri.core.quote import Quote
from tokri.web.context import KEY

ASK = "form[action*='/prices']"
END = "form[action$='/end']"


@pytest.fixture
def app(app: Flask) -> Flask:
    """The list has both shares, at a price of the day before."""
    tools = app.extensions[KEY]
    listed = {key: Listing(share(key.tradingsymbol), last_price(price)) for key, price in PRICES.items()}
    outside = replace(tools.outside, instruments=FakeInstruments(listed, MASTER))
    app.extensions[KEY] = replace(tools, outside=outside)
    return app


PRICES = {Key("NSE", "INFY"): "1500", Key("NSE", "TCS"): "3100"}


@pytest.fixture
def kite(kite: FakeKite) -> FakeKite:
    """INFY has risen by less than a tenth, TCS may not be bought over 3,000 today."""
    kite.market = {Key("NSE", "INFY"): quoted("1602.35", "1750"), Key("NSE", "TCS"): quoted("2900", "3000")}
    return kite


def quoted(last: str, high: str) -> Quote:
    return Quote(Decimal(last), MORNING, MORNING, Decimal(1), Decimal(high))


def keep_a_session(app: Flask, client: HouseClient, kite: FakeKite) -> str:
    """Another basket goes to Kite and comes back, and its session is kept; answers its address."""
    basket = save(client, INFY, name="The one before")
    sent = to_kite(client, basket)
    client.get(come_back(client, sent, status="success", request_token=kite.log_in()).location)
    client.submit("form[action$='/reading']", fields={"keep": "yes"})
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/account']", button=("account", "mine"))
    work(app, kite)
    return basket


def ask(app: Flask, client: HouseClient, kite: FakeKite, basket: str) -> str:
    """Press the button on the review, and let the runner work; answers the page's text."""
    client.get(f"{basket}/review")
    assert client.submit(ASK).location == f"{basket}/prices"
    work(app, kite)
    return told(client, basket)


def told(client: HouseClient, basket: str) -> str:
    assert client.get(f"{basket}/prices").status_code == 200
    return client.page.text("main")


def test_without_a_session_there_is_nothing_to_ask_by(client: HouseClient, basket: str) -> None:
    client.get(f"{basket}/review")
    assert client.page.all(ASK) == []
    assert "No Kite session is kept here now" in told(client, basket)
    assert "INFY NSE ₹1,500 11 Feb 2026 this site’s list –" in client.page.text("main")
    assert client.page.all(ASK) == []


def test_a_session_kept_for_one_basket_tells_the_prices_of_another(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    keep_a_session(app, client, kite)
    text = ask(app, client, kite, basket)
    assert "INFY NSE ₹1,602.35 11 Feb 2026, 10:30 IST Kite ₹1 to ₹1,750" in text
    assert "Your orders are checked by what Kite told." in text
    client.get(f"{basket}/review")
    assert "last ₹1,602.35 on 11 Feb 2026, 10:30 IST" in client.page.text("main")


def test_the_page_waits_for_the_answer_and_shows_what_the_list_says_till_then(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    keep_a_session(app, client, kite)
    assert "INFY NSE ₹1,500 11 Feb 2026 this site’s list – " in told(client, basket)
    client.submit(ASK)
    assert "Checking with Kite" in told(client, basket)
    assert client.page.all("#told[data-module='watch']")
    assert client.page.all(ASK) == []
    assert "Back to the orders" in client.page.text("#told")


def test_looking_asks_nothing_and_changes_nothing(app: Flask, client: HouseClient, kite: FakeKite, basket: str) -> None:
    keep_a_session(app, client, kite)
    before = rows(app)
    told(client, basket)
    client.get(f"{basket}/review")
    work(app, kite)
    assert rows(app) == before
    assert "quotes" not in kite.calls


def test_a_price_that_the_exchange_takes_no_more_leads_back_to_the_form(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    keep_a_session(app, client, kite)
    basket = save(client, TCS, name="Four TCS")
    ask(app, client, kite, basket)
    assert client.get(f"{basket}/review").location == basket
    client.get(basket)
    assert "3,000" in client.page.text("main")
    assert "the limits of the day as Kite told them on 11 Feb 2026, 10:30 IST" in client.page.text("main")
    [again] = [each for each in client.page.all("main a") if "ask Kite again" in text_of(each)]
    kite.market[Key("NSE", "TCS")] = quoted("3100", "3400")
    client.get(attribute(again, "href"))
    client.submit(ASK)
    work(app, kite)
    assert client.get(f"{basket}/review").status_code == 200


def test_what_was_read_before_the_prices_came_is_not_sent_by_the_button_beneath_it(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    keep_a_session(app, client, kite)
    kite.market[Key("NSE", "TCS")] = quoted("2700", "4000")
    basket = save(client, TCS, name="Four TCS")
    client.get(f"{basket}/review")
    read = hidden(client.page, "review_sha256")
    ask(app, client, kite, basket)
    client.get(f"{basket}/review")
    assert hidden(client.page, "review_sha256") != read
    assert client.submit("#send", fields={"review_sha256": read}).status_code == 409
    assert "15 % over the last known price, ₹2,700 of 11 Feb 2026" in client.page.text("#ticks")


def test_an_app_that_gets_no_prices_says_what_kite_said_and_keeps_to_the_list(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    keep_a_session(app, client, kite)
    kite.fail("quotes", NotAllowed("Insufficient permission for that call."))
    text = ask(app, client, kite, basket)
    assert "Kite: Insufficient permission for that call." in text
    assert "Kite tells prices to paid apps alone." in text
    assert "INFY NSE ₹1,500 11 Feb 2026 this site’s list" in text
    assert text.index("Back to the orders") < text.index("Ask again"), (
        "to go on comes first, since asking leads nowhere"
    )


def test_a_kite_that_does_not_answer_is_told_as_that_and_what_it_told_before_stands(
    app: Flask, client: HouseClient, clock: FakeClock, kite: FakeKite, basket: str
) -> None:
    keep_a_session(app, client, kite)
    ask(app, client, kite, basket)
    kite.fail("quotes", *[KiteUnreachable()] * 9)
    client.submit(ASK)
    for _ in range(5):
        work(app, kite)
        clock.forward(seconds=30)
    text = told(client, basket)
    assert "Kite could not be asked just now. What was known before stands." in text
    assert "paid apps" not in text
    assert "INFY NSE ₹1,602.35 11 Feb 2026, 10:30 IST Kite" in text


def test_a_session_that_kite_ended_is_told_of(app: Flask, client: HouseClient, kite: FakeKite, basket: str) -> None:
    keep_a_session(app, client, kite)
    kite.fail("quotes", TokenRefused("Incorrect `api_key` or `access_token`."))
    text = ask(app, client, kite, basket)
    assert "No Kite session is kept here now" in text
    assert "INFY NSE ₹1,500 11 Feb 2026 this site’s list" in text


def test_another_basket_says_nothing_of_the_look(app: Flask, client: HouseClient, kite: FakeKite, basket: str) -> None:
    keep_a_session(app, client, kite)
    ask(app, client, kite, basket)
    other = save(client, TCS, name="Four TCS")
    text = told(client, other)
    assert "TCS NSE ₹3,100 11 Feb 2026 this site’s list –" in text
    assert "Ask Kite for the prices" in text
    assert "checked by what Kite told" not in text


def test_limits_of_another_day_are_not_shown_as_todays(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    keep_a_session(app, client, kite)
    before = MORNING - timedelta(days=1)
    kite.market[Key("NSE", "INFY")] = Quote(Decimal(1520), MORNING, before, Decimal(1), Decimal(1750))
    assert "INFY NSE ₹1,520 11 Feb 2026, 10:30 IST Kite –" in ask(app, client, kite, basket)


def test_asking_has_its_limit(app: Flask, client: HouseClient, kite: FakeKite, basket: str) -> None:
    keep_a_session(app, client, kite)
    client.get(f"{basket}/prices")
    fields = dict(client.page.form(ASK).fields)
    answers = [client.post(f"{basket}/prices", data=fields).status_code for _ in range(11)]
    assert answers[0] == 303
    assert answers[-1] == 429


def test_what_kite_does_not_know_is_named(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    keep_a_session(app, client, kite)
    kite.market = {}
    basket = save(client, INFY)
    text = ask(app, client, kite, basket)
    assert "INFY NSE ₹1,500 11 Feb 2026 this site’s list; Kite tells nothing of it –" in text
    assert "Your orders are checked by these prices" not in text


def test_another_browser_is_told_nothing(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str, client_for: ClientFor
) -> None:
    keep_a_session(app, client, kite)
    other = client_for(app)
    save(other, INFY)
    other.get("/forget")
    token = hidden(other.page, "csrf_token")
    assert other.get(f"{basket}/prices").status_code == 404
    assert other.post(f"{basket}/prices", data={"csrf_token": token}).status_code == 404
    assert client.post(f"{basket}/prices", data={"csrf_token": "made up"}).status_code == 400
    client.get(f"{basket}/review")
    assert client.submit(ASK).status_code == 303


def test_the_prices_go_with_the_session(app: Flask, client: HouseClient, kite: FakeKite, basket: str) -> None:
    first = keep_a_session(app, client, kite)
    ask(app, client, kite, basket)
    client.get(f"{first}/result")
    client.submit(END)
    client.get(f"{basket}/review")
    assert client.page.all(ASK) == []
    assert "last ₹1,500 on 11 Feb 2026" in client.page.text("main")
    work(app, kite)
    assert rows(app)["private_looks"] == []
