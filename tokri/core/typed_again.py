"""An order that was sent, as one may type it again."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tokri.core.basket import KITE_FIELDS, OrderText, plain
from tokri.core.verdict import PayloadOrder

#: What the clock made of an order, and makes anew.
_BY_THE_CLOCK: Final = frozenset({"regular", "amo"})


def order_text(asked: PayloadOrder, tag: str) -> OrderText:
    """An order as it was sent, as one may type it again: without its quantity, and without Tokri's own tag.

    What the clock made of it is left open, so that the clock makes it anew.
    """
    told = {name: _text(value) for name, value in asked.items() if name in KITE_FIELDS}
    if told.get("variety") in _BY_THE_CLOCK:
        told["variety"] = ""
    if told.get("tag") == tag:
        told["tag"] = ""
    return OrderText(**{**told, "quantity": ""})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return plain(value) if isinstance(value, Decimal) else str(value)
