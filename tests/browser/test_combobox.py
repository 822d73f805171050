"""The symbol field: what is typed is searched for, by keyboard, mouse or finger; with scripts off it is a plain one."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import faults_of_screen
from tests.browser.searching import Answers, hit
from tests.browser.serving import Serving
from tests.house_rules import faults_of_page
from tests.page import Page as HousePage

TWIN = {"exchange": "BSE", "tradingsymbol": "INFY"}
ON_NSE = hit("NSE", "INFY", "INFOSYS", tick_size="0.1", last_price="1472.5", price_on="2026-02-11", twin=TWIN)
ON_BSE = hit("BSE", "INFY", "INFOSYS", last_price="1472", price_on="2026-02-11", twin=TWIN | {"exchange": "NSE"})
FUTURE = hit("NFO", "INFY26FEBFUT", "INFY", kind="future", lot_size=400, tick_size="0.1", expiry="2026-02-24")
ITC = hit("NSE", "ITC", "ITC", last_price="318.95", price_on="2026-02-11")

HITS: Final = {
    "infy": [ON_NSE, ON_BSE, FUTURE],
    "in": [hit("NSE", "INDIGO", "INTERGLOBE AVIATION"), hit("NSE", "INOXWIND", "INOX WIND")],
    "itc": [ITC],
    "BSE:INFY": [ON_BSE],
    "NSE:INFY": [ON_NSE],
}


class Field:
    """The symbol of one order, its list and what stands under it."""

    def __init__(self, page: Page, server: Serving, n: int = 0) -> None:
        self.page = page
        self.n = n
        page.goto(f"{server.url}/baskets/new")
        expect(self.input).to_have_role("combobox")

    @property
    def input(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-tradingsymbol")

    @property
    def exchange(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-exchange")

    @property
    def options(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-tradingsymbol-found > [role=option]")

    @property
    def facts(self) -> Locator:
        return self.page.locator(f"#orders-{self.n}-tradingsymbol-facts")

    def type(self, text: str) -> None:
        self.input.fill(text)

    def find(self, text: str = "infy", many: int = 3) -> None:
        """Type, and wait for the list."""
        self.type(text)
        expect(self.options).to_have_count(many)
        expect(self.input).to_have_attribute("aria-expanded", "true")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def is_closed(self) -> None:
        expect(self.input).to_have_attribute("aria-expanded", "false")
        expect(self.options.first).to_be_hidden()

    def has_active(self, place: int | None) -> None:
        """What Enter would choose, as a screen reader is told and as the eye sees it."""
        name = "aria-activedescendant"
        if place is None:
            expect(self.input).not_to_have_attribute(name, re.compile(".*"))
        else:
            expect(self.input).to_have_attribute(name, f"orders-{self.n}-tradingsymbol-found-{place}")
        for each in range(self.options.count()):
            expect(self.options.nth(each)).to_have_attribute("aria-selected", "true" if each == place else "false")

    def holds(self, symbol: str, exchange: str) -> None:
        expect(self.input).to_have_value(symbol)
        expect(self.exchange).to_have_value(exchange)

    def said(self, words: str) -> None:
        """What a screen reader is told."""
        expect(self.page.locator("#said")).to_have_text(words)

    @property
    def twins(self) -> list[str]:
        return self.page.locator(f"#orders-{self.n} .twins button").all_inner_texts()


@pytest.fixture
def answers(page: Page) -> Answers:
    return Answers(page, HITS)


@pytest.fixture
def field(page: Page, server: Serving, answers: Answers) -> Field:
    assert answers.asked == []
    return Field(page, server)


def test_it_is_chosen_by_keys_alone_and_brings_its_exchange_and_its_facts(field: Field) -> None:
    field.find()
    field.said("3 instruments found. Arrow down to choose.")
    expect(field.options.nth(2)).to_have_text("INFY26FEBFUT NFOINFY · lot 400 · expires 24 Feb 2026")
    field.has_active(None)
    for key, place in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("ArrowUp", 2),
        ("ArrowDown", 0),
        ("Home", None),
        ("ArrowUp", 2),
        ("End", None),
        ("ArrowDown", 0),
    ):
        field.press(key)
        field.has_active(place)
    field.press("Enter")
    field.is_closed()
    field.holds("INFY", "NSE")
    expect(field.facts).to_have_text("INFOSYS · tick ₹0.10 · last ₹1,472.50 on 11 Feb 2026")
    expect(field.input).to_be_focused()
    expect(field.input).to_have_accessible_description(re.compile("^INFOSYS · tick"))


def test_home_and_end_move_the_cursor_in_the_text(field: Field) -> None:
    field.find()
    for key, place in (("Home", 0), ("End", 4)):
        field.press("ArrowDown", key)
        assert field.input.evaluate("(input) => input.selectionStart") == place
    expect(field.options).to_have_count(3)


def test_escape_closes_the_list_and_clears_nothing(field: Field) -> None:
    field.find()
    field.press("ArrowDown", "Escape")
    field.is_closed()
    field.has_active(None)
    field.press("Escape")
    field.holds("infy", "")
    field.press("ArrowDown")
    field.has_active(0)


def test_enter_never_sends_the_form_while_the_list_is_open(field: Field) -> None:
    sent: list[str] = []
    field.page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    field.find()
    field.press("Enter")
    field.is_closed()
    field.find("itc", 1)
    field.press("ArrowDown", "Enter")
    field.holds("ITC", "NSE")
    assert sent == []
    field.press("Enter")
    expect(field.page.locator("#message")).to_have_text("Saved.")
    assert len(sent) == 1
    field.holds("ITC", "NSE")


def test_tab_leaves_what_was_typed_as_it_was_typed(field: Field) -> None:
    field.find()
    field.press("ArrowDown", "Tab")
    field.is_closed()
    field.holds("infy", "")
    expect(field.exchange).to_be_focused()


def test_a_click_chooses_and_a_press_that_slips_off_does_not(field: Field) -> None:
    field.find()
    box = field.options.nth(1).bounding_box()
    assert box is not None
    field.page.mouse.move(box["x"] + 20, box["y"] + 20)
    field.page.mouse.down()
    field.page.mouse.move(box["x"] + 20, box["y"] - 300)
    field.page.mouse.up()
    field.holds("infy", "")
    expect(field.input).to_have_attribute("aria-expanded", "true")
    field.options.nth(1).click()
    field.holds("INFY", "BSE")
    field.is_closed()
    expect(field.input).to_be_focused()


def test_a_finger_chooses_on_a_narrow_screen(new_page: NewPage, server: Serving) -> None:
    page = new_page(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    Answers(page, HITS)
    field = Field(page, server)
    field.input.tap()
    field.find()
    list_box, order_box = (page.locator(each).bounding_box() for each in (".suggest", "#orders-0"))
    assert list_box is not None
    assert order_box is not None
    assert list_box["width"] == pytest.approx(order_box["width"], abs=1)
    for each in field.options.all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    field.options.nth(2).tap()
    field.holds("INFY26FEBFUT", "NFO")
    field.is_closed()
    expect(field.facts).to_have_text("INFY · lot 400 · tick ₹0.10 · expires 24 Feb 2026")
    page.locator("#orders-0-quantity").fill("1,200")
    expect(field.facts).to_have_text("INFY · lot 400, 1,200 is 3 lots · tick ₹0.10 · expires 24 Feb 2026")
    field.input.tap()
    field.find()
    page.locator("h1").tap()
    field.is_closed()


def test_an_answer_that_comes_after_a_later_one_is_dropped(field: Field, answers: Answers) -> None:
    answers.held = {"in", "infy"}
    with field.page.expect_request(re.compile("q=in$")):
        field.type("in")
    with field.page.expect_request(re.compile("q=infy$")):
        field.type("infy")
    answers.release("infy")
    expect(field.options).to_have_count(3)
    answers.release("in")
    settled(field)
    expect(field.options).to_have_count(3)
    expect(field.options.first).to_contain_text("INFY NSE")
    field.said("3 instruments found. Arrow down to choose.")


def test_an_answer_that_comes_when_the_person_has_left_opens_nothing(field: Field, answers: Answers) -> None:
    answers.held = {"infy"}
    with field.page.expect_request(re.compile("q=infy$")):
        field.type("infy")
    field.press("Tab")
    answers.release("infy")
    settled(field)
    field.is_closed()


def settled(field: Field) -> None:
    """One more question and its answer: what was answered before has been dealt with."""
    field.page.evaluate("() => fetch('/instruments/search?q=settled').then((answer) => answer.json())")


def test_only_what_stands_still_for_a_moment_is_asked_for(page: Page, server: Serving, answers: Answers) -> None:
    page.clock.install()
    field = Field(page, server)
    page.clock.pause_at("2027-01-01")
    field.input.focus()
    for letter in "infy":
        field.press(letter)
        page.clock.run_for(100)
    assert answers.asked == []
    with page.expect_response(re.compile("q=infy$")):
        page.clock.run_for(50)
    assert answers.asked == ["infy"]


def test_letters_that_are_still_being_composed_are_not_asked_for(page: Page, server: Serving, answers: Answers) -> None:
    page.clock.install()
    field = Field(page, server)
    page.clock.pause_at("2027-01-01")
    keyboard = page.context.new_cdp_session(page)
    field.input.focus()
    for text in ("i", "in", "inf"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        expect(field.input).to_have_value(text)
        page.clock.run_for(200)
    assert answers.asked == []
    keyboard.send("Input.insertText", {"text": "infy"})
    expect(field.input).to_have_value("infy")
    page.clock.run_for(200)
    expect(field.options).to_have_count(3)
    assert answers.asked == ["infy"]


def test_enter_that_ends_a_composition_chooses_nothing(field: Field) -> None:
    field.find()
    field.press("ArrowDown")
    for ending in ({"isComposing": True}, {"keyCode": 229}):
        field.input.dispatch_event("keydown", {"key": "Enter", "bubbles": True, **ending})
        field.has_active(0)
    field.holds("infy", "")


def test_a_network_that_fails_is_silent_and_typing_goes_on(field: Field, answers: Answers, forgiven: list[str]) -> None:
    forgiven.append("net::ERR_FAILED")
    field.page.route(re.compile("q=in$"), lambda route: route.abort())
    with field.page.expect_event("requestfailed"):
        field.type("in")
    settled(field)
    field.is_closed()
    field.said("")
    field.find()
    assert "infy" in answers.asked


def test_a_server_that_refuses_is_silent_as_well(field: Field, forgiven: list[str]) -> None:
    forgiven.append("status of 429")
    field.page.route(re.compile("q=in$"), lambda route: route.fulfill(status=429, body="Later."))
    with field.page.expect_response(re.compile("q=in$")):
        field.type("in")
    settled(field)
    field.is_closed()
    field.said("")


def test_nothing_found_is_said_and_what_is_near_is_offered_as_that(field: Field, answers: Answers) -> None:
    field.type("zzzz")
    field.said("No instrument found.")
    field.is_closed()
    answers.hits["infi"] = [ON_NSE]
    answers.meant = True
    field.find("infi", 1)
    expect(field.page.get_by_text("Nothing is called that. Did you mean:", exact=True)).to_be_visible()
    field.said("Nothing is called that. 1 instrument near it. Arrow down to choose.")


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
