"""What is known of some hand-offs, gathered from one look at the store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tokri.core.ports import Handback, Handoff, PersonsWord, Reading, ReadingUnit


class News(NamedTuple):
    """What came in about one hand-off, each in the order it came."""

    handbacks: list[Handback]
    words: list[PersonsWord]
    readings: list[Reading]


def gather(unit: ReadingUnit, handoffs: Iterable[Handoff]) -> dict[str, News]:
    """The news of each hand-off, by its id."""
    ids = [handoff.id for handoff in handoffs]
    news = {handoff_id: News([], [], []) for handoff_id in ids}
    if not ids:
        return news
    for handback in unit.handoffs.handbacks(ids):
        if handback.handoff_id is not None:
            news[handback.handoff_id].handbacks.append(handback)
    for word in unit.handoffs.words(ids):
        news[word.handoff_id].words.append(word)
    for reading in unit.readings.of_handoffs(ids):
        news[reading.handoff_id].readings.append(reading)
    return news
