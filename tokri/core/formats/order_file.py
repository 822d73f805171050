"""Kite's order book as a person downloads it: what was asked, how much was filled, and how each order stands.

Two kinds of layout are known. The CSV of Kite's own page of orders has Time, Type, Instrument, Product, Qty., Avg.
price and Status, its list of open ones Price and LTP besides; there Qty. is "filled/asked", and neither number nor
exchange of an order stands in it. Tables by the names of Kite's API have tradingsymbol, transaction_type, quantity,
filled_quantity, average_price, status, order_timestamp and order_id. Columns are known by their names, in any order.
Source: the headings of the download on https://kite.zerodha.com/orders, as public programs that read it list them, and
https://kite.trade/docs/connect/v3/orders/#retrieving-orders. A tag that stands there is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from tokri.core.choices import nearest
from tokri.core.evidence import OVER
from tokri.core.formats.evidence_cells import Cells, EvidenceCode, kite_text
from tokri.core.ports.kept import BookOrder

#: Field by folded heading.
FIELDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("time", "ordertime", "ordertimestamp"), "time"),
    **dict.fromkeys(("type", "transactiontype", "side", "buysell"), "side"),
    **dict.fromkeys(("instrument", "tradingsymbol", "symbol"), "symbol"),
    **dict.fromkeys(("qty", "quantity"), "quantity"),
    **dict.fromkeys(("filledquantity", "filledqty"), "filled"),
    **dict.fromkeys(("avgprice", "averageprice"), "average"),
    **dict.fromkeys(("status", "orderstatus"), "status"),
    **dict.fromkeys(("statusmessage", "rejectionreason"), "message"),
    **dict.fromkeys(("price", "limitprice"), "price"),
    "triggerprice": "trigger",
    "product": "product",
    "exchange": "exchange",
    "ordertype": "order_type",
    "variety": "variety",
    "orderid": "order_id",
}

#: Without these nothing can be told.
NEEDED: Final = ("time", "side", "symbol", "quantity", "status")

#: Orders in one file.
MOST_ORDERS: Final = 1_000

#: Characters of the broker's words that are kept.
_LONGEST_MESSAGE: Final = 500

_NOTHING_FILLED: Final = frozenset({"REJECTED"})


def read_row(cells: Cells) -> BookOrder | None:
    """The order of one row; None where something in it cannot be read. Its number and exchange may be ""."""
    symbol, side, status, at, order_id = (
        cells.symbol(),
        cells.side(),
        cells.status(),
        cells.moment(),
        cells.order_id(),
    )
    exchange = _exchange(cells)
    quantity, filled = _quantities(cells, status or "")
    average, price, trigger = cells.price("average"), cells.price("price"), cells.price("trigger")
    if filled and average == 0:
        cells.fault("average", EvidenceCode.PRICE)
    if symbol is None or side is None or status is None or at is None or order_id is None or exchange is None:
        return None
    if quantity is None or filled is None or average is None or price is None or trigger is None or cells.faults:
        return None
    gone = quantity - filled if status in OVER else 0
    return BookOrder(
        order_id=order_id,
        status=status,
        status_message=cells.text("message")[:_LONGEST_MESSAGE] or None,
        tradingsymbol=symbol,
        exchange=exchange,
        transaction_type=side,
        order_type=nearest("order_type", cells.text("order_type")) or "",
        product=nearest("product", cells.text("product")) or "",
        variety=nearest("variety", cells.text("variety")) or "",
        quantity=quantity,
        filled_quantity=filled,
        pending_quantity=quantity - filled - gone,
        cancelled_quantity=gone if status == "CANCELLED" else 0,
        price=price,
        trigger_price=trigger,
        average_price=average if filled else Decimal(0),
        order_timestamp=kite_text(at),
        tag=None,
    )


def _exchange(cells: Cells) -> str | None:
    text = cells.text("exchange")
    found = nearest("exchange", text)
    if text and found is None:
        cells.fault("exchange", EvidenceCode.EXCHANGE)
        return None
    return found or ""


def _quantities(cells: Cells, status: str) -> tuple[int | None, int | None]:
    """How many were asked, and how many filled: "0/10", a column each, or what the status leaves no doubt of."""
    before, slash, after = cells.text("quantity").partition("/")
    asked = cells.quantity(text=after if slash else before)
    if slash:
        filled = cells.quantity(text=before)
    elif cells.has("filled"):
        filled = cells.quantity("filled")
    elif status == "COMPLETE":
        filled = asked
    elif status in _NOTHING_FILLED:
        filled = 0
    else:
        cells.fault("quantity", EvidenceCode.FILLED_UNCLEAR)
        return asked, None
    if asked == 0:
        cells.fault("quantity", EvidenceCode.QUANTITY)
    elif asked is not None and filled is not None and (filled > asked or (status == "COMPLETE" and filled < asked)):
        cells.fault("filled" if cells.has("filled") and not slash else "quantity", EvidenceCode.FILLED_WRONG)
    return asked, filled
