"""The screens of the firm's own systems: an endpoint added, tried and ended. Its name leads nowhere (RFC 6761)."""

from __future__ import annotations

from tests.browser.desk_people import enter
from tests.browser.walks import Show, Stage


def webhooks(stage: Stage, show: Show) -> None:
    anita = enter(stage.server, stage.open(), "anita")
    anita.open("/desk/webhooks")
    show("desk-webhooks-empty", anita.page)
    anita.follow("Add an endpoint")
    anita.heading("Add an endpoint")
    show("desk-webhook-new", anita.page)
    anita.write(url="http://hooks.firm.example/tokri")
    anita.press("Add it and show its secret")
    anita.page.locator("#url-error").wait_for()
    show("desk-webhook-faulty", anita.page)
    anita.write(url="https://hooks.firm.example/tokri")
    anita.press("Add it and show its secret")
    anita.heading("The secret of hooks.firm.example")
    show("desk-webhook-secret", anita.page)
    anita.follow("To the endpoint")
    anita.press("Send a test")
    anita.page.locator(".said").wait_for()
    show("desk-webhook", anita.page)
    anita.open("/desk/webhooks")
    show("desk-webhooks", anita.page)
    anita.follow("hooks.firm.example")
    anita.press("End this endpoint")
    anita.page.locator(".said").wait_for()
    show("desk-webhooks-ended", anita.page)
