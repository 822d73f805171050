"""The firm's people in a browser, put into the store as they are: how one signs in is tested by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.serving import Serving
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Role
from tokri.store import SqlStore

#: What the cookie of whoever is signed in is called on plain loopback.
COOKIE: Final = "tokri-desk"

_MORNING: Final = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
_numbers = count(1)


def sign_in(store: SqlStore, page: Page, server: Serving, name: str, *roles: Role) -> None:
    """Somebody new of the firm's, signed in with this page's browser."""
    number = next(_numbers)
    person_id = f"browser-person-{number}"
    with store.writing() as unit:
        unit.people.add(
            Person(
                id=person_id,
                username=f"browser-{number}",
                name=name,
                email=f"browser-{number}@firm.example",
                roles=frozenset(roles or {Role.ADVISER}),
                created_at=_MORNING,
            )
        )
        unit.people.begin(
            DeskSession(
                id=f"browser-session-{number}",
                token_sha256=token_sha256(f"browser-token-{number}"),
                person_id=person_id,
                began_at=_MORNING,
                seen_at=_MORNING,
                whole=True,
                confirmed_at=_MORNING,
                where_from="this machine",
                browser="Chromium",
            )
        )
    host = urlsplit(server.url).hostname or ""
    page.context.add_cookies(
        [{"name": COOKIE, "value": f"browser-token-{number}", "domain": host, "path": "/", "httpOnly": True}]
    )


def begin_basket(page: Page, server: Serving) -> str:
    """A new basket of the firm's, opened; answers its address."""
    page.goto(f"{server.url}/desk/baskets/new")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a basket")
    return page.url


def write_order(page: Page, place: int, symbol: str, quantity: str = "10") -> None:
    """Fill in one order at market."""
    field = f"#orders-{place}-"
    page.locator(f"{field}transaction_type").select_option("BUY")
    page.locator(f"{field}tradingsymbol").fill(symbol)
    page.locator(f"{field}exchange").select_option("NSE")
    page.locator(f"{field}quantity").fill(quantity)
    page.locator(f"{field}order_type").select_option("MARKET")
