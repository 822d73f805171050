"""What people call Kite's fields, and how an order is named in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.glimpse import glimpse
from tokri.web.language import N_, _

_LONGEST_SYMBOL: Final = 40

#: The label of each field on forms and tables.
LABELS: Final[Mapping[str, str]] = {
    "variety": "Variety",
    "tradingsymbol": "Symbol",
    "exchange": "Exchange",
    "transaction_type": "Buy or sell",
    "order_type": "Order type",
    "product": "Product",
    "quantity": "Quantity",
    "price": "Price",
    "trigger_price": "Trigger price",
    "disclosed_quantity": "Disclosed quantity",
    "validity": "Validity",
    "readonly": "Locked on Kite’s page",
    "tag": "Your tag",
}

#: The field within a sentence, after "the" or "no".
NOUNS: Final[Mapping[str, str]] = {
    "variety": N_("variety"),
    "tradingsymbol": N_("symbol"),
    "exchange": N_("exchange"),
    "transaction_type": N_("choice of buy or sell"),
    "order_type": N_("order type"),
    "product": N_("product"),
    "quantity": N_("quantity"),
    "price": N_("price"),
    "trigger_price": N_("trigger price"),
    "disclosed_quantity": N_("disclosed quantity"),
    "validity": N_("validity"),
    "readonly": N_("lock"),
    "tag": N_("tag"),
}


def field_label(name: str) -> str:
    """The label of a field, by its Kite name."""
    return LABELS[name]


def asked_for(name: str) -> str:
    """What a person is to choose: an order type, a product; where the label says what to do, the label itself."""
    if name == "transaction_type":
        return f"“{LABELS[name]}”"
    noun = _(NOUNS[name])
    return _("an %(noun)s", noun=noun) if NOUNS[name][0] in "aeiou" else _("a %(noun)s", noun=noun)


def order_name(place: int, orders: Sequence[OrderText]) -> str:
    """`Order 2, INFY`, or `Order 2` where no symbol was typed. `place` counts from 0."""
    symbol = glimpse(orders[place].tradingsymbol)[:_LONGEST_SYMBOL] if place < len(orders) else ""
    if symbol:
        return _("Order %(number)s, %(symbol)s", number=place + 1, symbol=symbol)
    return _("Order %(number)s", number=place + 1)


def mend_label(mend: str) -> str:
    """The button that puts the mend in."""
    return f"Use {mend}" if mend else "Clear it"
