"""Result: what Kite told us, beside what was seen in the order book, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tokri.core.ports import Basket, Handback, Outside
from tokri.core.state import ReadingStep, reading_step
from tokri.journey.review import PartReview, Review, Sending, review_version

#: Kite's request token lives "only a few minutes" (https://kite.trade/docs/connect/v3/user/).
TOKEN_LIVES = timedelta(minutes=10)

#: Steps that the runner is about to take: the page looks again by itself.
_AT_WORK = frozenset({ReadingStep.ASKED, ReadingStep.EXCHANGING, ReadingStep.READING})


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one version of a basket, as far as it is known at `at`."""

    review: Review
    working: bool

    @property
    def basket(self) -> Basket:
        return self.review.basket

    @property
    def sent(self) -> tuple[PartReview, ...]:
        return tuple(part for part in self.review.parts if part.sendings)


def get_result(outside: Outside, visitor_id: str, basket_id: str) -> Result | None:
    """The result of the version handed off last; of the latest, if none was. None: not this visitor's."""
    now = outside.clock()
    with outside.store.reading() as unit:
        basket = unit.baskets.get(basket_id, visitor_id)
        if basket is None:
            return None
        handoffs = unit.handoffs.of_basket(basket_id)
        number = handoffs[-1].version_number if handoffs else basket.latest.number
        version = unit.baskets.version(basket_id, number) or basket.latest
        review = review_version(unit, outside, basket, version)
    steps = [
        reading_step(reading, now)
        for part in review.parts
        for sending in part.sendings
        for reading in sending.news.readings
    ]
    return Result(
        review, working=any(step in {ReadingStep.ASKED, ReadingStep.EXCHANGING, ReadingStep.READING} for step in steps)
    )


def readable(outside: Outside, sending: Sending) -> Handback | None:
    """The return whose token could still be used to read the order book, if nobody has used it."""
    if not outside.app.can_read or outside.app.read_orders == "never":
        return None
    used = {reading.handback_id for reading in sending.news.readings}
    alive = outside.clock() - TOKEN_LIVES
    for handback in reversed(sending.news.handbacks):
        if handback.token_sealed and handback.id not in used and handback.at > alive:
            return handback
    return None
