"""Result: what Kite told us, beside what was seen in the order book, part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    """What is known of a basket's hand-offs: `review` is the version handed off last, `earlier` those before it.

    `working` says that the runner is about to find something out.
    """

    review: Review
    earlier: tuple[Review, ...]
    working: bool

    @property
    def basket(self) -> Basket:
        return self.review.basket

    @property
    def sent(self) -> tuple[tuple[Review, PartReview, Sending], ...]:
        """Every hand-off that may have reached Kite, and the last one of each part: newest version first, then by part.

        A return may answer an earlier one, so none may go unseen.
        """
        return tuple(
            (review, part, sending)
            for review in (self.review, *self.earlier)
            for part in review.parts
            for sending in reversed(part.sendings)
            if sending.handoff.left_at is not None or sending is part.last
        )


def get_result(outside: Outside, visitor_id: str, basket_id: str) -> Result | None:
    """The result of the version handed off last; of the latest, if none was. None: not this visitor's."""
    now = outside.clock()
    with outside.store.reading() as unit:
        basket = unit.baskets.get(basket_id, visitor_id)
        if basket is None:
            return None
        handed_off = dict.fromkeys(each.version_number for each in reversed(unit.handoffs.of_basket(basket_id)))
        versions = [unit.baskets.version(basket_id, number) for number in handed_off] or [basket.latest]
        reviews = [review_version(unit, outside, basket, version) for version in versions if version is not None]
    result = Result(reviews[0], tuple(reviews[1:]), working=False)
    readings = (reading for _, _, sending in result.sent for reading in sending.news.readings)
    return replace(result, working=any(reading_step(reading, now) in _AT_WORK for reading in readings))


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
