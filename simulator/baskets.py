"""Reading the POSTed basket, as strictly and as silently as Kite does.

A field that cannot be read refuses the whole basket. A symbol that is not on that exchange drops its order in silence.
Keys that Kite does not know are ignored.
"""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from simulator.errors import Refused
from simulator.market import Instrument, Market

MOST_ORDERS = 50
VARIETIES = ("regular", "amo", "co")
CHOICES = {
    "variety": VARIETIES,
    "transaction_type": ("BUY", "SELL"),
    "order_type": ("MARKET", "LIMIT", "SL", "SL-M"),
    "product": ("CNC", "MIS", "NRML", "MTF"),
    "validity": ("DAY", "IOC"),
}
REQUIRED = ("tradingsymbol", "exchange", "transaction_type", "order_type", "quantity")


@dataclass(frozen=True)
class Line:
    """An order of a basket as it stands on the order page. Prices in rupees, 0 where there is none."""

    number: int
    instrument: Instrument
    variety: str
    transaction_type: str
    order_type: str
    quantity: int
    product: str
    product_left_open: bool
    price: Decimal
    trigger_price: Decimal
    disclosed_quantity: int
    validity: str
    readonly: bool
    tag: str | None

    @property
    def has_price(self) -> bool:
        return self.order_type in {"LIMIT", "SL"}

    @property
    def has_trigger(self) -> bool:
        return self.order_type in {"SL", "SL-M"} or self.variety == "co"

    def edited(self, quantity: int, price: Decimal, trigger_price: Decimal, product: str) -> "Line":
        """Give the line with what the person changed; a read-only one is never changed."""
        if self.readonly:
            return self
        return replace(
            self,
            quantity=quantity,
            price=price if self.has_price else self.price,
            trigger_price=trigger_price if self.has_trigger else self.trigger_price,
            product=product if self.product_left_open else self.product,
        )


def read(text: str, market: Market, longest_tag: int) -> list[Line]:
    """Read the ``data`` field. Raise Refused for a field that cannot be read; drop unknown symbols in silence.

    The list is empty when no order is left: Kite's page then says "No valid orders found in payload".
    """
    try:
        items = json.loads(text, parse_float=Decimal, parse_constant=_not_json)
    except (ValueError, RecursionError) as fault:
        raise Refused("Invalid JSON in `data`.") from fault
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Refused("`data` should be a list of orders.")
    if len(items) > MOST_ORDERS:
        raise Refused(f"Maximum of {MOST_ORDERS} orders allowed in a basket.")
    lines = (_line(number, item, market, longest_tag) for number, item in enumerate(items))
    return [line for line in lines if line is not None]


def _not_json(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _line(number: int, item: dict[str, Any], market: Market, longest_tag: int) -> Line | None:
    for key in REQUIRED:
        if key not in item:
            raise Refused(f"Missing `{key}`.")
    exchange, tradingsymbol = _text(item, "exchange"), _text(item, "tradingsymbol")
    chosen = {key: _choice(item, key, choices) for key, choices in CHOICES.items()}
    quantity = _whole(item, "quantity")
    if quantity <= 0:
        raise Refused("Invalid `quantity`.")
    tag = item.get("tag")
    if tag is not None and not isinstance(tag, str):
        raise Refused("Invalid `tag`.")
    if tag and len(tag) > longest_tag:
        raise Refused(f"`tag` should be max {longest_tag} characters")
    if not isinstance(item.get("readonly", False), bool):
        raise Refused(_not_decoded("readonly", item["readonly"], "bool"))
    price, trigger_price = _decimal(item, "price"), _decimal(item, "trigger_price")
    disclosed_quantity = _whole(item, "disclosed_quantity")
    instrument = market.find(exchange, tradingsymbol)
    if instrument is None or instrument.segment == "INDICES":
        return None
    variety = chosen["variety"] or "regular"
    return Line(
        number=number,
        instrument=instrument,
        variety=variety,
        transaction_type=chosen["transaction_type"],
        order_type=chosen["order_type"],
        quantity=quantity,
        product=chosen["product"] or _usual_product(instrument, variety),
        product_left_open=not chosen["product"],
        price=price,
        trigger_price=trigger_price,
        disclosed_quantity=disclosed_quantity,
        validity=chosen["validity"] or "DAY",
        readonly=item.get("readonly", False),
        tag=tag or None,
    )


def _usual_product(instrument: Instrument, variety: str) -> str:
    if variety == "co":
        return "MIS"
    return "CNC" if instrument.is_share else "NRML"


def _text(item: dict[str, Any], key: str) -> str:
    value = item[key]
    if not isinstance(value, str) or not value:
        raise Refused(f"Invalid `{key}`.")
    return value


def _choice(item: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
    value = item.get(key)
    if value is None and key not in REQUIRED:
        return ""
    if value not in choices:
        raise Refused(f"Invalid `{key}`.")
    return str(value)


def _whole(item: dict[str, Any], key: str) -> int:
    value = item.get(key)
    if value is None and key not in REQUIRED:
        return 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(_not_decoded(key, value, "integer"))
    if not 0 <= value <= 10**9:
        raise Refused(f"Invalid `{key}`.")
    return value


def _decimal(item: dict[str, Any], key: str) -> Decimal:
    value = item.get(key)
    if value is None:
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Refused(_not_decoded(key, value, "decimal"))
    if not 0 <= value <= 10**9:
        raise Refused(f"Invalid `{key}`.")
    return Decimal(value)


def _not_decoded(key: str, value: object, expected: str) -> str:
    return f"Invalid request (failed to decode {key}, got: {value} (expected {expected}))"
