"""At a link, what was read once and was still open is offered another log-in, in the browser that left alone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.desk.test_another_account import name
from tests.journey.fakes import FakeKite, book_order
from tests.link.making import Made, a_client, a_link
from tests.page import attribute
from tests.web.link.test_reading import ask, back_with_a_token
from tests.web.steps import come_back, page_of, work
from tokri.core.ports import KiteDown, KiteFault, NotAllowed, OutcomeUnknown, Outside, TokenRefused

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


def failed(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite, fault: KiteFault) -> tuple[Made, str]:
    """Back from Kite, and the reading came to nothing; answers the link, and the tag of its orders."""
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    tag = back_with_a_token(client, made, kite, "AB1234")
    kite.fail("exchange", fault)
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    return made, tag


@pytest.mark.parametrize("fault", [TokenRefused("Token is invalid or has expired."), OutcomeUnknown()])
def test_after_a_reading_that_failed_a_client_logs_in_once_more_and_it_is_read(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite, fault: KiteFault
) -> None:
    made, tag = failed(app, client, outside, kite, fault)
    (link,) = client.page.all(LOG_IN)
    given = parse_qs(urlsplit(attribute(link, "href")).query)["redirect_params"][0]
    reference = {name: values[0] for name, values in parse_qs(given).items()}
    answer = come_back(client, status="success", request_token=kite.log_in("AB1234"), **reference)
    client.get(answer.location)
    kite.book = [book_order(tag=tag, tags=(tag,))]
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    assert client.page.all("tr[data-standing=filled][data-filled='10']")


def test_a_cancelled_log_in_after_a_reading_that_failed_takes_no_order_back(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made, _tag = failed(app, client, outside, kite, OutcomeUnknown())
    assert page_of(come_back(client, status="cancelled")) == f"{made.address}/result"
    client.get(f"{made.address}/result")
    assert "Kite’s redirect said “cancelled”" not in client.page.text("main")


@pytest.mark.parametrize("fault", [NotAllowed("Not enabled."), KiteDown("Our own fault.")])
def test_where_kite_refused_the_site_itself_no_other_log_in_is_offered(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite, fault: KiteFault
) -> None:
    failed(app, client, outside, kite, fault)
    assert not client.page.all(LOG_IN)


def test_what_was_found_out_in_the_account_that_the_register_names_since_is_read_by_another_log_in(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    back_with_a_token(client, made, kite, "XY9876")
    ask(client)
    work(app, kite)
    client.get(f"{made.address}/result")
    assert not client.page.all(LOG_IN), "it is another account than theirs"
    name(outside, made, "XY9876")
    client.get(f"{made.address}/result")
    assert client.page.all(LOG_IN)
    assert "Nobody said" not in client.page.text("main"), "the firm has"
