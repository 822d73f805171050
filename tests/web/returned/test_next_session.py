"""Orders for the next session: in the evening what to do in the morning, and in the morning the acts."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite
from tests.page import attribute
from tests.web.returned.steps import YES, confirmed, said, the_order
from tests.web.returned.test_reading_once_more import LOG_IN, log_in_again
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    handbacks,
    page_of,
    readings,
    save,
    stop_the_clock,
    there_and_back,
    to_kite,
    work,
)

LATER = {**INFY, "variety": "amo", "order_type": "LIMIT", "price": "1600"}
COME_BACK = "Come back on 12 Feb 2026, 09:30 IST or later"
UPLOAD = ".notice a[href$='/result/upload']"


@pytest.fixture
def queued(client: HouseClient, kite: FakeKite, clock: FakeClock) -> str:
    """A basket that left at half past five for the session of the next morning, and came back with a token."""
    clock.forward(hours=7)
    basket = save(client, LATER)
    there_and_back(client, basket, request_token=kite.log_in())
    return basket


def test_in_the_evening_it_says_when_to_come_back_and_what_is_asked_then(client: HouseClient, queued: str) -> None:
    words = said(client, queued)
    assert COME_BACK in words
    assert "Log in at Kite to have that day’s order book read, upload it, or say it yourself." in words
    assert "Before that nothing of them is placed anew." in words
    assert not client.page.all(LOG_IN)


def test_what_was_read_in_the_evening_says_so_too(app: Flask, client: HouseClient, kite: FakeKite, queued: str) -> None:
    kite.place(the_order(app, queued, status="AMO REQ RECEIVED", filled_quantity=0))
    words = confirmed(app, client, kite, queued, keep="no")
    assert "Queued for 12 Feb 2026" in words
    assert COME_BACK in words


def test_where_no_book_can_be_read_it_speaks_of_none(client_for: ClientFor, clock: FakeClock) -> None:
    client = client_for(kite_api_secret="")
    stop_the_clock(client.application, clock)
    clock.forward(hours=7)
    basket = save(client, LATER)
    there_and_back(client, basket)
    assert "Upload that day’s order book, or say it yourself." in said(client, basket)
    clock.forward(hours=16)
    assert "Upload a file from Kite, or say what became of them." in said(client, basket)
    assert not client.page.all(LOG_IN)
    assert client.page.all(UPLOAD)


def test_in_the_morning_the_book_can_be_read_by_a_log_in_though_nobody_read_it_before(
    app: Flask, client: HouseClient, kite: FakeKite, clock: FakeClock, queued: str
) -> None:
    clock.forward(hours=15, minutes=59)
    assert not client.page.all(LOG_IN)
    clock.forward(minutes=1)
    words = said(client, queued)
    assert COME_BACK not in words
    assert "Have today’s order book read, upload it, or say what became of them." in words
    assert "they are over" not in words
    assert client.page.all(UPLOAD)
    assert {attribute(each, "value") for each in client.page.all("form.choices button")} >= {"placed-all"}
    assert log_in_again(client, kite) == f"{queued}/result"
    kite.place(the_order(app, queued))
    said(client, queued)
    assert client.submit(YES, fields={"keep": "no"}).status_code == 303
    work(app, kite)
    said(client, queued)
    client.submit("form[action$='/account']", ("account", "mine"))
    work(app, kite)
    assert len(readings(app, queued)) == 1
    assert "Filled, by Kite’s order book" in said(client, queued)


def test_what_was_queued_in_the_evening_has_no_figures_in_the_morning(
    app: Flask, client: HouseClient, kite: FakeKite, clock: FakeClock, queued: str
) -> None:
    kite.place(the_order(app, queued, status="AMO REQ RECEIVED", filled_quantity=0))
    confirmed(app, client, kite, queued, keep="no")
    clock.forward(hours=16)
    words = said(client, queued)
    assert "Not known" in words
    assert "still open" not in words


def test_the_cancel_of_that_log_in_is_no_other_baskets(
    app: Flask, client: HouseClient, clock: FakeClock, queued: str
) -> None:
    clock.forward(hours=16)
    said(client, queued)
    assert client.page.all(LOG_IN)
    other = save(client, TCS, name="Another")
    to_kite(client, other)
    client.get(come_back(client, status="cancelled").location)
    assert client.page.h1 == "Which basket did you come back from?"
    assert handbacks(app, other) == []


def test_before_the_session_a_return_that_names_nothing_is_the_other_baskets(
    app: Flask, client: HouseClient, kite: FakeKite, queued: str
) -> None:
    """Nobody is offered a log-in yet."""
    assert queued
    other = save(client, {**LATER, "tradingsymbol": "TCS"}, name="Another")
    to_kite(client, other)
    answer = come_back(client, status="success", request_token=kite.log_in())
    assert page_of(answer) == f"{other}/result"
    assert [each.status for each in handbacks(app, other)] == ["success"]


def test_the_day_after_the_session_no_log_in_is_offered_for_the_book_is_empty_again(
    client: HouseClient, clock: FakeClock, queued: str
) -> None:
    clock.forward(hours=40)
    words = said(client, queued)
    assert not client.page.all(LOG_IN)
    assert "Upload a file from Kite, or say what became of them." in words


def test_nor_is_it_where_the_book_was_read_in_the_evening(
    app: Flask, client: HouseClient, kite: FakeKite, clock: FakeClock, queued: str
) -> None:
    kite.place(the_order(app, queued, status="AMO REQ RECEIVED", filled_quantity=0))
    confirmed(app, client, kite, queued, keep="no")
    clock.forward(hours=16)
    said(client, queued)
    assert client.page.all(LOG_IN), "in the morning it is"
    clock.forward(hours=24)
    words = said(client, queued)
    assert not client.page.all(LOG_IN)
    assert "Upload a file from Kite, or say what became of them." in words


def test_what_the_clock_made_an_order_for_the_next_session_is_the_same_part_in_the_morning(
    client: HouseClient, clock: FakeClock
) -> None:
    clock.forward(hours=7)
    basket = save(client, {**LATER, "variety": ""})
    there_and_back(client, basket)
    assert '"variety": "amo"' in client.page.text("main pre")
    clock.forward(hours=16)
    assert "in other parts now" not in said(client, basket)
    client.get(f"{basket}/review")
    assert "in other parts now" not in client.page.text("main")
    assert client.page.all("input[name=again]")
