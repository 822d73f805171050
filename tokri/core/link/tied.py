"""Orders that are tied together go all or none, and each by the same factor: half of a pair is no smaller pair.

A hedge without what it hedges, or the other way round, raises the risk that the pair was made to bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tokri.core.desk.sizing import Means, Sizing, sized
from tokri.core.link.choices import Offer
from tokri.core.link.typed import of_order
from tokri.core.problems import Problem

#: Every code that a problem here has.
CODES: Final = ("tied-left-out", "tied-falls-away", "tied-uneven")


def tied(offer: Offer, meant: Sequence[int], final: Sequence[int]) -> Iterator[Problem]:
    """What is wrong with the quantities that are left (`final`) of what was the client's (`meant`)."""
    mine = [place for place, advised in enumerate(offer.advised) if advised != 0]
    gone = [place for place in mine if not final[place]]
    if not offer.proposal.tied or len(gone) == len(mine):
        return
    for place in gone:
        code, field = ("tied-left-out", "left_out") if offer.out(place) else ("tied-falls-away", "quantity")
        yield of_order(code, place, field)
    if not gone and not _even(offer, meant, final, mine):
        changed = next(place for place in mine if final[place] != meant[place])
        yield of_order("tied-uneven", changed, "quantity")


def _even(offer: Offer, meant: Sequence[int], final: Sequence[int], mine: Sequence[int]) -> bool:
    """Whether one factor, rounded down to whole lots, makes every one of these quantities.

    If any does, then the least by which the order comes out that is cut least.
    """
    if all(final[place] == meant[place] for place in mine):
        return True
    least = max(mine, key=lambda place: Fraction(final[place], meant[place]))
    part = Means(Decimal(final[least]), Decimal(meant[least]))
    asks = {place: replace(offer.asks[place], quantity=meant[place], sizing=Sizing.CAPITAL) for place in mine}
    return all(sized(ask, part).quantity == final[place] for place, ask in asks.items())
