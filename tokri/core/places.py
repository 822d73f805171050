"""To which order of a hand-off each order of Kite's belongs, by all sightings of it together.

Each source told the place when it was matched, from what it showed then: one report alone, or a book that had more, or
less, in it than another. Where they agree, and no order got more than it asked for while another asks for the same
instrument, that stands. Where not, all orders of that instrument and side are told apart anew, together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tokri.core.evidence import STRONGEST_FIRST, How, Sighting, by_order
from tokri.core.legs import Instrument, Leg, instrument_and_side, shared_out
from tokri.core.ports.kept import BookOrder


def places(legs: Sequence[Leg], sightings: Iterable[Sighting]) -> dict[str, int | None]:
    """The place of each order of Kite's, by its id; None where it cannot be told.

    `sightings` are the hand-off's own (tokri/core/evidence.py). Whatever their order, the answer is the same.
    """
    seen = by_order(sightings)
    told = {order_id: _agreed(rows) for order_id, rows in seen.items()}
    books = {order_id: _clearest(rows).book for order_id, rows in seen.items()}
    doubtful = {instrument_and_side(books[order_id]) for order_id, agreed in told.items() if len(agreed) > 1}
    found = {order_id: agreed.pop() if len(agreed) == 1 else None for order_id, agreed in told.items()}
    doubtful |= _crowded(legs, found, books)
    for instrument in doubtful:
        among = [leg for leg in legs if leg.instrument_and_side == instrument]
        apart = {order_id: book for order_id, book in books.items() if instrument_and_side(book) == instrument}
        tagged = {order_id: book for order_id, book in apart.items() if _clearest(seen[order_id]).how is How.TAG}
        found |= dict.fromkeys(apart) | shared_out(among, tagged)
    return found


def _agreed(rows: Iterable[Sighting]) -> set[int | None]:
    """What the strongest way of knowing says of the place: one place, or several that contradict each other."""
    rows = list(rows)
    strongest = min(_strength(each) for each in rows)
    return {each.order for each in rows if _strength(each) == strongest}


def _strength(each: Sighting) -> tuple[bool, int]:
    return each.how is not How.TAG, STRONGEST_FIRST.index(each.source)


def _clearest(rows: Iterable[Sighting]) -> Sighting:
    """The newest sighting of the strongest source: what the order is by the best that is known."""
    return max(rows, key=lambda each: (*(-part for part in _strength(each)), each.at, repr(each.book)))


def _crowded(legs: Sequence[Leg], found: Mapping[str, int | None], books: Mapping[str, BookOrder]) -> set[Instrument]:
    """Instruments, by side, of which one leg got more than it asked for while there is another leg of them."""
    got: dict[int, int] = {}
    for order_id, place in found.items():
        if place is not None:
            got[place] = got.get(place, 0) + books[order_id].quantity
    several = [leg.instrument_and_side for leg in legs]
    return {
        leg.instrument_and_side
        for leg in legs
        if got.get(leg.place, 0) > leg.quantity and several.count(leg.instrument_and_side) > 1
    }
