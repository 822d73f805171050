"""What the check may lean on: the instruments that a basket names, the dated tables, and the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.known import Known
from tokri.core.ports import Outside
from tokri.core.rules import Checked, check
from tokri.core.rules.leg import key_of
from tokri.core.times import ist

#: Symbols of a basket that are told what else they may mean: whoever has more that stand nowhere has mistaken the list.
_MOST_ALIKE: Final = 5


def known(outside: Outside, orders: Sequence[OrderText]) -> Known:
    """Everything that is known now of what these orders name."""
    now = outside.clock()
    keys = list(dict.fromkeys(key_of(order) for order in orders))
    # In the order of the orders, so that the same are told what else they may mean whenever it is asked.
    master, listings = outside.instruments.state_and_listings(keys, ist(now).date(), _MOST_ALIKE)
    return Known(
        at=now,
        master=master,
        listings=listings,
        tables=outside.reference.tables(),
        price_distance=outside.price_distance,
        basket_limit=outside.app.basket_limit,
    )


def check_now(outside: Outside, orders: Sequence[OrderText]) -> Checked:
    """Check a basket as typed by everything that is known now."""
    return check(orders, known(outside, orders))
