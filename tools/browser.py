"""Finds a Chromium for the tests, or gets one: prints its path, or stops with one sentence.

In this order: $CHROMIUM; one that is installed; one that Playwright downloaded; Playwright's download; the system's
own package, where this user may install it. The answer is kept in var/chromium, so that the next run asks nobody.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

KEPT: Final = Path(__file__).resolve().parent.parent / "var" / "chromium"

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_ELSEWHERE: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/snap/bin/chromium",
)
_PATTERNS: Final = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/chrome-*/*headless*shell",
)
_NONE: Final = (
    "No Chromium was found for the browser tests, and none could be installed: "
    "install one, or set CHROMIUM to the path of one, and run make test again."
)


def find() -> str:
    """The path of a Chromium that starts. Raises SystemExit with one sentence if there is none to be had."""
    if named := os.environ.get("CHROMIUM"):
        if not _starts(named):
            raise SystemExit(f"CHROMIUM is {named}, which does not start. Set it to the path of a Chromium.")
        return named
    if KEPT.exists() and Path(kept := KEPT.read_text().strip()).exists():
        return kept
    for get in (_nothing, _playwrights_download, _systems_package):
        get()
        for path in _candidates():
            if _starts(path):
                KEPT.parent.mkdir(exist_ok=True)
                KEPT.write_text(f"{path}\n")
                return path
    raise SystemExit(_NONE)


def _candidates() -> Iterator[str]:
    yield from (path for name in _NAMES if (path := shutil.which(name)))
    yield from (path for path in _ELSEWHERE if Path(path).exists())
    home = Path(os.environ.get("HOME") or "/nonexistent")
    caches = [home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"]
    if named := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        caches.insert(0, Path(named))
    for cache in caches:
        for pattern in _PATTERNS:
            yield from (str(path) for path in sorted(cache.glob(pattern), reverse=True))


def _starts(path: str) -> bool:
    """Whether it answers its version: a downloaded one may lack a library of the system."""
    return _runs([path, "--version"], seconds=60)


def _nothing() -> None:
    """Look first."""


def _playwrights_download() -> None:
    print("Downloading a Chromium for the tests, once.", file=sys.stderr)
    _runs([sys.executable, "-m", "playwright", "install", "chromium"], seconds=600)


def _systems_package() -> None:
    apt = shutil.which("apt-get")
    may = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt is None or (may and not _runs([*may, "true"], seconds=10)):
        return
    print("Installing the system's chromium package for the tests, once.", file=sys.stderr)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    _runs([*may, *quiet, "update"], seconds=300)
    _runs([*may, *quiet, "install", "-y", "--no-install-recommends", "chromium"], seconds=900)


def _runs(argv: list[str], seconds: int) -> bool:
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    print(find())
