"""Which field a column holds: by its heading, and where the heading leaves it open, by what stands under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core import money
from tokri.core.choices import CHOICES, nearest
from tokri.core.formats.pasted import PasteCode, PasteFault
from tokri.core.formats.table import MOST_CELLS, Row
from tokri.core.glimpse import glimpse

#: Characters of a cell beyond which it is no heading.
LONGEST_HEADING: Final = 100

#: Headings that people and other programs give to Kite's fields, as letters and digits in lower case.
HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("variety", "ordervariety"), "variety"),
    **dict.fromkeys(
        (
            *("tradingsymbol", "symbol", "symbols", "symbolname", "stocksymbol", "ticker", "security", "securityname"),
            *("scrip", "scrips", "scripname", "stock", "stocks", "stockname", "share", "sharename", "instrument"),
            *("instruments", "instrumentname", "contract", "contractname"),
        ),
        "tradingsymbol",
    ),
    **dict.fromkeys(("exchange", "exch", "exchg", "exchangename", "market", "segment"), "exchange"),
    **dict.fromkeys(
        (
            *("transactiontype", "transaction", "transtype", "trantype", "txntype", "tradetype", "trade", "side"),
            *("orderside", "tradeside", "buysell", "sellbuy", "buyorsell", "bs", "bors", "action", "direction"),
        ),
        "transaction_type",
    ),
    **dict.fromkeys(("ordertype", "type", "pricetype"), "order_type"),
    **dict.fromkeys(
        (
            *("quantity", "quantities", "qty", "qtty", "orderqty", "orderquantity", "units", "nos", "shares"),
            *("noofshares", "numberofshares", "qtyshares", "quantityshares", "sharestobuy"),
        ),
        "quantity",
    ),
    **dict.fromkeys(("product", "producttype", "productcode", "prod", "prodtype"), "product"),
    **dict.fromkeys(
        ("price", "pricers", "priceinr", "limitprice", "limitrate", "orderprice", "orderrate", "rate"), "price"
    ),
    **dict.fromkeys(
        ("triggerprice", "trigger", "triggerrate", "trgprice", "trigprice", "stopprice", "slprice", "stoploss"),
        "trigger_price",
    ),
    **dict.fromkeys(
        ("disclosedquantity", "disclosedqty", "disclosed", "discqty", "discquantity", "dq"), "disclosed_quantity"
    ),
    **dict.fromkeys(("validity", "timeinforce", "tif"), "validity"),
    **dict.fromkeys(("readonly", "locked", "lock"), "readonly"),
    **dict.fromkeys(("tag", "ordertag"), "tag"),
}

#: Headings that give way to any other heading of the same field: a Type may be of many things, and a Segment is an
#: exchange in some tables and stands beside one in others.
_GIVING_WAY: Final = frozenset({"type", "segment"})

#: With so many known headings, a row is one of headings whatever else is in it.
_CERTAINLY_HEADINGS: Final = 3


def field_of(heading: str) -> str | None:
    """The Kite field that a heading names, or None. Only the whole heading counts: a Target price is no price."""
    return HEADINGS.get(_folded(heading))


def is_heading(row: Row, fewest: int) -> bool:
    """Whether a row holds headings: `fewest` of them known, and nothing that a row of orders would hold."""
    cells = [cell for cell in row.cells[:MOST_CELLS] if cell]
    if any(nearest("transaction_type", cell) for cell in cells):
        return False
    others = [cell for cell in cells if field_of(cell) is None]
    known = len(cells) - len(others)
    if known >= _CERTAINLY_HEADINGS:
        return True
    return known >= fewest and len(cells) > 1 and not any(_tells(cell) for cell in others)


def columns_of(heading: Row, body: Sequence[Row]) -> tuple[list[str | None], list[PasteFault]]:
    """The field of each column, None where it has none or shares it; what stands in a column without one is a fault."""
    names = heading.cells[:MOST_CELLS]
    held = [_held(place, body) for place in range(len(names))]
    fields = [_field(name, cells) if cells else None for name, cells in zip(names, held, strict=True)]
    firm = {field for name, field in zip(names, fields, strict=True) if not _gives_way(name)}
    fields = [None if _gives_way(name) and field in firm else field for name, field in zip(names, fields, strict=True)]
    columns: list[str | None] = []
    faults = []
    for place, name in enumerate(names):
        field = fields[place]
        first = fields.index(field)
        columns.append(field if fields.count(field) == 1 else None)
        if field is None and held[place]:
            left_out: dict[str, str | int] = {"typed": glimpse(held[place][0]), "cells": len(held[place])}
            column = glimpse(name) or str(place + 1)
            faults.append(PasteFault(heading.number, column, PasteCode.COLUMN_UNKNOWN, left_out))
        elif field is not None and first < place:
            both: dict[str, str | int] = {
                "field": field,
                "first": glimpse(names[first]),
                "second": glimpse(name),
                "typed": glimpse(held[first][0]),
                "other": glimpse(held[place][0]),
            }
            faults.append(PasteFault(heading.number, None, PasteCode.COLUMN_TWICE, both))
    return columns, faults


def _held(place: int, body: Sequence[Row]) -> list[str]:
    return [row.cells[place] for row in body if place < len(row.cells) and row.cells[place]]


def _field(name: str, cells: Sequence[str]) -> str | None:
    """The field of a column that holds `cells`: a Type of BUY and SELL is the side, one of CNC and MIS the product."""
    field = field_of(name)
    for meant in ("transaction_type", "product") if field == "order_type" else ():
        if all(nearest(meant, cell) for cell in cells):
            return meant
    if _folded(name) == "segment" and not all(nearest("exchange", cell) for cell in cells):
        return None
    return field


def _tells(cell: str) -> bool:
    """Whether a cell alone tells that its row is one of orders: one of Kite's choices, or a number."""
    return any(nearest(field, cell) for field in CHOICES) or not isinstance(money.price(cell), money.NumberFault)


def _gives_way(heading: str) -> bool:
    return _folded(heading) in _GIVING_WAY


def _folded(heading: str) -> str:
    """Letters and digits in lower case; "" for a text that is too long for a heading, and may be megabytes."""
    return "".join(each for each in heading.lower() if each.isalnum()) if len(heading) <= LONGEST_HEADING else ""
