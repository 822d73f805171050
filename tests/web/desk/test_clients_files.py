"""Clients from a file and into one, their holdings, and their right to their data, as pages."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import HouseClient
from tests.desk.advised import advise
from tests.page import attribute
from tests.web.desk.clients import add, kept, register
from tests.web.desk.conftest import DeskFor
from tests.web.steps import rows, world
from tokri.core.desk.client_csv import MOST_ROWS
from tokri.core.desk.roles import Role

LIST = "code,name,phone\nC001,Asha Rao,90000 00000\nC002,Bina Shah,\nC003,,\n"
HOLDINGS = "Symbol,ISIN,Quantity Available\nINFY,INE009A01021,10\nTCS,INE467B01029,0\n"


def preview(browser: HouseClient, content: str | bytes, name: str = "clients.csv") -> TestResponse:
    """Choose a file on the page and press its button."""
    browser.get("/desk/clients/import")
    data = content.encode() if isinstance(content, str) else content
    return browser.post(
        "/desk/clients/import",
        data={"csrf_token": token(browser), "paste": "", "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def token(browser: HouseClient) -> str:
    found = browser.page.csrf_token
    assert found is not None
    return found


def names(app: Flask) -> list[str]:
    return [client.name for client in register(app)]


def stored(app: Flask) -> dict[str, object]:
    return {name: found for name, found in rows(app).items() if name not in {"rate_limits", "desk_sessions"}}


def test_a_list_is_shown_row_by_row_before_anything_is_saved_and_then_saved_as_shown(
    app: Flask, adviser: HouseClient
) -> None:
    add(adviser)
    before = stored(app)
    assert preview(adviser, LIST).status_code == 200
    assert stored(app) == before
    page = adviser.page
    assert "Asha Rao C001, row 2 Changed Phone: •••• 3210 → •••• 0000" in page.text("#changes")
    assert "Bina Shah C002, row 3 New" in page.text("#changes")
    assert "C003 Row 4 Enter the client’s name." in page.text("#faulty")
    answer = adviser.submit("main form")
    assert answer.status_code == 303
    assert names(app) == ["Asha Rao", "Bina Shah"]
    assert kept(app, "C001").phone == "+919000000000"
    assert kept(app, "C001").email == "asha@example.com"
    adviser.get(answer.location)
    assert "The list was saved: 1 client added, 1 changed." in adviser.page.text(".said")


def test_a_list_that_was_changed_on_its_way_back_or_outrun_by_another_saves_nothing(
    app: Flask, adviser: HouseClient
) -> None:
    add(adviser)
    preview(adviser, LIST)
    form = adviser.page.form()
    assert adviser.submit(form, fields={"text": LIST + "C9,Eve,\n"}).status_code == 409
    assert adviser.submit(form, fields={"sha256": "0" * 64}).status_code == 409
    assert names(app) == ["Asha Rao"]
    add(adviser, code="C002", name="Somebody else")
    answer = adviser.submit(form)
    assert answer.status_code == 409
    assert "Nothing was saved" in adviser.page.text(".notice")
    assert kept(app, "C002").name == "Somebody else"
    assert adviser.submit("main form").status_code == 303
    assert kept(app, "C002").name == "Bina Shah"


@pytest.mark.parametrize(
    "text",
    [
        "code;name;phone\r\nC2;Bina;98765 43210\r\n",
        "\ufeffcode\tname\tphone\rC2\tBina\t98765 43210",
        'code,name,phone\n"C2","Bina","98765\u00a043210"\n',
        "\n\ncode,name,phone\n\nC2,Bina,98765 43210\n\n",
    ],
)
def test_what_was_previewed_comes_back_from_the_browser_as_the_same_list(
    app: Flask, adviser: HouseClient, text: str
) -> None:
    assert preview(adviser, text).status_code == 200
    sent = dict(adviser.page.form().fields)
    answer = adviser.post(
        "/desk/clients/import/keep",
        data={**sent, "text": sent["text"].replace("\n", "\r\n")},  # as a browser ends its lines
    )
    assert answer.status_code == 303
    assert kept(app, "C2").phone == "+919876543210"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Nothing was there to read."),
        (b"%PDF-1.7 ...", "neither CSV nor a spreadsheet"),
        (b"PK\x03\x04 broken", "The spreadsheet cannot be read"),
        (b"name,phone\nAsha,1", "the column code is not there"),
        (b"code,name\n" + b"".join(b"C%d,Client\n" % n for n in range(10_000)), "has 10,000 rows"),
        (b"code,name\n" + b"x" * 400_000, "The list is too long"),
        (b"code,name,name\nA,B,C", "Two columns are both name."),
        (b"code,name\n", "no row under them"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(app: Flask, adviser: HouseClient, content: bytes, said: str) -> None:
    assert preview(adviser, content).status_code == 422
    assert said in adviser.page.text("#error-summary")
    assert names(app) == []


@pytest.mark.parametrize(
    "content",
    [
        "code,name\nC1,=cmd|' /C calc'!A0\n=1+1,Bina\nC3,@SUM(A1)\n",
        "code,name\nC1,Bi\0na\nC2,\u202eanib\n",
        b"code,name\nC1,\xff\xfe\x00\x81\n".decode("latin-1"),
        'code,name\nC1,"never closed\nC2,Bina',
        "code,name\n" + "C1,Same\n" * 50,
        "code,name\n" + "=" * 5_000,
    ],
)
def test_a_hostile_list_is_faults_and_never_an_error_of_ours(
    app: Flask, adviser: HouseClient, as_typed: None, content: str
) -> None:
    del as_typed
    assert preview(adviser, content).status_code == 200
    assert "Nothing is saved yet." in adviser.page.text("main")
    assert names(app) == []


def test_as_many_clients_as_are_read_at_once_are_saved_at_once(app: Flask, adviser: HouseClient) -> None:
    text = "code,name\n" + "".join(f"C{n:04},Client {n}\n" for n in range(MOST_ROWS))
    assert preview(adviser, text).status_code == 200
    assert adviser.submit("main form").status_code == 303
    assert len(names(app)) == MOST_ROWS
    adviser.get("/desk/clients?page=5")
    assert "page 5 of 5" in adviser.page.text("#clients-caption")
    assert len(adviser.page.all("#clients tbody tr")) == MOST_ROWS // 5


def test_the_sample_can_be_brought_as_it_is(app: Flask, adviser: HouseClient) -> None:
    sample = adviser.get("/desk/clients/sample.csv")
    assert sample.mimetype == "text/csv"
    preview(adviser, sample.data)
    assert not adviser.page.all("#faulty")
    assert adviser.submit("main form").status_code == 303
    assert names(app) == ["Asha Rao", "Rao Family"]


def test_the_whole_list_is_taken_as_csv_without_check_values_and_is_unchanged_when_brought_back(
    app: Flask, adviser: HouseClient
) -> None:
    add(adviser, check_kind="pan", check_value="234F")
    adviser.get("/desk/clients")
    taken = adviser.submit('form[action="/desk/clients/take"]')
    assert taken.mimetype == "text/csv"
    assert "attachment" in taken.headers["Content-Disposition"]
    assert b"234F" not in taken.data
    assert b"'+919876543210" in taken.data
    preview(adviser, taken.data)
    assert "There is nothing to save in it." in adviser.page.text("main")
    with world(app).store.reading() as view:
        assert "clients exported" in [entry.kind for entry, _ in view.chain.rows()]


# --- holdings -----------------------------------------------------------------------------------


def upload(browser: HouseClient, address: str, content: bytes, on: str = "2026-02-11") -> TestResponse:
    browser.get(f"{address}/holdings")
    return browser.post(
        f"{address}/holdings",
        data={"csrf_token": token(browser), "on": on, "file": (io.BytesIO(content), "holdings.csv")},
        content_type="multipart/form-data",
    )


def test_holdings_are_kept_from_kites_list_with_their_day(adviser: HouseClient) -> None:
    address = add(adviser)
    assert upload(adviser, address, HOLDINGS.encode(), "10-02-2026").status_code == 303
    adviser.get(address)
    assert adviser.page.text("#holdings-caption") == "Held on 10 Feb 2026"
    assert "INFY INE009A01021 10" in adviser.page.text("#holdings")
    assert "TCS" not in adviser.page.text("#holdings")


@pytest.mark.parametrize(
    ("content", "on", "said"),
    [
        (b"", "2026-02-11", "Nothing was there to read."),
        (b"code,name\nC1,A", "2026-02-11", "This is no list of holdings."),
        (HOLDINGS.replace("10", "ten").encode(), "2026-02-11", "Row 2, INFY: “ten” is no whole number of units."),
        (HOLDINGS.encode(), "soon", "Enter the day of the list"),
        (HOLDINGS.encode(), "2026-02-12", "The day of the list has not come yet."),
        (b"PK\x03\x04", "2026-02-11", "The spreadsheet cannot be read"),
    ],
)
def test_a_list_of_holdings_that_cannot_be_taken_says_why_and_changes_nothing(
    app: Flask, adviser: HouseClient, content: bytes, on: str, said: str
) -> None:
    address = add(adviser)
    before = stored(app)
    assert upload(adviser, address, content, on).status_code == 422
    assert said in adviser.page.text("#error-summary")
    assert stored(app) == before


# --- their right to their data --------------------------------------------------------------------


def test_a_clients_data_is_given_as_a_zip_that_says_all_of_it(adviser: HouseClient, administrator: HouseClient) -> None:
    address = add(adviser)
    administrator.get(address)
    answer = administrator.submit('form[action$="/take"]')
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert sorted(archive.namelist()) == ["client.csv", "client.json", "holdings.csv"]
        assert json.loads(archive.read("client.json"))["details"]["email"] == "asha@example.com"


def test_an_adviser_neither_erases_nor_gives_out_a_clients_data(adviser: HouseClient) -> None:
    address = add(adviser)
    adviser.get(address)
    assert not adviser.page.all('a[href$="/erase"], form[action$="/take"]')
    assert adviser.get(f"{address}/erase").status_code == 403


def test_erasing_says_what_goes_and_wants_the_code_typed(
    app: Flask, adviser: HouseClient, administrator: HouseClient
) -> None:
    address = add(adviser)
    administrator.get(f"{address}/erase")
    told = administrator.page.text("main")
    assert "No advice was ever meant for them" in told
    assert "The code C001, so that it is never given to another." in told
    assert administrator.submit("main form", fields={"code": "C002"}).status_code == 422
    assert "Type the code, C001" in administrator.page.text("#error-summary")
    assert kept(app, "C001").name == "Asha Rao"
    answer = administrator.submit("main form", fields={"code": "c001"})
    assert answer.status_code == 303
    administrator.get(answer.location)
    assert administrator.page.h1 == "C001"
    assert "All that was personal is gone." in administrator.page.text("main")
    assert "asha" not in repr(stored(app)["clients"]).lower()
    assert "asha" not in repr(stored(app)).lower().replace("adviser", "")
    for path in ("/edit", "/erase", "/activity", "/holdings"):
        assert adviser.get(address + path).status_code in {403, 404}
    assert administrator.get(f"{address}/erase").status_code == 404


def test_who_was_advised_lately_is_erased_in_part_and_the_page_says_until_when_the_rest_stays(
    app: Flask, administrator: HouseClient
) -> None:
    advise(world(app))
    with world(app).store.writing() as unit:
        client = unit.clients.get("c1")
        assert client is not None
        assert client.details is not None
        details = type(client.details)(**{**_values(client.details), "phone": "+919876543210"})
        unit.clients.change("c1", details, client.edition, client.changed_at)
    administrator.get("/desk/clients/c1/erase")
    assert "What stays until 11 Feb 2031" in administrator.page.text("main")
    assert administrator.submit("main form", fields={"code": "C1"}).status_code == 303
    assert (kept(app, "C1").name, kept(app, "C1").phone) == ("Asha Rao", "")
    administrator.get("/desk/clients/c1/erase")
    assert "is gone already" in administrator.page.text("main")
    assert not administrator.page.all("main form")


def _values(details: object) -> dict[str, object]:
    return {name: getattr(details, name) for name in details.__dataclass_fields__}  # type: ignore[attr-defined]  # it is one


def test_erasing_asks_for_the_password_again_when_it_was_not_asked_lately(
    app: Flask, adviser: HouseClient, desk_for: DeskFor
) -> None:
    address = add(adviser)
    late = desk_for(Role.ADMINISTRATOR)
    late.get(f"{address}/erase")
    with world(app).store.writing() as unit:
        for person in unit.people.all():
            for session in unit.people.sessions(person.id):
                unit.people.change_session(session.id, confirmed_at=None)
    answer = late.submit("main form", fields={"code": "C001"})
    assert (answer.status_code, urlsplit(answer.location).path) == (303, "/desk/confirm")
    assert kept(app, "C001").name == "Asha Rao"


def test_no_personal_data_of_a_client_is_ever_in_an_address(adviser: HouseClient) -> None:
    add(adviser)
    adviser.get("/desk/clients")
    links = [attribute(each, "href") for each in adviser.page.all("main a[href]")]
    assert not [link for link in links if "asha" in link.lower() or "43210" in link]
