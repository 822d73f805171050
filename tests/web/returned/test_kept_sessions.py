"""A session that is kept until 6 AM: looked at again, ended by its person, or by itself."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite
from tests.web.returned.steps import ACCOUNT, END, LOOK, YES, confirmed, said, the_order
from tests.web.steps import button_names, readings, rows, work
from tokri.core.ports import KiteRefused


def test_a_kept_session_shows_its_end_and_a_button_to_end_it_now(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    words = confirmed(app, client, kite, basket, keep="yes")
    assert "Your Kite session is kept until 12 Feb 2026, 06:00 IST, as you chose." in words
    assert kite.open_sessions == 1
    assert {"Read the order book again", "End the session now"} <= set(button_names(client.page))
    (reading,) = readings(app, basket)
    assert reading.access_token_sealed is not None
    assert "access0" not in repr(rows(app)) + client.page.html

    client.submit(END)
    assert "The session with Kite is being ended." in said(client, basket)
    work(app, kite)
    assert kite.open_sessions == 0
    assert "The session with Kite was ended on" in said(client, basket)


def test_a_kept_session_is_looked_at_again_and_the_page_shows_when(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    confirmed(app, client, kite, basket, keep="yes")
    assert "Not in the order book" in client.page.text("#seen-1")
    kite.place(the_order(app, basket))
    clock.forward(minutes=12)
    assert client.submit(LOOK).location == f"{basket}/result"
    assert "Checking with Kite" in said(client, basket)
    assert client.page.all("#outcome[data-watch]")
    assert not client.page.all(LOOK)
    work(app, kite)
    said(client, basket)
    assert client.page.text("caption") == "Seen in Kite’s order book, 11 Feb 2026, 10:42 IST"
    assert "Filled" in client.page.text("#seen-1 tbody tr")
    assert client.page.all(LOOK)


def test_a_look_that_finds_nothing_out_says_so_and_leaves_what_was_seen(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    kite.place(the_order(app, basket))
    confirmed(app, client, kite, basket, keep="yes")
    clock.forward(minutes=12)
    kite.fail("orders", KiteRefused())
    client.submit(LOOK)
    work(app, kite)
    words = said(client, basket)
    assert "The look of 11 Feb 2026, 10:42 IST found nothing out." in words
    assert "What stands here was seen on 11 Feb 2026, 10:30 IST." in words
    assert "Filled" in client.page.text("#seen-1 tbody tr")
    client.submit(LOOK)
    work(app, kite)
    assert "found nothing out" not in said(client, basket)


def test_a_session_whose_end_kite_did_not_confirm_is_not_said_to_be_ended(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    kite.fail("end", KiteRefused())
    words = confirmed(app, client, kite, basket)
    assert "Kite did not confirm the end of the session. Our key to it is destroyed;" in words
    assert "Kite itself ends it at 6 AM on 12 Feb 2026." in words
    assert "was ended" not in words


def test_the_session_of_another_account_is_being_ended_until_it_is(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    client.submit(YES)
    work(app, kite)
    client.get(f"{basket}/result")
    client.submit(ACCOUNT, ("account", "not-mine"))
    words = said(client, basket)
    assert "so nothing of it was read." in words
    assert "The session with Kite is being ended." in words
    work(app, kite)
    words = said(client, basket)
    assert "so nothing of it was read." in words
    assert "The session with Kite was ended on 11 Feb 2026" in words


def test_a_kept_session_ends_at_six_by_itself(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite, clock: FakeClock
) -> None:
    confirmed(app, client, kite, basket, keep="yes")
    clock.forward(hours=20)
    work(app, kite)
    said(client, basket)
    assert not client.page.all(END)
    assert kite.open_sessions == 0
