"""A link at which another Kite account was used: what mends it comes before an invitation, and no file counts."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with
from tests.page import attribute, text_of
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.evidence import Source
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside, Reading, ReadingFault


@pytest.fixture
def outside(app: Flask) -> Outside:
    return world(app)


def another(outside: Outside, made: Made) -> None:
    making.answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)


def test_what_mends_it_is_the_primary_act_and_the_invitation_is_not(outside: Outside, adviser: HouseClient) -> None:
    made = making.a_link(outside, making.a_client(outside, kite_user_id="AB1234"))
    page = f"/desk/links/{made.link.id}"
    adviser.get(page)
    assert [text_of(each) for each in adviser.page.all("main .button--primary")] == ["Open WhatsApp (in another tab)"]
    making.came_back(outside, made.link)
    another(outside, made)
    adviser.get(page)
    (act,) = adviser.page.all("main .button--primary")
    assert text_of(act) == "Put the Kite ID in the register right"
    assert attribute(act, "href") == f"/desk/clients/{made.link.client_id}/edit"
    said = adviser.page.text("#another-account")
    assert "Call Sunita Rao on +919800000001: which account was used, and is the Kite ID in the register" in said
    assert not adviser.page.all("a[href$='/upload']")


def test_where_the_register_has_no_kite_id_nobody_is_asked_whether_it_is_right(
    outside: Outside, adviser: HouseClient
) -> None:
    made = making.a_link(outside)
    making.came_back(outside, made.link)
    another(outside, made)
    adviser.get(f"/desk/links/{made.link.id}")
    said = adviser.page.text("#another-account")
    assert "which account was used, and what is their own Kite ID? The register has none." in said
    assert text_of(adviser.page.one("main .button--primary")) == "Enter their Kite ID"


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (False, "Kite named another account than theirs: nothing of it was read"),
        (True, "Said that the account which Kite named is not theirs: nothing of it was read"),
    ],
)
def test_what_happened_tells_how_it_is_known_and_never_which_account(
    outside: Outside, adviser: HouseClient, *, refused: bool, told: str
) -> None:
    made = making.a_link(outside)
    read_elsewhere(outside, made, refused=refused)
    adviser.get(f"/desk/links/{made.link.id}")
    assert told in adviser.page.text("main")
    assert "XY9876" not in adviser.page.text("main")


def read_elsewhere(outside: Outside, made: Made, *, refused: bool) -> None:
    """Kite named XY9876; the client `refused` it, or the register names another."""
    handoff, at = making.came_back(outside, made.link), outside.clock()
    with outside.store.writing() as unit:
        (back,) = unit.handoffs.handbacks([handoff.id])
        unit.readings.add(Reading("reading-1", handoff.id, handoff.visitor_id, back.id, keep=False, asked_at=at))
        unit.readings.update(
            "reading-1",
            exchanged_at=at,
            kite_user_id="XY9876",
            fault=ReadingFault.WRONG_ACCOUNT,
            end_asked_at=at if refused else None,
        )


def test_the_board_leads_to_what_mends_it(outside: Outside, adviser: HouseClient) -> None:
    made = making.a_link(outside)
    making.came_back(outside, made.link)
    another(outside, made)
    adviser.get("/desk/board")
    assert attribute(adviser.page.one("#need a"), "href") == f"/desk/links/{made.link.id}#another-account"


def test_whoever_may_only_look_is_offered_no_act(outside: Outside, desk_for: DeskFor) -> None:
    made = making.a_link(outside)
    making.came_back(outside, made.link)
    another(outside, made)
    compliance = desk_for(Role.COMPLIANCE)
    compliance.get(f"/desk/links/{made.link.id}")
    assert "Another Kite account was used" in compliance.page.text("main")
    assert not compliance.page.all("main .button--primary")


def headings(client: HouseClient, made: Made) -> str:
    client.get(f"{made.address}/result")
    return " ".join(text_of(each) for each in client.page.all("main h2")).lower()


def test_nothing_is_drafted_to_be_placed_anew_by_what_a_file_showed_of_another_account(
    outside: Outside, adviser: HouseClient
) -> None:
    made = making.a_link(outside)
    back_with(outside, made, "REJECTED", 0, source=Source.ORDER_FILE)
    page = f"/desk/links/{made.link.id}"
    adviser.get(page)
    assert adviser.page.all("#still-to-place-draft")
    another(outside, made)
    refused = adviser.submit("#still-to-place-draft")
    assert "changed" in refused.location
    adviser.get(page)
    assert not adviser.page.all("#still-to-place-draft")
    with outside.store.reading() as unit:
        assert len(unit.desk_lists.briefs()) == 1


@pytest.mark.parametrize("source", [Source.ORDER_FILE, Source.TRADE_FILE])
def test_a_file_that_was_kept_before_counts_for_nothing_on_the_result_page(
    outside: Outside, client_for: ClientFor, app: Flask, source: Source
) -> None:
    made, client = making.a_link(outside), client_for(app)
    back_with(outside, made, "COMPLETE", 10, source=source)
    assert "filled" in headings(client, made)
    another(outside, made)
    assert "sent to kite, outcome not known" in headings(client, made)
    assert "filled" not in headings(client, made)


def test_what_the_order_book_itself_showed_still_stands_there(
    outside: Outside, client_for: ClientFor, app: Flask
) -> None:
    made, client = making.a_link(outside), client_for(app)
    back_with(outside, made, "COMPLETE", 10)
    another(outside, made)
    assert "filled" in headings(client, made)


def test_once_the_register_names_the_account_that_was_used_nothing_is_left_to_mend(
    outside: Outside, adviser: HouseClient
) -> None:
    made = making.a_link(outside, making.a_client(outside, kite_user_id="AB1234"))
    making.came_back(outside, made.link)
    another(outside, made)
    adviser.get(f"/desk/clients/{made.link.client_id}/edit")
    assert adviser.submit("form.send, main form", fields={"kite_user_id": "XY9876"}).status_code == 303
    adviser.get(f"/desk/links/{made.link.id}")
    text = adviser.page.text("main")
    assert not adviser.page.all("#another-account")
    assert "The register names the Kite account that was used as theirs" in text
