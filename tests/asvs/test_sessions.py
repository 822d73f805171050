"""Sessions at the desk: what they are named by, what begins one, and what ends it (ASVS 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite
from tests.web.desk.coming_in import code_now, desk_cookie, try_to_sign_in, with_an_app
from tests.web.desk.conftest import DeskFor
from tests.web.desk.staff import PASSWORD, enter, hire
from tests.web.steps import INFY, rows, save, there_and_back
from tokri.core.desk.roles import Role
from tokri.web.desk.access import ACCESS

NEW = "seven kites above the fort"

#: What stands in the place of an id.
NOTHING: dict[str, Any] = {"number": 7, "sha256": "0" * 64, "hash_": "0", "name": "app.mjs"}


def gets(app: Flask) -> Iterator[str]:
    """The address of everything that can be asked for with GET."""
    adapter = app.url_map.bind("tokri.localhost", url_scheme="http")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            values = {name: NOTHING.get(name, "nothing-has-this-id") for name in rule.arguments}
            yield adapter.build(rule.endpoint, values, method="GET", force_external=False)


def test_a_sessions_token_has_256_bits_of_chance_and_is_another_at_every_step_up(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    meera = with_an_app(app, hire(app, Role.ADVISER))
    tokens = []

    def step() -> None:
        token = desk_cookie(app, client)
        assert len(token) >= 43, "43 letters of base64 hold 256 bits"
        tokens.append(token)

    try_to_sign_in(client, meera.username)
    step()
    client.get("/desk/sign-in/code")
    assert client.submit("#factor", fields={"code": code_now(clock)}).location == "/desk"
    step()
    client.get("/desk/confirm")
    client.submit(fields={"password": PASSWORD})
    step()
    client.get("/desk/me/password")
    client.submit(fields={"current": PASSWORD, "password": NEW, "again": NEW})
    step()
    assert len(set(tokens)) == 4
    assert client.get("/desk").status_code == 200
    for old in tokens[:-1]:
        client.set_cookie("tokri-desk", old, domain="tokri.localhost")
        assert client.get("/desk").status_code == 303


@pytest.mark.parametrize("planted", ["", "a-token-that-somebody-planted-before-the-sign-in"])
def test_no_address_that_is_opened_begins_a_session(app: Flask, client: HouseClient, planted: str) -> None:
    hire(app, Role.ADVISER)
    if planted:
        client.set_cookie("tokri-desk", planted, domain="tokri.localhost")
    asked = 0
    for address in gets(app):
        answer = client.get(address)
        asked += 1
        assert not [each for each in answer.headers.getlist("Set-Cookie") if "desk" in each], address
    assert asked > 50
    assert rows(app)["desk_sessions"] == []
    assert desk_cookie(app, client) == planted


def test_the_way_back_from_kite_signs_nobody_in(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    hire(app, Role.ADVISER)
    there_and_back(client, save(client, INFY), request_token=kite.log_in())
    assert rows(app)["desk_sessions"] == []
    assert client.get("/desk").location == "/desk/sign-in"


def test_everybody_can_sign_out_from_every_page_of_the_desk(app: Flask, desk_for: DeskFor) -> None:
    client = desk_for(Role.ADVISER, Role.APPROVER, Role.ADMINISTRATOR)
    shown = 0
    for endpoint, access in ACCESS.items():
        rules = list(app.url_map.iter_rules(endpoint))
        if access.see is None or any(rule.arguments for rule in rules):
            continue
        answer = client.get(rules[0].rule)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            shown += 1
            assert client.page.form("#sign-out").action == "/desk/sign-out", endpoint
    assert shown > 15


def test_ending_ones_sessions_asks_for_the_password_first(app: Flask, client_for: ClientFor) -> None:
    meera, here, phone = hire(app, Role.ADVISER), client_for(app), client_for(app)
    enter(app, here, meera, confirmed=False)
    there = enter(app, phone, meera)
    here.get("/desk/me")
    for button in (f'form[action="/desk/me/sessions/{there}/end"]', 'form[action="/desk/me/sessions/end"]'):
        here.get("/desk/me")
        assert here.submit(button).location == "/desk/confirm?back=desk_me"
        assert phone.get("/desk").status_code == 200
    here.get("/desk/confirm?back=desk_me")
    here.get(here.submit(fields={"password": PASSWORD}).location)
    here.submit('form[action="/desk/me/sessions/end"]')
    assert phone.get("/desk").status_code == 303
    assert here.get("/desk").status_code == 200


def test_one_may_be_signed_in_in_several_browsers_and_sees_them_all(app: Flask, client_for: ClientFor) -> None:
    meera = hire(app, Role.ADVISER)
    browsers = [client_for(app) for _ in range(4)]
    for browser in browsers:
        enter(app, browser, meera)
    assert [browser.get("/desk/me").status_code for browser in browsers] == [200] * 4
    assert len(browsers[0].page.all("main tbody tr")) == 4


def test_no_page_of_the_desk_may_be_kept_by_a_browser(adviser: HouseClient) -> None:
    """Whoever signed out finds nothing by going back."""
    for address in ("/desk", "/desk/me", "/desk/clients", "/desk/baskets", "/desk/record"):
        answer = adviser.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_a_password_is_as_good_after_ten_years(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    meera = hire(app, Role.ADVISER)
    clock.forward(days=3653)
    assert try_to_sign_in(client, meera.username).location == "/desk"
    client.get("/desk")
    assert "password" not in client.page.text("main").casefold()


@pytest.mark.parametrize("address", ["/desk/sign-in", "/desk/confirm", "/desk/me/password"])
def test_a_password_is_hidden_may_be_pasted_and_is_offered_to_password_managers(
    client: HouseClient, adviser: HouseClient, address: str
) -> None:
    browser = client if address == "/desk/sign-in" else adviser
    browser.get(address)
    fields = browser.page.all('main input[type="password"]')
    assert fields
    for each in fields:
        said = dict(each.attrs or {})
        assert said["autocomplete"] in {"current-password", "new-password"}
        assert not set(said) & {"maxlength", "minlength", "pattern", "readonly"}, "nothing is cut off or asked of it"
    assert [each for each in browser.page.all("main input") if "password" in dict(each.attrs or {}).get("name", "")]
    assert not [each for each in fields if dict(each.attrs or {}).get("value")]
