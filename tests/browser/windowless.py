"""A browser without a window: cookies, pages, and nothing that runs. For what needs no eyes, or needs haste."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from playwright.sync_api import BrowserContext

from tests.browser.serving import Serving
from tests.page import Page

LONGEST_WAIT: Final = 30


class Windowless:
    """Asks the running server by 127.0.0.1, as the person whose window it is, or as somebody new.

    Redirects are not followed. Several threads may ask at once.
    """

    def __init__(self, server: Serving, window: BrowserContext | None = None) -> None:
        self._server = server
        self._cookies = {each["name"]: each["value"] for each in window.cookies(server.url)} if window else {}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> requests.Response:
        return self._send("GET", path, headers=headers)

    def post(self, path: str, data: Mapping[str, str]) -> requests.Response:
        return self._send("POST", path, data=data)

    def page(self, path: str) -> Page:
        """The page at `path`; anything but a page is an AssertionError."""
        answer = self.get(path)
        assert answer.status_code == requests.codes.ok, f"{path} answered {answer.status_code}"
        return Page(answer.text, self._server.kite_url)

    def lend(self, window: BrowserContext) -> None:
        """From now on the window is this person's."""
        window.add_cookies(
            [{"name": name, "value": value, "url": self._server.url} for name, value in self._cookies.items()]
        )

    def _send(self, method: str, path: str, **given: Any) -> requests.Response:
        address = f"http://127.0.0.1:{self._server.port}{path}"
        answer = requests.request(
            method, address, cookies=self._cookies, allow_redirects=False, timeout=LONGEST_WAIT, **given
        )
        self._cookies.update(answer.cookies.get_dict())
        return answer


def led_to(answer: requests.Response) -> str:
    """The path that an answer redirects to; anything but a redirect after a POST is an AssertionError."""
    assert answer.status_code == requests.codes.see_other, f"{answer.status_code}:\n{answer.text}"
    return urlsplit(answer.headers["Location"]).path
