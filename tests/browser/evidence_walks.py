"""The screens on which people bring evidence: a file, a screenshot, their word on each order; at all three doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.browser.desk_people import enter
from tests.browser.evidence import choose, order_book, picture
from tests.browser.link_office import Reader, client, linked
from tests.browser.walks import Show, Stage


def bringing_evidence(stage: Stage, show: Show) -> None:
    stage.kite.choose("all-fill")
    way = stage.way()
    page = way.page
    basket_id = way.example_at_kite()
    way.open(f"/baskets/{basket_id}/result")
    page.locator("details.choices__which > summary").first.click()
    page.locator("details[id^=pictures-] > summary").first.click()
    show("result-say-which", page)
    way.open(f"/baskets/{basket_id}/result/upload")
    show("upload", page)
    choose(page, b"Time,Type\n10:31,HOLD\n")
    way.press("See what it would change")
    page.locator("#error-summary").wait_for()
    show("upload-refused", page)
    way.open(f"/baskets/{basket_id}/result/upload")
    choose(
        page,
        b"Time,Type,Instrument,Product,Qty.,Avg. price,Status\n2026-02-11 09:20:00,BUY,WIPRO,CNC,1/1,240,COMPLETE\n",
    )
    way.press("See what it would change")
    page.locator("#strangers > summary").click()
    show("upload-nothing-of-it", page)
    way.open(f"/baskets/{basket_id}/result")
    page.locator("details[id^=pictures-] > summary").first.click()
    choose(page, b"no picture", name="x.png", field="input[name=picture]")
    way.press("Add the screenshot")
    page.locator("#error-summary").wait_for()
    show("screenshot-refused", page)
    other = stage.way()
    basket_id = other.example_at_kite()
    other.place()
    other.heading("What became of your orders").wait_for()
    other.open(f"/baskets/{basket_id}/result/upload")
    choose(other.page, order_book(stage.kite))
    other.press("See what it would change")
    show("upload-preview", other.page)
    other.press("Keep this")
    other.page.locator("details[id^=pictures-] > summary").first.click()
    choose(other.page, picture(), name="kite.png", field="input[name=picture]")
    other.press("Add the screenshot")
    show("result-uploaded", other.page)


def bringing_for_a_client(stage: Stage, show: Show) -> None:
    server = stage.server
    stage.kite.choose("all-fill")
    made = linked(server, client(server, "Meenakshi Pillai", language="hi", kite_user_id=""))
    reader = Reader.at(made, stage.open(), server, stage.kite)
    page = reader.page
    stage.kite.sign_in(page.context)
    page.locator("#consent").check()
    page.locator("button[form=send]").click()
    reader.go_on()
    reader.place()
    page.wait_for_url("**/result*")
    reader.again("/result/upload")
    show("link-hi-upload", page)
    choose(page, order_book(stage.kite))
    page.locator("#bring button").click()
    page.locator("#changes").wait_for()
    show("link-hi-upload-preview", page)
    page.context.close()
    meera = enter(server, stage.open(), "meera")
    meera.open(f"/desk/links/{made.link.id}/upload")
    show("desk-upload", meera.page)
    choose(meera.page, order_book(stage.kite))
    meera.press("See what it would change")
    show("desk-upload-preview", meera.page)
    meera.press("Keep this")
    meera.page.locator("#evidence").wait_for()
    show("desk-link-uploaded", meera.page)


EVIDENCE_WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (bringing_evidence, bringing_for_a_client)
