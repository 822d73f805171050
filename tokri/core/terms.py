"""At what an order is to trade, as it was asked and as the order book has it, and who made the one into the other.

Kite does not send a market order on as one: it protects it by a limit, and shows that under the tag `mktp`. A person
may change order type, price and trigger on Kite's own page before they place the order, and afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tokri.core.ports import BookOrder

#: What an order with market protection turns into. Kite's staff: it becomes a LIMIT order at the protection price
#: (https://kite.trade/forum/discussion/comment/52940).
_PROTECTED: Final = {"MARKET": "LIMIT", "SL-M": "SL"}
_PROTECTION_TAG: Final = "mktp"

_PRICED: Final = frozenset({"LIMIT", "SL"})
_TRIGGERED: Final = frozenset({"SL", "SL-M"})


@dataclass(frozen=True, slots=True)
class Terms:
    """Order type, price and trigger, in rupees; None where the order type knows none."""

    order_type: str
    price: Decimal | None
    trigger_price: Decimal | None


def asked(order: Mapping[str, object]) -> Terms:
    """The terms of an order of a payload, as JSON gives it."""
    return _terms(str(order["order_type"]), order.get("price"), order.get("trigger_price"))


def in_book(order: BookOrder) -> Terms:
    """The terms of an order of the book."""
    return _terms(order.order_type, order.price, order.trigger_price)


def _terms(order_type: str, price: object, trigger_price: object) -> Terms:
    return Terms(
        order_type,
        Decimal(str(price)) if order_type in _PRICED and price else None,
        Decimal(str(trigger_price)) if order_type in _TRIGGERED and trigger_price else None,
    )


def has_type(order_type: object, order: BookOrder) -> bool:
    """Whether the book's order has this type, or the one that Kite's protection makes of it."""
    if _PROTECTION_TAG in {order.tag, *order.tags}:
        return _PROTECTED.get(str(order_type)) == order.order_type
    return order_type == order.order_type


def protected(terms: Terms, order: BookOrder) -> bool:
    """Whether Kite's protection, and nothing else, made the book's order of one with these terms."""
    made = in_book(order)
    return (
        terms.order_type != made.order_type
        and has_type(terms.order_type, order)
        and terms.trigger_price == made.trigger_price
    )
