"""Whether a quantity that a client typed is whole lots."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from tokri.core.desk.sizing import Means, Nothing, Sizing, sized
from tokri.core.link.choices import Offer
from tokri.core.link.typed import of_order
from tokri.core.money import grouped
from tokri.core.problems import Problem, Severity
from tokri.core.rules.leg import CASH

#: Every code that a problem here has.
CODES: Final = ("lot-unknown", "whole-lots")

_ONCE: Final = Means(Decimal(1), Decimal(1))


def in_whole_lots(offer: Offer, place: int, typed: int) -> Problem | None:
    """What is wrong with that quantity of the order; None: nothing. An odd holding of shares may be sold whole.

    The mend is the next smaller quantity that is whole lots; None where that is none at all.
    """
    ask = offer.asks[place]
    found = sized(replace(ask, quantity=typed, sizing=Sizing.CAPITAL), _ONCE)
    if typed in {0, found.quantity}:
        return None
    if found.nothing is Nothing.LOT_UNKNOWN:
        return of_order("lot-unknown", place, "quantity")
    if offer.sells(place) and ask.exchange in CASH and typed == offer.held(place):
        return None
    facts = {"typed": grouped(typed), "lot": grouped(ask.lot_size or 1)}
    mend = str(found.quantity) if found.quantity else None
    return Problem("whole-lots", Severity.ERROR, ("orders", place, "quantity"), facts, mend)
