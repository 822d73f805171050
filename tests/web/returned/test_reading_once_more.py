"""What was read once and was not over yet: the book again by another log-in, the person's word, or a file."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite
from tests.page import attribute
from tests.web.returned.steps import LOOK, YES, confirmed, said, the_order
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    handbacks,
    page_of,
    press,
    readings,
    save,
    there_and_back,
    to_kite,
    work,
)

LOG_IN = "main a[href*='/connect/login']"


@pytest.fixture
def open_still(app: Flask, client: HouseClient, kite: FakeKite) -> str:
    """A basket whose one order was read once, and was open then."""
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    kite.place(the_order(app, basket, status="OPEN", filled_quantity=4))
    confirmed(app, client, kite, basket, keep="no")
    return basket


def log_in_again(client: HouseClient, kite: FakeKite, **query: str) -> str:
    """Follow the page's link to Kite, log in there, come back; answers where to."""
    (link,) = client.page.all(LOG_IN)
    given = parse_qs(urlsplit(attribute(link, "href")).query)
    assert given["api_key"]
    back = {name: values[0] for name, values in parse_qs(given["redirect_params"][0]).items()}
    query = query or {"action": "login", "status": "success", "request_token": kite.log_in()}
    return page_of(come_back(client, **query, **back))


def test_what_was_open_when_it_was_read_is_offered_three_ways_the_strongest_first(
    client: HouseClient, open_still: str
) -> None:
    words = said(client, open_still)
    again, word, upload = (
        words.index(each)
        for each in ("Log in at Kite, to read the order book again", "Or say yourself", "Upload Kite’s order book")
    )
    assert again < word < upload
    assert "Nothing is ordered by it." in words
    assert not client.page.all(YES)


def test_what_the_book_shows_cannot_be_said_away(client: HouseClient, open_still: str) -> None:
    words = said(client, open_still)
    assert {attribute(each, "value") for each in client.page.all("form.choices button")} == {
        "placed-all",
        "placed-some",
    }
    assert "I placed none of them" not in words


def test_whoever_logged_in_once_more_is_asked_again_and_what_came_meanwhile_is_seen(
    app: Flask, client: HouseClient, kite: FakeKite, open_still: str
) -> None:
    said(client, open_still)
    assert log_in_again(client, kite) == f"{open_still}/result"
    assert len(readings(app, open_still)) == 1, "nothing is read before the person says so"
    kite.book = [the_order(app, open_still)]
    said(client, open_still)
    assert client.submit(YES, fields={"keep": "no"}).status_code == 303
    work(app, kite)
    assert "Filled" in said(client, open_still)
    assert len(readings(app, open_still)) == 2
    assert not client.page.all(LOG_IN), "all is over"


def test_a_log_in_claims_nothing_of_any_order(
    app: Flask, client: HouseClient, kite: FakeKite, clock: FakeClock
) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in(), status="odd")
    kite.place(the_order(app, basket, status="OPEN", filled_quantity=0))
    confirmed(app, client, kite, basket)
    clock.forward(minutes=5)
    log_in_again(client, kite)
    words = said(client, basket)
    assert "success" not in words
    assert "finished" not in words
    assert [each.log_in for each in handbacks(app, basket)] == [False, True]


def test_a_log_in_that_brings_no_token_keeps_nothing(
    app: Flask, client: HouseClient, kite: FakeKite, open_still: str
) -> None:
    said(client, open_still)
    assert log_in_again(client, kite, status="cancelled") == f"{open_still}/result"
    assert len(handbacks(app, open_still)) == 1


def test_a_log_in_without_the_name_of_a_hand_off_is_no_return_of_any(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    come_back(client, status="success", request_token=kite.log_in(), log_in="yes")
    assert handbacks(app, basket) == []


def test_while_the_session_is_kept_it_is_read_again_without_a_log_in(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    kite.place(the_order(app, basket, status="OPEN", filled_quantity=4))
    confirmed(app, client, kite, basket, keep="yes")
    assert client.page.text(f"{LOOK} button") == "Read the order book again"
    assert not client.page.all(LOG_IN)


def test_while_another_part_is_at_kite_no_log_in_is_offered_whose_cancel_would_be_taken_for_its_own(
    client: HouseClient, open_still: str
) -> None:
    press(client, "save", {**INFY, "quantity": "11"}, at=open_still, base=1)
    to_kite(client, open_still, {"again": "yes"})
    said(client, open_still)
    assert not client.page.all(LOG_IN)
    come_back(client, status="success")
    said(client, open_still)
    assert client.page.all(LOG_IN)


@pytest.fixture
def other(client: HouseClient) -> str:
    """Another basket of the same person's."""
    return save(client, TCS, name="Another")


def test_while_another_basket_is_at_kite_no_log_in_is_offered_whose_cancel_would_be_taken_for_its_own(
    client: HouseClient, open_still: str, other: str
) -> None:
    to_kite(client, other)
    said(client, open_still)
    assert not client.page.all(LOG_IN)
    come_back(client, status="success")
    said(client, open_still)
    assert client.page.all(LOG_IN)


def test_the_cancel_of_a_log_in_that_stood_open_is_no_word_of_a_basket_that_left_since(
    app: Flask, client: HouseClient, open_still: str, other: str
) -> None:
    said(client, open_still)
    assert client.page.all(LOG_IN), "opened in another tab, before the other basket leaves"
    to_kite(client, other)
    answer = come_back(client, status="cancelled")
    client.get(answer.location)
    assert client.page.h1 == "Which basket did you come back from?"
    assert "or had only logged in at Kite, leave it open" in client.page.text("main")
    assert handbacks(app, other) == []
    assert "is at Kite now" in review(client, other)


def test_a_cancel_is_the_other_baskets_once_the_person_says_so(
    app: Flask, client: HouseClient, open_still: str, other: str
) -> None:
    assert open_still
    to_kite(client, other)
    client.get(come_back(client, status="cancelled").location)
    (button,) = client.page.all("form.choices button")
    chosen = client.submit("form.choices", ("handoff", attribute(button, "value")))
    assert page_of(chosen) == f"{other}/result"
    assert [each.status for each in handbacks(app, other)] == ["cancelled"]


def test_the_cancel_of_a_log_in_is_none_of_what_was_read_before_it(
    app: Flask, client: HouseClient, open_still: str
) -> None:
    assert page_of(come_back(client, status="cancelled")) == f"{open_still}/result"
    assert [each.status for each in handbacks(app, open_still)] == ["success"]


def test_a_success_that_names_no_basket_is_none_of_what_left_while_a_log_in_stood_open(
    app: Flask, client: HouseClient, kite: FakeKite, open_still: str, other: str
) -> None:
    """Kite may drop the reference from a success as well."""
    said(client, open_still)
    assert client.page.all(LOG_IN), "opened in another tab, before the other basket leaves"
    to_kite(client, other)
    client.get(come_back(client, status="success", request_token=kite.log_in()).location)
    assert client.page.h1 == "Which basket did you come back from?"
    assert handbacks(app, other) == []
    assert "is at Kite now" in review(client, other)


def test_a_success_is_the_other_baskets_where_it_names_it_or_brings_no_token(
    app: Flask, client: HouseClient, kite: FakeKite, open_still: str, other: str
) -> None:
    """A log-in always brings a token."""
    assert open_still
    sent = to_kite(client, other)
    assert page_of(come_back(client, status="success")) == f"{other}/result"
    assert page_of(come_back(client, sent, status="success", request_token=kite.log_in())) == f"{other}/result"
    assert [each.status for each in handbacks(app, other)] == ["success", "success"]


def test_a_log_in_whose_reference_kite_dropped_is_one_all_the_same_where_nothing_else_is_meant(
    app: Flask, client: HouseClient, kite: FakeKite, open_still: str
) -> None:
    said(client, open_still)
    assert page_of(come_back(client, status="success", request_token=kite.log_in())) == f"{open_still}/result"
    assert [each.log_in for each in handbacks(app, open_still)] == [False, True]
    said(client, open_still)
    assert client.page.all(YES)


def test_what_filled_since_may_have_a_log_in_open_for_a_day_and_no_longer(
    app: Flask, client: HouseClient, kite: FakeKite, clock: FakeClock, open_still: str
) -> None:
    other = save(client, TCS, name="Another")
    said(client, open_still)
    log_in_again(client, kite)
    kite.book = [the_order(app, open_still)]
    said(client, open_still)
    client.submit(YES, fields={"keep": "no"})
    work(app, kite)
    to_kite(client, other)
    client.get(come_back(client, status="cancelled").location)
    assert client.page.h1 == "Which basket did you come back from?"
    clock.forward(hours=25)
    to_kite(client, other, {"again": "yes"})
    assert page_of(come_back(client, status="cancelled")) == f"{other}/result"


def test_where_all_was_over_when_it_was_read_a_cancel_is_that_of_what_left_since(
    app: Flask, client: HouseClient, kite: FakeKite, other: str
) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    kite.place(the_order(app, basket))
    confirmed(app, client, kite, basket, keep="no")
    to_kite(client, other)
    assert page_of(come_back(client, status="cancelled")) == f"{other}/result"
    assert [each.status for each in handbacks(app, other)] == ["cancelled"]


def review(client: HouseClient, basket: str) -> str:
    """What is asked of whoever would send it again."""
    client.get(f"{basket}/review")
    return client.page.text("label[for=again]")


def test_a_success_that_names_no_basket_is_no_log_ins_where_what_was_read_never_came_back_with_one(
    app: Flask, client: HouseClient, kite: FakeKite
) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in(), status="odd")
    kite.place(the_order(app, basket, status="OPEN", filled_quantity=0))
    confirmed(app, client, kite, basket)
    client.get(come_back(client, status="success", request_token=kite.log_in()).location)
    assert client.page.h1 == "Which basket did you come back from?"
    assert [(each.status, each.log_in) for each in handbacks(app, basket)] == [("odd", False)]


def test_the_day_after_no_log_in_is_offered_for_the_book_is_empty_and_the_word_is_asked_for_still(
    client: HouseClient, clock: FakeClock, open_still: str
) -> None:
    clock.forward(hours=24)
    words = said(client, open_still)
    assert not client.page.all(LOG_IN)
    assert {attribute(each, "value") for each in client.page.all("form.choices button")} == {
        "placed-all",
        "placed-some",
    }
    assert "Upload Kite’s order book" in words


def test_days_after_a_cancel_is_that_of_what_left_since_for_no_log_in_was_offered_any_more(
    app: Flask, client: HouseClient, clock: FakeClock, open_still: str
) -> None:
    assert open_still
    clock.forward(hours=48)
    other = save(client, TCS, name="Another")
    to_kite(client, other)
    assert page_of(come_back(client, status="cancelled")) == f"{other}/result"
    assert [each.status for each in handbacks(app, other)] == ["cancelled"]
