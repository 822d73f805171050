"""A stand-in on the data's own day, and someone to visit it."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from simulator import Settings, create_app
from simulator.server import Server
from tests.simulator.visitor import API_KEY, API_SECRET, REDIRECT_URL, Clock, Headers, Make, Sample, Visitor


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock: Clock) -> Make:
    """Make a stand-in with settings of its own."""

    def make(**settings: Any) -> Visitor:
        usual = {"api_key": API_KEY, "api_secret": API_SECRET, "redirect_url": REDIRECT_URL}
        return Visitor(create_app(Settings(**usual | settings), clock))

    return make


@pytest.fixture
def visitor(make: Make) -> Visitor:
    return make()


@pytest.fixture
def headers(visitor: Visitor) -> Headers:
    """A session of the ordinary client, who has placed nothing."""
    signed_in = visitor.session()
    visitor.app.extensions["simulator"].exchange.orders.clear()
    visitor.app.extensions["simulator"].exchange.trades.clear()
    return signed_in


@pytest.fixture
def sample() -> Sample:
    """Read one of Kite's published sample answers."""
    return lambda name: json.loads((Path(__file__).parent / "samples" / f"{name}.json").read_text())


@pytest.fixture(scope="session")
def running() -> Iterator[tuple[Flask, str]]:
    """One stand-in on a free port for all tests that need a real server; each begins with a reset."""
    settings = Settings(api_key=API_KEY, api_secret=API_SECRET, redirect_url=REDIRECT_URL)
    app = create_app(settings, Clock())
    server = Server(0, app)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.port}"
    app.extensions["simulator"].stopping.set()
    server.shutdown()
    server.server_close()
    thread.join(5)
