"""Nobody is at a client's page who only looks at addresses: it learns the firm's name, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.link import making
from tests.link.making import FIRM, Made, a_link
from tests.web.link.test_agents import ROBOTS
from tests.web.steps import LOOKING, rows
from tokri.core.ports import Outside
from tokri.web.link.urls import PAGES

WHATSAPP = {"User-Agent": ROBOTS["WhatsApp's preview"]}


def addresses(app: Flask, made: Made, group: str) -> Iterator[str]:
    """Every address of a link that a browser can fetch."""
    adapter = app.url_map.bind("tokri.localhost")
    values = {"handoff_id": "made-up", "reading_id": "made-up"}
    for _, endpoint, _, methods in PAGES:
        if "GET" in methods:
            rule = next(each for each in app.url_map.iter_rules(endpoint))
            token = group if endpoint == "link_group" else made.token
            filled = {name: values.get(name, token) for name in rule.arguments}
            yield urlsplit(adapter.build(endpoint, filled)).path


@pytest.fixture
def every(app: Flask, outside: Outside) -> list[str]:
    """With a hand-off that may leave, so that there is something to change."""
    made = a_link(outside)
    handoff = making.consented(outside, made.link)
    with outside.store.reading() as view:
        version = view.desk_baskets.version(made.link.basket_id, 1)
    assert version is not None
    _, group = making.a_group_link(outside, version, "family")
    return [each.replace("/made-up", f"/{handoff.id}") for each in addresses(app, made, group)]


@pytest.mark.parametrize("name", sorted(ROBOTS))
def test_a_robot_sees_the_name_of_the_firm_at_every_address_and_changes_nothing(
    app: Flask, client: HouseClient, every: list[str], name: str
) -> None:
    before = rows(app)
    for address in [*every, "/l/made-up", "/g/made-up"]:
        answer = client.get(address, headers={"User-Agent": ROBOTS[name]})
        assert answer.status_code == 200, address
        assert client.page.text("main") == FIRM.name
        assert client.page.text("title") == FIRM.name
        assert "Set-Cookie" not in answer.headers
        for told in ("INFY", "Sunita", "Two of the large ones", address):
            assert told not in answer.text
    assert rows(app) == before


def test_a_head_changes_nothing_and_shows_nothing(app: Flask, client: HouseClient, every: list[str]) -> None:
    before = rows(app)
    for address in every:
        for headers in ({}, WHATSAPP):
            answer = client.head(address, headers=headers)
            assert answer.status_code in {200, 204}, address
            assert not answer.data
            assert "Set-Cookie" not in answer.headers
    assert rows(app) == before


def test_a_page_fetched_ahead_has_no_content_so_that_it_is_fetched_again(
    app: Flask, client: HouseClient, every: list[str]
) -> None:
    before = rows(app)
    for address in every:
        for headers in LOOKING:
            assert client.get(address, headers=headers).status_code == 204, address
    assert rows(app) == before


def test_no_get_of_a_person_changes_anything_but_the_page_that_leaves(
    app: Flask, client: HouseClient, every: list[str]
) -> None:
    before = rows(app)
    for address in every:
        if "/handoffs/" not in address:
            answer = client.get(address)
            assert answer.status_code in {200, 303}, address
    assert rows(app) == before
    with client.session_transaction() as session:
        assert "visitor" not in session
