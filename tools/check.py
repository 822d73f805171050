"""`make test`: every check that CI runs, in the order in which they fail soonest; stops at the first that does.

The tests run as several programs, two of them side by side: any one leaves half the machine idle. Whoever stops it
(Ctrl-C, a terminal that closes) stops all of them, and whatever they have started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock
from types import FrameType
from typing import Final, NoReturn

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

#: Folders whose tests are a program of their own.
APART: Final = ("tests/browser", "tests/web", "tests/core")

#: The half of the tests in a browser that is a program of its own. Each half starts a browser and a server for itself.
LOOKING: Final = ("tests/browser/test_every_screen.py", "tests/browser/desk")

#: What each program of tests is asked for, by its name. They start in this order, the longest first and the shortest
#: last, so that none runs for long when all others have ended.
TESTS: Final = {
    "tests of all else in a browser": ("pytest", "tests/browser", *(f"--ignore={each}" for each in LOOKING)),
    "tests of every screen and of the desk in a browser": ("pytest", *LOOKING),
    "tests of pages": ("pytest", "tests/web"),
    "all other tests": ("pytest", *(f"--ignore={folder}" for folder in APART)),
    "tests of the core": ("pytest", "tests/core"),
}

#: How many of them run side by side.
AT_ONCE: Final = 2

#: How long a program that was told to end may take to do so, in seconds.
GRACE: Final = 3.0

#: The exit status of a program that Ctrl-C stopped, as shells tell it.
STOPPED: Final = 128 + signal.SIGINT


class Stopped(Exception):
    """Nothing more is started: all that ran was told to end."""


class Running:
    """The programs that run, each with all that it starts in a process group of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._over = False
        self._processes: list[subprocess.Popen[bytes]] = []

    def run(self, command: tuple[str, ...], environ: Mapping[str, str], says: int | None = None) -> int:
        """Start a program and wait for its end; answers its exit status. Raises Stopped once `end` was called."""
        with self._lock:
            if self._over:
                raise Stopped
            process = start(command, environ, says)
            self._processes.append(process)
        return process.wait()

    def end(self) -> None:
        """End all that runs, at once where it can, and let nothing more be started."""
        with self._lock:
            self._over = True
        alive = [each for each in self._processes if each.poll() is None]
        for each in alive:
            _tell_group(each.pid, signal.SIGTERM)
        until = time.monotonic() + GRACE
        for each in alive:
            with suppress(subprocess.TimeoutExpired):
                each.wait(max(until - time.monotonic(), 0))
            _tell_group(each.pid, signal.SIGKILL)


def _tell_group(number: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(number, what)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Run the steps, then the tests; answer the exit status of the first that fails, else 0."""
    # The programs are in groups of their own: what ends this one ends them only through it.
    # What whoever started this one has it ignore (nohup, a job in the background) it ignores still.
    for each in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _stop)
    running = Running()
    try:
        return _checked(running)
    except KeyboardInterrupt:
        return STOPPED
    finally:
        running.end()


def _checked(running: Running) -> int:
    began = time.monotonic()
    environ = {**os.environ, "CHROMIUM": browser.find(), "FLASK_SKIP_DOTENV": "1"}
    # Several programs, and all that they start, read the same modules: only the first is to compile each.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name, command in STEPS:
        print(f"--- {name}", flush=True)
        step_began = time.monotonic()
        code = running.run(command, environ)
        tell(name, code, time.monotonic() - step_began)
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
    """Run `programs`, AT_ONCE of them at a time; answer the exit status of the first that fails, else 0.

    The first says what it has to say as it goes along, the others when it is their turn.
    """
    running = Running()

    def run(command: tuple[str, ...], says: int | None) -> tuple[int, float]:
        began = time.monotonic()
        return running.run(command, environ, says), time.monotonic() - began

    codes = []
    with ExitStack() as held:
        said = [held.enter_context(tempfile.TemporaryFile()) for _ in programs]
        pool = held.enter_context(ThreadPoolExecutor(AT_ONCE))
        ends = [
            pool.submit(run, command, file.fileno() if number else None)
            for number, (command, file) in enumerate(zip(programs.values(), said, strict=True))
        ]
        try:
            for name, end, file in zip(programs, ends, said, strict=True):
                print(f"--- {name}", flush=True)
                code, seconds = end.result()
                file.seek(0)
                print(file.read().decode(errors="replace"), end="")
                tell(name, code, seconds)
                codes.append(code)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            running.end()
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
        start_new_session=True,
    )


def tell(name: str, code: int, seconds: float) -> None:
    """Say how a step ended, and how long it took."""
    print(f"--- {name}: {'well' if code == 0 else 'FAILED'}, {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
