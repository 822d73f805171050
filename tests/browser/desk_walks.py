"""The screens of the desk, reached by those whose they are: coming in, writing, sharing, clients, the firm, the record.

They leave the example firm as they found it, but for what a screen cannot be shown without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Final

from tests.browser.desk_first_run import ROWS, adds, comes_in, sets_up_the_desk
from tests.browser.desk_links_walk import links
from tests.browser.desk_office import PASSWORD, nobody_yet
from tests.browser.desk_people import (
    Member,
    basket_named,
    client_of,
    code_of,
    enter,
    person_of,
    waiting_version,
)
from tests.browser.desk_webhooks_walk import webhooks
from tests.browser.walks import Show, Stage

#: A list that adds, changes, and has something wrong.
CLIENTS: Final = """code,name,phone,risk class,colour
C101,Kiran Desai,98000 00101,moderate,blue
C102,Leela Thomas,98,moderate,red
C001,Asha Rao,98000 00001,very high,green"""

_offices = count(1)


def _member(stage: Stage, username: str) -> Member:
    return enter(stage.server, stage.open(), username)


def coming_in(stage: Stage, show: Show) -> None:
    with nobody_yet(stage.server.data / f"office-{next(_offices)}", stage.server) as office:
        first = office.newcomer(stage.open())
        first.open("/desk/start")
        show("desk-start-first", first.page)
        first.write(code="ABCD")
        first.press("Go on")
        show("desk-start-code-refused", first.page)
        first.write(code=office.code)
        first.press("Go on")
        first.heading("Make the first account")
        show("desk-start-first-account", first.page)
        anita = sets_up_the_desk(office, stage.open())
        show("desk-home-first", anita.page)
        for name in ("baskets", "clients", "approvals"):
            anita.open(f"/desk/{name}")
            show(f"desk-{name}-empty", anita.page)
        code = adds(anita, "Meera Iyer", "meera", "Adviser")
        show("desk-person-code", anita.page)
        meera = office.newcomer(stage.open())
        meera.open("/desk/start")
        show("desk-start", meera.page)
        meera.write(code=code)
        meera.press("Go on")
        meera.heading("Choose your password")
        meera.write(password="meera", again="meera")
        meera.press("Keep this password")
        meera.page.locator("#password-error").wait_for()
        show("desk-start-password-refused", meera.page)
        meera = comes_in(office, stage.open(), code)
        meera.open("/desk/baskets/new")
        show("desk-basket-new-empty", meera.page)
        _second_factor(meera, show)


def _second_factor(meera: Member, show: Show) -> None:
    meera.open("/desk/me/second-factor")
    show("desk-second-factor-set-up", meera.page)
    secret = meera.page.locator("#secret").inner_text()
    meera.write(code=code_of(secret, -1))
    meera.press("Set up the app")
    meera.heading("Keep your recovery codes")
    show("desk-recovery-codes", meera.page)
    codes = meera.page.locator("code.code").all_inner_texts()
    meera.follow(re.compile("^I have kept them"))
    meera.press("Sign out")
    meera.heading("Sign in")
    show("desk-sign-in-after-out", meera.page)
    meera.write(username="meera", password="not this one")
    meera.press("Sign in")
    meera.page.locator("#username-error").wait_for()
    show("desk-sign-in-refused", meera.page)
    meera.write(username="meera", password=PASSWORD)
    meera.press("Sign in")
    meera.heading("Type the code of your app")
    show("desk-second-factor", meera.page)
    meera.write(code=codes[0])
    meera.press("Sign in")
    meera.heading("You used a recovery code")
    show("desk-recovery-used", meera.page)
    meera.open("/desk/me")
    show("desk-me-second-factor", meera.page)


def one_self(stage: Stage, show: Show) -> None:
    stranger = Member(stage.open(), stage.server)
    stranger.open("/desk/sign-in")
    show("desk-sign-in", stranger.page)
    meera = _member(stage, "meera")
    meera.open("/desk")
    show("desk-home", meera.page)
    meera.open("/desk/me")
    show("desk-me", meera.page)
    meera.open("/desk/me/password")
    show("desk-me-password", meera.page)
    unconfirmed = enter(stage.server, stage.open(), "anita", confirmed=False)
    unconfirmed.open("/desk/people/new")
    unconfirmed.heading("Type your password again")
    show("desk-confirm", unconfirmed.page)
    meera.open("/desk/people")
    show("desk-403", meera.page)
    meera.open("/desk/baskets/nobody-has-this")
    show("desk-404", meera.page)


def writing(stage: Stage, show: Show) -> None:
    meera = _member(stage, "meera")
    page = meera.page
    meera.open("/desk/baskets")
    show("desk-baskets", page)
    meera.open("/desk/baskets?q=no+such+basket")
    show("desk-baskets-none", page)
    meera.open("/desk/baskets/new")
    show("desk-basket-new", page)
    basket = basket_named(stage.server, "Banks, a first step")
    meera.open(f"/desk/baskets/{basket}")
    show("desk-basket", page)
    page.locator("#advice-0 > summary").click()
    show("desk-basket-advice", page)
    meera.open(f"/desk/baskets/{basket}/preview")
    show("desk-preview", page)
    unfinished = basket_named(stage.server, "Consumer, an idea")
    meera.open(f"/desk/baskets/{unfinished}")
    show("desk-basket-unfinished", page)
    meera.open(f"/desk/baskets/{unfinished}/share")
    show("desk-share-lacking", page)
    meera.open(f"/desk/baskets/{unfinished}/disclosures")
    show("desk-disclosures", page)
    arun = _member(stage, "arun")
    arun.open(f"/desk/baskets/{basket}")
    show("desk-basket-read-only", arun.page)
    _clash(meera, Member(stage.open(), stage.server), stage, show)


def _clash(meera: Member, other: Member, stage: Stage, show: Show) -> None:
    enter(stage.server, other.page, "meera")
    plain = Member(stage.open(java_script_enabled=False), stage.server)
    enter(stage.server, plain.page, "meera")
    plain.open("/desk/baskets/new")
    plain.press("Start")
    plain.page.get_by_text("Paste or upload orders", exact=True).click()
    plain.write(paste=ROWS)
    plain.press("Read what is pasted")
    plain.write(name="Two at once")
    plain.page.locator(".acts--end").get_by_role("button", name="Save", exact=True).click()
    address = plain.page.url.partition("?")[0]
    meera.page.goto(address)
    plain.write(name="Two at once, from a telephone", why="It is early.")
    plain.page.locator(".acts--end").get_by_role("button", name="Save", exact=True).click()
    plain.page.locator("#message").wait_for()
    other.page.goto(address)
    plain.write(why="It is late.")
    with other.page.expect_response("**/autosave"):
        other.write(why="It is high time.")
    plain.page.locator(".acts--end").get_by_role("button", name="Save", exact=True).click()
    plain.heading("Two of you changed this basket")
    show("desk-basket-clash", plain.page)


def sharing(stage: Stage, show: Show) -> None:
    version = waiting_version(stage.server, "Energy, for a picture")
    meera, arun = _member(stage, "meera"), _member(stage, "arun")
    at = f"/desk/baskets/{version.basket_id}"
    meera.open(f"{at}/versions/1")
    show("desk-version-waiting", meera.page)
    meera.open(f"{at}/share")
    show("desk-share-same", meera.page)
    index = basket_named(stage.server, "Index, monthly")
    meera.open(f"/desk/baskets/{index}/share")
    show("desk-share", meera.page)
    arun.open("/desk/approvals")
    show("desk-approvals", arun.page)
    arun.open(f"{at}/versions/1")
    show("desk-version-to-decide", arun.page)
    arun.press("Refuse it")
    arun.page.locator("#reason-error").wait_for()
    show("desk-version-reason-missing", arun.page)
    software = basket_named(stage.server, "Software for steel")
    meera.open(f"/desk/baskets/{software}/versions/1")
    show("desk-version-refused", meera.page)
    banks = basket_named(stage.server, "Banks, a first step")
    meera.open(f"/desk/baskets/{banks}/versions/1")
    show("desk-version-approved", meera.page)
    meera.open(f"/desk/baskets/{banks}/versions/1/clients")
    show("desk-recipients", meera.page)
    meera.press("Save the choice")
    meera.page.get_by_text("The choice is saved.").wait_for()
    show("desk-recipients-saved", meera.page)
    meera.open("/desk/restricted")
    show("desk-restricted-to-read", meera.page)
    anita = _member(stage, "anita")
    anita.open("/desk/restricted")
    show("desk-restricted", anita.page)


def clients(stage: Stage, show: Show) -> None:
    meera = _member(stage, "meera")
    asha = f"/desk/clients/{client_of(stage.server, 'C001')}"
    meera.open("/desk/clients")
    show("desk-clients", meera.page)
    meera.open("/desk/clients/new")
    show("desk-client-new", meera.page)
    meera.write(phone="98")
    meera.press("Add the client")
    meera.page.locator("#error-summary").wait_for()
    show("desk-client-faulty", meera.page)
    meera.open(asha)
    show("desk-client", meera.page)
    meera.open(f"{asha}/edit")
    show("desk-client-edit", meera.page)
    meera.open(f"{asha}/holdings")
    show("desk-client-holdings", meera.page)
    meera.open(f"{asha}/activity")
    show("desk-client-activity", meera.page)
    meera.open(f"/desk/clients/{client_of(stage.server, 'C010')}")
    show("desk-client-past-agreement", meera.page)
    meera.open("/desk/clients/import")
    show("desk-clients-import", meera.page)
    meera.write(paste=CLIENTS)
    meera.press("See what it would change")
    meera.heading("What the list would change")
    show("desk-clients-preview", meera.page)
    anita = _member(stage, "anita")
    anita.open(asha)
    show("desk-client-of-administrator", anita.page)
    anita.open(f"{asha}/erase")
    show("desk-client-erase", anita.page)


def the_firm(stage: Stage, show: Show) -> None:
    anita = _member(stage, "anita")
    anita.open("/desk/firm")
    show("desk-firm", anita.page)
    for part in ("who", "complaints", "sentences", "logo", "work", "kite"):
        anita.open(f"/desk/firm/{part}")
        show(f"desk-firm-{part}", anita.page)
    anita.open("/desk/firm/who")
    anita.write(sebi_number="12")
    anita.press("Save who you are")
    anita.page.locator("#error-summary").wait_for()
    show("desk-firm-who-faulty", anita.page)
    anita.open("/desk/people")
    show("desk-people", anita.page)
    anita.open("/desk/people/new")
    show("desk-person-new", anita.page)
    anita.open(f"/desk/people/{person_of(stage.server, 'arun')}")
    show("desk-person", anita.page)
    devika = _member(stage, "devika")
    devika.open("/desk")
    show("desk-home-compliance", devika.page)
    devika.open("/desk/firm")
    show("desk-firm-to-read", devika.page)


def the_record(stage: Stage, show: Show) -> None:
    devika = _member(stage, "devika")
    devika.open("/desk/record")
    show("desk-record", devika.page)
    devika.press("Check the whole record")
    devika.page.get_by_text("The record is whole").wait_for()
    show("desk-record-whole", devika.page)
    devika.write(head="12")
    devika.press("Check the whole record")
    devika.page.locator("#head-error").wait_for()
    show("desk-record-head-unread", devika.page)
    devika.open("/desk/register")
    show("desk-register", devika.page)


DESK_WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (
    coming_in,
    one_self,
    writing,
    sharing,
    links,
    clients,
    the_firm,
    webhooks,
    the_record,
)
