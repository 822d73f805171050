"""One act of the two steps comes first, and the page loads itself again only while the money is looked at."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor
from tests.journey.fakes import FakeKite
from tests.page import text_of
from tests.web.steps import TCS, come_back, save, to_kite
from tests.web.test_two_steps import CHECK, DONE, OPEN, SELL, part_one, said
from tokri.core.ports import BookOrder


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    return app_for(kite_basket_limit=1)


@pytest.fixture
def basket(client: HouseClient) -> str:
    return save(client, SELL, TCS)


def primary(client: HouseClient) -> list[str]:
    return [text_of(each) for each in client.page.all("main .button--primary")]


@pytest.mark.parametrize(
    ("orders", "keep", "first"),
    [([OPEN], True, "Check again"), ([OPEN], False, "Go on with part 2"), ([DONE], True, "Go on with part 2")],
    ids=["to be looked at", "nobody looks", "done"],
)
def test_one_act_of_the_page_comes_first(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, orders: list[BookOrder], *, keep: bool, first: str
) -> None:
    client.get(part_one(app, client, basket, kite, *orders, keep=keep))
    assert primary(client) == [first]


def test_the_result_asks_one_thing_first(client: HouseClient, basket: str, kite: FakeKite) -> None:
    client.get(come_back(client, to_kite(client, basket), status="success", request_token=kite.log_in()).location)
    assert primary(client) == ["Yes, read today’s orders"]


def test_while_the_money_is_looked_at_the_page_loads_itself_again(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    page = part_one(app, client, basket, kite, OPEN)
    client.get(page)
    assert not client.page.all("head noscript meta[http-equiv=refresh]")
    client.submit(CHECK)
    assert "Load this page again Without scripts it loads itself again" in said(client, page)
    assert client.page.all("head noscript meta[http-equiv=refresh]")
