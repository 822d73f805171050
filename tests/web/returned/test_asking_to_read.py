"""Whether the order book may be read: asked after the return, and a yes is needed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock, FakeKite
from tests.page import attribute
from tests.web.returned.steps import YES, queued, said
from tests.web.steps import INFY, button_names, handbacks, handoffs, readings, save, there_and_back, to_kite

# --- asked, and only asked ----------------------------------------------------------------------


def test_after_the_return_the_person_is_asked_and_nothing_is_read_yet(
    app: Flask, client: HouseClient, basket: str
) -> None:
    assert "Let Tokri read today’s orders, to check this one?" in said(client, basket)
    assert "Yes, read today’s orders" in button_names(client.page)
    assert [attribute(each, "value") for each in client.page.all("input[type=radio][name=keep]")] == ["no", "yes"]
    assert not client.page.all("input[name=keep][checked]"), "nothing is chosen beforehand"
    assert readings(app, basket) == []
    assert queued(app) == []


def test_without_a_secret_the_page_says_what_that_means(client_for: ClientFor, kite: FakeKite) -> None:
    client = client_for(kite_api_secret="")
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    assert "This site cannot look into your order book: its Kite app has no API secret." in said(client, basket)
    assert not client.page.all(YES)
    assert client.page.all("form.choices")


def test_where_nothing_is_ever_read_the_page_says_so_and_not_that_a_secret_is_missing(
    client_for: ClientFor, kite: FakeKite
) -> None:
    client = client_for(read_orders="never")
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    words = said(client, basket)
    assert "This site does not look into order books." in words
    assert "secret" not in words
    assert not client.page.all(YES)


@pytest.mark.parametrize("changes", [{"kite_api_secret": ""}, {"read_orders": "never"}])
def test_a_yes_that_was_never_asked_for_queues_nothing(
    client_for: ClientFor, kite: FakeKite, changes: dict[str, Any]
) -> None:
    client = client_for(**changes)
    app: Any = client.application
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    (handoff,), (handback,) = handoffs(app, basket), handbacks(app, basket)
    client.post(f"/handoffs/{handoff.id}/reading", data={"handback": handback.id})
    assert queued(app) == []
    assert readings(app, basket) == []


def test_where_orders_are_always_read_the_return_itself_queues_the_reading(
    client_for: ClientFor, kite: FakeKite
) -> None:
    client = client_for(read_orders="always")
    app: Any = client.application
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    assert queued(app) == ["exchange"]
    assert "Checking with Kite" in said(client, basket)
    (reading,) = readings(app, basket)
    assert not reading.keep


def test_a_return_without_a_token_is_told_that_it_lets_nothing_be_read(client: HouseClient) -> None:
    basket = save(client, INFY)
    there_and_back(client, basket, status="cancelled")
    assert "Kite sent nothing back that lets the order book be read." in said(client, basket)
    assert not client.page.all(YES)


def test_before_the_return_the_page_says_why_nothing_can_be_read(client: HouseClient) -> None:
    basket = save(client, INFY)
    to_kite(client, basket)
    assert "The order book can be read only after Kite has sent your browser back." in said(client, basket)


def test_a_token_that_is_too_old_is_not_offered_any_more(client: HouseClient, basket: str, clock: FakeClock) -> None:
    clock.forward(minutes=11)
    assert "can be used for a few minutes, and they are over" in said(client, basket)
    assert not client.page.all(YES)


# --- yes ----------------------------------------------------------------------------------------


def test_the_yes_queues_one_job_and_says_so_at_once(app: Flask, client: HouseClient, basket: str) -> None:
    form = client.page.form(YES)
    assert client.submit(form).location == f"{basket}/result"
    assert client.submit(form).location == f"{basket}/result"
    assert queued(app) == ["exchange"]
    assert len(readings(app, basket)) == 1
    assert "Checking with Kite Load this page again" in said(client, basket)
    assert client.page.all("#outcome[data-watch]")
    assert not client.page.all(YES)


def test_a_yes_that_names_another_return_is_none(app: Flask, client: HouseClient, basket: str) -> None:
    (handoff,) = handoffs(app, basket)
    for handback in ("", "never-was"):
        answer = client.post(f"/handoffs/{handoff.id}/reading", data={"handback": handback})
        assert answer.status_code == 404
    assert queued(app) == []


@pytest.mark.parametrize(("chosen", "kept"), [({}, False), ({"keep": "no"}, False), ({"keep": "yes"}, True)])
def test_the_session_is_kept_where_that_was_chosen_and_nowhere_else(
    app: Flask, client: HouseClient, basket: str, chosen: dict[str, str], *, kept: bool
) -> None:
    said(client, basket)
    client.submit(YES, fields=chosen)
    assert [each.keep for each in readings(app, basket)] == [kept]
