"""The instrument search as the form asks it, answered by the test itself: at once, late, or not at all."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

from tests.browser.windowless import LONGEST_WAIT

Hit = Mapping[str, Any]

WHERE: Final = "**/instruments/search?*"


def hit(exchange: str, tradingsymbol: str, name: str, **facts: Any) -> Hit:
    """One hit as the search tells it: a share without a lot, unless `facts` say otherwise."""
    nothing = {"lot_size": 1, "tick_size": "0.05", "expiry": None, "last_price": None, "price_on": None, "twin": None}
    return {"exchange": exchange, "tradingsymbol": tradingsymbol, "name": name, "kind": "share", **nothing, **facts}


class Answers:
    """Answers every search of one page by its text; a text in `held` waits until `release`."""

    def __init__(self, page: Page, hits: Mapping[str, Sequence[Hit]]) -> None:
        self._page = page
        self.hits = dict(hits)
        self.asked: list[str] = []
        self.held: set[str] = set()
        self.meant = self.full = False
        self._waiting: dict[str, Route] = {}
        page.route(WHERE, self._answer)

    def release(self, text: str) -> None:
        """Give the answer that was held back, once it was asked for."""
        deadline = time.monotonic() + LONGEST_WAIT
        while text not in self._waiting:
            assert time.monotonic() < deadline, f"{text!r} is not asked for; {self.asked} were"
            self._page.wait_for_timeout(10)
        self._give(self._waiting.pop(text), text)

    def _answer(self, route: Route) -> None:
        [text] = parse_qs(urlsplit(route.request.url).query)["q"]
        self.asked.append(text)
        if text in self.held:
            self._waiting[text] = route
        else:
            self._give(route, text)

    def _give(self, route: Route, text: str) -> None:
        route.fulfill(json={"hits": self.hits.get(text, []), "meant": self.meant, "full": self.full})
