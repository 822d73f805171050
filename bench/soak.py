"""`make soak`: two people at one basket, and at one link, at once, a thousand times, on both databases.

What `make test` does of it in the small; exit status 1 if anything was doubled or lost.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from tests.databases import PostgresServer, sqlite_store
from tests.store.desk_races import racers
from tests.store.desk_races.judging import NEWER, nothing_doubled_nothing_lost, one_version_one_decision
from tests.store.desk_races.names import BASKET
from tests.store.desk_races.office import office
from tests.store.link_races.running import run_all
from tokri.store import SqlStore

_SAVES: Final = 1000
_SHARED: Final = 100
#: Of each kind of race at links.
_RACES: Final = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """So many of `what`, against so many of `baseline`; times are in milliseconds."""

    what: str
    count: float
    baseline: str
    against: float


def main() -> int:
    """Race, print a table for each race, answer the exit status."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="tokri-soak-") as folder:
        try:
            for database in _DATABASES:
                for race in (_save, _share):
                    place = Path(folder, f"{database}{race.__name__}")
                    with _DATABASES[database](place) as store:
                        _tell(f"{race.__doc__} {database}", race(store, place))
                place = Path(folder, f"{database}_links")
                with _DATABASES[database](place) as store:
                    for name, counted in run_all(store, place, _RACES):
                        lines = [Line(what, count, "races", _RACES) for what, count in counted.items()]
                        _tell(f"{name}. {database}", lines)
        except AssertionError as fault:
            sys.stdout.write(f"DOES NOT HOLD: {fault}\n")
            return 1
    sys.stdout.write(
        f"Nothing was doubled, nothing lost, and nothing left that was stopped, in {time.monotonic() - began:.0f} s.\n"
    )
    return 0


@contextmanager
def _postgresql(folder: Path) -> Iterator[SqlStore]:
    folder.mkdir()
    server = PostgresServer()
    try:
        with server.store() as store:
            yield store
    finally:
        server.stop()


_DATABASES: Final = {"SQLite": sqlite_store, "PostgreSQL": _postgresql}


def _save(store: SqlStore, folder: Path) -> Sequence[Line]:
    """Two advisers save one basket at once."""
    with office(store, folder) as here:
        first, second = racers.at_once(racers.save, here.port, _SAVES - 1)
    saved = nothing_doubled_nothing_lost(store, [first, second])
    tries = [*first, *second]
    refused = [each for each in tries if each.status == NEWER]
    with store.reading() as unit:
        (basket,) = unit.desk_baskets.all()
        rows = sum(entry.kind == "basket saved" for entry, _ in unit.chain.rows())
    accepted = len(saved)
    return (
        Line("saves accepted", accepted, "saves meant to be made", _SAVES),
        Line("told that the other was first", len(refused), "presses of Save", len(tries)),
        Line("accepted of the first adviser", sum(each in saved for each in first), "saves accepted", accepted),
        Line("editions", basket.edition - 1, "saves accepted", accepted),
        Line("changes that stand in the basket", len(basket.notes.split()), "saves accepted", accepted),
        Line("rows of the record, which is whole", rows, "saves accepted", accepted),
        Line("ms for a save, median", _milliseconds(saved), "ms for being told", _milliseconds(refused)),
    )


def _share(store: SqlStore, folder: Path) -> Sequence[Line]:
    """Two advisers share one content at once, two approvers decide on it at once."""
    with office(store, folder) as here:
        told = racers.at_once(racers.share_and_decide, here.port, _SHARED)
    one_version_one_decision(store, told)
    with store.reading() as unit:
        versions, decisions = unit.desk_baskets.versions(BASKET), unit.desk_baskets.decisions([BASKET])
        kinds = [entry.kind for entry, _ in unit.chain.rows()]
    return (
        Line("versions, numbered without a gap", len(versions), "contents shared by both", _SHARED),
        Line("rows of the record about sharing", kinds.count("basket shared"), "versions", len(versions)),
        Line("decisions", len(decisions), "versions decided on by both", len(versions)),
        Line("rows of the record about deciding", _starting(kinds, "version "), "decisions", len(decisions)),
        Line("approved", sum(each.approved for each in decisions), "decisions", len(decisions)),
    )


def _milliseconds(tries: Sequence[racers.Try]) -> float:
    return round(median(each.took for each in tries) * 1000, 1)


def _starting(kinds: Sequence[str], word: str) -> int:
    return sum(kind.startswith(word) for kind in kinds)


def _tell(heading: str, lines: Sequence[Line]) -> None:
    sys.stdout.write(f"{heading}\n")
    for each in lines:
        ratio = each.count / each.against
        row = f"  {each.what:<36}{each.count:>8,}  to {each.against:>6,} {each.baseline:<28}{ratio:>6.2f}"
        sys.stdout.write(f"{row}\n")
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
