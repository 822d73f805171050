"""Every screen of the desk, looked at as the public ones are: axe, both widths, light and dark, spacing, focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_walks import DESK_WALKS
from tests.browser.kite import StandIn
from tests.browser.looking import copied, faults_of_screen
from tests.browser.serving import Serving
from tests.browser.walks import FORGIVEN, Show, Stage
from tests.browser.watching import Watch
from tests.house_rules import faults_of_page
from tests.page import Page as HousePage


@pytest.mark.parametrize("walk", DESK_WALKS, ids=lambda walk: walk.__name__.replace("_", " "))
def test_nothing_is_wrong_with_any_screen_of_the_desk(
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
        found = faults_of_page(HousePage(page.content(), server.kite_url))
        looked_at = copied(page, into=watch.open()) if page in plain else page
        faults.extend(f"{name}: {fault}" for fault in [*found, *faults_of_screen(looked_at)])

    walk(Stage(server, kite, open_page), look)
    watch.end([*FORGIVEN])
    assert shown
    assert not faults, "\n  - ".join(["", *faults])
