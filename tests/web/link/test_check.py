"""The check on opening a link, in the browser: one question, counted, and never an echo of the answer."""

from __future__ import annotations

import logging
from typing import NoReturn

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.link.making import FIRM, PAN, Made, a_client, a_link, link_now
from tests.web.steps import rows, world
from tokri.core.desk.client import CheckKind
from tokri.core.link.check import MOST_WRONG, PASS_HOLDS
from tokri.core.ports import Outside
from tokri.core.ports.passwords import PasswordsBusy
from tokri.limits import LIMITS

QUESTION = "First, is this for you?"


@pytest.fixture
def made(outside: Outside) -> Made:
    return a_link(outside, check=CheckKind.PAN)


def test_the_right_answer_opens_the_page_in_this_browser_alone(
    app: Flask, client: HouseClient, client_for: ClientFor, made: Made
) -> None:
    client.get(made.address)
    assert "The last four characters of your PAN" in client.page.text("main form")
    answer = client.submit(fields={"answer": f" {PAN.lower()} "})
    assert answer.status_code == 303
    assert answer.location == made.address
    client.get(made.address)
    assert client.page.h1 != QUESTION
    other = client_for(app)
    other.get(made.address)
    assert other.page.h1 == QUESTION


def test_a_year_of_birth_is_asked_for_as_one(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside, check=CheckKind.BIRTH_YEAR, value="1975")
    made = a_link(outside, sunita)
    client.get(made.address)
    assert "The year in which you were born" in client.page.text("main form")
    assert client.submit(fields={"answer": "1975"}).status_code == 303


def test_a_wrong_answer_is_told_and_not_shown_again(
    app: Flask, client: HouseClient, outside: Outside, made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.get(made.address)
    answer = client.submit(fields={"answer": "987Z"})
    assert answer.status_code == 422
    assert client.page.h1 == QUESTION
    assert "Your answer is not the one that we have." in client.page.text("#error-summary")
    assert "987Z" not in answer.text
    assert "987Z" not in caplog.text
    assert made.token not in caplog.text
    assert "987Z" not in repr(rows(app))
    assert link_now(outside, made.link).wrong_checks == 1


def test_the_right_answer_holds_for_a_day_of_trading(client: HouseClient, made: Made, clock: FakeClock) -> None:
    client.get(made.address)
    client.submit(fields={"answer": PAN})
    clock.forward(seconds=PASS_HOLDS.total_seconds() - 1)
    client.get(made.address)
    assert client.page.h1 != QUESTION
    clock.forward(seconds=1)
    client.get(made.address)
    assert client.page.h1 == QUESTION


def test_too_many_wrong_answers_lock_the_link_for_everybody(client: HouseClient, outside: Outside, made: Made) -> None:
    client.get(made.address)
    for _ in range(MOST_WRONG - 1):
        assert client.submit(fields={"answer": "000A"}).status_code == 422
    assert client.submit(fields={"answer": "000A"}).status_code == 303
    assert client.get(made.address).status_code == 410
    assert client.page.h1 == "This address is locked"
    assert link_now(outside, made.link).locked_at is not None
    client.post(f"{made.address}/check", data={"answer": PAN})
    client.get(made.address)
    assert client.page.h1 == "This address is locked"


def test_a_browser_that_tries_too_often_waits(
    client: HouseClient, outside: Outside, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "link-check", (2, 60))
    client.get(made.address)
    for _ in range(3):  # the first is counted by the address, for the browser brings no cookie yet
        assert client.submit(fields={"answer": "000A"}).status_code == 422
    answer = client.submit(fields={"answer": PAN})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert client.page.h1 == "Come back in 1 minute"
    assert FIRM.name in client.page.text("header")
    assert made.token not in answer.text
    assert link_now(outside, made.link).wrong_checks == 3


def test_many_browsers_at_one_link_wait_together(
    app: Flask, client_for: ClientFor, outside: Outside, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "link-check-link", (2, 900))
    statuses = []
    for _ in range(3):
        browser = client_for(app)
        browser.get(made.address)
        statuses.append(browser.submit(fields={"answer": "000A"}).status_code)
    assert statuses == [422, 422, 429]
    assert link_now(outside, made.link).wrong_checks == 2


def test_while_too_many_answers_are_looked_at_the_page_says_to_wait_and_nothing_counts(
    app: Flask, client: HouseClient, outside: Outside, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> NoReturn:
        raise PasswordsBusy

    client.get(made.address)
    with monkeypatch.context() as patched:
        patched.setattr(world(app).passwords, "verify", busy)
        answer = client.submit(fields={"answer": PAN})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert client.page.h1 == "Too many people are here at this moment"
    assert link_now(outside, made.link).wrong_checks == 0
    client.get(made.address)
    assert client.submit(fields={"answer": PAN}).status_code == 303


def test_a_question_that_was_open_too_long_is_asked_again(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    answer = client.post(f"{made.address}/check", data={"answer": PAN, "csrf_token": "old"})
    assert answer.status_code == 400
    assert client.page.h1 == QUESTION
    assert "Answer once more." in client.page.text("#error-summary")
    assert PAN not in client.page.text("main form").replace("such as 234F", "")


def test_where_the_register_has_no_answer_any_more_nobody_comes_in(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    with outside.store.writing() as unit:
        found = unit.clients.get(made.link.client_id)
        assert found is not None
        assert found.details is not None
        unit.clients.change(found.id, found.details, found.edition, outside.clock(), check_hash=None)
    client.get(made.address)
    assert "no longer has the answer" in client.page.text("main")
    assert client.page.all("main form") == []


def test_a_link_without_a_check_opens_at_once(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(made.address)
    assert client.page.h1 != QUESTION


def test_an_answer_to_an_address_that_is_nobodys_leads_nowhere(app: Flask, client: HouseClient, made: Made) -> None:
    client.get(made.address)
    before = {name: found for name, found in rows(app).items() if name != "rate_limits"}
    answer = client.post("/l/nobodys-token/check", data={"answer": PAN})
    assert answer.status_code == 404
    assert "nobodys-token" not in answer.text
    assert {name: found for name, found in rows(app).items() if name != "rate_limits"} == before


def test_what_a_form_of_another_site_sends_is_refused_in_the_firms_frame(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    answer = client.post(f"{made.address}/check", data={"answer": PAN}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert client.page.h1 == "This came from another site"
    assert PAN not in answer.text
