"""Margins of orders and baskets, and the virtual contract note: JSON in, JSON out."""

from decimal import Decimal
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from simulator import charges
from simulator.access import state
from simulator.api.common import account, exact, locked, one_of, success, whole
from simulator.api.orders import EXCHANGES, ORDER_TYPES, PRODUCTS, SIDES, VARIETIES
from simulator.errors import Refused
from simulator.market import Instrument

MOST_ORDERS = 500


@locked
def order_margins() -> Response:
    account()
    asked = read_orders()
    if request.args.get("mode") == "compact":
        return success([compact(margin_record(order)) for order in asked])
    return success([margin_record(order) for order in asked])


@locked
def basket_margins() -> Response:
    """Give the sum before and after netting; here one instrument bought and sold in a basket nets out."""
    account()
    asked = read_orders()
    records = [margin_record(order) for order in asked]
    net: dict[str, Decimal] = {}
    for order in asked:
        side = 1 if order["transaction_type"] == "BUY" else -1
        net[order["instrument"].key] = net.get(order["instrument"].key, Decimal(0)) + side * order["quantity"]
    final = [record for order, record in zip(asked, records, strict=True) if net[order["instrument"].key]]
    brokerage = sum((record["charges"]["brokerage"] for record in records), Decimal(0))
    return success(
        {
            "initial": total_record(records),
            "final": total_record(final),
            "orders": [compact(record) for record in records] if request.args.get("mode") == "compact" else records,
            "charges": charges.no_charges() | {"brokerage": brokerage},
        }
    )


@locked
def order_charges() -> Response:
    account()
    notes = []
    for order in read_orders():
        price = exact(order["item"], "average_price", Decimal(0))
        if not price:
            raise Refused("Missing or invalid `average_price`.")
        keys = ("transaction_type", "tradingsymbol", "exchange", "variety", "product", "order_type", "quantity")
        cost = charges.charges(
            order["instrument"], order["transaction_type"], order["product"], order["quantity"], price
        )
        notes.append({key: order[key] for key in keys} | {"price": price, "charges": cost})
    return success(notes)


def read_orders() -> list[dict[str, Any]]:
    """Read the JSON list of orders. Raise Refused."""
    items = request.get_json(force=True, silent=True)
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise Refused("Invalid JSON: a list of orders is expected.")
    if len(items) > MOST_ORDERS:
        raise Refused(f"Maximum of {MOST_ORDERS} orders allowed.")
    return [read_order(item) for item in items]


def read_order(item: dict[str, Any]) -> dict[str, Any]:
    exchange = one_of(item, "exchange", EXCHANGES)
    instrument = state().market.find(exchange, str(item.get("tradingsymbol", "")))
    if instrument is None:
        raise Refused("Invalid `tradingsymbol`.")
    price = exact(item, "price", Decimal(0)) or state().market.last_price(instrument) or Decimal(0)
    return {
        "item": item,
        "instrument": instrument,
        "exchange": exchange,
        "tradingsymbol": instrument.tradingsymbol,
        "transaction_type": one_of(item, "transaction_type", SIDES),
        "variety": one_of(item, "variety", VARIETIES, "regular"),
        "product": one_of(item, "product", PRODUCTS),
        "order_type": one_of(item, "order_type", ORDER_TYPES),
        "quantity": whole(item, "quantity"),
        "price": price,
    }


def margin_record(order: dict[str, Any]) -> dict[str, Any]:
    instrument: Instrument = order["instrument"]
    facts = (instrument, order["transaction_type"], order["product"], order["quantity"], order["price"])
    blocked = charges.margin(*facts)
    return {
        "type": "commodity" if instrument.exchange == "MCX" else "equity",
        "tradingsymbol": instrument.tradingsymbol,
        "exchange": instrument.exchange,
        "span": blocked["span"],
        "exposure": blocked["exposure"],
        "option_premium": blocked["option_premium"],
        "additional": 0,
        "bo": 0,
        "cash": 0,
        "var": blocked["var"],
        "pnl": {"realised": 0, "unrealised": 0},
        "leverage": 1,
        "charges": charges.charges(*facts),
        "total": sum(blocked.values(), Decimal(0)),
    }


def total_record(records: list[dict[str, Any]]) -> dict[str, Any]:
    sums = {
        key: sum((Decimal(record[key]) for record in records), Decimal(0))
        for key in ("span", "exposure", "option_premium", "additional", "bo", "cash", "var", "total")
    }
    empty = {"type": "", "tradingsymbol": "", "exchange": "", "pnl": {"realised": 0, "unrealised": 0}, "leverage": 0}
    return empty | sums | {"charges": charges.no_charges()}


def compact(record: dict[str, Any]) -> dict[str, Any]:
    return {key: record[key] for key in ("type", "tradingsymbol", "exchange", "total")}
