"""Rows of the order book, of an order's history and of the trades, read into values.

Source: https://kite.trade/docs/connect/v3/orders/, and the sample answers of Kite's official clients. Rows of an
order's history are rows of the book with some keys missing. A trade's `order_timestamp` is a time of day alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tokri.core.kite_fields import row, rupees, tags, whole, word, words
from tokri.core.ports import BookOrder, Trade


def book_order(data: Any) -> BookOrder:
    """A row of the book. Nothing is inferred: filled is what `filled_quantity` says, a tag what stands there."""
    each = row(data)
    return BookOrder(
        order_id=word(each, "order_id"),
        status=word(each, "status"),
        status_message=words(each, "status_message"),
        tradingsymbol=word(each, "tradingsymbol"),
        exchange=word(each, "exchange"),
        transaction_type=word(each, "transaction_type"),
        order_type=word(each, "order_type"),
        product=word(each, "product"),
        variety=word(each, "variety"),
        quantity=whole(each, "quantity"),
        filled_quantity=whole(each, "filled_quantity"),
        pending_quantity=whole(each, "pending_quantity"),
        cancelled_quantity=whole(each, "cancelled_quantity"),
        price=rupees(each, "price"),
        trigger_price=rupees(each, "trigger_price"),
        average_price=rupees(each, "average_price"),
        order_timestamp=words(each, "order_timestamp"),
        tag=words(each, "tag"),
        tags=tags(each),
        status_message_raw=words(each, "status_message_raw"),
        exchange_order_id=words(each, "exchange_order_id"),
        parent_order_id=words(each, "parent_order_id"),
        exchange_update_timestamp=words(each, "exchange_update_timestamp"),
    )


def trade(data: Any) -> Trade:
    """A trade: one fill of one order. Kite's documentation calls its quantity `filled`, its answers `quantity`."""
    each: Mapping[str, Any] = row(data)
    return Trade(
        trade_id=word(each, "trade_id"),
        order_id=word(each, "order_id"),
        exchange_order_id=words(each, "exchange_order_id"),
        tradingsymbol=word(each, "tradingsymbol"),
        exchange=word(each, "exchange"),
        transaction_type=word(each, "transaction_type"),
        product=word(each, "product"),
        quantity=whole(each, "quantity" if "quantity" in each else "filled"),
        average_price=rupees(each, "average_price"),
        fill_timestamp=words(each, "fill_timestamp"),
    )
