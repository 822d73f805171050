"""Every state of a link, come to while the client has its page open: a page of its own, and nothing more is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.kite import StandIn
from tests.browser.link_office import Linked, Reader, by, change, client, expire, linked, recall, world
from tests.browser.serving import Serving
from tests.link.making import PAN, left
from tokri.core.desk.advice import Decision
from tokri.core.link.check import MOST_WRONG
from tokri.core.link.link import Link
from tokri.desk import baskets, link_acts
from tokri.link.tokens import token_of


def _replaced(server: Serving, link: Link) -> None:
    """A newer version is approved, and is meant for nobody."""
    outside = world(server)
    with outside.store.writing() as unit:
        version = unit.desk_baskets.version(link.basket_id, link.number)
        assert version is not None
        at, arun = outside.clock(), by(server, "arun").person_id
        unit.desk_baskets.share(replace(version, number=2, shared_at=at))
        unit.desk_baskets.decide(Decision(link.basket_id, 2, approved=True, by=arun, at=at))


def _used_up(server: Serving, link: Link) -> None:
    """It may be used once, and was, and nothing was heard since."""
    change(server, link, most_uses=1)
    left(world(server), link)


#: What the firm or the time does to a link, and the heading of the page that it shows then.
SHUT: Final[dict[str, tuple[Callable[[Serving, Link], object], str]]] = {
    "revoked": (
        lambda server, link: link_acts.revoke(world(server), by(server), link.id, "Made by mistake."),
        "Your adviser has closed this address",
    ),
    "re-issued": (
        lambda server, link: link_acts.reissue(world(server), by(server), link.id),
        "There is a newer address for you",
    ),
    "recalled": (recall, "Your adviser took this advice back"),
    "closed": (
        lambda server, link: baskets.set_archived(world(server), by(server), link.basket_id, archived=True),
        "This advice is closed",
    ),
    "replaced": (_replaced, "This advice no longer stands"),
    "expired": (expire, "The time of this address is over"),
    "used up": (_used_up, "This address has been used as often as it may"),
}


def names_nothing(page: Page) -> None:
    """A page that does not open names no security, and whom to call."""
    text = page.locator("main").inner_text()
    assert not re.search("HDFCBANK|SBIN|Banks", text), text
    assert re.search(r"[Cc]all .*\+91", text), text


def test_a_page_that_is_open_when_its_link_ends_sends_nothing_and_says_why(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("410")
    page = new_page()
    for name, (act, heading) in SHUT.items():
        made = linked(server, title=f"Banks, {name}")
        reader = Reader.at(made, page, server, kite)
        act(server, made.link)
        reader.agree()
        expect(reader.heading(heading)).to_be_visible()
        expect(reader.onward).to_have_count(0)
        names_nothing(page)
    assert kite.baskets == []


def test_too_many_wrong_answers_lock_a_link_until_the_adviser_makes_it_anew(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.extend(["422", "410"])
    made = linked(server, client(server, check=True))
    reader = Reader.at(made, new_page(), server, kite)
    change(server, made.link, wrong_checks=MOST_WRONG - 2)
    reader.pass_check("000A")
    expect(reader.page.locator("#error-summary")).to_be_focused()
    reader.pass_check("000A")
    expect(reader.page.get_by_label("The last four characters of your PAN")).to_have_count(0)
    reader.again()
    expect(reader.heading("This address is locked")).to_be_visible()
    names_nothing(reader.page)
    outside = world(server)
    anew = link_acts.reissue(outside, by(server), made.link.id)
    assert isinstance(anew, Link)
    reader.again()
    expect(reader.heading("There is a newer address for you")).to_be_visible()
    newer = Reader.at(Linked(anew, f"/l/{token_of(outside, anew)}"), reader.page, server, kite)
    newer.pass_check(PAN)
    expect(newer.heading("Check these orders")).to_be_visible()


def test_a_no_is_kept_can_be_taken_back_and_so_can_elsewhere(new_page: NewPage, server: Serving, kite: StandIn) -> None:
    made = linked(server)
    reader = Reader.at(made, new_page(java_script_enabled=False), server, kite)
    page = reader.page
    page.get_by_role("link", name="I do not want these orders").click()
    page.get_by_label("Why not? You need not say.").fill("I need the money in March.")
    reader.press("Decline these orders")
    expect(reader.heading("You said no to this advice")).to_be_visible()
    names_nothing(page)
    page.get_by_role("link", name="Take your no back").click()
    reader.press("Show me the advice again")
    expect(reader.heading("Check these orders")).to_be_visible()
    page.get_by_role("link", name="I will place these elsewhere").click()
    expect(page.get_by_role("textbox", name="The ticket")).to_have_value(re.compile("BUY 25 shares of HDFCBANK on NSE"))
    reader.press("I will place these elsewhere")
    reader.again()
    expect(reader.heading("You place these orders elsewhere")).to_be_visible()
    page.get_by_role("link", name="See the list of orders").click()
    bank = page.get_by_role("group", name=re.compile("HDFCBANK"))
    bank.get_by_label("I placed it").check()
    bank.get_by_label("How many").fill("25")
    bank.get_by_label("At which price, in rupees").fill("948.70")
    page.get_by_role("group", name=re.compile("SBIN")).get_by_label("I did not").check()
    reader.press("Keep this as my word")
    expect(page.get_by_text("Kept as your word")).to_be_visible()
    with world(server).store.reading() as view:
        kept = [(each.kind.value, each.text) for each in view.links.answers([made.link.id])]
    assert kept[0][1] == "I need the money in March."
    assert kite.baskets == []
