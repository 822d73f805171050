"""How far from the last known price a price needs a tick, as the firm has set it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config import Settings
from tests.core.knowing import MASTER, last_price, share
from tests.core.orders import typed
from tests.journey.fake_lists import FakeInstruments
from tests.test_config import ENOUGH
from tokri.core.instrument import Listing
from tokri.core.known import PRICE_DISTANCE
from tokri.core.ports import Outside
from tokri.journey.known import check_now

INFY = share()
LISTED = FakeInstruments({INFY.key: Listing(INFY, last_price("1500"))}, MASTER)


@pytest.mark.parametrize(("distance", "told"), [(2, True), (3, False), (PRICE_DISTANCE, False)])
def test_a_price_is_warned_of_from_the_distance_that_the_firm_sets(outside: Outside, distance: int, told: bool) -> None:
    checked = check_now(replace(outside, instruments=LISTED, price_distance=distance), (typed(price="1530"),))
    assert ("price-distance" in {each.code for each in checked.warnings}) == told


def test_a_firm_that_sets_none_has_the_distance_of_the_rules() -> None:
    assert Settings.from_environment(ENOUGH).price_distance == PRICE_DISTANCE
