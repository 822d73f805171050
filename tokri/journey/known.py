"""What the check may lean on: the instruments that a basket names, the dated tables, and the time."""

from __future__ import annotations

from collections.abc import Sequence

from tokri.core.basket import OrderText
from tokri.core.known import Known
from tokri.core.ports import Outside
from tokri.core.rules import Checked, check
from tokri.core.rules.leg import key_of
from tokri.core.times import ist


def known(outside: Outside, orders: Sequence[OrderText]) -> Known:
    """Everything that is known now of what these orders name."""
    now = outside.clock()
    keys = {key_of(order) for order in orders}
    return Known(
        at=now,
        master=outside.instruments.state(),
        listings=outside.instruments.look_up(keys, ist(now).date()),
        tables=outside.reference.tables(),
        price_distance=outside.price_distance,
        basket_limit=outside.app.basket_limit,
    )


def check_now(outside: Outside, orders: Sequence[OrderText]) -> Checked:
    """Check a basket as typed by everything that is known now."""
    return check(orders, known(outside, orders))
