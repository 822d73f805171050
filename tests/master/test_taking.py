"""Taking in a list: whole or not at all, and what it changed."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.master.conftest import DAY, MORNING, WHOLE, MasterOf
from tests.master.lists import contract, dump, share
from tests.master.test_look_up import of
from tokri.core.instrument import MasterState
from tokri.core.instrument_file import Changed, Fault, FileRefused, Renamed
from tokri.instrument_master import InstrumentMaster


def refused(master: InstrumentMaster, content: bytes) -> FileRefused:
    """What is said of a file that must not be taken, after which everything is as it was."""
    before, edition = master.state(), master.edition()
    with pytest.raises(FileRefused) as caught:
        master.take_dump(content, DAY, MORNING)
    assert (master.state(), master.edition()) == (before, edition)
    assert list(master._list.file.parent.glob(".*.new")) == []
    return caught.value


def many(count: int, exchange: str = "NSE") -> list[str]:
    return [share(f"S{number:03}", exchange=exchange) for number in range(count)]


def test_the_state_tells_day_time_rows_and_a_digest_of_all_of_it(master_of: MasterOf) -> None:
    state = master_of(share("INFY"), share("TCS")).state()
    assert state == MasterState(DAY, MORNING, 2, state.digest if state else "")
    assert state
    assert len(state.digest) == 64


def test_the_first_list_is_not_told_as_change(master: InstrumentMaster) -> None:
    changes = master.take_dump(dump(share("INFY")), DAY, MORNING)
    assert (changes.first, changes.rows, changes.added) == (True, 1, ())


def test_what_was_added_gone_changed_and_renamed_is_told(master_of: MasterOf) -> None:
    stays = many(20)
    master = master_of(
        *stays, share("GONE"), share("LOT", lot_size=25, exchange_token=5), share("OLD", exchange_token=6)
    )
    changes = master.take_dump(
        dump(
            *stays,
            share("NEW"),
            share("LOT", lot_size=50, tick_size="0.1", exchange_token=5),
            share("NOW", exchange_token=6),
        ),
        DAY,
        MORNING,
    )
    assert changes.added == (("NSE", "NEW"),)
    assert changes.gone == (("NSE", "GONE"),)
    assert changes.renamed == (Renamed("NSE", "OLD", "NOW"),)
    assert changes.changed == (
        Changed(("NSE", "LOT"), "lot_size", "25", "50"),  # type: ignore[arg-type]  # a key is a pair
        Changed(("NSE", "LOT"), "tick_size", "0.05", "0.1"),  # type: ignore[arg-type]  # the same
    )


def test_a_file_of_one_exchange_replaces_only_that(master_of: MasterOf) -> None:
    master = master_of(
        share("INFY"), share("TCS"), share("INFY", exchange="BSE"), contract("X26FEBFUT", "X", "2026-02-24")
    )
    later = date(2026, 2, 12)
    changes = master.take_dump(dump(share("INFY"), share("WIPRO")), later, datetime(2026, 2, 12, 3, tzinfo=UTC))
    assert changes.gone == (("NSE", "TCS"),)
    assert of(master, "NSE", "WIPRO").instrument
    assert of(master, "BSE", "INFY").instrument
    assert of(master, "NFO", "X26FEBFUT").instrument
    state = master.state()
    assert state
    assert (state.rows, state.on) == (4, DAY), "as old as the oldest exchange in it"


def test_gzip_and_zip_are_taken_as_they_are_served(master: InstrumentMaster) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("instruments.csv", dump(share("ZIPPED")))
    master.take_dump(gzip.compress(dump(share("GZIPPED"))), DAY, MORNING)
    assert of(master, "NSE", "GZIPPED").instrument
    master.take_dump(packed.getvalue(), DAY, MORNING)
    assert of(master, "NSE", "ZIPPED").instrument


def test_a_packed_file_that_is_cut_off_is_refused(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    whole = gzip.compress(dump(*many(50)))
    another = gzip.compress(b"".join(dump(*many(3)).splitlines(keepends=True)[1:]))
    for content in (whole[:-20], whole[:30], whole + another, whole + another[:9], b"PK\x03\x04 and nothing of a zip"):
        assert [each.code for each in refused(master, content).faults] == [Fault.PACKED]


def test_a_packed_file_that_unpacks_to_too_much_is_refused(
    master_of: MasterOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = master_of(share("INFY"))
    monkeypatch.setattr("tokri.instrument_master.packed.MOST", 10_000)
    assert [each.code for each in refused(master, gzip.compress(b"a" * 10_001)).faults] == [Fault.LARGE]


def test_a_list_that_lost_a_fifth_of_its_rows_is_taken_for_cut_off(master_of: MasterOf) -> None:
    master = master_of(*many(100))
    (fault,) = refused(master, dump(*many(79))).faults
    assert (fault.row, fault.code, dict(fault.facts)) == (
        0,
        Fault.SHRUNK,
        {"exchange": "NSE", "before": "100", "now": "79"},
    )
    assert master.take_dump(dump(*many(80)), DAY, MORNING).rows == 80


def test_a_whole_list_without_one_of_its_exchanges_is_taken_for_cut_off(master_of: MasterOf) -> None:
    master = master_of(*many(100), *many(100, "BSE"), contract("X26FEBFUT", "X", "2026-02-24"))
    (fault,) = refused(master, dump(*many(100), *many(100, "BSE"))).faults
    assert (fault.code, fault.facts["exchange"]) == (Fault.SHRUNK, "NFO")


def test_a_list_that_is_cut_within_its_last_exchange_is_taken_for_cut_off(master_of: MasterOf) -> None:
    master = master_of(*many(900, "BSE"), *many(100))
    (fault,) = refused(master, dump(*many(900, "BSE"), *many(70))).faults
    assert (fault.code, dict(fault.facts)) == (Fault.SHRUNK, {"exchange": "NSE", "before": "100", "now": "70"})


def test_a_whole_list_that_lost_half_of_one_exchange_is_taken_for_cut_off(
    whole_list: InstrumentMaster, tmp_path: Path
) -> None:
    master = InstrumentMaster(tmp_path / "instruments.db")
    shutil.copy(whole_list._list.file, tmp_path / "instruments.db")
    lines = gzip.decompress(WHOLE.read_bytes()).splitlines(keepends=True)
    (fault,) = refused(master, b"".join(lines[: len(lines) * 97 // 100])).faults
    assert (fault.code, fault.facts["exchange"]) == (Fault.SHRUNK, "NSE")


def test_what_has_expired_since_is_not_taken_for_cut_off(master_of: MasterOf) -> None:
    options = [
        contract(f"X26FEB{strike}CE", "X", "2026-02-11", strike=strike, instrument_type="CE") for strike in range(50)
    ]
    master = master_of(*many(10), *options, contract("X26MARFUT", "X", "2026-03-30"))
    left = dump(*many(10), contract("X26MARFUT", "X", "2026-03-30"))
    (fault,) = refused(master, left).faults
    assert (fault.code, fault.facts["exchange"]) == (Fault.SHRUNK, "NFO")
    assert master.take_dump(left, date(2026, 2, 12), datetime(2026, 2, 12, 3, tzinfo=UTC)).rows == 11


@pytest.mark.parametrize(
    ("content", "row", "code"),
    [
        (b"", 1, Fault.HEADER),
        (dump(share("INFY")).replace(b"tradingsymbol", b"symbol", 1), 1, Fault.HEADER),
        (dump(), 0, Fault.EMPTY),
        (dump(share("A"), share("B"), share("A")), 4, Fault.TWICE),
        (dump(share("A"), "1,2,3"), 3, Fault.COLUMNS),
        (dump(share("A"), share("B\x00")), 3, Fault.NUL),
        (dump(share("A")) + "Müller".encode("latin-1"), 3, Fault.ENCODING),
        (dump(share("A")) + b'1,2,"open', 3, Fault.QUOTING),
        (dump(share("A"), share("B", lot_size="1_0")), 3, Fault.VALUE),
    ],
)
def test_a_fault_is_told_by_its_row_and_the_old_list_stays(
    master_of: MasterOf, content: bytes, row: int, code: Fault
) -> None:
    master = master_of(share("INFY"))
    assert [(each.row, each.code) for each in refused(master, content).faults] == [(row, code)]
    assert of(master, "NSE", "INFY").instrument


def test_two_imports_at_once_do_not_mix(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    inner: list[FileRefused] = []

    def meanwhile(_done: int, _of: int) -> None:
        if not inner:
            with pytest.raises(FileRefused) as caught:
                InstrumentMaster(master._list.file).take_dump(dump(share("LATE")), DAY, MORNING)
            inner.append(caught.value)

    master.take_dump(dump(*many(2500)), DAY, MORNING, meanwhile)
    assert [each.code for each in inner[0].faults] == [Fault.BUSY]
    assert of(master, "NSE", "S001").instrument


def test_the_whole_list_is_taken_in_again_as_it_is(whole_list: InstrumentMaster, master: InstrumentMaster) -> None:
    state = whole_list.state()
    assert state
    assert state.rows == 155_910
    steps: list[tuple[int, int]] = []
    changes = master.take_dump(WHOLE.read_bytes(), DAY, MORNING, lambda done, of: steps.append((done, of)))
    assert changes.rows == 155_910
    assert steps == sorted(steps)
    assert 0 < steps[0][0] < steps[-1][0] <= steps[-1][1] == 155_910
    again = master.state()
    assert again
    assert again.digest == state.digest
