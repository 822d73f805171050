"""The way through as a person goes it: each step one press, and the page that follows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.kite import StandIn
from tests.browser.planting import reports_not_looked_at, store_of, work_waits
from tests.browser.serving import Serving
from tests.browser.windowless import LONGEST_WAIT, Windowless

#: How long somebody looks at a page at least before they ask for it again, in seconds.
A_LOOK: Final = 0.5


@dataclass(frozen=True)
class Way:
    """One person on the way, in one page of their browser."""

    page: Page
    server: Serving
    kite: StandIn
    visited: list[str] = field(default_factory=list)
    scripts: bool = field(init=False)

    def __post_init__(self) -> None:
        """Keep the address of every page that is asked for, and whether scripts are on."""
        scripts = self.page.evaluate("() => matchMedia('(scripting: enabled)').matches")
        object.__setattr__(self, "scripts", scripts)
        self.page.on("request", lambda asked: self.visited.append(asked.url) if asked.is_navigation_request() else None)

    def another_tab(self) -> Way:
        """The same person in a second tab."""
        return Way(self.page.context.new_page(), self.server, self.kite)

    def ask(self, url: str, headers: dict[str, str]) -> int:
        """GET a page of Tokri with this browser's cookies, outside of any tab; answers the status."""
        return self.outside_of_tabs.get(url.removeprefix(self.server.url), headers).status_code

    def ask_too_often(self, path: str, action: str) -> None:
        """Post this page's form again and again, as a script would, until it is told to come back later."""
        fields = {"csrf_token": self.page.locator("[name=csrf_token]").first.input_value(), "action": action}
        script = self.outside_of_tabs
        for _ in range(200):
            if script.post(path, fields).status_code == requests.codes.too_many_requests:
                return
        raise AssertionError(f"{path} may be posted to without end.")

    @property
    def outside_of_tabs(self) -> Windowless:
        """What asks with this browser's cookies as they are now."""
        return Windowless(self.server, self.page.context)

    # --- at Tokri

    def open(self, path: str) -> None:
        self.page.goto(self.server.url + path)

    def back(self) -> None:
        """The browser's own button. A page that it kept loads nothing, so no load is waited for."""
        self.page.go_back(wait_until="commit")

    def forward(self) -> None:
        """The other one."""
        self.page.go_forward(wait_until="commit")

    def press(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=label).click()

    def build(self, text: str, name: str = "") -> None:
        """A new basket of what is pasted, not saved yet."""
        self.open("/baskets/new")
        self.page.get_by_label("Name of the basket").fill(name)
        self.page.get_by_text("Paste or upload orders", exact=True).click()
        self.page.get_by_label("Rows from a spreadsheet, or Kite’s JSON").fill(text)
        self.press("Read what is pasted")
        expect(self.page.locator("#message")).to_contain_text(re.compile("(was|were) read"))

    def review(self) -> str:
        """Press Review; answers the basket's id, once its orders are shown."""
        self.press("Review the basket")
        expect(self.heading("Check your orders")).to_be_visible()
        return self.basket_id

    def example(self) -> str:
        """Review the demo's example basket; answers its id."""
        self.open("/baskets/new?example=yes")
        return self.review()

    def tick_all(self) -> None:
        for tick in self.page.get_by_role("checkbox").all():
            tick.check()

    def leave(self) -> None:
        """Press Continue, and with scripts off the button of the next page too; the browser is at Kite then."""
        self.press(re.compile("^(Continue to Kite|Send again: )"))
        self.go_on()

    def go_on(self) -> None:
        """From the page that leaves for Kite, which goes on by itself where scripts are on."""
        if not self.scripts:
            self.page.locator("#basket-form button").click()
        self.page.wait_for_url(f"{self.kite.url}/**")

    def example_at_kite(self, user_id: str = "DM0001") -> str:
        """The example basket on Kite's order page, this demo client signed in; answers the basket's id."""
        self.kite.sign_in(self.page.context, user_id)
        basket_id = self.example()
        self.leave()
        return basket_id

    @property
    def basket_id(self) -> str:
        return urlsplit(self.page.url).path.split("/")[2]

    def heading(self, words: str | re.Pattern[str], level: int = 1) -> Locator:
        return self.page.get_by_role("heading", name=words, level=level)

    # --- at the stand-in

    def log_in(self) -> None:
        """Log in as Asha, who has money and some shares."""
        self.page.get_by_label("User ID").fill("DM0001")
        self.page.get_by_label("Password").fill("asha-demo")
        self.press("Log in")
        self.page.get_by_label("Six-digit code").fill("123456")
        self.press("Continue")

    def place(self) -> None:
        """Place the orders, and go on to the app where the stand-in shows first what it refused.

        Kite reports orders at the very moment at which the browser comes back. So that what a page shows does not hang
        on which of them is the first, whoever is back looks once more when the reports have come.
        """
        self.press(re.compile("^Place "))
        finish = self.page.get_by_role("link", name="Finish and go back to the app")
        if finish.count():
            finish.click()
        self.page.wait_for_load_state()
        self.hear_kite()
        if self.page.url.startswith(self.server.url):
            self.page.reload()

    def hear_kite(self) -> None:
        """Wait until all that Kite has reported is taken and looked at. Raises AssertionError after LONGEST_WAIT s."""
        deadline = time.monotonic() + LONGEST_WAIT
        with store_of(self.server) as store:
            while self.kite.reports_on_their_way or reports_not_looked_at(store):
                assert time.monotonic() < deadline, f"Kite's reports did not arrive:\n{self.server.log}"
                self.page.wait_for_timeout(50)  # the runner that looks at them needs the processor too

    # --- back again

    def read(self) -> None:
        """Say yes to reading, and wait until it is asked whose account it is, or known how it went."""
        self.say_yes_to_reading()
        self.settle()

    def say_yes_to_reading(self) -> None:
        """Once, unless it was chosen otherwise."""
        form = self.page.locator("form[action$='/reading']").first
        if not form.locator("[name=keep]:checked").count():
            form.locator("[name=keep][value=no]").check()
        with self.page.expect_navigation():
            form.get_by_role("button").click()

    def confirm(self) -> None:
        """Say yes to the account, and wait until the book was read."""
        with self.page.expect_navigation():
            self.press(re.compile("^Yes, .* is my account"))
        self.settle()

    def settle(self) -> None:
        """Look again, as the page's own link does, until nothing is under way."""
        self.until(lambda: self.page.locator("[data-watch]").count() == 0)

    def until(self, known: Callable[[], bool]) -> None:
        """Reload the page until it shows what is asked. Raises AssertionError after LONGEST_WAIT seconds."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not known():
            assert time.monotonic() < deadline, f"still not so:\n{self.text}"
            self._let_the_runner_work()
            self.page.reload()

    def _let_the_runner_work(self) -> None:
        """Wait until the runner has nothing to do, and no longer than a look: a reload would take its processor."""
        until = time.monotonic() + A_LOOK
        with store_of(self.server) as store:
            while work_waits(store, self.server.now) and time.monotonic() < until:
                self.page.wait_for_timeout(20)

    @property
    def text(self) -> str:
        """What the main part of the page says."""
        return self.page.locator("main").inner_text()
