"""The command line: `python -m bench.truth --handoffs 2000 --seed 1`; exit status 1 if anything is false or lost."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.truth.run import Asked, run
from tests.databases import PostgresServer


def main() -> int:
    """Let them walk, print the figures, answer the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.truth", description="Verdicts against what is true.")
    parser.add_argument("--handoffs", type=int, default=2000, help="about so many; a person makes one to three")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--between-kills", type=float, default=7.0, help="seconds; 0 for no kills")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = parser.parse_args()
    began = time.monotonic()
    with TemporaryDirectory(prefix="tokri-truth-") as folder, _database(given.database) as url:
        asked = Asked(given.handoffs, given.seed, given.at_once, given.between_kills, database_url=url)
        judged = run(Path(folder), asked)
        if not judged.holds:
            sys.stdout.write(Path(folder, "log").read_text()[-4000:])
    sys.stdout.write(f"Truth after the click, on {given.database}, seed {given.seed}\n")
    sys.stdout.writelines(f"{line}\n" for line in judged.lines())
    sys.stdout.write(f"{'Holds' if judged.holds else 'DOES NOT HOLD'}, in {time.monotonic() - began:.0f} s.\n")
    return 0 if judged.holds else 1


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """The address of an empty database; "" for SQLite, which needs none."""
    if kind == "sqlite":
        yield ""
        return
    server = PostgresServer()
    try:
        yield server.address()
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
