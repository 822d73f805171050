"""Coming in as a person does it, with scripts off."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakePasswords
from tests.web.desk.staff import PASSWORD
from tests.web.steps import world
from tokri.core.desk.codes import kept_recovery_codes
from tokri.core.desk.firm import Firm
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.totp import step_of
from tokri.core.ports import Entry
from tokri.web.context import KEY

RECOVERY: Final = ("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", "1111-2222-3333-4444-5555-6666")
SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def try_to_sign_in(client: HouseClient, username: str, password: str = PASSWORD) -> TestResponse:
    """Open the form, fill it in, send it."""
    client.get("/desk/sign-in")
    return client.submit(fields={"username": username, "password": password})


def desk_cookie(app: Flask, client: HouseClient) -> str:
    """The token in the desk's cookie; "" if there is none."""
    found = client.get_cookie(app.extensions[KEY].desk_cookie, domain="tokri.localhost")
    return found.value if found else ""


def session_of(app: Flask, client: HouseClient) -> DeskSession | None:
    """The row behind this browser's cookie."""
    with world(app).store.reading() as view:
        return view.people.session(token_sha256(desk_cookie(app, client)))


def passwords(app: Flask) -> FakePasswords:
    found = world(app).passwords
    assert isinstance(found, FakePasswords)
    return found


def record(app: Flask) -> list[Entry]:
    """What was recorded, in order."""
    with world(app).store.reading() as view:
        return [entry for entry, _ in view.chain.rows()]


def kinds(app: Flask) -> list[str]:
    return [entry.kind for entry in record(app)]


def code_now(clock: FakeClock) -> str:
    """What everybody's sign-in app shows."""
    return f"{step_of(int(clock().timestamp())) % 1_000_000:06}"


def with_an_app(app: Flask, person: Person) -> Person:
    """Give the person a second factor, and recovery codes."""
    outside = world(app)
    sealed = outside.sealer.seal(SECRET, f"second factor of {person.id}")
    with outside.store.writing() as unit:
        unit.people.set_recovery_codes(person.id, kept_recovery_codes(RECOVERY, person.id))
        return unit.people.change(person.id, totp_sealed=sealed)


def ask_for_a_second_factor(app: Flask) -> None:
    """Let the firm want a second factor of everybody."""
    outside = world(app)
    with outside.store.writing() as unit:
        latest = unit.firm.latest()
        firm = latest.firm if latest else Firm(name="Nirman Advisers")
        number = latest.number if latest else 0
        unit.firm.save(replace(firm, totp_required=True), number, "person", outside.clock())
