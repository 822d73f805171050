"""Whose protection against forged posts had run out: the form comes back as it was typed, and nothing was done."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.roles import Role


def counted(app: Flask) -> tuple[int, int]:
    with world(app).store.reading() as view:
        return len(view.clients.all()), len(view.people.all())


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/desk/clients/new", {"code": "C9", "name": "Asha <b>Rao</b>", "phone": "98 76"}),
        ("/desk/people/new", {"name": "Meera", "username": "meera", "email": "meera@firm.in"}),
        ("/desk/firm/who", {"name": "Namuna Advisers", "sebi_number": "INA0"}),
        ("/desk/firm/sentences", {"warning-en": "Investment in securities market …"}),
        ("/desk/firm/work", {"retention_years": "seven"}),
    ],
)
def test_what_was_typed_comes_back(app: Flask, desk_for: DeskFor, path: str, typed: dict[str, str]) -> None:
    client = desk_for(Role.ADMINISTRATOR, Role.ADVISER)
    before = counted(app)
    answer = client.post(path, data={**typed, "csrf_token": "of last week"}, csrf=False)
    assert answer.status_code == 400
    fields = dict(client.page.form().fields)
    assert {name: fields[name] for name in typed} == typed
    assert "open a long time" in client.page.text("main")
    assert counted(app) == before
    assert (
        client.submit(fields={"roles": "adviser"} if "roles" in client.page.form().offered else {}).status_code != 400
    )


def test_a_client_who_is_changed_comes_back_as_typed(app: Flask, adviser: HouseClient) -> None:
    adviser.get("/desk/clients/new")
    adviser.submit(fields={"code": "C1", "name": "Asha Rao"})
    with world(app).store.reading() as view:
        (client,) = view.clients.all()
    path = f"/desk/clients/{client.id}/edit"
    adviser.get(path)
    typed = {**dict(adviser.page.form().fields), "name": "Asha Menon", "csrf_token": "of last week"}
    assert adviser.post(path, data=typed, csrf=False).status_code == 400
    assert dict(adviser.page.form().fields)["name"] == "Asha Menon"
    assert adviser.submit().status_code == 303
    with world(app).store.reading() as view:
        found = view.clients.get(client.id)
    assert found is not None
    assert found.details is not None
    assert found.details.name == "Asha Menon"


@pytest.mark.parametrize("path", ["/desk/clients/new", "/desk/people/new", "/desk/clients/nobody/edit"])
def test_a_stranger_is_shown_nothing_but_the_door(client: HouseClient, path: str) -> None:
    answer = client.post(path, data={"csrf_token": "of last week"}, csrf=False)
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")
