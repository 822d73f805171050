"""Postbacks: one for each end of an order, with a checksum that only the app's secret makes."""

import hashlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from tests.simulator.visitor import API_SECRET, Make, Sample, Visitor, order


class Listener:
    """An app that takes postbacks, on a free port; slow while ``held`` is clear."""

    def __init__(self) -> None:
        self.taken: Queue[dict[str, Any]] = Queue()
        self.held = Event()
        self.held.set()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.held.wait(5)
                self.send_response(200)
                self.end_headers()
                listener.taken.put(json.loads(body))

            def log_message(self, *_given: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/kite/postback"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def next(self) -> dict[str, Any]:
        return self.taken.get(timeout=10)

    def close(self) -> None:
        self.held.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


@pytest.fixture
def listener() -> Iterator[Listener]:
    app = Listener()
    yield app
    app.close()


def test_a_filled_order_is_posted_back_with_a_true_checksum(make: Make, listener: Listener, sample: Sample) -> None:
    visitor = make(postback_url=listener.url)
    visitor.place([order()])
    told = listener.next()
    visitor.app.extensions["simulator"].stopping.set()
    text = told["order_id"] + told["order_timestamp"] + API_SECRET
    assert told["checksum"] == hashlib.sha256(text.encode()).hexdigest()
    assert (told["status"], told["user_id"], told["filled_quantity"], told["unfilled_quantity"]) == (
        "COMPLETE",
        "DM0001",
        10,
        0,
    )
    assert set(sample("postback")) <= set(told)


def test_a_rejection_a_partial_fill_and_a_cancel_are_posted_back_too(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    visitor.place([order(price=1)])
    assert listener.next()["status"] == "REJECTED"
    visitor.choose("part-filled")
    page = visitor.open_basket([order()])
    visitor.client.get(page)
    visitor.act(page, "place")
    told = listener.next()
    assert (told["status"], told["filled_quantity"], told["unfilled_quantity"]) == ("UPDATE", 5, 5)
    exchange = visitor.app.extensions["simulator"].exchange
    with visitor.app.extensions["simulator"].lock:
        exchange.cancel(exchange.orders[told["order_id"]])
    assert listener.next()["status"] == "CANCELLED"
    visitor.app.extensions["simulator"].stopping.set()


def test_a_slow_app_slows_nobody_here(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    listener.held.clear()
    assert visitor.place([order()]).status_code == 302
    assert listener.taken.empty()
    listener.held.set()
    assert listener.next()["status"] == "COMPLETE"
    visitor.app.extensions["simulator"].stopping.set()


def test_an_app_that_is_not_there_stops_nothing(make: Make) -> None:
    visitor = make(postback_url="http://127.0.0.1:9/kite/postback")
    assert visitor.place([order()]).status_code == 302
    visitor.app.extensions["simulator"].stopping.set()


def test_a_publisher_app_gets_no_postback_since_it_has_no_secret(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url, api_secret="")
    visitor.place([order()])
    assert visitor.app.extensions["simulator"].postbacks._thread is None


def travel(visitor: Visitor, **manner: float) -> None:
    answer = visitor.client.post("/simulator/postbacks", json=manner)
    assert answer.status_code == 200, answer.text


def sent(visitor: Visitor) -> dict[str, int]:
    """What the ledger counts once nothing is on its way any more."""
    deadline = monotonic() + 10
    while monotonic() < deadline:
        ledger: Any = visitor.client.get("/simulator/ledger.json").get_json()
        counted: dict[str, int] = ledger["postbacks"]
        if not ledger["waiting"] and counted["sent"] + counted["forged"]:
            return counted
        visitor.app.extensions["simulator"].stopping.wait(0.02)
    raise AssertionError("postbacks were on their way for ten seconds")


def test_a_postback_that_is_taken_stands_in_the_ledger(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    visitor.place([order()])
    assert sent(visitor) == {"sent": 1, "taken": 1, "forged": 0, "forged and taken": 0}
    [entry] = visitor.client.get("/simulator/ledger.json").get_json()["orders"]
    told = [(each["by"], each["status"], each["filled_quantity"], each["taken"]) for each in entry["told"]]
    assert told == [("postback", "COMPLETE", 10, True)]
    visitor.app.extensions["simulator"].stopping.set()


def test_one_that_did_not_arrive_is_told_and_not_taken(make: Make) -> None:
    visitor = make(postback_url="http://127.0.0.1:9/kite/postback")
    visitor.place([order()])
    assert sent(visitor)["taken"] == 0
    [entry] = visitor.client.get("/simulator/ledger.json").get_json()["orders"]
    assert [each["taken"] for each in entry["told"]] == [False]
    visitor.app.extensions["simulator"].stopping.set()


def test_all_can_be_lost(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    travel(visitor, loss=1)
    visitor.place([order()])
    travel(visitor)
    visitor.place([order(tradingsymbol="ITC", price=330)])
    assert listener.next()["tradingsymbol"] == "ITC"
    assert sent(visitor)["sent"] == 1
    visitor.app.extensions["simulator"].stopping.set()


def test_each_can_come_twice(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    travel(visitor, repeat=1)
    visitor.place([order()])
    assert listener.next() == listener.next()
    visitor.app.extensions["simulator"].stopping.set()


def test_they_can_overtake_each_other(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    travel(visitor, scatter=0.5, seed=3)
    visitor.choose("all-fill")
    visitor.place([order(quantity=quantity) for quantity in range(1, 9)])
    came = [listener.next()["quantity"] for _ in range(8)]
    assert sorted(came) == list(range(1, 9))
    assert came != sorted(came)
    visitor.app.extensions["simulator"].stopping.set()


def test_a_forger_copies_a_true_checksum_or_makes_one_up(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    travel(visitor, forge=1, seed=1)
    visitor.choose("cancelled-there")
    visitor.place([order()] * 10)
    came = [listener.next() for _ in range(20)]
    forged = [each for each in came if each["status"] != "CANCELLED"]
    assert len(forged) == 10
    assert {(each["status"], each["filled_quantity"]) for each in forged} == {("COMPLETE", 10), ("REJECTED", 0)}
    true = {each["checksum"] for each in came if each["status"] == "CANCELLED"}
    assert {each["checksum"] in true for each in forged} == {True, False}
    assert sent(visitor) == {"sent": 10, "taken": 10, "forged": 10, "forged and taken": 10}
    for entry in visitor.client.get("/simulator/ledger.json").get_json()["orders"]:
        assert {each["status"] for each in entry["told"]} == {"CANCELLED"}
        assert {each["status"] for each in entry["forged"]} <= {"COMPLETE", "REJECTED"}
    visitor.app.extensions["simulator"].stopping.set()


def test_orders_of_no_basket_of_the_apps_are_not_posted_back(make: Make, listener: Listener) -> None:
    visitor = make(postback_url=listener.url)
    visitor.choose("strangers")
    visitor.place([order()])
    assert listener.next()["tag"] == "abc12345"
    assert sent(visitor)["sent"] == 1
    visitor.app.extensions["simulator"].stopping.set()


@pytest.mark.parametrize("manner", [{"loss": 2}, {"delay": -1}, {"loss": "half"}, {"speed": 1}, {"loss": True}])
def test_a_manner_that_cannot_be_is_refused(make: Make, manner: dict[str, Any]) -> None:
    assert make().client.post("/simulator/postbacks", json=manner).status_code == 400
