"""The symbol field after a choice: facts, the other exchange, choices before; the server's own list; no scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import faults_of_screen
from tests.browser.searching import Answers
from tests.browser.serving import Serving
from tests.browser.symbol_field import ON_NSE, Field
from tests.house_rules import faults_of_page
from tests.page import Page as HousePage


def test_the_same_company_on_the_other_exchange_is_one_press_away(field: Field) -> None:
    assert field.twins == []
    field.find()
    field.options.first.click()
    assert field.twins == ["NSE", "BSE"]
    on_bse = field.page.get_by_role("button", name="BSE")
    expect(on_bse).to_have_attribute("aria-pressed", "false")
    on_bse.press("Enter")
    field.holds("INFY", "BSE")
    expect(field.facts).to_have_text("INFOSYS · tick ₹0.05 · last ₹1,472 on 11 Feb 2026")
    expect(on_bse).to_be_focused()
    expect(on_bse).to_have_attribute("aria-pressed", "true")


def test_what_was_not_told_of_the_other_exchange_is_asked_for(field: Field, answers: Answers) -> None:
    answers.hits["infy"] = [ON_NSE]
    answers.held = {"BSE:INFY"}
    field.find(many=1)
    field.options.first.click()
    with field.page.expect_request(re.compile("q=BSE%3AINFY$")):
        field.page.get_by_role("button", name="BSE").click()
    expect(field.facts).to_have_text("INFOSYS")
    answers.release("BSE:INFY")
    expect(field.facts).to_have_text("INFOSYS · tick ₹0.05 · last ₹1,472 on 11 Feb 2026")
    expect(field.page.get_by_role("button", name="BSE")).to_be_focused()


def test_a_paper_of_one_exchange_offers_no_other(field: Field) -> None:
    field.find("itc", 1)
    field.options.first.click()
    expect(field.facts).to_have_text("ITC · tick ₹0.05 · last ₹318.95 on 11 Feb 2026")
    assert field.twins == []


def test_the_facts_go_when_they_are_no_longer_of_what_stands_in_the_field(field: Field) -> None:
    field.find()
    field.options.first.click()
    expect(field.facts).to_be_visible()
    field.exchange.select_option("NFO")
    expect(field.facts).to_be_hidden()
    field.exchange.select_option("BSE")
    expect(field.facts).to_contain_text("₹1,472 on")
    field.type("INFYX")
    expect(field.facts).to_be_hidden()


def test_a_form_that_was_replaced_in_place_finds_and_knows_as_before(field: Field, server: Serving) -> None:
    field.find()
    field.options.first.click()
    facts = field.facts.inner_text()
    field.page.get_by_role("button", name="Add an order").click()
    expect(field.page.locator("#orders-1")).to_be_visible()
    expect(field.facts).to_have_text(facts)
    field.n = 1
    field.find("itc", 1)
    field.press("ArrowDown", "Enter")
    field.holds("ITC", "NSE")
    assert faults_of_page(HousePage(field.page.content(), server.kite_url)) == []
    field.page.get_by_role("button", name="Move order 2 up").click()
    field.n = 0
    expect(field.facts).to_contain_text("₹318.95")


def test_what_was_chosen_before_comes_first_and_in_an_empty_field_by_itself(
    field: Field, server: Serving, answers: Answers
) -> None:
    field.input.click()
    field.is_closed()
    for text, place, many in (("infy", 2, 3), ("itc", 0, 1)):
        field.find(text, many)
        field.options.nth(place).click()
    field.find()
    expect(field.options.first).to_contain_text("INFY26FEBFUT")
    field = Field(field.page, server)
    field.input.click()
    expect(field.options).to_have_count(2)
    expect(field.page.get_by_text("Chosen before", exact=True)).to_be_visible()
    field.said("2 instruments chosen before. Arrow down to choose.")
    expect(field.options.first).to_contain_text("ITC NSE")
    # A contract that has expired since is found no more, and is offered no more.
    with field.page.expect_response(re.compile("q=NFO%3AINFY26FEBFUT$")):
        field.options.nth(1).click()
    expect(field.facts).to_be_hidden()
    assert "NFO:INFY26FEBFUT" in answers.asked
    field.type("")
    field.press("ArrowDown")
    expect(field.options).to_have_count(1)
    field.has_active(0)


def test_a_browser_that_is_forgotten_forgets_them_too(field: Field, server: Serving) -> None:
    field.find()
    field.options.first.click()
    assert kept(field.page) != ""
    field.page.on("dialog", lambda dialog: dialog.accept())
    field.page.goto(f"{server.url}/forget")
    field.page.get_by_role("button", name="Forget this browser").click()
    expect(field.page.get_by_role("heading", name="This browser is forgotten")).to_be_visible()
    field.page.wait_for_function("() => localStorage.length === 0")


def kept(page: Page) -> str:
    return str(page.evaluate("() => localStorage.getItem('tokri-recent') ?? ''"))


def test_a_browser_that_keeps_nothing_still_finds(page: Page, server: Serving, answers: Answers) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })")
    field = Field(page, server)
    field.input.click()
    field.find()
    field.press("ArrowDown", "Enter")
    field.holds("INFY", "NSE")
    assert answers.asked == ["infy"]


def test_what_was_kept_by_another_hand_does_no_harm(page: Page, server: Serving, answers: Answers) -> None:
    page.goto(server.url)
    for odd in ("no json", "{}", '[null, 1, {"tradingsymbol": 7, "exchange": "NSE"}]'):
        page.evaluate("(odd) => localStorage.setItem('tokri-recent', odd)", odd)
        field = Field(page, server)
        field.input.click()
        field.find()
        field.type("")  # else the browser asks before it leaves
    assert answers.asked == ["infy", "infy", "infy"]


def test_nothing_is_wrong_with_the_screen_while_the_list_is_open(field: Field, server: Serving) -> None:
    field.find()
    field.options.first.click()
    field.find()
    field.press("ArrowDown")
    assert faults_of_page(HousePage(field.page.content(), server.kite_url)) == []
    assert faults_of_screen(field.page) == []


def test_what_the_server_writes_beside_a_saved_order_is_what_the_script_wrote(page: Page, server: Serving) -> None:
    field = Field(page, server)
    field.input.press_sequentially("itc")
    expect(field.options.first).to_contain_text("ITC NSE")
    field.press("ArrowDown", "Enter")
    field.holds("ITC", "NSE")
    expect(field.facts).to_have_text(re.compile(r"^ITC LTD · tick ₹[0-9.]+ · last ₹[0-9.,]+ on 11 Feb 2026$"))
    line = field.facts.inner_text()
    field.page.locator("#orders-0-quantity").press("Enter")
    expect(field.page.locator("#message")).to_have_text("Saved.")
    field.holds("ITC", "NSE")
    expect(field.facts).to_have_text(line)
    expect(field.input).to_have_accessible_description(re.compile(re.escape(line)))
    field.type("ITCX")
    expect(field.facts).to_be_hidden()


def test_a_contract_is_found_as_people_say_it_and_the_other_exchange_of_a_share_is_offered(
    new_page: NewPage, server: Serving
) -> None:
    page = new_page(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    field = Field(page, server)
    field.input.tap()
    field.input.press_sequentially("nifty 24 feb 25500 pe")
    expect(field.options.first).to_contain_text("NIFTY26FEB25500PE NFO")
    field.options.first.tap()
    field.holds("NIFTY26FEB25500PE", "NFO")
    expect(field.facts).to_contain_text("expires 24 Feb 2026")
    assert field.twins == []
    field.type("INFY")
    expect(field.options.first).to_contain_text("INFY NSE")
    field.options.first.tap()
    assert field.twins == ["NSE", "BSE"]
    page.get_by_role("button", name="BSE").tap()
    field.holds("INFY", "BSE")


def test_with_scripts_off_it_is_a_plain_field_and_a_link_leads_to_the_search(
    new_page: NewPage, server: Serving
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server.url}/baskets/new")
    symbol = page.get_by_label("Symbol", exact=True)
    assert symbol.get_attribute("role") is None
    symbol.fill("ITC")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Find a symbol (opens a new tab)").click()
    search = opened.value
    search.get_by_label("Symbol, name or contract").fill("infosys")
    search.get_by_role("button", name="Search").click()
    expect(search.get_by_role("rowheader").first).to_have_text("NSE:INFY")
    expect(symbol).to_have_value("ITC")
