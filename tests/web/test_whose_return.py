"""Whose return it is: nothing of a basket is shown to a browser that did not hand it off."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.web.returning import SUCCESS, land
from tests.web.steps import TCS, come_back, hand_off, handbacks, handoffs, rows, save, to_kite


def test_a_strangers_browser_is_shown_nothing_of_the_basket(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    stranger = app.test_client(public_url="http://tokri.localhost:8400", kite_url="")
    answer = come_back(stranger, sent, **SUCCESS)  # type: ignore[arg-type]  # Flask types its client as its own
    assert answer.location == "/kite/returned/elsewhere"
    assert "nothing of it is shown here" in land(stranger, answer)  # type: ignore[arg-type]  # the same
    assert handbacks(app, basket) == []


def test_another_visitor_is_shown_nothing_of_the_basket_either(
    app: Flask, client: HouseClient, client_for: ClientFor, basket: str
) -> None:
    sent = to_kite(client, basket)
    other = client_for(app)
    save(other, TCS)
    words = land(other, come_back(other, sent, **SUCCESS))
    assert "Kite sent another browser here" in words
    assert "INFY" not in words
    assert handbacks(app, basket) == []


def test_neither_cookie_nor_reference_is_nobodys_return(app: Flask, client: HouseClient) -> None:
    words = land(client, come_back(client, **SUCCESS))
    assert "We cannot tell whose return this is" in words
    assert rows(app)["handbacks"] == []


def test_a_reference_without_a_cookie_that_we_never_gave_is_nobodys_return(client: HouseClient) -> None:
    answer = come_back(client, **SUCCESS, handoff="never-given")
    assert "We cannot tell whose return this is" in land(client, answer)


def test_a_reference_that_we_never_gave_is_not_guessed_at(app: Flask, client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    answer = come_back(client, **SUCCESS, handoff="never-given")
    assert "We do not know this return" in land(client, answer)
    assert handbacks(app, basket) == []


def test_a_browser_that_sent_nothing_is_told_so(app: Flask, client: HouseClient, basket: str) -> None:
    hand_off(client, basket)
    assert "There is nothing at Kite for this to answer" in land(client, come_back(client, **SUCCESS))
    assert rows(app)["handbacks"] == []


def test_a_hand_off_that_was_never_sent_cannot_come_back(app: Flask, client: HouseClient, basket: str) -> None:
    hand_off(client, basket)
    (made,) = handoffs(app, basket)
    answer = come_back(client, **SUCCESS, handoff=made.nonce)
    assert "There is nothing at Kite for this to answer" in land(client, answer)
    assert handbacks(app, basket) == []


def test_a_hand_off_of_two_days_ago_does_not_come_back_by_itself(
    client: HouseClient, basket: str, clock: FakeClock
) -> None:
    to_kite(client, basket)
    clock.forward(days=2)
    assert "There is nothing at Kite" in land(client, come_back(client, **SUCCESS))


def test_a_return_for_a_basket_that_was_deleted_meanwhile_has_its_page(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    client.get(f"{basket}/delete")
    client.submit("main form")
    assert "We do not know this return" in land(client, come_back(client, sent, **SUCCESS))
    assert "There is nothing at Kite" in land(client, come_back(client, **SUCCESS))
    assert rows(app)["handbacks"] == []


def test_an_older_cookie_of_a_browser_that_was_forgotten_brings_nothing_back(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    cookie = client.get_cookie("tokri", domain="tokri.localhost")
    assert cookie is not None
    client.get("/forget")
    client.submit("main form")
    client.set_cookie("tokri", cookie.value, domain="tokri.localhost")
    assert "We do not know this return" in land(client, come_back(client, sent, **SUCCESS))
    assert rows(app)["handbacks"] == []
