"""Files that people bring as evidence, written as Kite and its Console write them, and read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import xlsxwriter

from tokri.core.formats import Sheet
from tokri.core.formats.evidence_cells import EvidenceCode as Code
from tokri.core.formats.evidence_cells import EvidenceFault
from tokri.core.formats.evidence_file import MOST_ROWS, EvidenceFile, read_evidence
from tokri.sheets import read_sheet

#: The evening of Thursday 12 February 2026: the tradebook of the day before is whole.
NOW = datetime(2026, 2, 12, 13, 0, tzinfo=UTC)

ORDERS = ("Time", "Type", "Instrument", "Product", "Qty.", "Avg. price", "Status")
OPEN = ("Time", "Type", "Instrument", "Product", "Qty.", "LTP", "Price", "Status")
BY_KITES_NAMES = (
    *("order_id", "order_timestamp", "exchange", "tradingsymbol", "transaction_type", "order_type", "product"),
    *("quantity", "filled_quantity", "price", "average_price", "status", "status_message", "tag"),
)
CONSOLE = (
    *("symbol", "isin", "trade_date", "exchange", "segment", "series", "trade_type", "auction", "quantity", "price"),
    *("trade_id", "order_id", "order_execution_time"),
)
KITE_TRADES = ("Trade ID", "Fill time", "Type", "Instrument", "Product", "Qty.", "Avg. Price")


def no_sheet(_: bytes) -> Sheet:
    raise AssertionError("a file of text was taken for a spreadsheet")


def table(*rows: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def workbook(*rows: Sequence[object]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    tab = book.add_worksheet("Equity")
    for place, row in enumerate(rows):
        tab.write_row(place, 0, row)
    book.close()
    return file.getvalue()


def read(content: bytes, now: datetime = NOW) -> EvidenceFile | tuple[EvidenceFault, ...]:
    sheets = partial(read_sheet, most_rows=MOST_ROWS) if content.startswith(b"PK") else no_sheet
    return read_evidence(content, sheets, now)


def good(content: bytes, now: datetime = NOW) -> EvidenceFile:
    found = read(content, now)
    assert isinstance(found, EvidenceFile), found
    return found


def faults(content: bytes) -> list[tuple[int | None, str | None, Code]]:
    found = read(content)
    assert not isinstance(found, EvidenceFile), found
    return [(each.row, each.column, each.code) for each in found]


def order(**changes: str) -> list[str]:
    """A row of Kite's own order book, as its page of orders downloads it."""
    cells = {
        "Time": "2026-02-11 10:31:07",
        "Type": "BUY",
        "Instrument": "INFY",
        "Product": "CNC",
        "Qty.": "10/10",
        "Avg. price": "1521.05",
        "Status": "COMPLETE",
    }
    return list(
        (cells | {name.replace("_", ". ") if name == "Avg_price" else name: changes[name] for name in changes}).values()
    )


def trade(**changes: str) -> list[str]:
    """A row of the Console's tradebook."""
    cells = dict(
        zip(
            CONSOLE,
            (
                *("INFY", "INE009A01021", "2026-02-11", "NSE", "EQ", "EQ", "buy", "false", "10.000000", "1521.050000"),
                *("21000001", "1300000012345678", "2026-02-11T10:31:07"),
            ),
            strict=True,
        )
    )
    return list((cells | changes).values())
