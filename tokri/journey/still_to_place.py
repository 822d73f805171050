"""Orders still to place: what is left of a basket, and a basket of exactly that, from which it is placed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from tokri.core.basket import Draft, Version
from tokri.core.ports import AlreadyThere, Basket, Outside, ReadingUnit, WritingUnit
from tokri.core.ports.mending import Taken
from tokri.core.state import closed_at
from tokri.core.still_to_place import Attempt, StillToPlace, sha256_of_rows, still_to_place
from tokri.journey.news import gather
from tokri.journey.sending import Sending, sending


@dataclass(frozen=True, slots=True)
class StillToPlaceOfBasket:
    """A basket with what is left of it.

    `into` are the baskets that took some of it, by their ids; `made_of` is the basket of which this one places what was
    left, None where it is of none, or that one is gone.
    """

    basket: Basket
    still_to_place: StillToPlace
    into: Mapping[str, Basket]
    made_of: Basket | None

    @property
    def sha256(self) -> str:
        """What is offered, as it was shown."""
        return self.still_to_place.sha256


class Refusal(Enum):
    """Why no basket was made."""

    CHANGED = auto()  #: what is left is other than was shown
    NOTHING = auto()  #: nothing is left that may be placed


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was made; what is left as it is now."""

    why: Refusal
    found: StillToPlaceOfBasket


def see(outside: Outside, visitor_id: str, basket_id: str) -> StillToPlaceOfBasket | None:
    """What is left of the visitor's basket. None: not theirs."""
    with outside.store.reading() as unit:
        return _see(unit, visitor_id, basket_id)


def made_of(unit: ReadingUnit | WritingUnit, visitor_id: str, basket_id: str, took: Iterable[Taken]) -> Basket | None:
    """The basket of which the visitor's own, which `took` these, places what is left; None: of none, or it is gone."""
    for each in took:
        handoff = unit.handoffs.get(each.handoff_id, visitor_id)
        if handoff is not None and handoff.basket_id != basket_id:
            return unit.baskets.get(handoff.basket_id, visitor_id)
    return None


def may_be_left(sendings: Iterable[Sending]) -> bool:
    """Whether firm evidence says of an order that some of it will not fill any more, wherever that went since."""
    return any(one.left for each in sendings if each.handoff.left_at is not None for one in each.verdicts.orders)


def still_to_place_of(unit: ReadingUnit | WritingUnit, basket_id: str) -> StillToPlace:
    """What is left of whatever was handed off of the basket."""
    handoffs = [each for each in unit.handoffs.of_basket(basket_id) if each.left_at is not None]
    news = gather(unit, handoffs)
    attempts = [
        Attempt(each, news[each.id].verdicts(each), closed_at(each, news[each.id].handbacks, news[each.id].words))
        for each in handoffs
    ]
    numbers = {each.version_number for each in handoffs}
    kept = (unit.baskets.version(basket_id, number) for number in sorted(numbers))
    versions = {each.number: each.draft.orders for each in kept if each is not None}
    return still_to_place(attempts, unit.mending.taken([each.id for each in handoffs]), versions)


def placed_after_all(
    unit: ReadingUnit | WritingUnit, outside: Outside, basket_id: str, took: Sequence[Taken] | None = None
) -> tuple[Sending, ...]:
    """The hand-offs of other baskets of whose orders this one took what was left, and of which news came since.

    `took` is what it took, where that was read already.
    """
    if took is None:
        took = unit.mending.taken_into([basket_id])
    sources = {found.basket_id for each in took if (found := unit.handoffs.by_id(each.handoff_id)) is not None}
    sources -= {basket_id}
    ids = {
        each.handoff_id
        for source in sorted(sources)
        for line in still_to_place_of(unit, source).overtaken(basket_id)
        for each in line.taken
    }
    handoffs = [each for source in sorted(sources) for each in unit.handoffs.of_basket(source) if each.id in ids]
    news, now = gather(unit, handoffs), outside.clock()
    return tuple(sending(outside, each, news[each.id], now) for each in handoffs)


def _see(unit: ReadingUnit | WritingUnit, visitor_id: str, basket_id: str) -> StillToPlaceOfBasket | None:
    basket = unit.baskets.get(basket_id, visitor_id)
    if basket is None:
        return None
    left = still_to_place_of(unit, basket_id)
    ids = dict.fromkeys(each.basket_id for line in left.taken for each in line.taken)
    into = {each: found for each in ids if (found := unit.baskets.get(each, visitor_id)) is not None}
    took = unit.mending.taken_into([basket_id])
    return StillToPlaceOfBasket(basket, left, into, made_of(unit, visitor_id, basket_id, took))


def make(outside: Outside, visitor_id: str, basket_id: str, shown: str, name: str) -> str | Refused | None:
    """Make the basket of what is left, called `name`; answers its id. None: not the visitor's basket.

    `shown` is `StillToPlaceOfBasket.sha256` of what the visitor saw. The same again, as a second press or another tab
    sends it, answers the basket that the first one made.
    """
    at = outside.clock()
    try:
        with outside.store.writing() as unit:
            found = _see(unit, visitor_id, basket_id)
            if found is None:
                return None
            if made := _made_already(found, shown):
                return made
            if not found.still_to_place.left:
                return Refused(Refusal.NOTHING, found)
            if found.sha256 != shown:
                return Refused(Refusal.CHANGED, found)
            draft = Draft(name, found.still_to_place.orders, found.basket.latest.draft.sequence)
            version = unit.baskets.add(outside.chance.token(), visitor_id, draft, at)
            take(unit, outside, basket_id, found.still_to_place, version)
            return version.basket_id
    except AlreadyThere:
        with outside.store.reading() as view:
            now = _see(view, visitor_id, basket_id)
        return None if now is None else Refused(Refusal.CHANGED, now)


def take(unit: WritingUnit, outside: Outside, basket_id: str, left: StillToPlace, version: Version) -> None:
    """Let that version have what is left of the basket, and nobody else. Raises AlreadyThere if somebody has it."""
    at = outside.clock()
    unit.mending.take(left.take(version.basket_id, version.number, at))
    facts: dict[str, str | int | bool | None] = {
        "of": basket_id,
        "version": version.number,
        "orders": len(version.draft.orders),
        "sha256": version.sha256,
    }
    unit.record(outside.event("orders still to place", version.basket_id, at, facts))


def _made_already(found: StillToPlaceOfBasket, shown: str) -> str | None:
    """The basket that took exactly what was shown."""
    took: dict[str, list[Taken]] = {}
    for line in found.still_to_place.taken:
        for each in line.taken:
            took.setdefault(each.basket_id, []).append(each)
    for basket_id, taken in took.items():
        if basket_id in found.into and shown == sha256_of_rows(
            (each.handoff_id, each.order, each.quantity) for each in taken
        ):
            return basket_id
    return None
