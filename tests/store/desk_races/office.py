"""The office that the races are run in: a firm, two advisers and two approvers who are signed in, one basket.

They are put into the store as they are, and the real server is started on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.process import server
from bench.site import environment
from tests.desk.baskets_to_share import a_basket, the_firm
from tests.journey import fakes
from tests.journey.fakes import MORNING
from tests.store.desk_races.names import ADVISERS, APPROVERS, BASKET, token_of
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Role
from tokri.desk.by import By
from tokri.store import SqlStore
from tokri.store.sqlite import Sqlite

_ROLES: Final = {**dict.fromkeys(ADVISERS, Role.ADVISER), **dict.fromkeys(APPROVERS, Role.APPROVER)}


@dataclass(frozen=True, slots=True)
class Office:
    """The server's port; everything else is known by name. `log` is what it has said."""

    port: int
    log: Path


def move_in(store: SqlStore) -> None:
    """Put the people, their sessions, the firm and its basket into the store."""
    outside = fakes.outside(store)
    with store.writing() as unit:
        for name, role in _ROLES.items():
            unit.people.add(Person(name, name, name.title(), f"{name}@firm.example", frozenset({role}), MORNING))
            unit.people.begin(
                DeskSession(
                    id=f"session-of-{name}",
                    token_sha256=token_sha256(token_of(name)),
                    person_id=name,
                    began_at=MORNING,
                    seen_at=MORNING,
                    whole=True,
                    confirmed_at=MORNING,
                    where_from="this machine",
                    browser="Firefox on Linux",
                )
            )
    the_firm(outside, approval_required=True)
    a_basket(outside, basket_id=BASKET, by=By(ADVISERS[0], "this machine"))


@contextmanager
def office(
    store: SqlStore, folder: Path, furnish: Callable[[SqlStore], object] = lambda _store: None
) -> Iterator[Office]:
    """The real server with two workers on this store, whose clock stands at MORNING when it starts.

    `folder` is the store's own, if it is a file; `furnish` puts more into the store before. Fails if an exception was
    logged.
    """
    move_in(store)
    furnish(store)
    log = folder / "log"
    environ = {
        **environment(folder),
        "ENV": "test",
        "KITE_URL": "http://nobody-goes-to-kite.localhost:1",
        "KITE_API_URL": "http://127.0.0.1:1",
        "CLOCK_OFFSET": str(round(MORNING.timestamp() - time.time())),
        "DATABASE_URL": _url(store),
    }
    with ExitStack() as running:
        says = running.enter_context(log.open("wb"))
        try:
            started = server("tests.store.desk_races.busy_app:create_app", "/healthz", environ, workers=2, says=says)
            _, connection = running.enter_context(started)
        except SystemExit as error:
            raise AssertionError(f"{error}\n{log.read_text()[-3000:]}") from error
        connection.close()
        try:
            yield Office(connection.port, log)
        except AssertionError as fault:
            raise AssertionError(f"{fault}\nThe server said:\n{log.read_text()[-3000:]}") from fault
    assert "Error at " not in log.read_text(), f"an exception was logged:\n{log.read_text()[-3000:]}"


def _url(store: SqlStore) -> str:
    if isinstance(store.database, Sqlite):
        return ""
    return store.database._url.render_as_string(hide_password=False)
