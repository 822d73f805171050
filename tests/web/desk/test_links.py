"""The desk's pages of links, as an adviser meets them: made in one act, looked at, extended, revoked, made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link.making import a_client, a_version, answered, came_back, link_now, locked, opened, prepared, recalled
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.client import CheckKind, Client
from tokri.core.desk.roles import Role
from tokri.core.link.link import AnswerKind, Ended, Link
from tokri.link.tokens import token_of

VERSION = "/desk/baskets/basket-1/versions/1"
LINKS = f"{VERSION}/links"


def of_firm(app: Flask, code: str = "C1", name: str = "Sunita Rao", **details: object) -> Client:
    agreed = {"agreement_from": date(2025, 4, 1)}
    return a_client(world(app), code, name, **{**agreed, **details})  # type: ignore[arg-type]  # a test names the fields it changes


@pytest.fixture
def shared(app: Flask) -> str:
    """A version for Sunita, who is asked a check, and Ravi, whose agreement has ended; the address of its links."""
    sunita = of_firm(app, check=CheckKind.PAN, groups=("Families",))
    ravi = of_firm(app, "C2", "Ravi Nair", agreement_until=date(2026, 1, 31))
    a_version(world(app), sunita, ravi)
    return LINKS


def all_links(app: Flask) -> list[Link]:
    with world(app).store.reading() as view:
        return list(view.links.of_basket("basket-1"))


@pytest.fixture
def made(app: Flask, adviser: HouseClient, shared: str) -> Link:
    """Sunita's link, made on the page."""
    adviser.get(shared)
    assert adviser.submit("#make").status_code == 303
    (link,) = all_links(app)
    return link


def page_of(link: Link, act: str = "") -> str:
    return f"/desk/links/{link.id}{act}"


def test_who_gets_a_link_and_who_not_stands_there_before_anything_is_made(
    app: Flask, shared: str, adviser: HouseClient
) -> None:
    adviser.get(shared)
    row = adviser.page.text("#new-table")
    assert "Sunita Rao" in row
    assert "Asks the last four of the PAN" in row
    assert "INFY: 10" in row
    assert "Their agreement has ended" in adviser.page.text("#out + dl")
    assert all_links(app) == []


def test_links_are_made_by_one_button_and_the_page_says_how_many(app: Flask, made: Link, adviser: HouseClient) -> None:
    assert (made.client_id, made.check_kind) == ("c1", "pan")
    adviser.get(f"{LINKS}?made=1&kept=0")
    assert adviser.page.text(".said") == "1 link made."
    assert "No message prepared" in adviser.page.text("#links-table")
    assert token_of(world(app), made) not in adviser.page.text("html")


def test_whoever_is_not_ticked_gets_none(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    answer = adviser.submit("#make", fields={"client-c1": None})
    assert answer.status_code == 409
    assert "Tick at least one client" in adviser.page.text("#error-summary")
    assert all_links(app) == []


def test_that_nothing_is_asked_is_a_tick(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    assert adviser.submit("#make", fields={"unchecked": "yes"}).status_code == 303
    assert [link.check_kind for link in all_links(app)] == [""]


def test_a_client_who_changed_meanwhile_is_shown_afresh(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    with world(app).store.writing() as unit:
        unit.clients.mark("c1", world(app).clock(), inactive=True)
    assert adviser.submit("#make").status_code == 409
    assert "changed since this page was shown" in adviser.page.text("#error-summary")
    assert all_links(app) == []


def test_ticks_outlive_the_protection_of_their_form(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    answer = adviser.post(shared, data={"csrf_token": "old", "unchecked": "yes", "client-c1": "yes"}, csrf=False)
    assert answer.status_code == 400
    assert adviser.page.all("#unchecked[checked]")
    assert all_links(app) == []


def test_a_firm_that_lacks_something_is_told_what(app: Flask, shared: str, desk_for: DeskFor) -> None:
    outside = world(app)
    with outside.store.writing() as unit:
        latest = unit.firm.latest()
        assert latest is not None
        unit.firm.save(replace(latest.firm, office=""), latest.number, "meera", outside.clock())
    adviser = desk_for(Role.ADVISER)
    adviser.get(shared)
    assert "Registered office" in adviser.page.text(".notice")
    assert not adviser.page.all("#make button")


def test_a_recalled_version_makes_none(app: Flask, made: Link, adviser: HouseClient) -> None:
    recalled(world(app), made)
    adviser.get(LINKS)
    assert "was recalled" in adviser.page.text(".notice")


@pytest.mark.parametrize("role", [Role.APPROVER, Role.COMPLIANCE, Role.ADMINISTRATOR])
def test_who_only_looks_sees_the_state_and_no_address(made: Link, desk_for: DeskFor, role: Role) -> None:
    client = desk_for(role)
    client.get(LINKS)
    assert not client.page.all("#make button")
    client.get(page_of(made))
    assert "No message prepared" in client.page.text("main")
    assert not client.page.all("#address")
    for act in ("/qr.svg", "/slip"):
        assert client.get(page_of(made, act)).status_code == 403
    assert client.get(f"{VERSION}/sending").status_code == 403
    assert client.post(page_of(made, "/reissue"), data={}).status_code == 403


# --- one link ---------------------------------------------------------------------------------------


def test_one_link_shows_its_address_and_the_text_to_send_it_with(app: Flask, made: Link, adviser: HouseClient) -> None:
    adviser.get(page_of(made))
    address = f"http://tokri.localhost:8400/l/{token_of(world(app), made)}"
    assert adviser.page.text("#address").strip() == address
    text = adviser.page.text("#message")
    assert address in text
    assert "Hello Sunita Rao," in text
    assert "INFY" not in text


def test_the_address_leads_to_the_clients_own_page(app: Flask, made: Link, client: HouseClient) -> None:
    answer = client.get(f"/l/{token_of(world(app), made)}")
    assert answer.status_code == 200
    assert "Sahyadri Advisers" in client.page.text("html")
    assert "INFY" not in client.page.text("html")  # the check comes first


def test_the_picture_is_drawn_and_no_cache_keeps_it(made: Link, adviser: HouseClient) -> None:
    answer = adviser.get(page_of(made, "/qr.svg"))
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert ET.fromstring(answer.get_data()).tag.endswith("svg")  # noqa: S314 - our own picture


def test_the_slip_is_in_the_clients_language(app: Flask, adviser: HouseClient) -> None:
    a_version(world(app), of_firm(app, language="hi"))
    adviser.get(LINKS)
    adviser.submit("#make")
    (link,) = all_links(app)
    adviser.get(page_of(link, "/slip"))
    assert adviser.page.all("html[lang=hi]")
    assert token_of(world(app), link) in adviser.page.text("code")
    assert "Only for you" not in adviser.page.text("main")


def test_what_was_handed_over_by_hand_is_noted_and_never_called_sent(made: Link, adviser: HouseClient) -> None:
    adviser.get(page_of(made))
    assert adviser.submit("#prepared", fields={"way": "slip"}).status_code == 303
    adviser.get(page_of(made))
    said = adviser.page.text("main")
    assert "Message for version 1 prepared: printed slip" in said
    assert "Message prepared, not opened" in said
    assert "essage sent" not in said


def test_at_night_nobody_is_reminded_from_the_links_page(
    app: Flask, made: Link, desk_for: DeskFor, clock: FakeClock
) -> None:
    prepared(world(app), made)
    clock.forward(hours=12)
    client = desk_for(Role.ADVISER)
    client.get(page_of(made))
    assert "It is 22:30 IST in India" in client.page.text(".notice")
    assert not client.page.all("a[href*='wa.me']")
    assert not client.page.all("#prepared")
    assert client.post(page_of(made, "/prepared"), data={"way": "copy", "known": "1"}).status_code == 409


def test_a_link_is_extended_by_a_day(app: Flask, made: Link, adviser: HouseClient) -> None:
    adviser.get(page_of(made))
    assert adviser.submit("#extend", fields={"until": "2026-04-01"}).status_code == 303
    assert f"{link_now(world(app), made).expires_at:%Y-%m-%d %H:%M}" == "2026-04-01 18:29"


@pytest.mark.parametrize(("typed", "said"), [("2027-01-01", "90 days at most"), ("soon", "as a date")])
def test_a_day_that_extends_nothing_is_told_beside_its_field(
    app: Flask, made: Link, adviser: HouseClient, typed: str, said: str
) -> None:
    adviser.get(page_of(made))
    answer = adviser.submit("#extend", fields={"until": typed})
    assert answer.status_code == 422
    assert said in adviser.page.text("#until-error")
    assert f'value="{typed}"' in answer.get_data(as_text=True)
    assert link_now(world(app), made) == made


def test_revoking_asks_why_and_ends_the_address(app: Flask, made: Link, adviser: HouseClient) -> None:
    adviser.get(page_of(made, "/revoke"))
    assert adviser.submit(fields={"reason": " "}).status_code == 422
    assert adviser.submit(fields={"reason": "The wrong phone."}).status_code == 303
    assert link_now(world(app), made).ended is Ended.REVOKED
    adviser.get(page_of(made))
    assert not adviser.page.all("#address")
    assert "Revoked" in adviser.page.text("main")
    for act in ("/qr.svg", "/slip"):
        assert adviser.get(page_of(made, act)).status_code == 404


def test_a_reason_outlives_the_protection_of_its_form(app: Flask, made: Link, adviser: HouseClient) -> None:
    answer = adviser.post(
        page_of(made, "/revoke"), data={"csrf_token": "old", "reason": "The wrong phone."}, csrf=False
    )
    assert answer.status_code == 400
    assert 'value="The wrong phone."' in answer.get_data(as_text=True)
    assert link_now(world(app), made).ended is None


def test_a_link_made_anew_has_another_address_and_the_old_one_ends(
    app: Flask, made: Link, adviser: HouseClient
) -> None:
    locked(world(app), made)
    adviser.get(page_of(made))
    assert "Unlock" in adviser.page.text("#reissue")
    answer = adviser.submit("#reissue")
    assert answer.status_code == 303
    adviser.get(answer.location)
    old, new = all_links(app)
    assert (old.ended, new.ended, new.locked_at) == (Ended.REISSUED, None, None)
    assert token_of(world(app), old) != token_of(world(app), new)
    adviser.get(page_of(old))
    assert adviser.page.all(f'a[href="{page_of(new)}"]')


def test_a_link_from_which_orders_left_is_not_made_anew(app: Flask, made: Link, adviser: HouseClient) -> None:
    came_back(world(app), made)
    adviser.get(page_of(made))
    assert adviser.submit("#reissue").status_code == 409
    assert "may be placed" in adviser.page.text("#error-summary")
    assert len(all_links(app)) == 1


def test_what_happened_stands_newest_first(app: Flask, made: Link, adviser: HouseClient, clock: FakeClock) -> None:
    clock.forward(minutes=5)
    opened(world(app), made)
    clock.forward(minutes=5)
    came_back(world(app), made)
    adviser.get(page_of(made))
    said = adviser.page.text("h2 + dl:last-of-type")
    whole = adviser.page.text("main")
    assert whole.index("Consented to version 1") < whole.index(
        "Opened, not acted" if said == "" else "Made for version 1"
    )
    assert "I, Sunita Rao, have read this advice." in whole


def test_a_no_that_was_taken_back_is_not_told_as_one_more_no(app: Flask, made: Link, adviser: HouseClient) -> None:
    answered(world(app), made, AnswerKind.DECLINED, "No money now")
    answered(world(app), made, AnswerKind.DECLINED, taken_back=True)
    adviser.get(page_of(made))
    told = adviser.page.text("main")
    assert told.count("Declined") == 1
    assert "Took their no back" in told


def test_what_was_placed_elsewhere_is_told_an_order_at_a_time(app: Flask, made: Link, adviser: HouseClient) -> None:
    said = [{"order": 0, "quantity": 4, "price": "1479.50"}, {"order": 1, "quantity": 0}]
    answered(world(app), made, AnswerKind.PLACED_ELSEWHERE, orders=said)
    adviser.get(page_of(made))
    assert "Order 1, INFY: 4 at ₹1479.50; Order 2, TCS: not placed" in adviser.page.text("main")


def test_a_link_that_is_not_there_is_no_page(adviser: HouseClient) -> None:
    assert adviser.get("/desk/links/nobodys").status_code == 404
    assert adviser.get("/desk/baskets/none/versions/1/links").status_code == 404


# --- one address for a group ------------------------------------------------------------------------


@pytest.mark.usefixtures("made")
def test_a_group_has_one_address_that_names_nobody(app: Flask, adviser: HouseClient) -> None:
    adviser.get(LINKS)
    for _ in range(2):  # the button pressed twice makes one
        assert adviser.submit("#group", fields={"group": "Families"}).status_code == 303
    adviser.get(LINKS)
    with world(app).store.reading() as view:
        (group,) = view.links.groups_of("basket-1")
    text = adviser.page.text("#group-message-1")
    assert "http://tokri.localhost:8400/g/" in text
    assert "Sunita" not in text
    assert adviser.get(f"/desk/group-links/{group.id}/qr.svg").status_code == 200
    assert adviser.post(f"/desk/group-links/{group.id}/end", data={}).status_code == 303
    assert adviser.get(f"/desk/group-links/{group.id}/qr.svg").status_code == 404


@pytest.mark.usefixtures("made")
def test_a_group_of_nobody_has_no_address(adviser: HouseClient) -> None:
    adviser.get(LINKS)
    assert adviser.post(f"{LINKS}/group", data={"group": "Friends"}).status_code == 404
