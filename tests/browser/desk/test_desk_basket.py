"""A basket of the firm's in a real browser: it saves itself, says so, and never writes over another's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.at_the_desk import begin_basket, sign_in, write_order
from tests.browser.conftest import NewPage
from tests.browser.keyboard import Keyboard
from tests.browser.looking import copied, faults_of_screen
from tests.browser.serving import Serving
from tokri.core.desk.roles import Role
from tokri.store import SqlStore

SAVED = "Saved 10:3"  #: the demo's clock, which goes on


@pytest.fixture
def meera(page: Page, store: SqlStore, server: Serving) -> Page:
    sign_in(store, page, server, "Meera Iyer")
    return page


@pytest.fixture
def ravi(new_page: NewPage, store: SqlStore, server: Serving) -> Page:
    page = new_page()
    sign_in(store, page, server, "Ravi Menon")
    return page


def line(page: Page) -> Locator:
    """How the form stands with what is kept."""
    return page.locator("#saving")


def saved(page: Page) -> None:
    expect(line(page)).to_have_attribute("data-kind", "saved")


def advice(page: Page, place: int) -> Locator:
    """The why of an order, unfolded."""
    page.locator(f"#advice-{place}:not([open]) > summary").click()
    return page.locator(f"#advice-{place}-why")


def save_button(page: Page) -> Locator:
    return page.locator(".acts--end").get_by_role("button", name="Save", exact=True)


def test_what_is_typed_is_saved_by_itself_and_there_after_a_reload(meera: Page, server: Serving) -> None:
    begin_basket(meera, server)
    meera.get_by_label("Title").fill("Large IT")
    expect(line(meera)).to_have_text("Not saved yet")
    saved(meera)
    write_order(meera, 0, "INFY")
    advice(meera, 0).fill("Cash flows")
    meera.locator("#notes").fill("For Asha")
    meera.locator("#notes").blur()
    saved(meera)
    meera.reload()
    expect(meera.get_by_label("Title")).to_have_value("Large IT")
    expect(meera.locator("#orders-0-tradingsymbol")).to_have_value("INFY")
    expect(meera.locator("#advice-0-why")).to_have_value("Cash flows")
    expect(meera.locator("#notes")).to_have_value("For Asha")


def test_a_field_that_is_left_is_saved_at_once_and_leaving_asks_nothing(meera: Page, server: Serving) -> None:
    begin_basket(meera, server)
    asked: list[str] = []
    meera.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with meera.expect_response("**/autosave", timeout=1_500) as answer:
        meera.get_by_label("Title").fill("Left")
        meera.get_by_label("Title").blur()
    assert answer.value.status == 200
    saved(meera)
    meera.goto(f"{server.url}/desk/baskets")
    assert asked == []


def test_advice_follows_its_order_without_a_full_load_and_is_saved_there(meera: Page, server: Serving) -> None:
    at = begin_basket(meera, server)
    write_order(meera, 0, "INFY")
    advice(meera, 0).fill("Why INFY")
    meera.get_by_role("button", name="Duplicate order 1").click()
    expect(meera.locator(".order")).to_have_count(2)
    write_order(meera, 1, "TCS")
    advice(meera, 1).fill("Why TCS")
    meera.get_by_role("button", name="Move order 2 up").click()
    expect(meera.locator("#orders-0-tradingsymbol")).to_have_value("TCS")
    saved(meera)
    meera.goto(at)
    expect(meera.locator("#advice-0-why")).to_have_value("Why TCS")
    expect(meera.locator("#advice-1-why")).to_have_value("Why INFY")


def test_buttons_and_pauses_of_one_page_never_meet_as_two_people(meera: Page, server: Serving) -> None:
    begin_basket(meera, server)
    for place in range(4):
        write_order(meera, place, "INFY", str(place + 1))
        meera.get_by_role("button", name="Add an order").click()
        expect(meera.locator(".order")).to_have_count(place + 2)
    meera.get_by_label("Title").fill("Five")
    save_button(meera).click()
    expect(meera.locator("#message")).to_have_text("Saved.")
    expect(meera.locator("#orders-3-quantity")).to_have_value("4")


def test_a_button_waits_for_the_save_that_is_on_its_way(meera: Page, server: Serving) -> None:
    begin_basket(meera, server)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    meera.route("**/autosave", hold)
    meera.get_by_label("Title").fill("First")
    meera.get_by_label("Title").blur()
    expect(line(meera)).to_have_text("Saving…")
    meera.get_by_label("Title").fill("Second")
    save_button(meera).click()
    meera.wait_for_function("() => document.querySelector('#name').value === 'Second'")
    assert len(held) == 1
    held[0].continue_()
    expect(meera.locator("#message")).to_have_text("Saved.")
    expect(meera.get_by_label("Title")).to_have_value("Second")


def test_without_a_connection_the_line_says_so_and_what_was_typed_stays(
    meera: Page, server: Serving, forgiven: list[str]
) -> None:
    forgiven.append("ERR_FAILED")
    begin_basket(meera, server)
    meera.route("**/autosave", lambda route: route.abort())
    meera.get_by_label("Title").fill("Kept")
    meera.get_by_label("Title").blur()
    expect(line(meera)).to_contain_text("Not saved: there is no connection")
    meera.unroute_all()
    meera.get_by_label("Title").fill("Kept, too")
    meera.get_by_label("Title").blur()
    saved(meera)


def test_whoever_is_signed_out_is_told_and_loses_nothing(meera: Page, server: Serving) -> None:
    begin_basket(meera, server)
    meera.context.clear_cookies(name="tokri-desk")
    meera.get_by_label("Title").fill("Typed")
    meera.get_by_label("Title").blur()
    expect(line(meera)).to_contain_text("Not saved: you are signed out")
    expect(meera.get_by_label("Title")).to_have_value("Typed")


def test_two_people_at_one_basket_see_both_and_say_which_is_kept(
    meera: Page, ravi: Page, server: Serving, forgiven: list[str]
) -> None:
    forgiven.append("409")
    at = begin_basket(meera, server)
    ravi.goto(at)
    ravi.get_by_label("Title").fill("Ravi’s")
    ravi.get_by_label("Title").blur()
    saved(ravi)
    meera.get_by_label("Title").fill("Meera’s")
    meera.get_by_label("Title").blur()
    expect(line(meera)).to_contain_text("Not saved: Ravi Menon saved this basket")
    save_button(meera).click()
    expect(meera.get_by_role("heading", level=1)).to_have_text("Two of you changed this basket")
    expect(meera.locator("#differences tbody tr")).to_have_text(["TitleMeera’sRavi’s"])
    assert faults_of_screen(meera) == []
    meera.get_by_role("button", name="Keep mine over theirs").click()
    expect(meera.locator("#message")).to_have_text("Saved.")
    expect(meera.get_by_label("Title")).to_have_value("Meera’s")
    ravi.get_by_label("Title").fill("Ravi’s again")
    save_button(ravi).click()
    ravi.get_by_role("link", name="Take theirs").click()
    expect(ravi.get_by_label("Title")).to_have_value("Meera’s")


def test_a_basket_is_written_by_keyboard_alone(meera: Page, server: Serving) -> None:
    keys = Keyboard(meera)
    meera.goto(f"{server.url}/desk/baskets")
    keys.follow("New basket")
    keys.press("Start")
    keys.reach(meera.get_by_label("Title"))
    meera.keyboard.type("By keys")
    keys.open("Advice on this order")
    keys.reach(meera.locator("#advice-0-why"))
    meera.keyboard.type("Typed")
    keys.reach(meera.get_by_label("Notes of the firm"))
    meera.keyboard.type("Noted")
    keys.reach(save_button(meera))
    meera.keyboard.press("Enter")
    expect(meera.locator("#message")).to_have_text("Saved.")
    expect(meera.locator("#notes")).to_have_value("Noted")


def test_without_script_a_basket_is_written_saved_and_previewed(
    new_page: NewPage, store: SqlStore, server: Serving
) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(store, page, server, "Plain Browser")
    begin_basket(page, server)
    page.get_by_label("Title").fill("Without script")
    write_order(page, 0, "INFY")
    advice(page, 0).fill("Why INFY")
    page.get_by_role("button", name="Add an order").click()
    expect(page.locator(".order")).to_have_count(2)
    expect(page.locator("#advice-0-why")).to_have_value("Why INFY")
    save_button(page).click()
    expect(page.locator("#message")).to_have_text("Saved.")
    page.get_by_role("button", name="Save and preview as client").click()
    expect(page.get_by_text("nothing can be consented to here")).to_be_visible()
    expect(page.get_by_text("Why INFY")).to_be_visible()
    copy = copied(page, new_page())
    assert faults_of_screen(copy) == []


def test_every_screen_of_baskets_is_sound(meera: Page, server: Serving) -> None:
    begin_basket(meera, server)
    write_order(meera, 0, "INFY")
    advice(meera, 0).fill("Why INFY")
    meera.locator("#advice-0-target").fill("high")
    meera.locator("#why").fill("Guaranteed")
    save_button(meera).click()
    expect(meera.get_by_text("To put right before sharing")).to_be_visible()
    assert faults_of_screen(meera) == []
    for address in ("/desk/baskets", "/desk/baskets?q=nothing+like+it", "/desk/baskets/new"):
        meera.goto(f"{server.url}{address}")
        assert faults_of_screen(meera) == [], address


def test_a_basket_of_twenty_orders_fits_a_phone(meera: Page, server: Serving) -> None:
    meera.set_viewport_size({"width": 360, "height": 740})
    begin_basket(meera, server)
    meera.get_by_text("Paste or upload orders").click()
    meera.locator("#paste").fill("\n".join(f"BUY INFY NSE {n} MARKET" for n in range(1, 21)))
    meera.get_by_role("button", name="Read what is pasted").click()
    expect(meera.locator(".order")).to_have_count(20)
    advice(meera, 19).fill("The last one")
    saved(meera)
    assert meera.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    field, bar = meera.locator("#advice-19-why").bounding_box(), line(meera).bounding_box()
    assert field is not None
    assert bar is not None
    assert field["y"] + field["height"] <= bar["y"] + 1


def test_who_may_only_read_sees_a_basket_that_cannot_be_typed_into(
    meera: Page, new_page: NewPage, store: SqlStore, server: Serving
) -> None:
    at = begin_basket(meera, server)
    meera.get_by_label("Title").fill("To read")
    saved(meera)
    reader = new_page()
    sign_in(store, reader, server, "Compliance", Role.COMPLIANCE)
    reader.goto(at)
    expect(reader.get_by_label("Title")).to_be_disabled()
    expect(reader.get_by_label("Title")).to_have_value("To read")
    faults = [fault for fault in faults_of_screen(reader) if "takes no focus" not in fault]  # disabled fields take none
    assert faults == []
