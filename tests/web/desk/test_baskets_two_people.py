"""Two people at one basket, with script and without: nothing of either is lost or written over unseen."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.page import attribute
from tests.web.desk.conftest import DeskFor
from tests.web.desk.writing import SAID, WHOLE, begin, form_of, kept, told, write, written
from tests.web.steps import INFY, typed
from tokri.core.desk.roles import Role
from tokri.limits import LIMITS


@pytest.fixture
def meera(desk_for: DeskFor) -> HouseClient:
    return desk_for(Role.ADVISER, name="Meera Iyer")


@pytest.fixture
def ravi(desk_for: DeskFor) -> HouseClient:
    return desk_for(Role.ADVISER, name="Ravi Menon")


def pause(client: HouseClient, at: str, base: int, **more: str) -> TestResponse:
    """What the page's module sends in a pause of typing."""
    return client.post(f"{at}/autosave", data={**typed(INFY, name="Large IT", base=base), **WHOLE, **SAID, **more})


def test_a_pause_saves_and_says_when(app: Flask, meera: HouseClient) -> None:
    at = begin(meera)
    answer = pause(meera, at, 1)
    assert (answer.status_code, answer.get_json()) == (200, {"edition": 2, "said": "Saved 10:30 IST"})
    assert kept(app, at).proposal.why == WHOLE["why"]


def test_a_pause_in_which_nothing_changed_makes_no_edition(app: Flask, meera: HouseClient) -> None:
    at = begin(meera)
    pause(meera, at, 1)
    assert pause(meera, at, 2).get_json()["edition"] == 2
    assert kept(app, at).edition == 2


def test_a_pause_never_saves_over_what_another_saved_and_says_who(
    app: Flask, meera: HouseClient, ravi: HouseClient
) -> None:
    at = written(meera)
    ravi.get(at)
    pause(ravi, at, 2, why="Ravi’s")
    answer = pause(meera, at, 2, why="Meera’s")
    assert answer.status_code == 409
    assert answer.get_json() == {
        "said": "Not saved: Ravi Menon saved this basket while your page was open, 11 Feb 2026, 10:30 IST. "
        "Press Save to see both."
    }
    assert kept(app, at).proposal.why == "Ravi’s"


def test_the_same_person_in_two_windows_is_told_so(meera: HouseClient) -> None:
    at = written(meera)
    pause(meera, at, 2, why="One window")
    assert "You saved this basket in another window" in pause(meera, at, 2, why="The other").get_json()["said"]


def test_who_saves_after_another_sees_both_and_nothing_was_saved(
    app: Flask, meera: HouseClient, ravi: HouseClient
) -> None:
    at = written(meera)
    ravi.get(at)
    write(ravi, at, base=2, name="Ravi’s title", **WHOLE, **SAID)
    answer = write(meera, at, base=2, name="Meera’s title", **{**WHOLE, **SAID, "advice-0-why": "Other"})
    assert answer.status_code == 409
    assert meera.page.h1 == "Two of you changed this basket"
    rows = [" ".join(each.to_text().split()) for each in meera.page.all("#differences tbody tr")]
    assert rows == [
        "Title Meera’s title Ravi’s title",
        "Order 1, INFY: why Other Cash flows are steady",
    ]
    assert "Ravi Menon saved this basket" in meera.page.text("#error-summary")
    assert kept(app, at).proposal.draft.name == "Ravi’s title"


def test_whoever_keeps_theirs_over_the_others_loses_nothing_they_typed(
    app: Flask, meera: HouseClient, ravi: HouseClient
) -> None:
    at = written(meera)
    ravi.get(at)
    write(ravi, at, base=2, name="Ravi’s title", **WHOLE, **SAID)
    lost = kept(app, at).proposal.sha256
    mine = {**WHOLE, **SAID, "why": "Two\nlines, “quoted” & <marked>", "notes": "Mine"}
    write(meera, at, base=2, name="Meera’s title", **mine)
    assert meera.submit("main form", ("action", "overwrite")).status_code == 303
    now = kept(app, at)
    assert (now.proposal.draft.name, now.proposal.why, now.notes) == ("Meera’s title", mine["why"], "Mine")
    assert now.proposal.legs[0].why == SAID["advice-0-why"]
    last = told(app)[-1]
    assert (last.kind, last.facts["over"], last.facts["edition"]) == ("basket overwritten", lost, 4)


def test_whoever_takes_theirs_goes_on_with_the_others_basket(meera: HouseClient, ravi: HouseClient) -> None:
    at = written(meera)
    ravi.get(at)
    write(ravi, at, base=2, name="Ravi’s title", **WHOLE, **SAID)
    write(meera, at, base=2, name="Meera’s title")
    [link] = [each for each in meera.page.all("main a.button") if "Take theirs" in each.to_text()]
    assert meera.get(attribute(link, "href")).status_code == 200
    assert form_of(meera)["name"] == "Ravi’s title"


def test_keeping_mine_is_asked_anew_if_the_other_saved_once_more(meera: HouseClient, ravi: HouseClient) -> None:
    at = written(meera)
    ravi.get(at)
    write(ravi, at, base=2, name="Ravi’s title")
    write(meera, at, base=2, name="Meera’s title")
    write(ravi, at, base=3, name="Ravi’s second")
    assert meera.submit("main form", ("action", "overwrite")).status_code == 409
    assert "Ravi’s second" in meera.page.text("#differences")


def test_a_basket_that_was_put_aside_meanwhile_is_not_written_into(
    app: Flask, meera: HouseClient, ravi: HouseClient
) -> None:
    at = written(meera)
    ravi.get(at)
    ravi.submit("form[action$='/archive']", ("archived", "yes"))
    assert pause(meera, at, 2, why="Late").status_code == 409
    assert write(meera, at, base=2, name="Late").status_code == 409
    assert form_of(meera)["name"] == "Late"
    assert "put aside while your page was open" in meera.page.text("main")
    assert kept(app, at).proposal.draft.name == "Large IT"


def test_pauses_have_a_limit_by_person_and_not_by_office(meera: HouseClient, ravi: HouseClient) -> None:
    at = begin(meera)
    ravi.get(at)
    most, _ = LIMITS["autosave"]
    for _ in range(most):
        assert pause(meera, at, 1, why="x").status_code in {200, 409}
    assert pause(meera, at, 1).status_code == 429
    assert pause(ravi, at, 2).status_code == 200


def test_an_hour_of_writing_is_a_row_in_ten_minutes(app: Flask, meera: HouseClient, clock: FakeClock) -> None:
    at = begin(meera)
    for minute in range(60):
        pause(meera, at, minute + 1, why=str(minute))
        clock.forward(minutes=1)
        meera.get("/desk")
    assert [entry.kind for entry in told(app)] == ["basket made", *["basket saved"] * 5]


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.APPROVER])
def test_who_may_only_read_saves_nothing(app: Flask, meera: HouseClient, desk_for: DeskFor, role: Role) -> None:
    at = written(meera)
    reader = desk_for(role)
    reader.get(at)
    assert pause(reader, at, 2, why="x").status_code == 403
    assert kept(app, at).edition == 2
