"""`make screens`: a picture of every screen, in the order in which people meet them, to screens/.

Each is taken at 360 and at 1280 px, light and dark. A new page is a new line in `walk`.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.browser.serving import Serving, serving
from tools import browser as chromium

FOLDER: Final = Path(__file__).resolve().parent.parent / "screens"
WIDTHS: Final = (360, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

ROWS: Final = """BUY INFY NSE 10 LIMIT 1380
SELL TCS NSE 2 MARKET
BUY M&M NSE 5 SL 3600 3590
"""

Shoot = Callable[[str], None]


def main() -> int:
    """Take them all; answer 0, or raise what went wrong."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as data, serving(Path(data)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--disable-gpu", *alone])
        for width in WIDTHS:
            for scheme in SCHEMES:
                _variant(browser, server, width, scheme)
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.name}/")
    return 0


def _variant(browser: Browser, server: Serving, width: int, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en-IN", timezone_id="Asia/Kolkata"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    taken: list[str] = []

    def shoot(name: str) -> None:
        taken.append(name)
        page.screenshot(path=FOLDER / f"{len(taken):02}-{name}-{width}-{scheme}.png", full_page=True)

    walk(page, server, shoot)
    context.close()


def walk(page: Page, server: Serving, shoot: Shoot) -> None:
    """Go the whole way once, and past every page beside it."""
    before_a_basket(page, server, shoot)
    to_the_review(page, server, shoot)
    to_kite(page, server, shoot)
    at_kite(page, shoot)
    and_back(page, server, shoot)


def before_a_basket(page: Page, server: Serving, shoot: Shoot) -> None:
    """What somebody sees who has done nothing yet."""
    for name, path in (
        ("home-empty", "/"),
        ("how-it-works", "/how-it-works"),
        ("new-basket", "/baskets/new"),
        ("not-found", "/baskets/nothing"),
        ("returned-to-nothing", "/kite/redirect?status=success"),
    ):
        page.goto(server.url + path)
        shoot(name)


def to_the_review(page: Page, server: Serving, shoot: Shoot) -> None:
    """A basket typed wrongly, then pasted rightly."""
    page.goto(f"{server.url}/baskets/new")
    page.locator("#orders-0-tradingsymbol").fill("INFY")
    page.locator("#orders-0-quantity").fill("ten")
    _press(page, "review")
    shoot("basket-with-errors")
    page.goto(f"{server.url}/baskets/new")
    page.locator("#name").fill("February, rebalanced")
    page.locator("#paste-box summary").click()
    page.locator("#paste").fill(re.sub(" ", "\t", ROWS))
    _press(page, "paste")
    shoot("basket-pasted")
    _press(page, "review")
    shoot("review")


def to_kite(page: Page, server: Serving, shoot: Shoot) -> None:
    """The hand-off page, kept from leaving by itself."""

    def stay(route: Route) -> None:
        route.fulfill(body="", content_type="text/javascript")

    page.route("**/autosubmit*.mjs", stay)
    for tick in page.locator("#ticks input[type=checkbox]").all():
        tick.check()
    page.locator("form.send button").click()
    expect(page.locator("#basket-form")).to_be_visible()
    shoot("hand-off")
    page.unroute("**/autosubmit*.mjs", stay)
    page.goto(page.url)
    shoot("already-sent")
    page.get_by_role("button", name=re.compile("try again")).click()
    page.wait_for_url(f"{server.kite_url}/**")


def at_kite(page: Page, shoot: Shoot) -> None:
    """The stand-in's own pages."""
    shoot("kite-login")
    page.locator("#user_id").fill("DM0001")
    page.locator("#password").fill("asha-demo")
    page.locator("#log-in").click()
    page.locator("#totp").fill("123456")
    shoot("kite-code")
    page.locator("#continue").click()
    expect(page.locator("#place")).to_be_visible()
    shoot("kite-orders")
    page.locator("#place").click()


def and_back(page: Page, server: Serving, shoot: Shoot) -> None:
    """What became of it, step by step."""
    page.wait_for_url(re.compile("/result"))
    result = page.url
    shoot("result-not-read")
    page.get_by_role("button", name=re.compile("read today")).click()
    shoot("result-reading")
    account = page.get_by_role("button", name=re.compile("is my account"))
    _reload_until(page, result, lambda: account.count() > 0)
    shoot("result-whose-account")
    account.click()
    _reload_until(page, result, lambda: page.get_by_text("order book, ").count() > 0)
    shoot("result-read")
    page.goto(f"{server.url}/")
    shoot("home")
    page.goto(f"{server.url}/forget")
    shoot("forget")


def _press(page: Page, action: str) -> None:
    """The last such button is the one that is seen; scripts may answer without a full load."""
    page.locator(f'main button[name=action][value="{action}"]').last.click()
    page.wait_for_load_state("networkidle")


def _reload_until(page: Page, url: str, there: Callable[[], bool]) -> None:
    for _ in range(60):
        if there():
            return
        page.wait_for_timeout(250)
        page.goto(url)
    raise SystemExit(f"{url} did not come to show what was waited for.")


if __name__ == "__main__":
    sys.exit(main())
