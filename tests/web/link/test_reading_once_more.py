"""At a link, what was read once and was still open is offered another log-in, in the browser that left alone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeKite, book_order
from tests.link.making import a_client, a_link
from tests.page import attribute
from tests.web.link.test_reading import ask, back_with_a_token
from tests.web.steps import come_back, page_of, work
from tokri.core.ports import Outside

LOG_IN = "main a[href*='/connect/login']"


def test_a_client_logs_in_once_more_and_is_asked_again(
    app: Flask, client: HouseClient, client_for: ClientFor, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    tag = back_with_a_token(client, made, kite, "AB1234")
    kite.place(book_order(tag=tag, tags=(tag,), status="OPEN", filled_quantity=4))
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    (link,) = client.page.all(LOG_IN)
    other = client_for(app)
    other.get(f"{made.address}/result")
    assert not other.page.all(LOG_IN)
    given = parse_qs(urlsplit(attribute(link, "href")).query)["redirect_params"][0]
    reference = {name: values[0] for name, values in parse_qs(given).items()}
    answer = come_back(client, status="success", request_token=kite.log_in("AB1234"), **reference)
    assert page_of(answer) == f"{made.address}/result"
    client.get(answer.location)
    kite.book = [book_order(tag=tag, tags=(tag,))]
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    assert client.page.all("tr[data-standing=filled][data-filled='10']")
    assert not client.page.all(LOG_IN), "nothing of it is open"
