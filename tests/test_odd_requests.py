"""What no page of ours asks for, on every route: answered without a fault, and with nothing that may be kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.sweeping import CHANGING_GETS, Hers, make_hers, routes
from tests.web.steps import INFY, nonce_of, save, to_kite, world


@pytest.fixture
def hers(app: Flask, client: HouseClient) -> Hers:
    return make_hers(app, client)


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


def test_an_asset_is_the_only_thing_that_may_be_kept_unasked(app: Flask, client: HouseClient, hers: Hers) -> None:
    """What a search found says nothing of anybody; a browser keeps it, and asks each time whether it still holds.

    A logo is named by its own hash, as an asset is.
    """
    for route in routes(app, hers.values):
        if "GET" in route.methods and route.endpoint not in CHANGING_GETS | {"favicon"}:
            kept = client.get(route.path).headers["Cache-Control"]
            if route.endpoint == "instrument_search":
                assert kept == "private, no-cache"
            else:
                assert (kept != "no-store") == (route.endpoint in {"asset", "firm_logo"}), route


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
