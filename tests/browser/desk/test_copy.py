"""A message’s text is copied by a button, and by hand where the clipboard is out of reach."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.desk_people import basket_named, enter
from tests.browser.serving import Serving


def _sending(page: Page, server: Serving) -> str:
    """Open the queue; answers the text that stands there."""
    meera = enter(server, page, "meera")
    meera.open(f"/desk/baskets/{basket_named(server, 'Banks, a first step')}/versions/1/sending")
    return page.locator("#text").input_value()


def test_a_button_copies_the_whole_text_and_says_so(page: Page, server: Serving) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = _sending(page, server)
    page.get_by_role("button", name="Copy: The text, in the client’s language").click()
    page.locator("#said").get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text
    assert "/l/" in text


def test_where_the_clipboard_is_out_of_reach_the_text_is_selected(page: Page, server: Serving) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    text = _sending(page, server)
    page.get_by_role("button", name="Copy: The text, in the client’s language").click()
    page.locator("#said").get_by_text("Selected").wait_for()
    assert (
        page.locator("#text").evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == text
    )
