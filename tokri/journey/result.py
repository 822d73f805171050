"""Result: what Kite told us, beside what was seen in the order book, hand-off by hand-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from tokri.core.basket import Version
from tokri.core.ports import Basket, Handback, Handoff, Outside, ReadingUnit
from tokri.core.state import AT_WORK, reading_step
from tokri.core.tally import Tally
from tokri.journey.became import became
from tokri.journey.news import gather
from tokri.journey.review import Review, Sending, review_version, sending
from tokri.journey.still_to_place import made_of

#: Kite's request token lives "only a few minutes" (https://kite.trade/docs/connect/v3/user/).
TOKEN_LIVES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a basket: the version handed off last, and every hand-off of any version, newest first.

    `working` says that the runner is about to find something out. `account` is the Kite account that the visitor
    confirmed as their own, asked for where a reading failed, which says it. `made_of` is the basket of which this one
    places what was left.
    """

    review: Review
    sendings: tuple[Sending, ...]
    working: bool
    account: str | None
    made_of: Basket | None = None

    @property
    def basket(self) -> Basket:
        return self.review.basket

    def is_current(self, sending: Sending) -> bool:
        """Whether it is the last hand-off of its part in the version handed off last."""
        newest = self.review.version.number
        return sending.handoff.version_number == newest and self.is_last_of_its_part(sending)

    def is_last_of_its_part(self, sending: Sending) -> bool:
        """Whether the same part of the same version was not handed off again."""
        return sending is next(each for each in self.sendings if _same_part(each, sending))

    @property
    def shown(self) -> tuple[Sending, ...]:
        """Every hand-off that may have reached Kite, and the last one of each part.

        A return may answer an earlier one, so none may go unseen.
        """
        return tuple(each for each in self.sendings if each.handoff.left_at is not None or self.is_current(each))

    @property
    def tally(self) -> Tally | None:
        """How all its orders stand that were handed over; None where there is no evidence of any."""
        return became(self.sendings[::-1])

    @property
    def came_back_last(self) -> str | None:
        """The hand-off that the newest return answers."""
        returns = [handback for sending in self.sendings for handback in sending.news.handbacks]
        newest = max(returns, key=lambda each: each.at, default=None)
        return newest.handoff_id if newest else None


def _same_part(one: Sending, other: Sending) -> bool:
    return (one.handoff.version_number, one.handoff.part) == (other.handoff.version_number, other.handoff.part)


def get_result(outside: Outside, visitor_id: str, basket_id: str) -> Result | None:
    """The result of the version handed off last; of the latest, if none was. None: not this visitor's."""
    now = outside.clock()
    with outside.store.reading() as unit:
        basket = unit.baskets.get(basket_id, visitor_id)
        if basket is None:
            return None
        handoffs = unit.handoffs.of_basket(basket_id)
        version = _handed_off_last(unit, basket, handoffs)
        news = gather(unit, handoffs)
        made = tuple(sending(outside, each, news[each.id], now) for each in handoffs)
        review = review_version(unit, outside, basket, version, sendings=made)
        failed = any(reading.fault for each in made for reading in each.news.readings)
        visitor = unit.visitors.get(visitor_id) if failed else None
        parent = made_of(unit, visitor_id, basket_id, review.took)
    sendings = made[::-1]
    readings = (reading for each in sendings for reading in each.news.readings)
    working = any(reading_step(each, now) in AT_WORK for each in readings)
    return Result(review, sendings, working, visitor.kite_user_id if visitor else None, parent)


def _handed_off_last(unit: ReadingUnit, basket: Basket, handoffs: Sequence[Handoff]) -> Version:
    """The version handed off last; the latest, if none was."""
    if not handoffs or handoffs[-1].version_number == basket.latest.number:
        return basket.latest
    return unit.baskets.version(basket.id, handoffs[-1].version_number) or basket.latest


def readable(outside: Outside, sending: Sending) -> Handback | None:
    """The return whose token could still be used to read the order book, if nobody has used it."""
    if not outside.app.can_read or outside.app.read_orders == "never":
        return None
    used = {reading.handback_id for reading in sending.news.readings}
    alive = outside.clock() - TOKEN_LIVES
    for handback in reversed((*sending.news.handbacks, *sending.news.log_ins)):
        if handback.token_sealed and handback.id not in used and handback.at > alive:
            return handback
    return None
