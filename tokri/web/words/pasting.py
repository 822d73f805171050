"""A sentence for everything in a paste that could not be read: where it stands, what it is, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.formats import PasteCode, PasteFault
from tokri.web.words.names import LABELS

#: By the code of the fault. {where} names the row and the column; the rest are facts.
SENTENCES: Final[Mapping[PasteCode, str]] = {
    PasteCode.TEXT_TOO_LARGE: "The text has {characters} characters; paste at most {most} at a time.",
    PasteCode.NO_ORDERS: "No order is in the text; paste Kite’s JSON, or rows like BUY INFY NSE 10.",
    PasteCode.JSON_BROKEN: (
        "The text begins like JSON, but cannot be read beyond line {line}, character {character}; put that right, and "
        "read it again."
    ),
    PasteCode.JSON_TOO_DEEP: "The text holds lists within lists, too deep to read; paste a plain list of orders.",
    PasteCode.JSON_SHAPE: "{where}: this is not one list of orders; paste Kite’s list, or a basket file of Tokri.",
    PasteCode.FILE_VERSION: "The basket file says version {typed}, which is not known here; check every order.",
    PasteCode.SEQUENCE_UNKNOWN: (
        "The basket file has a sequence of sending that is not known here, {typed}; choose one on the review page."
    ),
    PasteCode.KEY_UNKNOWN: "{where}: an order has no field of that name; its value {typed} was left out.",
    PasteCode.KEY_TWICE: "{where}: given twice, the second time as {typed}; both are kept, so leave the one you mean.",
    PasteCode.VALUE_SHAPE: "{where}: {typed} is neither a text nor a number; type what you mean.",
    PasteCode.NOT_AN_ORDER: "{where}: “{typed}” is not an order; it is still in the box.",
    PasteCode.SUM: "{where}: “{typed}” is a row of sums, and was left out.",
    PasteCode.COLUMN_UNKNOWN: "{where}: an order has no field of that name; what it held was left out: {held}.",
    PasteCode.COLUMN_TWICE: (
        "{where}: “{first}” and “{second}” both mean “{field}”, and hold “{typed}” and “{other}” first, so it was left "
        "empty in every order. Type it into the orders, or paste them again with one of the two."
    ),
    PasteCode.COLUMNS_UNCLEAR: (
        "{where}: spaces alone do not show what stands under which heading, so nothing of it was read; it is still in "
        "the box. Put a tab or a comma between the columns."
    ),
    PasteCode.COUNTER: "{where}: it only counts the rows, {first} to {last}, and was left out.",
    PasteCode.NUMBERS_UNCLEAR: (
        "{where}: {numbers} could{each} be the quantity or a price, so the order has neither yet. Type them into the "
        "order, or paste it again with headings above the columns."
    ),
    PasteCode.CELL_EXTRA: "{where}: “{typed}” stands beyond the last heading; the row is still in the box.",
    PasteCode.CELL_UNREADABLE: (
        "{where}: “{typed}” does not show which field it is; the row is still in the box. Put headings above the "
        "columns, or take it out."
    ),
    PasteCode.ROW_WITHOUT_SYMBOL: "{where}: no symbol is in “{typed}”; the row is still in the box.",
    PasteCode.TOO_MANY: (
        "There were {found} orders, and a basket holds at most {most}: the last{those_over} did not go in. Save this "
        "basket, then read what is left into another one."
    ),
    PasteCode.FORMULA: (
        "{where}: formulas are not worked out here. {typed} last came to “{shown}” in your spreadsheet; type what you "
        "mean, or copy the rows there and paste them, which brings what they show."
    ),
    PasteCode.TITLE: "What stands above the headings in row {above} was left out: “{typed}”.",
    PasteCode.HOLDINGS: (
        "{where}: these are holdings, with the quantity that is available. Choose in each order whether to buy or "
        "sell. The exchange is filled in where the instrument list knows the paper, NSE before BSE."
    ),
    PasteCode.KITE_HOLDINGS: (
        "{where}: these are holdings, with their quantity; prices and gains were left out. Choose in each order "
        "whether to buy or sell. The exchange is filled in where the instrument list leaves no doubt of it."
    ),
    PasteCode.HOLDING_NONE: "{where}: none of {typed} is available, so it gave no order.",
    PasteCode.TRADES: (
        "{where}: trades that were done give symbols only, each once; side and quantity are left for you to fill in."
    ),
    PasteCode.TICKET_COUNT: (
        "The ticket should have {said} orders, and {found} were found; compare it with where it came from."
    ),
    PasteCode.NO_FILE: "No file was chosen, or it is empty; choose one, then read it.",
    PasteCode.FILE_TOO_LARGE: "The file is larger than 5 MB; take out what is no order, or split it.",
    PasteCode.FILE_TOO_LONG: (
        "This has more than {rows} rows or {columns} columns, or more text than those would hold, so nothing of it was "
        "read; take out what is no order, or split it."
    ),
    PasteCode.FIELD_TOO_LONG: (
        "Order {order} of the file has {characters} characters in one field, so it was left out; put it right in the "
        "file, and read that again."
    ),
    PasteCode.FILE_KIND: "The file is neither CSV, XLSX, JSON nor plain text; save it as one of these.",
    PasteCode.FILE_OLD: (
        "The file is from an Excel before 2007, or has a password; save it as XLSX without a password, or as CSV."
    ),
    PasteCode.FILE_BROKEN: (
        "The file looks like a spreadsheet, but cannot be opened; save it once more as XLSX, or as CSV."
    ),
    PasteCode.FILE_UNPACKED: (
        "Unpacked, the spreadsheet holds far more than 1,000 rows need, so it was not opened; save the rows as CSV."
    ),
    PasteCode.FILE_ENCODING: (
        "The file is not in UTF-8 and was read as Windows writes it; look at letters that are not English ones."
    ),
    PasteCode.SHEET_CHOSEN: "{left} not read; only the first sheet with something on it is.",
    PasteCode.LEFT_IN_FILE: (
        "What gave no order was not put into the box, which would not hold it or holds something else; it is in your "
        "file, to be put right there and read again."
    ),
    PasteCode.MORE_FAULTS: "More could not be read than is listed here ({more}); put these right and read it again.",
}


def paste_fault(fault: PasteFault) -> str:
    """The fault in words."""
    facts: dict[str, str | int] = {**fault.facts, "where": _where(fault)}
    if "field" in facts:
        facts["field"] = LABELS[str(facts["field"])]
    if "cells" in facts:
        facts["held"] = ("" if facts["cells"] == 1 else f"{facts['cells']} cells, first ") + f"“{facts['typed']}”"
    if "over" in facts:
        most, over = int(facts["most"]), int(facts["over"])
        facts |= {"found": most + over, "those_over": "" if over == 1 else f" {over}"}
    if "sheets" in facts:
        one = facts["sheets"] == 1
        facts["left"] = (
            f"Sheet “{facts['typed']}” was" if one else f"{facts['sheets']} sheets (“{facts['typed']}”) were"
        )
    if "numbers" in facts:
        facts["numbers"] = " and ".join(str(facts["numbers"]).replace(" / ", ", ").rsplit(", ", 1))
        facts["each"] = "" if facts["count"] == 1 else " each"
    return SENTENCES[fault.code].format_map(facts)


def _where(fault: PasteFault) -> str:
    column = "" if fault.column is None else f"column {fault.column}" if fault.column.isdigit() else f"“{fault.column}”"
    row = "" if fault.row is None else f"row {fault.row}"
    where = ", ".join(each for each in (row, column) if each)
    return where[:1].upper() + where[1:]
