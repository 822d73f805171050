"""A basket of more orders than Kite takes at once: in parts, each after the one before it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.page import attribute, text_of
from tests.web.steps import (
    INFY,
    button_names,
    come_back,
    grid,
    hand_off,
    handoffs,
    hidden,
    save,
    there_and_back,
    to_kite,
)
from tokri.web.context import KEY

# --- once something was handed off --------------------------------------------------------------


def test_a_press_is_not_led_to_a_hand_off_of_another_plan(app: Flask, client: HouseClient, three_parts: str) -> None:
    """What it holds is not what this page showed."""
    hand_off(client, three_parts)
    tools = app.extensions[KEY]
    fewer = replace(tools.outside.app, basket_limit=5)
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, app=fewer))
    client.get(f"{three_parts}/review")
    assert client.submit("form.send", fields={"attempt": "1"}).status_code == 409
    assert client.submit("form.send").status_code == 303


# --- parts --------------------------------------------------------------------------------------


@pytest.fixture
def three_parts(client: HouseClient) -> str:
    """Twenty-one orders: parts of ten, ten and one."""
    return save(client, *({**INFY, "quantity": str(n)} for n in range(1, 22)))


def part_offered(client: HouseClient, basket: str) -> tuple[str, str]:
    """The part that the review offers, and its attempt."""
    client.get(f"{basket}/review")
    return hidden(client.page, "part"), hidden(client.page, "attempt")


def test_a_large_basket_goes_in_parts_in_the_order_it_is_listed(
    app: Flask, client: HouseClient, three_parts: str
) -> None:
    client.get(f"{three_parts}/review")
    assert [text_of(each) for each in client.page.all(".part")] == [
        "Part 1 of 3 10 orders",
        "Part 2 of 3 10 orders",
        "Part 3 of 3 1 order",
    ]
    assert "Continue to Kite: part 1, 10 orders" in button_names(client.page)
    quantities = []
    for _ in range(3):
        sent = there_and_back(client, three_parts)
        quantities += [order["quantity"] for order in json.loads(sent["data"])]
    assert quantities == list(range(1, 22))
    assert [(each.part, each.first_order, each.orders) for each in handoffs(app, three_parts)] == [
        (1, 0, 10),
        (2, 10, 10),
        (3, 20, 1),
    ]
    assert len({each.tag for each in handoffs(app, three_parts)}) == 3


def test_part_two_is_closed_until_part_one_came_back(app: Flask, client: HouseClient, three_parts: str) -> None:
    client.get(f"{three_parts}/review")
    shown = client.page.form("form.send")
    sent = to_kite(client, three_parts)
    assert client.submit(shown, fields={"part": "2"}).status_code == 409
    assert "The part before this one has not come back yet." in client.page.text("#error-summary")
    assert len(handoffs(app, three_parts)) == 1
    come_back(client, sent, status="success")
    client.get(f"{three_parts}/result")
    assert "Continue to Kite: part 2, 10 orders" in button_names(client.page)
    assert client.submit(f"form[action='{three_parts}/handoff']").status_code == 303


@pytest.mark.parametrize("said", ["placed-all", "placed-some", "placed-none"])
def test_part_two_opens_also_by_the_persons_word(client: HouseClient, three_parts: str, said: str) -> None:
    to_kite(client, three_parts)
    client.get(f"{three_parts}/result")
    assert "It opens when part 1 has come back, or you say above what became of it." in client.page.text("main")
    client.get(client.submit("form.choices", ("said", said)).location)
    assert "Continue to Kite: part 2, 10 orders" in button_names(client.page)


@pytest.mark.parametrize("said", ["no-login", "not-enabled"])
def test_a_part_that_never_reached_kite_can_be_sent_again_before_the_next(
    app: Flask, client: HouseClient, three_parts: str, said: str
) -> None:
    to_kite(client, three_parts)
    client.get(f"{three_parts}/result")
    client.get(client.submit("form.choices", ("said", said)).location)
    (again,) = [each for each in client.page.all("main a") if "try again" in text_of(each)]
    client.get(attribute(again, "href"))
    assert (hidden(client.page, "part"), hidden(client.page, "attempt")) == ("1", "2")
    assert client.submit("form.send").status_code == 303
    assert [(each.part, each.attempt) for each in handoffs(app, three_parts)] == [(1, 1), (1, 2)]


def test_while_a_part_is_at_kite_the_review_offers_that_part_and_not_the_closed_one(
    client: HouseClient, three_parts: str
) -> None:
    assert part_offered(client, three_parts) == ("1", "1")
    sent = to_kite(client, three_parts)
    assert part_offered(client, three_parts) == ("1", "2")
    assert text_of(client.page.one(".part--here")).startswith("Part 1 of 3")
    come_back(client, sent, status="success")
    assert part_offered(client, three_parts) == ("2", "1")
    assert text_of(client.page.one(".part--here")).startswith("Part 2 of 3")


def test_a_cancelled_part_can_be_sent_again_though_the_next_is_open(client: HouseClient, three_parts: str) -> None:
    there_and_back(client, three_parts, status="cancelled")
    (again,) = [each for each in client.page.all("main a") if "try again" in text_of(each)]
    client.get(attribute(again, "href"))
    assert hidden(client.page, "part") == "1"
    assert client.submit("form.send").status_code == 303


@pytest.mark.parametrize("part", ["0", "4", "3", "x", "²", ""])
def test_a_part_that_cannot_be_offered_is_not(client: HouseClient, three_parts: str, part: str) -> None:
    client.get(f"{three_parts}/review?part={part}")
    assert hidden(client.page, "part") == "1"


def test_progress_survives_a_closed_browser(client: HouseClient, three_parts: str) -> None:
    there_and_back(client, three_parts)
    client.get("/")
    assert "Sent to Kite" in client.page.text(".basket-line")
    client.get(f"{three_parts}/review")
    assert hidden(client.page, "part") == "2"
    assert [attribute(each, "class") for each in client.page.all(".part")] == [
        "part part--done",
        "part part--here",
        "part part--later",
    ]


def test_the_form_of_a_saved_basket_leaves_its_parts_as_they_are(client: HouseClient, three_parts: str) -> None:
    there_and_back(client, three_parts)
    client.get(three_parts)
    assert len(grid(client.page)) == 21
    client.submit("#basket", ("action", "save"))
    assert part_offered(client, three_parts) == ("2", "1")
