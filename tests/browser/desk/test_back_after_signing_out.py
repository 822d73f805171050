"""Whoever signs out on a shared machine leaves nothing that Back would bring up (ASVS 7.4.1)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_desk import sign_in
from tests.browser.conftest import NewPage
from tests.browser.serving import Serving
from tokri.store import SqlStore


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_back_after_signing_out_shows_the_sign_in_and_no_page_of_the_desk(
    new_page: NewPage, store: SqlStore, server: Serving, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    sign_in(store, page, server, "Nalini Rao")
    page.goto(f"{server.url}/desk/clients")
    page.goto(f"{server.url}/desk/me")
    expect(page.get_by_text("Nalini Rao").first).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        expect(page.get_by_text("Nalini Rao")).to_have_count(0)
