"""Reports of Kite's under an account that the person says is not theirs: whose they are is said, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.journey.fakes import FakeKite, book_order
from tests.journey.test_postbacks import told
from tests.link.seen import seen
from tests.web.returned.steps import ACCOUNT, YES, said, the_order
from tests.web.steps import INFY, TCS, come_back, handoffs, save, there_and_back, to_kite, work, world

ELSEWHERE = "Reported by Kite in another account, DM0003"


@pytest.fixture
def basket(client: HouseClient, kite: FakeKite) -> str:
    """One order, to Kite and back with a token of DM0003's."""
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in("DM0003"))
    client.get(f"{basket}/result")
    return basket


def refused(app: Flask, client: HouseClient, kite: FakeKite, basket: str, reported: str) -> str:
    """Kite reports the order filled in the account `reported`; asked, the person says that DM0003 is not theirs."""
    told(world(app), the_order(app, basket), user_id=reported)
    client.get(f"{basket}/result")
    client.submit(YES, fields={"keep": "no"})
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "not-mine"))
    work(app, kite)
    return said(client, basket)


def test_what_kite_reported_in_an_account_that_is_not_mine_is_said_to_be_in_that_one(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    words = refused(app, client, kite, basket, "DM0003")
    assert client.page.text("section[data-handoff] > h2").startswith(ELSEWHERE)
    assert client.page.text("tbody .became").startswith(ELSEWHERE)
    assert "You said that the Kite account DM0003 is not yours" in words


def test_before_it_is_sent_again_it_is_said_there_as_well_and_the_tick_is_asked_for(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    refused(app, client, kite, basket, "DM0003")
    client.get(f"{basket}/review")
    assert ELSEWHERE in client.page.text("#sent-before")
    assert client.page.all("#again")


@pytest.mark.parametrize("reported", ["AB1234", "ZZ9999"])
def test_what_kite_reported_in_a_third_account_is_not_laid_to_that_one(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str, reported: str
) -> None:
    """The token may have been somebody else's, and the orders the person's own."""
    assert ELSEWHERE not in refused(app, client, kite, basket, reported)


def test_of_two_reports_in_two_accounts_nothing_is_said(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    tag = handoffs(app, basket)[0].tag
    told(world(app), book_order(order_id="77", tag=tag, tags=(tag,)), user_id="AB1234")
    assert ELSEWHERE not in refused(app, client, kite, basket, "DM0003")


def test_the_list_of_baskets_says_the_same(app: Flask, client: HouseClient, kite: FakeKite, basket: str) -> None:
    refused(app, client, kite, basket, "DM0003")
    client.get("/")
    assert ELSEWHERE in client.page.text(".basket-line")


def test_what_else_became_of_the_basket_stands_beside_it_there(
    app_for: AppFor, client_for: ClientFor, kite: FakeKite
) -> None:
    app = app_for(kite_basket_limit=1)
    client = client_for(app)
    basket = save(client, INFY, TCS)
    first = to_kite(client, basket)
    come_back(client, first, status="success")
    world_of_it, (handoff,) = world(app), handoffs(app, basket)
    seen(world_of_it, handoff, "COMPLETE", 10)
    there_and_back(client, basket, request_token=kite.log_in("DM0003"))
    client.get(f"{basket}/result")
    tag = handoffs(app, basket)[1].tag
    told(
        world_of_it,
        book_order(tradingsymbol="TCS", quantity=4, filled_quantity=4, tag=tag, tags=(tag,)),
        user_id="DM0003",
    )
    client.get(f"{basket}/result")
    client.submit(YES, fields={"keep": "no"})
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "not-mine"))
    work(app, kite)
    client.get("/")
    line = client.page.text(".basket-line")
    assert "1 filled" in line or "1 of 2 filled" in line
    assert ELSEWHERE in line


def test_the_page_of_sells_before_buys_says_the_same_of_each_sell(
    app_for: AppFor, client_for: ClientFor, kite: FakeKite
) -> None:
    app = app_for(kite_basket_limit=1)
    client = client_for(app)
    sell = {**INFY, "transaction_type": "SELL", "order_type": "LIMIT", "price": "1500"}
    basket = save(client, sell, TCS)
    there_and_back(client, basket, request_token=kite.log_in("DM0003"))
    client.get(f"{basket}/result")
    tag = handoffs(app, basket)[0].tag
    sold = book_order(transaction_type="SELL", order_type="LIMIT", price=Decimal(1500), tag=tag, tags=(tag,))
    told(world(app), sold, user_id="DM0003")
    client.get(f"{basket}/sells-first")
    assert "10 of 10 filled, by Kite’s report alone" in client.page.text("#sells tbody")
    client.get(f"{basket}/result")
    client.submit(YES, fields={"keep": "no"})
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "not-mine"))
    work(app, kite)
    client.get(f"{basket}/sells-first")
    assert ELSEWHERE in client.page.text("#sells tbody")
    assert "filled" not in client.page.text("#sells tbody"), "none of theirs"
