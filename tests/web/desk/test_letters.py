"""Of what somebody who shares advice gets letters is theirs to choose, on their own page."""

from __future__ import annotations

import pytest
from flask import Flask

from config import Settings
from tests.client import HouseClient
from tests.conftest import AppFor, house_client
from tests.link import making
from tests.page import text_of
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import kinds
from tests.web.desk.staff import enter, hire
from tests.web.steps import world
from tokri.core.desk.roles import Role

ME = "/desk/me"


def ticked(client: HouseClient) -> list[str]:
    client.get(ME)
    return [value for name, value in client.page.form("#letters").fields if name == "letters"]


def test_an_adviser_is_told_of_everything_until_they_choose_otherwise(app: Flask, adviser: HouseClient) -> None:
    assert ticked(adviser) == ["unresolved", "rejected", "asked", "declined"]
    data = {"letters": ["declined", "rejected", "what is this"]}
    assert adviser.post("/desk/me/letters", data=data).location.endswith("/desk/me?done=letters")
    assert ticked(adviser) == ["rejected", "declined"]
    assert adviser.post("/desk/me/letters", data={}).status_code == 303
    assert ticked(adviser) == []
    assert kinds(app) == ["letters chosen", "letters chosen"]
    adviser.get(f"{ME}?done=letters")
    assert "as you chose" in adviser.page.text(".said")


def test_what_one_chooses_is_ones_own(adviser: HouseClient, desk_for: DeskFor) -> None:
    other = desk_for(Role.ADVISER)
    adviser.get(ME)
    adviser.post("/desk/me/letters", data={})
    assert len(ticked(other)) == 4


@pytest.mark.parametrize("role", [Role.APPROVER, Role.COMPLIANCE, Role.ADMINISTRATOR])
def test_who_shares_nothing_is_asked_nothing(desk_for: DeskFor, role: Role) -> None:
    client = desk_for(role)
    client.get(ME)
    assert not client.page.all("#letters")


@pytest.mark.parametrize(("smtp_url", "said"), [("", "No mail server"), ("smtp://127.0.0.1", "One letter")])
def test_the_page_says_whether_letters_go_out_at_all(
    app_for: AppFor, settings: Settings, smtp_url: str, said: str
) -> None:
    app = app_for(smtp_url=smtp_url, mail_from="desk@firm.example")
    client = house_client(app, settings)
    enter(app, client, hire(app, Role.ADVISER))
    client.get(ME)
    assert said in client.page.text("#letters")


def refuse_both(app: Flask) -> None:
    """A letter to an adviser, and one to a client, are refused for good; one to a client was withdrawn."""
    outside = world(app)
    link = making.a_link(outside).link
    with outside.store.writing() as unit:
        (person, *_) = unit.people.all()
        for kind, subject, failed, code in (
            ("letter not handed over", person.id, "refused", 550),
            ("message not handed over", link.id, "not a letter", None),
            ("message not handed over", link.id, "withdrawn", None),
        ):
            unit.record(outside.event(kind, subject, outside.clock(), {"failed": failed, "code": code}))


def test_the_administrator_sees_which_letters_were_refused_to_whom_when_and_why(
    app: Flask, administrator: HouseClient
) -> None:
    administrator.get(ME)
    assert "None, as far back as this page looks." in administrator.page.text("main")
    refuse_both(app)
    administrator.get(ME)
    to_client, to_person = [text_of(each) for each in administrator.page.all("#refused tbody tr")]
    assert "Client C1" in to_client
    assert "It could not be written as a letter" in to_client
    assert "The mail server refused it (550)." in to_person
    assert "11 Feb 2026, 10:30 IST" in to_person
    assert "Sunita" not in administrator.page.text("main")


@pytest.mark.parametrize("role", [Role.ADVISER, Role.APPROVER, Role.COMPLIANCE])
def test_nobody_else_sees_them(app: Flask, desk_for: DeskFor, role: Role) -> None:
    refuse_both(app)
    client = desk_for(role)
    client.get(ME)
    assert not client.page.all("#refused")
    assert "Letters that were refused" not in client.page.text("main")
