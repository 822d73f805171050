"""The search for instruments: JSON for the form's script, and a page that does the same without one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.master.lists import contract, dump, row, share
from tests.page import text_of
from tokri.web.context import KEY

DAY = date(2026, 2, 11)
MORNING = datetime(2026, 2, 11, 5, tzinfo=UTC)
ROWS = (
    share("INFY", "INFOSYS LIMITED", tick_size="0.1"),
    share("INFY", "INFOSYS LTD.", "BSE"),
    contract("INFY26FEBFUT", "INFY", "2026-02-24", lot_size=400),
    row("NIFTY 50", "NIFTY 50", "NSE", segment="INDICES", lot_size=0, tick_size=0),
)


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    """A program on 11 February 2026 that has taken in a small list and one price."""
    built = app_for(clock_offset=MORNING - datetime.now(UTC))  # noqa: TID251 - so far is the test's day from today
    take(built, *ROWS)
    master(built).take_prices(b"exchange,tradingsymbol,last_price\nNSE,INFY,1656.50\n", DAY, "prices.csv")
    return built


def master(app: Flask):  # noqa: ANN201 - the real one, of whatever type
    return app.extensions[KEY].outside.instruments


def take(app: Flask, *rows: str, on: date = DAY) -> None:
    master(app).take_dump(dump(*rows), on, MORNING)


def test_a_search_is_answered_as_json(client: HouseClient) -> None:
    answer = client.get("/instruments/search?q=infosys")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    found = answer.get_json()
    assert found["meant"] is False
    assert found["hits"][0] == {
        "exchange": "NSE", "tradingsymbol": "INFY", "name": "INFOSYS LIMITED", "kind": "share", "lot_size": 1,
        "tick_size": "0.1", "expiry": None, "last_price": "1656.5", "price_on": "2026-02-11",
        "twin": {"exchange": "BSE", "tradingsymbol": "INFY"},
    }  # fmt: skip
    future = found["hits"][2]
    assert (future["tradingsymbol"], future["lot_size"], future["expiry"], future["last_price"], future["twin"]) == (
        *("INFY26FEBFUT", 400, "2026-02-24"),
        *(None, None),
    )


def test_an_exchange_narrows_the_search_and_one_that_there_is_not_is_nothing(client: HouseClient) -> None:
    def exchanges(asked: str) -> set[str]:
        hits = client.get(f"/instruments/search?q=infy&exchange={asked}").get_json()["hits"]
        return {hit["exchange"] for hit in hits}

    assert exchanges("BSE") == {"BSE"}
    assert exchanges("NASDAQ") == {"NSE", "BSE", "NFO"}


def test_what_is_nearly_right_is_told_as_meant(client: HouseClient) -> None:
    found = client.get("/instruments/search?q=infosis").get_json()
    assert found["meant"] is True
    assert found["hits"][0]["tradingsymbol"] == "INFY"


@pytest.mark.parametrize(
    "asked", ["", "?q=", "?q=%00", "?q=" + "x" * 5000, "?q=%F0%9F%92%B0", "?exchange=NSE", "?q=infy&q=tcs"]
)
def test_any_question_gets_an_answer(client: HouseClient, asked: str) -> None:
    assert client.get(f"/instruments/search{asked}").status_code == 200
    assert client.get(f"/instruments{asked}").status_code == 200


def test_an_answer_is_known_by_a_strong_tag_until_the_list_or_a_price_changes(app: Flask, client: HouseClient) -> None:
    def ask(tag: str) -> tuple[int, str]:
        answer = client.get("/instruments/search?q=infy", headers={"If-None-Match": tag})
        return answer.status_code, answer.headers["ETag"]

    tags = [ask("")[1]]
    assert not tags[0].startswith("W/")
    assert ask(tags[0]) == (304, tags[0])
    master(app).take_prices(b"exchange,tradingsymbol,last_price\nNSE,INFY,1700\n", DAY, "later.csv")
    status, tag = ask(tags[0])
    assert status == 200
    take(app, *ROWS, share("TCS"))
    assert ask(tag)[0] == 200
    assert client.get("/instruments/search?q=infy").headers["Cache-Control"] == "private, no-cache"


def test_the_page_does_the_same_without_a_script(client: HouseClient) -> None:
    client.get("/instruments")
    client.submit("form[role=search]", fields={"q": "infosys", "exchange": ""})
    rows = [text_of(each) for each in client.page.all("#found tbody tr")]
    assert len(rows) == 3
    cells = "NSE:INFY INFOSYS LIMITED 1 ₹0.10 – ₹1,656.50 on 11 Feb 2026 BSE:INFY Start a basket with it"
    assert " ".join(rows[0].split()) == cells
    assert "24 Feb 2026" in rows[2]
    assert "4 instruments of 11 Feb 2026." in client.page.text("main")


def test_the_page_says_what_cannot_be_traded_what_was_meant_and_when_nothing_is_found(client: HouseClient) -> None:
    client.get("/instruments?q=nifty+50")
    assert "an index, not traded itself" in client.page.text("#found")
    client.get("/instruments?q=infosis")
    assert "Nothing has that name. The nearest:" in client.page.text("main")
    client.get("/instruments?q=qqqqq")
    assert "Nothing found." in client.page.text("main")


def test_what_was_typed_stands_in_the_form_as_it_was_typed(client: HouseClient) -> None:
    client.get("/instruments?q=%3Cb%3E%26%22&exchange=BSE")
    form = dict(client.page.form("form[role=search]").fields)
    assert form == {"q": '<b>&"', "exchange": "BSE"}


def test_the_page_says_that_there_is_no_list_yet(app_for: AppFor, client_for: ClientFor) -> None:
    empty = app_for()
    client = client_for(empty)
    client.get("/instruments?q=infy")
    assert "No instrument list has been taken in" in client.page.text("main")
    assert client.get("/instruments/search?q=infy").get_json() == {"hits": [], "meant": False, "full": False}


def test_a_list_past_two_days_is_warned_of(app: Flask, client: HouseClient) -> None:
    take(app, *ROWS, on=DAY - timedelta(days=1))
    client.get("/instruments")
    assert not client.page.all(".notice--warning")
    take(app, *ROWS, on=DAY - timedelta(days=2))
    client.get("/instruments")
    assert "The instrument list is of 9 Feb 2026." in client.page.text(".notice--warning")


@pytest.mark.parametrize(
    ("listed", "caption", "full"), [(19, "Found", False), (20, "The first 20", True), (25, "The first 20", True)]
)
def test_as_many_as_are_shown_are_not_called_all_that_there_are(
    app: Flask, client: HouseClient, listed: int, caption: str, full: bool
) -> None:
    take(app, *(share(f"ABC{number}", f"ABC {number} LIMITED") for number in range(listed)), on=date(2026, 2, 12))
    assert client.get("/instruments/search?q=abc").get_json()["full"] is full
    client.get("/instruments?q=abc")
    assert client.page.text("#found caption") == caption
