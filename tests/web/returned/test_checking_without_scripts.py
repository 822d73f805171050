"""While the runner is at it, the page loads itself again for whoever runs no scripts, and says so; at no other time."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeKite
from tests.page import attribute, text_of
from tests.web.returned.steps import LOOK, YES, confirmed, said
from tests.web.steps import INFY, save, there_and_back, work

REFRESH = "head noscript meta[http-equiv=refresh]"
SAYS = "Without scripts it loads itself again every 15 seconds, until this has been checked."


def pauses(client: HouseClient) -> list[str]:
    return [attribute(each, "content") for each in client.page.all(REFRESH)]


def test_the_page_loads_itself_again_only_while_the_book_is_being_read(
    app: Flask, client: HouseClient, kite: FakeKite, basket: str
) -> None:
    said(client, basket)
    assert pauses(client) == [], "nothing was asked of the runner yet"
    client.submit(YES)
    assert f"Load this page again {SAYS}" in said(client, basket)
    assert pauses(client) == ["15"]
    work(app, kite)
    assert SAYS not in said(client, basket)
    assert pauses(client) == [], "now it is the person who is asked"


def test_a_book_that_is_read_again_is_waited_for_alike(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    confirmed(app, client, kite, basket, keep="yes")
    assert pauses(client) == []
    client.submit(LOOK)
    assert SAYS in said(client, basket)
    assert pauses(client) == ["15"]


def test_one_act_has_one_word(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    words = [text_of(each) for each in client.page.all(f"main a[href='{basket}/result']")]
    confirmed(app, client, kite, basket, keep="yes")
    client.submit(LOOK)
    said(client, basket)
    words += [text_of(each) for each in client.page.all(f"main a[href='{basket}/result']")]
    assert set(words) == {"Load this page again"}
