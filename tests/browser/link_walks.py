"""The screens of links: the client’s pages and all that can become of them, in both languages; and the desk’s."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from tests.browser.desk_people import Member, enter
from tests.browser.link_office import (
    Linked,
    Reader,
    approved,
    by,
    change,
    client,
    expire,
    linked,
    links_of,
    make_links,
    recall,
    world,
)
from tests.browser.serving import Serving
from tests.browser.walks import Show, Stage
from tests.link import making
from tests.web.link.test_agents import INSIDE
from tokri.core.link.link import Link
from tokri.desk import baskets, link_acts


def _reader(stage: Stage, made: Linked, **options: object) -> Reader:
    return Reader.at(made, stage.open(**options), stage.server, stage.kite)


def the_clients_page(stage: Stage, show: Show) -> None:
    server = stage.server
    made = linked(server, client(server, check=True))
    inside = _reader(stage, made, user_agent=INSIDE["WhatsApp's own browser"])
    show("link-check-in-whatsapp", inside.page)
    inside.page.context.close()
    reader = _reader(stage, made)
    page = reader.page
    show("link-check", page)
    reader.pass_check("000A")
    page.locator("#error-summary").wait_for()
    show("link-check-refused", page)
    reader.pass_check()
    reader.heading("Check these orders").wait_for()
    show("link-page", page)
    page.locator("#choices > summary").click()
    page.get_by_label("Leave it out").last.check()
    reader.press("Show what this comes to")
    page.locator("#changed").wait_for()
    show("link-page-changed", page)
    reader.onward.click()
    page.locator("#error-summary").wait_for()
    show("link-page-not-ticked", page)
    for name, said in (("question", "Ask your adviser"), ("elsewhere", "Place these orders elsewhere")):
        reader.again(f"/{name}")
        reader.heading(said).wait_for()
        show(f"link-{name}", page)
    reader.again("/decline")
    show("link-decline", page)
    reader.again("/question")
    page.get_by_label("What do you want to know?").fill("Why these two banks?")
    reader.press("Send the question")
    page.get_by_text("Your question is kept").wait_for()
    show("link-question-kept", page)


def to_kite_and_back(stage: Stage, show: Show) -> None:
    server = stage.server
    plain = _reader(stage, linked(server), java_script_enabled=False)
    stage.kite.sign_in(plain.page.context)
    plain.agree()
    plain.heading("Continue to Kite").wait_for()
    show("link-handoff", plain.page)
    plain.page.reload()
    show("link-handoff-already-sent", plain.page)
    plain.again()
    show("link-page-at-kite", plain.page)
    plain.again("/result")
    show("link-result-at-kite", plain.page)
    plain.page.context.close()
    stage.kite.choose("all-fill")
    reader = _reader(stage, linked(server, client(server, kite_user_id="")))
    stage.kite.sign_in(reader.page.context)
    reader.yes()
    reader.place()
    reader.heading("What became of your orders").wait_for()
    show("link-result-reported", reader.page)
    reader.read()
    show("link-result-is-this-you", reader.page)
    reader.confirm()
    show("link-result-read", reader.page)
    reader.again()
    show("link-done", reader.page)
    spouse = _reader(stage, linked(server))
    stage.kite.sign_in(spouse.page.context, "DM0003")
    spouse.yes()
    stage.kite.report_nothing()
    spouse.place()
    show("link-result-sent", spouse.page)
    spouse.read()
    show("link-result-wrong-account", spouse.page)


#: What becomes of a link, by the name of the page that its address shows then.
_SHUT: Final[dict[str, Callable[[Serving, Link], object]]] = {
    "revoked": lambda server, link: link_acts.revoke(world(server), by(server), link.id, "Made by mistake."),
    "reissued": lambda server, link: link_acts.reissue(world(server), by(server), link.id),
    "locked": lambda server, link: change(server, link, locked_at=world(server).clock()),
    "recalled": recall,
    "closed": lambda server, link: baskets.set_archived(world(server), by(server), link.basket_id, archived=True),
    "expired": expire,
}


def shut_doors(stage: Stage, show: Show) -> None:
    server = stage.server
    for name, act in _SHUT.items():
        made = linked(server, title=f"Banks, {name}")
        act(server, made.link)
        reader = _reader(stage, made)
        show(f"link-{name}", reader.page)
        reader.page.context.close()
    reader = _reader(stage, linked(server))
    reader.again("/decline")
    reader.press("Decline these orders")
    reader.heading("You said no to this advice").wait_for()
    show("link-declined", reader.page)
    reader.page.get_by_role("link", name="Take your no back").click()
    show("link-decline-back", reader.page)
    reader.press("Show me the advice again")
    reader.again("/elsewhere")
    reader.press("I will place these elsewhere")
    reader.heading("What became of them?", level=2).wait_for()
    show("link-elsewhere-gone", reader.page)
    reader.again()
    show("link-is-elsewhere", reader.page)
    made = linked(server)
    broken = _reader(stage, made)
    address = broken.yes_but_stay()
    recall(server, made.link)
    broken.open(address)
    show("link-stopped", broken.page)
    reader.open("/l/cut-off")
    show("link-nowhere", reader.page)


def a_group(stage: Stage, show: Show) -> None:
    server = stage.server
    someone = client(server, "Farida Khan", check=True, groups=("lake",))
    version = approved(server, someone, title="Banks, for the lake")
    make_links(server, version)
    _, token = making.a_group_link(world(server), version, "lake")
    page = stage.open()
    page.goto(f"{server.url}/g/{token}")
    show("link-group", page)
    page.get_by_label("Your client code").fill(someone.code)
    page.get_by_label(re.compile("^The last four characters")).fill("000A")
    page.get_by_role("button", name="Open my page").click()
    page.locator("#error-summary").wait_for()
    show("link-group-refused", page)


def in_hindi(stage: Stage, show: Show) -> None:
    server = stage.server
    meenakshi = client(server, "Meenakshi Pillai", check=True, language="hi", kite_user_id="", ddpi="no")
    made = linked(server, meenakshi)
    reader = _reader(stage, made, user_agent=INSIDE["WhatsApp's own browser"])
    page = reader.page
    show("link-hi-check", page)
    page.locator("#answer").fill("000A")
    page.locator("main form button").click()
    page.locator("#error-summary").wait_for()
    show("link-hi-check-refused", page)
    page.locator("#answer").fill(making.PAN)
    page.locator("main form button").click()
    page.locator("#consent").wait_for()
    show("link-hi-page", page)
    page.context.close()
    reader = _reader(stage, linked(server, client(server, "Meenakshi Pillai", language="hi", kite_user_id="")))
    page = reader.page
    reader.page.locator("#choices > summary").click()
    page.locator("#left-out-1").check()
    page.locator("#choose button").click()
    page.locator("#changed").wait_for()
    show("link-hi-page-changed", page)
    for name in ("question", "elsewhere", "decline"):
        reader.again(f"/{name}")
        show(f"link-hi-{name}", page)
    reader.again()
    stage.kite.sign_in(page.context)
    page.locator("#consent").check()
    page.locator("button[form=send]").click()
    reader.go_on()
    reader.place()
    page.wait_for_url("**/result*")
    show("link-hi-result", page)
    for name, made in _some_shut(server):
        reader = _reader(stage, made)
        show(f"link-hi-{name}", reader.page)
        reader.page.context.close()


def _some_shut(server: Serving) -> Iterator[tuple[str, Linked]]:
    for name in ("recalled", "expired"):
        made = linked(server, client(server, "Meenakshi Pillai", language="hi"), title=f"Banks, {name}")
        _SHUT[name](server, made.link)
        yield name, made


def at_the_desk(stage: Stage, show: Show) -> None:
    server = stage.server
    family = client(server, "Sunita Rao", phone="+919800070001", check=True)
    daughter = client(server, "Tara Rao", phone="+919800070001", kite_user_id="")
    past = client(server, "Prem Chand", agreement_until=date(2025, 12, 31))
    version = approved(server, family, daughter, past, title="Banks, for a picture")
    meera = enter(server, stage.open(), "meera")
    at = f"/desk/baskets/{version.basket_id}/versions/{version.number}"
    meera.open(f"{at}/links")
    show("desk-link-preview", meera.page)
    meera.press("Make the links")
    meera.page.get_by_text("2 links made.").wait_for()
    show("desk-links-made", meera.page)
    meera.open(f"{at}/sending")
    show("desk-link-sending", meera.page)
    meera.press("Copied it: next")
    meera.page.get_by_text("All are prepared.").wait_for()
    show("desk-link-sending-done", meera.page)
    first, _ = links_of(server, version)
    meera.open(f"/desk/links/{first.link.id}")
    show("desk-link", meera.page)
    meera.open(f"/desk/links/{first.link.id}/revoke")
    show("desk-link-revoke", meera.page)
    meera.open(f"/desk/links/{first.link.id}/slip")
    show("desk-link-slip", meera.page)
    _on_the_board(stage, show, meera, first)
    meera.open(f"{at}/recall")
    show("desk-link-recall", meera.page)
    meera.page.get_by_label(re.compile("^Why")).fill("The price of order 2 was wrong.")
    meera.press(re.compile("^Take it back"))
    meera.heading("Advice taken back")
    show("desk-link-recalled", meera.page)


def _on_the_board(stage: Stage, show: Show, meera: Member, first: Linked) -> None:
    making.left(world(stage.server), first.link)
    change(stage.server, first.link, expires_at=first.link.expires_at + timedelta(days=1))
    meera.open("/desk/board")
    show("desk-link-board", meera.page)
    meera.open("/desk/board?q=nobody-has-this-name")
    show("desk-link-board-none", meera.page)


LINK_WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (
    the_clients_page,
    to_kite_and_back,
    shut_doors,
    a_group,
    in_hindi,
    at_the_desk,
)
