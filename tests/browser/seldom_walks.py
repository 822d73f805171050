"""The screens that few come to: another account, files that cannot be read, a closing note, advice taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tests.browser.desk_people import enter
from tests.browser.evidence import choose
from tests.browser.link_office import Linked, Reader, client, linked, recall, world
from tests.browser.serving import Serving
from tests.browser.walks import Show, Stage
from tests.link import making
from tests.link.making import Made
from tests.link.seen import back_with, seen
from tokri.core.desk.client import Client
from tokri.desk import still_to_place
from tokri.desk.example_baskets import BANKS

_LANGUAGES: Final = (("hi", "hi-"), ("en", ""))

#: Rows that a file of Kite's would never have.
_ODD_ROWS: Final = b"""Time,Type,Instrument,Product,Qty.,Avg. price,Status
2026-02-11 09:20:00,HOLD,WIPRO,CNC,1/1,240,COMPLETE
09:21,BUY,INFY,CNC,2/1,1502.35,COMPLETE
"""


def _at_kite(stage: Stage, made: Linked, user_id: str = "DM0001") -> Reader:
    """The client says yes, and is on Kite's page, signed in there as that account."""
    reader = Reader.at(made, stage.open(), stage.server, stage.kite)
    stage.kite.sign_in(reader.page.context, user_id)
    for tick in reader.page.locator("#send input[type=checkbox]").all():
        tick.check()
    reader.page.locator("button[form=send]").click()
    reader.go_on()
    return reader


def _is_this_you(stage: Stage, made: Linked) -> Reader:
    """Kite says of the account that it is DM0003, and the client is asked."""
    reader = _at_kite(stage, made, "DM0003")
    reader.place()
    reader.page.wait_for_url("**/result*")
    reader.say_yes_to_reading()
    reader.until(lambda: reader.page.locator("button[value=not-mine]").count() == 1)
    return reader


def not_my_account(stage: Stage, show: Show) -> None:
    server = stage.server
    stage.kite.choose("all-fill")
    for language, mark in _LANGUAGES:
        made = linked(server, client(server, "Sunita Rao", language=language, kite_user_id=""))
        reader = _is_this_you(stage, made)
        reader.page.locator("button[value=not-mine]").click()
        reader.settle()
        show(f"link-{mark}not-me", reader.page)
    reader.again("/result/upload")
    show(f"link-{mark}not-me-upload", reader.page)
    reader.again()
    show(f"link-{mark}not-me-page", reader.page)
    meera = enter(server, stage.open(), "meera")
    meera.open(f"/desk/links/{made.link.id}")
    show("desk-link-not-me", meera.page)


def mistyped(stage: Stage, show: Show) -> None:
    """The client typed another Kite ID before they left than the one that was used."""
    stage.kite.choose("all-fill")
    made = linked(stage.server, client(stage.server, kite_user_id=""))
    reader = Reader.at(made, stage.open(), stage.server, stage.kite)
    stage.kite.sign_in(reader.page.context, "DM0003")
    reader.page.get_by_label("Your Kite ID, if you know it").fill("DM0030")
    reader.yes()
    reader.place()
    reader.read()
    show("link-mistyped", reader.page)


def files_that_cannot_be_read(stage: Stage, show: Show) -> None:
    server = stage.server
    stage.kite.choose("all-fill")
    made = linked(server)
    reader = _at_kite(stage, made)
    reader.place()
    for name, content in (("rows", _ODD_ROWS), ("file", b"no spreadsheet\x00")):
        reader.again("/result/upload")
        choose(reader.page, content)
        reader.press("See what it would change")
        reader.page.locator("#error-summary").wait_for()
        show(f"link-upload-refused-{name}", reader.page)
    reader.again("/result")
    reader.page.locator("details[id^=pictures-] > summary").first.click()
    choose(reader.page, b"no picture", name="x.png", field="input[name=picture]")
    reader.press("Add the screenshot")
    reader.page.locator("#error-summary").wait_for()
    show("link-screenshot-refused", reader.page)
    meera = enter(server, stage.open(), "meera")
    meera.open(f"/desk/links/{made.link.id}/upload")
    choose(meera.page, _ODD_ROWS)
    meera.press("See what it would change")
    meera.page.locator("#error-summary").wait_for()
    show("desk-upload-refused", meera.page)


def closed_with_a_note(stage: Stage, show: Show) -> None:
    server = stage.server
    made = linked(server, title="Banks, closed")
    outside = world(server)
    handoff = back_with(outside, Made(made.link, ""), "CANCELLED", 4)
    found = still_to_place.see(outside, made.link.id)
    assert found is not None
    note = "Four are enough, she says: the rest of the money goes into the next instalment."
    meera = enter(server, stage.open(), "meera")
    meera.open(f"/desk/links/{made.link.id}")
    meera.page.get_by_label("Or leave it as it is, with a note").fill(note)
    meera.press("Close it with this note")
    meera.page.locator("#closed").wait_for()
    show("desk-link-closed", meera.page)
    follow_up = f"/desk/baskets/{made.link.basket_id}/versions/{made.link.number}/follow-up"
    meera.open(follow_up)
    show("desk-follow-up-closed", meera.page)
    seen(outside, handoff, "CANCELLED", 5)
    meera.open(f"/desk/links/{made.link.id}")
    show("desk-link-open-again", meera.page)
    meera.open(follow_up)
    show("desk-follow-up-open-again", meera.page)


def _older_one_taken_back(server: Serving) -> Iterator[tuple[str, Linked]]:
    for language, mark in _LANGUAGES:
        whom: Client = client(server, "Sunita Rao", language=language)
        made = linked(server, whom, title="Banks, twice")
        back_with(world(server), Made(made.link, ""), "COMPLETE", 10)
        making.a_version(world(server), whom, proposal=BANKS, basket_id=made.link.basket_id)
        recall(server, made.link)
        yield mark, made


def an_older_one_taken_back(stage: Stage, show: Show) -> None:
    """What was sent was taken back; newer advice stands at the same address."""
    for mark, made in _older_one_taken_back(stage.server):
        reader = Reader.at(made, stage.open(), stage.server, stage.kite)
        show(f"link-{mark}recalled-before", reader.page)
        reader.again("/result")
        show(f"link-{mark}recalled-before-result", reader.page)


SELDOM_WALKS: Final[tuple[Callable[[Stage, Show], None], ...]] = (
    not_my_account,
    mistyped,
    files_that_cannot_be_read,
    closed_with_a_note,
    an_older_one_taken_back,
)
