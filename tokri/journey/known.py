"""What the check may lean on: the instruments that a basket names, the dated tables, and the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.instrument import Key
from tokri.core.known import Known
from tokri.core.ports import Outside, ReadingUnit
from tokri.core.quote import Quote
from tokri.core.rules import Checked, check
from tokri.core.rules.leg import key_of
from tokri.core.times import ist
from tokri.journey.quotes import quotes_in

#: Symbols of a basket that are told what else they may mean: whoever has more that stand nowhere has mistaken the list.
_MOST_ALIKE: Final = 5


def known(
    outside: Outside, orders: Sequence[OrderText], visitor_id: str | None = None, unit: ReadingUnit | None = None
) -> Known:
    """Everything that is known now of what these orders name: to a visitor, also by the sessions that they keep.

    `unit` is the one that is open already, if one is.
    """
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
        quotes=_quotes(outside, visitor_id, unit),
        basket_limit=outside.app.basket_limit,
    )


def check_now(outside: Outside, orders: Sequence[OrderText], visitor_id: str | None = None) -> Checked:
    """Check a basket as typed by everything that is known now."""
    return check(orders, known(outside, orders, visitor_id))


def _quotes(outside: Outside, visitor_id: str | None, unit: ReadingUnit | None) -> Mapping[Key, Quote]:
    if visitor_id is None or not outside.app.can_read:
        return {}
    if unit is not None:
        return quotes_in(unit, outside, visitor_id)
    with outside.store.reading() as view:
        return quotes_in(view, outside, visitor_id)
