"""The firm's people, and one's own account, as pages."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.web.desk.conftest import DeskFor
from tests.web.desk.staff import PASSWORD, enter, hire
from tests.web.steps import world
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role

NEW = "seven kites above the fort"


def kept(app: Flask, person: Person) -> Person:
    with world(app).store.reading() as view:
        found = view.people.get(person.id)
    assert found is not None
    return found


def test_somebody_who_is_added_chooses_their_own_password_by_a_code_that_is_shown_once(
    app: Flask, administrator: HouseClient, client_for: ClientFor
) -> None:
    administrator.get("/desk/people/new")
    administrator.submit(
        fields={"name": "Meera Iyer", "username": "Meera", "email": "meera@firm.in", "roles": "adviser"}
    )
    code = administrator.page.text("main code")
    meera = client_for(app)
    meera.get("/desk/start")
    meera.submit(fields={"code": code}, follow_redirects=True)
    meera.submit("#choose", fields={"password": NEW, "again": NEW}, follow_redirects=True)
    meera.get("/desk")
    assert "Meera Iyer" in meera.page.text("footer")
    administrator.get("/desk/people")
    assert code not in administrator.page.html


def test_what_was_typed_of_somebody_who_cannot_be_added_is_kept(administrator: HouseClient) -> None:
    administrator.get("/desk/people/new")
    answer = administrator.submit(fields={"name": "Meera", "username": "no spaces", "email": "meera"})
    assert answer.status_code == 422
    typed = dict(administrator.page.form().fields)
    assert (typed["name"], typed["username"], typed["email"]) == ("Meera", "no spaces", "meera")
    assert "Choose one role or more" in administrator.page.text("#error-summary")


def test_a_username_that_is_taken_is_told(app: Flask, administrator: HouseClient) -> None:
    there = hire(app, Role.ADVISER)
    administrator.get("/desk/people/new")
    fields = {"name": "Another", "username": there.username, "email": "a@firm.in", "roles": "approver"}
    assert administrator.submit(fields=fields).status_code == 422
    assert "Somebody else has the username" in administrator.page.text("#error-summary")


def test_roles_are_changed_on_the_persons_page(app: Flask, administrator: HouseClient) -> None:
    meera = hire(app, Role.ADVISER)
    administrator.get(f"/desk/people/{meera.id}")
    administrator.submit(f'form[action="/desk/people/{meera.id}"]', fields={"roles": "approver"}, follow_redirects=True)
    assert "The roles are changed." in administrator.page.text("main")
    assert kept(app, meera).roles == {Role.APPROVER}


def test_whoever_is_disabled_is_signed_out_everywhere_and_can_be_let_in_again(
    app: Flask, administrator: HouseClient, client_for: ClientFor
) -> None:
    meera, hers = hire(app, Role.ADVISER), client_for(app)
    enter(app, hers, meera)
    administrator.get(f"/desk/people/{meera.id}")
    administrator.submit(f'form[action="/desk/people/{meera.id}/disable"]', follow_redirects=True)
    assert hers.get("/desk").status_code == 303
    administrator.submit(f'form[action="/desk/people/{meera.id}/enable"]', follow_redirects=True)
    assert kept(app, meera).enabled
    assert hers.get("/desk").status_code == 303, "an ended session stays ended"


def test_the_only_administrator_cannot_be_disabled_nor_lose_the_role(app: Flask, client_for: ClientFor) -> None:
    client, only = client_for(app), hire(app, Role.ADMINISTRATOR)
    enter(app, client, only)
    client.get(f"/desk/people/{only.id}")
    assert client.submit(f'form[action="/desk/people/{only.id}/disable"]').status_code == 422
    fields = {"roles": "adviser"}
    assert client.submit(f'form[action="/desk/people/{only.id}"]', fields=fields).status_code == 422
    assert "the only administrator" in client.page.text("#error-summary")
    assert kept(app, only) == only


def test_a_reset_lets_somebody_choose_a_password_and_tells_nobody_which(app: Flask, administrator: HouseClient) -> None:
    meera = hire(app, Role.ADVISER)
    administrator.get(f"/desk/people/{meera.id}")
    administrator.submit(f'form[action="/desk/people/{meera.id}/reset"]')
    assert "shown once" in administrator.page.text("main")
    assert kept(app, meera) == meera, "nothing changes until the code is used"


def test_compliance_sees_the_people_and_no_button(desk_for: DeskFor) -> None:
    client = desk_for(Role.COMPLIANCE)
    client.get("/desk/people")
    assert "Add somebody" not in client.page.text("main")
    assert client.get("/desk/people/new").status_code == 403


def test_a_password_is_changed_and_every_other_browser_is_signed_out(app: Flask, client_for: ClientFor) -> None:
    meera, here, elsewhere = hire(app, Role.ADVISER), client_for(app), client_for(app)
    enter(app, here, meera)
    enter(app, elsewhere, meera)
    here.get("/desk/me/password")
    here.submit(fields={"current": PASSWORD, "password": NEW, "again": NEW}, follow_redirects=True)
    assert "Your password is changed." in here.page.text("main")
    assert here.get("/desk").status_code == 200
    assert elsewhere.get("/desk").status_code == 303
    assert kept(app, meera).password_hash == f"kept:{NEW}"


def test_a_wrong_current_password_changes_nothing(adviser: HouseClient) -> None:
    adviser.get("/desk/me/password")
    answer = adviser.submit(fields={"current": "not this one at all", "password": NEW, "again": NEW})
    assert answer.status_code == 422
    assert NEW not in adviser.page.html


def test_one_signs_out_another_of_ones_own_browsers_and_nobody_elses(app: Flask, client_for: ClientFor) -> None:
    meera, arun = hire(app, Role.ADVISER), hire(app, Role.APPROVER)
    here, phone, his = client_for(app), client_for(app), client_for(app)
    enter(app, here, meera)
    there, foreign = enter(app, phone, meera), enter(app, his, arun)
    here.get("/desk/me")
    here.submit(f'form[action="/desk/me/sessions/{there}/end"]')
    assert phone.get("/desk").status_code == 303
    assert here.post(f"/desk/me/sessions/{foreign}/end").status_code == 404
    assert his.get("/desk").status_code == 200


@pytest.mark.parametrize("path", ["/desk/me/recovery-codes", "/desk/me/second-factor/away"])
def test_what_guards_the_account_is_changed_only_after_the_password_was_asked(
    app: Flask, client_for: ClientFor, path: str
) -> None:
    client = client_for(app)
    enter(app, client, hire(app, Role.ADVISER), confirmed=False)
    client.get("/desk/me")
    answer = client.post(path)
    assert (answer.status_code, answer.location) == (303, "/desk/confirm?back=desk_me")


def test_recovery_codes_are_shown_once(adviser: HouseClient) -> None:
    adviser.get("/desk/me")
    adviser.post("/desk/me/recovery-codes")
    shown = adviser.page.text("main")
    adviser.get("/desk/me")
    assert len(shown) > 200
    assert not set(shown.split()) & {word for word in adviser.page.text("main").split() if word.count("-") == 3}
