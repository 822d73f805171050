"""The symbol field: what is typed is searched for, by keyboard, mouse or finger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.searching import Answers
from tests.browser.serving import Serving
from tests.browser.symbol_field import HITS, Field


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


def test_a_list_that_is_full_is_not_said_to_be_all_there_is(field: Field, answers: Answers) -> None:
    answers.full = True
    field.find()
    field.said("The first 3 instruments found. Arrow down to choose.")
