"""The order book, and placing, changing and cancelling through the API."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from simulator.access import state
from simulator.api.common import account, callers_fault, exact, one_of, session, success, whole
from simulator.errors import Refused
from simulator.orders import Order, Request

VARIETIES = ("regular", "amo", "co", "iceberg", "auction")
EXCHANGES = ("NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX")
SIDES = ("BUY", "SELL")
ORDER_TYPES = ("MARKET", "LIMIT", "SL", "SL-M")
PRODUCTS = ("CNC", "MIS", "NRML", "MTF")
VALIDITIES = ("DAY", "IOC", "TTL")


def fault() -> Response | None:
    """Give the answer of the fault that this call meets."""
    return callers_fault("orders")


def book() -> Response:
    met = fault()
    if met is not None:
        return met
    here = state()
    with here.lock:
        orders = here.exchange.read(account().user_id)
        records = [order.record() for order in orders]
        if g.get("older"):
            records = [order.history[-2] if len(order.history) > 1 else order.record() for order in orders[:-1]]
        tell(records, "book")
        if not g.get("truncate"):
            here.ledger.read(session().sess_id)
        return success(records)


def history(order_id: str) -> Response:
    met = fault()
    if met is not None:
        return met
    with state().lock:
        records = find(order_id).history
        tell(records[-1:], "history")
        return success(records)


def trades_of_order(order_id: str) -> Response:
    met = fault()
    if met is not None:
        return met
    with state().lock:
        order = find(order_id)
        return success([trade.record() for trade in state().exchange.trades if trade.order is order])


def trades() -> Response:
    met = fault()
    if met is not None:
        return met
    with state().lock:
        user_id = account().user_id
        found = [trade for trade in state().exchange.trades if trade.order.user_id == user_id]
        return success([trade.record() for trade in found if state().exchange.is_of_today(trade.order)])


def tell(records: list[dict[str, Any]], by: str) -> None:
    """Enter in the ledger what the app is told, unless half of the answer is cut off."""
    here = state()
    if not g.get("truncate"):
        for record in records:
            here.ledger.tell(record, by, here.clock(), sess_id=session().sess_id)


def place(variety: str) -> Response:
    """Take one order; with autoslice, give the parent and its children."""
    met = fault()
    if met is not None:
        return met
    here = state()
    with here.lock:
        who = account()
        asked = read_order(variety)
        if not asked.autoslice:
            return success({"order_id": here.exchange.place(who, asked, through_api=True).order_id})
        parent, children = here.exchange.place_in_slices(who, asked)
        return success({"order_id": parent, "children": [child_record(child) for child in children]})


def modify(variety: str, order_id: str) -> Response:
    met = fault()
    if met is not None:
        return met
    here = state()
    with here.lock:
        check_variety(variety)
        order = find(order_id)
        here.exchange.modify(order, changed(order))
        return success({"order_id": order_id})


def cancel(variety: str, order_id: str) -> Response:
    met = fault()
    if met is not None:
        return met
    with state().lock:
        check_variety(variety)
        state().exchange.cancel(find(order_id))
        return success({"order_id": order_id})


def find(order_id: str) -> Order:
    """Give the caller's own order. Raise Refused for anyone else's as for an unknown one."""
    user_id = account().user_id
    order = state().exchange.orders.get(order_id)
    if order is None or order.user_id != user_id:
        raise Refused("Couldn't find that `order_id`.", "OrderException", 404)
    return order


def check_variety(variety: str) -> None:
    if variety not in VARIETIES:
        raise Refused("Requested method not allowed", "GeneralException", 405)


def read_order(variety: str) -> Request:
    """Read the form. ``variety`` stands in the URL, and the official client repeats it in the body."""
    check_variety(variety)
    form = request.form
    exchange = one_of(form, "exchange", EXCHANGES)
    instrument = state().market.find(exchange, form.get("tradingsymbol", ""))
    if instrument is None:
        raise Refused("The instrument you are placing an order for has either expired or does not exist.")
    return Request(
        variety=variety,
        instrument=instrument,
        transaction_type=one_of(form, "transaction_type", SIDES),
        order_type=one_of(form, "order_type", ORDER_TYPES),
        quantity=whole(form, "quantity"),
        product=one_of(form, "product", PRODUCTS),
        price=exact(form, "price", Decimal(0)),
        trigger_price=exact(form, "trigger_price", Decimal(0)),
        disclosed_quantity=whole(form, "disclosed_quantity", 0),
        validity=one_of(form, "validity", VALIDITIES, "DAY"),
        validity_ttl=whole(form, "validity_ttl", 0),
        market_protection=exact(form, "market_protection", Decimal(0)),
        tag=form.get("tag") or None,
        iceberg_legs=whole(form, "iceberg_legs", 0),
        iceberg_quantity=whole(form, "iceberg_quantity", 0),
        auction_number=form.get("auction_number", ""),
        autoslice=form.get("autoslice", "").lower() == "true",
    )


def changed(order: Order) -> Request:
    """Read what is to change; what is not sent stays. Of a cover order only the prices can."""
    form = request.form
    asked = order.request
    price, trigger_price = exact(form, "price", order.price), exact(form, "trigger_price", order.trigger_price)
    if asked.variety == "co":
        return replace(asked, price=price, trigger_price=trigger_price)
    return replace(
        asked,
        order_type=one_of(form, "order_type", ORDER_TYPES, order.order_type),
        quantity=whole(form, "quantity", order.quantity),
        price=price,
        trigger_price=trigger_price,
        disclosed_quantity=whole(form, "disclosed_quantity", order.disclosed_quantity),
        validity=one_of(form, "validity", VALIDITIES, order.validity),
        market_protection=exact(form, "market_protection", asked.market_protection),
    )


def child_record(child: Order | Refused) -> dict[str, Any]:
    if isinstance(child, Order):
        return {"order_id": child.order_id}
    return {"error": {"code": child.code, "error_type": child.error_type, "message": child.message, "data": None}}
