"""Every route there is, swept: whose it is, what it may change, and what it answers to anybody.

A route that is not listed here fails the first test: say what kind it is, and the sweeps take it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeKite
from tests.web.steps import (
    INFY,
    LOOKING,
    TCS,
    come_back,
    hand_off,
    handbacks,
    handoffs,
    id_of,
    nonce_of,
    press,
    readings,
    rows,
    save,
    there_and_back,
    to_kite,
    work,
    world,
)
from tokri.core.ports import StoreBusy
from tokri.limits import Limits
from tokri.web.context import KEY, Tools

#: Their addresses hold the id of something that is one visitor's alone.
OWNED: Final = {
    "basket",
    "confirm_account",
    "copy",
    "delete",
    "download",
    "end_session",
    "hand_off",
    "handoff",
    "look_again",
    "read_orders",
    "rename",
    "result",
    "review",
    "which_handoff",
    "word",
}

#: Anybody may open these; what they show is the visitor's own, or the same for all.
OPEN: Final = {
    "asset",
    "baskets",
    "favicon",
    "forget",
    "forgotten",
    "healthz",
    "home",
    "how_it_works",
    "kite_redirect",
    "new_basket",
    "returned",
}

#: The only two GETs that change something (design: "GET changes nothing, with two named exceptions").
CHANGING_GETS: Final = {"kite_redirect", "handoff"}

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """One rule of the URL map, with the values that fill it in."""

    endpoint: str
    methods: frozenset[str]
    path: str

    def __str__(self) -> str:
        return f"{self.endpoint} at {self.path}"


def routes(app: Flask, values: Mapping[str, str]) -> Iterator[Route]:
    adapter = app.url_map.bind("tokri.localhost")
    for rule in app.url_map.iter_rules():
        filled = {**values, "name": "app.css" if rule.endpoint == "asset" else "unknown"}
        path = adapter.build(rule.endpoint, {name: filled[name] for name in rule.arguments})
        yield Route(rule.endpoint, frozenset(rule.methods or ()), urlsplit(path).path)


@dataclass(frozen=True)
class Hers:
    """What Asha has: a basket that was read, one whose return nobody assigned, and a hand-off about to leave."""

    values: Mapping[str, str]
    fresh: str
    unassigned: str


def make_hers(app: Flask, client: HouseClient) -> Hers:
    kite = FakeKite()
    basket = save(client, INFY, name="Of Asha")
    there_and_back(client, basket, request_token=kite.log_in())
    client.submit("form[action$='/reading']")
    work(app, kite)
    one, two = save(client, TCS), save(client, {**TCS, "quantity": "5"})
    to_kite(client, one)
    to_kite(client, two)
    unassigned = come_back(client, status="cancelled").location
    press(client, "save", INFY, TCS, at=basket, base=1)
    fresh = hand_off(client, basket, {"again": "yes"})
    values = {
        "basket_id": id_of(basket),
        "handoff_id": handoffs(app, basket)[0].id,
        "handback_id": handbacks(app, basket)[0].id,
        "reading_id": readings(app, basket)[0].id,
        "hash_": app.extensions[KEY].assets.hash,
    }
    return Hers(values, fresh, unassigned)


def stored(app: Flask) -> dict[str, Any]:
    """Everything in the store but the counters of limits, which count whoever asks."""
    return {table: found for table, found in rows(app).items() if table != "rate_limits"}


@pytest.fixture
def hers(app: Flask, client: HouseClient) -> Hers:
    return make_hers(app, client)


def test_every_route_is_known_here_with_its_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == OWNED | OPEN
    for rule in app.url_map.iter_rules():
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


def ravi_asks(ravi: HouseClient, method: str, route: Route) -> tuple[int, int]:
    """The status and the size of the answer: neither tells a basket of another from none."""
    data = {"account": "mine", "said": "placed-all", "action": "save", "handback": "x", "handoff": "x", "name": "Mine"}
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


ODD_IDS = [
    "%00",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "%f0%9f%99%82",
    "'%20OR%201=1--",
    "a" * 3000,
    "%ff",
    "%0d%0aX:%20y",
]


def test_an_address_that_nobody_made_is_answered_without_a_fault(app: Flask, client: HouseClient) -> None:
    save(client, INFY)
    for rule in app.url_map.iter_rules():
        for odd in ODD_IDS if rule.arguments else ():
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<{name}>", odd).replace(f"<path:{name}>", odd)
            assert client.get(path).status_code in {400, 404, 405}, path
            if "POST" in (rule.methods or ()) and odd in ODD_IDS[:3]:  # more would meet the rate limits
                assert client.post(path).status_code in {400, 404}, path


ODD_BODIES: list[dict[str, Any]] = [
    {"data": b"\xff\xfe=\x00&&=", "content_type": "application/x-www-form-urlencoded"},
    {"data": b"[1, 2", "content_type": "application/json"},
    {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
    {"data": b"x", "content_type": "text/\xff"},
]


def test_a_body_that_no_form_sends_is_answered_without_a_fault(app: Flask, client: HouseClient, hers: Hers) -> None:
    token = {"X-CSRFToken": client._token or ""}
    for route in routes(app, hers.values):
        if "POST" in route.methods and route.endpoint not in {"forget", "delete"}:
            for body in ODD_BODIES:
                assert client.post(route.path, csrf=False, headers=token, **body).status_code < 500, (route, body)


ODD_QUERIES = ["example=yes&example=no", "saved=%ff", "part=%00", "part=99999999999999999999", "=", "&&;;", "x[]=1"]


def test_a_query_that_no_page_asks_is_answered_without_a_fault(app: Flask, client: HouseClient, hers: Hers) -> None:
    for route in routes(app, hers.values):
        for query in ODD_QUERIES if "GET" in route.methods else ():
            assert client.get(f"{route.path}?{query}").status_code < 400, (route, query)


def test_a_wrong_host_is_refused_on_every_route(app: Flask, client: HouseClient, hers: Hers) -> None:
    for route in routes(app, hers.values):
        method = "GET" if "GET" in route.methods else "POST"
        answer = client.open(route.path, method=method, headers={"Host": "evil.test"})
        assert answer.status_code == 400, route
        assert "evil.test" not in answer.text


NOT_THERE = [
    "/nowhere",
    "/baskets/",
    "/static/",
    "/static/x/../../app.py",
    "/static/x/%2e%2e/%2e%2e/app.py",
    "/static/x/..%5capp.py",
    "/static/x/css/tokens.css",
    "/static/x/app.css%00",
    "/.env",
    "/.git/config",
    "/\\evil.test",
]


def test_what_is_not_there_is_a_page_that_says_so(client: HouseClient) -> None:
    for path in NOT_THERE:
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["Cache-Control"] == "no-store"
        assert "There is no such page here" in client.page.h1


def test_an_ending_does_not_make_a_page_a_file_that_may_be_kept(client: HouseClient, hers: Hers) -> None:
    for ending in ("/x.css", ".css", "/", "%2fx.js"):
        answer = client.get(f"/baskets/{hers.values['basket_id']}{ending}")
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_asset_is_the_only_thing_that_may_be_kept(app: Flask, client: HouseClient, hers: Hers) -> None:
    for route in routes(app, hers.values):
        if "GET" in route.methods and route.endpoint not in CHANGING_GETS | {"favicon"}:
            kept = client.get(route.path).headers["Cache-Control"] != "no-store"
            assert kept == (route.endpoint == "asset"), route


def test_nobody_is_sent_anywhere_but_to_a_page_of_ours(app: Flask, client: HouseClient) -> None:
    """The house client checks each redirect; here every parameter that sites are fooled by is tried."""
    sent = to_kite(client, save(client, INFY))
    for bait in ("next", "redirect_params", "url", "return_to", "continue"):
        for evil in ("https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)"):
            answer = client.get(
                "/kite/redirect", query_string={"handoff": nonce_of(sent), "status": "success", bait: evil}
            )
            assert answer.location.startswith("/baskets/"), (bait, evil)
            assert client.get("/", query_string={bait: evil}).status_code == 200
    assert world(app).app.url == "http://you-forgot-kite.localhost:1"
