"""A basket: the orders as typed, the orders as understood, and the JSON that Kite is sent.

Kite's nouns are spelt as Kite spells them. Source of the JSON: https://kite.trade/docs/connect/v3/basket/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Final

#: A basket holds at most this many orders, in as many parts as it takes.
MOST_ORDERS: Final = 50

#: The longest text kept in one field of an order.
LONGEST_TEXT: Final = 100


@dataclass(frozen=True, slots=True)
class OrderText:
    """One order exactly as typed: every field text, "" where nothing was typed.

    `readonly` is "true" or "".
    """

    variety: str = ""
    tradingsymbol: str = ""
    exchange: str = ""
    transaction_type: str = ""
    order_type: str = ""
    product: str = ""
    quantity: str = ""
    price: str = ""
    trigger_price: str = ""
    disclosed_quantity: str = ""
    validity: str = ""
    readonly: str = ""
    tag: str = ""

    def as_dict(self) -> dict[str, str]:
        """The fields that hold something, by Kite's names, in Kite's order."""
        return {name: text for name in KITE_FIELDS if (text := getattr(self, name))}

    @property
    def empty(self) -> bool:
        """Whether nobody has typed anything that makes it an order (the choices have defaults)."""
        return not any(
            (self.tradingsymbol, self.quantity, self.price, self.trigger_price, self.disclosed_quantity, self.tag)
        )


#: Every parameter that Kite documents for an order of a basket.
KITE_FIELDS: Final = tuple(each.name for each in fields(OrderText))


@dataclass(frozen=True, slots=True)
class Order:
    """One order as understood: ready for Kite.

    `quantity` is a whole number, in units on NSE, BSE, NFO and BFO, in lots on MCX, CDS and BCD.
    Prices are exact rupees. An absent product, price, trigger, disclosed quantity, validity or tag is None.
    """

    variety: str
    tradingsymbol: str
    exchange: str
    transaction_type: str
    order_type: str
    quantity: int
    product: str | None = None
    price: Decimal | None = None
    trigger_price: Decimal | None = None
    disclosed_quantity: int | None = None
    validity: str | None = None
    readonly: bool = False
    tag: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a person has typed: a name for the basket, its orders, and what was chosen for their sending.

    `sequence` is the value of the policy by which they are sent (tokri/core/plan.py); "" where nobody chose.
    Without slots, so that what a save asks for again and again is worked out once.
    """

    name: str
    orders: tuple[OrderText, ...]
    sequence: str = ""

    @cached_property
    def canonical(self) -> str:
        """The orders, and the sequence where one was chosen, as one line of JSON, the same whoever writes it.

        Without a choice it is the list of the orders alone.
        """
        orders = [order.as_dict() for order in self.orders]
        return canonical_json({"orders": orders, "sequence": self.sequence} if self.sequence else orders)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state of a basket. It never changes; a save makes the next one.

    `number` counts from 1 within the basket; `saved_at` is UTC.
    """

    basket_id: str
    number: int
    draft: Draft
    sha256: str
    saved_at: datetime


def canonical_json(value: object) -> str:
    """Write `value` as JSON without spaces, keys sorted, in UTF-8 letters rather than escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def draft_from_canonical(name: str, text: str) -> Draft:
    """Read back what `Draft.canonical` wrote. Raises ValueError or TypeError for anything else."""
    document = json.loads(text)
    if isinstance(document, list):
        return Draft(name, _orders(document))
    if not isinstance(document, dict) or document.keys() != {"orders", "sequence"}:
        raise TypeError("a basket is a list of orders, or its orders and a sequence")
    if not isinstance(document["sequence"], str) or not document["sequence"]:
        raise ValueError("a sequence is named, or left out")
    return Draft(name, _orders(document["orders"]), document["sequence"])


def _orders(rows: Iterable[Mapping[str, str]]) -> tuple[OrderText, ...]:
    return tuple(OrderText(**row) for row in rows)


def kite_order(order: Order, tag: str | None) -> dict[str, object]:
    """The JSON object Kite is sent for `order`: documented keys only, `variety` and `readonly` always.

    `tag` is used where the person gave none. Numbers stay numbers: a price is written by `kite_json`
    without passing through a float.
    """
    every: Mapping[str, object | None] = {
        "variety": order.variety,
        "tradingsymbol": order.tradingsymbol,
        "exchange": order.exchange,
        "transaction_type": order.transaction_type,
        "order_type": order.order_type,
        "product": order.product,
        "quantity": order.quantity,
        "price": order.price,
        "trigger_price": order.trigger_price,
        "disclosed_quantity": order.disclosed_quantity,
        "validity": order.validity,
        "readonly": order.readonly,
        "tag": order.tag or tag,
    }
    return {name: value for name, value in every.items() if value is not None}


def kite_json(orders: Iterable[Order], tag: str | None = None) -> str:
    """The exact text of the `data` field: a JSON list, an exact number wherever Kite documents a number."""
    return "[" + ",".join(_object(kite_order(order, tag)) for order in orders) + "]"


def _object(pairs: Mapping[str, object]) -> str:
    return "{" + ",".join(f'"{name}":{_value(value)}' for name, value in pairs.items()) + "}"


#: Writes a value as JSON; made once, for a page writes hundreds.
_written: Final = json.JSONEncoder(ensure_ascii=False).encode


def _value(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else _written(value)


def plain(value: Decimal) -> str:
    """The shortest plain writing of an exact number: 7845, 915.15, never 9.2E+2."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
