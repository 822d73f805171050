"""Basket to parts: Kite takes a limited number of orders at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.basket import Order


@dataclass(frozen=True, slots=True)
class Part:
    """What is handed to Kite in one go: part `number` (from 1) of `of`.

    `first` is the place in the basket of its first order, from 0.
    """

    number: int
    of: int
    first: int
    orders: tuple[Order, ...]


def plan(orders: Sequence[Order], limit: int) -> tuple[Part, ...]:
    """Cut the orders, in the order they are listed, into parts of at most `limit` (1 or more) each."""
    if limit < 1:
        raise ValueError("a part holds at least one order")
    starts = range(0, len(orders), limit)
    return tuple(
        Part(number, len(starts), first, tuple(orders[first : first + limit]))
        for number, first in enumerate(starts, start=1)
    )
