"""The client's way by keys alone, without scripts, and as a screen reader tells it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewPage
from tests.browser.keyboard import Keyboard
from tests.browser.kite import StandIn
from tests.browser.link_office import PHONE, Reader, client, linked
from tests.browser.serving import Serving
from tests.link.making import PAN


def stands_free(what: Locator, bar: Locator) -> None:
    """What has the focus is not hidden by the bar that stays in reach."""
    box, over = what.bounding_box(), bar.bounding_box()
    assert box is not None
    assert over is not None
    assert box["y"] + box["height"] <= over["y"] + 1 or box["y"] >= over["y"] + over["height"] - 1, (box, over)


def test_a_client_with_only_a_keyboard_comes_from_the_check_to_kite(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("422")
    made = linked(server, client(server, check=True))
    reader = Reader.at(made, new_page(viewport=PHONE), server, kite)
    page, keys = reader.page, Keyboard(reader.page)
    kite.sign_in(page.context)
    keys.follow("Skip to the page’s content")
    keys.write("The last four characters of your PAN", PAN)
    page.keyboard.press("Enter")
    expect(reader.heading("Check these orders")).to_be_visible()
    keys.open("Change how much")
    keys.tick(page.get_by_label("Leave it out").last)
    keys.press("Show what this comes to")
    expect(page.get_by_text("Order 2, SBIN: you leave it out.")).to_be_visible()
    keys.press(re.compile("^Continue to Kite"))
    expect(page.locator("#error-summary")).to_be_focused()
    keys.follow("Tick the box under “Your yes” if you want to place these orders.")
    expect(reader.consent).to_be_focused()
    stands_free(reader.consent, reader.onward)
    keys.tick(reader.consent)
    keys.press(re.compile("^Continue to Kite: 1 order"))
    page.wait_for_url(f"{kite.url}/**")
    expect(reader.heading("Basket of 1 order")).to_be_visible()


def test_without_scripts_a_client_comes_from_the_check_to_the_order_book(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    kite.choose("all-fill")
    made = linked(server, client(server, check=True, kite_user_id=""))
    reader = Reader.at(made, new_page(viewport=PHONE, java_script_enabled=False), server, kite)
    reader.pass_check()
    reader.page.get_by_role("link", name="I have a question").click()
    reader.page.get_by_label("What do you want to know?").fill("Why these two banks?")
    reader.press("Send the question")
    expect(reader.page.get_by_text("“Why these two banks?”")).to_be_visible()
    reader.page.get_by_role("link", name="Back to the advice").click()
    reader.yes()
    reader.log_in()
    reader.place()
    expect(reader.heading("Reported by Kite, not seen in the book", level=2)).to_be_visible()
    reader.read()
    reader.confirm()
    expect(reader.heading("All 2 filled, by Kite’s order book", level=2)).to_be_visible()
    reader.again()
    expect(reader.heading("You have been to Kite with all of it")).to_be_visible()


def test_a_screen_reader_is_told_what_each_thing_on_the_page_is(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("422")
    made = linked(server, client(server, check=True, kite_user_id=""))
    reader = Reader.at(made, new_page(), server, kite)
    page = reader.page
    answer = page.get_by_role("textbox", name="The last four characters of your PAN")
    expect(answer).to_have_accessible_description("Three digits and a letter, such as 234F.")
    reader.pass_check("000A")
    expect(answer).to_have_accessible_description(re.compile("Your answer is not the one that we have"))
    reader.pass_check()
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.get_by_role("button", name="English")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="हिन्दी")).to_have_attribute("lang", "hi")
    expect(page.get_by_role("table", name="The orders, as they will be sent")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Why", "Advice on each order", "Your yes"])
    page.get_by_text("Change how much", exact=True).click()
    expect(page.get_by_role("group", name="Order 1, HDFCBANK").get_by_role("checkbox")).to_have_accessible_name(
        "Leave it out"
    )
    expect(reader.consent).to_have_accessible_name(
        re.compile(
            r"^I, Sunita Rao, have read this advice \(version 1, 11 Feb 2026 \d\d:\d\d IST\)\. "
            r"I choose to place these orders myself on Kite\. "
            r"Namuna Advisers \(example\) cannot place orders in my account\.$"
        )
    )
    kite_id = page.get_by_role("textbox", name="Your Kite ID, if you know it")
    expect(kite_id).to_have_accessible_description(re.compile("^It stands in Kite under your name"))
    expect(reader.onward).to_have_accessible_name("Continue to Kite: 2 orders, about ₹45,050 to pay")
    expect(page.get_by_role("navigation", name="Or").get_by_role("link")).to_have_text(
        ["I have a question", "I will place these elsewhere", "I do not want these orders"]
    )
    reader.onward.click()
    expect(reader.consent).to_have_accessible_description(re.compile("^Tick the box"))
