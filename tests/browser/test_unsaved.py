"""Before typing is left behind the browser asks; what is saved, or on its way, is left without a word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.serving import Serving


@pytest.fixture
def asked(page: Page, server: Serving) -> list[str]:
    """The kinds of questions that the browser asked. Each is answered with: leave."""
    questions: list[str] = []

    def leave(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"{server.url}/baskets/new")
    return questions


def leave(page: Page, server: Serving) -> None:
    page.get_by_role("link", name="Your baskets").click()
    page.wait_for_url(f"{server.url}/")


def test_a_form_that_nobody_touched_is_left_without_a_word(page: Page, server: Serving, asked: list[str]) -> None:
    leave(page, server)
    assert asked == []


def test_what_was_typed_is_not_left_without_a_question(page: Page, server: Serving, asked: list[str]) -> None:
    page.get_by_label("Quantity", exact=True).fill("10")
    leave(page, server)
    assert asked == ["beforeunload"]


def test_what_a_button_of_the_form_did_counts_as_typed(page: Page, server: Serving, asked: list[str]) -> None:
    page.get_by_role("button", name="Duplicate order 1").click()
    expect(page.locator(".order")).to_have_count(2)
    leave(page, server)
    assert asked == ["beforeunload"]


def test_saving_asks_nothing_and_nor_does_leaving_afterwards(page: Page, server: Serving, asked: list[str]) -> None:
    page.get_by_label("Quantity", exact=True).fill("10")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("#message")).to_have_text("Saved.")
    leave(page, server)
    assert asked == []
