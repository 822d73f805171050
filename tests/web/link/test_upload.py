"""Evidence that a client brings at their link: theirs alone, in their language, and recorded as theirs."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link.making import Made, a_link, answered
from tests.page import attribute
from tests.web.bringing import book, choose, order, picture
from tests.web.link.latin import latin
from tests.web.link.test_page import to_kite
from tests.web.steps import world
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside

ROWS = (order("BUY INFY", "10/10"), order("BUY TCS", "4/4"))


@pytest.fixture
def made(client: HouseClient, outside: Outside, clock: FakeClock) -> Made:
    """A link whose orders left for Kite five minutes ago."""
    found = a_link(outside)
    to_kite(client, found)
    clock.forward(minutes=5)
    return found


def test_a_client_uploads_a_file_and_the_record_says_that_they_did(app: Flask, client: HouseClient, made: Made) -> None:
    client.get(f"{made.address}/result")
    assert client.page.all(f"#files a[href='{made.address}/result/upload']")
    client.get(f"{made.address}/result/upload")
    assert choose(client, "#bring", book(*ROWS)).status_code == 200
    assert "Rows: 2, of this basket: 2." in client.page.text("main")
    assert client.submit("#keep", fields={"mine": "yes"}).location == f"{made.address}/result"
    client.get(f"{made.address}/result")
    assert "uploaded by you" in client.page.text("#files")
    with world(app).store.reading() as view:
        (kept,) = view.evidence.uploads([made.link.id])
        events = [entry for entry, _ in view.chain.rows() if entry.kind == "file brought"]
    assert kept.by == f"client:{made.link.client_id}"
    assert [(each.who, each.subject) for each in events] == [(kept.by, made.link.id)]


def test_the_form_speaks_the_clients_language(client: HouseClient, made: Made) -> None:
    client.get(f"{made.address}/result")
    client.post(f"{made.address}/language", data={"language": "hi", "at": "link_result"})
    client.get(f"{made.address}/result/upload")
    assert client.page.text("h1") != "Upload Kite’s order book"
    assert latin(client.page) == []
    assert choose(client, "#bring", book(order("HOLD INFY", "1/1"))).status_code == 422
    assert "neither BUY nor SELL" not in client.page.text("main")
    stranger = order("SELL TCS", "5/5")
    client.get(f"{made.address}/result/upload")
    assert choose(client, "#bring", book(*ROWS, stranger)).status_code == 200
    assert client.page.all("#strangers")
    assert latin(client.page) == []
    assert client.submit("#keep").status_code == 422
    assert latin(client.page) == []
    client.submit("#keep", fields={"mine": "yes"})
    client.get(f"{made.address}/result")
    assert latin(client.page) == []


def test_a_link_from_which_nothing_left_takes_no_file(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    assert client.get(f"{made.address}/result/upload").location == made.address


def test_while_another_account_stands_no_file_is_taken_and_the_page_says_what_to_do(
    app: Flask, client: HouseClient, outside: Outside, made: Made
) -> None:
    client.get(f"{made.address}/result/upload")
    choose(client, "#bring", book(*ROWS))
    shown = dict(client.page.form("#keep").fields)["shown"]
    answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    client.get(f"{made.address}/result/upload")
    assert not client.page.all("#bring")
    said = client.page.text("main")
    assert "Another Kite account was used" in said
    assert "no file is taken here" in said
    assert "Call your adviser" in said
    assert client.post(f"{made.address}/result/upload", data={}).status_code == 409
    assert client.post(f"{made.address}/result/upload/keep", data={"shown": shown, "mine": "yes"}).status_code == 409
    with world(app).store.reading() as view:
        assert not view.evidence.uploads([made.link.id])


def test_what_would_be_refused_is_not_offered_and_why_stands_in_its_place(
    client: HouseClient, outside: Outside, made: Made
) -> None:
    answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    client.get(f"{made.address}/result")
    assert "no file is taken here" in client.page.text("#files")
    assert not client.page.all("#files a")


def test_a_screenshot_is_seen_at_the_link_that_it_was_added_at(client: HouseClient, made: Made) -> None:
    client.get(f"{made.address}/result")
    assert choose(client, "main form[action$='/screenshot']", picture(), file="x.png").status_code == 303
    client.get(f"{made.address}/result")
    address = attribute(client.page.one("a[href*='/attachments/']"), "href")
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(address.replace(made.token, "somebody-elses")).status_code == 404
    assert client.get(f"/attachments/{address.rsplit('/', 1)[1]}").status_code == 404
