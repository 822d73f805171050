"""A person who has only a keyboard: Tab to reach, Enter and Space to press, arrows to choose, letters to write."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Locator, Page

MOST_TABS: Final = 150


class Keyboard:
    """Works the page by keys alone. A thing that Tab does not reach is an AssertionError."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def reach(self, wanted: Locator) -> None:
        """Tab until it has the focus, and see that the focus can be seen."""
        wanted.wait_for()
        for _ in range(MOST_TABS):
            if wanted.evaluate("(element) => element === document.activeElement"):
                break
            self._page.keyboard.press("Tab")
        else:
            raise AssertionError(f"Tab does not reach {wanted}.")
        assert wanted.evaluate("(element) => element.matches(':focus-visible')"), f"{wanted} hides its focus"

    def press(self, name: str | re.Pattern[str]) -> None:
        self.reach(self._page.get_by_role("button", name=name))
        self._page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        self.reach(self._page.get_by_role("link", name=name))
        self._page.keyboard.press("Enter")

    def open(self, name: str) -> None:
        """Unfold a part of the page."""
        self.reach(self._page.locator("summary", has_text=name))
        self._page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.reach(self._page.get_by_label(label, exact=True))
        self._page.keyboard.insert_text(text)

    def tick(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            self._page.keyboard.press("Space")
        assert box.is_checked()

    def choose(self, label: str, value: str) -> None:
        """Walk down the options with the arrow until the value is there."""
        select = self._page.get_by_label(label, exact=True)
        self.reach(select)
        for _ in range(20):
            if select.input_value() == value:
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach {value} of {label}.")
