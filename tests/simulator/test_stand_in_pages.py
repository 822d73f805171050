"""Every page of the stand-in: it says what it is, works without scripts, and every field has its name."""

import re
from html.parser import HTMLParser

import pytest

from tests.simulator.visitor import API_KEY, REDIRECT_URL, Visitor, order


class Page(HTMLParser):
    """What a page is made of, as far as these tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def pages_of(visitor: Visitor) -> dict[str, str]:
    """Walk through the stand-in; give the text of each page met, by a name."""
    client = visitor.client
    found = {"scenarios": client.get("/simulator").text}
    page = visitor.open_basket([order(product=None), order(price=1656.05)], view="popup")
    sess_id = page.rsplit("/", 1)[1]
    found["login"] = client.get(f"/connect/login?sess_id={sess_id}").text
    found["wrong password"] = client.post("/connect/login", data={"sess_id": sess_id, "user_id": "x"}).text
    client.post("/connect/login", data={"sess_id": sess_id, "user_id": "DM0001", "password": "asha-demo"})
    found["second factor"] = client.get(f"/connect/twofa?sess_id={sess_id}").text
    client.post("/connect/twofa", data={"sess_id": sess_id, "totp": "123456"})
    found["orders"] = client.get(page).text
    found["orders with a fault"] = visitor.act(page, "place", **{"quantity-0": "ten"}).text
    visitor.act(page, "place")
    found["placed"] = client.get(page).text
    found["popup"] = client.get(f"/connect/finish?sess_id={sess_id}&api_key={API_KEY}").text
    found["closed"] = client.get(page).text
    found["not found"] = client.get("/connect/nowhere").text
    found["nothing valid"] = visitor.post_basket([]).text
    return found


def test_every_page_says_that_it_is_not_kite_and_names_its_day(visitor: Visitor) -> None:
    for name, text in pages_of(visitor).items():
        assert "This is a stand-in, <strong>not Kite</strong>. No order is real" in text, name
        assert "Wednesday 11 February 2026, 10:30 IST" in text, name


def test_every_page_has_a_title_a_language_and_one_first_heading(visitor: Visitor) -> None:
    for name, text in pages_of(visitor).items():
        page = Page(text)
        assert len(page.all("h1")) == len(page.all("title")) == len(page.all("main")) == 1, name
        assert page.all("html") == [{"lang": "en"}], name


def test_every_field_has_a_label_and_every_id_is_one_of_its_kind(visitor: Visitor) -> None:
    for name, text in pages_of(visitor).items():
        page = Page(text)
        labelled = {label["for"] for label in page.all("label")}
        fields = [each for each in page.all("input", "select") if each.get("type") != "hidden"]
        assert {field["id"] for field in fields} == labelled, name
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), name
        told = {part for field in fields for part in field.get("aria-describedby", "").split()}
        assert told <= set(ids), name


def test_no_page_has_a_style_or_a_script_of_its_own(visitor: Visitor) -> None:
    for name, text in pages_of(visitor).items():
        page = Page(text)
        assert not page.all("style"), name
        assert all("src" in script for script in page.all("script")), name
        assert not [
            key for _, attributes in page.tags for key in attributes if key == "style" or key.startswith("on")
        ], name


def test_what_was_typed_wrongly_is_shown_again(visitor: Visitor) -> None:
    assert 'value="ten"' in pages_of(visitor)["orders with a fault"]


@pytest.mark.parametrize("path", ["/simulator", "/connect/login?sess_id=none", "/orders", "/static/stand-in.css"])
def test_every_answer_has_the_headers(visitor: Visitor, path: str) -> None:
    with visitor.client.get(path) as answer:
        headers = answer.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "form-action 'self';" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_visits_pages_may_post_onward_to_the_apps_origin_and_nowhere_else(visitor: Visitor) -> None:
    page = visitor.open_basket([order()])
    policy = visitor.client.get(f"/connect/login?sess_id={page.rsplit('/', 1)[1]}").headers["Content-Security-Policy"]
    assert f"form-action 'self' {REDIRECT_URL.removesuffix('/kite/redirect')};" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_popups_pages_may_stand_in_a_frame_of_this_machine(visitor: Visitor) -> None:
    page = visitor.open_basket([order()], view="popup")
    policy = visitor.client.get(f"/connect/login?sess_id={page.rsplit('/', 1)[1]}").headers["Content-Security-Policy"]
    assert "frame-ancestors http://localhost:* http://127.0.0.1:* http://*.localhost:*" in policy


def test_the_cookie_is_out_of_scripts_reach_and_stays_at_home(visitor: Visitor) -> None:
    cookie = visitor.client.get("/simulator").headers["Set-Cookie"]
    assert re.fullmatch(r"stand_in=\w{32}; HttpOnly; Path=/; SameSite=Lax", cookie)


@pytest.mark.parametrize(
    "path", ["/static/stand-in.css", "/static/popup.mjs", "/static/mark.svg", "/static/build/css/publisher.min.css"]
)
def test_what_the_pages_ask_for_is_there(visitor: Visitor, path: str) -> None:
    with visitor.client.get(path) as answer:
        assert answer.status_code == 200
