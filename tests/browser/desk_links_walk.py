"""The screens of links at the desk: made, prepared to be sent, one of them. Nothing is made or sent here."""

from __future__ import annotations

from tests.browser.desk_people import basket_named, enter
from tests.browser.walks import Show, Stage


def links(stage: Stage, show: Show) -> None:
    meera = enter(stage.server, stage.open(), "meera")
    version = f"/desk/baskets/{basket_named(stage.server, 'Banks, a first step')}/versions/1"
    meera.open(f"{version}/links")
    show("desk-links", meera.page)
    meera.page.locator("#links-table a").first.click()
    meera.page.locator("#reissue").wait_for()
    show("desk-link", meera.page)
    one = meera.page.url
    meera.page.get_by_role("link", name="Revoke it").click()
    meera.press("Revoke the link")
    meera.page.locator("#reason-error").wait_for()
    show("desk-link-revoke", meera.page)
    meera.page.goto(f"{one}/slip")
    show("desk-link-slip", meera.page)
    meera.open(f"{version}/sending")
    show("desk-sending", meera.page)
    meera.open(f"{version}/sending?kind=reminder")
    show("desk-sending-reminders", meera.page)
