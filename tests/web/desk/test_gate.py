"""The gate: who is let in, and who is not."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.web.desk.conftest import DeskFor
from tests.web.desk.staff import enter, hire
from tests.web.steps import world
from tokri.core.desk.people import ENDS_AFTER, IDLE_AFTER
from tokri.core.desk.roles import Role


def test_a_stranger_is_sent_to_sign_in(client: HouseClient) -> None:
    answer = client.get("/desk")
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


def test_whoever_is_signed_in_sees_their_name(desk_for: DeskFor) -> None:
    client = desk_for(Role.ADVISER, name="Meera Iyer")
    assert client.get("/desk").status_code == 200
    assert "Meera Iyer" in client.page.text("footer")


def test_a_session_ends_when_nobody_has_used_it_for_a_while(adviser: HouseClient, clock: FakeClock) -> None:
    clock.forward(seconds=IDLE_AFTER.total_seconds())
    assert adviser.get("/desk").status_code == 303


def test_a_session_that_is_used_lives_until_its_end_and_no_longer(adviser: HouseClient, clock: FakeClock) -> None:
    steps = int(ENDS_AFTER / timedelta(minutes=30))
    for _ in range(steps - 1):
        clock.forward(minutes=30)
        assert adviser.get("/desk").status_code == 200
    clock.forward(minutes=30)
    assert adviser.get("/desk").status_code == 303


def test_whoever_is_disabled_is_out_at_the_next_page(app: Flask, client_for: ClientFor) -> None:
    client, person = client_for(app), hire(app, Role.ADVISER)
    enter(app, client, person)
    assert client.get("/desk").status_code == 200
    with world(app).store.writing() as unit:
        unit.people.change(person.id, disabled_at=world(app).clock())
    assert client.get("/desk").status_code == 303


def test_somebody_without_a_role_may_see_nothing(desk_for: DeskFor) -> None:
    assert desk_for().get("/desk").status_code == 403


def test_a_password_alone_opens_no_page_where_a_second_factor_is_wanted(app: Flask, client_for: ClientFor) -> None:
    client = client_for(app)
    enter(app, client, hire(app, Role.ADVISER), whole=False)
    answer = client.get("/desk")
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in/code")
