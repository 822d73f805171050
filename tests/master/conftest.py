"""Instrument lists for the tests of the master: the whole one of 11 February 2026, and small ones made by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.master.lists import dump
from tokri.instrument_master import InstrumentMaster

ROOT: Final = Path(__file__).resolve().parent.parent.parent
WHOLE: Final = ROOT / "bench" / "data" / "instruments-2026-02-11.csv.gz"
PRICES: Final = ROOT / "simulator" / "data" / "prices.csv"

#: Wednesday 11 February 2026, and nine in the morning of it in India.
DAY: Final = date(2026, 2, 11)
MORNING: Final = datetime(2026, 2, 11, 3, 30, tzinfo=UTC)

MasterOf = Callable[..., InstrumentMaster]


@pytest.fixture(scope="session")
def whole_list(tmp_path_factory: pytest.TempPathFactory) -> InstrumentMaster:
    """The list of 155,910 instruments, with the prices that the stand-in has."""
    master = InstrumentMaster(tmp_path_factory.mktemp("whole") / "instruments.db")
    master.take_dump(WHOLE.read_bytes(), DAY, MORNING)
    master.take_prices(PRICES.read_bytes(), DAY, "prices.csv")
    return master


@pytest.fixture
def master(tmp_path: Path) -> InstrumentMaster:
    """A master that has taken in nothing yet."""
    return InstrumentMaster(tmp_path / "instruments.db")


@pytest.fixture
def master_of(master: InstrumentMaster) -> MasterOf:
    """A master with these rows: `master_of(share("INFY"), share("TCS"))`."""

    def taken(*rows: str) -> InstrumentMaster:
        master.take_dump(dump(*rows), DAY, MORNING)
        return master

    return taken
