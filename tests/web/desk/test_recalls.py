"""The pages on which advice is taken back."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.link import making
from tests.link.making import Made
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.ports import Said
from tokri.desk.baskets import set_archived
from tokri.desk.by import By

WHY = "The price of order 2 was wrong."


@pytest.fixture
def made(app: Flask) -> Made:
    return making.a_link(world(app))


def address(made: Made, page: str = "recall") -> str:
    return f"/desk/baskets/{made.link.basket_id}/versions/{made.link.number}/{page}"


def test_a_version_is_taken_back_with_a_reason_that_is_kept_as_typed(made: Made, adviser: HouseClient) -> None:
    adviser.get(address(made))
    assert "Not opened 1" in " ".join(adviser.page.text("main").split())
    assert adviser.submit(fields={"reason": ""}).status_code == 422
    assert "Write why it is taken back." in adviser.page.text("main")
    assert adviser.submit(fields={"reason": "no"}).status_code == 422
    assert adviser.page.form().filled({})["reason"] == "no"
    assert adviser.submit(fields={"reason": WHY}).location == address(made, "recalled")
    adviser.get(address(made, "recalled"))
    assert WHY in adviser.page.text("main")
    assert "Not opened: 1" in adviser.page.text("main")
    adviser.get(address(made))
    assert "Taken back already" in adviser.page.text("main")


def test_what_the_client_says_was_placed_becomes_a_draft(app: Flask, made: Made, adviser: HouseClient) -> None:
    outside = world(app)
    making.said(outside, making.left(outside, made.link), Said.PLACED_ALL)
    adviser.get(address(made))
    adviser.submit(fields={"reason": WHY})
    adviser.get(address(made, "recalled"))
    assert "by the client’s own word" in adviser.page.text("main")
    drafted = adviser.submit(f"form[action$='{made.link.id}']")
    assert drafted.status_code == 303
    adviser.get(drafted.location)
    assert "Correction for C1: Two of the large ones" in adviser.page.form("#basket").filled({}).values()
    adviser.get(address(made, "recalled"))
    assert not adviser.page.all(f"form[action$='{made.link.id}']"), "what it undoes is not drafted twice"
    assert adviser.page.all(f"main a[href='{drafted.location}']")
    assert "Correction for C1: Two of the large ones" in adviser.page.text("main")


def test_the_way_leads_from_a_recall_to_the_messages_for_those_who_had_left(
    app: Flask, made: Made, adviser: HouseClient
) -> None:
    outside = world(app)
    making.left(outside, made.link)
    making.recalled(outside, made.link)
    adviser.get(address(made, "recalled"))
    to = adviser.page.one("#corrections a").attrs["href"]
    assert to == f"{address(made, 'sending')}?kind=correction"
    adviser.get(str(to))
    assert "has taken back its advice: do not place these orders." in adviser.page.text("main")


def test_who_left_and_cannot_be_stopped_needs_the_adviser_until_they_are_closed_with_a_note(
    app: Flask, made: Made, adviser: HouseClient
) -> None:
    outside = world(app)
    making.left(outside, made.link)
    making.recalled(outside, made.link)
    adviser.get("/desk/board")
    assert "Look at the recall" in adviser.page.text("#need")
    adviser.get(address(made, "recalled"))
    adviser.get(str(adviser.page.one("#closing a").attrs["href"]))
    outside.clock.forward(minutes=1)  # type: ignore[attr-defined]  # the tests' own clock
    assert adviser.submit("#close", fields={"client-c1": "yes", "note": "Called: placed nothing."}).status_code == 303
    adviser.get("/desk/board")
    assert not adviser.page.all("#need")
    assert "Closed: “Called: placed nothing.”" in adviser.page.text("main")


def test_whom_a_correction_was_drafted_for_needs_the_adviser_no_more(
    app: Flask, made: Made, adviser: HouseClient
) -> None:
    outside = world(app)
    making.said(outside, making.left(outside, made.link), Said.PLACED_ALL)
    making.recalled(outside, made.link)
    adviser.get("/desk/board")
    assert adviser.page.all("#need")
    adviser.get(address(made, "recalled"))
    drafted = adviser.submit(f"form[action$='{made.link.id}']").location
    adviser.get("/desk/board")
    assert not adviser.page.all("#need")
    set_archived(outside, By("meera", "private"), drafted.rpartition("/")[2], archived=True)
    adviser.get("/desk/board")
    assert adviser.page.all("#need"), "a draft that was put aside undoes nothing"


def test_nobody_is_written_a_correction_of_what_never_left(app: Flask, made: Made, adviser: HouseClient) -> None:
    making.recalled(world(app), made.link)
    adviser.get(address(made, "recalled"))
    assert not adviser.page.all("#corrections")


def test_only_an_adviser_takes_advice_back_and_others_may_see_that_it_was(made: Made, desk_for: DeskFor) -> None:
    for role in (Role.APPROVER, Role.COMPLIANCE):
        client = desk_for(role, name=role.value)
        assert client.get(address(made)).status_code == 403
        assert client.get(address(made, "recalled")).status_code == 404


def test_a_version_that_is_not_there_is_not_taken_back(made: Made, adviser: HouseClient) -> None:
    assert adviser.get(address(made).replace(f"/{made.link.number}/", "/77/")).status_code == 404
