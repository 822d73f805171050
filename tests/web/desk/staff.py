"""The firm's people in tests, put into the store as they are: how one becomes one of them is tested elsewhere."""

from __future__ import annotations

import itertools
from typing import Final

from flask import Flask

from tests.client import HouseClient
from tests.web.steps import world
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Role
from tokri.web.context import KEY

#: What everybody's password is here; FakePasswords keeps it as it is.
PASSWORD: Final = "five horses by the lake"

_numbers = itertools.count(1)


def hire(app: Flask, *roles: Role, name: str = "") -> Person:
    """One of the firm's people with these roles, who has chosen a password."""
    number = next(_numbers)
    outside = world(app)
    username = f"{'-'.join(sorted(role.value for role in roles)) or 'nobody'}-{number}"
    person = Person(
        id=f"person-{number}",
        username=username,
        name=name or f"{(roles[0].value if roles else 'nobody').title()} {number}",
        email=f"{username}@firm.example",
        roles=frozenset(roles),
        created_at=outside.clock(),
        password_hash=f"kept:{PASSWORD}",
        password_at=outside.clock(),
    )
    with outside.store.writing() as unit:
        unit.people.add(person)
    return person


def enter(app: Flask, client: HouseClient, person: Person, *, whole: bool = True, confirmed: bool = True) -> str:
    """Sign the person in with this browser; answers the session's id."""
    outside = world(app)
    token, at = f"token-{next(_numbers)}", outside.clock()
    session = DeskSession(
        id=f"session-{next(_numbers)}",
        token_sha256=token_sha256(token),
        person_id=person.id,
        began_at=at,
        seen_at=at,
        whole=whole,
        confirmed_at=at if confirmed else None,
        where_from="this machine",
        browser="Firefox on Linux",
    )
    with outside.store.writing() as unit:
        unit.people.begin(session)
    client.set_cookie(app.extensions[KEY].desk_cookie, token, domain="tokri.localhost")
    return session.id
