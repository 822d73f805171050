"""Evidence that the firm brings for a client of a link: who may, who did, and what the client is told of it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.link.making import Made, a_link, answered, left
from tests.page import attribute
from tests.web.bringing import book, choose, order, picture
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.link.link import AnswerKind
from tokri.journey import attaching

ROWS = (order("BUY INFY", "10/10"), order("SELL SBIN", "3/3"))


@pytest.fixture
def made(app: Flask, clock: FakeClock) -> Made:
    """Sunita's link; her orders left for Kite five minutes ago."""
    found = a_link(world(app))
    left(world(app), found.link)
    clock.forward(minutes=5)
    return found


def test_an_adviser_uploads_for_a_client_and_both_are_told_who_did(
    app: Flask, client_for: ClientFor, adviser: HouseClient, made: Made
) -> None:
    page = f"/desk/links/{made.link.id}"
    adviser.get(page)
    assert adviser.page.all(f"a[href='{page}/upload']")
    adviser.get(f"{page}/upload")
    assert "The record and the client’s page say that you uploaded it." in adviser.page.text("main")
    assert choose(adviser, "#bring", book(*ROWS)).status_code == 200
    assert "that the client placed from their link" in adviser.page.text("#keep")
    assert adviser.submit("#keep", fields={"mine": "yes"}).location == page
    adviser.get(page)
    said = "Kite’s order book, uploaded by the adviser on 11 Feb 2026, 10:35 IST. Rows: 2, of this basket: 1."
    assert said in adviser.page.text("main")
    with world(app).store.reading() as view:
        (kept,) = view.evidence.uploads([made.link.id])
        (event,) = [entry for entry, _ in view.chain.rows() if entry.kind == "file brought"]
    assert kept.by.startswith("user:")
    assert event.who == kept.by
    client = client_for(app)
    client.get(f"{made.address}/result")
    assert said in client.page.text("#files")


def test_while_another_account_stands_the_desk_takes_no_file_either(
    app: Flask, adviser: HouseClient, made: Made
) -> None:
    answered(world(app), made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    page = f"/desk/links/{made.link.id}"
    adviser.get(f"{page}/upload")
    assert not adviser.page.all("#bring")
    assert "Another Kite account was used" in adviser.page.text("main")
    assert adviser.post(f"{page}/upload", data={}).status_code == 409
    assert adviser.post(f"{page}/upload/keep", data={"shown": "x"}).status_code == 409


def test_whoever_may_only_look_uploads_nothing(made: Made, desk_for: DeskFor) -> None:
    compliance = desk_for(Role.COMPLIANCE)
    compliance.get(f"/desk/links/{made.link.id}")
    assert not compliance.page.all("a[href$='/upload']")
    assert compliance.get(f"/desk/links/{made.link.id}/upload").status_code == 403
    assert compliance.post(f"/desk/links/{made.link.id}/upload/keep", data={"shown": "x"}).status_code == 403


def test_a_link_from_which_nothing_left_has_nothing_to_upload_for(app: Flask, adviser: HouseClient) -> None:
    made = a_link(world(app))
    adviser.get(f"/desk/links/{made.link.id}")
    assert not adviser.page.all("a[href$='/upload']")
    assert adviser.get(f"/desk/links/{made.link.id}/upload").status_code == 404
    assert adviser.get("/desk/links/never-was/upload").status_code == 404


def test_the_firm_sees_a_clients_screenshot_and_no_strangers(
    app: Flask, adviser: HouseClient, client_for: ClientFor, made: Made
) -> None:
    outside = world(app)
    with outside.store.reading() as view:
        (handoff,) = view.handoffs.of_basket(made.link.id)
    assert attaching.attach(outside, made.link.visitor_id, handoff.id, picture()) is not None
    adviser.get(f"/desk/links/{made.link.id}")
    address = attribute(adviser.page.one("a[href^='/desk/attachments/']"), "href")
    answer = adviser.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_for(app).get(address).status_code == 303
    assert adviser.get("/desk/attachments/never-was").status_code == 404
