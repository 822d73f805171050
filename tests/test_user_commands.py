"""The commands for the firm's people, as somebody types them at the machine's own console."""

from __future__ import annotations

import re

import pytest
from click.testing import Result
from flask import Flask

from tests.web.steps import world
from tokri.core.desk.codes import kept_one_time_code
from tokri.core.desk.people import Invitation, Person, Purpose, username_of
from tokri.core.desk.roles import Role
from tokri.desk import people as desk
from tokri.user_commands import SENTENCES

MEERA = ("user", "add", "Meera", "--name", "Meera Iyer", "--email", "meera@nirman.in")


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def person(app: Flask, username: str) -> Person:
    with world(app).store.reading() as view:
        found = view.people.by_username(username_of(username))
    assert found is not None
    return found


def invitation(app: Flask, said: Result) -> Invitation:
    """The invitation of the one code that was printed."""
    (code,) = re.findall("(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", said.output)
    with world(app).store.reading() as view:
        found = view.people.invitation(kept_one_time_code(code))
    assert found is not None
    return found


def recorded(app: Flask) -> list[tuple[str, str]]:
    with world(app).store.reading() as view:
        return [(entry.kind, entry.who) for entry, _ in view.chain.rows()]


def test_somebody_is_added_with_their_roles_and_a_code_is_printed(app: Flask) -> None:
    said = run(app, *MEERA, "--role", "adviser", "--role", "approver")
    assert said.exit_code == 0
    assert "Added Meera Iyer, who signs in as meera." in said.output
    assert "http://tokri.localhost:8400/desk/start" in said.output
    assert "It works once, until " in said.output
    meera = person(app, "meera")
    assert (meera.roles, meera.password_hash) == ({Role.ADVISER, Role.APPROVER}, None)
    found = invitation(app, said)
    assert (found.purpose, found.person_id) == (Purpose.NEW, meera.id)
    assert recorded(app) == [("person added", "console")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("user", "add", "no spaces", "--name", "A", "--email", "a@b.in", "--role", "adviser"), "The username needs"),
        (("user", "add", "asha", "--name", " ", "--email", "a@b.in", "--role", "adviser"), "The name is missing"),
        (("user", "add", "asha", "--name", "A" * 81, "--email", "a@b.in", "--role", "adviser"), "longer than 80"),
        (("user", "add", "asha", "--name", "A", "--email", "asha", "--role", "adviser"), "The e-mail address"),
        (("user", "add", "asha", "--name", "A", "--email", "a@b.in"), "Give one --role or more"),
        ((*MEERA, "--role", "compliance", "--role", "adviser"), "compliance goes with no other"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(app: Flask, words: tuple[str, ...], sentence: str) -> None:
    said = run(app, *words)
    assert said.exit_code == 1
    assert sentence in said.output
    assert recorded(app) == []


def test_a_username_that_is_taken_is_said(app: Flask) -> None:
    run(app, *MEERA, "--role", "adviser")
    said = run(app, *MEERA, "--role", "adviser")
    assert said.exit_code == 1
    assert "Somebody else has the username meera" in said.output


def test_whoever_is_disabled_is_told_of_as_such(app: Flask) -> None:
    run(app, *MEERA, "--role", "adviser")
    assert "can sign in no more" in run(app, "user", "disable", "MEERA").output
    assert not person(app, "meera").enabled
    assert recorded(app)[-1] == ("person disabled", "console")
    assert "meera  Meera Iyer  adviser  disabled" in run(app, "user", "list").output
    said = run(app, "user", "reset", "meera")
    assert (said.exit_code, said.output) == (1, "Error: meera is disabled.\n")


def test_the_only_administrator_stays(app: Flask) -> None:
    run(app, *MEERA, "--role", "administrator")
    said = run(app, "user", "disable", "meera")
    assert said.exit_code == 1
    assert "meera is the only administrator" in said.output
    assert person(app, "meera").enabled
    run(app, "user", "add", "asha", "--name", "Asha", "--email", "asha@nirman.in", "--role", "administrator")
    assert run(app, "user", "disable", "meera").exit_code == 0


@pytest.mark.parametrize(("words", "second_factor"), [((), False), (("--second-factor",), True)])
def test_a_reset_prints_a_code_and_changes_nothing_yet(app: Flask, words: tuple[str, ...], second_factor: bool) -> None:
    run(app, *MEERA, "--role", "adviser")
    before = person(app, "meera")
    found = invitation(app, run(app, "user", "reset", "meera", *words))
    assert (found.purpose, found.person_id, found.second_factor) == (Purpose.RESET, before.id, second_factor)
    assert person(app, "meera") == before
    assert recorded(app)[-1] == ("password reset begun", "console")


@pytest.mark.parametrize("command", ["disable", "reset"])
def test_nobody_of_that_name_is_said_with_where_to_look(app: Flask, command: str) -> None:
    said = run(app, "user", command, "ravi")
    assert said.exit_code == 1
    assert "Nobody has the username ravi. Who there is: flask --app app user list" in said.output


def test_the_first_code_is_printed_until_somebody_is_there(app: Flask) -> None:
    assert "user first" in run(app, "user", "list").output
    said = run(app, "user", "first", "--quiet")
    assert said.exit_code == 0
    found = invitation(app, said)
    assert (found.purpose, found.person_id) == (Purpose.FIRST, None)
    run(app, *MEERA, "--role", "administrator")
    said = run(app, "user", "first")
    assert said.exit_code == 1
    assert "The firm has people already." in said.output
    quiet = run(app, "user", "first", "--quiet")
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_the_list_says_who_has_a_password_and_a_second_factor(app: Flask) -> None:
    for name, changes in (
        ("asha", {"password_hash": "kept"}),
        ("ravi", {"password_hash": "kept", "totp_sealed": "sealed"}),
        ("usha", {}),
    ):
        run(app, "user", "add", name, "--name", name.title(), "--email", f"{name}@nirman.in", "--role", "adviser")
        if changes:
            with world(app).store.writing() as unit:
                unit.people.change(person(app, name).id, **changes)
    assert run(app, "user", "list").output.splitlines() == [
        "asha  Asha  adviser  with a password alone",
        "ravi  Ravi  adviser  with a second factor",
        "usha  Usha  adviser  has no password yet",
    ]


def test_every_fault_has_a_sentence() -> None:
    worst = [desk.faults_of(desk.Newcomer("", name, "")) for name in ("", "A" * 81)]
    codes = {fault.code for faults in worst for fault in faults} | {"username.taken", "roles.together"}
    assert codes == SENTENCES.keys()
