"""What a person does besides pressing Place: change orders, take one out, cut them in two, trade the same elsewhere."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from simulator.accounts import Account
from simulator.baskets import Line
from simulator.clock import stamp
from simulator.errors import Refused
from simulator.exchange import Exchange
from simulator.orders import Order, Request
from simulator.plots import Plot

EARLIER = dt.timedelta(hours=1)


def handled(scenario: str, lines: list[Line]) -> list[Line]:
    """Give the lines as the person of this scenario leaves them; read-only ones stay as they came."""
    if scenario == "edited":
        return [_edited(place, line) for place, line in enumerate(lines)]
    if scenario == "removed":
        return lines[:-1] or lines
    if scenario == "sliced":
        return [part for line in lines for part in _halves(line)]
    return lines


def _edited(place: int, line: Line) -> Line:
    """The first, third, ... order: a lot more. The others: a tick less, where they have a price."""
    more = line.quantity + max(line.instrument.lot_size, 1) if place % 2 == 0 else line.quantity
    tick = line.instrument.tick_size or Decimal("0.01")
    less = line.price - tick if place % 2 and line.has_price and line.price > tick else line.price
    return line.edited(more, less, line.trigger_price, line.product)


def _halves(line: Line) -> list[Line]:
    lot = max(line.instrument.lot_size, 1)
    half = line.quantity // lot // 2 * lot
    if not half or line.readonly:
        return [line]
    return [replace(line, quantity=half), replace(line, quantity=line.quantity - half)]


def trade_elsewhere(exchange: Exchange, account: Account, requests: list[Request], now: dt.datetime) -> list[Order]:
    """Book orders that are like those of a basket and are none of it, by the same client, in Kite itself.

    For each: one of an hour before, the same to the share; one of now with a lot more; one of now that differs in
    nothing but its tag, which is the person's own. All of them are filled.
    """
    booked = []
    for request in requests:
        more = replace(request, quantity=request.quantity + max(request.instrument.lot_size, 1), tag=None)
        same = replace(request, tag=None)
        own = replace(request, tag="mine")
        for each, back in ((same, EARLIER), (more, dt.timedelta(0)), (own, dt.timedelta(0))):
            try:
                order = exchange.place(account, each, through_api=False, plot=Plot("fill"), by_app=False)
            except Refused:
                continue
            if back:
                backdate(exchange, order, stamp(now - back))
            booked.append(order)
    return booked


def backdate(exchange: Exchange, order: Order, at: str) -> None:
    """Let an order, and all that is told of it, be of an earlier time of the day."""
    order.placed_at = order.order_timestamp = at
    order.exchange_timestamp = order.exchange_timestamp and at
    order.exchange_update_timestamp = order.exchange_update_timestamp and at
    for record in order.history:
        record["order_timestamp"] = at
        for key in ("exchange_timestamp", "exchange_update_timestamp"):
            record[key] = record[key] and at
    exchange.trades = [replace(trade, filled_at=at) if trade.order is order else trade for trade in exchange.trades]
