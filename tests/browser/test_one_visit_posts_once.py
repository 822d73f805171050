"""One visit to the hand-off page posts one time, whatever is done with the page afterwards: the stand-in counts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.way import Way

CONFLICT = "Failed to load resource: the server responded with a status of 409"


def handoff_page(way: Way) -> str:
    """The address of the hand-off that was left for Kite last."""
    [*_, last] = [each for each in way.visited if "/handoffs/" in each]
    return last


def test_reloading_the_hand_off_page_posts_nothing_more(each_way: Way) -> None:
    way = each_way
    way.example_at_kite()
    way.page.goto(handoff_page(way))
    expect(way.heading("You have already been sent to Kite")).to_be_visible()
    way.page.reload()
    expect(way.heading("You have already been sent to Kite")).to_be_visible()
    assert way.page.locator("#basket-form").count() == 0
    assert len(way.kite.baskets) == 1


def test_going_back_from_kite_posts_nothing_more(each_way: Way, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 422")
    way = each_way
    way.example_at_kite()
    for _ in range(3):
        way.back()
        if way.page.url.endswith("/review"):
            break
    expect(way.heading("Check your orders")).to_be_visible()
    assert len(way.kite.baskets) == 1
    # The page was asked for anew, or is the one that the browser kept: neither sends the orders again.
    again = way.page.get_by_label(re.compile("I have looked at my orders in Kite"))
    way.press(re.compile("^(Continue to Kite|Send again: )"))
    expect(way.page.get_by_text(re.compile("handed to Kite (already|before)")).first).to_be_visible()
    assert again.count() == 1
    assert len(way.kite.baskets) == 1


def test_going_forward_to_kite_again_posts_nothing_more(way: Way) -> None:
    way.example_at_kite()
    way.back()
    expect(way.page.locator("#basket-form, form.send, main h1").first).to_be_attached()
    way.forward()
    expect(way.heading("Basket of 4 orders")).to_be_visible()
    assert len(way.kite.baskets) == 1


def test_a_second_tab_on_the_hand_off_page_posts_nothing(each_way: Way) -> None:
    way = each_way
    way.example_at_kite()
    second = way.page.context.new_page()
    second.goto(handoff_page(way))
    expect(second.get_by_role("heading", level=1)).to_have_text("You have already been sent to Kite")
    assert len(way.kite.baskets) == 1


def test_two_tabs_that_hand_off_the_same_part_send_it_once(way: Way, forgiven: list[str]) -> None:
    forgiven.append(CONFLICT)
    way.kite.sign_in(way.page.context)
    basket_id = way.example()
    second = way.another_tab()
    second.open(f"/baskets/{basket_id}/review")
    way.leave()
    second.press(re.compile("^Continue to Kite"))
    expect(second.page.get_by_text("This was handed to Kite already, perhaps from another tab.").first).to_be_visible()
    assert len(way.kite.baskets) == 1


@pytest.mark.parametrize("times", [2, 3])
def test_a_double_click_on_the_button_sends_once(way: Way, times: int) -> None:
    way.kite.sign_in(way.page.context)
    way.example()
    way.page.get_by_role("button", name=re.compile("^Continue to Kite")).click(click_count=times)
    expect(way.heading("Basket of 4 orders")).to_be_visible()
    assert len(way.kite.baskets) == 1


def test_a_double_click_on_the_hand_off_page_itself_posts_once(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    way = Way(new_page(java_script_enabled=False), server, kite)
    kite.sign_in(way.page.context)
    way.example()
    way.press(re.compile("^Continue to Kite"))
    expect(way.heading("Continue to Kite")).to_be_visible()
    way.page.get_by_role("button", name=re.compile("^Continue to Kite")).click()
    expect(way.heading("Basket of 4 orders")).to_be_visible()
    assert len(kite.baskets) == 1


def test_a_kite_that_takes_its_time_is_posted_to_once(way: Way) -> None:
    """While the POST hangs, the person reloads and presses everything there is to press."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    way.page.route("**/connect/basket", hold)
    way.kite.sign_in(way.page.context)
    way.example()
    button = way.page.get_by_role("button", name=re.compile("^Continue to Kite"))
    with way.page.expect_request("**/connect/basket"):
        button.click(no_wait_after=True)
    second = way.another_tab()
    second.page.goto(handoff_page(way))
    expect(second.heading("You have already been sent to Kite")).to_be_visible()
    [slow] = held
    slow.continue_()
    expect(way.heading("Basket of 4 orders")).to_be_visible()
    assert len(way.kite.baskets) == 1


def test_a_post_that_the_person_stops_is_not_made_again_by_the_page(way: Way) -> None:
    way.page.route("**/connect/basket", lambda route: route.abort("aborted"))
    way.example()
    with way.page.expect_event("requestfailed"):
        way.press(re.compile("^Continue to Kite"))
    expect(way.page.get_by_role("button", name=re.compile("^Continue to Kite"))).to_be_disabled()
    way.page.unroute("**/connect/basket")
    # What a browser tells a page that it brings back as it was left.
    way.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(way.heading("You have already been sent to Kite")).to_be_visible()
    assert way.kite.baskets == []


def test_pages_that_the_back_forward_cache_brings_back_post_nothing(way: Way, forgiven: list[str]) -> None:
    """Over https Chromium keeps even pages that say no-store; over http it must not be said."""
    forgiven.append(CONFLICT)
    way.kite.sign_in(way.page.context)
    way.example()
    way.page.route("**/review", without_no_store)
    way.page.reload()
    way.page.unroute_all()
    way.page.evaluate("() => addEventListener('pagehide', () => { window.keptByTheCache = performance.now() })")
    way.leave()
    way.back()
    expect(way.heading("Check your orders")).to_be_visible()
    why = "() => JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)"
    assert way.page.evaluate("() => window.keptByTheCache"), way.page.evaluate(why)
    # Within a second of the first press a second one is taken for a double click.
    way.page.wait_for_function("() => performance.now() > 1000 + window.keptByTheCache")
    way.press(re.compile("^Continue to Kite"))
    expect(way.page.get_by_text("This was handed to Kite already").first).to_be_visible()
    assert len(way.kite.baskets) == 1


def without_no_store(route: Route) -> None:
    answer = route.fetch(url=route.request.url.replace("tokri.localhost", "127.0.0.1"))
    headers = {name: value for name, value in answer.headers.items() if name != "cache-control"}
    route.fulfill(response=answer, headers=headers)


def test_a_prefetch_of_the_hand_off_page_leaves_the_one_visit_to_the_person(way: Way) -> None:
    way.kite.sign_in(way.page.context)
    way.example()
    way.page.route("**/handoffs/*", look_ahead(way))
    way.leave()
    expect(way.heading("Basket of 4 orders")).to_be_visible()
    assert len(way.kite.baskets) == 1


def look_ahead(way: Way) -> Callable[[Route], None]:
    """Ask for the page as a browser does that only thinks it will be opened; then let it be opened."""

    def ask_first(route: Route) -> None:
        for headers in ({"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}):
            way.ask(route.request.url, headers)
        route.continue_()

    return ask_first


def test_trying_again_is_a_second_post_with_a_tag_of_its_own(each_way: Way) -> None:
    way = each_way
    basket_id = way.example_at_kite()
    way.page.goto(handoff_page(way))
    way.press("Kite did not open, or I could not log in: try again")
    way.go_on()
    first, second = way.kite.baskets
    tags = [{order["tag"] for order in posted["data"]} for posted in (first, second)]
    assert len(tags[0]) == len(tags[1]) == 1
    assert tags[0] != tags[1]
    for posted in (first, second):
        for order in posted["data"]:
            del order["tag"]
    assert first["data"] == second["data"]
    assert first["fields"]["redirect_params"] != second["fields"]["redirect_params"]
    way.open(f"/baskets/{basket_id}/result")
    expect(way.page.get_by_text("for the second time")).to_be_visible()


def test_sending_once_more_from_the_review_needs_its_own_yes(way: Way, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 422")
    basket_id = way.example_at_kite()
    way.place()
    way.open(f"/baskets/{basket_id}/review")
    expect(way.page.get_by_text("Handed to Kite before", exact=True)).to_be_visible()
    expect(way.heading("Before you send again", level=2)).to_be_visible()
    way.press(re.compile("^Send again: "))
    expect(way.page.get_by_role("alert")).to_contain_text("then tick that you want it sent again")
    assert len(way.kite.baskets) == 1
    way.tick_all()
    way.leave()
    assert len(way.kite.baskets) == 2


def test_the_page_that_leaves_carries_its_own_policy_and_gives_kite_the_origin_only(way: Way) -> None:
    answers: dict[str, dict[str, str]] = {}
    way.page.on("response", lambda answer: answers.__setitem__(answer.url, answer.headers))
    way.example_at_kite()
    headers = answers[handoff_page(way)]
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"connect-src 'self'; form-action 'self' {way.kite.url}; base-uri 'none'; frame-ancestors 'none'; "
        "object-src 'none'; require-trusted-types-for 'script'"
    )
    assert headers["referrer-policy"] == "strict-origin"
    assert headers["cache-control"] == "no-store"
    review = next(headers for url, headers in answers.items() if url.endswith("/review"))
    assert "form-action 'self';" in review["content-security-policy"]
    assert review["referrer-policy"] == "same-origin"
    [posted] = way.kite.baskets
    assert posted["referer"] == f"{way.server.url}/"
    assert posted["origin"] == way.server.url


def test_the_page_that_leaves_loads_nothing_but_its_style_and_its_one_script(page: Page, way: Way) -> None:
    asked: list[str] = []
    way.kite.sign_in(page.context)
    way.example()
    page.on("request", lambda request: asked.append(request.url))
    way.leave()
    from_us = [url for url in asked if url.startswith(way.server.url) and "/static/" in url]
    assert {url.rpartition("/")[2] for url in from_us} <= {"app.css", "icons.svg", "autosubmit.mjs"}
