"""Pages whose browser is listened to: whatever it complains of fails the test that opened them."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page


class Watch:
    """Opens pages, each in a context of its own, and hears their consoles, uncaught errors and policy violations."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: list[Page] = []
        self._complaints: list[str] = []

    def open(self, **options: Any) -> Page:
        """A new page in a fresh context, made with Playwright's options."""
        context = self._browser.new_context(**{"locale": "en-IN", "timezone_id": "Asia/Kolkata", **options})
        context.set_default_timeout(15_000)
        context.on("console", self._hear)
        context.on("weberror", lambda found: self._complaints.append(f"uncaught: {found.error}"))
        self._pages.append(context.new_page())
        return self._pages[-1]

    def end(self, forgiven: list[str]) -> None:
        """Close them all. Raises AssertionError with every complaint that matches no pattern of `forgiven`."""
        for page in self._pages:
            page.context.close()
        told = [each for each in self._complaints if not any(re.search(pattern, each) for pattern in forgiven)]
        if told:
            raise AssertionError("\n  - ".join(["The browser complained:", *told]))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self._complaints.append(f"{message.text} ({message.location.get('url', '')})")
