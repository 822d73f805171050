"""Every address of a link, swept: nobody is there who only looks, and nothing is taken that another site sends."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.link import making
from tests.link.making import FIRM, Made, a_link
from tests.sweeping import METHODS, Route, stored
from tests.test_routes import reading_only
from tests.web.link.test_agents import ROBOTS
from tests.web.steps import LOOKING, rows
from tokri.core.ports import Outside

#: What a visit takes its one-time mark from.
LEAVES = "link_handoff"


def swept(app: Flask, made: Made, group: str, handoff_id: str) -> Iterator[Route]:
    adapter = app.url_map.bind("tokri.localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("link"):
            token = group if rule.endpoint == "link_group" else made.token
            values = {"token": token, "handoff_id": handoff_id, "reading_id": "made-up", "attachment_id": "made-up"}
            path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            yield Route(rule.endpoint, frozenset(rule.methods or ()), urlsplit(path).path)


@pytest.fixture
def every(app: Flask, outside: Outside) -> list[Route]:
    """Every route of a link at which a hand-off may leave, so that there is something to change."""
    made = a_link(outside)
    handoff = making.consented(outside, made.link)
    with outside.store.reading() as view:
        version = view.desk_baskets.version(made.link.basket_id, 1)
    assert version is not None
    _, group = making.a_group_link(outside, version, "family")
    return list(swept(app, made, group, handoff.id))


def shown(every: list[Route]) -> list[Route]:
    return [each for each in every if "GET" in each.methods]


@pytest.mark.parametrize("name", sorted(ROBOTS))
def test_a_robot_sees_the_name_of_the_firm_at_every_address_and_changes_nothing(
    app: Flask, client: HouseClient, every: list[Route], name: str
) -> None:
    before = rows(app)
    for address in [*(each.path for each in shown(every)), "/l/made-up", "/g/made-up"]:
        answer = client.get(address, headers={"User-Agent": ROBOTS[name]})
        assert answer.status_code == 200, address
        assert client.page.text("main") == FIRM.name
        assert client.page.text("title") == FIRM.name
        assert "Set-Cookie" not in answer.headers
        for told in ("INFY", "Sunita", "Two of the large ones", address):
            assert told not in answer.text
    assert rows(app) == before


def test_a_head_changes_nothing_and_shows_nothing(app: Flask, client: HouseClient, every: list[Route]) -> None:
    before = rows(app)
    for each in shown(every):
        for headers in ({}, {"User-Agent": ROBOTS["WhatsApp's preview"]}):
            answer = client.head(each.path, headers=headers)
            assert answer.status_code in {200, 204}, each
            assert not answer.data
            assert "Set-Cookie" not in answer.headers
    assert rows(app) == before


def test_a_page_fetched_ahead_has_no_content_so_that_it_is_fetched_again(
    app: Flask, client: HouseClient, every: list[Route]
) -> None:
    before = rows(app)
    for each in shown(every):
        for headers in LOOKING:
            assert client.get(each.path, headers=headers).status_code == 204, each
    assert rows(app) == before


def test_no_get_of_a_person_changes_anything_but_the_page_that_leaves(
    app: Flask, client: HouseClient, every: list[Route]
) -> None:
    before = rows(app)
    with reading_only(app):
        for each in shown(every):
            if each.endpoint != LEAVES:
                there = {404} if each.endpoint == "link_attachment" else {200, 303}  # a picture that nobody added
                assert client.get(each.path).status_code in there, each
    assert rows(app) == before
    with client.session_transaction(base_url="http://tokri.localhost:8400") as session:
        assert set(session) == {"csrf_token"}


def test_no_form_of_another_site_is_taken_even_with_a_token(
    app: Flask, client: HouseClient, every: list[Route]
) -> None:
    client.get(shown(every)[0].path)
    before = stored(app)
    for each in every:
        if "POST" in each.methods:
            answer = client.post(each.path, headers={"Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == 403, each
    assert stored(app) == before


def test_no_form_is_taken_without_its_token_even_from_here(app: Flask, client: HouseClient, every: list[Route]) -> None:
    before = stored(app)
    for each in every:
        if "POST" in each.methods:
            for token in ({}, {"csrf_token": "forged"}):
                answer = client.post(each.path, data=token, csrf=False, headers={"Sec-Fetch-Site": "same-origin"})
                # The question of a link without a check needs no answer: its form leads to the page.
                assert answer.status_code == (303 if each.endpoint == "link_check" else 400), each
    assert stored(app) == before


def test_a_method_that_is_not_listed_is_refused_with_those_that_are(
    app: Flask, client: HouseClient, every: list[Route]
) -> None:
    before = rows(app)
    for each in every:
        for method in METHODS:
            if method not in each.methods:
                answer = client.open(each.path, method=method)
                if method in {"GET", "HEAD"}:  # a tab that is loaded anew is led to the page on which the form stood
                    assert answer.status_code == 303, (method, each)
                    continue
                assert answer.status_code == 405, (method, each)
                assert set(answer.headers["Allow"].split(", ")) == each.methods, each
    assert rows(app) == before
