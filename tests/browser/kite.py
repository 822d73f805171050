"""The stand-in for Kite, as a test steers it: over its JSON and forms, without a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from playwright.sync_api import BrowserContext

from tests.browser.serving import Serving

LONGEST_WAIT = 20


@dataclass(frozen=True)
class StandIn:
    """One running stand-in. `url` is what a browser calls it; the test itself asks by 127.0.0.1."""

    url: str
    port: int

    @classmethod
    def of(cls, server: Serving) -> StandIn:
        return cls(server.kite_url, server.kite_port)

    def reset(self, rules: str = "2026") -> None:
        """Forget sign-ins, orders, tokens, scenarios and log, and go by these rules."""
        self._post("/simulator/reset", json={"rules": rules})

    def choose(self, scenario: str, **settings: Any) -> None:
        """A scenario for every browser: `choose("api-429", calls="orders", times=1)`."""
        self._post("/simulator/scenario", json={"scenario": scenario, **settings})

    def sign_in(self, context: BrowserContext, user_id: str = "DM0001") -> None:
        """Sign a demo client in to this browser, as if they had been there earlier in the day."""
        answer = self._post("/simulator/sign-in", data={"user_id": user_id})
        context.add_cookies([{"name": "stand_in", "value": answer.cookies["stand_in"], "url": self.url}])

    def log(self, path: str = "/connect/basket", method: str = "POST") -> list[dict[str, Any]]:
        """What came in at `path`, as received, oldest first."""
        answer = requests.get(f"http://127.0.0.1:{self.port}/simulator/log", timeout=LONGEST_WAIT)
        return [each for each in answer.json() if each["path"] == path and each["method"] == method]

    def report_nothing(self) -> None:
        """From now on let Kite's reports of orders be lost on their way: what became of them is found out otherwise."""
        self._post("/simulator/postbacks", json={"loss": 1})

    @property
    def reports_on_their_way(self) -> int:
        """How many of its reports of orders the app has not answered yet."""
        ledger = requests.get(f"http://127.0.0.1:{self.port}/simulator/ledger.json", timeout=LONGEST_WAIT).json()
        return int(ledger["waiting"])

    @property
    def baskets(self) -> list[dict[str, Any]]:
        """The baskets that browsers posted, as received, oldest first."""
        return self.log()

    def _post(self, path: str, **given: Any) -> requests.Response:
        answer = requests.post(
            f"http://127.0.0.1:{self.port}{path}", timeout=LONGEST_WAIT, allow_redirects=False, **given
        )
        answer.raise_for_status()
        return answer
