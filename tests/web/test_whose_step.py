"""The record of the way through tells whose step each was, and from what kind of place."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeKite
from tests.web.steps import INFY, save, there_and_back, work, world


def steps(app: Flask) -> dict[str, tuple[str, str]]:
    with world(app).store.reading() as view:
        return {entry.kind: (entry.who, entry.where) for entry, _ in view.chain.rows()}


def test_what_a_visitor_does_is_a_visitors_from_the_class_of_their_address(app: Flask, client: HouseClient) -> None:
    there_and_back(client, save(client, INFY))
    told = steps(app)
    assert {"basket created", "hand-off made", "left for Kite", "browser came back"} <= set(told)
    assert set(told.values()) == {("visitor", "this machine")}


def test_what_the_runner_does_for_a_visitor_is_the_runners(app: Flask, client: HouseClient) -> None:
    kite = FakeKite()
    there_and_back(client, save(client, INFY), request_token=kite.log_in())
    client.submit("form[action$='/reading']")
    work(app, kite)
    assert steps(app)["session opened"] == ("runner", "")
