"""`make test`: every check that CI runs, in the order in which they fail soonest; stops at the first that does.

The tests run as two programs side by side, those in a browser and all others: either leaves half the machine idle.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from tools import browser

ROOT: Final = Path(__file__).resolve().parent.parent

STEPS: Final = (
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("types", ("mypy", "--no-error-summary")),
)


#: Where Linux keeps files in memory, and how much of it the tests may need.
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - it is the place, not a file's name in it
NEEDED: Final = 2 * 1024**3

#: What each program of tests is asked for, by its name.
TESTS: Final = {
    "tests": ("pytest", "--ignore=tests/browser"),
    "tests in a browser": ("pytest", "tests/browser"),
}


def main() -> int:
    """Run the steps, then the tests; answer the exit status of the first that fails, else 0."""
    began = time.monotonic()
    environ = {**os.environ, "CHROMIUM": browser.find(), "FLASK_SKIP_DOTENV": "1"}
    for name, command in STEPS:
        print(f"--- {name}", flush=True)
        step_began = time.monotonic()
        code = start(command, environ).wait()
        tell(name, code, step_began)
        if code != 0:
            return code
    with scratch(environ) as where:
        code = side_by_side(TESTS, {**environ, **where})
    if code == 0:
        print(f"--- all well in {time.monotonic() - began:.0f} s", flush=True)
    return code


@contextmanager
def scratch(environ: Mapping[str, str], memory: Path = MEMORY) -> Iterator[dict[str, str]]:
    """Where the tests are to put their files: in memory if it has room and nobody said where, removed at the end.

    Every commit of every test would wait for the disk: the wait is as long as all else that the tests of a store do.
    """
    if environ.get("TMPDIR") or not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < NEEDED:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="tokri-tests-", dir=memory, ignore_cleanup_errors=True) as folder:
        yield {"TMPDIR": folder}


def side_by_side(programs: Mapping[str, tuple[str, ...]], environ: Mapping[str, str]) -> int:
    """Run all of `programs` at once; answer the exit status of the first that fails, else 0.

    The first says what it has to say as it goes along, the others when it is their turn.
    """
    began = time.monotonic()
    codes = []
    with tempfile.TemporaryDirectory() as folder:
        running: list[tuple[str, subprocess.Popen[bytes], BinaryIO]] = []
        for name, command in programs.items():
            said: BinaryIO = Path(folder, f"{len(running)}").open("w+b")  # noqa: SIM115 - open for as long as the program runs
            running.append((name, start(command, environ, said.fileno() if running else None), said))
        try:
            for name, process, said in running:
                print(f"--- {name}", flush=True)
                codes.append(process.wait())
                said.seek(0)
                print(said.read().decode(errors="replace"), end="")
                tell(name, codes[-1], began)
        finally:
            for _, process, said in running:
                process.terminate()
                process.wait()
                said.close()
    return next((code for code in codes if code), 0)


def start(command: tuple[str, ...], environ: Mapping[str, str], says: int | None = None) -> subprocess.Popen[bytes]:
    """Start a Python program by the name of its module; what it says goes to the file descriptor `says`, if given."""
    program, *arguments = command
    return subprocess.Popen(
        [sys.executable, "-m", program, *arguments],
        cwd=ROOT,
        env=dict(environ),
        stdout=says,
        stderr=None if says is None else subprocess.STDOUT,
    )


def tell(name: str, code: int, began: float) -> None:
    """Say how a step ended."""
    print(f"--- {name}: {'well' if code == 0 else 'FAILED'}, {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
