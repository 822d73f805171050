"""Every address of a link, swept: nothing for a made-up token, nothing changed by looking, no form without its own."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.client import HouseClient
from tests.link.making import a_link
from tests.web.link.test_page import say_yes
from tests.web.steps import LOOKING, rows
from tokri.core.ports import Outside


def rules(app: Flask) -> list[Rule]:
    """Those of a link, which have its token in them; a group's address has tests of its own."""
    return [rule for rule in app.url_map.iter_rules() if str(rule).startswith("/l/<")]


def addresses(app: Flask, token: str, **ids: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    adapter = app.url_map.bind("tokri.localhost")
    values = {"token": token, "handoff_id": "never-was", "reading_id": "never-was", "attachment_id": "never-was", **ids}
    for rule in rules(app):
        path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        yield rule.endpoint, urlsplit(path).path, frozenset(rule.methods or ())


@pytest.fixture
def handoff_id(client: HouseClient, outside: Outside) -> str:
    """Of another link than the one that is swept."""
    return say_yes(client, a_link(outside)).rsplit("/", 1)[1]


def test_an_address_that_is_nobodys_is_no_page_by_any_method(app: Flask, client: HouseClient, handoff_id: str) -> None:
    before = rows(app)
    for endpoint, path, methods in addresses(app, "never-was", handoff_id=handoff_id):
        if "GET" in methods:
            assert client.get(path).status_code == 404, endpoint
            assert "never-was" not in client.page.text("body")
        if "POST" in methods:
            assert client.post(path, data={"language": "en"}).status_code in {400, 404}, endpoint
    assert {name for name, each in rows(app).items() if each != before[name]} <= {"rate_limits"}


def test_no_form_of_a_link_is_taken_without_its_token(app: Flask, client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    handoff_id = say_yes(client, made).rsplit("/", 1)[1]
    before = rows(app)
    for endpoint, path, methods in addresses(app, made.token, handoff_id=handoff_id):
        if "POST" in methods:
            answer = client.post(path, data={"consent": "yes", "act": "go"}, csrf=False)
            # A check that asks nothing leads on to the link.
            assert answer.status_code == 400 or answer.location == made.address, endpoint
    assert rows(app) == before


def test_looking_at_a_link_changes_nothing(app: Flask, client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    handoff_id = say_yes(client, made).rsplit("/", 1)[1]
    before = rows(app)
    for endpoint, path, methods in addresses(app, made.token, handoff_id=handoff_id):
        if "GET" not in methods or endpoint == "link_attachment":  # there is no picture; test_upload.py looks at one
            continue
        assert client.head(path).status_code < 400, endpoint
        for headers in LOOKING:
            assert client.get(path, headers=headers).status_code == 204, endpoint
        if endpoint != "link_handoff":  # which leaves, once
            assert client.get(path).status_code in {200, 303}, endpoint
    assert rows(app) == before


def test_a_tab_that_is_loaded_anew_after_a_refused_form_is_led_back_and_changes_nothing(
    app: Flask, client: HouseClient, outside: Outside
) -> None:
    made = a_link(outside)
    handoff_id = say_yes(client, made).rsplit("/", 1)[1]
    before, led = rows(app), dict[str, str]()
    for endpoint, path, methods in addresses(app, made.token, handoff_id=handoff_id):
        if "GET" not in methods:
            answer = client.get(path)
            assert answer.status_code == 303, endpoint
            led[endpoint] = answer.location
            assert client.get(answer.location).status_code in {200, 303}, endpoint
    assert rows(app) == before
    assert led["link_consent"] == led["link_choose"] == led["link_check"] == made.address
    assert led["link_kite_id"] == led["link_word"] == f"{made.address}/result"
    assert led["link_upload_keep"] == f"{made.address}/result/upload"


def test_a_tab_that_is_loaded_anew_at_nobodys_address_finds_nothing(app: Flask, client: HouseClient) -> None:
    for endpoint, path, methods in addresses(app, "never-was"):
        if "GET" not in methods:
            assert client.get(path, follow_redirects=True).status_code == 404, endpoint
