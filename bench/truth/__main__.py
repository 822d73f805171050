"""The command line: `python -m bench.truth --handoffs 2000 --seed 1`; exit status 1 if anything is false or lost."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.truth.run import Asked, run


def main() -> int:
    """Let them walk, print the figures, answer the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.truth", description="Verdicts against what is true.")
    parser.add_argument("--handoffs", type=int, default=2000, help="about so many; a person makes one to three")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--between-kills", type=float, default=7.0, help="seconds; 0 for no kills")
    given = parser.parse_args()
    began = time.monotonic()
    with TemporaryDirectory(prefix="tokri-truth-") as folder:
        judged = run(Path(folder), Asked(given.handoffs, given.seed, given.at_once, given.between_kills))
        if not judged.holds:
            sys.stdout.write(Path(folder, "log").read_text()[-4000:])
    sys.stdout.write(f"Truth after the click, seed {given.seed}\n")
    sys.stdout.writelines(f"{line}\n" for line in judged.lines())
    sys.stdout.write(f"{'Holds' if judged.holds else 'DOES NOT HOLD'}, in {time.monotonic() - began:.0f} s.\n")
    return 0 if judged.holds else 1


if __name__ == "__main__":
    sys.exit(main())
