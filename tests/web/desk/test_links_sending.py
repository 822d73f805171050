"""Preparing messages for the clients of a version: one phone at a time, by hand, by mail, as a list."""

from __future__ import annotations

import csv
import io
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.journey.fakes import FakeClock
from tests.link.making import a_client, a_link, a_version, prepared, revoked
from tests.page import attribute
from tests.web.desk.staff import enter, hire
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.link.link import Link, Message, MessageKind, Way
from tokri.link.tokens import token_of

SENDING = "/desk/baskets/basket-1/versions/1/sending"


def link_of(app: Flask, code: str, name: str, phone: str = "+919800000001", **details: object) -> None:
    """A client with a link that nobody has written to them about yet; `people` share them out."""
    agreed = {"agreement_from": date(2025, 4, 1), "phone": phone}
    a_client(world(app), code, name, **{**agreed, **details})  # type: ignore[arg-type]  # a test names the fields it changes


def share_with_all(app: Flask) -> list[Link]:
    """A version for every client there is, and a link for each."""
    outside = world(app)
    with outside.store.reading() as view:
        clients = list(view.clients.all())
    version = a_version(outside, *clients)
    languages = {each.id: each.details.language for each in clients if each.details}
    return [a_link(outside, each, version, language=languages[each.id]).link for each in clients]


@pytest.fixture
def links(app: Flask) -> list[Link]:
    """Sunita and her son with one phone; Ravi, who reads Hindi; Asha, whom no phone reaches."""
    link_of(app, "C1", "Sunita Rao")
    link_of(app, "C2", "Ravi Nair", "+919800000002", language="hi")
    link_of(app, "C3", "Arjun Rao", email="arjun@example.com")
    link_of(app, "C4", "Asha Iyer", "")
    return share_with_all(app)


def messages(app: Flask) -> list[Message]:
    with world(app).store.reading() as view:
        return list(view.links.messages())


def text(client: HouseClient) -> str:
    return client.page.text("#text")


def test_a_family_has_one_message_with_a_line_for_each_account(
    app: Flask, links: list[Link], adviser: HouseClient
) -> None:
    adviser.get(SENDING)
    said = text(adviser)
    for name, link in (("Sunita Rao", links[0]), ("Arjun Rao", links[2])):
        assert f"{name}: http://tokri.localhost:8400/l/{token_of(world(app), link)}" in said
    assert "Only for you; do not forward. We never ask for your Kite password." in said
    assert "SEBI registration INA" in said
    assert "25 Feb 2026, 15:30 IST" in said
    assert not any(word in said for word in ("INFY", "TCS", "₹", "Two of the large ones"))


def test_whatsapp_opens_with_the_text_and_learns_nothing_else(links: list[Link], adviser: HouseClient) -> None:
    assert len(links) == 4
    adviser.get(SENDING)
    (opens,) = [each for each in adviser.page.all("a") if "wa.me" in attribute(each, "href")]
    address = urlsplit(attribute(opens, "href"))
    assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", "/919800000001")
    assert parse_qs(address.query)["text"][0].split() == text(adviser).split()
    assert (attribute(opens, "rel"), attribute(opens, "target")) == ("external noopener noreferrer", "_blank")


def test_prepared_goes_on_to_the_next_until_all_are_done(app: Flask, links: list[Link], adviser: HouseClient) -> None:
    adviser.get(SENDING)
    answer = adviser.submit("#prepare", ("way", "whatsapp"))
    adviser.get(answer.location)
    assert "Ravi Nair" in adviser.page.text("#next")
    assert "2 of 4" in adviser.page.text("main")
    answer = adviser.submit("#prepare", ("way", "copy"))
    adviser.get(answer.location)
    assert "Asha Iyer" in adviser.page.text("#next")
    assert not adviser.page.all("a[href*='wa.me']")
    answer = adviser.submit("#prepare", ("way", "copy"))
    adviser.get(answer.location)
    assert "All are prepared." in adviser.page.text("main")
    assert [(each.link_id, each.way) for each in messages(app)] == [
        (links[0].id, Way.WHATSAPP),
        (links[2].id, Way.WHATSAPP),
        (links[1].id, Way.COPY),
        (links[3].id, Way.COPY),
    ]


def test_the_text_is_in_the_clients_language_and_the_page_in_english(links: list[Link], adviser: HouseClient) -> None:
    adviser.get(f"{SENDING}?after={links[0].id}")
    assert adviser.page.all("#text[lang=hi]")
    assert "नमस्ते Ravi Nair," in text(adviser)
    assert "forward" not in text(adviser)
    assert adviser.page.text("h1") == "Messages"
    assert "Skip" in adviser.page.text("main")


def test_skipping_changes_nothing_and_comes_round_again(app: Flask, links: list[Link], adviser: HouseClient) -> None:
    adviser.get(SENDING)
    for skipped in ("Sunita", "Ravi", "Asha", "Sunita"):
        assert skipped in adviser.page.text("#next")
        (skip,) = [each for each in adviser.page.all("main a") if "after=" in attribute(each, "href")]
        adviser.get(attribute(skip, "href"))
    assert messages(app) == []
    assert len(links) == 4


def test_the_button_pressed_twice_is_one_message(app: Flask, links: list[Link], adviser: HouseClient) -> None:
    adviser.get(SENDING)
    form = adviser.page.form("#prepare")
    for _ in range(2):
        answer = adviser.submit(form, ("way", "whatsapp"))
        assert answer.status_code == 303
    adviser.get(answer.location)
    assert "kept already" in adviser.page.text(".said")
    assert {each.link_id for each in messages(app)} == {links[0].id, links[2].id}
    assert len(messages(app)) == 2


def test_a_link_that_ended_meanwhile_is_not_prepared(app: Flask, links: list[Link], adviser: HouseClient) -> None:
    adviser.get(f"{SENDING}?after={links[0].id}")
    revoked(world(app), links[1])
    assert adviser.submit("#prepare", ("way", "whatsapp")).status_code == 303
    assert messages(app) == []


def test_without_a_mail_server_no_letter_is_offered_or_taken(
    app: Flask, links: list[Link], adviser: HouseClient
) -> None:
    adviser.get(SENDING)
    assert not adviser.page.all("button[value=email]")
    assert adviser.submit("#prepare", ("way", "whatsapp"), fields={"family": links[0].id}).status_code == 303
    adviser.get(SENDING)
    data = {"family": links[1].id, "known": "0", "way": "email"}
    assert adviser.post(SENDING, data=data).status_code == 400
    assert len(messages(app)) == 2


def test_with_a_mail_server_each_account_has_a_letter_of_its_own(app_for: AppFor, client_for: ClientFor) -> None:
    app = app_for(smtp_url="smtp://localhost:1", mail_from="desk@firm.example")
    client = client_for(app)
    enter(app, client, hire(app, Role.ADVISER))
    link_of(app, "C1", "Sunita Rao")
    link_of(app, "C3", "Arjun Rao", email="arjun@example.com")
    sunita, arjun = share_with_all(app)
    client.get(SENDING)
    assert client.submit("#prepare", ("way", "email")).status_code == 303
    (letter,) = messages(app)
    assert (letter.link_id, letter.way) == (arjun.id, Way.EMAIL)
    assert token_of(world(app), arjun) not in letter.subject
    assert "Advice from Sahyadri Advisers" in letter.subject
    client.get(SENDING)
    assert "Sunita Rao" in client.page.text("#next")
    assert token_of(world(app), sunita) in text(client)


def test_the_list_for_a_sender_has_a_line_for_each_phone_and_is_kept(
    app: Flask, links: list[Link], adviser: HouseClient
) -> None:
    with world(app).store.writing() as unit:
        found = unit.clients.get("c2")
        assert found is not None
        assert found.details is not None
    adviser.get(SENDING)
    answer = adviser.submit("form[action$='.csv']")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [(row["name"], row["phone"]) for row in rows] == [
        ("Sunita Rao", "919800000001"),
        ("Arjun Rao", "919800000001"),
        ("Ravi Nair", "919800000002"),
    ]
    assert all(row["link"] in row["message"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert {each.way for each in messages(app)} == {Way.FILE}
    assert len(messages(app)) == 3
    assert adviser.submit("form[action$='.csv']").status_code == 409
    assert len(links) == 4


def test_a_name_that_would_be_a_formula_is_guarded(app: Flask, adviser: HouseClient) -> None:
    link_of(app, "C1", '=HYPERLINK("http://evil";"x")')
    share_with_all(app)
    adviser.get(SENDING)
    answer = adviser.submit("form[action$='.csv']")
    (row,) = csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert row["name"].startswith("'=")
    assert '"' not in row["message"]
    assert ";=" not in row["message"].replace(" ", "")


def test_the_list_wants_the_password_asked_again(app: Flask, links: list[Link], client: HouseClient) -> None:
    enter(app, client, hire(app, Role.ADVISER), confirmed=False)
    client.get(SENDING)
    answer = client.submit("form[action$='.csv']")
    assert (answer.status_code, answer.location.startswith("/desk/confirm")) == (303, True)
    assert messages(app) == []
    assert len(links) == 4


def test_reminders_are_for_those_who_had_a_message(app: Flask, links: list[Link], adviser: HouseClient) -> None:
    adviser.get(f"{SENDING}?kind=reminder")
    assert "Nobody is to be reminded" in adviser.page.text("main")
    prepared(world(app), links[1])
    adviser.get(f"{SENDING}?kind=reminder&whom=unopened")
    assert adviser.page.text("h1") == "Reminders"
    assert "Ravi Nair" in adviser.page.text("#next")
    adviser.submit("#prepare", ("way", "whatsapp"))
    assert [each.kind for each in messages(app)] == [MessageKind.FIRST, MessageKind.REMINDER]


def test_at_night_no_reminder_is_offered_by_hand(
    app: Flask, links: list[Link], adviser: HouseClient, clock: FakeClock
) -> None:
    prepared(world(app), links[0])
    clock.forward(hours=11, minutes=40)
    client = adviser
    enter(app, client, hire(app, Role.ADVISER))  # an evening later: signed in anew
    client.get(f"{SENDING}?kind=reminder")
    assert "It is 22:10 IST in India: prepare it after 09:00 IST." in client.page.text(".notice")
    assert not client.page.all("a[href*='wa.me']")
    assert not client.page.all("#prepare button")


def test_what_was_made_up_is_no_page(links: list[Link], adviser: HouseClient) -> None:
    adviser.get(SENDING)
    assert len(links) == 4
    assert adviser.get(f"{SENDING}?kind=love").status_code == 404
    assert adviser.get(f"{SENDING}?whom=me").status_code == 404
    assert adviser.get("/desk/baskets/basket-1/versions/9/sending").status_code == 404
    assert adviser.get(f"{SENDING}?after=☃&said=☃").status_code == 200
    data = {"family": links[0].id, "known": "²", "way": "pigeon"}
    assert adviser.post(SENDING, data=data).status_code == 400
