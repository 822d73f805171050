"""What is left of advice that was handed to Kite, as the advice has it: its own orders, in the quantities left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.basket import OrderText
from tokri.core.desk.advice import Proposal
from tokri.core.link.choices import Chosen

#: By what an order is known among others of the same instrument and side; the first that tells two apart counts most.
_PRICES: Final = ("price", "trigger_price")
_TERMS: Final = ("order_type", "product", "validity", "disclosed_quantity")


def what_is_left(proposal: Proposal, orders: Iterable[OrderText]) -> Chosen | None:
    """The advice with what is left of it: at its own prices, and nothing else. None: an order is none of the advice's.

    `orders` are what is left, as it was sent; each has a whole quantity.
    """
    advice = proposal.draft.orders
    quantities = [0] * len(advice)
    for order in orders:
        place, quantity = _place(advice, order), money.whole(order.quantity)
        if place is None or not isinstance(quantity, int):
            return None
        quantities[place] += quantity
    left = tuple(_left(each, quantity) for each, quantity in zip(advice, quantities, strict=True) if quantity)
    return Chosen(orders=left, quantities=tuple(quantities), changes=(), problems=())


def _place(advice: Sequence[OrderText], order: OrderText) -> int | None:
    """Which of the advice's orders was sent as this one: of the same instrument, side and prices."""
    alike = [
        place
        for place, each in enumerate(advice)
        if _instrument_and_side(each) == _instrument_and_side(order)
        and all(_price(getattr(each, name)) == _price(getattr(order, name)) for name in _PRICES)
    ]
    return max(alike, key=lambda place: _agrees(advice[place], order), default=None)


def _instrument_and_side(order: OrderText) -> tuple[str, str, str]:
    return order.exchange, order.tradingsymbol, order.transaction_type


def _agrees(one: OrderText, other: OrderText) -> int:
    return sum(getattr(one, name) == getattr(other, name) for name in _TERMS)


def _price(text: str) -> Decimal | None:
    read = money.price(text)
    return read if isinstance(read, Decimal) and read else None


def _left(order: OrderText, quantity: int) -> OrderText:
    disclosed = money.whole(order.disclosed_quantity)
    too_much = isinstance(disclosed, int) and disclosed > quantity
    return replace(order, quantity=str(quantity), disclosed_quantity="" if too_much else order.disclosed_quantity)
