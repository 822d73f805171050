"""The client's way in Hindi on a narrow telephone: each page says so, fits, and what is agreed to is kept as read."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.kite import StandIn
from tests.browser.link_office import PHONE, Reader, client, linked, world
from tests.browser.serving import Serving

HINDI = re.compile("[\u0900-\u097f]")


def is_hindi(page: Page) -> None:
    """The page says that it is in Hindi, its heading and its acts are, and nothing is wider than the telephone."""
    assert page.locator("html").get_attribute("lang") == "hi"
    for words in (page.locator("h1"), *page.locator("main button").all()):
        said = words.text_content() or ""
        assert HINDI.search(said), said
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), page.url


def test_a_client_who_reads_hindi_goes_the_whole_way_in_hindi(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    whom = client(server, "Meenakshi Pillai", check=True, language="hi")
    made = linked(server, whom)
    reader = Reader.at(made, new_page(viewport=PHONE, java_script_enabled=False), server, kite)
    page = reader.page
    kite.sign_in(page.context)
    is_hindi(page)
    page.locator("#answer").fill("234F")
    page.locator("main form button").click()
    is_hindi(page)
    for name in ("question", "elsewhere", "decline"):
        reader.again(f"/{name}")
        is_hindi(page)
    reader.again()
    consent = page.locator("#consent")
    expect(consent).not_to_be_checked()
    shown = page.locator("#consent-text").inner_text()
    assert "Meenakshi Pillai" in shown
    assert "Kite" in shown
    assert HINDI.search(shown)
    consent.check()
    page.locator("button[form=send]").click()
    is_hindi(page)
    reader.go_on()
    with world(server).store.reading() as view:
        [kept] = view.links.consents([made.link.id])
    assert (kept.text, kept.language) == (shown, "hi")
    reader.place()
    page.wait_for_url("**/result*")
    is_hindi(page)


def test_the_language_is_changed_on_the_page_and_stays_so_in_another_browser(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    made = linked(server)
    reader = Reader.at(made, new_page(viewport=PHONE), server, kite)
    in_english = reader.page.locator("#consent-text").inner_text()
    reader.page.get_by_role("button", name="हिन्दी").click()
    expect(reader.page.locator("html")).to_have_attribute("lang", "hi")
    is_hindi(reader.page)
    expect(reader.page.locator("#consent-text")).not_to_have_text(in_english)
    other = Reader.at(made, new_page(viewport=PHONE), server, kite)
    is_hindi(other.page)
    other.page.get_by_role("button", name="English").click()
    expect(other.page.locator("#consent-text")).to_have_text(in_english)
