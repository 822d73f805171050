"""As much of the evidence on a hand-off as its state is told by: which sources show an order of it, and which do not.

A list of ten thousand reads no more of each. What became of its orders is said by their verdicts (tokri/core/verdict).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from tokri.core.evidence import QUEUED, How, Look, Sighting, Source
from tokri.core.release import may_be_for_later


class Trace(NamedTuple):
    """One sighting of an order of the hand-off's own: by which source, whether queued, and when it was read (UTC)."""

    source: Source
    queued: bool
    at: datetime


class Shown(NamedTuple):
    """What all evidence of a hand-off shows.

    `sources` show an order of it; `queued`: each of these orders waits for the next session, as far as anything shows.
    `looked` are the sources that were read and would show every order of it. `looked_at` is when one of them last was,
    `at` when anything last became known.
    """

    sources: frozenset[Source] = frozenset()
    queued: bool = False
    looked: frozenset[Source] = frozenset()
    looked_at: datetime | None = None
    at: datetime | None = None


NOTHING: Final = Shown()


def traces(handoff_id: str, sightings: Iterable[Sighting]) -> list[Trace]:
    """The traces of orders that are the hand-off's, or may be: an order that another's tag stands in is not.

    `sightings` hold those of its rivals for the same orders as well.
    """
    every = list(sightings)
    others = {each.book.order_id for each in every if each.how is How.TAG and each.handoff_id != handoff_id}
    return [
        Trace(each.source, each.book.status == QUEUED, each.at)
        for each in every
        if each.handoff_id == handoff_id and each.book.order_id not in others
    ]


def shown(left_at: datetime | None, traced: Iterable[Trace], looks: Iterable[Look], *, for_later: bool) -> Shown:
    """What is shown of the hand-off that left then. `for_later`: its orders are for the next session.

    A tradebook of the day on which those left has nothing of them, whatever became of them.
    """
    if left_at is None:
        return NOTHING
    traced, looks = list(traced), list(looks)
    if not looks:
        return _of_traces(traced)
    for_later = for_later or may_be_for_later(left_at)
    covering = [each for each in looks if each.covers(left_at) and _tells(each, for_later=for_later)]
    if not traced and not covering:
        return NOTHING
    return _of_traces(traced)._replace(
        looked=frozenset(each.source for each in covering),
        looked_at=max((each.at for each in covering), default=None),
        at=max([*(each.at for each in traced), *(each.at for each in covering)]),
    )


def _of_traces(traced: Sequence[Trace]) -> Shown:
    if not traced:
        return NOTHING
    if len(traced) == 1:
        source, queued, at = traced[0]
        return Shown(_ONE[source], queued, at=at)
    sources = frozenset([each.source for each in traced])
    return Shown(sources, all(each.queued for each in traced), at=max(each.at for each in traced))


_ONE: Final = {source: frozenset({source}) for source in Source}


def _tells(look: Look, *, for_later: bool) -> bool:
    """Whether what the source does not have was not there."""
    return look.source is not Source.TRADE_FILE or (look.closed and not for_later)
