"""`make screens`: a picture of every screen, at 360 and 1280 pixels, light and dark, and what is printed, in screens/.

The screens are those that the browser tests walk by (tests/browser/*walks.py).
A word picks some: ONLY=result, ONLY=desk-firm, ONLY=link.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.desk_walks import DESK_WALKS
from tests.browser.evidence_walks import EVIDENCE_WALKS
from tests.browser.kite import StandIn
from tests.browser.link_walks import LINK_WALKS
from tests.browser.mending_walks import MENDING_WALKS
from tests.browser.seldom_walks import SELDOM_WALKS
from tests.browser.serving import ROOT, serving
from tests.browser.truth_walks import TRUTH_WALKS
from tests.browser.two_step_walks import TWO_STEP_WALKS
from tests.browser.walks import WALKS, Stage
from tools import browser as chromium

SCREENS: Final = ROOT / "screens"
WIDTHS: Final = (360, 1280)
SCHEMES: Final = ("light", "dark")
PRINTED: Final = ("review", "result")


class Camera:
    """Takes each screen in its four variants, and prints those that people keep."""

    def __init__(self, folder: Path, browser: Browser, only: str) -> None:
        self.taken = 0
        self._folder = folder
        self._browser = browser
        self._only = only
        self._numbers = count(1)

    def open(self, **options: object) -> Page:
        """A page in a browser context of its own."""
        context = self._browser.new_context(**{"locale": "en-IN", "timezone_id": "Asia/Kolkata", **options})  # type: ignore[arg-type]  # Playwright's options, by name
        context.set_default_timeout(20_000)
        return context.new_page()

    def show(self, name: str, page: Page) -> None:
        """Take the pictures of the page as it stands, and leave it as it was."""
        number = next(self._numbers)
        if self._only not in name:
            return
        before = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 780 if width < WIDTHS[1] else 800})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=self._folder / f"{number:02}-{name}-{width}-{scheme}.png", full_page=True)
                self.taken += 1
        page.emulate_media(color_scheme="light")
        if name.startswith(PRINTED):
            page.pdf(path=self._folder / f"{number:02}-{name}.pdf", format="A4", prefer_css_page_size=True)
        if before:
            page.set_viewport_size(before)


def main() -> int:
    """Take them all; answer the exit status."""
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir()
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium.find(), args=["--disable-gpu", *alone]) as browser,
    ):
        camera = Camera(SCREENS, browser, os.environ.get("ONLY", ""))
        stage = Stage(server, StandIn.of(server), camera.open)
        for walk in (
            *WALKS,
            *DESK_WALKS,
            *LINK_WALKS,
            *EVIDENCE_WALKS,
            *TWO_STEP_WALKS,
            *MENDING_WALKS,
            *TRUTH_WALKS,
            *SELDOM_WALKS,
        ):
            stage.kite.reset()
            walk(stage, camera.show)
            for context in browser.contexts:
                context.close()
            print(f"{walk.__name__.replace('_', ' ')}: {camera.taken} pictures so far", flush=True)
    print(f"{camera.taken} pictures in {SCREENS.relative_to(ROOT)}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
