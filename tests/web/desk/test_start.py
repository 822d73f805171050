"""From nothing to the desk: the first administrator, somebody new, and whoever needs a new password."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.web.desk.coming_in import (
    RECOVERY,
    ask_for_a_second_factor,
    code_now,
    kinds,
    record,
    try_to_sign_in,
    with_an_app,
)
from tests.web.desk.staff import enter, hire
from tests.web.steps import rows, world
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.desk.by import CONSOLE
from tokri.desk.people import Newcomer, add, first_code, reset
from tokri.desk.people import disable as disable_person

NEW = "seven kites above the fort"
WHO = {"name": "  Asha   Rao ", "username": "Asha.Rao", "email": "asha@nirman.in"}


@pytest.fixture
def first(app: Flask) -> str:
    """The one-time code of the first administrator, as the terminal prints it."""
    return first_code(world(app), CONSOLE)[0]


def give(client: HouseClient, code: str) -> None:
    """Type the code; the next page is shown, if it counts."""
    client.get("/desk/start")
    client.submit(fields={"code": code}, follow_redirects=True)


def people(app: Flask) -> list[Person]:
    with world(app).store.reading() as view:
        return list(view.people.all())


def somebody_new(app: Flask) -> str:
    """The one-time code of an adviser who was just added."""
    invited = add(world(app), CONSOLE, Newcomer("meera", "Meera Iyer", "meera@nirman.in"), [Role.ADVISER])
    assert not isinstance(invited, list)
    return invited.code


def reset_of(app: Flask, person: Person, *, second_factor: bool = False) -> str:
    invited = reset(world(app), CONSOLE, person.id, second_factor=second_factor)
    assert invited is not None
    return invited.code


# --- the first administrator -----------------------------------------------------------------------


def test_from_nothing_to_the_desk(app: Flask, client: HouseClient, first: str) -> None:
    client.get("/desk", follow_redirects=True)
    assert client.page.h1 == "Set up the firm’s desk"
    client.submit(fields={"code": first}, follow_redirects=True)
    assert client.page.h1 == "Make the first account"
    answer = client.submit("#choose", fields={**WHO, "password": NEW, "again": NEW})
    assert (answer.status_code, answer.location) == (303, "/desk/me/second-factor")
    client.get(answer.location)
    assert "Not now" in client.page.text("main"), "the second factor is offered, not forced"
    assert client.get("/desk").status_code == 200
    (asha,) = people(app)
    assert (asha.name, asha.username, asha.email) == ("Asha Rao", "asha.rao", "asha@nirman.in")
    assert asha.roles == {Role.ADMINISTRATOR}
    assert kinds(app)[-3:] == ["first code made", "person added", "signed in"]


def test_there_is_no_default_account(app: Flask, client: HouseClient) -> None:
    assert people(app) == []
    for name, password in (("admin", "admin"), ("administrator", ""), ("", "")):
        client.get("/desk/start")
        assert client.post("/desk/sign-in", data={"username": name, "password": password}).status_code == 422


def test_the_record_says_of_the_person_nothing_that_cannot_be_erased(
    app: Flask, client: HouseClient, first: str
) -> None:
    give(client, first)
    client.submit("#choose", fields={**WHO, "password": NEW, "again": NEW})
    (asha,) = people(app)
    assert "sha" not in repr([entry.facts for entry in record(app)])
    with world(app).store.writing() as unit:
        assert unit.erase_personal(asha.id, world(app).clock()) == 1


@pytest.mark.parametrize("spoil", ["", "wrong", "0000-0000-0000-0000-0000-0000-0000", "ʘ" * 28, "\x00", "x" * 5000])
def test_a_wrong_code_makes_nobody(app: Flask, client: HouseClient, first: str, spoil: str) -> None:
    client.get("/desk/start")
    assert client.submit(fields={"code": spoil}).status_code == 422
    assert "This code does not count" in client.page.text("#error-summary")
    assert client.page.h1 == "Set up the firm’s desk"
    assert first not in repr(rows(app))


def test_a_code_is_understood_as_people_type_it(client: HouseClient, first: str) -> None:
    give(client, f" {first.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ")
    assert client.page.h1 == "Make the first account"


def test_the_code_stands_in_no_address_no_log_and_no_cookie_of_use(
    client: HouseClient, first: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/desk/start")
    answer = client.submit(fields={"code": first})
    assert (answer.status_code, answer.location) == (303, "/desk/start")
    client.get("/desk/start")
    assert first not in client.page.html + caplog.text + repr(answer.headers)


def test_the_code_counts_for_a_day(client: HouseClient, first: str, clock: FakeClock) -> None:
    clock.forward(hours=24)
    client.get("/desk/start")
    assert client.submit(fields={"code": first}).status_code == 422


def test_a_newer_code_ends_the_one_before(app: Flask, client: HouseClient, first: str) -> None:
    newer = first_code(world(app), CONSOLE)[0]
    client.get("/desk/start")
    assert client.submit(fields={"code": first}).status_code == 422
    assert client.submit(fields={"code": newer}).status_code == 303


def test_two_who_have_the_code_make_one_administrator(app: Flask, client_for: ClientFor, first: str) -> None:
    asha, ravi = client_for(app), client_for(app)
    give(asha, first)
    give(ravi, first)
    asha.submit("#choose", fields={**WHO, "password": NEW, "again": NEW})
    answer = ravi.submit("#choose", fields={**WHO, "username": "ravi", "password": NEW, "again": NEW})
    assert answer.status_code == 409
    assert "Your code was used or ran out in the meantime" in ravi.page.text("#error-summary")
    assert [person.username for person in people(app)] == ["asha.rao"]


def test_once_somebody_is_there_nobody_is_the_first_again(
    app: Flask, client: HouseClient, client_for: ClientFor, first: str
) -> None:
    hire(app, Role.ADMINISTRATOR)
    client.get("/desk/start")
    assert "The firm is set up." in client.page.text("main")
    assert client.submit(fields={"code": first}).status_code == 422
    assert client_for(app).get("/desk").location == "/desk/sign-in"


def test_what_is_wrong_is_told_and_what_was_typed_is_kept_but_for_passwords(
    app: Flask, client: HouseClient, first: str
) -> None:
    give(client, first)
    answer = client.submit(
        "#choose", fields={"name": " ", "username": "no spaces", "email": "asha", "password": "short", "again": "short"}
    )
    assert answer.status_code == 422
    told = client.page.text("#error-summary")
    for sentence in (
        "The name is missing",
        "The username needs",
        "The e-mail address",
        "The password has 5 characters",
    ):
        assert sentence in told
    typed = dict(client.page.form("#choose").fields)
    assert (typed["username"], typed["email"], typed["password"], typed["again"]) == ("no spaces", "asha", "", "")
    assert people(app) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("passwordpassword", "passwordpassword"), "guessed first"),
        (("asha rao 2026!", "asha rao 2026!"), "little more than the word “asha”"),
        (("ababababababab", "ababababababab"), "one short piece"),
        ((NEW, NEW.upper()), "not the same as the first"),
        ((NEW, ""), "not the same as the first"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused_with_its_reason(
    app: Flask, client: HouseClient, first: str, typed: tuple[str, str], sentence: str
) -> None:
    give(client, first)
    password, again = typed
    assert client.submit("#choose", fields={**WHO, "password": password, "again": again}).status_code == 422
    assert sentence in client.page.text("#error-summary")
    assert people(app) == []


def test_a_password_may_have_any_signs_and_a_thousand_of_them(app: Flask, client: HouseClient, first: str) -> None:
    give(client, first)
    long = " आम-🙂 " + "".join(chr(0x4E00 + number) for number in range(990))
    assert client.submit("#choose", fields={**WHO, "password": long, "again": long}).status_code == 303
    assert people(app)[0].password_hash == f"kept:{long}"


def test_one_can_go_back_and_type_another_code(client: HouseClient, first: str) -> None:
    give(client, first)
    client.submit("#other", ("action", "another-code"), follow_redirects=True)
    assert client.page.h1 == "Set up the firm’s desk"


def test_trying_codes_is_slowed_down(client: HouseClient, first: str, clock: FakeClock) -> None:
    client.get("/desk/start")
    for _ in range(20):
        assert client.submit(fields={"code": "0000"}).status_code == 422
    answer = client.submit(fields={"code": first})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    clock.forward(minutes=10)
    assert client.submit(fields={"code": first}).status_code == 303


def test_a_form_that_lay_open_too_long_is_shown_again(client: HouseClient, first: str) -> None:
    client.get("/desk/start")
    assert client.submit(fields={"code": first, "csrf_token": "old"}).status_code == 400
    assert "send it once more" in client.page.text("#error-summary")
    client.submit(fields={"code": first}, follow_redirects=True)
    answer = client.submit("#choose", fields={**WHO, "password": NEW, "again": NEW, "csrf_token": "old"})
    assert answer.status_code == 400
    typed = dict(client.page.form("#choose").fields)
    assert (typed["username"], typed["password"]) == (WHO["username"], "")


# --- somebody new, and a new password --------------------------------------------------------------


def test_somebody_new_chooses_their_own_password(app: Flask, client: HouseClient, client_for: ClientFor) -> None:
    give(client, somebody_new(app))
    assert "You are Meera Iyer, and sign in as meera." in client.page.text("main")
    assert client.submit("#choose", fields={"password": NEW, "again": NEW}).status_code == 303
    assert client.get("/desk").status_code == 200
    assert try_to_sign_in(client_for(app), "meera", NEW).status_code == 303
    chosen = next(entry for entry in record(app) if entry.kind == "password chosen")
    assert chosen.facts == {"why": "new", "second_factor": False}


def test_a_code_works_once(app: Flask, client: HouseClient, client_for: ClientFor) -> None:
    code = somebody_new(app)
    give(client, code)
    client.submit("#choose", fields={"password": NEW, "again": NEW})
    other = client_for(app)
    other.get("/desk/start")
    assert other.submit(fields={"code": code}).status_code == 422


def test_where_the_firm_wants_a_second_factor_it_is_set_up_next(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    ask_for_a_second_factor(app)
    give(client, somebody_new(app))
    assert client.submit("#choose", fields={"password": NEW, "again": NEW}).location == "/desk/sign-in/code"
    client.get("/desk/sign-in/code", follow_redirects=True)
    assert client.page.h1 == "Set up your sign-in app"
    client.submit("#factor", fields={"code": code_now(clock)})
    assert client.get("/desk").status_code == 200


def test_a_reset_ends_every_session_and_the_old_password(
    app: Flask, client: HouseClient, client_for: ClientFor
) -> None:
    person, there = hire(app, Role.ADVISER), client_for(app)
    enter(app, there, person)
    code = reset_of(app, person)
    assert there.get("/desk").status_code == 200, "nothing changes until the code is used"
    give(client, code)
    client.submit("#choose", fields={"password": NEW, "again": NEW})
    assert there.get("/desk").status_code == 303
    assert try_to_sign_in(client_for(app), person.username).status_code == 422
    assert try_to_sign_in(client_for(app), person.username, NEW).status_code == 303


def test_a_reset_does_not_get_around_the_second_factor(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    person = with_an_app(app, hire(app, Role.ADVISER))
    give(client, reset_of(app, person))
    assert client.submit("#choose", fields={"password": NEW, "again": NEW}).location == "/desk/sign-in/code"
    assert client.get("/desk").location == "/desk/sign-in/code"
    client.get("/desk/sign-in/code")
    assert client.submit("#factor", fields={"code": code_now(clock)}).location == "/desk"


def test_a_reset_of_both_takes_the_second_factor_and_its_codes_away(
    app: Flask, client: HouseClient, client_for: ClientFor
) -> None:
    person = with_an_app(app, hire(app, Role.ADVISER))
    give(client, reset_of(app, person, second_factor=True))
    assert client.submit("#choose", fields={"password": NEW, "again": NEW}).location == "/desk/me/second-factor"
    with world(app).store.reading() as view:
        found = view.people.get(person.id)
        assert found is not None
        assert found.totp_sealed is None
        assert view.people.recovery_codes_left(person.id) == 0
    other = client_for(app)
    assert try_to_sign_in(other, person.username, NEW).location == "/desk"
    assert RECOVERY[0] not in other.page.html


def test_whoever_was_disabled_since_cannot_use_their_code(app: Flask, client: HouseClient) -> None:
    person = hire(app, Role.ADVISER)
    give(client, reset_of(app, person))
    disable_person(world(app), CONSOLE, person.id)
    assert client.submit("#choose", fields={"password": NEW, "again": NEW}).status_code == 409
    client.get("/desk/start")
    assert client.page.h1 == "Start with your code"


def test_the_firms_name_is_no_password(app: Flask, client: HouseClient) -> None:
    ask_for_a_second_factor(app)  # the firm is Nirman Advisers
    give(client, somebody_new(app))
    client.submit("#choose", fields={"password": "nirman advisers", "again": "nirman advisers"})
    assert "little more than the word" in client.page.text("#error-summary")
