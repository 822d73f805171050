"""Taking in the instrument list of 155,910 rows, beside what others would do with the same file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.measure import Figure
from bench.site import ROOT

LIST: Final = ROOT / "bench" / "data" / "instruments-2026-02-11.csv.gz"

_MOST_SECONDS: Final = 3.0

#: Each reads the list by itself, in a process of its own, so that time and memory are its alone.
_DICT_READER: Final = """
import csv, gzip, sys
rows = list(csv.DictReader(gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="")))
"""
_ORM: Final = """
import csv, gzip, sys
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
class Base(DeclarativeBase): pass
class Instrument(Base):
    __tablename__ = "instruments"
    id: Mapped[int] = mapped_column(primary_key=True)
    exchange: Mapped[str] = mapped_column(index=True)
    tradingsymbol: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    expiry: Mapped[str]
    strike: Mapped[str]
    tick_size: Mapped[str]
    lot_size: Mapped[str]
    instrument_type: Mapped[str]
    segment: Mapped[str]
    instrument_token: Mapped[str] = mapped_column(index=True)
    exchange_token: Mapped[str]
import pysqlite3
engine = create_engine("sqlite:///" + sys.argv[2], module=pysqlite3.dbapi2)
Base.metadata.create_all(engine)
rows = list(csv.DictReader(gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="")))
for row in rows: del row["last_price"]
with Session(engine) as session:
    session.bulk_insert_mappings(Instrument, rows)
    session.commit()
"""
_OURS_ALONE: Final = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tokri.instrument_master import InstrumentMaster
content, at = Path(sys.argv[1]).read_bytes(), datetime(2026, 2, 11, tzinfo=UTC)
InstrumentMaster(Path(sys.argv[2])).take_dump(content, at.date(), at)
"""


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a process cost: CPU seconds, and megabytes at its largest."""

    seconds: float
    megabytes: float


def figures(data: Path) -> Iterator[Figure]:
    """Every figure of an import into `data`, where the list then stands."""
    # Of three the cheapest: what else the machine does is none of the import's.
    ours = min((_cost(_OURS_ALONE, data / f"first-{turn}.db") for turn in range(3)), key=lambda cost: cost.seconds)
    _cost(_OURS_ALONE, data / "instruments.db")
    again = _cost(_OURS_ALONE, data / "instruments.db")
    reader = min((_cost(_DICT_READER, data / "none") for _ in range(3)), key=lambda cost: cost.seconds)
    orm = _cost(_ORM, data / "orm.db")
    for made in (data / "orm.db", *data.glob("first-*")):
        made.unlink()
    what = "import of 155,910 instruments, CPU"
    yield Figure(what, "the 3 s it may take", ours.seconds / _MOST_SECONDS, 1.0, plain=f"{ours.seconds:.2f} s")
    yield Figure(
        what,
        "csv.DictReader alone",
        ours.seconds / reader.seconds,
        plain=f"{ours.seconds:.2f} s to {reader.seconds:.2f} s",
    )
    yield Figure(
        what,
        "a bulk insert by the ORM",
        orm.seconds / ours.seconds,
        faster=True,
        plain=f"{orm.seconds:.2f} s to {ours.seconds:.2f} s",
    )
    yield Figure(
        "import over the list of the day before, CPU",
        "csv.DictReader alone",
        again.seconds / reader.seconds,
        plain=f"{again.seconds:.2f} s",
    )
    for name, other in (("csv.DictReader alone", reader), ("a bulk insert by the ORM", orm)):
        plain = f"{ours.megabytes:.0f} MB to {other.megabytes:.0f} MB"
        yield Figure("memory of an import at its largest", name, ours.megabytes / other.megabytes, plain=plain)


def _cost(program: str, target: Path) -> _Cost:
    argv = [sys.executable, "-c", program, str(LIST), str(target)]
    environ: Mapping[str, str] = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(argv, cwd=ROOT, env=dict(environ))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"A program that was to be measured ended with status {process.returncode}.")
    return _Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
