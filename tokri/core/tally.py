"""How the orders of one hand-off stood when the order book was read: so many filled, open, rejected, not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tokri.core.ports import BookOrder, Handoff, Reading


class Standing(StrEnum):
    """How one order of the hand-off stood, from the best to the worst known."""

    FILLED = "filled"  #: all that the book asks for
    PARTLY = "partly"  #: some of it; the rest may be open or over
    OPEN = "open"  #: nothing yet, and it still can
    CANCELLED = "cancelled"  #: over without a fill
    REJECTED = "rejected"  #: refused by the broker or the exchange
    UNTOLD = "untold"  #: carries our tag, and which order it is cannot be told
    MISSING = "missing"  #: not in the book


#: Over and done with; whatever else Kite says counts as still under way
#: (https://kite.trade/docs/connect/v3/orders/#order-statuses says that there may be others).
_OVER: Final = {"CANCELLED": Standing.CANCELLED, "LAPSED": Standing.CANCELLED, "REJECTED": Standing.REJECTED}


@dataclass(frozen=True, slots=True)
class Tally:
    """The orders of one hand-off by how they stood. The counts add up to `orders`."""

    orders: int
    counts: tuple[tuple[Standing, int], ...]

    @property
    def all_filled(self) -> bool:
        return self.counts == ((Standing.FILLED, self.orders),)

    @property
    def nothing_filled(self) -> bool:
        """Whether every order is known to be over, or not there, without any fill."""
        return {standing for standing, _ in self.counts} <= {Standing.CANCELLED, Standing.REJECTED, Standing.MISSING}


def tally(handoff: Handoff, readings: Iterable[Reading]) -> Tally | None:
    """The orders as the last reading of the book saw them; None where it was never read."""
    read = [each for each in readings if each.handoff_id == handoff.id and each.read_at is not None]
    if not read:
        return None
    last = read[-1]
    places = range(handoff.first_order, handoff.first_order + handoff.orders)
    missing = Standing.UNTOLD if last.unsorted else Standing.MISSING
    rows = ([found.book for found in last.found if found.order == place] for place in places)
    counted = Counter(standing(book) if book else missing for book in rows)
    return Tally(handoff.orders, tuple((each, counted[each]) for each in Standing if counted[each]))


def standing(book: Sequence[BookOrder]) -> Standing:
    """How one order stands by its rows of the book: one, or several slices.

    Filled is what `filled_quantity` says; a partial fill has no status of its own at Kite.
    """
    if all(each.filled_quantity >= each.quantity > 0 for each in book):
        return Standing.FILLED
    if any(each.filled_quantity > 0 for each in book):
        return Standing.PARTLY
    over = {_OVER.get(each.status, Standing.OPEN) for each in book}
    return next(each for each in (Standing.OPEN, Standing.CANCELLED, Standing.REJECTED) if each in over)


def still_open(book: BookOrder) -> bool:
    """Whether the order may still fill; whatever Kite says that is not an end counts as under way."""
    return book.status != "COMPLETE" and book.status not in _OVER
