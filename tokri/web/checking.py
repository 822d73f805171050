"""The check of orders by everything that is known to the visitor whose request this is."""

from __future__ import annotations

from collections.abc import Sequence

from tokri.core.basket import OrderText
from tokri.core.rules import Checked
from tokri.journey.known import check_now
from tokri.web.context import outside, visitor_id


def check_orders(orders: Sequence[OrderText]) -> Checked:
    """Check orders as typed; a visitor's own kept sessions have their say."""
    return check_now(outside(), orders, visitor_id())
