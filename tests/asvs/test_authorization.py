"""Who may do and see what: at once, field by field, and not at all while the store gives way (ASVS 8, 16.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from flask import Flask

from tests.asvs.walking import failing
from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.desk.baskets_to_share import proposal
from tests.journey.fakes import FakeClock
from tests.web.desk.clients import ASHA, add, register
from tests.web.desk.coming_in import code_now, desk_cookie, session_of, try_to_sign_in, with_an_app
from tests.web.desk.sharing_steps import share, versions
from tests.web.desk.staff import PASSWORD, enter, hire
from tests.web.desk.writing import WHOLE, begin, kept, written
from tests.web.steps import INFY, rows, typed, world
from tokri.core.desk.advice import DeskBasket
from tokri.core.desk.firm import Firm
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.core.ports import StoreBusy, StoreFull
from tokri.web.desk.access import ACCESS

NEW: Final = "seven kites above the fort"

#: What somebody might hope to set by adding it to a form: columns of the tables, and words of the program.
MORE: Final = {
    "id": "mine",
    "person_id": "mine",
    "client_id": "mine",
    "basket_id": "mine",
    "administrator": "yes",
    "is_admin": "yes",
    "created_by": "mine",
    "shared_by": "mine",
    "by": "mine",
    "who": "mine",
    "approved": "yes",
    "versions": "7",
    "template": "yes",
    "archived": "yes",
    "archived_at": "2020-01-01",
    "erased_at": "2020-01-01",
    "disabled_at": "2020-01-01",
    "created_at": "2020-01-01",
    "inactive_at": "2020-01-01",
    "password_hash": "kept:mine",
    "check_hash": "kept:mine",
    "totp_sealed": "mine",
    "totp_step": "7",
    "confirmed_at": "2030-01-01",
    "whole": "yes",
    "approval_required": "",
    "totp_required": "",
    "logo_sha256": "0" * 64,
}


def person(app: Flask, person_id: str) -> Person:
    with world(app).store.reading() as view:
        found = view.people.get(person_id)
    assert found is not None
    return found


def the_firm(app: Flask) -> Firm:
    with world(app).store.reading() as view:
        latest = view.firm.latest()
    assert latest is not None
    return latest.firm


def more_than(*fields: str) -> dict[str, str]:
    """What is added to a form that has these fields itself."""
    return {name: text for name, text in MORE.items() if name not in fields}


# --- at once (8.3.2, 7.4.2) --------------------------------------------------------------------------


def test_a_role_that_is_taken_away_counts_no_more_on_the_next_page(
    app: Flask, administrator: HouseClient, client_for: ClientFor
) -> None:
    meera, browser = hire(app, Role.ADVISER), client_for(app)
    enter(app, browser, meera)
    assert browser.get("/desk/clients/new").status_code == 200
    administrator.get(f"/desk/people/{meera.id}")
    page_of_roles = f"/desk/people/{meera.id}"
    assert administrator.post(page_of_roles, data={"roles": "compliance"}).status_code == 303
    assert browser.submit("main form", fields=ASHA).status_code == 403, "the form that was open saves nothing"
    assert register(app) == []
    assert browser.get("/desk/clients/new").status_code == 403
    assert browser.get("/desk/clients").status_code == 200


def test_whoever_is_disabled_saves_nothing_from_the_page_they_have_open(
    app: Flask, administrator: HouseClient, client_for: ClientFor
) -> None:
    meera, browser = hire(app, Role.ADVISER), client_for(app)
    enter(app, browser, meera)
    browser.get("/desk/clients/new")
    administrator.get(f"/desk/people/{meera.id}")
    administrator.submit(f'form[action="/desk/people/{meera.id}/disable"]')
    answer = browser.submit("main form", fields=ASHA)
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")
    assert register(app) == []


# --- field by field (8.2.3) --------------------------------------------------------------------------


def test_fields_that_a_form_about_a_person_does_not_have_change_nothing(
    app: Flask, administrator: HouseClient, client_for: ClientFor
) -> None:
    meera, browser = hire(app, Role.ADVISER), client_for(app)
    enter(app, browser, meera)
    more = {**more_than(), "name": "Else", "username": "else", "email": "else@firm.in"}
    administrator.get(f"/desk/people/{meera.id}")
    administrator.post(f"/desk/people/{meera.id}", data={**more, "roles": "approver"})
    after = person(app, meera.id)
    assert after == replace(meera, roles=frozenset({Role.APPROVER}), edition=after.edition)
    browser.get("/desk/me/password")
    asked = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert browser.post("/desk/me/password", data={**more, "roles": "administrator", **asked}).status_code == 303
    changed = person(app, meera.id)
    own = {"password_hash": f"kept:{NEW}", "password_at": changed.password_at, "edition": changed.edition}
    assert changed == replace(after, **own)


def test_somebody_new_is_what_the_form_says_and_has_no_password_from_it(app: Flask, administrator: HouseClient) -> None:
    administrator.get("/desk/people/new")
    who = {"name": "Meera", "username": "meera", "email": "m@firm.in", "roles": "adviser"}
    more = {**more_than(), "password": NEW, "role": "administrator", "code": "mine"}
    assert administrator.post("/desk/people/new", data={**more, **who}).status_code == 200
    with world(app).store.reading() as view:
        meera = view.people.by_username("meera")
    assert meera is not None
    assert meera.id != "mine"
    assert meera.roles == {Role.ADVISER}
    assert (meera.password_hash, meera.totp_sealed, meera.disabled_at) == (None, None, None)


def test_fields_that_the_form_of_a_client_does_not_have_change_nothing(app: Flask, adviser: HouseClient) -> None:
    address = add(adviser)
    (before,) = register(app)
    adviser.get(f"{address}/edit")
    form = dict(adviser.page.form("main form").fields)
    sent = {**more_than(*form), **form, "csrf_token": adviser.page.csrf_token, "phone": "98765 43211"}
    assert adviser.post(f"{address}/edit", data=sent).status_code == 303
    (after,) = register(app)
    assert before.details is not None
    details = replace(before.details, phone="+919876543211")
    assert after == replace(before, details=details, edition=2, changed_at=after.changed_at)


def test_fields_that_the_form_of_a_basket_does_not_have_change_nothing(app: Flask, adviser: HouseClient) -> None:
    plain = begin(adviser)
    adviser.post(plain, data={**typed(INFY, name="Large IT", base=1), **WHOLE})
    forged = begin(adviser)
    adviser.post(forged, data={**more_than(), **typed(INFY, name="Large IT", base=1), **WHOLE})
    honest, other = kept(app, plain), kept(app, forged)
    assert honest.edition == 2
    assert other == replace(honest, id=other.id)


def test_a_page_of_the_firm_saves_its_own_fields_and_no_other(app: Flask, administrator: HouseClient) -> None:
    with world(app).store.writing() as unit:
        unit.firm.save(Firm(name="Before", totp_required=True, approval_required=True), 0, "x", world(app).clock())
    before = the_firm(app)
    administrator.get("/desk/firm/who")
    form = dict(administrator.page.form("main form").fields)
    sent = {**more_than(*form), "rationale_required": "", **form, "name": "After"}
    assert administrator.post("/desk/firm/who", data=sent).status_code == 303
    assert the_firm(app) == replace(before, name="After")


# --- what the client never sees (8.1.2) --------------------------------------------------------------


def test_notes_are_neither_on_the_clients_page_nor_in_what_is_shared(app: Flask, adviser: HouseClient) -> None:
    secret = "Her daughter marries in May"
    at = written(adviser, notes=secret)
    assert adviser.get(f"{at}/preview").status_code == 200
    assert secret not in adviser.page.html
    mine = DeskBasket("basket", proposal(), secret, 1, world(app).clock(), "meera", world(app).clock(), "meera")
    with world(app).store.writing() as unit:
        unit.desk_baskets.add(mine)
    share(adviser)
    assert secret not in repr(versions(app))
    assert adviser.get("/desk/baskets/basket/versions/1").status_code == 200
    assert secret not in adviser.page.html
    assert [name for name, found in rows(app).items() if secret in repr(found)] == ["desk_baskets"]


# --- the store gives way: nothing is let through, nothing is done (16.5.3) ----------------------------


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Every method and address of the desk, with an id that there is not."""
    adapter = app.url_map.bind("tokri.localhost")
    values: dict[str, Any] = {"number": 7}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ACCESS:
            given = {name: values.get(name, "nothing-has-this-id") for name in rule.arguments}
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, adapter.build(rule.endpoint, given, method=method)


@pytest.mark.parametrize(("fault", "status"), [(StoreBusy("sesame"), 503), (RuntimeError("sesame"), 500)])
def test_while_nobody_can_be_looked_up_no_page_of_the_desk_opens(
    app: Flask, client_for: ClientFor, *, fault: Exception, status: int
) -> None:
    app.testing = False
    client = client_for(app)
    enter(app, client, hire(app, Role.ADVISER, Role.APPROVER, Role.ADMINISTRATOR))
    client.get("/desk")
    before = rows(app)
    asked = 0
    with failing(app, fault):
        for method, address in addresses(app):
            answer = client.open(address, method=method, data={"csrf_token": client._token} if method == "POST" else {})
            asked += 1
            assert answer.status_code == status, f"{method} {address}"
            assert answer.headers["X-Request-ID"] in client.page.text("main")
            assert "sesame" not in client.page.html
    assert asked > 80
    assert rows(app) == before


@pytest.mark.parametrize("fault", [StoreBusy(), StoreFull()])
def test_nobody_comes_in_while_it_cannot_be_written_down(
    app: Flask, client: HouseClient, clock: FakeClock, *, fault: Exception
) -> None:
    meera = with_an_app(app, hire(app, Role.ADVISER))
    client.get("/desk/sign-in")
    with failing(app, fault, only="writing"):
        assert client.submit(fields={"username": meera.username, "password": PASSWORD}).status_code == 503
    assert desk_cookie(app, client) == ""
    client.get(try_to_sign_in(client, meera.username).location)
    with failing(app, fault, only="writing"):
        assert client.submit("#factor", fields={"code": code_now(clock)}).status_code == 503
    session = session_of(app, client)
    assert session is not None
    assert not session.whole
    assert client.get("/desk").location == "/desk/sign-in/code"


def test_what_cannot_be_written_down_is_not_done(app: Flask, administrator: HouseClient) -> None:
    meera = hire(app, Role.ADVISER)
    administrator.get(f"/desk/people/{meera.id}")
    before = rows(app)
    with failing(app, StoreBusy(), only="writing"):
        for address, data in (
            (f"/desk/people/{meera.id}", {"roles": "administrator"}),
            (f"/desk/people/{meera.id}/disable", {}),
            (f"/desk/people/{meera.id}/reset", {}),
            ("/desk/people/new", {"name": "A", "username": "ab", "email": "a@firm.in", "roles": "adviser"}),
            ("/desk/me/password", {"current": PASSWORD, "password": NEW, "again": NEW}),
            ("/desk/me/recovery-codes", {}),
            ("/desk/me/sessions/end", {}),
            ("/desk/sign-out", {}),
        ):
            assert administrator.post(address, data=data).status_code == 503, address
            assert "Nothing was changed" in administrator.page.text("main"), address
    assert rows(app) == before
    assert administrator.get("/desk").status_code == 200
