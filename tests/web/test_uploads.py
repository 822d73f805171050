"""Files: read into the form with scripts off, behind what was typed, with every fault by its row; nothing is kept."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.documented import DOCUMENTED
from tests.page import attribute
from tests.web.steps import INFY, TCS, Fields, grid, rows, save, typed

HOLDINGS = (
    "Symbol,ISIN,Sector,Quantity Available\nINFY,INE009A01021,IT,10\nTCS,INE467B01029,IT,4\nNOSUCH,INE000X01010,IT,3\n"
)


def upload(
    client: HouseClient,
    content: bytes | str,
    *orders: Fields,
    file: str = "Model portfolio.csv",
    at: str = "/baskets/new",
    **more: str,
) -> TestResponse:
    """Choose a file in the form where these orders stand, and press its button."""
    client.get(at)
    button = client.page.one("button[value=upload]")
    assert attribute(button, "formenctype") == "multipart/form-data"
    data = content.encode() if isinstance(content, str) else content
    fields = {**typed(*orders, action="upload", **more), "csrf_token": str(client.page.csrf_token)}
    boundary, body = encode_multipart({**fields, "file": FileStorage(io.BytesIO(data), filename=file)})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(attribute(button, "formaction"), data=body, content_type=kind)


def spreadsheet(*table: tuple[object, ...], more: Mapping[str, Sequence[tuple[object, ...]]] | None = None) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows_of_it in {"Feb": table, **(more or {})}.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows_of_it):
            sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def test_a_file_is_read_into_the_form_behind_what_was_typed_and_nothing_is_kept(
    app: Flask, client: HouseClient
) -> None:
    answer = upload(client, "Side,Symbol,Exch,Qty,Type,Product\nBuy,INFY,NSE,10,Market,Delivery\n", TCS)
    assert answer.status_code == 200
    assert grid(client.page) == [dict(TCS), dict(INFY)]
    assert "1 order was read." in client.page.text("#message")
    assert rows(app)["baskets"] == []
    assert client.submit("#basket", ("action", "save")).status_code == 303


def test_a_spreadsheet_is_read_with_its_faults_by_row_and_column(client: HouseClient) -> None:
    table = (
        ("Symbol", "Exchange", "Side", "Qty", "Type", "Product", "Notes"),
        ("INFY", "NSE", "BUY", 10, "MARKET", "CNC"),
        ("TCS", "NSE", "BUY", "=2*2", "MARKET", "CNC", "hi"),
        ("Grand total", "", "", 14),
    )
    assert upload(client, spreadsheet(*table), file="Feb.xlsx").status_code == 422
    assert [order["tradingsymbol"] for order in grid(client.page)] == ["INFY", "TCS"]
    assert grid(client.page)[1]["quantity"] == "=2*2"
    told = client.page.text("#paste-faults")
    assert "Row 1, “Notes”: an order has no field of that name" in client.page.text("#paste-remarks")
    assert "Row 3, “Qty”: formulas are not worked out here. =2*2 last came to “0”" in told
    assert "Row 4: “Grand total 14” is a row of sums, and was left out." in client.page.text("#paste-remarks")
    assert client.page.text("#paste") == ""
    assert "Row 3, “Qty”" in client.page.text("#error-summary")
    assert "Notes" not in client.page.text("#error-summary")
    assert "total" not in client.page.text("#error-summary")


def test_a_sheet_that_was_not_read_is_named(client: HouseClient) -> None:
    content = spreadsheet(("Symbol", "Qty"), ("INFY", 10), more={"Other": [("Symbol", "Qty"), ("TCS", 4)]})
    assert upload(client, content, file="Feb.xlsx").status_code == 200
    told = client.page.text("#paste-remarks")
    assert "Sheet “Other” was not read; only the first sheet with something on it is." in told


def test_kites_own_json_is_read_from_a_file_too(client: HouseClient) -> None:
    assert upload(client, DOCUMENTED, file="kite.json").status_code == 200
    assert len(grid(client.page)) == 3


def test_the_file_gives_the_basket_its_name_where_nobody_gave_one(client: HouseClient) -> None:
    upload(client, "BUY,INFY,NSE,10\n")
    assert attribute(client.page.one("#name"), "value") == "Model portfolio"
    upload(client, "BUY,INFY,NSE,10\n", name="Mine")
    assert attribute(client.page.one("#name"), "value") == "Mine"


def test_a_file_is_read_on_the_form_of_a_saved_basket(app: Flask, client: HouseClient) -> None:
    basket = save(client, INFY)
    assert upload(client, "BUY,TCS,NSE,4,MARKET,CNC\n", INFY, at=basket).status_code == 200
    assert len(grid(client.page)) == 2
    assert len(rows(app)["versions"]) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "No file was chosen, or it is empty"),
        (b"%PDF-1.7", "The file is neither CSV, XLSX, JSON nor plain text"),
        (b"\xd0\xcf\x11\xe0", "from an Excel before 2007, or has a password"),
        (b"PK\x03\x04 and no more", "cannot be opened"),
        ("Symbol,Qty\n" + "INFY,1\n" * 1_000, "more than 1000 rows"),
        (b"a" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do_and_what_was_typed_stays(
    client: HouseClient, content: bytes | str, told: str
) -> None:
    assert upload(client, content, INFY).status_code == 422
    assert told in client.page.text("#paste-faults")
    assert grid(client.page) == [dict(INFY)]


def test_a_body_beyond_all_measure_is_not_read(client: HouseClient) -> None:
    assert upload(client, b"a" * 5_256_001).status_code == 413
    assert "a file may have 5 MB" in client.page.text("main")


def test_what_stood_in_the_box_stays_there_and_a_file_does_not_mix_with_it(client: HouseClient) -> None:
    assert upload(client, "BUY,TCS,NSE,4\nBUY,Tata Steel,NSE,1\n", paste='[{"tag": 1').status_code == 422
    assert client.page.text("#paste") == '[{"tag": 1'
    assert "it is in your file" in client.page.text("#paste-faults")


def test_remarks_on_how_a_file_was_read_are_no_errors(client: HouseClient) -> None:
    assert upload(client, "Feb\nSymbol,Side,Qty\nINFY,BUY,10\n").status_code == 200
    assert "What stands above the headings in row 2 was left out: “Feb”." in client.page.text("#paste-faults")
    assert not client.page.all("#error-summary")


def test_a_form_is_shown_again_where_its_address_is_loaded_again(client: HouseClient) -> None:
    assert client.get("/baskets/new/upload").location == "/baskets/new"
    basket = save(client, INFY)
    assert client.get(f"{basket}/upload").location == basket


def test_two_files_at_once_are_not_taken(client: HouseClient) -> None:
    client.get("/baskets/new")
    files = [(io.BytesIO(b"BUY,INFY,NSE,1"), name) for name in ("a.csv", "b.csv")]
    data = {**typed(action="upload"), "file": files}
    assert client.post("/baskets/new/upload", data=data).status_code == 400


def test_holdings_get_their_exchange_from_the_list_and_their_side_from_the_person(
    app_for: AppFor, client_for: ClientFor
) -> None:
    client = client_for(app_for())
    assert upload(client, HOLDINGS, file="holdings.csv").status_code == 200
    assert [order["quantity"] for order in grid(client.page)] == ["10", "4", "3"]
    assert not any("transaction_type" in order for order in grid(client.page))
    assert "Choose in each order whether to buy or sell" in client.page.text("#paste-faults")
