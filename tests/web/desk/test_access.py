"""Every page of the desk as every role, and as nobody: the table of access is what happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.web.desk.conftest import DeskFor
from tests.web.desk.staff import enter, hire
from tests.web.steps import rows
from tokri.core.desk.roles import MAY, Act, Role, go_together
from tokri.web.desk.access import ACCESS, Access
from tokri.web.desk.navigation import LINKS

#: An id, a number and the like that nothing has.
NOTHING = {"number": 7, "sha256": "0" * 64}

READING = frozenset({Act.OWN, *(act for act in Act if act.value.startswith("see-"))})


@dataclass(frozen=True)
class Way:
    """One method of one page."""

    endpoint: str
    method: str
    path: str
    access: Access

    @property
    def act(self) -> Act | None:
        return self.access.see if self.method == "GET" else self.access.change

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def ways(app: Flask) -> Iterator[Way]:
    adapter = app.url_map.bind("tokri.localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("desk_"):
            values = {name: NOTHING.get(name, "nothing-has-this-id") for name in rule.arguments}
            path = urlsplit(adapter.build(rule.endpoint, values, method=next(iter(rule.methods or ())))).path
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield Way(rule.endpoint, method, path, ACCESS[rule.endpoint])


def ask(client: HouseClient, way: Way) -> int:
    if way.method == "GET":
        return client.get(way.path).status_code
    return client.post(way.path, data={"csrf_token": token(client)}).status_code


def token(client: HouseClient) -> str:
    """A token for this browser's forms, as a page would carry it."""
    client.get("/desk/sign-in", follow_redirects=True)
    found = client.page.csrf_token
    assert found is not None
    return found


def test_every_page_of_the_desk_is_in_the_table_and_nothing_else_is(app: Flask) -> None:
    desk = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk_")}
    assert desk == set(ACCESS)


def test_every_way_into_a_page_asks_for_an_act_or_is_open_on_purpose(app: Flask) -> None:
    for way in ways(app):
        if not (way.access.strangers or way.access.half):
            assert way.act is not None, f"{way} is open to whoever is signed in, and to none of them"


def test_compliance_reads_and_changes_nothing() -> None:
    assert MAY[Role.COMPLIANCE] <= READING
    assert not go_together({Role.COMPLIANCE, Role.ADVISER})


def test_each_link_at_the_head_of_the_desk_is_for_those_whom_its_page_lets_in() -> None:
    assert [(link.endpoint, link.act) for link in LINKS] == [
        (link.endpoint, ACCESS[link.endpoint].see) for link in LINKS
    ]


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_let_in_where_its_acts_are_asked_for_and_nowhere_else(
    app: Flask, desk_for: DeskFor, role: Role
) -> None:
    client = desk_for(role)
    for way in ways(app):
        if way.access.strangers or way.access.half or way.endpoint == "desk_sign_out":
            continue
        status = ask(client, way)
        if way.act in MAY[role]:
            assert status not in {403, 405, 500}, f"{way} as {role}: {status}"
        else:
            assert status == 403, f"{way} as {role}: {status}"


def test_somebody_of_no_role_is_let_in_nowhere(app: Flask, desk_for: DeskFor) -> None:
    client = desk_for()
    for way in ways(app):
        if not (way.access.strangers or way.access.half):
            assert ask(client, way) == 403, str(way)


def test_nobody_learns_from_the_gate_what_there_is(app: Flask, client: HouseClient) -> None:
    for way in ways(app):
        if not way.access.strangers:
            status = ask(client, way)
            assert status == 303, f"{way}: {status}"


def test_half_a_sign_in_opens_the_page_of_the_code_and_no_other(app: Flask, client_for: ClientFor) -> None:
    client = client_for(app)
    enter(app, client, hire(app, Role.ADMINISTRATOR, Role.ADVISER), whole=False)
    for way in ways(app):
        if not (way.access.strangers or way.access.half):
            assert ask(client, way) == 303, str(way)


def test_what_is_not_there_is_not_found_by_anybody_and_changes_nothing(app: Flask, desk_for: DeskFor) -> None:
    client = desk_for(Role.ADMINISTRATOR, Role.ADVISER, Role.APPROVER)
    before = told(app)
    for way in ways(app):
        if "nothing-has-this-id" in way.path and way.act is not None:
            status = ask(client, way)
            assert status == 404, f"{way}: {status}"
    assert told(app) == before


def test_a_change_that_wants_the_password_asks_for_it_first(app: Flask, client_for: ClientFor) -> None:
    client = client_for(app)
    enter(app, client, hire(app, Role.ADMINISTRATOR), confirmed=False)
    for way in ways(app):
        if way.access.confirmed and way.method == "POST" and way.act in MAY[Role.ADMINISTRATOR]:
            page_token = token(client)
            answer = client.post(way.path, data={"csrf_token": page_token})
            assert (answer.status_code, urlsplit(answer.location or "").path) == (303, "/desk/confirm"), str(way)


def told(app: Flask) -> dict[str, object]:
    """Everything in the store but counters, and when a session was last seen."""
    return {name: found for name, found in rows(app).items() if name not in {"rate_limits", "desk_sessions"}}
