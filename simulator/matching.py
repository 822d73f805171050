"""The order book: an order passes through Kite's states and meets the price list.

    PUT ORDER REQ RECEIVED -> VALIDATION PENDING -> OPEN PENDING -> OPEN -> COMPLETE
                                   |                      `-> TRIGGER PENDING -> OPEN
                                   `-> REJECTED | AMO REQ RECEIVED

Nothing here locks; the state does, around every call.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any

from simulator.accounts import Account
from simulator.clock import Clock, stamp
from simulator.depository import Depository
from simulator.market import Market
from simulator.merits import Merits
from simulator.orders import ENDED, Order, Request, Trade
from simulator.plots import Plot
from simulator.protection import protect
from simulator.settings import Rules


def leg(request: Request, number: int, quantity: int, remaining: int) -> dict[str, Any]:
    """Give the ``meta`` of one leg of an iceberg order."""
    return {
        "iceberg": {
            "leg": number,
            "legs": request.iceberg_legs,
            "leg_quantity": quantity,
            "total_quantity": request.quantity,
            "remaining_quantity": remaining,
        }
    }


AS_THE_MARKET = Plot()
FILLING = {"fill", "part", "grow", "cut"}
"""Fates that fill whatever the price."""


class OrderBook(Merits):
    """Every order and trade of today, of every client.

    ``on_change`` is called with an order and the status that Kite's postback would carry: the order's own, or UPDATE.
    """

    def __init__(
        self,
        market: Market,
        accounts: Mapping[str, Account],
        rules: Rules,
        clock: Clock,
        on_change: Callable[[Order, str], None],
    ) -> None:
        super().__init__(market, accounts, rules, clock)
        self._on_change = on_change
        # From the moment on: an order's number never comes again, not even after a reset or a new start.
        self._ids = count(time.time_ns(), 1_048_583)
        self._exchange_ids = count(1_300_000_038_792_287, 7)
        self._trade_ids = count(75_100_001)
        self.trades: list[Trade] = []
        self.depository = Depository(clock)

    def _book(
        self,
        user_id: str,
        request: Request,
        quantity: int,
        *,
        plot: Plot = AS_THE_MARKET,
        held: bool = False,
        meta: dict[str, Any] | None = None,
        parent_order_id: str | None = None,
        tags: tuple[str, ...] = (),
    ) -> Order:
        now = stamp(self._clock())
        order = Order(
            order_id=str(next(self._ids)),
            user_id=user_id,
            request=request,
            order_type=request.order_type,
            quantity=quantity,
            price=request.price if request.order_type in {"LIMIT", "SL"} else Decimal(0),
            trigger_price=request.trigger_price,
            placed_at=now,
            validity=request.validity,
            disclosed_quantity=request.disclosed_quantity,
            fate=plot.fate,
            words=plot.words,
            oddity=plot.oddity,
            then=plot.then,
            held=held,
            tags=[*([request.tag] if request.tag else []), *tags],
            meta=meta or {},
            parent_order_id=parent_order_id,
            pending_quantity=quantity,
        )
        self._protect(order)
        self.orders[order.order_id] = order
        self._set(order, "PUT ORDER REQ RECEIVED")
        return order

    def _settle(self, order: Order) -> None:
        """Move an order as far as it goes; one that is held waits to be read."""
        while not order.held and self._advance(order):
            pass

    def _advance(self, order: Order) -> bool:
        """Move an order one state on; say whether it moved."""
        if order.status == "PUT ORDER REQ RECEIVED":
            self._set(order, "VALIDATION PENDING")
        elif order.status == "VALIDATION PENDING":
            self._validate(order)
        elif order.status == "OPEN PENDING":
            order.exchange_order_id = order.exchange_order_id or str(next(self._exchange_ids))
            order.exchange_timestamp = stamp(self._clock())
            waits = order.order_type in {"SL", "SL-M"} and order.fate not in FILLING
            self._set(order, "TRIGGER PENDING" if waits else "OPEN")
        elif order.status == "OPEN":
            return self._match(order)
        else:
            return False
        return True

    def _validate(self, order: Order) -> None:
        fault = self._fault(order)
        if fault:
            self._reject(order, fault)
        elif order.fate == "queue" or order.request.variety == "amo":
            self._set(order, "AMO REQ RECEIVED")
        else:
            self._set(order, "OPEN PENDING")

    def _reject(self, order: Order, words: tuple[str, str]) -> None:
        order.status_message, order.status_message_raw = words
        order.pending_quantity = 0
        self._set(order, "REJECTED")

    def _match(self, order: Order) -> bool:
        """Fill an open order as far as the price list, or its fate, allows; say whether anything happened."""
        last = self.market.last_price(order.instrument)
        price = last if last is not None else order.price
        marketable = order.order_type != "LIMIT" or (price - order.price) * order.side <= 0
        if order.fate in FILLING:
            price = order.price if order.order_type == "LIMIT" and not marketable else price
            marketable = True
        if order.fate in {"part", "grow", "cut"}:
            if not order.filled_quantity:
                self._fill_some(order, 4 if order.fate == "grow" else 2, price)
            if order.fate == "cut":
                self._end_unfilled(order)
            return order.fate == "cut"
        if order.fate == "cancel":
            self._end_unfilled(order)
            return True
        if order.fate == "open" or not marketable or price <= 0:
            if order.validity == "IOC":
                self._end_unfilled(order)
                return True
            return False
        self._fill(order, order.pending_quantity, price)
        self._set(order, "COMPLETE")
        self._follow(order)
        return True

    def _follow(self, order: Order) -> None:
        """Start what comes after a filled order: a cover order's second leg, an iceberg's next."""
        request = order.request
        if request.variety == "co" and not order.parent_order_id:
            opposite = "SELL" if request.transaction_type == "BUY" else "BUY"
            second = replace(
                request, transaction_type=opposite, order_type="SL-M", price=Decimal(0), market_protection=Decimal(0)
            )
            self._settle(self._book(order.user_id, second, order.quantity, parent_order_id=order.order_id))
        if request.variety == "iceberg" and order.meta["iceberg"]["remaining_quantity"]:
            number, remaining = order.meta["iceberg"]["leg"] + 1, order.meta["iceberg"]["remaining_quantity"]
            quantity = min(request.iceberg_quantity, remaining)
            meta = leg(request, number, quantity, remaining - quantity)
            plot = Plot(order.fate, order.words, order.oddity, order.then)
            self._settle(self._book(order.user_id, request, quantity, plot=plot, held=order.held, meta=meta))

    def _fill_some(self, order: Order, parts: int, price: Decimal) -> None:
        """Fill one of so many parts of the whole, in whole lots; nothing where that is no lot, or all that is left."""
        lot = max(order.instrument.lot_size, 1)
        some = max(order.quantity // lot // parts * lot, lot)
        if some < order.pending_quantity:
            self._fill(order, some, price)
            self._set(order, "OPEN")
            self._on_change(order, "UPDATE")

    def grow(self, order: Order) -> None:
        """Fill an order that fills bit by bit by one bit more, the last one whole."""
        if order.fate != "grow" or order.status != "OPEN":
            return
        price = order.average_price or self.market.last_price(order.instrument) or order.price
        lot = max(order.instrument.lot_size, 1)
        some = max(order.quantity // lot // 4 * lot, lot)
        if some < order.pending_quantity:
            self._fill_some(order, 4, price)
            return
        self._fill(order, order.pending_quantity, price)
        self._set(order, "COMPLETE")

    def _fill(self, order: Order, quantity: int, price: Decimal) -> None:
        now = stamp(self._clock())
        paid = order.average_price * order.filled_quantity + price * quantity
        order.filled_quantity += quantity
        order.pending_quantity -= quantity
        order.average_price = (paid / order.filled_quantity).quantize(Decimal("0.0001")).normalize()
        self.trades.append(Trade(str(next(self._trade_ids)), order, quantity, price, now))

    def _end_unfilled(self, order: Order) -> None:
        """Cancel what is left. Pending and cancelled both keep the number, as recorded of Kite."""
        order.cancelled_quantity = order.pending_quantity
        self._set(order, "CANCELLED")

    def _protect(self, order: Order) -> None:
        if self.rules == "2026":
            protect(order, self.market.last_price(order.instrument))

    def _set(self, order: Order, status: str) -> None:
        now = stamp(self._clock())
        order.status = status
        order.order_timestamp = now
        if order.exchange_order_id:
            order.exchange_update_timestamp = now
        order.history.append(order.record())
        if status in ENDED:
            self._on_change(order, status)
