"""The adviser at the desk and clients with telephones, each in a browser of theirs: from the links to the result."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.desk_people import Member, enter
from tests.browser.kite import StandIn
from tests.browser.link_office import PHONE, Reader, approved, client, linked, links_of
from tests.browser.serving import Serving
from tests.web.link.test_agents import INSIDE
from tokri.core.desk.advice import SharedVersion
from tokri.core.desk.client import Client

ONE_PHONE = "+919800080001"
INSIDE_WHATSAPP = {"viewport": PHONE, "user_agent": INSIDE["WhatsApp's own browser"]}


def stands(meera: Member, version: SharedVersion, whom: Client, state: str) -> None:
    """The board's line of this client's link says so."""
    meera.open(f"/desk/board?basket={version.basket_id}")
    expect(meera.page.get_by_role("row").filter(has_text=whom.code)).to_contain_text(state)


def handed_over(meera: Member, version: SharedVersion, *names: str) -> str:
    """Look at who gets what, make the links, prepare the one message of the family; answers its text."""
    at = f"/desk/baskets/{version.basket_id}/versions/{version.number}"
    meera.open(f"{at}/links")
    for name in names:
        expect(meera.page.get_by_role("checkbox", name=re.compile(name))).to_be_checked()
    meera.press("Make the links")
    expect(meera.page.get_by_role("status").filter(has_text="2 links made.")).to_be_visible()
    meera.follow("Prepare the messages")
    meera.heading("Messages")
    expect(meera.page.get_by_text("2 accounts with one phone, one message")).to_be_visible()
    whatsapp = meera.page.get_by_role("link", name=re.compile("^Open WhatsApp"))
    expect(whatsapp).to_have_attribute("href", re.compile(r"^https://wa\.me/919800080001\?text="))
    text = meera.page.get_by_role("textbox", name="The text, in the client’s language").input_value()
    meera.press("Copied it: next")
    expect(meera.page.get_by_text("All are prepared.")).to_be_visible()
    return text


def test_a_family_on_one_phone_goes_from_one_message_to_the_order_book_and_the_board_follows(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    mother = client(server, "Sunita Rao", check=True, phone=ONE_PHONE)
    daughter = client(server, "Tara Rao", phone=ONE_PHONE, kite_user_id="")
    version = approved(server, mother, daughter, title="Banks, for a family")
    meera = enter(server, new_page(), "meera")

    text = handed_over(meera, version, "Sunita Rao", "Tara Rao")
    addresses = re.findall(r"http\S+", text)
    hers, the_daughters = links_of(server, version)
    assert sorted(addresses) == sorted(server.url + each.address for each in (hers, the_daughters))
    assert "Sunita Rao" in text
    assert "Tara Rao" in text
    assert not re.search("HDFCBANK|SBIN|Banks", text)
    stands(meera, version, mother, "Message prepared, not opened")

    inside = Reader.at(hers, new_page(**INSIDE_WHATSAPP), server, kite)
    expect(inside.heading("Open this page in your own browser", level=2)).to_be_visible()
    expect(inside.page.get_by_role("textbox", name="The address of this page")).to_have_value(server.url + hers.address)

    kite.choose("all-fill")
    chrome = Reader.at(hers, new_page(viewport=PHONE), server, kite)
    expect(chrome.heading("Open this page in your own browser", level=2)).to_have_count(0)
    chrome.pass_check()
    expect(chrome.heading("Check these orders")).to_be_visible()
    expect(chrome.page.get_by_text("These orders are for Sunita Rao, Kite ID DM••01.")).to_be_visible()
    expect(chrome.consent).not_to_be_checked()
    stands(meera, version, mother, "Opened")
    stands(meera, version, daughter, "Message prepared, not opened")
    chrome.yes()
    stands(meera, version, mother, "Not back from Kite yet")
    chrome.log_in()
    chrome.place()
    expect(chrome.heading("Reported by Kite, not seen in the book", level=2)).to_be_visible()
    stands(meera, version, mother, "Reported by Kite, not seen in the book")
    chrome.read()
    expect(chrome.heading(re.compile("^All 2 filled"), level=2)).to_be_visible()
    stands(meera, version, mother, "Seen in the order book")

    _of_the_daughter(Reader.at(the_daughters, new_page(viewport=PHONE), server, kite), meera, version, daughter)
    _on_a_laptop(Reader.at(hers, new_page(), server, kite))


def _of_the_daughter(reader: Reader, meera: Member, version: SharedVersion, daughter: Client) -> None:
    """Whose connection breaks after her yes, and who goes on with the same address."""
    expect(reader.heading("Check these orders")).to_be_visible()
    expect(reader.page.get_by_text("for Tara Rao: 2 orders")).to_be_visible()
    reader.page.get_by_label("Your Kite ID, if you know it").fill("DM0005")
    reader.yes_but_stay()
    stands(meera, version, daughter, "Consented, not on Kite yet")
    reader.again()
    reader.kite.sign_in(reader.page.context, "DM0005")
    reader.yes()
    reader.press("Cancel")
    expect(reader.heading("What became of your orders")).to_be_visible()
    stands(meera, version, daughter, "Back, nothing placed")


def _on_a_laptop(laptop: Reader) -> None:
    laptop.pass_check()
    expect(laptop.heading("You have been to Kite with all of it")).to_be_visible()
    laptop.page.get_by_role("link", name="See what became of your orders").click()
    expect(laptop.heading(re.compile("^All 2 filled"), level=2)).to_be_visible()
    expect(laptop.page.get_by_role("row", name=re.compile("HDFCBANK"))).to_contain_text("Filled")


def test_a_return_in_another_browser_tells_nothing_there_and_all_at_the_link(
    new_page: NewPage, server: Serving, kite: StandIn
) -> None:
    whom = client(server, check=True)
    made = linked(server, whom)
    reader = Reader.at(made, new_page(), server, kite)
    back: list[str] = []
    reader.page.on("request", lambda asked: back.append(asked.url) if "/kite/redirect" in asked.url else None)
    reader.pass_check()
    kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    expect(reader.heading("Reported by Kite, not seen in the book", level=2)).to_be_visible()
    other = Reader.at(made, new_page(), server, kite)
    other.page.goto(back[0])
    expect(other.heading("Kite sent another browser here")).to_be_visible()
    for secret in (made.address, "Sunita", "HDFCBANK", "request_token", "handoff="):
        assert secret not in other.page.content()
    other.again("/result")
    expect(other.heading("First, is this for you?")).to_be_visible()
    other.pass_check()
    other.again("/result")
    expect(other.heading("Reported by Kite, not seen in the book", level=2)).to_be_visible()
