"""The second factor: its code after the password, recovery codes, and setting it up."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.web.desk.coming_in import (
    RECOVERY,
    ask_for_a_second_factor,
    code_now,
    desk_cookie,
    kinds,
    record,
    session_of,
    try_to_sign_in,
    with_an_app,
)
from tests.web.desk.conftest import DeskFor
from tests.web.desk.staff import enter, hire
from tests.web.steps import rows, world
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role


@pytest.fixture
def meera(app: Flask) -> Person:
    """An adviser with a sign-in app."""
    return with_an_app(app, hire(app, Role.ADVISER, name="Meera Iyer"))


def half_in(client: HouseClient, person: Person) -> None:
    """Give the password; the page of the code is shown."""
    answer = try_to_sign_in(client, person.username)
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in/code")
    assert client.get(answer.location).status_code == 200


def test_the_code_of_the_app_makes_the_sign_in_whole(
    app: Flask, client: HouseClient, meera: Person, clock: FakeClock
) -> None:
    half_in(client, meera)
    assert client.get("/desk").location == "/desk/sign-in/code"
    answer = client.submit("#factor", fields={"code": code_now(clock)})
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert client.get("/desk").status_code == 200
    assert kinds(app)[-2:] == ["password accepted", "signed in"]
    assert record(app)[-1].facts == {"second_factor": "app"}


def test_the_code_may_be_typed_in_two_groups(client: HouseClient, meera: Person, clock: FakeClock) -> None:
    half_in(client, meera)
    code = code_now(clock)
    assert client.submit("#factor", fields={"code": f" {code[:3]} {code[3:]} "}).status_code == 303


def test_the_second_factor_gives_a_new_token_and_the_old_one_is_out(
    app: Flask, client: HouseClient, meera: Person, clock: FakeClock
) -> None:
    half_in(client, meera)
    half = desk_cookie(app, client)
    client.submit("#factor", fields={"code": code_now(clock)})
    assert desk_cookie(app, client) != half
    client.set_cookie("tokri-desk", half, domain="tokri.localhost")
    assert client.get("/desk").location == "/desk/sign-in"


def test_a_code_counts_once_even_where_it_was_seen(
    app: Flask, client: HouseClient, client_for: ClientFor, meera: Person, clock: FakeClock
) -> None:
    half_in(client, meera)
    client.submit("#factor", fields={"code": code_now(clock)})
    other = client_for(app)
    half_in(other, meera)
    answer = other.submit("#factor", fields={"code": code_now(clock)})
    assert answer.status_code == 422
    assert "This code does not count" in other.page.text("#error-summary")
    assert kinds(app)[-1] == "second factor refused"
    clock.forward(seconds=30)
    assert other.submit("#factor", fields={"code": code_now(clock)}).status_code == 303


def test_a_recovery_code_lets_in_once_and_tells_how_many_are_left(
    app: Flask, client: HouseClient, client_for: ClientFor, meera: Person
) -> None:
    half_in(client, meera)
    answer = client.submit("#factor", fields={"code": RECOVERY[0].lower().replace("-", " ")})
    client.get(answer.location)
    assert "You have 1 recovery code left." in client.page.text("main")
    used = [(entry.kind, entry.facts) for entry in record(app)][-2:]
    assert used == [("recovery code used", {"left": 1}), ("signed in", {"second_factor": "recovery code"})]
    other = client_for(app)
    half_in(other, meera)
    assert other.submit("#factor", fields={"code": RECOVERY[0]}).status_code == 422
    other.get(other.submit("#factor", fields={"code": RECOVERY[1]}).location)
    assert "That was your last recovery code." in other.page.text("main")


def test_no_code_of_any_kind_is_kept_as_it_is(app: Flask, client: HouseClient, meera: Person) -> None:
    half_in(client, meera)
    client.submit("#factor", fields={"code": RECOVERY[0]})
    assert "AAAABBBB" not in repr(rows(app)).replace("-", "")


def test_half_a_sign_in_ends_after_ten_minutes(client: HouseClient, meera: Person, clock: FakeClock) -> None:
    half_in(client, meera)
    clock.forward(minutes=10)
    answer = client.submit("#factor", fields={"code": code_now(clock)})
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


def test_whoever_guesses_codes_must_wait_even_with_the_password(
    app: Flask, client: HouseClient, meera: Person, clock: FakeClock
) -> None:
    half_in(client, meera)
    for number in range(5):
        assert client.submit("#factor", fields={"code": f"00000{number}"}).status_code == 422
    answer = client.submit("#factor", fields={"code": code_now(clock)})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert session_of(app, client) is not None
    clock.forward(seconds=30)
    assert client.submit("#factor", fields={"code": code_now(clock)}).status_code == 303


def test_a_browser_is_known_only_after_the_whole_way(client: HouseClient, meera: Person, clock: FakeClock) -> None:
    half_in(client, meera)
    with client.session_transaction(base_url="http://tokri.localhost:8400") as kept:
        assert "known" not in kept
    client.submit("#factor", fields={"code": code_now(clock)})
    with client.session_transaction(base_url="http://tokri.localhost:8400") as kept:
        assert len(kept["known"]) == 1


def test_whoever_is_half_in_can_go_out_again(client: HouseClient, meera: Person) -> None:
    half_in(client, meera)
    client.submit("#leave")
    client.get("/desk/sign-in")
    assert client.page.h1 == "Sign in"


# --- setting it up -------------------------------------------------------------------------------


def test_where_the_firm_wants_one_it_is_set_up_before_anything_else(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    ask_for_a_second_factor(app)
    person = hire(app, Role.ADVISER)
    assert try_to_sign_in(client, person.username).location == "/desk/sign-in/code"
    assert client.get("/desk").location == "/desk/sign-in/code"
    client.get("/desk/sign-in/code", follow_redirects=True)
    assert client.page.h1 == "Set up your sign-in app"
    assert "Your firm lets nobody in with a password alone." in client.page.text("main")
    half = desk_cookie(app, client)
    assert client.submit("#factor", fields={"code": code_now(clock)}).status_code == 200
    codes = [each.to_text().strip() for each in client.page.all("main code")]
    assert len(set(codes)) == 10
    assert desk_cookie(app, client) != half
    assert client.get("/desk").status_code == 200
    assert kinds(app)[-2:] == ["second factor set up", "signed in"]


def test_the_codes_that_were_shown_once_let_in_afterwards(
    app: Flask, client: HouseClient, client_for: ClientFor, clock: FakeClock
) -> None:
    ask_for_a_second_factor(app)
    person = hire(app, Role.ADVISER)
    try_to_sign_in(client, person.username)
    client.get("/desk/sign-in/app")
    client.submit("#factor", fields={"code": code_now(clock)})
    codes = [each.to_text().strip() for each in client.page.all("main code")]
    other = client_for(app)
    half_in(other, person)
    assert other.submit("#factor", fields={"code": code_now(clock)}).status_code == 422, (
        "the first code was used to set it up"
    )
    assert other.submit("#factor", fields={"code": codes[3]}).status_code == 303


def test_a_wrong_first_code_sets_up_nothing_and_the_same_secret_is_shown_again(app: Flask, client: HouseClient) -> None:
    ask_for_a_second_factor(app)
    person = hire(app, Role.ADVISER)
    try_to_sign_in(client, person.username)
    client.get("/desk/sign-in/app")
    secret = client.page.text("#secret")
    assert re.fullmatch("([A-Z2-7]{4} ){7}[A-Z2-7]{4}", secret)
    assert client.submit("#factor", fields={"code": "000000"}).status_code == 422
    assert client.page.text("#secret") == secret
    assert client.get("/desk").location == "/desk/sign-in/code"


def test_a_secret_that_was_offered_to_another_session_is_not_taken(
    app: Flask, client: HouseClient, desk_for: DeskFor
) -> None:
    other = desk_for(Role.ADVISER)
    other.get("/desk/me/second-factor")
    offered = dict(other.page.form().fields)["offered"]
    secret = other.page.text("#secret")
    enter(app, client, hire(app, Role.ADVISER))
    client.get("/desk/me/second-factor")
    client.submit("#factor", fields={"code": "000000", "offered": offered})
    assert client.page.text("#secret") != secret


def test_whoever_has_a_second_factor_cannot_set_up_another_with_the_password_alone(
    app: Flask, client: HouseClient, meera: Person, clock: FakeClock
) -> None:
    half_in(client, meera)
    assert client.get("/desk/sign-in/app").location == "/desk/sign-in/code"
    answer = client.post("/desk/sign-in/app", data={"code": code_now(clock), "offered": ""})
    assert answer.location == "/desk/sign-in/code"
    with world(app).store.reading() as view:
        assert view.people.get(meera.id) == meera


def test_setting_it_up_ends_the_persons_other_sessions(app: Flask, client_for: ClientFor, clock: FakeClock) -> None:
    person, here, there = hire(app, Role.ADVISER), client_for(app), client_for(app)
    enter(app, here, person)
    enter(app, there, person)
    here.get("/desk/me/second-factor")
    here.submit("#factor", fields={"code": code_now(clock)})
    assert here.get("/desk").status_code == 200
    assert there.get("/desk").status_code == 303


def test_setting_it_up_from_inside_wants_the_password_first(app: Flask, client: HouseClient) -> None:
    enter(app, client, hire(app, Role.ADVISER), confirmed=False)
    answer = client.get("/desk/me/second-factor")
    assert (answer.status_code, answer.location) == (303, "/desk/confirm?back=desk_own_second_factor")


def test_the_qr_is_drawn_dark_on_light_without_a_style(adviser: HouseClient) -> None:
    adviser.get("/desk/me/second-factor")
    paths = [(each.attrs or {}) for each in adviser.page.all("main svg path")]
    assert {each.get("fill") or each.get("stroke") for each in paths} == {"#fff", "#000"}
    assert "style" not in adviser.page.html.partition("<main")[2].partition("</main")[0]
