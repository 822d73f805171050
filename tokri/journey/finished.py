"""Whether a hand-off is known to have been finished on Kite. A file names no basket: it cannot say that by itself."""

from __future__ import annotations

from typing import Final

from tokri.core.evidence import Source
from tokri.core.handback import SUCCESS
from tokri.core.ports import ReadingUnit, Said, WritingUnit
from tokri.core.uploaded import UploadPlan
from tokri.journey.news import News, gather

_PLACED: Final = frozenset({Said.PLACED_ALL, Said.PLACED_SOME})

#: Sources that name the hand-off, or are of its own account.
_OF_ITS_OWN: Final = frozenset({Source.BOOK, Source.POSTBACK})


def asks_whose(unit: ReadingUnit | WritingUnit, basket_id: str, plan: UploadPlan) -> bool:
    """Whether the file would tell of a hand-off of which nothing else says that it was finished on Kite."""
    told = {each.handoff_id for each in plan.sightings}
    news = gather(unit, [each for each in unit.handoffs.of_basket(basket_id) if each.id in told])
    return not all(map(_finished, news.values()))


def _finished(news: News) -> bool:
    """By a return with success, by what the person said last, or by the order book or a postback."""
    return (
        any(each.status == SUCCESS for each in news.handbacks)
        or (bool(news.words) and news.words[-1].said in _PLACED)
        or any(each.handoff_id == news.handoff_id and each.source in _OF_ITS_OWN for each in news.sightings)
    )
