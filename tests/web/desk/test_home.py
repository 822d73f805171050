"""The front page of the desk: what waits for whoever looks, and what was worked on last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.desk.baskets_to_share import proposal
from tests.link import making
from tests.page import attribute, text_of
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import client_of_firm, firm, share, written
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.link.link import AnswerKind


def named(title: str) -> object:
    content = proposal()
    return replace(content, draft=replace(content.draft, name=title))


def test_an_adviser_finds_a_new_basket_and_what_was_worked_on_last(app: Flask, adviser: HouseClient) -> None:
    for number in range(6):
        written(app, named(f"Basket {number}"), f"basket-{number}")
    adviser.get("/desk")
    assert [text_of(each) for each in adviser.page.all("#last h3")] == [f"Basket {n}" for n in (5, 4, 3, 2, 1)]
    assert "All baskets" in adviser.page.text("main")
    assert adviser.page.text("main .button--primary") == "New basket"
    assert "For you to decide" not in adviser.page.text("main")


def first(browser: HouseClient) -> list[str]:
    browser.get("/desk")
    return [text_of(each) for each in browser.page.all("#first li")]


def test_a_firm_that_has_just_begun_is_told_what_to_do_first_and_who_does_it(
    app: Flask, administrator: HouseClient, desk_for: DeskFor
) -> None:
    firm(app, approval_required=True)
    assert first(administrator) == [
        "Say who the firm is To do",
        "Invite somebody who writes baskets To do",
        "Invite a second person, who says yes or no To do",
        "Add a client, or a list of them To do, by an adviser",
        "Write the first basket To do, by an adviser",
    ]
    assert [attribute(each, "href") for each in administrator.page.all("#first a")] == [
        "/desk/firm",
        "/desk/people",
        "/desk/people",
    ]
    adviser = desk_for(Role.ADVISER, Role.APPROVER)
    client_of_firm(app, "C1")
    assert first(adviser) == [
        "Say who the firm is To do, by an administrator",
        "Invite somebody who writes baskets Done",
        "Invite a second person, who says yes or no To do, by an administrator",
        "Add a client, or a list of them Done",
        "Write the first basket To do",
    ]


def test_whoever_has_begun_is_told_no_first_steps(app: Flask, adviser: HouseClient, desk_for: DeskFor) -> None:
    firm(app, approval_required=True)
    client_of_firm(app, "C1")
    written(app)
    assert len(first(adviser)) == 5
    firm(app, approval_required=False)
    assert first(adviser) == []
    firm(app, approval_required=True)
    desk_for(Role.APPROVER)
    assert first(adviser) == []


def test_an_approver_finds_what_waits_for_them(app: Flask, adviser: HouseClient, desk_for: DeskFor) -> None:
    firm(app, approval_required=True)
    approver = desk_for(Role.APPROVER)
    approver.get("/desk")
    assert "Nothing waits for your yes or no." in approver.page.text("main")
    written(app)
    address = share(adviser)
    approver.get("/desk")
    assert approver.page.all(f"#decide a[href='{address}']")
    assert not approver.page.all("main .button--primary")


def test_nobody_is_asked_to_decide_what_they_shared_themselves(app: Flask, desk_for: DeskFor) -> None:
    firm(app, approval_required=True)
    both = desk_for(Role.ADVISER, Role.APPROVER)
    written(app)
    share(both)
    both.get("/desk")
    assert not both.page.all("#decide")


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.ADMINISTRATOR])
def test_whoever_writes_nothing_is_offered_nothing_to_write(app: Flask, desk_for: DeskFor, role: Role) -> None:
    written(app)
    member = desk_for(role)
    member.get("/desk")
    assert member.page.all("#last")
    assert not member.page.all("main .button--primary")


def test_the_links_that_wait_are_counted_and_lead_to_the_board(app: Flask, adviser: HouseClient) -> None:
    adviser.get("/desk")
    assert not adviser.page.all("#links")
    made = making.a_link(world(app))
    making.answered(world(app), made.link, AnswerKind.QUESTION, "Why now?")
    adviser.get("/desk")
    assert adviser.page.text("#links") == "1 needs you · 1 waits for the client’s yes or no"
    (first, *_) = adviser.page.all("#links a")
    adviser.get(attribute(first, "href"))
    assert "Answer the question" in adviser.page.text("#links tbody")
