"""A file goes in by a real browser, with scripts and without, and a basket comes out as one."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import Serving

TABLE = (
    ("Symbol", "Exchange", "Side", "Qty", "Type", "Price", "Product"),
    ("INFY", "NSE", "BUY", 10, "LIMIT", 1660.5, "CNC"),
    ("TCS", "NSE", "BUY", 2, "LIMIT", 3225, "CNC"),
)


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    path = tmp_path / "Model portfolio.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(TABLE):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def read(page: Page, server: Serving, path: Path) -> None:
    page.goto(f"{server.url}/baskets/new")
    page.get_by_text("Paste or upload orders", exact=True).click()
    page.get_by_label("Or a file").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#message")).to_have_text("2 orders were read. Look through them, then review.")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("link", ["Download as CSV", "Download the ticket", "Download for Kite", "Download as JSON"])
def test_a_spreadsheet_goes_in_and_every_kind_of_file_comes_out_and_in_again(
    new_page: NewPage, server: Serving, spreadsheet: Path, scripts: bool, link: str
) -> None:
    page = new_page(java_script_enabled=scripts)
    read(page, server, spreadsheet)
    expect(page.get_by_label("Name of the basket")).to_have_value("Model portfolio")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Take it with you").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    assert download.value.suggested_filename.partition(".")[0].replace("Kite ", "").startswith("Model portfolio")
    path = spreadsheet.with_name(download.value.suggested_filename)
    download.value.save_as(path)
    read(page, server, path)
    for place, row in enumerate(TABLE[1:]):
        for field, value in zip(("tradingsymbol", "exchange", "transaction_type", "quantity"), row, strict=False):
            expect(page.locator(f"#orders-{place}-{field}")).to_have_value(str(value))
        expect(page.locator(f"#orders-{place}-price")).to_have_value(str(row[5]))


def test_what_a_file_brought_counts_as_not_saved(new_page: NewPage, server: Serving, spreadsheet: Path) -> None:
    page = new_page()
    read(page, server, spreadsheet)
    assert page.locator("#basket").get_attribute("data-unsaved") is not None
