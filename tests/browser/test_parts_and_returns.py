"""Several parts, several hand-offs at once, and returns that do not fit: in a browser, through the running server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.way import Way

MANY = "\n".join(f"BUY,INFY,NSE,{quantity},LIMIT,1660,CNC" for quantity in range(1, 24))


def test_23_orders_go_in_three_parts_each_after_the_one_before_came_back(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    page = new_page()
    way = Way(page, server, kite)
    kite.choose("all-fill")
    kite.sign_in(page.context)
    way.build(MANY, name="Twenty-three")
    basket_id = way.review()
    expect(way.heading("In 3 parts", level=2)).to_be_visible()
    way.tick_all()
    way.leave()
    expect(way.heading("Basket of 10 orders")).to_be_visible()

    # The next part stays shut while nothing is known of this one.
    way.open(f"/baskets/{basket_id}/result")
    expect(page.get_by_text("It opens when part 1 has come back")).to_be_visible()
    assert page.get_by_role("button", name=re.compile("^Continue to Kite")).count() == 0
    way.back()
    way.place()
    expect(way.heading("Part 1 of 3: Reported by Kite, not seen in the book", level=2)).to_be_visible()

    # The browser is closed in between, and opened again.
    state = page.context.storage_state()
    page.context.close()
    later = Way(new_page(storage_state=state), server, kite)
    later.open("/")
    later.page.get_by_role("link", name="Reported by Kite, not seen in the book").click()
    expect(later.heading("Part 2 of 3", level=2)).to_be_visible()
    later.leave()
    expect(later.heading("Basket of 10 orders")).to_be_visible()
    later.place()
    expect(later.heading("Part 2 of 3: Reported by Kite, not seen in the book", level=2)).to_be_visible()
    later.leave()
    expect(later.heading("Basket of 3 orders")).to_be_visible()
    later.place()
    expect(later.heading("Part 3 of 3: Reported by Kite, not seen in the book", level=2)).to_be_visible()
    sent = [order["quantity"] for posted in kite.baskets for order in posted["data"]]
    assert sent == list(range(1, 24))
    tags = [{order["tag"] for order in posted["data"]} for posted in kite.baskets]
    assert len(set.union(*tags)) == 3


def test_the_next_part_opens_when_the_person_says_what_became_of_the_one_before(way: Way) -> None:
    way.kite.choose("window-closed")
    way.kite.sign_in(way.page.context)
    way.build(MANY)
    basket_id = way.review()
    way.tick_all()
    way.leave()
    way.place()
    way.open(f"/baskets/{basket_id}/result")
    way.press("I placed all of them")
    expect(way.heading("Part 1 of 3: Placed, by your word", level=2)).to_be_visible()
    way.leave()
    expect(way.heading("Basket of 10 orders")).to_be_visible()
    assert [order["quantity"] for order in way.kite.baskets[-1]["data"]] == list(range(11, 21))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_with_two_baskets_at_kite_a_return_without_reference_asks_which(
    new_page: NewPage, server: Serving, kite: StandIn, scripts: bool
) -> None:
    kite.choose("cancelled-without-token")
    way = Way(new_page(java_script_enabled=scripts), server, kite)
    first = way.example_at_kite()
    other = way.another_tab()
    other.open("/baskets/new?example=yes")
    other.page.get_by_label("Name of the basket").fill("The other")
    other.review()
    other.leave()
    way.place()
    expect(way.heading("Which basket did you come back from?")).to_be_visible()
    assert way.page.get_by_role("main").get_by_role("button").count() == 2
    way.press(re.compile("Example: four shares"))
    expect(way.heading("Cancelled on Kite’s page", level=2)).to_be_visible()
    assert way.basket_id == first
    # Anybody can send a cancel, so the first may have been no return at all: it is still asked about.
    other.place()
    expect(other.heading("Which basket did you come back from?")).to_be_visible()
    assert other.page.get_by_role("main").get_by_role("button").count() == 2
    other.press(re.compile("The other"))
    expect(other.heading("Cancelled on Kite’s page", level=2)).to_be_visible()
    assert other.basket_id != first


def test_a_double_press_without_scripts_leads_to_one_hand_off(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    way = Way(new_page(java_script_enabled=False), server, kite)
    kite.sign_in(way.page.context)
    way.example()
    way.page.get_by_role("button", name=re.compile("^Continue to Kite")).dblclick()
    way.go_on()
    expect(way.heading("Basket of 4 orders")).to_be_visible()
    assert len(kite.baskets) == 1


def test_a_basket_that_grew_is_not_sent_again_unasked(way: Way, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 422")
    basket_id = way.example_at_kite()
    way.open(f"/baskets/{basket_id}")
    way.press("Duplicate order 1")
    way.page.locator("#orders-1-tradingsymbol").fill("SBIN")
    way.review()
    way.press(re.compile("^Send again: "))
    expect(way.page.get_by_role("alert")).to_contain_text("then tick that you want it sent again")
    expect(way.page.get_by_label(re.compile("although version 1, which left on .*, is at Kite now"))).to_be_visible()
    assert len(way.kite.baskets) == 1
    way.tick_all()
    way.leave()
    assert [len(posted["data"]) for posted in way.kite.baskets] == [4, 5]


def test_a_return_in_another_browser_shows_nothing_of_the_basket(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    way = Way(new_page(), server, kite)
    back: list[str] = []
    way.page.on("request", lambda asked: back.append(asked.url) if "/kite/redirect" in asked.url else None)
    basket_id = way.example_at_kite()
    way.place()
    expect(way.heading("3 reported by Kite, 1 not known", level=2)).to_be_visible()
    for known in (False, True):
        stranger = Way(new_page(), server, kite)
        if known:
            stranger.open("/baskets/new?example=yes")
            stranger.press("Save")
        stranger.page.goto(back[0])
        expect(stranger.heading("Kite sent another browser here")).to_be_visible()
        for secret in (basket_id, "Example: four shares", "INFY", "request_token", "handoff="):
            assert secret not in stranger.page.content()
        assert stranger.page.url == f"{server.url}/kite/returned/elsewhere"


def test_another_browser_cannot_open_the_basket_or_its_hand_off(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 404")
    way = Way(new_page(), server, kite)
    basket_id = way.example_at_kite()
    [handoff] = [each for each in way.visited if "/handoffs/" in each]
    stranger = Way(new_page(), server, kite)
    stranger.open("/baskets/new?example=yes")
    stranger.press("Save")
    for path in (f"/baskets/{basket_id}", f"/baskets/{basket_id}/review", f"/baskets/{basket_id}/result"):
        stranger.open(path)
        expect(stranger.heading("There is no such page here")).to_be_visible()
    stranger.page.goto(handoff)
    expect(stranger.heading("There is no such page here")).to_be_visible()
    assert len(kite.baskets) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status=success&status=cancelled", "This return could not be read"),
        ("status=success&request_token=" + "A" * 3000, "This return could not be read"),
        ("status=success&request_token=<script>alert(1)</script>", "This return could not be read"),
        ("status=success&request_token=abc123&handoff=nobodys", "We do not know this return"),
        ("status=success&request_token=abc123", "There is nothing at Kite for this to answer"),
        ("", "There is nothing at Kite for this to answer"),
    ],
)
def test_a_return_that_does_not_fit_has_its_own_page(way: Way, query: str, said: str) -> None:
    way.open("/baskets/new?example=yes")
    way.press("Save")
    way.open(f"/kite/redirect?{query}")
    expect(way.heading(said)).to_be_visible()
    assert "?" not in way.page.url
    assert "alert(1)" not in way.page.content()


def test_a_forged_cancel_does_not_hide_the_success_that_comes_after(way: Way) -> None:
    basket_id = way.example_at_kite()
    forger = way.another_tab()
    forger.open("/kite/redirect?status=cancelled")
    expect(forger.heading("Cancelled on Kite’s page", level=2)).to_be_visible()
    way.place()
    expect(way.heading("3 reported by Kite, 1 not known", level=2)).to_be_visible()
    assert way.basket_id == basket_id
    way.read()
    expect(way.page.get_by_text("Kite says you are DM0001. Is this you?")).to_be_visible()
