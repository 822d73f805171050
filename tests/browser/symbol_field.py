"""The symbol field of an order, as a person meets it, and what its searches find."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.searching import hit
from tests.browser.serving import Serving

TWIN = {"exchange": "BSE", "tradingsymbol": "INFY"}
ON_NSE = hit("NSE", "INFY", "INFOSYS", tick_size="0.1", last_price="1472.5", price_on="2026-02-11", twin=TWIN)
ON_BSE = hit("BSE", "INFY", "INFOSYS", last_price="1472", price_on="2026-02-11", twin=TWIN | {"exchange": "NSE"})
FUTURE = hit("NFO", "INFY26FEBFUT", "INFY", kind="future", lot_size=400, tick_size="0.1", expiry="2026-02-24")
ITC = hit("NSE", "ITC", "ITC", last_price="318.95", price_on="2026-02-11")

HITS: Final = {
    "infy": [ON_NSE, ON_BSE, FUTURE],
    "in": [hit("NSE", "INDIGO", "INTERGLOBE AVIATION"), hit("NSE", "INOXWIND", "INOX WIND")],
    "itc": [ITC],
    "BSE:INFY": [ON_BSE],
    "NSE:INFY": [ON_NSE],
}


class Field:
    """The symbol of one order, its list and what stands under it."""

    def __init__(self, page: Page, server: Serving, n: int = 0) -> None:
        self.page = page
        self.n = n
        page.goto(f"{server.url}/baskets/new")
        expect(self.input).to_have_role("combobox")

    @property
    def input(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-tradingsymbol")

    @property
    def exchange(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-exchange")

    @property
    def options(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-tradingsymbol-found > [role=option]")

    @property
    def facts(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-tradingsymbol-facts")

    def type(self, text: str) -> None:
        self.input.fill(text)

    def find(self, text: str = "infy", many: int = 3) -> None:
        """Type, and wait for the list."""
        self.type(text)
        expect(self.options).to_have_count(many)
        expect(self.input).to_have_attribute("aria-expanded", "true")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def is_closed(self) -> None:
        expect(self.input).to_have_attribute("aria-expanded", "false")
        expect(self.options.first).to_be_hidden()

    def has_active(self, place: int | None) -> None:
        """What Enter would choose, as a screen reader is told and as the eye sees it."""
        name = "aria-activedescendant"
        if place is None:
            expect(self.input).not_to_have_attribute(name, re.compile(".*"))
        else:
            expect(self.input).to_have_attribute(name, f"orders-{self.n}-tradingsymbol-found-{place}")
        for each in range(self.options.count()):
            expect(self.options.nth(each)).to_have_attribute("aria-selected", "true" if each == place else "false")

    def holds(self, symbol: str, exchange: str) -> None:
        expect(self.input).to_have_value(symbol)
        expect(self.exchange).to_have_value(exchange)

    def said(self, words: str) -> None:
        """What a screen reader is told."""
        expect(self.page.locator("#said")).to_have_text(words)

    @property
    def twins(self) -> list[str]:
        return self.page.locator(f"#orders-{self.n} .twins button").all_inner_texts()
