"""Evidence that a person brings for a basket of their own: shown first, kept with their yes, and theirs alone."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.core.formats.brought import workbook
from tests.journey.fakes import FakeClock
from tests.page import attribute
from tests.store.handed_off import ORDERS, TRADES, table
from tests.web.bringing import book, choose, order, picture
from tests.web.steps import INFY, TCS, button_names, handoffs, id_of, page_of, save, to_kite, words_of, world
from tokri.core.ports import PersonsWord, Said
from tokri.web.words.evidence import FAULTS, SCREENSHOT_FAULTS

#: The tick that the orders in the file are those that left from here.
MINE = {"mine": "yes"}


@pytest.fixture
def sent(client: HouseClient, clock: FakeClock) -> str:
    """A basket of two orders that left for Kite five minutes ago; its address."""
    basket = save(client, INFY, TCS)
    to_kite(client, basket)
    clock.forward(minutes=5)
    return basket


def bring(client: HouseClient, sent: str, content: bytes) -> int:
    client.get(f"{sent}/result/upload")
    return choose(client, "#bring", content).status_code


def test_the_result_leads_to_the_form_and_a_file_is_kept_with_the_yes(client: HouseClient, sent: str) -> None:
    client.get(f"{sent}/result")
    assert client.page.all(f"#files a[href='{sent}/result/upload']")
    content = book(order("BUY INFY", "10/10"), order("BUY TCS", "1/4", "OPEN"), order("SELL SBIN", "3/3"))
    assert bring(client, sent, content) == 200
    assert "Rows: 3, of this basket: 2." in client.page.text("main")
    changes = client.page.text("#changes")
    assert "Not known" in changes
    assert "10 of 10 filled" in changes
    assert "1 of 4 filled, 3 open" in changes
    assert "SBIN" in client.page.text("#strangers")
    answer = client.submit("#keep", fields=MINE)
    assert (answer.status_code, page_of(answer)) == (303, f"{sent}/result")
    client.get(answer.location)
    assert (
        "Kite’s order book, uploaded by you on 11 Feb 2026, 10:35 IST. Rows: 3, of this basket: 2."
        in client.page.text("#files")
    )
    assert "SBIN" not in client.page.text("main")
    assert "changed on Kite" not in client.page.text("main"), "the file does not tell at what an order was asked"
    assert "file:" not in client.page.text("main"), "a number that was made up is nothing to look for in Kite"


def test_nothing_is_kept_by_looking(app: Flask, client: HouseClient, sent: str) -> None:
    bring(client, sent, book(order("BUY INFY", "10/10")))
    with world(app).store.reading() as view:
        assert not view.evidence.uploads([id_of(sent)])
        assert not view.evidence.sightings([handoffs(app, sent)[0].id])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No file was chosen"),
        (b"<html>", "neither CSV nor XLSX"),
        (b"Dear Sir", "No row of the file names the columns"),
        (book(order("HOLD INFY", "1/1")), "Row 2, “Type”: “HOLD” is neither BUY nor SELL."),
        (book(["2026-02-11 10:31", *order("BUY INFY", "1/1")[1:]]), "is no day and time with its seconds"),
        (b"Time,Type,Instrument,Qty.\n", "no column Status"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_how_to_mend_it(
    client: HouseClient, sent: str, content: bytes, said: str
) -> None:
    assert bring(client, sent, content) == 422
    assert said in client.page.text("#error-summary")


def test_a_spreadsheet_of_more_trades_than_a_list_of_orders_may_have_is_read(client: HouseClient, sent: str) -> None:
    day = ("", "2026-02-11", "NSE", "EQ", "EQ", "buy", "false", "1", "100")
    rows = [("WIPRO", *day, f"{n}", f"{n}", "2026-02-11T10:00:00") for n in range(1_500)]
    bring(client, sent, workbook(("Client ID", "AB1234"), TRADES, *rows))
    assert "Tradebook, 11 Feb 2026. Rows: 1,500, of this basket: 0." in client.page.text("main")


def test_every_fault_has_its_sentence() -> None:
    from tokri.core.formats.evidence_cells import EvidenceCode  # noqa: PLC0415 - the table of this test alone
    from tokri.core.screenshot import ScreenshotFault  # noqa: PLC0415 - the same

    assert set(FAULTS) == set(EvidenceCode)
    assert set(SCREENSHOT_FAULTS) == set(ScreenshotFault)


def test_a_file_with_nothing_of_the_basket_has_nothing_to_keep(client: HouseClient, sent: str) -> None:
    assert bring(client, sent, book(order("SELL SBIN", "3/3"))) == 200
    assert "None of its rows is an order of this basket" in client.page.text("main")
    assert not client.page.all("#keep")


def test_the_same_file_again_says_that_it_is_kept(client: HouseClient, sent: str, clock: FakeClock) -> None:
    content = book(order("BUY INFY", "10/10"), order("BUY TCS", "4/4"))
    bring(client, sent, content)
    client.submit("#keep", fields=MINE)
    clock.forward(minutes=5)
    bring(client, sent, content)
    assert "This very file was kept on 11 Feb 2026, 10:35 IST. It counts once." in client.page.text("main")
    assert not client.page.all("#keep")


def test_a_yes_to_what_changed_meanwhile_is_asked_anew(client: HouseClient, sent: str) -> None:
    bring(client, sent, book(order("BUY INFY", "5/10", "OPEN")))
    first = client.page.form("#keep")
    bring(client, sent, book(order("BUY INFY", "10/10")))
    client.submit("#keep", fields=MINE)
    answer = client.post(f"{sent}/result/upload/keep", data={"shown": dict(first.fields)["shown"]})
    assert answer.status_code == 409
    assert "more is known by now" in client.page.text("main")


def test_a_page_that_was_tampered_with_keeps_nothing(client: HouseClient, sent: str) -> None:
    bring(client, sent, book(order("BUY INFY", "10/10")))
    for shown in ("", "1.x.y", "ünseal"):
        assert client.post(f"{sent}/result/upload/keep", data={"shown": shown}).status_code == 409
    assert "Choose the file again" in client.page.text("main")


def test_what_may_be_another_order_is_told_apart_and_named(client: HouseClient, sent: str) -> None:
    bring(client, sent, book(order("BUY INFY", "10/10"), order("BUY TCS", "7/7")))
    assert "Not told apart" in client.page.text("main")
    assert client.submit("#keep", fields=MINE).status_code == 303


def test_text_of_a_file_is_shown_as_text(client: HouseClient, sent: str) -> None:
    bring(client, sent, book(order("BUY <script>alert(1)</script>", "1/1")))
    assert not client.page.all("main script")
    assert "<script>" in client.page.text("#error-summary")


# --- whether they are the orders of this basket at all ---------------------------------------------

LIKE = "Matched by share, side, quantity and time: the file names no basket."


def test_the_preview_says_that_it_goes_by_likeness_and_names_each_order_that_it_took(
    client: HouseClient, sent: str
) -> None:
    bring(client, sent, book(order("BUY INFY", "10/10", minutes=2)))
    assert f"{LIKE} Keep it only if these are the orders that you placed from here." in client.page.text("main")
    assert "placed 11 Feb 2026, 10:32" in client.page.text("#changes")
    assert not client.page.all("#changes [data-kind=proven]"), "nothing is proven before somebody says it is theirs"
    numbered = table(("order_id", *ORDERS), ["260211000000017", *order("BUY INFY", "10/10")])
    bring(client, sent, numbered)
    assert "order 260211000000017" in client.page.text("#changes")


def test_fills_of_orders_that_nobody_says_were_placed_from_here_are_kept_by_a_tick_alone(
    app: Flask, client: HouseClient, sent: str
) -> None:
    bring(client, sent, book(order("BUY INFY", "10/10"), order("BUY TCS", "4/4")))
    assert client.page.all("#mine:not([checked])")
    assert client.submit("#keep").status_code == 422
    assert "Tick that these are the orders" in client.page.text("#error-summary")
    with world(app).store.reading() as view:
        assert not view.evidence.uploads([id_of(sent)])
    assert client.submit("#keep", fields=MINE).status_code == 303
    with world(app).store.reading() as view:
        (event,) = [entry for entry, _ in view.chain.rows() if entry.kind == "file brought"]
    assert event.facts["said_placed_here"] is True
    client.get(f"{sent}/result")
    assert "matched by share, side, quantity and time" in client.page.text("main")


def test_whoever_said_that_they_placed_them_is_not_asked_again(client: HouseClient, sent: str) -> None:
    client.get(f"{sent}/result")
    client.submit("main form[action$='/word']", button=("said", "placed-all"))
    bring(client, sent, book(order("BUY INFY", "10/10")))
    assert LIKE in client.page.text("main")
    assert not client.page.all("#mine")
    assert client.submit("#keep").status_code == 303


def test_the_page_promises_no_more_of_a_file_than_it_shows(client: HouseClient, sent: str) -> None:
    client.get(f"{sent}/result")
    said = client.page.text("#files")
    assert "what became of every order" not in said
    assert "An order book shows every order of today, a tradebook only what was filled." in said


# --- screenshots --------------------------------------------------------------------------------


def test_a_screenshot_is_kept_and_comes_back_as_a_file_that_can_do_nothing(
    app: Flask, client: HouseClient, client_for: ClientFor, sent: str
) -> None:
    client.get(f"{sent}/result")
    assert choose(client, "main form[action$='/screenshot']", picture(), file="x.png").status_code == 303
    client.get(f"{sent}/result")
    link = attribute(client.page.one("a[href^='/attachments/']"), "href")
    answer = client.get(link)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=screenshot-")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"].split("; ")
    assert answer.headers["Cache-Control"] == "no-store"
    stranger = client_for(app)
    stranger.get("/")
    assert stranger.get(link).status_code == 404


def test_what_is_no_picture_is_not_kept_and_says_why(client: HouseClient, sent: str) -> None:
    client.get(f"{sent}/result")
    assert choose(client, "main form[action$='/screenshot']", b"<svg/>", file="x.png").status_code == 422
    assert "neither PNG, JPEG nor WebP" in client.page.text("main")


# --- their own word -----------------------------------------------------------------------------


def test_one_tap_says_all_none_or_which(app: Flask, client: HouseClient, sent: str) -> None:
    client.get(f"{sent}/result")
    assert {"I placed all of them", "I placed none of them", "I placed those I ticked"} <= set(
        button_names(client.page)
    )
    client.submit("main form[action$='/word']", fields={"order-1": "yes", "said": "placed-some"})
    (word,) = words_of(app, sent)
    assert word == PersonsWord(handoffs(app, sent)[0].id, Said.PLACED_SOME, word.at, (1,))
    client.get(f"{sent}/result")
    assert "Your own word" in client.page.text("main")
