"""Whatever happens to an import in the middle, everybody goes on with a whole list; nobody's search fails meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.master.conftest import DAY, MORNING, ROOT, MasterOf
from tests.master.lists import dump, share
from tests.master.test_look_up import of
from tokri.core.instrument_file import Fault
from tokri.instrument_master import InstrumentMaster

_PATIENCE: Final = 60.0

#: Takes in the files named on the command line, each in its turn; says "building" when the first rows are written,
#: and then waits for as long as it is told.
IMPORTER: Final = """
import datetime, resource, sys, time
from pathlib import Path
from tokri.core.instrument_file import FileRefused
from tokri.instrument_master import InstrumentMaster
file, wait, most, *dumps = sys.argv[1:]
at = datetime.datetime(2026, 2, 11, 4, tzinfo=datetime.UTC)
if int(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
def progress(done, of):
    print("building", flush=True)
    time.sleep(float(wait))
for dump in dumps:
    try:
        InstrumentMaster(Path(file)).take_dump(
            Path(dump).read_bytes(), at.date(), at, progress
        )
    except FileRefused as refused:
        print(*(each.code for each in refused.faults))
print("done", flush=True)
"""

#: Searches until its input ends; then says how many searches there were, and every one that did not find what it must.
SEARCHER: Final = """
import datetime, select, sys
from pathlib import Path
from tokri.core.instrument import Key
from tokri.instrument_master import InstrumentMaster
master, day, searches, failed, editions = InstrumentMaster(Path(sys.argv[1])), datetime.date(2026, 2, 11), 0, [], set()
while not select.select([sys.stdin], [], [], 0)[0]:
    searches += 1
    try:
        hits = master.search("stay", day).hits
        listing = master.look_up([Key("NSE", "STAYS")], day)[Key("NSE", "STAYS")]
        editions.add(master.edition())
        if not hits or hits[0].instrument.tradingsymbol != "STAYS" or listing.instrument is None:
            failed.append("not found")
    except Exception as error:
        failed.append(repr(error))
print(searches, len(editions), failed[:3])
"""


def importer(file: Path, *dumps: Path, wait: float = 0, most: int = 0) -> subprocess.Popen[str]:
    argv = [sys.executable, "-c", IMPORTER, str(file), str(wait), str(most), *map(str, dumps)]
    return subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def written(folder: Path, name: str, count: int) -> Path:
    file = folder / name
    file.write_bytes(dump(share("STAYS"), *(share(f"{name.upper()}{number}") for number in range(count))))
    return file


def test_an_import_killed_in_the_middle_leaves_the_old_list(master_of: MasterOf, tmp_path: Path) -> None:
    master = master_of(share("STAYS"))
    file = master._list.file
    state = master.state()
    process = importer(file, written(tmp_path, "new", 9000), wait=_PATIENCE)
    assert process.stdout
    assert process.stdout.readline() == "building\n"
    assert (file.parent / ".instruments.db.new").exists()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert master.state() == state
    assert InstrumentMaster(file).state() == state
    assert of(master, "NSE", "STAYS").instrument

    master.take_dump(dump(share("STAYS"), share("AFTER")), DAY, MORNING)
    assert of(master, "NSE", "AFTER").instrument
    assert not (file.parent / ".instruments.db.new").exists()


def test_a_full_disk_leaves_the_old_list_and_says_so(master_of: MasterOf, tmp_path: Path) -> None:
    master = master_of(share("STAYS"))
    state = master.state()
    process = importer(master._list.file, written(tmp_path, "new", 9000), most=200_000)
    said, _ = process.communicate(timeout=_PATIENCE)
    assert said.split()[-2:] == [Fault.DISK, "done"]
    assert process.returncode == 0
    assert master.state() == state
    assert not (tmp_path / ".instruments.db.new").exists()


def test_the_same_import_succeeds_where_there_is_room(master_of: MasterOf, tmp_path: Path) -> None:
    master = master_of(share("STAYS"))
    said, _ = importer(master._list.file, written(tmp_path, "new", 9000)).communicate(timeout=_PATIENCE)
    assert said.endswith("done\n")
    assert of(master, "NSE", "NEW8999").instrument


def test_no_search_fails_while_the_list_is_replaced_again_and_again(master_of: MasterOf, tmp_path: Path) -> None:
    file = master_of(share("STAYS"))._list.file
    searchers = [
        subprocess.Popen(
            [sys.executable, "-c", SEARCHER, str(file)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    lists = [written(tmp_path, f"n{number}", 3000 + number) for number in range(4)]
    said, _ = importer(file, *lists).communicate(timeout=_PATIENCE)
    assert said.endswith("done\n")
    for searcher in searchers:
        out, _ = searcher.communicate("stop", timeout=_PATIENCE)
        searches, editions, failed = out.split(maxsplit=2)
        assert failed.strip() == "[]"
        assert int(searches) > 20
        assert int(editions) > 1, "it saw the list change under it"


def test_a_worker_sees_the_new_list_at_its_next_search(master_of: MasterOf) -> None:
    master = master_of(share("INFY"))
    assert of(master, "NSE", "TCS").instrument is None
    InstrumentMaster(master._list.file).take_dump(dump(share("INFY"), share("TCS")), DAY, MORNING)
    assert of(master, "NSE", "TCS").instrument


def test_a_file_that_is_no_list_counts_as_none(master: InstrumentMaster) -> None:
    for content in (b"", b"hello" * 1000, b"SQLite format 3\x00" + b"\x00" * 5000):
        master._list.file.write_bytes(content)
        assert master.state() is None
        assert master.search("infy", DAY).hits == ()
    master.take_dump(dump(share("INFY")), DAY, MORNING)
    assert of(master, "NSE", "INFY").instrument


@pytest.mark.parametrize("gone", [False, True])
def test_the_list_outlives_the_taking_away_of_its_file(master_of: MasterOf, gone: bool) -> None:
    master = master_of(share("INFY"))
    connection = master._list.connection()
    if gone:
        master._list.file.unlink()
    assert connection.execute("SELECT count(*) FROM instruments").fetchone() == (1,)
    assert (master.state() is None) is gone
