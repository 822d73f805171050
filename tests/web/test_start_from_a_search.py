"""A basket is started from what a search found, with nothing but links."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.master.lists import dump, row, share
from tests.page import attribute
from tokri.web.context import KEY

MORNING = datetime(2026, 2, 11, 5, tzinfo=UTC)
ROWS = (
    share("M&M", "MAHINDRA & MAHINDRA"),
    row("NIFTY 50", "NIFTY 50", "NSE", segment="INDICES", lot_size=0, tick_size=0),
)


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    """A program that has taken in a share and an index."""
    return listed(app_for())


def listed(app: Flask) -> Flask:
    app.extensions[KEY].outside.instruments.take_dump(dump(*ROWS), date(2026, 2, 11), MORNING)
    return app


def first_order(client: HouseClient) -> tuple[str, str]:
    """Symbol and exchange of the first order, as the form shows them."""
    chosen = client.page.one("#orders-0-exchange option[selected]")
    return attribute(client.page.one("#orders-0-tradingsymbol"), "value"), attribute(chosen, "value")


def test_a_hit_starts_a_basket_and_nothing_is_saved_by_that(client: HouseClient) -> None:
    client.get("/instruments?q=m%26m")
    link = client.page.one("#found td a")
    assert attribute(link, "aria-label") == "Start a basket with it: NSE:M&M"
    client.get(attribute(link, "href"))
    assert first_order(client) == ("M&M", "NSE")
    client.get("/")
    assert not client.page.all(".basket-line")


def test_no_basket_starts_with_what_is_not_traded_or_where_building_is_off(
    client: HouseClient, app_for: AppFor, client_for: ClientFor
) -> None:
    client.get("/instruments?q=nifty+50")
    assert client.page.all("#found tbody tr")
    assert not client.page.all("#found td a")
    closed = client_for(listed(app_for(public_builder=False)))
    closed.get("/instruments?q=m%26m")
    assert closed.page.all("#found tbody tr")
    assert not closed.page.all("#found td a")


@pytest.mark.parametrize(
    ("symbol", "shown"),
    [("NOPE", "NOPE"), ('<b>"&', '<b>"&'), ("IN\x00FY\u202e", "INFY"), ("X" * 5000, "X" * 100), ("", "")],
)
def test_what_an_address_names_is_text_as_if_it_were_typed(client: HouseClient, symbol: str, shown: str) -> None:
    assert client.get(f"/baskets/new?symbol={quote(symbol)}&exchange=NASDAQ").status_code == 200
    assert first_order(client) == (shown, "NASDAQ")
    if symbol == "NOPE":
        client.submit("main form", button=("action", "review"), follow_redirects=True)
        assert "NASDAQ" in client.page.text("#orders-0-exchange-error")


def test_the_search_says_when_an_isin_is_found(client: HouseClient) -> None:
    client.get("/instruments")
    assert "An ISIN is found once an exchange’s daily file (bhavcopy) has been taken in." in client.page.text("main")
