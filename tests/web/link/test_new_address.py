"""A new address after one that was closed: what left from the old one is told, and asked about before it goes again."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeKite
from tests.link import making
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version
from tests.page import attribute
from tests.web.link.test_page import YES, to_kite
from tests.web.link.test_still_to_place import back, infy, read, tcs
from tests.web.steps import come_back, leave
from tokri.core.ports import Outside


def test_what_left_from_the_old_address_wants_a_tick_at_the_new(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    old = a_link(outside, sunita, a_version(outside, sunita))
    to_kite(client, old)
    making.revoked(outside, old.link)
    new = a_link(outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, why="Written anew.")))
    client.get(new.address)
    assert "what was placed would be placed twice" in client.page.text("#send")
    assert client.submit("#send", fields=YES).status_code == 422
    assert client.submit("#send", fields={**YES, "again": "yes"}).status_code == 303


def left_at_the_new(app: Flask, client: HouseClient, outside: Outside, kite: FakeKite) -> tuple[Made, dict[str, str]]:
    """It left from an address that was closed, and again from a new one, where six INFY and all TCS are left of it.

    Answers the new address, and what left from the old one.
    """
    sunita = a_client(outside, kite_user_id="AB1234")
    old = a_link(outside, sunita, a_version(outside, sunita))
    gone = to_kite(client, old)
    making.revoked(outside, old.link)
    new = a_link(outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, why="Written anew.")))
    sent = to_kite(client, new, again="yes")
    back(client, new, kite, sent, infy("CANCELLED", 4), tcs("REJECTED", 0))
    read(app, client, kite)
    return new, gone


def test_what_is_left_at_the_new_wants_the_tick_as_well(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    new, _gone = left_at_the_new(app, client, outside, kite)
    client.get(f"{new.address}/still-to-place")
    assert "what was placed would be placed twice" in client.page.text("#send")
    assert len(client.page.all("#sent-before .sent-before")) == 1, "of the old address alone"
    yes: dict[str, str | None] = {**YES, **{attribute(each, "name"): "yes" for each in client.page.all("#ticks input")}}
    assert client.submit("#send", fields=yes).status_code == 422
    assert "again" in client.page.text("main")
    answer = client.submit("#send", fields={**yes, "again": "yes"})
    assert answer.status_code == 303
    assert leave(client, answer.location)


def test_what_is_left_at_the_new_is_held_back_where_news_of_the_old_came(
    app: Flask, client: HouseClient, outside: Outside, kite: FakeKite
) -> None:
    new, gone = left_at_the_new(app, client, outside, kite)
    client.get(f"{new.address}/still-to-place")
    yes: dict[str, str | None] = {**YES, **{attribute(each, "name"): "yes" for each in client.page.all("#ticks input")}}
    answer = client.submit("#send", fields={**yes, "again": "yes"})
    come_back(client, gone, status="success")
    assert client.get(answer.location).status_code == 409
    assert "what was placed would be placed twice" in client.page.text("#send")
