"""The symbol field and the answers to its searches: late, failing, empty, and while one is still composing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.searching import Answers
from tests.browser.serving import Serving
from tests.browser.symbol_field import ON_NSE, Field


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
