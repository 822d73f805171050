"""Whose Kite account a client's browser is signed in to, and a visit to Kite that ends before anything was placed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.desk_people import enter
from tests.browser.kite import StandIn
from tests.browser.link_office import Linked, Reader, client, linked
from tests.browser.serving import Serving


def on_the_board(new_page: NewPage, server: Serving, made: Linked, state: str) -> None:
    """The adviser's board says so of this link."""
    meera = enter(server, new_page(), "meera")
    meera.open(f"/desk/board?basket={made.link.basket_id}")
    expect(meera.page.get_by_role("row").filter(has_text=made.link.client_id.upper())).to_contain_text(state)


def test_the_spouse_who_is_signed_in_at_kite_is_found_out_by_a_reading_and_nothing_is_marked_done(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    made = linked(server)
    reader = Reader.at(made, new_page(), server, kite)
    kite.sign_in(reader.page.context, "DM0003")
    reader.yes()
    expect(reader.page.get_by_text("Signed in as DM0003 Charu Menon")).to_be_visible()
    reader.place()
    offered = reader.page.get_by_role("button", name="Yes, read today’s orders").bounding_box()
    asked = reader.page.get_by_label("Which Kite ID did you use?").bounding_box()
    assert offered is not None
    assert asked is not None
    assert offered["y"] < asked["y"]
    reader.read()
    expect(reader.page.get_by_text("Another Kite account was used")).to_be_visible()
    expect(reader.heading(re.compile("filled"), level=2)).to_have_count(0)
    on_the_board(new_page, server, made, "Another Kite account was used")


def test_where_no_reading_can_be_had_the_client_is_asked_whose_account_it_was(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("422")
    kite.choose("window-closed")
    made = linked(server)
    reader = Reader.at(made, new_page(java_script_enabled=False), server, kite)
    kite.sign_in(reader.page.context, "DM0003")
    reader.yes()
    reader.place()
    reader.again("/result")
    asked = reader.page.get_by_role("textbox", name="Which Kite ID did you use?")
    expect(asked).to_have_count(0)
    reader.press("I placed all of them")
    expect(asked).to_be_visible()
    asked.fill("?")
    reader.press("This is the one")
    expect(reader.page.locator("#error-summary")).to_be_visible()
    asked.fill("DM0003")
    reader.press("This is the one")
    expect(reader.page.get_by_text("Another Kite account was used")).to_be_visible()
    expect(asked).to_have_count(0)
    on_the_board(new_page, server, made, "Another Kite account was used")


def test_the_account_that_a_client_names_who_had_none_is_theirs_from_then_on(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    whom = client(server, kite_user_id="")
    reader = Reader.at(linked(server, whom), new_page(), server, kite)
    reader.page.get_by_label("Your Kite ID, if you know it").fill("dm0001")
    kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    reader.read()
    expect(reader.page.get_by_text("Another Kite account was used")).to_have_count(0)
    next_one = Reader.at(linked(server, whom), reader.page, server, kite)
    expect(next_one.page.get_by_text("These orders are for Sunita Rao, Kite ID DM••01.")).to_be_visible()
    expect(next_one.page.get_by_label("Your Kite ID, if you know it")).to_have_count(0)


def test_whoever_was_stopped_at_kites_login_tries_again_from_the_same_address(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven += ["status of 422", "status of 403"]
    kite.choose("killed-at-login")
    made = linked(server)
    first = Reader.at(made, new_page(), server, kite)
    first.yes()
    first.page.get_by_label("User ID").fill("DM0001")
    first.page.get_by_label("Password").fill("asha-demo")
    first.press("Log in")
    expect(first.heading("Login stopped")).to_be_visible()
    on_the_board(new_page, server, made, "Not back from Kite yet")
    first.page.close()
    kite.choose("market")

    reader = Reader(first.page.context.new_page(), server, kite, address=made.address)
    reader.again()
    expect(reader.page.get_by_text("Handed to Kite before", exact=True)).to_be_visible()
    expect(reader.page.get_by_role("listitem").filter(has_text="IST: Not back from Kite yet.")).to_be_visible()
    expect(reader.page.locator("#sent-before")).to_contain_text("Not back from Kite yet")
    reader.consent.check()
    reader.onward.click()
    expect(reader.page.locator("#error-summary")).to_contain_text("This was handed to Kite before")
    assert len(kite.baskets) == 1
    reader.yes()
    reader.log_in()
    reader.place()
    expect(reader.heading("Reported by Kite, not seen in the book", level=2)).to_be_visible()
    assert len(kite.baskets) == 2
    on_the_board(new_page, server, made, "Reported by Kite, not seen in the book")
