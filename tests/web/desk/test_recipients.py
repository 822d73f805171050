"""For whom: clients are ticked beside what they would get, and who cannot be chosen is told why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.desk.baskets_to_share import INFY, TCS, proposal
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import client_of_firm, kinds, rewritten, share, written
from tests.web.steps import world
from tokri.core.desk.advice import LegAdvice, Recipient
from tokri.core.desk.choosing import A_PAGE
from tokri.core.desk.roles import Role

BY_CAPITAL = LegAdvice(sizing="capital")
REASON = "He asked for this hedge in writing"
CLIENTS = "/desk/baskets/basket/versions/1/clients"


@pytest.fixture
def shared(app: Flask, adviser: HouseClient) -> str:
    """A version sized by capital out of ten lakh, with clients of all kinds; the address of its clients."""
    kinds_of_client: dict[str, dict[str, Any]] = {
        "C1": {"groups": ("Families",)},
        "C2": {"risk_class": "low"},
        "C3": {"agreement_until": date(2026, 1, 31)},
        "C4": {"capital": Decimal(100000), "groups": ("Families",)},
    }
    for code, details in kinds_of_client.items():
        client_of_firm(app, code, **details)
    written(app, proposal(INFY, TCS, legs=(BY_CAPITAL, BY_CAPITAL), reference_capital="10,00,000"))
    share(adviser)
    return CLIENTS


def chosen(app: Flask) -> list[Recipient]:
    with world(app).store.reading() as view:
        return list(view.desk_baskets.recipients("basket", 1))


def test_each_client_stands_with_their_figures_and_nothing_is_said_to_be_sent(
    shared: str, adviser: HouseClient
) -> None:
    adviser.get(shared)
    assert "₹4,00,000 ÷ ₹10,00,000 × 25 = 10" in adviser.page.text("#row-c1")
    assert "left out: less than one unit" in adviser.page.text("#row-c4")
    assert "Nothing is sent from here." in adviser.page.text("main")


def test_whoever_cannot_get_it_has_no_tick_and_is_told_why(shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    assert not adviser.page.all("#client-c3")
    assert "The agreement has ended." in adviser.page.text("#row-c3")


def test_ticked_clients_are_kept_with_their_quantities(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    answer = adviser.submit("#clients", fields={"client-c1": "yes", "client-c4": "yes"})
    assert answer.status_code == 303
    assert [(each.client_id, each.quantities) for each in chosen(app)] == [("c1", (10, 1)), ("c4", (2, 0))]
    assert kinds(app) == ["basket shared", "clients chosen"]
    adviser.get(answer.location)
    assert "Meant for 2 clients." in adviser.page.text("main")
    assert dict(adviser.page.form("#clients").fields)["client-c1"] == "yes"


def test_five_thousand_clients_can_be_ticked_at_once(shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    ids = [f"{number:022d}" for number in range(5_000)]
    ticked = {f"client-{each}": "yes" for each in ids}
    answer = adviser.post(shared, data={**ticked, "listed": " ".join(ids), "shown": "another page"})
    assert answer.status_code == 409


def test_a_mismatch_asks_for_a_reason_in_words(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    assert "Mismatch" in adviser.page.text("#row-c2")
    fields = {"client-c1": "yes", "client-c2": "yes", "reason-c2": "ok"}
    assert adviser.submit("#clients", fields=fields).status_code == 422
    assert adviser.page.all("#reason-c2-error")
    assert dict(adviser.page.form("#clients").fields)["client-c1"] == "yes"
    assert chosen(app) == []
    assert adviser.submit("#clients", fields={"reason-c2": REASON}).status_code == 303
    assert [(each.client_id, each.suitability, each.reason) for each in chosen(app)] == [
        ("c1", "fits", ""),
        ("c2", "accepted", REASON),
    ]


def test_a_group_shows_its_own_and_leaves_the_others_as_chosen(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    adviser.submit("#clients", fields={"client-c2": "yes", "reason-c2": REASON})
    adviser.get(f"{shared}?group=Families&all=yes")
    assert not adviser.page.all("#row-c2")
    assert adviser.submit("#clients").status_code == 303
    assert [each.client_id for each in chosen(app)] == ["c1", "c2", "c4"]


def test_everybody_whom_it_suits_is_ticked_by_a_link_that_saves_nothing(
    app: Flask, shared: str, adviser: HouseClient
) -> None:
    adviser.get(f"{shared}?all=yes")
    ticks = {name for name, _ in adviser.page.form("#clients").fields if name.startswith("client-")}
    assert ticks == {"client-c1", "client-c4"}
    assert chosen(app) == []


def test_two_who_choose_at_once_do_not_overwrite_each_other(app: Flask, shared: str, desk_for: DeskFor) -> None:
    one, other = desk_for(Role.ADVISER), desk_for(Role.ADVISER)
    one.get(shared)
    other.get(shared)
    assert one.submit("#clients", fields={"client-c1": "yes"}).status_code == 303
    assert other.submit("#clients", fields={"client-c4": "yes"}).status_code == 409
    assert [each.client_id for each in chosen(app)] == ["c1"]
    assert dict(other.page.form("#clients").fields).get("client-c4") == "yes"


@pytest.fixture
def many(app: Flask, adviser: HouseClient) -> str:
    """A version, and two clients more than stand on a page."""
    for number in range(A_PAGE + 2):
        client_of_firm(app, f"C{number:02}", groups=("Families",) if number % 2 else ())
    client_of_firm(app, "D1", risk_class="low")
    client_of_firm(app, "D2", agreement_until=date(2026, 1, 31))
    written(app, proposal(INFY))
    share(adviser)
    return CLIENTS


def test_each_page_keeps_its_own_ticks_and_leaves_the_others(app: Flask, many: str, adviser: HouseClient) -> None:
    adviser.get(many)
    assert "54 clients, page 1 of 2" in adviser.page.text("#clients-table caption")
    answer = adviser.submit("#clients", ("action", "next"), fields={"client-c00": "yes"})
    assert answer.location == f"{many}?page=2&saved=yes"
    adviser.get(answer.location)
    assert adviser.page.all("#row-d1")
    assert not adviser.page.all("#row-c00")
    assert adviser.submit("#clients", ("action", "save"), fields={"client-c50": "yes"}).status_code == 303
    assert [each.client_id for each in chosen(app)] == ["c00", "c50"]


def test_a_filter_stays_in_the_address_and_through_a_save(many: str, adviser: HouseClient) -> None:
    adviser.get(f"{many}?group=Families&q=c0&standing=not-chosen")
    assert dict(adviser.page.form(".filters").fields) == {"q": "c0", "group": "Families", "standing": "not-chosen"}
    assert "5 clients found" in adviser.page.text("#clients-table caption")
    answer = adviser.submit("#clients", ("action", "save"), fields={"client-c01": "yes"})
    assert answer.location == f"{many}?q=c0&group=Families&standing=not-chosen&saved=yes"
    adviser.get(f"{many}?q=nobody")
    assert "Nobody fits." in adviser.page.text("main")


def test_all_who_can_be_are_chosen_by_one_button_that_says_whom_it_left_out(
    app: Flask, many: str, adviser: HouseClient
) -> None:
    adviser.get(many)
    assert adviser.page.text("#all button") == "Choose all who can be, of 54 clients"
    answer = adviser.submit("#all")
    assert answer.status_code == 303
    adviser.get(answer.location)
    said = adviser.page.text(".said")
    assert said.startswith("52 clients were added to the choice. 1 client was left out: the basket is more risk")
    assert "1 client cannot be chosen" in said
    assert len(chosen(app)) == A_PAGE + 2
    adviser.get(f"{many}?standing=cannot")
    assert adviser.page.all("#row-d2")
    assert not adviser.page.all("#all")


def test_all_are_chosen_of_what_was_shown_alone(app: Flask, many: str, adviser: HouseClient) -> None:
    adviser.get(f"{many}?q=c0")
    assert adviser.page.text("#all button") == "Choose all who can be, of 10 found"
    client_of_firm(app, "C0X")
    assert adviser.submit("#all").status_code == 409
    assert chosen(app) == []
    assert adviser.submit("#all").status_code == 303
    assert len(chosen(app)) == 11


@pytest.mark.parametrize("asked", ["page=0", "page=²", "page=99999", "page=-1", "standing=x", "q=%00%0a", "added=x"])
def test_an_odd_address_shows_a_page_that_there_is(shared: str, adviser: HouseClient, asked: str) -> None:
    assert adviser.get(f"{shared}?{asked}").status_code == 200
    assert adviser.page.all("#row-c1")
    assert not adviser.page.all(".said")


def test_an_older_version_is_closed(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    rewritten(app, proposal(why="On second thoughts."))
    share(adviser)
    adviser.get(shared)
    assert not adviser.page.all("#clients")
    assert "newest version alone" in adviser.page.text("main")


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.APPROVER])
def test_who_may_not_write_sees_the_clients_and_no_tick(shared: str, desk_for: DeskFor, role: Role) -> None:
    client = desk_for(role)
    client.get(shared)
    assert client.page.all("#row-c1")
    assert not client.page.all("main input[type=checkbox]")
    assert client.post(shared, data={}).status_code == 403


def test_a_form_that_was_made_up_chooses_nobody(app: Flask, shared: str, adviser: HouseClient) -> None:
    adviser.get(shared)
    fields = {"client-nobody": "yes", "client-": "yes", "listed": "nobody \x00 c1", "shown": "x"}
    assert adviser.post(shared, data=fields).status_code == 409
    assert chosen(app) == []


def test_names_groups_and_titles_may_hold_any_sign(app: Flask, adviser: HouseClient) -> None:
    client_of_firm(app, "C1", name='Pat O\'Brien "the first" <b> - x', groups=("Ann's -- own",), risk_class="low")
    written(app, proposal(INFY, title='It\'s "one" -- <i>', why="He's 'it'"))
    adviser.get(share(adviser))
    for asked in ("", "?group=Ann's -- own&all=yes"):
        assert adviser.get(f"{CLIENTS}{asked}").status_code == 200
        assert 'Pat O\'Brien "the first" <b> - x' in adviser.page.text("#row-c1")
    assert adviser.submit("#clients", fields={"client-c1": "yes"}).status_code == 422
    assert adviser.page.text("#error-summary li").startswith("C1: Write why it goes to this client")


def test_ticks_outlive_the_protection_of_their_form(
    app: Flask, shared: str, adviser: HouseClient, client: HouseClient
) -> None:
    old = {"csrf_token": "old", "client-c2": "yes", "reason-c2": REASON, "listed": "c2"}
    assert adviser.post(shared, data=old, csrf=False).status_code == 400
    assert adviser.page.text("#reason-c2").strip() == REASON
    assert dict(adviser.page.form("#clients").fields)["client-c2"] == "yes"
    assert client.post(shared, data=old, csrf=False).status_code == 303
    assert chosen(app) == []
