"""Pages are tested on the demo's own day: the clock stands still until a test moves it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import house_rules
from tests.client import HouseClient
from tests.conftest import AppFor
from tests.journey.fakes import FakeClock
from tests.outside import clock, kite
from tests.web.steps import INFY, save, stop_the_clock

__all__ = ["app_for", "as_typed", "basket", "clock", "kite"]


@pytest.fixture
def app_for(app_for: AppFor, clock: FakeClock) -> AppFor:
    def build(**changes: Any) -> Flask:
        app = app_for(**changes)
        stop_the_clock(app, clock)
        return app

    return build


@pytest.fixture
def basket(client: HouseClient) -> str:
    """One order, saved; the address of its basket."""
    return save(client, INFY)


@pytest.fixture
def as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two house rules are about our own words; a person's quotation marks and control characters stand as typed."""
    ours = {house_rules.its_type_is_well_set, house_rules.it_is_strict_html}
    monkeypatch.setattr(house_rules, "RULES", tuple(rule for rule in house_rules.RULES if rule not in ours))
