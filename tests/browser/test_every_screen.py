"""Every screen, as axe sees it, at 360 and 1280 pixels, light and dark; at 320 pixels; with wide spacing; by focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_walks import DESK_WALKS
from tests.browser.kite import StandIn
from tests.browser.looking import copied, faults_of_screen
from tests.browser.serving import Serving
from tests.browser.walks import FORGIVEN, WALKS, Show, Stage
from tests.browser.watching import Watch
from tests.house_rules import faults_of_page
from tests.page import Page as HousePage


@pytest.mark.parametrize("walk", [*WALKS, *DESK_WALKS], ids=lambda walk: walk.__name__.replace("_", " "))
def test_nothing_is_wrong_with_any_screen(
    walk: Callable[[Stage, Show], None], browser: Browser, server: Serving, kite: StandIn
) -> None:
    watch = Watch(browser)
    faults: list[str] = []
    shown: list[str] = []
    plain: list[Page] = []

    def open_page(**options: Any) -> Page:
        page = watch.open(**options)
        if not options.get("java_script_enabled", True):
            plain.append(page)
        return page

    def look(name: str, page: Page) -> None:
        shown.append(name)
        ours = page.url.startswith(server.url)
        found = faults_of_page(HousePage(page.content(), server.kite_url)) if ours else []
        looked_at = copied(page, into=watch.open()) if page in plain else page
        faults.extend(f"{name}: {fault}" for fault in [*found, *faults_of_screen(looked_at)])

    walk(Stage(server, kite, open_page), look)
    watch.end([*FORGIVEN])
    assert shown
    assert not faults, "\n  - ".join(["", *faults])


def test_the_looking_itself_finds_what_is_wrong(browser: Browser) -> None:
    watch = Watch(browser)
    page = watch.open()
    page.set_content(
        "<title>Wrong</title><main><h1>Wrong</h1><img src='x.png'><p style='color: #ddd'>Pale words</p>"
        "<button style='height: 12px; outline: none'>Go</button><p style='width: 900px'>Wide</p></main>"
    )
    found: Any = " ".join(faults_of_screen(page))
    for fault in ("image-alt", "html-has-lang", "color-contrast", "a target of", "scrolls sideways", "focus is not"):
        assert fault in found
    watch.end(forgiven=["x.png"])
