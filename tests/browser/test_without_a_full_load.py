"""With scripts the buttons of the form answer in place; the same buttons do the same with scripts off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import Serving

THREE = "BUY,INFY,NSE,10,LIMIT,1660\nSELL,ITC,NSE,25,MARKET\nBUY,TCS,BSE,2,LIMIT,3000"


#: A button that is pressed before the module has come loads the page, as it should.
MODULE_HAS_COME = """() =>
  import(document.querySelector('script[src$="app.mjs"]').src.replace("app.mjs", "rows.mjs")).then(() => null)
"""


class Form:
    """The basket form in one page, and how often that page was loaded as a whole."""

    def __init__(self, page: Page, server: Serving, *, scripts: bool = True) -> None:
        self.page = page
        page.goto(f"{server.url}/baskets/new")
        if scripts:
            page.evaluate(MODULE_HAS_COME)
        self.loads = 0
        page.on("domcontentloaded", self._loaded)
        page.get_by_text("Paste or upload orders", exact=True).click()
        page.get_by_label("Rows from a spreadsheet, or Kite’s JSON").fill(THREE)
        self.press("Read what is pasted")
        self.says("3 orders were read. Look through them, then review.")

    def _loaded(self, _: object) -> None:
        self.loads += 1

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def says(self, words: str) -> None:
        expect(self.page.locator("#message")).to_have_text(words)
        self.page.wait_for_load_state()  # the words stand there before the load is over, and counted

    @property
    def symbols(self) -> list[str]:
        inputs = self.page.locator("[name$='-tradingsymbol']").all()
        return [each.input_value() for each in inputs]

    def has_focus(self, wanted: Locator) -> None:
        expect(wanted).to_be_focused()


@pytest.fixture
def form(page: Page, server: Serving) -> Form:
    return Form(page, server)


def announced(form: Form, words: str) -> None:
    """What a screen reader is told, without the focus going there."""
    expect(form.page.locator("#said")).to_have_text(words)


def test_pasting_puts_the_focus_on_the_first_order_that_was_read(form: Form) -> None:
    announced(form, "3 orders were read. Look through them, then review.")
    form.has_focus(form.page.locator("#orders-0"))
    assert form.loads == 0


def test_adding_an_order_goes_to_its_first_field(form: Form) -> None:
    form.press("Add an order")
    announced(form, "Order 4 added.")
    form.has_focus(form.page.locator("#orders-3-transaction_type"))
    assert form.symbols == ["INFY", "ITC", "TCS", ""]
    assert form.loads == 0


def test_removing_an_order_goes_to_the_one_that_took_its_place(form: Form) -> None:
    form.press("Remove order 2")
    announced(form, "Order removed. You are at order 2.")
    form.has_focus(form.page.locator("#orders-1"))
    form.press("Remove order 2")
    announced(form, "Order removed. You are at order 1.")
    form.has_focus(form.page.locator("#orders-0"))
    assert form.symbols == ["INFY"]
    assert form.loads == 0


def test_duplicating_an_order_goes_to_the_copy(form: Form) -> None:
    form.press("Duplicate order 2")
    announced(form, "Order 3 is a copy of the one before it.")
    form.has_focus(form.page.locator("#orders-2-transaction_type"))
    assert form.symbols == ["INFY", "ITC", "ITC", "TCS"]
    assert form.loads == 0


def test_moving_an_order_keeps_the_focus_on_it_so_that_it_moves_on(form: Form) -> None:
    form.press("Move order 3 up")
    announced(form, "This is order 2 now.")
    form.has_focus(form.page.get_by_role("button", name="Move order 2 up"))
    form.page.keyboard.press("Enter")
    announced(form, "This is order 1 now.")
    form.has_focus(form.page.get_by_role("button", name="Move order 1 down"))
    assert form.symbols == ["TCS", "INFY", "ITC"]
    form.press("Move order 1 down")
    announced(form, "This is order 2 now.")
    form.has_focus(form.page.get_by_role("button", name="Move order 2 down"))
    assert form.symbols == ["INFY", "TCS", "ITC"]
    assert form.loads == 0


def test_a_button_of_the_form_that_was_put_in_place_works_from_the_first_moment(form: Form) -> None:
    form.page.evaluate(
        """() => {
          const again = () => document.querySelector("[value=up-1]").click();
          new MutationObserver((_, watching) => (watching.disconnect(), again()))
            .observe(document.getElementById("said"), { childList: true });
        }"""
    )
    form.press("Move order 3 up")
    announced(form, "This is order 1 now.")
    assert form.symbols == ["TCS", "INFY", "ITC"]
    assert form.loads == 0


def test_a_mend_is_done_in_place_and_the_focus_is_on_what_was_mended(form: Form, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 422")
    form.page.locator("#orders-1-price").evaluate("(input) => { input.value = '300' }")
    form.press("Review the basket")
    expect(form.page.locator("#error-summary")).to_be_focused()
    assert form.page.title().startswith("Error: ")
    loads = form.loads
    form.page.get_by_role("button", name=re.compile("order 2, price")).click()
    announced(form, "Order 2: the price is put right.")
    # The price of a MARKET order folds away as soon as it is empty: the order itself has the focus then.
    expect(form.page.locator("#orders-1-price")).to_be_hidden()
    form.has_focus(form.page.locator("#orders-1"))
    assert form.loads == loads


def test_what_was_typed_stays_whatever_is_pressed(form: Form) -> None:
    form.page.get_by_label("Name of the basket").fill("Half typed")
    form.page.locator("#orders-0-quantity").fill("7x")
    form.page.locator("#orders-2 summary").click()
    form.page.locator("#orders-2-tag").fill("Mine")
    form.press("Move order 3 up")
    announced(form, "This is order 2 now.")
    form.press("Add an order")
    announced(form, "Order 4 added.")
    expect(form.page.get_by_label("Name of the basket")).to_have_value("Half typed")
    expect(form.page.locator("#orders-0-quantity")).to_have_value("7x")
    expect(form.page.locator("#orders-1-tag")).to_have_value("Mine")
    expect(form.page.locator("#orders-1-tag")).to_be_visible()
    assert form.loads == 0


def test_fields_that_do_not_apply_are_folded_unless_they_hold_something(form: Form) -> None:
    order, price, trigger = (
        form.page.locator(f"#orders-0-{name}") for name in ("order_type", "price", "trigger_price")
    )
    order.select_option("SL")
    expect(price).to_be_visible()
    expect(trigger).to_be_visible()
    order.select_option("LIMIT")
    expect(trigger).to_be_hidden()
    order.select_option("MARKET")
    expect(price).to_be_visible()
    price.fill("")
    form.page.locator("#orders-0-quantity").focus()
    expect(price).to_be_hidden()
    order.select_option("SL-M")
    expect(price).to_be_hidden()
    expect(trigger).to_be_visible()


def test_enter_in_a_field_saves_and_removes_nothing(form: Form) -> None:
    form.page.locator("#orders-1-quantity").press("Enter")
    expect(form.page.locator("#message")).to_have_text("Saved.")
    assert form.symbols == ["INFY", "ITC", "TCS"]


def test_a_link_of_the_error_summary_leads_to_the_field_even_under_more(form: Form, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 422")
    form.page.locator("#orders-0 summary").click()
    form.page.locator("#orders-0-tag").fill("much-too-long-a-tag")
    form.press("Review the basket")
    expect(form.page.locator("#error-summary")).to_be_focused()
    form.page.locator("#orders-0-more").evaluate("(more) => { more.open = false }")
    form.page.locator("#error-summary a").first.click()
    form.has_focus(form.page.locator("#orders-0-tag"))
    expect(form.page.locator("#orders-0-tag")).to_be_in_viewport()


def test_when_the_answer_does_not_come_the_form_is_sent_as_a_whole(form: Form, forgiven: list[str]) -> None:
    forgiven.append("net::ERR_FAILED")
    form.page.route(
        "**/baskets/new",
        lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_(),
    )
    form.press("Duplicate order 1")
    form.says("Order 2 is a copy of the one before it.")
    assert form.symbols == ["INFY", "INFY", "ITC", "TCS"]
    assert form.loads == 1


@pytest.fixture
def plain_form(new_page: NewPage, server: Serving) -> Form:
    return Form(new_page(java_script_enabled=False), server, scripts=False)


def test_the_same_buttons_do_the_same_with_scripts_off(plain_form: Form) -> None:
    form = plain_form
    for button, words, symbols in (
        ("Add an order", "Order 4 added.", ["INFY", "ITC", "TCS", ""]),
        ("Remove order 4", "Order removed. You are at order 3.", ["INFY", "ITC", "TCS"]),
        ("Duplicate order 1", "Order 2 is a copy of the one before it.", ["INFY", "INFY", "ITC", "TCS"]),
        ("Move order 4 up", "This is order 3 now.", ["INFY", "INFY", "TCS", "ITC"]),
        ("Move order 1 down", "This is order 2 now.", ["INFY", "INFY", "TCS", "ITC"]),
    ):
        form.press(button)
        form.says(words)
        assert form.symbols == symbols
