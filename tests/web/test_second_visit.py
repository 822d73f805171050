"""A second visit to the page that leaves: it posts nothing, says so, and sends again only where that is safe."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.page import Form
from tests.web.steps import (
    INFY,
    TCS,
    button_names,
    come_back,
    hand_off,
    handoffs,
    leave,
    nonce_of,
    press,
    save,
    to_kite,
    words_of,
)
from tokri.core.ports import Said

KITE = "http://you-forgot-kite.localhost:1"

#: "Kite did not open, or I could not log in: try again"
ONE_TAP = "form[action$='/handoff']"


# --- once, and what a second visit says ---------------------------------------------------------


def test_a_second_visit_posts_nothing_and_says_so(client: HouseClient) -> None:
    handoff = hand_off(client, save(client, INFY))
    leave(client, handoff)
    answer = client.get(handoff)
    assert client.page.h1 == "You have already been sent to Kite"
    assert KITE not in client.page.html
    assert not client.page.all("[data-autosubmit]")
    assert "form-action 'self';" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert client.page.all("script[src$='app.mjs']")


def test_the_first_choice_of_a_second_visit_is_to_try_again(client: HouseClient) -> None:
    handoff = hand_off(client, save(client, INFY))
    leave(client, handoff)
    client.get(handoff)
    assert button_names(client.page)[0] == "Kite did not open, or I could not log in: try again"


def test_trying_again_is_a_new_hand_off_with_its_own_tag_and_keeps_the_persons_word(
    app: Flask, client: HouseClient
) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    first_sent = leave(client, handoff)
    client.get(handoff)
    answer = client.submit(f"form[action='{basket}/handoff']")
    assert answer.status_code == 303
    second_sent = leave(client, answer.location)
    first, second = handoffs(app, basket)
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.tag in first_sent["data"]
    assert second.tag in second_sent["data"]
    assert first.tag != second.tag
    assert nonce_of(first_sent) != nonce_of(second_sent)
    assert [(word.handoff_id, word.said) for word in words_of(app, basket)] == [(first.id, Said.NO_LOGIN)]


def test_trying_again_twice_from_two_tabs_makes_one(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    leave(client, handoff)
    client.get(handoff)
    again = client.page.form(ONE_TAP)
    answers = [client.submit(again) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(handoffs(app, basket)) == 2
    assert len(words_of(app, basket)) == 1
    leave(client, answers[0].location)
    assert client.submit(again).status_code == 409
    assert len(handoffs(app, basket)) == 2


def test_a_basket_changed_since_is_not_sent_again_from_here(client: HouseClient) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    leave(client, handoff)
    press(client, "save", {**INFY, "quantity": "11"}, at=basket, base=1)
    client.get(handoff)
    assert "The basket was changed since." in client.page.text("main")
    assert not client.page.all(ONE_TAP)


def test_a_second_visit_after_the_return_leads_to_the_result(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    come_back(client, leave(client, handoff), status="success")
    client.get(handoff)
    assert "Your browser has come back since: Sent to Kite, outcome not known." in client.page.text("main")
    (made,) = handoffs(app, basket)
    assert client.page.all(f"main a[href='{basket}/result#handoff-{made.id}']")


# --- where one tap may send again, and where not ------------------------------------------------


def stale_tap(client: HouseClient, handoff: str) -> Form:
    """The one tap of a page that was opened while nothing was known yet."""
    leave(client, handoff)
    client.get(handoff)
    return client.page.form(ONE_TAP)


@pytest.mark.parametrize("query", [{"status": "success"}, {"status": "success", "request_token": "a"}, {}])
def test_what_came_back_is_not_sent_again_by_one_tap(app: Flask, client: HouseClient, query: dict[str, str]) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    tap = stale_tap(client, handoff)
    come_back(client, **query)
    client.get(handoff)
    assert not client.page.all(ONE_TAP)
    assert client.submit(tap).status_code == 422
    assert "Look at your orders in Kite, then tick" in client.page.text("#error-summary")
    assert len(handoffs(app, basket)) == 1
    assert words_of(app, basket) == []


@pytest.mark.parametrize("said", ["placed-all", "placed-some"])
def test_what_the_person_placed_is_not_sent_again_by_one_tap(app: Flask, client: HouseClient, said: str) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    tap = stale_tap(client, handoff)
    client.submit("form.choices", ("said", said))
    client.get(handoff)
    assert not client.page.all(ONE_TAP)
    assert client.page.all("form.choices")
    assert client.submit(tap).status_code == 422
    assert len(handoffs(app, basket)) == 1
    assert [word.said.value for word in words_of(app, basket)] == [said]


@pytest.mark.parametrize("said", ["no-login", "not-enabled"])
def test_what_could_not_be_opened_can_be_sent_again_by_one_tap(client: HouseClient, said: str) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    leave(client, handoff)
    client.get(handoff)
    client.submit("form.choices", ("said", said))
    client.get(handoff)
    assert client.submit(ONE_TAP).status_code == 303


@pytest.mark.parametrize("placed", ["placed-all", "placed-some"])
def test_what_was_said_to_be_placed_is_not_sent_by_one_tap_once_it_is_said_that_kite_did_not_open(
    app: Flask, client: HouseClient, placed: str
) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    tap = stale_tap(client, handoff)
    for said in (placed, "no-login"):
        client.get(handoff)
        client.submit("form.choices", ("said", said))
    client.get(handoff)
    assert not client.page.all(ONE_TAP)
    assert client.submit(tap).status_code == 422
    assert client.page.all("#sent-before")
    assert client.page.all("#again")
    assert len(handoffs(app, basket)) == 1
    assert client.submit("form.send", fields={"again": "yes"}).status_code == 303


def test_what_another_browser_came_back_from_is_not_sent_again_by_one_tap(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    sent = leave(client, handoff)
    client.get(handoff)
    tap = client.page.form(ONE_TAP)
    stranger = app.test_client(public_url="http://tokri.localhost:8400", kite_url="")
    come_back(stranger, sent, status="success")  # type: ignore[arg-type]  # Flask types its client as its own
    client.get(handoff)
    assert not client.page.all(ONE_TAP)
    assert client.submit(tap).status_code == 422
    assert len(handoffs(app, basket)) == 1


def test_a_cancelled_hand_off_keeps_no_word_that_the_person_could_not_log_in(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    handoff = hand_off(client, basket)
    tap = stale_tap(client, handoff)
    come_back(client, status="cancelled")
    client.get(handoff)
    assert not client.page.all(ONE_TAP)
    assert client.submit(tap).status_code == 303
    assert words_of(app, basket) == []


def test_the_tap_of_a_first_sending_does_not_send_a_third_beside_the_second(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    first = hand_off(client, basket)
    second = client.submit(stale_tap(client, first)).location
    leave(client, second)
    client.get(first)
    assert not client.page.all(ONE_TAP)
    client.get(second)
    tap = client.page.form(ONE_TAP)
    assert client.submit(tap, fields={"instead_of": handoffs(app, basket)[0].id}).status_code == 422
    assert len(handoffs(app, basket)) == 2
    assert client.submit(tap).status_code == 303


def test_one_tap_names_a_hand_off_of_this_basket_and_part(app: Flask, client: HouseClient) -> None:
    basket, other = save(client, INFY), save(client, INFY)
    to_kite(client, other)
    tap = stale_tap(client, hand_off(client, basket))
    for wrong in (handoffs(app, other)[0].id, "never-was", "a'b", ""):
        assert client.submit(tap, fields={"instead_of": wrong}).status_code == 422, wrong
        assert client.page.all("#again")
    assert len(handoffs(app, basket)) == 1
    assert words_of(app, basket) == words_of(app, other) == []


def test_one_tap_says_again_to_one_hand_off_and_not_to_one_of_an_earlier_version(
    app: Flask, client: HouseClient
) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    press(client, "save", INFY, TCS, at=basket, base=1)
    second = hand_off(client, basket, {"again": "yes"})
    leave(client, second)
    client.get(second)
    assert not client.page.all(ONE_TAP)
    assert client.page.all(f"main a[href='{basket}/review']")
    assert len(handoffs(app, basket)) == 2


def test_news_of_an_earlier_version_that_came_after_the_page_was_opened_stops_the_one_tap(
    app: Flask, client: HouseClient
) -> None:
    basket = save(client, INFY)
    sent = to_kite(client, basket)
    client.get(f"{basket}/result")
    client.submit("form.choices", ("said", "no-login"))
    press(client, "save", INFY, TCS, at=basket, base=1)
    tap = stale_tap(client, hand_off(client, basket))
    come_back(client, sent, status="success")
    assert client.submit(tap).status_code == 422
    assert "version 1, which left on" in client.page.text("label[for=again]")
    assert len(handoffs(app, basket)) == 2
