"""Several hand-offs at Kite, and a return that does not say which it answers: the person says, and no forger does."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.page import attribute, text_of
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    hand_off,
    handbacks,
    handoffs,
    leave,
    page_of,
    press,
    readings,
    save,
    to_kite,
)

SUCCESS = {"status": "success", "request_token": "sesame4Q7rT1uV5wX9yZ0aB2cD3eF6gH"}


def land(client: HouseClient, answer: TestResponse) -> str:
    """Follow the answer; answers what the page says."""
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    return client.page.text("main")


def two_at_kite(client: HouseClient, clock: FakeClock) -> tuple[str, str, dict[str, str], dict[str, str]]:
    """Two baskets, both at Kite; with what was sent of each."""
    one, two = save(client, INFY, name="One"), save(client, TCS, name="Two")
    first = to_kite(client, one)
    clock.forward(minutes=1)
    return one, two, first, to_kite(client, two)


def test_of_two_in_flight_the_reference_says_which_came_back(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    one, two, first, _ = two_at_kite(client, clock)
    assert page_of(come_back(client, first, **SUCCESS)) == f"{one}/result"
    assert handbacks(app, two) == []


def test_of_two_in_flight_without_a_reference_the_person_says_which(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    one, two, _, _ = two_at_kite(client, clock)
    answer = come_back(client, **SUCCESS)
    words = land(client, answer)
    assert client.page.h1 == "Which basket did you come back from?"
    assert "“One”, sent 11 Feb 2026, 10:30 IST" in words
    assert handbacks(app, one) == handbacks(app, two) == []

    assert come_back(client, **SUCCESS).location == answer.location
    button = next(each for each in client.page.all("form.choices button") if "One" in each.to_text())
    chosen = client.submit("form.choices", ("handoff", attribute(button, "value")))
    assert page_of(chosen) == f"{one}/result"
    assert [kept.status for kept in handbacks(app, one)] == ["success"]
    assert handbacks(app, two) == []

    assert page_of(client.get(answer.location)) == f"{one}/result"
    assert page_of(come_back(client, **SUCCESS)) == f"{one}/result"
    assert len(handbacks(app, one)) == 1


def test_an_answer_that_was_given_cannot_be_given_to_another(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    one, two, _, _ = two_at_kite(client, clock)
    asked = come_back(client, **SUCCESS).location
    client.get(asked)
    form = client.page.form("form.choices")
    assert client.submit(form, ("handoff", handoffs(app, one)[0].id)).status_code == 303
    assert client.submit(form, ("handoff", handoffs(app, one)[0].id)).status_code == 303
    assert client.submit(form, ("handoff", handoffs(app, two)[0].id)).status_code == 404
    assert handbacks(app, two) == []


@pytest.mark.parametrize("handoff", ["", "never-was", "a'b"])
def test_a_hand_off_that_is_not_there_cannot_be_chosen(client: HouseClient, clock: FakeClock, handoff: str) -> None:
    two_at_kite(client, clock)
    asked = come_back(client, **SUCCESS).location
    client.get(asked)
    assert client.post(asked, data={"handoff": handoff}).status_code == 404


def answers(client: HouseClient) -> list[str]:
    """What the page offers where it asks which hand-off came back."""
    return [text_of(each) for each in client.page.all("form.choices button")]


@pytest.mark.parametrize("status", ["success", "cancelled"])
def test_a_cancel_takes_no_hand_off_out_for_anybody_can_send_one(
    app: Flask, client: HouseClient, clock: FakeClock, status: str
) -> None:
    """A cancel without a reference was given to the one hand-off there was; then a second left."""
    one, two = save(client, INFY, name="One"), save(client, TCS, name="Two")
    to_kite(client, one)
    come_back(client, status="cancelled")
    clock.forward(minutes=1)
    to_kite(client, two)
    land(client, come_back(client, status=status))
    assert answers(client) == [
        "“Two”, sent 11 Feb 2026, 10:31 IST: Not back from Kite yet",
        "“One”, sent 11 Feb 2026, 10:30 IST: Cancelled on Kite’s page",
    ]
    assert handbacks(app, two) == []


def test_one_that_landed_with_success_does_not_compete(app: Flask, client: HouseClient, clock: FakeClock) -> None:
    _, two, first, _ = two_at_kite(client, clock)
    come_back(client, first, status="success")
    assert page_of(come_back(client, status="success")) == f"{two}/result"
    assert [kept.status for kept in handbacks(app, two)] == ["success"]


def test_a_forged_success_does_not_swallow_the_true_return(app: Flask, client: HouseClient, basket: str) -> None:
    to_kite(client, basket)
    land(client, come_back(client, status="success", request_token="forged"))
    answer = come_back(client, **SUCCESS)
    land(client, answer)
    assert page_of(answer) == f"{basket}/result"
    assert len({kept.token_sha256 for kept in handbacks(app, basket)}) == 2
    land(client, come_back(client, status="success", request_token="forgedtoo"))
    assert len(handbacks(app, basket)) == 3


def test_where_several_landed_the_person_says_which_a_further_return_answers(
    app: Flask, client: HouseClient, clock: FakeClock
) -> None:
    one, _, first, second = two_at_kite(client, clock)
    for sent, token in ((first, "forged1"), (second, "forged2")):
        come_back(client, sent, status="success", request_token=token)
    land(client, come_back(client, **SUCCESS))
    assert len(answers(client)) == 2
    client.submit("form.choices", ("handoff", handoffs(app, one)[0].id))
    assert len(handbacks(app, one)) == 2


@pytest.mark.parametrize("said", ["no-login", "not-enabled"])
def test_what_did_not_open_and_was_sent_again_is_not_asked_about(
    app: Flask, client: HouseClient, clock: FakeClock, basket: str, said: str
) -> None:
    to_kite(client, basket)
    client.get(f"/handoffs/{handoffs(app, basket)[0].id}")
    client.submit("form.choices", ("said", said))
    again = hand_off(client, basket)
    assert "None of" not in land(client, come_back(client))  # while the second has not left, it is the first's
    clock.forward(minutes=1)
    leave(client, again)
    land(client, come_back(client, **SUCCESS))
    first, second = handoffs(app, basket)
    kept = handbacks(app, basket)
    assert [(each.status, each.handoff_id) for each in kept] == [("odd", first.id), ("success", second.id)]
    land(client, come_back(client, status="success", request_token="another"))
    assert handbacks(app, basket)[-1].handoff_id == second.id


def test_what_did_not_open_and_was_not_sent_again_is_still_meant(app: Flask, client: HouseClient, basket: str) -> None:
    """The person may be mistaken: it opened in another window."""
    to_kite(client, basket)
    client.get(f"/handoffs/{handoffs(app, basket)[0].id}")
    client.submit("form.choices", ("said", "no-login"))
    assert page_of(come_back(client, **SUCCESS)) == f"{basket}/result"


def test_no_two_hand_offs_to_choose_from_read_alike(client: HouseClient, clock: FakeClock) -> None:
    basket = save(client, *({**INFY, "quantity": str(n)} for n in range(1, 13)), name="Twelve")
    sent = to_kite(client, basket)
    clock.forward(minutes=1)
    to_kite(client, basket, {"again": "yes"})
    come_back(client, sent)
    to_kite(client, basket)
    press(client, "save", INFY, at=basket, base=1, name="Twelve")
    to_kite(client, basket, {"again": "yes"})
    land(client, come_back(client, **SUCCESS))
    assert answers(client) == [
        "“Twelve”, version 2, sent 11 Feb 2026, 10:31 IST: Not back from Kite yet",
        "“Twelve”, part 2, sent 11 Feb 2026, 10:31 IST: Not back from Kite yet",
        "“Twelve”, part 1, for the second time, sent 11 Feb 2026, 10:31 IST: Not back from Kite yet",
        "“Twelve”, part 1, sent 11 Feb 2026, 10:30 IST: Came back without saying how it went",
    ]


def test_two_baskets_of_one_name_that_left_in_one_minute_are_told_apart_by_their_tags(
    app: Flask, client: HouseClient
) -> None:
    one, two = save(client, INFY, name="Twin"), save(client, TCS, name="Twin")
    to_kite(client, one)
    to_kite(client, two)
    land(client, come_back(client, **SUCCESS))
    tags = [handoffs(app, basket)[0].tag for basket in (two, one)]
    assert answers(client) == [
        f"“Twin”, sent 11 Feb 2026, 10:30 IST: Not back from Kite yet, tag {tag}" for tag in tags
    ]


def test_the_choice_is_between_what_left_in_the_day_before_the_return(client: HouseClient, clock: FakeClock) -> None:
    two_at_kite(client, clock)
    asked = come_back(client, **SUCCESS).location
    clock.forward(days=2)
    client.get(asked)
    assert len(answers(client)) == 2


def test_where_orders_are_always_read_the_persons_answer_queues_the_reading(
    client_for: ClientFor, clock: FakeClock
) -> None:
    client = client_for(read_orders="always")
    app: Any = client.application
    one, _, _, _ = two_at_kite(client, clock)
    client.get(come_back(client, **SUCCESS).location)
    client.submit("form.choices", ("handoff", handoffs(app, one)[0].id))
    assert len(readings(app, one)) == 1
