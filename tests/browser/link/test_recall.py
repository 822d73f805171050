"""Advice taken back while a client is in the middle of it: what they see, and that nothing leaves after it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.desk_people import enter
from tests.browser.kite import StandIn
from tests.browser.link_office import Reader, approved, client, make_links
from tests.browser.serving import Serving

REASON = "The price of order 2 was wrong."


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_recall_stops_who_reads_and_who_has_said_yes_but_not_who_has_left(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str], *, scripts: bool
) -> None:
    forgiven.append("410")
    version = approved(server, *(client(server, name) for name in ("Reading Rao", "Saying Shah", "Leaving Lal")))
    reading, saying, leaving = (
        Reader.at(each, new_page(java_script_enabled=scripts), server, kite) for each in make_links(server, version)
    )
    kept = saying.yes_but_stay()
    kite.sign_in(leaving.page.context)
    leaving.yes()

    meera = enter(server, new_page(java_script_enabled=scripts), "meera")
    at = f"/desk/baskets/{version.basket_id}/versions/{version.number}"
    meera.open(f"{at}/links")
    meera.follow("Take this advice back")
    meera.page.get_by_label("Why it is taken back").fill(REASON)
    meera.press("Take it back: 3 links stop")
    meera.heading("Advice taken back")
    for heading, name in (
        ("Opened: 1", "Reading Rao"),
        ("Said yes, nothing placed that we know of: 1", "Saying Shah"),
        ("Left for Kite, and not heard of since: 1", "Leaving Lal"),
    ):
        section = meera.page.locator("section").filter(has=meera.page.get_by_role("heading", name=heading))
        expect(section).to_contain_text(name)

    reading.agree()
    expect(reading.heading("Your adviser took this advice back")).to_be_visible()
    expect(reading.page.get_by_text(REASON)).to_be_visible()

    saying.open(kept)
    expect(saying.heading("Your adviser took this advice back")).to_be_visible()
    expect(saying.page.get_by_text("Nothing of it was sent to Kite, and nothing will be.")).to_be_visible()
    expect(saying.page.locator("#basket-form")).to_have_count(0)
    expect(saying.page.get_by_text(REASON)).to_be_visible()
    saying.page.get_by_role("link", name="Back to the advice").click()
    expect(saying.heading("Your adviser took this advice back")).to_be_visible()
    assert len(kite.baskets) == 1

    leaving.place()
    expect(leaving.heading("What became of your orders")).to_be_visible()
    expect(leaving.heading("Reported by Kite, not seen in the book", level=2)).to_be_visible()
    leaving.again()
    expect(leaving.page.get_by_text("look at your orders in Kite", exact=False).first).to_be_visible()
    meera.open(f"/desk/board?basket={version.basket_id}")
    reported = "Reported by Kite, not seen in the book"
    for name, state in (("Reading Rao", "Recalled"), ("Saying Shah", "Recalled"), ("Leaving Lal", reported)):
        expect(meera.page.get_by_role("row", name=re.compile(name))).to_contain_text(state)
