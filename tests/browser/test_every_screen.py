"""Every screen, as axe sees it, at 360 and 1280 pixels, light and dark; at 320 pixels; with wide spacing; by focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_walks import DESK_WALKS
from tests.browser.evidence_walks import EVIDENCE_WALKS
from tests.browser.kite import StandIn
from tests.browser.link_walks import LINK_WALKS
from tests.browser.looking import copied, faults_of_screen
from tests.browser.mending_walks import MENDING_WALKS
from tests.browser.seldom_walks import SELDOM_WALKS
from tests.browser.serving import Serving
from tests.browser.truth_walks import TRUTH_WALKS
from tests.browser.two_step_walks import TWO_STEP_WALKS
from tests.browser.walks import FORGIVEN, WALKS, Show, Stage
from tests.browser.watching import Watch
from tests.house_rules import faults_of_page
from tests.page import Page as HousePage

ALL = [*WALKS, *DESK_WALKS, *LINK_WALKS, *EVIDENCE_WALKS, *MENDING_WALKS, *TWO_STEP_WALKS, *TRUTH_WALKS, *SELDOM_WALKS]


@pytest.mark.parametrize("walk", ALL, ids=lambda walk: walk.__name__.replace("_", " "))
def test_nothing_is_wrong_with_any_screen(
    walk: Callable[[Stage, Show], None], browser: Browser, server: Serving, kite: StandIn
) -> None:
    watch = Watch(browser)
    faults: list[str] = []
    shown: list[str] = []
    plain: list[Page] = []
    copies: list[Page] = []

    def open_page(**options: Any) -> Page:
        page = watch.open(**options)
        if not options.get("java_script_enabled", True):
            plain.append(page)
        return page

    def look(name: str, page: Page) -> None:
        shown.append(name)
        ours = page.url.startswith(server.url)
        found = faults_of_page(HousePage(page.content(), server.kite_url)) if ours else []
        if page in plain and not copies:
            copies.append(watch.open())
        looked_at = copied(page, into=copies[0]) if page in plain else page
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


STYLED = """<html lang="en"><title>Wrong</title><meta name="viewport" content="width=device-width"><style>
body { background: #fff; color: #111 } button { height: 48px; width: 48px; outline: 2px solid #111 }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }
@media (width < 600px) { .wide { display: none } } @media (width >= 600px) { .narrow { display: none } } %s
</style><main><h1>Wrong</h1><p class="both">At both widths</p><p class="wide">If wide</p>
<p class="narrow">If narrow</p><div class="narrow"><img class="narrow" src="data:," %s></div>
<button class="wide">Go</button><button class="narrow">On</button></main>"""

DARK = "@media (prefers-color-scheme: dark)"


@pytest.mark.parametrize(
    ("style", "alt", "fault"),
    [
        (".both { color: #ddd }", "alt=''", "1280 light: color-contrast"),
        (f"{DARK} {{ .both {{ color: #222 }} }}", "alt=''", "360 dark: color-contrast"),
        (f"{DARK} {{ .wide {{ color: #222 }} }}", "alt=''", "1280 dark: color-contrast"),
        (f"{DARK} {{ .narrow {{ color: #222 }} }}", "alt=''", "360 dark: color-contrast"),
        (".narrow { color: #ddd }", "alt=''", "360 light: color-contrast"),
        ("", "", "360 light: image-alt"),
        ("button.wide { height: 12px }", "alt=''", "1280: a target of"),
        ("button.narrow { height: 12px }", "alt=''", "360: a target of"),
        (".narrow { width: 340px }", "alt=''", "320: scrolls sideways"),
        (".both { width: 12em; white-space: nowrap }", "alt=''", ""),
    ],
)
def test_what_one_width_or_one_scheme_alone_draws_is_looked_at_there(
    browser: Browser, style: str, alt: str, fault: str
) -> None:
    watch = Watch(browser)
    page = watch.open()
    page.set_content(STYLED % (style, alt))
    found = faults_of_screen(page)
    assert any(each.startswith(fault) for each in found) if fault else not found, found
    watch.end(forgiven=[])
