"""Postbacks: one for each end of an order, with a checksum that only the app's secret makes."""

import hashlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest

from tests.simulator.visitor import API_SECRET, Make, Sample, order


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
