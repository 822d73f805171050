"""Files that a person downloads: Kite's order book, and the Console's tradebook. As CSV, of the client signed in here.

The columns of the first are those of Kite's own page, of the second those of the Console. Neither has a tag.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from simulator.access import browser, state
from simulator.accounts import ACCOUNTS, HOLDINGS
from simulator.errors import Refused
from simulator.orders import Order, Trade

ORDER_BOOK = ("Time", "Type", "Instrument", "Product", "Qty.", "Avg. price", "Status")
TRADEBOOK = (
    "symbol",
    "isin",
    "trade_date",
    "exchange",
    "segment",
    "series",
    "trade_type",
    "auction",
    "quantity",
    "price",
    "trade_id",
    "order_id",
    "order_execution_time",
)
SEGMENTS = {"NSE": "EQ", "BSE": "EQ", "NFO": "FO", "BFO": "FO", "CDS": "CDS", "BCD": "CDS", "MCX": "COM"}
ISINS = {each.tradingsymbol: each.isin for each in HOLDINGS}


def order_book() -> AnyResponse:
    """Give today's orders, newest first."""
    here = state()
    with here.lock:
        user_id = whose()
        orders = here.exchange.read(user_id)[::-1]
        tell(orders, "order-file")
        return download("orders.csv", ORDER_BOOK, map(order_row, orders))


def tradebook() -> AnyResponse:
    """Give the trades of today; of ``from`` to ``to``, both included, where they are named (2026-02-11)."""
    here = state()
    with here.lock:
        user_id = whose()
        today = here.clock().date().isoformat()
        first, last = request.args.get("from", today), request.args.get("to", today)
        trades = [
            each
            for each in here.exchange.trades
            if each.order.user_id == user_id and first <= each.filled_at[:10] <= last
        ]
        tell([each.order for each in trades], "trade-file")
        return download("tradebook.csv", TRADEBOOK, map(trade_row, trades))


def whose() -> str:
    user_id = request.args.get("user_id") or browser().user_id
    if not user_id or ACCOUNTS.find(user_id) is None:
        raise Refused("Sign in here first: these are one client's files.", "TokenException", 403)
    return user_id


def tell(orders: Iterable[Order], by: str) -> None:
    here = state()
    for order in orders:
        here.ledger.tell(order.record(), by, here.clock())


def order_row(order: Order) -> Sequence[object]:
    record = order.record()
    return (
        record["order_timestamp"],
        record["transaction_type"],
        record["tradingsymbol"],
        record["product"],
        f"{record['filled_quantity']}/{record['quantity']}",
        f"{record['average_price']:f}",
        record["status"],
    )


def trade_row(trade: Trade) -> Sequence[object]:
    instrument = trade.order.instrument
    segment = SEGMENTS[instrument.exchange]
    return (
        instrument.tradingsymbol,
        ISINS.get(instrument.tradingsymbol, ""),
        trade.filled_at[:10],
        instrument.exchange,
        segment,
        (instrument.series or "EQ") if segment == "EQ" else "",
        trade.order.request.transaction_type.lower(),
        "false",
        f"{trade.quantity:.6f}",
        f"{trade.average_price:.6f}",
        trade.trade_id,
        trade.order.order_id,
        trade.filled_at.replace(" ", "T"),
    )


def download(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> AnyResponse:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    answer = Response(out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
