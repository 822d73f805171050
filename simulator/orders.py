"""An order, and the record of it that Kite's API shows."""

import secrets
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from simulator.market import Instrument
from simulator.oddities import Oddity, shown

Fate = Literal["market", "fill", "reject", "part", "open", "queue", "grow", "cut", "cancel"]
"""What a scenario decided for an order; ``market`` leaves it to the price list.

``part`` fills by half and rests, ``grow`` by a quarter each time that the book is read, ``cut`` by half before the
rest is cancelled; ``cancel`` is cancelled without a fill, ``queue`` waits for the next session.
"""

ENDED = {"COMPLETE", "CANCELLED", "REJECTED"}
CANCELLABLE = {"OPEN", "TRIGGER PENDING", "AMO REQ RECEIVED"}


@dataclass(frozen=True)
class Request:
    """An order as asked for, through the order page or the API. Prices in rupees, 0 where there is none."""

    variety: str
    instrument: Instrument
    transaction_type: str
    order_type: str
    quantity: int
    product: str
    price: Decimal = Decimal(0)
    trigger_price: Decimal = Decimal(0)
    disclosed_quantity: int = 0
    validity: str = "DAY"
    validity_ttl: int = 0
    market_protection: Decimal = Decimal(0)
    """Per cent; -1 is automatic; 0 is none, which is how Kite takes a missing one too."""
    tag: str | None = None
    iceberg_legs: int = 0
    iceberg_quantity: int = 0
    auction_number: str = ""
    autoslice: bool = False

    @property
    def is_delivery_sale(self) -> bool:
        return self.transaction_type == "SELL" and self.product == "CNC" and self.instrument.is_share


@dataclass
class Order:
    """One order in the book. Changed only by simulator/exchange.py, under the state's lock."""

    order_id: str
    user_id: str
    request: Request
    order_type: str
    quantity: int
    price: Decimal
    trigger_price: Decimal
    placed_at: str
    validity: str
    disclosed_quantity: int
    fate: Fate = "market"
    held: bool = False
    """Moves one state a reading of the book, not at once."""
    words: str = ""
    """The words of its rejection, by their name in simulator/refusals.py."""
    oddity: Oddity = ""
    """How its record is odd."""
    then: Fate = "market"
    """Its fate once it is released, if it waits for the next session."""
    by_app: bool = True
    """Came of a basket of the app's; of any other order the app gets no postback."""
    released_at: str = ""
    tags: list[str] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    parent_order_id: str | None = None
    status: str = "PUT ORDER REQ RECEIVED"
    status_message: str | None = None
    status_message_raw: str | None = None
    order_timestamp: str = ""
    exchange_order_id: str | None = None
    exchange_timestamp: str | None = None
    exchange_update_timestamp: str | None = None
    modified: bool = False
    modifications: int = 0
    average_price: Decimal = Decimal(0)
    filled_quantity: int = 0
    pending_quantity: int = 0
    cancelled_quantity: int = 0
    guid: str = field(default_factory=lambda: secrets.token_hex(8))
    history: list[dict[str, Any]] = field(default_factory=list)

    @property
    def instrument(self) -> Instrument:
        return self.request.instrument

    @property
    def side(self) -> int:
        """1 for a BUY, -1 for a SELL."""
        return 1 if self.request.transaction_type == "BUY" else -1

    def record(self) -> dict[str, Any]:
        """Give the record with the fields of Kite's order book, in its order."""
        request = self.request
        record = {
            "account_id": self.user_id,
            "placed_by": self.user_id,
            "order_id": self.order_id,
            "exchange_order_id": self.exchange_order_id,
            "parent_order_id": self.parent_order_id,
            "status": self.status,
            "status_message": self.status_message,
            "status_message_raw": self.status_message_raw,
            "order_timestamp": self.order_timestamp,
            "exchange_update_timestamp": self.exchange_update_timestamp,
            "exchange_timestamp": self.exchange_timestamp,
            "variety": request.variety,
            "modified": self.modified,
            "exchange": self.instrument.exchange,
            "tradingsymbol": self.instrument.tradingsymbol,
            "instrument_token": self.instrument.instrument_token,
            "order_type": self.order_type,
            "transaction_type": request.transaction_type,
            "validity": self.validity,
            "validity_ttl": request.validity_ttl,
            "product": request.product,
            "quantity": self.quantity,
            "disclosed_quantity": self.disclosed_quantity,
            "price": self.price,
            "trigger_price": self.trigger_price,
            "auction_number": request.auction_number or None,
            "average_price": self.average_price,
            "filled_quantity": self.filled_quantity,
            "pending_quantity": self.pending_quantity,
            "cancelled_quantity": self.cancelled_quantity,
            "market_protection": request.market_protection,
            "meta": dict(self.meta),
            "tag": request.tag,
            "tags": list(self.tags),
            "guid": self.guid,
        }
        return shown(record, self.oddity)


@dataclass(frozen=True)
class Trade:
    """One fill."""

    trade_id: str
    order: Order
    quantity: int
    average_price: Decimal
    filled_at: str

    def record(self) -> dict[str, Any]:
        """Give the record of Kite's trade book; its order_timestamp is a time of day alone, as recorded."""
        instrument, request = self.order.instrument, self.order.request
        return {
            "trade_id": self.trade_id,
            "order_id": self.order.order_id,
            "exchange_order_id": self.order.exchange_order_id,
            "exchange": instrument.exchange,
            "tradingsymbol": instrument.tradingsymbol,
            "instrument_token": instrument.instrument_token,
            "product": request.product,
            "average_price": self.average_price,
            "quantity": self.quantity,
            "transaction_type": request.transaction_type,
            "fill_timestamp": self.filled_at,
            "order_timestamp": self.order.placed_at[-8:],
            "exchange_timestamp": self.filled_at,
        }
