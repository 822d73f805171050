"""A second person says yes or no on the page of the version."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.desk.baskets_to_share import INFY, proposal
from tests.journey.fakes import FakeClock
from tests.page import text_of
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import firm, kinds, rewritten, share, written
from tokri.core.desk.roles import Role

NO = "The stop is wider than the target"


@pytest.fixture
def waiting(app: Flask, adviser: HouseClient) -> str:
    """A version that waits; its address."""
    firm(app, approval_required=True)
    written(app)
    return share(adviser)


@pytest.fixture
def approver(desk_for: DeskFor) -> HouseClient:
    return desk_for(Role.APPROVER, name="Arun Shah")


def test_what_waits_is_listed_and_approved(app: Flask, waiting: str, approver: HouseClient) -> None:
    approver.get("/desk/approvals")
    assert "1 version." in approver.page.text("main")
    approver.get(waiting)
    assert approver.submit("#decide", ("verdict", "approve")).location == waiting
    approver.get(waiting)
    assert "Ready for clients" in approver.page.text("main")
    assert "by Arun Shah" in approver.page.text("main")
    assert kinds(app) == ["basket shared", "version approved"]
    approver.get("/desk/approvals")
    assert "Nothing waits" in approver.page.text("main")


def test_whoever_decides_sees_what_the_check_warns_of_and_what_is_left_to_kite(
    app: Flask, adviser: HouseClient, approver: HouseClient
) -> None:
    firm(app, approval_required=True)
    written(app, proposal(replace(INFY, product=""), replace(INFY, transaction_type="SELL")))
    approver.get(share(adviser))
    told = approver.page.text("main")
    assert "Product: left to Kite" in told
    assert "What the check warns of now" in told
    assert "bought and sold in one basket" in told


def test_a_refusal_needs_a_reason_which_stands_there_for_the_adviser(
    waiting: str, approver: HouseClient, adviser: HouseClient
) -> None:
    approver.get(waiting)
    assert approver.submit("#decide", ("verdict", "refuse"), {"reason": "no"}).status_code == 422
    assert approver.page.text("#reason").strip() == "no"
    assert approver.page.all("#reason-error")
    assert approver.submit("#decide", ("verdict", "refuse"), {"reason": NO}).status_code == 303
    adviser.get(waiting)
    assert NO in adviser.page.text("main")
    assert "Refused by a second person" in adviser.page.text("main")
    assert "Choose clients" not in adviser.page.text("main")


def test_of_two_who_decide_at_once_one_counts_and_the_other_is_told(
    app: Flask, waiting: str, desk_for: DeskFor, approver: HouseClient
) -> None:
    other = desk_for(Role.APPROVER)
    other.get(waiting)
    approver.get(waiting)
    assert approver.submit("#decide", ("verdict", "approve")).status_code == 303
    assert other.submit("#decide", ("verdict", "refuse"), {"reason": NO}).status_code == 409
    assert "This was decided already" in other.page.text("#error-summary")
    assert kinds(app)[-1] == "version approved"


def test_whoever_shared_it_may_not_approve_it_whatever_their_role(app: Flask, desk_for: DeskFor) -> None:
    firm(app, approval_required=True)
    written(app)
    both = desk_for(Role.ADVISER, Role.APPROVER)
    address = share(both)
    both.get(address)
    assert not both.page.all("#decide")
    assert "You shared this version" in both.page.text("main")
    sha256 = both.page.text("#sha256")
    assert both.post(f"{address}/decision", data={"sha256": sha256, "verdict": "approve"}).status_code == 409
    assert kinds(app) == ["basket shared"]


def test_whoever_wrote_some_of_it_is_told_why_they_have_no_say(app: Flask, desk_for: DeskFor) -> None:
    firm(app, approval_required=True)
    approver = desk_for(Role.ADVISER, Role.APPROVER, name="Kiran Das")
    written(app)
    approver.get("/desk/baskets/basket")
    approver.submit("#basket", ("action", "save"), {"why": "Orders grow again, and margins with them."})
    rewritten(app, proposal(why="Said better."))
    address = share(desk_for(Role.ADVISER, name="Asha Rao"))
    approver.get(address)
    assert not approver.page.all("#decide")
    assert "You wrote some of what this version froze, so somebody else decides." in approver.page.text("main")
    assert "Kiran Das" in text_of(approver.page.all("dl.facts")[0])


def test_an_adviser_who_is_no_approver_is_not_let_in(waiting: str, desk_for: DeskFor) -> None:
    other = desk_for(Role.ADVISER)
    other.get(waiting)
    assert not other.page.all("#decide")
    assert other.post(f"{waiting}/decision", data={"verdict": "approve"}).status_code == 403


def test_a_version_that_was_overtaken_is_not_approved(
    app: Flask, waiting: str, adviser: HouseClient, approver: HouseClient
) -> None:
    approver.get(waiting)
    rewritten(app, proposal(why="On second thoughts."))
    share(adviser)
    assert approver.submit("#decide", ("verdict", "approve")).status_code == 409
    assert "There is a newer version" in approver.page.text("#error-summary")


def test_a_form_of_another_content_decides_nothing(app: Flask, waiting: str, approver: HouseClient) -> None:
    approver.get(waiting)
    answer = approver.submit("#decide", ("verdict", "approve"), {"sha256": "0" * 64})
    assert answer.status_code == 409
    assert approver.post(f"{waiting}/decision", data={"verdict": "perhaps"}).status_code == 400
    assert kinds(app) == ["basket shared"]


def test_the_one_that_waits_longest_stands_first(
    app: Flask, adviser: HouseClient, approver: HouseClient, clock: FakeClock
) -> None:
    firm(app, approval_required=True)
    for name in ("first", "second"):
        written(app, proposal(title=name), name)
        share(adviser, name)
        clock.forward(minutes=5)
    approver.get("/desk/approvals")
    assert [text_of(each) for each in approver.page.all("main h2")] == ["first, version 1", "second, version 1"]


def test_a_reason_outlives_the_protection_of_its_form(
    app: Flask, waiting: str, approver: HouseClient, client: HouseClient
) -> None:
    old = {"csrf_token": "old", "verdict": "refuse", "reason": NO}
    assert approver.post(f"{waiting}/decision", data=old, csrf=False).status_code == 400
    assert approver.page.text("#reason").strip() == NO
    assert client.post(f"{waiting}/decision", data=old, csrf=False).status_code == 303
    assert kinds(app) == ["basket shared"]
