"""Every route there is, swept: whose it is, what it may change, and what it answers to anybody.

A route that tests/sweeping.py does not list fails the first test: say there what kind it is, and the sweeps take it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.sweeping import CHANGING_GETS, METHODS, OPEN, OWNED, Hers, Route, make_hers, routes, rules, stored
from tests.web.steps import (
    INFY,
    LOOKING,
    rows,
    save,
    world,
)
from tokri.core.ports import StoreBusy
from tokri.limits import Limits
from tokri.web.context import KEY, Tools


@pytest.fixture
def hers(app: Flask, client: HouseClient) -> Hers:
    return make_hers(app, client)


def test_every_route_is_known_here_with_its_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} == OWNED | OPEN
    for rule in rules(app):
        holds_an_id = any(name.endswith("_id") for name in rule.arguments)
        assert holds_an_id == (rule.endpoint in OWNED), rule.endpoint


def test_what_is_anothers_is_not_there_on_any_route_by_any_method(
    app: Flask, client_for: ClientFor, hers: Hers
) -> None:
    ravi = client_for(app)
    save(ravi, INFY, name="Of Ravi")
    before = stored(app)
    made_up = dict.fromkeys(hers.values, "never-was")
    theirs, nobodys = routes(app, hers.values), routes(app, made_up)
    for route, nothing in zip(theirs, nobodys, strict=True):
        if route.endpoint not in OWNED:
            continue
        forget_how_often(app)
        for method in METHODS:
            answer, as_nobody = (ravi_asks(ravi, method, each) for each in (route, nothing))
            assert answer == as_nobody, route
            # A HEAD of the hand-off page is nobody's visit, and gets the same nothing for any id.
            expected = 404 if method in route.methods else 405
            if (route.endpoint, method) == ("handoff", "HEAD"):
                expected = 204
            assert answer[0] == expected, (method, route)
    for address in (hers.fresh, hers.unassigned):
        assert ravi.get(address).status_code == 404
    assert stored(app) == before


def forget_how_often(app: Flask) -> None:
    """Nobody has asked for anything yet: a sweep over every address is more than a person asks for in a minute."""
    with world(app).store.writing() as unit:
        unit.rate_limits.sweep(world(app).clock() + timedelta(days=1))


def ravi_asks(ravi: HouseClient, method: str, route: Route) -> tuple[int, int]:
    """The status and the size of the answer: neither tells a basket of another from none."""
    data = {"account": "mine", "said": "placed-all", "action": "save", "reason": "margin"}
    data |= dict.fromkeys(("handback", "handoff", "name"), "x")
    sent = {"data": {**data, "csrf_token": ravi._token}} if method == "POST" else {}
    answer = ravi.open(route.path, method=method, **sent)
    return answer.status_code, len(answer.data)


def test_a_browser_without_a_cookie_finds_nothing_of_anybodys(app: Flask, client_for: ClientFor, hers: Hers) -> None:
    before = stored(app)
    for route in routes(app, hers.values):
        if route.endpoint not in OWNED:
            continue
        if "GET" in route.methods:
            assert client_for(app).get(route.path).status_code == 404, route
        else:
            assert client_for(app).post(route.path, csrf=False).status_code == 400, route
    assert stored(app) == before


def test_no_get_changes_anything(app: Flask, client: HouseClient, hers: Hers) -> None:
    for route in routes(app, hers.values):
        if "GET" in route.methods and route.endpoint not in CHANGING_GETS:
            before = rows(app)
            answer = client.get(route.path)
            assert answer.status_code in {200, 302, 303, 308}, route
            assert rows(app) == before, route
    before = rows(app)
    assert client.get(hers.unassigned).status_code == 200
    assert rows(app) == before


def test_no_get_waits_for_those_who_write(app: Flask, client: HouseClient, hers: Hers) -> None:
    """The two named exceptions apart, a GET does not even begin a writing unit."""
    with reading_only(app):
        for route in routes(app, hers.values):
            if "GET" in route.methods and route.endpoint not in CHANGING_GETS:
                assert client.get(route.path).status_code < 400, route
        assert client.get(hers.unassigned).status_code == 200
        assert client.get(hers.fresh).status_code == 503
        assert client.get("/kite/redirect").location == "/kite/returned/busy"


@contextmanager
def reading_only(app: Flask) -> Iterator[None]:
    tools: Tools = app.extensions[KEY]
    store: Any = ReadingOnly(tools.outside.store)
    app.extensions[KEY] = replace(
        tools, outside=replace(tools.outside, store=store), limits=Limits(store, tools.outside.clock, salt="a test")
    )
    yield
    app.extensions[KEY] = tools


class ReadingOnly:
    """A store that somebody else is writing to."""

    def __init__(self, store: Any) -> None:
        self.reading = store.reading
        self.check = store.check

    def writing(self, *, durable: bool = True) -> NoReturn:
        del durable
        raise StoreBusy


def test_a_head_changes_nothing_anywhere(app: Flask, client: HouseClient, hers: Hers) -> None:
    before = rows(app)
    for route in routes(app, hers.values):
        assert client.head(route.path).status_code < 500, route
    client.head(hers.fresh)
    client.head("/kite/redirect?status=success&request_token=abc")
    assert rows(app) == before


def test_a_prefetch_changes_nothing_anywhere(app: Flask, client: HouseClient, hers: Hers) -> None:
    before = rows(app)
    for headers in LOOKING:
        for route in routes(app, hers.values):
            if "GET" in route.methods and (route.endpoint in CHANGING_GETS or headers == LOOKING[0]):
                assert client.get(route.path, headers=headers).status_code < 400, route
        client.get(hers.fresh, headers=headers)
        client.get("/kite/redirect?status=success&request_token=abc", headers=headers)
    assert rows(app) == before


def test_a_method_that_is_not_listed_is_refused_with_those_that_are(
    app: Flask, client: HouseClient, hers: Hers
) -> None:
    before = rows(app)
    for route in routes(app, hers.values):
        for method in METHODS:
            if method not in route.methods:
                answer = client.open(route.path, method=method)
                assert answer.status_code == 405, (method, route)
                assert set(answer.headers["Allow"].split(", ")) == route.methods, route
    assert rows(app) == before


def test_no_form_of_another_site_is_taken_even_with_a_token(app: Flask, client: HouseClient, hers: Hers) -> None:
    before = rows(app)
    for route in routes(app, hers.values):
        if "POST" in route.methods:
            answer = client.post(route.path, data={"said": "placed-all"}, headers={"Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == 403, route
    assert rows(app) == before


def test_no_form_is_taken_without_its_token_even_from_here(app: Flask, client: HouseClient, hers: Hers) -> None:
    before = rows(app)
    for route in routes(app, hers.values):
        if "POST" in route.methods:
            for token in ({}, {"csrf_token": "forged"}):
                answer = client.post(route.path, data=token, csrf=False, headers={"Sec-Fetch-Site": "same-origin"})
                assert answer.status_code == 400, route
    assert rows(app) == before
