"""Whoever mistyped their Kite ID and whom no reading of the order book tells: the page asks, and their word decides."""

from __future__ import annotations

import pytest

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite
from tests.link.making import Made, a_client, a_link
from tests.page import text_of
from tests.web.link.test_page import say_yes
from tests.web.steps import come_back, leave
from tokri.core.link.link import AnswerKind
from tokri.core.link.state import Stage
from tokri.core.ports import Outside
from tokri.link.look import Looked, look

ASKED = "form[action$='/kite-id']"
MISTYPED = "form[action$='/kite-id/mistyped']"


@pytest.fixture
def made(outside: Outside) -> Made:
    return a_link(outside, a_client(outside))


def place(client: HouseClient, made: Made, clock: FakeClock, kite_id: str = "DM0010", **query: str) -> None:
    """Type this with the yes, go to Kite a minute later, come back with success, and see the result."""
    typed = {"kite_id": kite_id} if kite_id else {}
    address = say_yes(client, made, **typed)
    clock.forward(minutes=1)
    come_back(client, leave(client, address), status="success", **query)
    client.get(f"{made.address}/result")


@pytest.fixture
def asked(client: HouseClient, made: Made, clock: FakeClock) -> Made:
    """Typed DM0010 with the yes, placed it, came back, and says now that the account was DM0001."""
    place(client, made, clock)
    assert client.submit(ASKED, fields={"kite_id": "dm0001"}).status_code == 303
    client.get(f"{made.address}/result")
    return made


def now(outside: Outside, made: Made) -> Looked:
    found = look(outside, made.token, None)
    assert found is not None
    return found


def registered(outside: Outside, made: Made) -> str:
    details = now(outside, made).client.details
    assert details is not None
    return details.kite_user_id


def test_the_page_says_both_ids_and_asks_which_is_theirs(client: HouseClient, outside: Outside, asked: Made) -> None:
    said = client.page.text("main")
    assert "You typed DM0010 first, and then DM0001." in said
    assert [text_of(each) for each in client.page.all(f"{MISTYPED} button")] == [
        "DM0001 is mine, I mistyped",
        "That is not my account",
    ]
    assert not client.page.all(ASKED), "it was answered"
    assert now(outside, asked).stage is Stage.WRONG_ACCOUNT
    assert registered(outside, asked) == "DM0010"


def test_before_the_order_book_is_asked_for_it_is_asked_which_account_is_theirs(
    client: HouseClient, made: Made, clock: FakeClock, kite: FakeKite
) -> None:
    place(client, made, clock, request_token=kite.log_in("DM0001"))
    client.submit(ASKED, fields={"kite_id": "DM0001"})
    client.get(f"{made.address}/result")
    assert client.page.all("form[action$='/reading']")
    assert [text_of(each) for each in client.page.all("main .button--primary")] == ["DM0001 is mine, I mistyped"]


def test_a_slip_is_put_right_and_the_orders_are_theirs(client: HouseClient, outside: Outside, asked: Made) -> None:
    assert client.submit(MISTYPED, ("account", "mine")).status_code == 303
    assert registered(outside, asked) == "DM0001"
    assert now(outside, asked).stage is Stage.SENT
    client.get(f"{asked.address}/result")
    assert not client.page.all(MISTYPED)
    assert not client.page.all(ASKED)
    assert "Another Kite account was used" not in client.page.text("main")


def test_an_account_that_is_not_theirs_stays_another(client: HouseClient, outside: Outside, asked: Made) -> None:
    assert client.submit(MISTYPED, ("account", "not-mine")).status_code == 303
    assert registered(outside, asked) == "DM0010"
    assert now(outside, asked).stage is Stage.WRONG_ACCOUNT
    client.get(f"{asked.address}/result")
    assert not client.page.all(MISTYPED)
    assert not client.page.all(ASKED)
    assert "Another Kite account was used" in client.page.text("main")


def test_a_second_press_from_another_tab_changes_nothing_more(
    client: HouseClient, outside: Outside, asked: Made
) -> None:
    client.submit(MISTYPED, ("account", "mine"))
    before = now(outside, asked).answers
    assert client.submit(MISTYPED, ("account", "not-mine")).status_code == 303
    assert now(outside, asked).answers == before
    assert registered(outside, asked) == "DM0001"


def test_the_buttons_answer_for_the_account_that_they_name_alone(
    client: HouseClient, outside: Outside, asked: Made
) -> None:
    client.submit(MISTYPED, ("account", "mine"), fields={"kite_id": "DM0002"})
    assert registered(outside, asked) == "DM0010"
    assert now(outside, asked).stage is Stage.WRONG_ACCOUNT


def test_whoever_types_the_same_again_is_asked_nothing_more(
    client: HouseClient, outside: Outside, made: Made, clock: FakeClock
) -> None:
    place(client, made, clock)
    client.submit(ASKED, fields={"kite_id": "DM0010"})
    client.get(f"{made.address}/result")
    assert not client.page.all(MISTYPED)
    assert now(outside, made).stage is Stage.SENT


def test_what_was_typed_is_kept_on_the_page_where_it_is_no_kite_id(
    client: HouseClient, outside: Outside, made: Made, clock: FakeClock
) -> None:
    place(client, made, clock)
    assert client.submit(ASKED, fields={"kite_id": "DM 00/01"}).status_code == 422
    assert dict(client.page.form(ASKED).fields)["kite_id"] == "DM 00/01"
    assert [each.kind for each in now(outside, made).answers] == [AnswerKind.KITE_ID]


def test_an_id_that_the_firm_has_is_not_theirs_to_correct(
    client: HouseClient, outside: Outside, clock: FakeClock
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="DM0010"))
    place(client, made, clock, kite_id="")
    client.submit(ASKED, fields={"kite_id": "DM0001"})
    client.get(f"{made.address}/result")
    assert not client.page.all(MISTYPED)
    assert "Another Kite account was used" in client.page.text("main")
    assert registered(outside, made) == "DM0010"
