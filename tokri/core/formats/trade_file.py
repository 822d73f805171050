"""A tradebook: what was filled, trade by trade, made one line an order. It proves fills, and nothing of what was asked.

Two layouts are known. The Console's has symbol, isin, trade_date, exchange, segment, series, trade_type, auction,
quantity, price, trade_id, order_id and order_execution_time, as CSV or, under lines about the account, as XLSX. Kite's
own list of the day's trades has Trade ID, Fill time, Type, Instrument, Product, Qty. and Avg. Price, and no number of
an order. Source: https://console.zerodha.com/reports/tradebook by the headings of its download, and those of Kite's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from tokri.core.choices import nearest
from tokri.core.formats.console import exchange_of
from tokri.core.formats.evidence_cells import Cells, EvidenceCode, EvidenceFault, kite_text
from tokri.core.ports.kept import BookOrder

#: Field by folded heading.
FIELDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("symbol", "tradingsymbol", "instrument"), "symbol"),
    **dict.fromkeys(("tradetype", "type", "transactiontype"), "side"),
    **dict.fromkeys(("quantity", "qty"), "quantity"),
    **dict.fromkeys(("price", "avgprice", "averageprice"), "price"),
    **dict.fromkeys(("orderexecutiontime", "filltime", "filltimestamp", "time"), "time"),
    "tradedate": "day",
    "exchange": "exchange",
    "segment": "segment",
    "auction": "auction",
    "product": "product",
    "tradeid": "trade_id",
    "orderid": "order_id",
}

#: Without these nothing can be told.
NEEDED: Final = ("trade_id", "time", "side", "symbol", "quantity", "price")

#: Trades in one file.
MOST_TRADES: Final = 10_000

#: Digits that a spreadsheet keeps of a number: one that is longer ends in zeros there.
_EXACT_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade: `number` is its own, `order_id` that of its order; "" where the file has none."""

    row: int
    number: str
    order_id: str
    exchange: str
    symbol: str
    side: str
    product: str
    quantity: int
    price: Decimal
    at: datetime

    @property
    def what(self) -> tuple[str, str, str]:
        return self.exchange, self.symbol, self.side


def read_row(cells: Cells) -> Trade | None:
    """The trade of one row; None where something in it cannot be read, or nobody ordered it: an auction of shares."""
    if cells.text("auction").lower() in {"true", "1", "yes"}:
        return None
    symbol, side, at, order_id = cells.symbol(), cells.side(), cells.moment(), cells.order_id()
    quantity, price = cells.quantity(), cells.price("price")
    exchange = exchange_of(cells.text("exchange"), cells.text("segment"))
    if cells.text("exchange") and not exchange:
        cells.fault("exchange", EvidenceCode.EXCHANGE)
    if quantity == 0:
        cells.fault("quantity", EvidenceCode.QUANTITY)
    if price == 0:
        cells.fault("price", EvidenceCode.PRICE)
    if symbol is None or side is None or at is None or order_id is None or cells.faults:
        return None
    if quantity is None or price is None:
        return None
    product = nearest("product", cells.text("product")) or ""
    return Trade(
        cells.row.number, cells.text("trade_id"), order_id, exchange, symbol, side, product, quantity, price, at
    )


def orders_of(trades: Iterable[Trade]) -> tuple[list[BookOrder], list[EvidenceFault]]:
    """What was filled of each order, with the exact average of its trades weighed by their quantities.

    By the number of the order; where there is none, by symbol, side and second. A trade that stands there twice counts
    once. `order_timestamp` is the first fill, `exchange_update_timestamp` the last.
    """
    known, faults = _once(trades)
    if _rounded(known):
        known = [replace(each, order_id="") for each in known]
    together: dict[tuple[object, ...], list[Trade]] = {}
    for each in known:
        key = (each.order_id, each.at.date()) if each.order_id else (*each.what, each.at)
        together.setdefault(key, []).append(each)
    for alike in together.values():
        other = next((each for each in alike if each.what != alike[0].what), None)
        if other is not None:
            faults.append(EvidenceFault(other.row, None, EvidenceCode.ORDER_TWICE, {"typed": other.order_id}))
    return [_order(alike) for alike in together.values()], faults


def _once(trades: Iterable[Trade]) -> tuple[list[Trade], list[EvidenceFault]]:
    seen: dict[tuple[object, ...], Trade] = {}
    known, faults = [], []
    for each in trades:
        key = (each.number, each.order_id, *each.what, each.at.date())
        before = seen.setdefault(key, each) if each.number else each
        if before is each:
            known.append(each)
        elif replace(before, row=each.row) != each:
            faults.append(EvidenceFault(each.row, None, EvidenceCode.ORDER_TWICE, {"typed": each.number}))
    return known, faults


def _rounded(trades: Iterable[Trade]) -> bool:
    """Whether a spreadsheet has taken the numbers of the orders for figures, and cut all of them off."""
    long = {each.order_id for each in trades if each.order_id.isdigit() and len(each.order_id) > _EXACT_DIGITS}
    return bool(long) and all(not each[_EXACT_DIGITS:].strip("0") for each in long)


def _order(trades: list[Trade]) -> BookOrder:
    first, last = min(each.at for each in trades), max(each.at for each in trades)
    quantity = sum(each.quantity for each in trades)
    one = trades[0]
    return BookOrder(
        order_id=one.order_id,
        status="",
        status_message=None,
        tradingsymbol=one.symbol,
        exchange=one.exchange,
        transaction_type=one.side,
        order_type="",
        product=one.product,
        variety="",
        quantity=quantity,
        filled_quantity=quantity,
        pending_quantity=0,
        cancelled_quantity=0,
        price=Decimal(0),
        trigger_price=Decimal(0),
        average_price=sum((each.quantity * each.price for each in trades), Decimal(0)) / quantity,
        order_timestamp=kite_text(first),
        tag=None,
        exchange_update_timestamp=kite_text(last),
    )
