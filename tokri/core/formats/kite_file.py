"""The file of a basket that Kite's own Baskets screen takes in and gives out. It needs no api_key.

Kite documents neither the file nor its fields; this is what Kite web writes itself. It holds 20 orders, has no "left
to Kite" for a product, and nothing that keeps an order from being changed.
Source: https://kite.trade/forum/discussion/14416/ and the files that Kite's export writes.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from tokri.core.basket import Order, plain
from tokri.core.instrument import Instrument
from tokri.core.known import NOTHING_KNOWN, Known

#: Orders that one file holds. Source: https://kite.trade/docs/kite/kite-mobile/orders/
MOST_IN_FILE: Final = 20

#: Kite's names there, and what the same is called on the order API and here.
FIELDS: Final[Mapping[str, str]] = {
    "transactionType": "transaction_type",
    "product": "product",
    "orderType": "order_type",
    "validity": "validity",
    "quantity": "quantity",
    "price": "price",
    "triggerPrice": "trigger_price",
    "disclosedQuantity": "disclosed_quantity",
    "variety": "variety",
}

#: Of these, zero says that there is none.
ZERO_IS_NONE: Final = frozenset({"price", "trigger_price", "disclosed_quantity"})

_CASH: Final = frozenset({"NSE", "BSE"})
_CURRENCY: Final = frozenset({"CDS", "BCD"})
_TICK: Final = Decimal("0.05")


def write(orders: Sequence[Order], known: Known = NOTHING_KNOWN) -> str:
    """One file of at most 20 orders, each with a product. Numbers are written exactly, never through a float."""
    return "[" + ",\n ".join(_item(place, order, known) for place, order in enumerate(orders)) + "]\n"


def _item(place: int, order: Order, known: Known) -> str:
    instrument = known.listing(order.exchange, order.tradingsymbol).instrument
    return _object(
        {"id": place, "instrument": _instrument(order, instrument), "weight": place, "params": _params(order)}
    )


def _params(order: Order) -> Mapping[str, object]:
    return {
        "transactionType": order.transaction_type,
        "product": order.product,
        "orderType": order.order_type,
        "validity": order.validity or "DAY",
        "validityTTL": 1,
        "quantity": order.quantity,
        "price": order.price or 0,
        "triggerPrice": order.trigger_price or 0,
        "disclosedQuantity": order.disclosed_quantity or 0,
        "lastPrice": 0,
        "variety": order.variety,
        "tags": [order.tag] if order.tag else [],
    }


def _instrument(order: Order, listed: Instrument | None) -> Mapping[str, object]:
    """As much of Kite's own description as the instrument list tells; Kite finds the rest by symbol and exchange."""
    name = listed.name if listed else ""
    return {
        "tradingsymbol": order.tradingsymbol,
        "scripCode": "",
        "type": listed.instrument_type if listed else "EQ",
        "symbol": order.tradingsymbol,
        "segment": listed.segment if listed else order.exchange,
        "exchange": order.exchange,
        "tickSize": listed.tick_size if listed else _TICK,
        "lotSize": listed.lot_size if listed else 1,
        "company": name,
        "tradable": True,
        "precision": 4 if order.exchange in _CURRENCY else 2,
        "fullName": order.tradingsymbol,
        "niceName": order.tradingsymbol,
        "niceNameHTML": html.escape(order.tradingsymbol),
        "stockWidget": order.exchange in _CASH,
        "exchangeToken": listed.exchange_token if listed else 0,
        "instrumentToken": listed.instrument_token if listed else 0,
        "isin": listed.isin if listed else "",
        "related": [],
        "underlying": None,
        "auctionNumber": None,
        "isEquity": order.exchange in _CASH,
        "isWeekly": False,
    }


def _object(pairs: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{json.dumps(name)}: {_value(value)}" for name, value in pairs.items()) + "}"


def _value(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return _object(value) if isinstance(value, Mapping) else json.dumps(value, ensure_ascii=False)
