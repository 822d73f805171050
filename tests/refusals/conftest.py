"""The real extract as Tokri knows it, on the day of its data, and the stand-in for Kite that trades in the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from simulator.hours import CALL_AUCTIONED
from simulator.market import DATA
from tests.core.knowing import DAY, MORNING
from tokri.core.basket import OrderText
from tokri.core.instrument import Key
from tokri.core.known import Known
from tokri.core.reference import DatedList, Leaning
from tokri.core.rules.leg import key_of
from tokri.core.times import ist
from tokri.instrument_master import InstrumentMaster
from tokri.reference_files import ReferenceFiles

ROOT = Path(__file__).resolve().parent.parent.parent

ESM = {Key(*key.split(":")): "II" for key in CALL_AUCTIONED}


class KnownOf(Protocol):
    """What Tokri knows of the orders of a basket at a moment."""

    def __call__(self, orders: Sequence[OrderText], at: datetime = MORNING) -> Known: ...


@pytest.fixture(scope="session")
def known_of(tmp_path_factory: pytest.TempPathFactory) -> KnownOf:
    """By the extract, taken in anew on every day that is asked of, and the tables that Tokri ships."""
    place = tmp_path_factory.mktemp("extract")
    shipped = ReferenceFiles(ROOT / "tokri" / "data", place / "reference").tables()

    @cache
    def master_of(day: date) -> InstrumentMaster:
        master = InstrumentMaster(place / f"{day}.db")
        master.take_dump((DATA / "instruments.csv").read_bytes(), day, datetime.combine(day, MORNING.timetz()))
        master.take_prices((DATA / "prices.csv").read_bytes(), DAY, "prices.csv")
        return master

    def known(orders: Sequence[OrderText], at: datetime = MORNING) -> Known:
        day = ist(at).date()
        master = master_of(day)
        tables = replace(shipped, lists={**shipped.lists, Leaning.ESM: DatedList(Leaning.ESM, day, "esm.csv", ESM)})
        return Known(at, master.state(), master.look_up({key_of(order) for order in orders}, day), tables)

    return known
