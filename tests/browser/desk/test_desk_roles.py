"""Each of the firm's people at the desk: the links that are theirs, none that refuses, and all of it by keyboard."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.desk_people import Member, enter, waiting_version
from tests.browser.keyboard import Keyboard
from tests.browser.serving import Serving
from tests.browser.windowless import Windowless
from tests.page import Page as HousePage
from tests.page import attribute
from tokri.desk.example import PASSWORD

LINKS: Mapping[str, list[str]] = {
    "meera": ["Desk", "Board", "Baskets", "Approvals", "Clients", "Restricted", "Record", "Firm"],
    "arun": ["Desk", "Board", "Baskets", "Approvals", "Clients", "Restricted", "Record", "Firm"],
    "devika": ["Desk", "Board", "Baskets", "Approvals", "Clients", "Restricted", "Record", "Firm", "People"],
    "anita": ["Desk", "Board", "Baskets", "Approvals", "Clients", "Restricted", "Record", "Firm", "People"],
}

#: The one act that a page of the list offers, by who may do it.
OFFERED: Mapping[str, set[str]] = {
    "meera": {"New basket", "Add a client"},
    "arun": set(),
    "devika": set(),
    "anita": {"Add somebody"},
}


#: Pages that are followed from the front page on, link by link.
MOST = 60


@pytest.mark.parametrize("username", LINKS)
def test_everybody_sees_their_own_links_and_none_of_them_refuses(page: Page, server: Serving, username: str) -> None:
    member = enter(server, page, username)
    member.open("/desk")
    assert member.links == LINKS[username]
    offered: set[str] = set()
    for name in LINKS[username]:
        with page.expect_navigation() as came:
            page.get_by_role("navigation", name="Desk").get_by_role("link", name=name, exact=True).click()
        answer = came.value
        assert answer is not None
        assert answer.status == 200, name
        expect(page.get_by_role("navigation", name="Desk").locator("[aria-current=page]")).to_have_text(name)
        offered.update(page.locator("main a.button--primary").all_inner_texts())
    assert offered == OFFERED[username]


@pytest.mark.parametrize("username", LINKS)
def test_no_link_of_any_page_leads_where_somebody_may_not_go(page: Page, server: Serving, username: str) -> None:
    member = enter(server, page, username)
    member.open("/desk")
    behind = Windowless(server, page.context)
    known, refused = ["/desk"], []
    for path in known:
        answer = behind.get(path)
        if answer.status_code >= requests.codes.bad_request or "sign-in" in answer.headers.get("Location", ""):
            refused.append(f"{path}: {answer.status_code}")
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        links = {attribute(each, "href").split("#")[0] for each in HousePage(answer.text, server.kite_url).all("a")}
        known.extend(each for each in sorted(links) if each.startswith("/desk") and each not in known)
        del known[MOST:]
    assert len(known) > len(LINKS[username])
    assert refused == []


def test_an_approver_signs_in_opens_what_waits_and_approves_it_by_keys_alone(
    new_page: NewPage, server: Serving
) -> None:
    version = waiting_version(server, "Energy, by keyboard")
    page = new_page(viewport={"width": 360, "height": 740})
    arun, keys = Member(page, server), Keyboard(page)
    arun.open("/desk/sign-in")
    keys.write("Username", "arun")
    keys.write("Password", PASSWORD)
    keys.press("Sign in")
    arun.heading("The desk")
    keys.follow("Approvals")
    arun.heading("Waiting for a second person")
    keys.follow("Energy, by keyboard, version 1")
    arun.heading("Version 1")
    keys.write("Why", "As agreed on Monday")
    keys.press("Approve version 1")
    expect(page.get_by_text("Ready for clients")).to_be_visible()
    expect(page.get_by_text("“As agreed on Monday”")).to_be_visible()
    assert page.url.split("?")[0].endswith(f"/desk/baskets/{version.basket_id}/versions/1")
    keys.press("Sign out")
    arun.heading("Sign in")
    page.go_back()
    expect(page.get_by_text("“As agreed on Monday”")).to_have_count(0)
