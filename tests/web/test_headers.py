"""The headers of every answer, and what is refused because of where it comes from."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.site import KITE, make_site
from tokri.web import headers

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"
)


@pytest.fixture
def browser() -> FlaskClient:
    return a_browser()


def a_browser(*, secure: bool = False) -> FlaskClient:
    return make_site(secure=secure).test_client()


def get(client: FlaskClient, path: str) -> dict[str, str]:
    return dict(client.get(path, base_url="http://tokri.localhost").headers)


@pytest.mark.parametrize("path", ["/", "/data", "/nowhere", "/note", "/back"])
def test_every_answer_has_a_policy_errors_and_redirects_too(browser: FlaskClient, path: str) -> None:
    sent = get(browser, path)
    assert sent["Content-Security-Policy"] == CSP
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Cross-Origin-Opener-Policy"] == "same-origin"
    assert sent["Cross-Origin-Resource-Policy"] == "same-origin"
    assert sent["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "camera=()" in sent["Permissions-Policy"]
    assert sent["X-Robots-Tag"] == "noindex, nofollow"
    assert sent["Cache-Control"] == "no-store"


def test_an_answer_to_a_wrong_host_has_them_too(browser: FlaskClient) -> None:
    answer = browser.get("/", base_url="http://evil.test")
    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"] == CSP


def test_the_hand_off_page_may_send_its_form_to_kite_and_nothing_else_differs(browser: FlaskClient) -> None:
    sent = get(browser, "/leave")
    assert sent["Content-Security-Policy"] == CSP.replace("form-action 'self'", f"form-action 'self' {KITE}")
    assert sent["Referrer-Policy"] == "strict-origin"


def test_the_address_that_holds_a_token_is_told_to_nobody(browser: FlaskClient) -> None:
    assert get(browser, "/back")["Referrer-Policy"] == "no-referrer"


def test_every_other_page_tells_its_address_to_this_site_alone(browser: FlaskClient) -> None:
    assert get(browser, "/")["Referrer-Policy"] == "same-origin"


def test_https_is_for_good_where_it_is_there() -> None:
    assert get(a_browser(secure=True), "/")["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_http_on_loopback_promises_no_https(browser: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in get(browser, "/")


def test_no_policy_allows_anything_inline_or_from_elsewhere() -> None:
    for policy in headers.POLICIES.values():
        directives = headers.content_security_policy(policy, KITE)
        assert "unsafe" not in headers.serialise(directives)
        assert {"'self'", "'none'"} >= {value for name, value in directives.items() if name.endswith("-src")}


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "something new"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://tokri.localhost"},
    {"Origin": "http://evil.test"},
    {"Origin": "http://tokri.localhost.evil.test"},
    {"Origin": "http://tokri.localhost:9"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("sent", FOREIGN)
def test_a_form_of_another_site_is_refused_before_its_token_is_looked_at(
    browser: FlaskClient, sent: dict[str, str]
) -> None:
    assert browser.post("/note", base_url="http://tokri.localhost", headers=sent).status_code == 403


@pytest.mark.parametrize(
    "sent", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://tokri.localhost"}, {}]
)
def test_a_form_of_ours_still_needs_its_token(browser: FlaskClient, sent: dict[str, str]) -> None:
    assert browser.post("/note", base_url="http://tokri.localhost", headers=sent).status_code == 400


def test_a_link_from_another_site_opens(browser: FlaskClient) -> None:
    answer = browser.get("/", base_url="http://tokri.localhost", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
