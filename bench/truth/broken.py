"""The soak is seen red: it runs on copies of the program, each without one of its guards.

`python -m bench.truth.broken`. Exit status 1 if the soak holds where it must not, or if a guard is no longer where
this expects it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.site import ROOT

_NOT_COPIED: Final = shutil.ignore_patterns(".git", ".venv", "var", "screens", "__pycache__", ".*_cache", ".hypothesis")


@dataclass(frozen=True, slots=True)
class Break:
    """One guard: what it is, and how the program reads without it, file by file."""

    guard: str
    edits: Sequence[tuple[str, str, str]]


BREAKS: Final = (
    Break(
        "the send guard",
        (
            ("tokri/journey/leaving.py", "if handoff.left_at is not None:", "if handoff.tag is None:"),
            (
                "tokri/journey/leaving.py",
                "if unit.handoffs.leave(handoff_id, visitor_id, browser_id or visitor_id, at):",
                "if unit.handoffs.leave(handoff_id, visitor_id, browser_id or visitor_id, at) or handoff.tag:",
            ),
        ),
    ),
    Break(
        "the tag match",
        (
            (
                "tokri/core/matching.py",
                "if each.tag in row.tags}",
                "if any(leg.fits(row.book) for leg in each.legs)}",
            ),
        ),
    ),
    Break(
        "the forward-only rule",
        (
            ("tokri/core/weighing.py", "last = max(ends or rows, key", "last = max(rows, key"),
            (
                "tokri/core/weighing.py",
                "most = max(rows, key=lambda each: (each.book.filled_quantity, each.at, repr(each.book)))",
                "most = last",
            ),
        ),
    ),
)


def main() -> int:
    """Break each guard in turn; answer the exit status."""
    held = [each.guard for each in BREAKS if _holds_without(each)]
    for guard in held:
        sys.stdout.write(f"NOT SEEN: the soak holds without {guard}.\n")
    return 1 if held else 0


def _holds_without(broken: Break) -> bool:
    with TemporaryDirectory(prefix="tokri-broken-") as folder:
        copy = Path(folder, "copy")
        shutil.copytree(ROOT, copy, ignore=_NOT_COPIED)
        for name, before, after in broken.edits:
            file = copy / name
            text = file.read_text()
            if before not in text:
                raise SystemExit(f"{name} has no {before!r} any more: say in bench/truth/broken.py where the guard is.")
            file.write_text(text.replace(before, after))
        argv = [sys.executable, "-m", "bench.truth", "--handoffs", "120", "--seed", "3", "--between-kills", "0"]
        done = subprocess.run(argv, cwd=copy, capture_output=True, text=True, check=False)
    told = done.stdout[done.stdout.find("Truth after the click") :]
    sys.stdout.write(f"Without {broken.guard}:\n{told}\n")
    sys.stdout.flush()
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
