"""A firm from its first hour on, as its people go it: each step is what one of them does in their own browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.desk_office import PASSWORD, Office
from tests.browser.desk_people import Member

ROWS = "BUY,HDFCBANK,NSE,25,LIMIT,950,CNC\nBUY,SBIN,NSE,20,LIMIT,1065,CNC"


def sets_up_the_desk(office: Office, page: Page) -> Member:
    """Whoever started the program types the code from its terminal, and becomes the firm's administrator."""
    anita = office.newcomer(page)
    anita.open("/desk")
    anita.heading("Set up the firm’s desk")
    anita.write(code=office.code)
    anita.press("Go on")
    anita.heading("Make the first account")
    anita.write(name="Anita Rao", username="anita", email="anita@firm.example")
    anita.write(password=PASSWORD, again=PASSWORD)
    anita.press("Make the account")
    anita.heading("Set up your sign-in app")
    anita.follow("Not now")
    anita.heading("The desk")
    return anita


def fills_in_the_firm(anita: Member) -> None:
    """The administrator says who the firm is and how it works."""
    anita.open("/desk/firm/who")
    anita.field("Investment adviser").check()
    anita.write(name="Nirman Advisers", sebi_number="INA000000000", bse_number="0000", office="0 Example Road, Mumbai")
    anita.write(phone="+91 22 4000 1234")
    anita.press("Save who you are")
    anita.heading("The firm")
    anita.open("/desk/firm/work")
    anita.page.get_by_role("checkbox", name="A second person approves").check()
    anita.press("Save how you work")
    expect(anita.page.locator(".said")).to_have_text("Saved: how you work.")


def adds(anita: Member, name: str, username: str, role: str) -> str:
    """The administrator adds one of the firm's people; answers the one-time code to tell them."""
    anita.open("/desk/people/new")
    anita.write(name=name, username=username, email=f"{username}@firm.example")
    anita.page.get_by_role("checkbox", name=role).check()
    anita.press("Add them")
    anita.heading(f"A one-time code for {name}")
    return anita.page.locator("code.long").inner_text()


def comes_in(office: Office, page: Page, code: str) -> Member:
    """Somebody with a one-time code chooses a password of their own."""
    person = office.newcomer(page)
    person.open("/desk/start")
    person.write(code=code.lower().replace("-", " "))
    person.press("Go on")
    person.heading("Choose your password")
    person.write(password=PASSWORD, again=PASSWORD)
    person.press("Keep this password")
    person.follow("Not now")
    person.heading("The desk")
    return person


def adds_a_client(meera: Member) -> None:
    """The adviser takes a client into the register."""
    meera.open("/desk/clients")
    meera.follow("Add a client")
    meera.write(code="C001", name="Asha Rao", phone="98000 00001", agreement_from="1 Apr 2025", risk_on="6 Oct 2025")
    meera.field("Risk class").select_option("high")
    meera.page.get_by_role("checkbox", name="NSE", exact=True).check()
    meera.write(capital="5,00,000")
    meera.press("Add the client")
    meera.heading("Asha Rao")


def writes_a_basket(meera: Member) -> None:
    """The adviser writes two orders with why, and ends before sharing, with nothing in the way."""
    meera.open("/desk/baskets")
    meera.follow("New basket")
    meera.press("Start")
    meera.heading("Write a basket")
    meera.page.get_by_text("Paste or upload orders", exact=True).click()
    meera.write(paste=ROWS)
    meera.press("Read what is pasted")
    expect(meera.page.locator("#orders-1-tradingsymbol")).to_have_value("SBIN")
    meera.write(name="Banks, a first step", why="A first quarter of what is meant for banks.")
    meera.write(valid_until="2026-02-11T15:15", reference_capital="10,00,000")
    meera.field("Risk of the basket").select_option("moderate")
    meera.page.locator("#advice-0 > summary").click()
    meera.page.locator("#advice-0-why").fill("Deposits grow faster than loans.")
    meera.page.locator("#advice-0-sizing").select_option("capital")
    meera.press("Save and go on to sharing")
    meera.heading("Share this basket")


def answers_the_disclosures(meera: Member) -> None:
    """What stands in the way of sharing is answered, field by field."""
    meera.follow("Answer the disclosures")
    meera.heading("What is to be disclosed")
    for name in ("firm_holding", "associates_holding", "conflict", "from_brokers", "ai_use"):
        meera.write(**{name: "none"})
    meera.press("Save the answers")
    meera.heading("Share this basket")


def shares_it(meera: Member) -> None:
    """The adviser freezes the first version."""
    for tick in meera.page.locator("#ticks input").all():
        tick.check()
    meera.press("Share version 1: 2 orders")
    meera.heading("Version 1")


def approves_it(arun: Member) -> None:
    """The second person finds what waits, reads it, and says yes."""
    arun.open("/desk/approvals")
    arun.follow("Banks, a first step, version 1")
    arun.heading("Version 1")
    arun.write(reason="The prices are within the range.")
    arun.press("Approve version 1")
    expect(arun.page.get_by_text("“The prices are within the range.”")).to_be_visible()


def chooses_clients(meera: Member) -> None:
    """The adviser says for whom the approved version is meant."""
    meera.page.reload()
    meera.follow("Choose clients")
    meera.heading("For whom")
    meera.page.get_by_role("checkbox", name="Asha Rao").check()
    meera.press("Save the choice")
    expect(meera.page.get_by_text("Meant for 1 client.")).to_be_visible()
