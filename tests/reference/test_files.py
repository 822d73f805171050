"""The dated tables as files: what ships, what replaces it, and what a broken file does: nothing but be told."""

from __future__ import annotations

import logging
import os
import threading
from datetime import date
from pathlib import Path

import pytest

from tests.core.knowing import DAY
from tokri.core.instrument import Key
from tokri.core.reference import Leaning
from tokri.reference_files import LARGEST, ReferenceFiles

SHIPPED = Path(__file__).resolve().parents[2] / "tokri" / "data"
ASM = "# on: 2026-02-11\n# source: NSE\nexchange,tradingsymbol,stage\nNSE,INFY,LT 2\n"
NO_ASM = ASM.replace("NSE,INFY,LT 2\n", "")


@pytest.fixture
def replaced(tmp_path: Path) -> Path:
    """Where the commands put tables; it does not exist before the first."""
    return tmp_path / "reference"


@pytest.fixture
def files(replaced: Path) -> ReferenceFiles:
    """The tables that the program ships, and a folder of its own for what replaces them."""
    return ReferenceFiles(SHIPPED, replaced)


def test_the_freeze_quantities_that_ship_have_the_indices_of_february_and_the_shares_of_december(
    files: ReferenceFiles,
) -> None:
    freeze = files.tables().freeze
    assert freeze is not None
    figures = {each: freeze.units[each] for each in ("NIFTY", "BANKNIFTY", "FINNIFTY", "MIDCPNIFTY", "NIFTYNXT50")}
    assert figures == {"NIFTY": 1800, "BANKNIFTY": 600, "FINNIFTY": 1800, "MIDCPNIFTY": 2800, "NIFTYNXT50": 600}
    assert (freeze.units["SENSEX"], freeze.units["BANKEX"], freeze.units["RELIANCE"]) == (1000, 900, 15000)
    assert (freeze.day_of("FINNIFTY"), freeze.day_of("RELIANCE")) == (date(2026, 2, 1), date(2025, 12, 1))


def test_every_table_that_ships_can_be_read_and_says_where_it_comes_from(files: ReferenceFiles) -> None:
    states = files.states()
    assert {each.name for each in states} == {
        path.stem for path in SHIPPED.iterdir() if path.suffix in {".csv", ".json"}
    }
    assert [each for each in states if each.fault or not each.source or not each.rows or not each.shipped] == []
    assert files.tables().calendar is not None


def test_an_installation_without_lists_has_none(files: ReferenceFiles) -> None:
    assert files.tables().lists == {}


def test_what_is_put_in_is_there_at_once_and_for_a_reader_that_was_there_before(
    files: ReferenceFiles, replaced: Path
) -> None:
    other = ReferenceFiles(SHIPPED, replaced)
    assert other.tables().entry(Leaning.ASM, Key("NSE", "INFY")) is None
    files.put("asm.csv", ASM)
    assert other.tables().entry(Leaning.ASM, Key("NSE", "INFY")) == "LT 2"
    files.put("asm.csv", NO_ASM)
    assert other.tables().entry(Leaning.ASM, Key("NSE", "INFY")) is None
    assert other.tables().day_of(Leaning.ASM) == DAY
    assert sorted(each.name for each in replaced.iterdir()) == ["asm.csv"]


def test_tables_that_did_not_change_are_read_once(files: ReferenceFiles) -> None:
    files.put("asm.csv", ASM)
    assert files.tables() is files.tables()


def test_a_newer_file_of_nse_keeps_what_only_bse_has(files: ReferenceFiles) -> None:
    files.put("freeze.csv", "# on: 2026-03-02\n# source: NSE\nSYMBOL,VOL_FRZ_QTY\nNIFTY,1200\n")
    freeze = files.tables().freeze
    assert freeze is not None
    assert (freeze.on, freeze.units["NIFTY"], freeze.units["SENSEX"]) == (date(2026, 3, 2), 1200, 1000)
    assert freeze.day_of("SENSEX") == date(2026, 2, 1)


@pytest.mark.parametrize(
    "broken",
    [b"", b"exchange,tradingsymbol,stage\nNSE,INFY,\n", b"\xff\xfe", b"a,\x00b\n", b"x" * (LARGEST + 1)],
    ids=["empty", "of no day", "not UTF-8", "NUL", "too large"],
)
def test_a_broken_table_counts_as_not_loaded_and_is_told_in_the_log_once(
    files: ReferenceFiles, replaced: Path, broken: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    replaced.mkdir()
    (replaced / "asm.csv").write_bytes(broken)
    with caplog.at_level(logging.WARNING, "tokri.reference"):
        assert Leaning.ASM not in files.tables().lists
        assert files.tables().freeze is not None
    assert len(caplog.records) == 1
    assert "asm.csv is not used" in caplog.text
    (state,) = [each for each in files.states() if each.name == "asm"]
    assert state.on is None
    assert state.fault


def test_broken_freeze_quantities_leave_those_that_ship(files: ReferenceFiles) -> None:
    files.put("freeze.csv", "SYMBOL,VOL_FRZ_QTY\nNIFTY,many\n")
    freeze = files.tables().freeze
    assert freeze is not None
    assert freeze.units["NIFTY"] == 1800


def test_a_broken_calendar_leaves_the_one_that_ships(files: ReferenceFiles) -> None:
    shipped = files.tables().calendar
    files.put("calendar.json", "{}")
    still = files.tables().calendar
    assert shipped is not None
    assert still is not None
    assert (still.on, still.hours, still.years) == (shipped.on, shipped.hours, shipped.years)
    assert [each.name for each in files.states() if each.fault] == ["calendar"]


def test_a_table_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it(
    files: ReferenceFiles, replaced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put("asm.csv", ASM)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.put("asm.csv", NO_ASM)
    assert (replaced / "asm.csv").read_text(encoding="utf-8") == ASM
    assert [each.name for each in replaced.iterdir()] == ["asm.csv"]


def test_a_reader_meets_the_old_table_or_the_new_one_while_it_is_replaced(
    files: ReferenceFiles, replaced: Path
) -> None:
    files.put("asm.csv", ASM)
    done = threading.Event()
    seen: list[str | None] = []
    broken: list[str] = []

    def read() -> None:
        reader = ReferenceFiles(SHIPPED, replaced)
        while not done.is_set():
            seen.append(reader.tables().entry(Leaning.ASM, Key("NSE", "INFY")))
            broken.extend(each.fault for each in reader.states() if each.fault)

    reading = threading.Thread(target=read)
    reading.start()
    for _ in range(50):
        files.put("asm.csv", NO_ASM)
        files.put("asm.csv", ASM)
    done.set()
    reading.join(timeout=30)
    assert not reading.is_alive()
    assert set(seen) <= {None, "LT 2"}
    assert seen
    assert broken == []
