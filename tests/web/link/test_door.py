"""The address of a link, as a client's browser sees it: each state has a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import FIRM, PAN, a_link
from tokri.core.desk.client import CheckKind
from tokri.core.link.link import AnswerKind, Link
from tokri.core.ports import Outside

Act = Callable[[Outside, Link], object]


def _used_up(outside: Outside, link: Link) -> None:
    for _ in range(link.most_uses):
        making.came_back(outside, link, "cancelled")


#: What became of the link, the title of its page, its status, and what the page must say.
SHUT: Final[dict[str, tuple[Act, str, int, str]]] = {
    "reissued": (making.reissued, "There is a newer address for you", 410, "newest message"),
    "revoked": (making.revoked, "Your adviser has closed this address", 410, "leads nowhere any more"),
    "locked": (making.locked, "This address is locked", 410, "make you a new one"),
    "recalled": (making.recalled, "Your adviser took this advice back", 410, "The price of order 2 was wrong."),
    "closed": (making.put_away, "This advice is closed", 410, "put it away"),
    "replaced": (making.replaced, "This advice no longer stands", 410, "written it anew"),
    "used up": (_used_up, "This address has been used as often as it may", 410, "5 times"),
    "done": (making.came_back, "You have been to Kite with all of it", 200, "does not yet say what was filled"),
    "elsewhere": (
        lambda outside, link: making.answered(outside, link, AnswerKind.ELSEWHERE),
        "You place these orders elsewhere",
        200,
        "You told your adviser so",
    ),
    "declined": (
        lambda outside, link: making.answered(outside, link, AnswerKind.DECLINED, "Not now."),
        "You said no to this advice",
        200,
        "take your no back",
    ),
}

#: None of these may stand on a page that does not show the advice.
OF_THE_BASKET: Final = ("INFY", "TCS", "Two of the large ones", "Infosys")


@pytest.mark.parametrize("state", SHUT)
def test_each_state_has_a_page_that_says_what_it_means_and_whom_to_call(
    client: HouseClient, outside: Outside, state: str
) -> None:
    act, title, status, says = SHUT[state]
    made = a_link(outside)
    act(outside, made.link)
    answer = client.get(made.address)
    assert answer.status_code == status
    assert client.page.h1 == title
    assert says in client.page.text("main")
    assert f"Call {FIRM.name}: {FIRM.phone}" in client.page.text("main")
    assert [name for name in OF_THE_BASKET if name in answer.text] == []


def test_an_address_whose_time_is_over_says_until_when_it_was_open(
    client: HouseClient, outside: Outside, clock: FakeClock
) -> None:
    made = a_link(outside, days=2)
    clock.forward(days=2)
    assert client.get(made.address).status_code == 410
    assert client.page.h1 == "The time of this address is over"
    assert "13 Feb 2026" in client.page.text("main")


@pytest.mark.parametrize("state", sorted(set(SHUT) - {"reissued", "revoked", "locked"}))
def test_before_the_check_nothing_is_told_of_what_became_of_the_advice(
    client: HouseClient, outside: Outside, state: str
) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    SHUT[state][0](outside, made.link)
    answer = client.get(made.address)
    assert answer.status_code == 200
    assert client.page.h1 == "First, is this for you?"
    assert SHUT[state][1] not in answer.text
    assert SHUT[state][3] not in answer.text
    assert client.submit(fields={"answer": PAN}).status_code == 303
    client.get(made.address)
    assert client.page.h1 == SHUT[state][1]


@pytest.mark.parametrize("state", ["reissued", "revoked", "locked"])
def test_an_address_that_is_dead_asks_nothing(client: HouseClient, outside: Outside, state: str) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    SHUT[state][0](outside, made.link)
    client.get(made.address)
    assert client.page.h1 == SHUT[state][1]


def test_who_was_erased_is_told_that_it_is_closed_and_asked_nothing(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    with outside.store.writing() as unit:
        unit.clients.erase(made.link.client_id, outside.clock())
    answer = client.get(made.address)
    assert client.page.h1 == "This advice is closed"
    assert "Sunita" not in answer.text


def test_the_browser_that_left_for_kite_still_learns_what_became_of_it_when_the_address_is_dead(
    app: Flask, client: HouseClient, client_for: ClientFor, outside: Outside
) -> None:
    made = a_link(outside)
    client.get(made.address)
    client.post(f"{made.address}/opened")
    with client.session_transaction(base_url="http://tokri.localhost:8400") as session:
        browser = session["visitor"]
    making.left(outside, made.link, browser_id=browser)
    making.revoked(outside, made.link)
    client.get(made.address)
    assert client.page.h1 == "Your adviser has closed this address"
    assert client.page.text("main .acts a") == "See what became of your orders"
    assert client.get(f"{made.address}/result").status_code == 200
    other = client_for(app)
    other.get(made.address)
    assert other.page.all("main .acts") == []


def test_an_address_that_is_nobodys_leads_nowhere_and_is_not_said_again(client: HouseClient, outside: Outside) -> None:
    making.a_firm(outside)
    for address in ("/l/made-up-token-0", "/l/made-up-token-0/result", "/g/made-up-token-0"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert client.page.h1 == "This address leads nowhere"
        assert "ask your adviser for a new one" in client.page.text("main")
        assert "made-up-token" not in answer.text
    assert FIRM.name in client.page.text("header")


def test_the_frame_is_the_firms_and_names_no_security(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    answer = client.get(made.address)
    page = client.page
    assert page.text("header .brand") == FIRM.name
    assert page.text("title") == f"First, is this for you? – {FIRM.name}"
    assert page.all("meta[property='og:title']")[0].attrs == {"property": "og:title", "content": FIRM.name}
    assert page.all("nav") == []
    assert "Only for you; do not forward." in page.text("footer")
    assert "We never ask for your Kite password." in page.text("footer")
    assert FIRM.words["en"].warning in page.text("footer")
    assert FIRM.sebi_number in page.text("footer")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert [name for name in OF_THE_BASKET if name in answer.text] == []


@pytest.mark.usefixtures("as_typed")
def test_the_name_of_the_firm_is_text_whatever_it_holds(client: HouseClient, outside: Outside) -> None:
    making.a_firm(outside, replace(FIRM, name='<b>R & "Sons"</b>'))
    made = a_link(outside, check=CheckKind.PAN)
    client.get(made.address)
    assert client.page.text("header .brand") == '<b>R & "Sons"</b>'
