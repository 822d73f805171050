"""An order on its merits: what it needs of funds and holdings, and why it would be rejected.

Nothing here locks; the state does, around every call.
"""

from collections.abc import Mapping
from decimal import Decimal

from simulator import charges, hours
from simulator.accounts import Account
from simulator.clock import Clock
from simulator.market import Market
from simulator.orders import ENDED, Order
from simulator.refusals import REFUSALS
from simulator.settings import Rules


class Merits:
    """What every order of today is measured by: the market, the hour, and what its client has."""

    def __init__(self, market: Market, accounts: Mapping[str, Account], rules: Rules, clock: Clock) -> None:
        self.market = market
        self.rules = rules
        self._accounts = accounts
        self._clock = clock
        self.orders: dict[str, Order] = {}

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

    def proceeds(self, user_id: str) -> Decimal:
        """Give what a client's sales of shares held have brought today, in rupees: Kite lends it out at once."""
        return sum(
            (
                order.average_price * order.filled_quantity
                for order in self.orders.values()
                if order.user_id == user_id and order.request.is_delivery_sale
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

    def _fault(self, order: Order) -> tuple[str, str] | None:
        """Give the message and the raw message of a rejection, if this order is rejected."""
        if order.fate == "reject" and order.words:
            return REFUSALS[order.words].message, REFUSALS[order.words].raw
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
        blocked = self.blocked(order.user_id, commodity=commodity)
        free = cash - blocked + needed + (0 if commodity else self.proceeds(order.user_id))
        return _no_funds(needed, free) if needed > free else None

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
