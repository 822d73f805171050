"""Each test here begins when the browser is back from Kite."""

from __future__ import annotations

import pytest

from tests.client import HouseClient
from tests.journey.fakes import FakeKite
from tests.web.steps import INFY, save, there_and_back


@pytest.fixture
def basket(client: HouseClient, kite: FakeKite) -> str:
    """One order, to Kite and back with a token; its result is on the page."""
    basket = save(client, INFY)
    there_and_back(client, basket, request_token=kite.log_in())
    return basket
