"""How the orders of a hand-off, or of a whole basket, stand: so many filled, open, rejected, never seen; by what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tokri.core.evidence import STRONGEST_FIRST, Source
from tokri.core.verdict import NOTHING_CAME, Standing, Verdicts

#: Over, and all that was asked for.
_DONE: Final = frozenset({Standing.FILLED})


@dataclass(frozen=True, slots=True)
class Tally:
    """Orders by how they stand; the counts add up to `orders`. `sources` are what that is known by, strongest first.

    `reported`: Kite reported more of at least one of them than any document shows.
    """

    orders: int
    counts: tuple[tuple[Standing, int], ...]
    sources: tuple[Source, ...] = (Source.BOOK,)
    reported: bool = False

    @property
    def all_filled(self) -> bool:
        return {standing for standing, _ in self.counts} == _DONE

    @property
    def nothing_filled(self) -> bool:
        """Whether every order is known to be over, or not there, without any fill."""
        return {standing for standing, _ in self.counts} <= NOTHING_CAME

    @property
    def firm(self) -> bool:
        """Whether it rests on documents alone: nothing of it is only reported, or only said."""
        return not self.reported and Source.POSTBACK not in self.sources


def tally(found: Verdicts) -> Tally | None:
    """The orders of a hand-off by how they stand; None where there is no evidence of any of them."""
    return tally_of([found])


def tally_of(found: Iterable[Verdicts]) -> Tally | None:
    """The same of several hand-offs together; None where there is no evidence of any order of any of them."""
    every = list(found)
    if not any(each.any_evidence for each in every):
        return None
    orders = [verdict for each in every for verdict in each.orders]
    counted = Counter(each.standing for each in orders)
    by = {each.source for each in orders}
    if any(each.untold for each in every):
        by.add(Source.BOOK)
    return Tally(
        orders=len(orders),
        counts=tuple((each, counted[each]) for each in Standing if counted[each]),
        sources=tuple(each for each in STRONGEST_FIRST if each in by),
        reported=any(each.reported is not None for each in orders),
    )
