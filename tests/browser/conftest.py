"""One server and one Chromium a run, a fresh context a test; whatever the browser complains of fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.kite import StandIn
from tests.browser.planting import store_of
from tests.browser.searching import Answers
from tests.browser.serving import Serving, serving
from tests.browser.switches import SWITCHES
from tests.browser.symbol_field import HITS, Field
from tests.browser.watching import Watch
from tests.browser.way import Way
from tokri.store import SqlStore
from tools import browser as chromium

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The program, its runner and the stand-in, as of 2026."""
    with serving(tmp_path_factory.mktemp("server")) as here:
        yield here


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The run's one Chromium. It keeps pages for Back as a person's does, which Playwright would switch off."""
    # Chromium does not start its sandbox for root, which is who runs tests in most containers.
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=chromium.find(),
            args=[*SWITCHES, *alone],
            ignore_default_args=["--disable-back-forward-cache"],
        ) as started,
    ):
        yield started


@pytest.fixture
def store(server: Serving) -> Iterator[SqlStore]:
    """The running server's own store."""
    with store_of(server) as opened:
        yield opened


@pytest.fixture
def forgiven() -> list[str]:
    """Patterns of complaints that this test expects, such as a page's own 404: `forgiven.append("404")`."""
    return []


@pytest.fixture
def new_page(browser: Browser, forgiven: list[str]) -> Iterator[NewPage]:
    """Open a page in a fresh context: `new_page(java_script_enabled=False)`, `new_page(viewport=...)`.

    At the end the test fails on any error in a console, uncaught exception, or word of a policy broken.
    """
    watch = Watch(browser)
    yield watch.open
    watch.end(forgiven)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page with scripts on, in a window of the usual size."""
    return new_page()


@pytest.fixture
def kite(server: Serving) -> StandIn:
    """The stand-in of 2026, as if it had just been started."""
    return _fresh(server)


@pytest.fixture
def legacy_kite(server: Serving) -> StandIn:
    """The stand-in of Kite's documentation, as if it had just been started."""
    return _fresh(server, "legacy")


@pytest.fixture
def way(page: Page, server: Serving, kite: StandIn) -> Way:
    """One person at the start of the way, with scripts on."""
    return Way(page, server, kite)


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def each_way(request: pytest.FixtureRequest, new_page: NewPage, server: Serving, kite: StandIn) -> Way:
    """The same person, with scripts on and with scripts off."""
    return Way(new_page(java_script_enabled=request.param), server, kite)


def _fresh(server: Serving, rules: str = "2026") -> StandIn:
    stand_in = StandIn.of(server)
    stand_in.reset(rules)
    return stand_in


@pytest.fixture
def answers(page: Page) -> Answers:
    """What searches of this page find, answered by the test itself."""
    return Answers(page, HITS)


@pytest.fixture
def field(page: Page, server: Serving, answers: Answers) -> Field:
    """The first symbol field of a new basket."""
    assert answers.asked == []
    return Field(page, server)
