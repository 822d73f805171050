"""The password again, before what wants it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.web.desk.coming_in import desk_cookie, kinds, session_of
from tests.web.desk.staff import PASSWORD, enter, hire
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role


@pytest.fixture(autouse=True)
def meera(app: Flask, client: HouseClient) -> Person:
    """Somebody who signed in a while ago."""
    person = hire(app, Role.ADVISER)
    enter(app, client, person, confirmed=False)
    return person


def test_the_right_password_leads_back_to_the_page_that_wanted_it(
    app: Flask, client: HouseClient, meera: Person
) -> None:
    client.get(client.get("/desk/me/second-factor").location)
    assert meera.username in client.page.text("main")
    answer = client.submit(fields={"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/desk/me/second-factor")
    assert client.get(answer.location).status_code == 200
    assert kinds(app)[-1] == "password confirmed"


def test_it_is_not_asked_again_for_ten_minutes(client: HouseClient, clock: FakeClock) -> None:
    client.get("/desk/confirm?back=desk_own_second_factor")
    client.submit(fields={"password": PASSWORD})
    clock.forward(minutes=9, seconds=59)
    assert client.get("/desk/me/second-factor").status_code == 200
    clock.forward(seconds=1)
    assert client.get("/desk/me/second-factor").status_code == 303


def test_the_session_has_a_new_token_from_then_on(app: Flask, client: HouseClient) -> None:
    before, session = desk_cookie(app, client), session_of(app, client)
    client.get("/desk/confirm")
    client.submit(fields={"password": PASSWORD})
    assert desk_cookie(app, client) != before
    now = session_of(app, client)
    assert session is not None
    assert now is not None
    assert (now.id, now.began_at) == (session.id, session.began_at)
    client.set_cookie("tokri-desk", before, domain="tokri.localhost")
    assert client.get("/desk").status_code == 303


def test_a_wrong_password_confirms_nothing(app: Flask, client: HouseClient, meera: Person) -> None:
    client.get("/desk/confirm?back=desk_own_second_factor")
    answer = client.submit(fields={"password": "wrong"})
    assert answer.status_code == 422
    assert "This is not your password." in client.page.text("#error-summary")
    assert dict(client.page.form().fields) == {
        "csrf_token": client.page.csrf_token,
        "back": "desk_own_second_factor",
        "username": meera.username,
        "password": "",
    }
    assert client.get("/desk/me/second-factor").status_code == 303
    assert kinds(app)[-1] == "password refused"


def test_guessing_it_is_slowed_down(client: HouseClient) -> None:
    client.get("/desk/confirm")
    for _ in range(5):
        assert client.submit(fields={"password": "wrong"}).status_code == 422
    assert client.submit(fields={"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example",
        "/desk/me",
        "desk_sign_out",
        "desk_sign_in",
        "desk_second_factor",
        "desk_person",
        "desk_no_such_page",
        "home",
        "basket",
        "",
        "\x00",
    ],
)
def test_it_leads_to_pages_of_the_desk_by_their_names_alone(client: HouseClient, back: str) -> None:
    client.get("/desk/confirm", query_string={"back": back})
    assert dict(client.page.form().fields)["back"] == "desk_home"
    answer = client.submit(fields={"password": PASSWORD, "back": back})
    assert answer.location == "/desk"


def test_a_stranger_is_asked_to_sign_in_instead(app: Flask, client_for: ClientFor) -> None:
    assert client_for(app).get("/desk/confirm").location == "/desk/sign-in"
