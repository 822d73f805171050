"""The example firm's people in browsers of their own, and what they do there: a press, a page, one after another."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import count
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Locator, Page

from app import create_app
from config import Settings
from tests.browser.at_the_desk import COOKIE
from tests.browser.planting import store_of
from tests.browser.serving import Serving
from tokri.core.desk.advice import Proposal, SharedVersion
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Role
from tokri.core.desk.totp import DIGITS, STEP_SECONDS
from tokri.core.ports import Outside
from tokri.desk import baskets, sharing
from tokri.desk.by import By
from tokri.desk.example import PASSWORD
from tokri.desk.example_baskets import ENERGY
from tokri.journey.known import known
from tokri.web.context import KEY
from tools import demo

_numbers = count(1)


@dataclass(frozen=True)
class Member:
    """One of the firm's people, in one page of their browser."""

    page: Page
    server: Serving

    def open(self, path: str) -> None:
        self.page.goto(self.server.url + path)

    def press(self, label: str | re.Pattern[str]) -> None:
        """Press a button; a name is the whole of it."""
        exact = isinstance(label, str)
        self.page.get_by_role("button", name=label, exact=exact).click()

    def follow(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_role("main").get_by_role("link", name=label).first.click()

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def write(self, **texts: str) -> None:
        """Fill fields in by their ids."""
        for name, text in texts.items():
            self.page.locator(f"#{name}").fill(text)

    def heading(self, text: str | re.Pattern[str]) -> None:
        """Wait until the page is the one with this heading."""
        self.page.get_by_role("heading", level=1, name=text).wait_for()

    @property
    def links(self) -> list[str]:
        """The desk's own links, as the head of the page has them."""
        return self.page.get_by_role("navigation", name="Desk").get_by_role("link").all_inner_texts()


def enter(server: Serving, page: Page, username: str, *, whole: bool = True, confirmed: bool = True) -> Member:
    """Somebody of the firm who is signed in with this page's browser, without the pages of signing in."""
    token = f"entered-{next(_numbers)}"
    outside = outside_of(server)
    at = outside.clock()
    with store_of(server) as store, store.writing() as unit:
        person = unit.people.by_username(username)
        assert person is not None
        session = DeskSession(
            id=f"session-of-{token}",
            token_sha256=token_sha256(token),
            person_id=person.id,
            began_at=at,
            seen_at=at,
            whole=whole,
            confirmed_at=at if confirmed else None,
            where_from="this machine",
            browser="Chromium on Linux",
        )
        unit.people.begin(session)
    host = urlsplit(server.url).hostname or ""
    page.context.add_cookies([{"name": COOKIE, "value": token, "domain": host, "path": "/", "httpOnly": True}])
    return Member(page, server)


def hired(server: Serving, username: str, name: str, *roles: Role) -> Person:
    """Somebody new, an adviser unless said, who has chosen the example firm's password."""
    outside = outside_of(server)
    at = outside.clock()
    person = Person(
        id=f"person-{username}",
        username=username,
        name=name,
        email=f"{username}@firm.example",
        roles=frozenset(roles or {Role.ADVISER}),
        created_at=at,
        password_hash=outside.passwords.hash(PASSWORD),
        password_at=at,
    )
    with store_of(server) as store, store.writing() as unit:
        unit.people.add(person)
    return person


@cache
def outside_of(server: Serving) -> Outside:
    """The running program's world, made once, for the use cases: the same store, as one more process has it."""
    environment = demo.environment(server.data, server.port, server.kite_port, server.began)
    outside: Outside = create_app(Settings.from_environment(environment)).extensions[KEY].outside
    return outside


def waiting_version(server: Serving, title: str, proposal: Proposal = ENERGY) -> SharedVersion:
    """A basket that Meera has shared, and that waits for a second person."""
    outside = outside_of(server)
    with outside.store.reading() as view:
        meera = view.people.by_username("meera")
    assert meera is not None
    by = By(meera.id, "this machine")
    know = partial(known, outside)
    basket = baskets.make_basket(outside, by, replace(proposal, draft=replace(proposal.draft, name=title)))
    looked = sharing.look_at(outside, basket.id, know)
    assert looked is not None
    ask = sharing.Ask(basket.edition, basket.proposal.sha256, looked.sha256, looked.to_accept)
    version = sharing.share(outside, by, basket.id, ask, know)
    assert isinstance(version, SharedVersion), version
    return version


def basket_named(server: Serving, title: str) -> str:
    """The id of a basket of the firm's."""
    with store_of(server) as store, store.reading() as view:
        return next(each.id for each in view.desk_baskets.all() if each.proposal.draft.name == title)


def client_of(server: Serving, code: str) -> str:
    """The id of a client of the firm's."""
    with store_of(server) as store, store.reading() as view:
        found = view.clients.by_code(code)
    assert found is not None
    return found.id


def person_of(server: Serving, username: str) -> str:
    """The id of one of the firm's people."""
    with store_of(server) as store, store.reading() as view:
        found = view.people.by_username(username)
    assert found is not None
    return found.id


def code_of(secret: str, steps: int = 0) -> str:
    """What a sign-in app with this secret shows now, or so many half minutes from now."""
    app = TOTP(base64.b32decode("".join(secret.split())), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what apps use
    return app.generate(int(time.time()) + steps * STEP_SECONDS).decode()
