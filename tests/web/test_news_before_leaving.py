"""What becomes known between the yes to sending again and the page that leaves is looked at before anything leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.client import HouseClient
from tests.conftest import AppFor
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.page import attribute
from tests.web.bringing import book, order
from tests.web.bringing import choose as bring
from tests.web.steps import INFY, come_back, hand_off, handoffs, leave, press, save, to_kite, work
from tests.web.test_postback import SECRET, signed
from tests.web.test_sent_again import later, say

Happening = Callable[[Flask, HouseClient, str], object]


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    return app_for(kite_api_secret=SECRET)


def reported(app: Flask, basket: str) -> None:
    """Kite reported the order of the first hand-off; the runner has taken it in."""
    tag = handoffs(app, basket)[0].tag
    assert FlaskClient(app).post("/kite/postback", data=signed(book_order(tag=tag, tags=(tag,)))).status_code == 200
    work(app, FakeKite())


def read(app: Flask, client: HouseClient, basket: str, **seen: Any) -> None:
    """The order book was read, in another tab, and has the order."""
    kite = FakeKite()
    come_back(client, status="success", request_token=kite.log_in())
    kite.place(book_order(tag=(tag := handoffs(app, basket)[0].tag), tags=(tag,), **seen))
    client.get(f"{basket}/result")
    client.submit("form[action$='/reading']")
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit("form[action$='/account']", ("account", "mine"))
    work(app, kite)


def uploaded(app: Flask, client: HouseClient, basket: str) -> None:
    client.get(f"{basket}/result/upload")
    later(app)
    assert bring(client, "#bring", book(order("BUY INFY", "10/10"))).status_code == 200
    assert client.submit("#keep", fields={"mine": "yes"}).status_code == 303


NEWS: dict[str, Happening] = {
    "another tab's word": lambda _, client, basket: say(client, basket, "placed-all"),
    "the return": lambda _, client, __: come_back(client, status="success"),
    "a postback": lambda app, _, basket: reported(app, basket),
    "a reading": read,
    "an upload": uploaded,
}


@pytest.mark.parametrize("happening", NEWS)
def test_news_after_the_yes_holds_it_back_is_shown_and_is_asked_about_afresh(
    app: Flask, client: HouseClient, happening: str
) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    again = hand_off(client, basket, {"again": "yes"})
    NEWS[happening](app, client, basket)
    assert client.get(again).status_code == 409
    assert "There is news of what was handed to Kite before" in client.page.text("#error-summary")
    assert attribute(client.page.one("#error-summary a"), "href") == "#sent-before"
    assert not client.page.all("#basket-form")
    assert client.page.all("#sent-before")
    assert handoffs(app, basket)[1].left_at is None
    assert client.submit("form.send").status_code == 422
    assert client.submit("form.send", fields={"again": "yes"}).status_code == 303
    leave(client, f"/handoffs/{handoffs(app, basket)[2].id}")


def test_what_needed_no_second_yes_is_held_back_by_news_that_it_was_placed(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    come_back(client, to_kite(client, basket), status="cancelled")
    again = hand_off(client, basket)
    reported(app, basket)
    assert client.get(again).status_code == 409
    assert "was reported by Kite" in client.page.text("label[for=again]")
    assert handoffs(app, basket)[1].left_at is None


def test_a_changed_basket_is_held_back_by_news_of_the_version_before(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    come_back(client, to_kite(client, basket), status="cancelled")
    press(client, "save", {**INFY, "quantity": "11"}, at=basket, base=1)
    again = hand_off(client, basket)
    say(client, basket, "placed-all")
    assert client.get(again).status_code == 409
    assert handoffs(app, basket)[1].left_at is None


def test_what_became_known_before_the_yes_holds_nothing_back(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    read(app, client, basket)
    again = hand_off(client, basket, {"again": "yes"})
    clock.forward(minutes=2)
    leave(client, again)


def test_of_two_tabs_with_a_yes_the_one_that_saw_the_news_leaves_alone(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    first_tab = hand_off(client, basket, {"again": "yes"})
    say(client, basket, "placed-some")
    leave(client, hand_off(client, basket, {"again": "yes"}))
    assert client.get(first_tab).status_code == 200
    assert "This was handed over anew" in client.page.text("h1")
    assert [each.left_at is not None for each in handoffs(app, basket)] == [True, False, True]


def test_a_second_part_is_not_held_back_by_news_of_the_first(app: Flask, client: HouseClient) -> None:
    basket = save(client, *({**INFY, "quantity": str(n)} for n in range(1, 12)))
    come_back(client, to_kite(client, basket), status="success")
    second = hand_off(client, basket)
    say(client, basket, "placed-all")
    leave(client, second)
    assert [each.part for each in handoffs(app, basket)] == [1, 2]


def test_a_report_of_more_than_the_book_showed_holds_it_back(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    read(app, client, basket, status="OPEN", filled_quantity=0)
    again = hand_off(client, basket, {"again": "yes"})
    reported(app, basket)
    assert client.get(again).status_code == 409
    assert handoffs(app, basket)[1].left_at is None


def test_time_alone_is_no_news_after_the_yes(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    clock.forward(minutes=9)
    again = hand_off(client, basket, {"again": "yes"})
    clock.forward(minutes=2)
    leave(client, again)
    assert handoffs(app, basket)[1].left_at == clock()


def test_time_alone_is_no_news_between_the_look_and_the_yes(client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    clock.forward(minutes=9)
    client.get(f"{basket}/review")
    clock.forward(minutes=2)
    assert client.submit("form.send", fields={"again": "yes"}).status_code == 303


def test_the_opening_of_the_session_that_orders_wait_for_is_no_news(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    basket = save(client, INFY)
    clock.forward(hours=10)
    to_kite(client, basket)
    read(app, client, basket, status="AMO REQ RECEIVED", filled_quantity=0)
    client.get(f"{basket}/result")
    assert client.page.all("tr[data-standing=queued]")
    again = hand_off(client, basket, {"again": "yes"})
    clock.forward(hours=15)
    leave(client, again)
