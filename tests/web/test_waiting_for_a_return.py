"""While nothing came back, and when more than one sending may: the page waits, asks, and tells them apart."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.page import attribute
from tests.web.returning import SUCCESS, land
from tests.web.steps import TCS, button_names, come_back, hand_off, handbacks, handoffs, hidden, leave, press, to_kite


def test_while_nothing_came_back_the_page_asks_did_kite_come_back(client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Not back from Kite yet"
    assert "What did you do on Kite?" in client.page.text("main")
    assert button_names(client.page) == [
        "I placed all of them",
        "I placed some of them",
        "I placed none of them",
        "Kite said: not enabled for the app",
        "I could not log in to Kite",
        "Add the screenshot",
    ]


def test_after_an_hour_of_silence_the_page_says_that_nothing_was_heard(
    client: HouseClient, basket: str, clock: FakeClock
) -> None:
    to_kite(client, basket)
    clock.forward(hours=1, minutes=1)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "No word from Kite"


def test_the_basket_of_a_cancelled_return_can_be_sent_once_more(client: HouseClient, basket: str) -> None:
    land(client, come_back(client, to_kite(client, basket), status="cancelled"))
    (again,) = [each for each in client.page.all("main a") if "try again" in each.to_text()]
    client.get(attribute(again, "href"))
    assert hidden(client.page, "attempt") == "2"


def test_a_return_after_a_change_of_the_basket_answers_what_was_sent(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    words = land(client, come_back(client, sent, **SUCCESS))
    assert "version 1, 1 order" in words
    assert len(handbacks(app, basket)) == 1


def test_a_second_sending_comes_back_as_itself(app: Flask, client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    again = leave(client, hand_off(client, basket, {"again": "yes"}))
    land(client, come_back(client, again, **SUCCESS))
    first, second = handoffs(app, basket)
    assert [kept.handoff_id for kept in handbacks(app, basket)] == [second.id]
    assert first.id != second.id


def test_a_return_of_the_first_sending_is_seen_though_a_second_was_made(client: HouseClient, basket: str) -> None:
    first = to_kite(client, basket)
    hand_off(client, basket, {"again": "yes"})
    words = land(client, come_back(client, first, **SUCCESS))
    assert client.page.text("#part-1-1-1") == "The first time: Sent to Kite, outcome not known"
    assert client.page.text("#part-1") == "Prepared, not sent yet"
    assert "Kite’s redirect said “success”" in words
    assert "Go on to Kite" not in words


def test_a_return_of_an_earlier_version_is_seen_though_a_later_one_was_handed_off(
    client: HouseClient, basket: str
) -> None:
    first = to_kite(client, basket)
    press(client, "save", TCS, at=basket, base=1)
    second = to_kite(client, basket, {"again": "yes"})
    land(client, come_back(client, first, **SUCCESS))
    assert client.page.text("#part-1-1-1") == "Version 1: Sent to Kite, outcome not known"
    assert client.page.text("#part-1") == "Not back from Kite yet"
    land(client, come_back(client, second, status="cancelled"))
    assert client.page.text("#part-1-1-1") == "Version 1: Sent to Kite, outcome not known"
    assert client.page.text("#part-1") == "Cancelled on Kite’s page"


def test_of_several_sendings_each_can_be_read_and_each_has_its_word(client: HouseClient, basket: str) -> None:
    first = to_kite(client, basket)
    second = leave(client, hand_off(client, basket, {"again": "yes"}))
    come_back(client, first, **SUCCESS)
    land(client, come_back(client, second, status="success", request_token="another"))
    assert len(client.page.all("form[action$='/reading']")) == 2
    assert len(client.page.all("form.choices")) == 2


def test_a_sending_that_never_left_and_was_made_anew_is_not_listed(client: HouseClient, basket: str) -> None:
    hand_off(client, basket)
    to_kite(client, basket)
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Not back from Kite yet"
    assert not client.page.all("[id^='part-1-']")
