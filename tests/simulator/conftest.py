"""A stand-in on the data's own day, and someone to visit it."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import Settings, create_app
from tests.simulator.visitor import API_KEY, API_SECRET, REDIRECT_URL, Clock, Make, Sample, Visitor


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
def sample() -> Sample:
    """Read one of Kite's published sample answers."""
    return lambda name: json.loads((Path(__file__).parent / "samples" / f"{name}.json").read_text())
