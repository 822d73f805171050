"""The door of a link in a real browser: who has it open, the check by keyboard, the way out of another app."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.link_office import PHONE, Linked, client, linked, world
from tests.browser.serving import Serving
from tests.house_rules import faults_of_page
from tests.link.making import PAN, link_now
from tests.page import Page as HousePage
from tests.web.link.test_agents import INSIDE
from tokri.desk.example_firm import EXAMPLE_FIRM


@pytest.fixture
def made(server: Serving) -> Linked:
    """A link whose client is asked for the last four of a PAN."""
    return linked(server, client(server, check=True))


def test_the_page_is_open_once_it_is_seen_and_not_before(new_page: NewPage, server: Serving, made: Linked) -> None:
    still = new_page(java_script_enabled=False)
    still.goto(server.url + made.address)
    assert link_now(world(server), made.link).opened_at is None
    page = new_page(viewport=PHONE)
    page.goto(server.url + made.address)
    page.get_by_label("The last four characters of your PAN").fill(PAN)
    assert link_now(world(server), made.link).opened_at is None, "only the question was seen"
    plain = linked(server, client(server))
    with page.expect_response(f"**{plain.address}/opened") as told:
        page.goto(server.url + plain.address)
    assert told.value.status == 204
    assert link_now(world(server), plain.link).opened_at is not None
    assert faults_of_page(HousePage(page.content(), server.kite_url)) == []


def test_the_check_is_passed_by_keyboard_and_without_scripts(new_page: NewPage, server: Serving, made: Linked) -> None:
    page = new_page(java_script_enabled=False, viewport=PHONE)
    page.goto(server.url + made.address)
    page.get_by_label("The last four characters of your PAN").focus()
    page.keyboard.type(PAN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("First, is this for you?")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_wrong_answer_takes_the_focus_to_what_is_wrong(
    new_page: NewPage, server: Serving, made: Linked, forgiven: list[str]
) -> None:
    forgiven.append("422")
    page = new_page(viewport=PHONE)
    page.goto(server.url + made.address)
    page.get_by_label("The last four characters of your PAN").fill("000A")
    page.get_by_role("button", name="Open the page").click()
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("The last four characters of your PAN")).to_have_value("")


def test_inside_another_app_the_address_is_copied_and_goes_on_in_another_browser(
    new_page: NewPage, server: Serving, made: Linked
) -> None:
    inside = new_page(viewport=PHONE, user_agent=INSIDE["WhatsApp's own browser"])
    inside.context.grant_permissions(["clipboard-read", "clipboard-write"])
    inside.goto(server.url + made.address)
    inside.get_by_role("button", name="Copy the address").click()
    expect(inside.locator("#said")).to_have_text("Copied")
    copied = inside.evaluate("navigator.clipboard.readText()")
    assert copied == server.url + made.address
    chrome = new_page(viewport=PHONE)
    chrome.goto(copied)
    expect(chrome.locator("header .brand")).to_have_text(EXAMPLE_FIRM.name)
    expect(chrome.locator("aside")).to_have_count(0)
