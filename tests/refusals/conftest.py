"""The real extract as Tokri knows it, on the day of its data, and the stand-in for Kite that trades in the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from simulator.market import DATA
from tests.core.knowing import DAY, MORNING
from tokri.core.basket import OrderText
from tokri.core.known import Known
from tokri.core.rules.leg import key_of
from tokri.instrument_master import InstrumentMaster
from tokri.reference_files import ReferenceFiles

ROOT = Path(__file__).resolve().parent.parent.parent

KnownOf = Callable[[Sequence[OrderText]], Known]


@pytest.fixture(scope="session")
def known_of(tmp_path_factory: pytest.TempPathFactory) -> KnownOf:
    """What Tokri knows of the orders of a basket, by the extract and the tables that it ships."""
    place = tmp_path_factory.mktemp("extract")
    master = InstrumentMaster(place / "instruments.db")
    master.take_dump((DATA / "instruments.csv").read_bytes(), DAY, MORNING)
    master.take_prices((DATA / "prices.csv").read_bytes(), DAY, "prices.csv")
    state, tables = master.state(), ReferenceFiles(ROOT / "tokri" / "data", place / "reference").tables()

    def known(orders: Sequence[OrderText]) -> Known:
        return Known(MORNING, state, master.look_up({key_of(order) for order in orders}, DAY), tables)

    return known
