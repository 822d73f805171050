"""A mend put in: what a button beside a fault does to the order."""

from __future__ import annotations

from dataclasses import replace

from tokri.core.basket import OrderText


def mended(order: OrderText, field: str, mend: str) -> OrderText:
    """The order with `mend` in the field of that Kite name.

    An order type may bring the price along that it needs: `LIMIT 1507.50`.
    """
    order_type, space, price = mend.partition(" ")
    if field == "order_type" and space:
        return replace(order, order_type=order_type, price=price)
    return replace(order, **{field: mend})
