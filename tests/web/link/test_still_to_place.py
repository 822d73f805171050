"""Orders still to place at a link: the yes to exactly what is left, at the advised price; else the adviser's turn."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version, recalled
from tests.page import attribute, text_of
from tests.web.link.test_page import to_kite
from tests.web.steps import come_back, leave, work
from tokri.core.evidence import How, Sighting, Source
from tokri.core.link.state import Door, Stage
from tokri.core.ports import BookOrder, Outside
from tokri.link.look import Looked, look


def infy(status: str = "COMPLETE", filled: int = 10, quantity: int = 10) -> BookOrder:
    return book_order(status=status, filled_quantity=filled, quantity=quantity)


def tcs(status: str = "COMPLETE", filled: int = 4, quantity: int = 4) -> BookOrder:
    price = Decimal("3105.5")
    return replace(infy(status, filled, quantity), order_id="2", tradingsymbol="TCS", order_type="LIMIT", price=price)


def back(client: HouseClient, made: Made, kite: FakeKite, sent: dict[str, str], *rows: BookOrder) -> None:
    """Back from Kite; the book holds these rows."""
    come_back(client, sent, status="success", request_token=kite.log_in("AB1234"))
    tag = str(json.loads(sent["data"])[0]["tag"])
    for row in rows:
        kite.place(replace(row, tag=tag, tags=(tag,), order_id=f"{tag}{row.order_id}"))
    client.get(f"{made.address}/result")


def read(app: Flask, client: HouseClient, kite: FakeKite) -> None:
    assert client.submit("form[action$='/reading']").status_code == 303
    work(app, kite)


@pytest.fixture
def made(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite) -> Made:
    """Sent and read: of ten INFY four filled, TCS was refused."""
    found = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    back(client, found, kite, to_kite(client, found), infy("CANCELLED", 4), tcs("REJECTED", 0))
    read(app, client, kite)
    return found


def say_yes(client: HouseClient, made: Made) -> str:
    """Say yes to what is left; answers the address of its hand-off."""
    client.get(f"{made.address}/still-to-place")
    fields: dict[str, str | None] = {"consent": "yes"}
    fields |= {attribute(each, "name"): "yes" for each in client.page.all("#ticks input")}
    answer = client.submit("form.send", fields=fields)
    assert answer.status_code == 303, client.page.text("main")
    return answer.location


def offered(client: HouseClient, made: Made) -> bool:
    """Whether the result leads to what is left."""
    client.get(f"{made.address}/result")
    return bool(client.page.all(f"a[href='{made.address}/still-to-place']"))


def acts(client: HouseClient) -> list[str]:
    """The acts that the page puts before all others."""
    return [text_of(each) for each in client.page.all("main .button--primary")]


def now(outside: Outside, made: Made) -> Looked:
    found = look(outside, made.token, None)
    assert found is not None
    return found


def test_a_client_says_yes_to_exactly_what_is_left(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite, made: Made
) -> None:
    assert now(outside, made).door is Door.DONE
    assert offered(client, made)
    client.get(f"{made.address}/still-to-place")
    assert [text_of(each) for each in client.page.all("#left td strong")] == ["6", "4"]
    assert "This is what is left of orders that I handed to Kite before: 6 INFY; 4 TCS." in client.page.text("main")
    sent = leave(client, say_yes(client, made))
    assert [(each["tradingsymbol"], each["quantity"]) for each in json.loads(sent["data"])] == [("INFY", 6), ("TCS", 4)]
    found = now(outside, made)
    assert found.stage is Stage.ON_KITE
    assert not offered(client, made), "it is at Kite"
    back(client, made, kite, sent, infy("COMPLETE", 6, 6), tcs())
    read(app, client, kite)
    assert now(outside, made).stage is Stage.SEEN
    client.get(f"{made.address}/still-to-place")
    assert "Nothing is left that may be placed now." in client.page.text("main")
    assert acts(client) == ["See what became of your orders"]
    assert not offered(client, made), "all of it filled"


def test_the_consent_to_what_is_left_is_kept_with_its_words(client: HouseClient, outside: Outside, made: Made) -> None:
    say_yes(client, made)
    last = now(outside, made).consents[-1]
    assert last.text.endswith("6 INFY; 4 TCS.")
    assert last.changes["still_to_place"] == 2


def test_two_tabs_say_yes_to_it_once(client: HouseClient, outside: Outside, made: Made) -> None:
    client.get(f"{made.address}/still-to-place")
    fields: dict[str, str | None] = {"consent": "yes"}
    fields |= {attribute(each, "name"): "yes" for each in client.page.all("#ticks input")}
    first = client.submit("form.send", fields=fields)
    second = client.submit("form.send", fields=fields)
    assert second.location == first.location
    leave(client, first.location)
    client.get(f"{made.address}/still-to-place")
    assert not client.page.all("form.send")
    assert len(now(outside, made).sendings) == 2


def test_what_is_left_of_what_was_left_is_exact(app: Flask, client: HouseClient, kite: FakeKite, made: Made) -> None:
    sent = leave(client, say_yes(client, made))
    back(client, made, kite, sent, infy("CANCELLED", 1, 6), tcs())
    read(app, client, kite)
    client.get(f"{made.address}/still-to-place")
    assert [text_of(each) for each in client.page.all("#left td strong")] == ["5"]
    again = leave(client, say_yes(client, made))
    assert [each["quantity"] for each in json.loads(again["data"])] == [5]


def test_what_was_left_and_cancelled_on_kite_may_be_sent_again(
    client: HouseClient, outside: Outside, made: Made
) -> None:
    sent = leave(client, say_yes(client, made))
    come_back(client, sent, status="cancelled")
    assert offered(client, made)
    assert client.get(made.address).location == f"{made.address}/still-to-place"
    again = leave(client, say_yes(client, made))
    assert [each["quantity"] for each in json.loads(again["data"])] == [6, 4]
    assert now(outside, made).sendings[-1].handoff.attempt == 2


def test_all_that_was_refused_goes_again_as_it_was(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    back(client, made, kite, to_kite(client, made), infy("REJECTED", 0), tcs("REJECTED", 0))
    read(app, client, kite)
    sent = leave(client, say_yes(client, made))
    assert [each["quantity"] for each in json.loads(sent["data"])] == [10, 4]
    assert now(outside, made).sendings[-1].handoff.attempt == 2
    back(client, made, kite, sent, infy("COMPLETE", 10), tcs("CANCELLED", 3))
    client.get(f"{made.address}/result")
    read(app, client, kite)
    client.get(f"{made.address}/still-to-place")
    assert [text_of(each) for each in client.page.all("#left td strong")] == ["1"]


def test_past_its_end_the_adviser_has_to_write_a_new_version(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite, clock: FakeClock
) -> None:
    person = a_client(outside, kite_user_id="AB1234")
    made = a_link(
        outside, person, a_version(outside, person, proposal=replace(PROPOSAL, valid_until="2026-02-11 12:00"))
    )
    back(client, made, kite, to_kite(client, made), infy("REJECTED", 0), tcs())
    read(app, client, kite)
    clock.forward(hours=2)
    client.get(f"{made.address}/still-to-place")
    assert "Another price is new advice: your adviser has to write a new version." in client.page.text("main")
    assert not client.page.all("form.send")


def test_after_a_recall_nothing_of_it_goes(client: HouseClient, outside: Outside, made: Made) -> None:
    recalled(outside, made.link)
    client.get(f"{made.address}/still-to-place")
    assert "Nothing more can go to Kite from this link." in client.page.text("main")
    assert not client.page.all("form.send")
    assert acts(client) == ["See what became of your orders"]
    assert "What is left may be placed" not in client.page.text("main")


def test_newer_advice_comes_first(client: HouseClient, outside: Outside, made: Made) -> None:
    found = now(outside, made)
    a_version(outside, found.client, proposal=replace(PROPOSAL, why="Said anew."), basket_id=found.basket.id)
    client.get(f"{made.address}/still-to-place")
    assert "Your adviser has written newer advice since." in client.page.text("main")
    assert acts(client) == ["Read the newer advice"]
    assert [attribute(each, "href") for each in client.page.all("main a.button--primary")] == [made.address]


def test_it_counts_as_a_use_of_the_link(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"), most_uses=1)
    back(client, made, kite, to_kite(client, made), infy("REJECTED", 0), tcs())
    read(app, client, kite)
    client.get(f"{made.address}/still-to-place")
    assert "Nothing more can go to Kite from this link." in client.page.text("main")


def test_a_recall_stops_a_yes_that_has_not_left(client: HouseClient, outside: Outside, made: Made) -> None:
    address = say_yes(client, made)
    recalled(outside, made.link)
    client.get(address)
    assert not client.page.all("#basket-form")


@pytest.fixture
def unseen(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite) -> Made:
    """Sent and read: neither order is in the book."""
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    back(client, made, kite, to_kite(client, made))
    read(app, client, kite)
    return made


def seen_after_all(outside: Outside, made: Made, status: str, filled: int) -> None:
    """A later look shows the INFY of the first hand-off."""
    first = now(outside, made).sendings[0].handoff
    late = replace(infy(status, filled), tag=first.tag, tags=(first.tag,))
    with outside.store.writing() as unit:
        unit.evidence.see([Sighting(first.id, Source.BOOK, How.TAG, 0, late, outside.clock(), "a later look")])


@pytest.mark.parametrize(("status", "filled"), [("COMPLETE", 10), ("OPEN", 0)])
def test_a_yes_to_what_was_left_does_not_leave_once_it_was_placed_after_all(
    client: HouseClient, outside: Outside, unseen: Made, status: str, filled: int
) -> None:
    address = say_yes(client, unseen)
    seen_after_all(outside, unseen, status, filled)
    client.get(address)
    assert not client.page.all("#basket-form")


@pytest.mark.parametrize(("status", "filled"), [("COMPLETE", 10), ("OPEN", 0)])
def test_what_was_left_is_not_offered_again_once_it_was_placed_after_all(
    client: HouseClient, outside: Outside, unseen: Made, status: str, filled: int
) -> None:
    come_back(client, leave(client, say_yes(client, unseen)), status="cancelled")
    seen_after_all(outside, unseen, status, filled)
    client.get(f"{unseen.address}/still-to-place")
    assert not client.page.all("form.send")


def test_before_anything_was_seen_it_is_said_why_nothing_is_left_yet(
    client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="AB1234"))
    back(client, made, kite, to_kite(client, made))
    assert not offered(client, made)
    client.get(f"{made.address}/still-to-place")
    assert "Nothing can be placed anew yet." in client.page.text("main")
    assert acts(client) == ["See what became of your orders"]


def test_a_part_that_was_never_sent_comes_before_what_is_left(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    person = a_client(outside, kite_user_id="AB1234")
    orders = tuple(replace(PROPOSAL.draft.orders[0], quantity=str(number)) for number in range(1, 13))
    twelve = replace(PROPOSAL, draft=replace(PROPOSAL.draft, orders=orders), legs=PROPOSAL.legs[:1] * 12)
    made = a_link(outside, person, a_version(outside, person, proposal=twelve))
    back(client, made, kite, to_kite(client, made))
    read(app, client, kite)
    assert offered(client, made)
    client.get(f"{made.address}/still-to-place")
    assert "A part of these orders was not sent yet." in client.page.text("main")
    assert acts(client) == ["Check the orders"]
