"""Whoever is not watched may see the password that they type."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.serving import Serving


def test_a_password_is_shown_as_long_as_its_button_is_pressed(page: Page, server: Serving) -> None:
    page.goto(f"{server.url}/desk/sign-in")
    field, button = page.get_by_label("Password", exact=True), page.get_by_role("button", name="Show the password")
    field.fill("five horses by the lake")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(field).to_have_attribute("type", "password")
