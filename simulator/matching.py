"""The order book: an order passes through Kite's states and meets the price list.

    PUT ORDER REQ RECEIVED -> VALIDATION PENDING -> OPEN PENDING -> OPEN -> COMPLETE
                                   |                      `-> TRIGGER PENDING -> OPEN
                                   `-> REJECTED | AMO REQ RECEIVED

Nothing here locks; the state does, around every call.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any

from simulator import charges, hours
from simulator.accounts import Account
from simulator.clock import Clock, stamp
from simulator.market import Market
from simulator.orders import ENDED, Fate, Order, Request, Trade
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


class OrderBook:
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
        self.market = market
        self.rules = rules
        self._accounts = accounts
        self._clock = clock
        self._on_change = on_change
        self._ids = count(2_021_432_700_000_000_000, 1_048_583)
        self._exchange_ids = count(1_300_000_038_792_287, 7)
        self._trade_ids = count(75_100_001)
        self.orders: dict[str, Order] = {}
        self.trades: list[Trade] = []
        self.authorised: set[str] = set()
        """Clients who authorised today's sales at the depository."""

    def blocked(self, user_id: str, *, commodity: bool = False) -> Decimal:
        """Give what a client's orders of today block, in rupees."""
        return sum(
            (
                self._blocked(order)
                for order in self.orders.values()
                if order.user_id == user_id and (order.instrument.exchange == "MCX") is commodity
            ),
            Decimal(0),
        )

    def sold(self, user_id: str, tradingsymbol: str) -> int:
        """Give how many shares of a holding are sold today, or on their way to be."""
        return sum(
            order.filled_quantity + (0 if order.status in ENDED else order.pending_quantity)
            for order in self.orders.values()
            if order.user_id == user_id
            and order.instrument.tradingsymbol == tradingsymbol
            and order.request.is_delivery_sale
        )

    def _book(
        self,
        user_id: str,
        request: Request,
        quantity: int,
        *,
        fate: Fate = "market",
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
            fate=fate,
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
            waits = order.order_type in {"SL", "SL-M"} and order.fate not in {"fill", "part"}
            self._set(order, "TRIGGER PENDING" if waits else "OPEN")
        elif order.status == "OPEN":
            return self._match(order)
        else:
            return False
        return True

    def _validate(self, order: Order) -> None:
        fault = self._fault(order)
        if fault:
            order.status_message, order.status_message_raw = fault
            order.pending_quantity = 0
            self._set(order, "REJECTED")
        elif order.fate == "queue" or order.request.variety == "amo":
            self._set(order, "AMO REQ RECEIVED")
        else:
            self._set(order, "OPEN PENDING")

    def _fault(self, order: Order) -> tuple[str, str] | None:
        """Give the message and the raw message of a rejection, if this order is rejected."""
        if order.fate == "reject":
            return _no_funds(self._value(order, order.quantity) or Decimal(1), Decimal(0))
        if order.fate != "market" or order.parent_order_id:
            return None
        return (
            self._not_now(order)
            or self._not_traded(order)
            or self._beyond_circuit(order)
            or self._not_held(order)
            or self._not_paid(order)
        )

    def _not_now(self, order: Order) -> tuple[str, str] | None:
        if self.rules != "2026" or order.request.variety == "amo":
            return None
        words = hours.rejection(order.request, self.market, self._clock())
        return (words, words) if words else None

    def _not_traded(self, order: Order) -> tuple[str, str] | None:
        instrument = order.instrument
        if order.order_type == "SL-M" and (instrument.exchange in {"BSE", "BFO"} or instrument.is_option):
            return "The exchange does not allow SL-M orders here.", "16052 : Function not available"
        if order.order_type in {"MARKET", "SL-M"} and self.market.last_price(instrument) is None:
            raw = "17181 : Contract not traded. Market order not allowed"
            return "Contract not traded. Market order not allowed.", raw
        return None

    def _beyond_circuit(self, order: Order) -> tuple[str, str] | None:
        low, high = self.market.circuit(order.instrument)
        if not order.price or not high or low <= order.price <= high:
            return None
        way, limit, bound = ("higher", "upper", high) if order.price > high else ("lower", "lower", low)
        message = f"Your order price is {way} than the current {limit} circuit limit of {bound}."
        return message, "RMS:Rule: Check circuit limit including square off order exceeds"

    def _not_held(self, order: Order) -> tuple[str, str] | None:
        if not order.request.is_delivery_sale:
            return None
        symbol = order.instrument.tradingsymbol
        holdings = self._accounts[order.user_id].holdings
        held = sum(each.quantity for each in holdings if each.tradingsymbol == symbol)
        free = max(held - self.sold(order.user_id, symbol) + order.pending_quantity, 0)
        if order.quantity <= free:
            return None
        return f"Insufficient holdings. Holding quantity: {free}", "RMS:Rule: Check holdings for entity account"

    def _not_paid(self, order: Order) -> tuple[str, str] | None:
        account, commodity = self._accounts[order.user_id], order.instrument.exchange == "MCX"
        needed = self._blocked(order)
        cash = account.commodity_cash if commodity else account.cash
        free = cash - self.blocked(order.user_id, commodity=commodity) + needed
        return _no_funds(needed, free) if needed > free else None

    def _match(self, order: Order) -> bool:
        """Fill an open order as far as the price list, or its fate, allows; say whether anything happened."""
        last = self.market.last_price(order.instrument)
        price = last if last is not None else order.price
        marketable = order.order_type != "LIMIT" or (price - order.price) * order.side <= 0
        if order.fate in {"fill", "part"}:
            price = order.price if order.order_type == "LIMIT" and not marketable else price
            marketable = True
        if order.fate == "part":
            if order.filled_quantity:
                return False
            lot = max(order.instrument.lot_size, 1)
            half = order.pending_quantity // lot // 2 * lot
            if half:
                self._fill(order, half, price)
                self._set(order, "OPEN")
                self._on_change(order, "UPDATE")
            return False
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
            self._settle(self._book(order.user_id, request, quantity, fate=order.fate, held=order.held, meta=meta))

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

    def _value(self, order: Order, quantity: int) -> Decimal:
        price = order.price or self.market.last_price(order.instrument) or Decimal(0)
        request = order.request
        return charges.required(order.instrument, request.transaction_type, request.product, quantity, price)

    def _blocked(self, order: Order) -> Decimal:
        quantity = order.filled_quantity + (0 if order.status in ENDED else order.pending_quantity)
        if not quantity or (order.request.variety == "co" and order.parent_order_id):
            return Decimal(0)
        return self._value(order, quantity)


def _no_funds(needed: Decimal, available: Decimal) -> tuple[str, str]:
    message = f"Insufficient funds. Required margin is {needed:.2f} but available margin is {available:.2f}. "
    raw = f"RMS:Margin Exceeds,Required:{needed:.2f}, Available:{available:.2f} for entity account-XXXXX "
    return f"{message}Check the orderbook for open orders.", f"{raw}across exchange across segment across product "
