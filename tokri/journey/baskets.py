"""A visitor's baskets: build, save, rename, copy, delete, forget."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from tokri.core.basket import Draft, Version
from tokri.core.ports import Basket, Handoff, Outside, WritingUnit
from tokri.core.state import State
from tokri.core.tally import Tally
from tokri.core.times import ist_date
from tokri.journey.ask_reading import withdraw
from tokri.journey.became import became
from tokri.journey.news import gather
from tokri.journey.review import Sending, sending

#: U+200C parts, and U+200D joins, the characters on both sides of it.
_JOINERS: Final = frozenset("\u200c\u200d")

#: The joiners at one place: the first of them in a group where something is seen on both sides, else in none.
_JOIN: Final = re.compile("(?<=[^ \u200c\u200d])([\u200c\u200d])[\u200c\u200d]*(?=[^ \u200c\u200d])|[\u200c\u200d]+")

#: The longest name of a basket, in characters.
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: the basket, the last hand-off that left, or one prepared, and how all its orders stand."""

    basket: Basket
    last: Sending | None
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to. `newer` is the version that another tab saved in between; then nothing was saved."""

    version: Version
    newer: bool = False


def tidy_name(typed: str, outside: Outside) -> str:
    """The name as it is kept: one line, no control characters, never empty."""
    return one_line(typed) or f"Basket of {ist_date(outside.clock())}"


def one_line(typed: str) -> str:
    """A name or title in one line, without control characters, no longer than it may be; "" where none is left.

    Joiners stay between two characters that are seen: without them words of Hindi, and some emoji, are other ones.
    """
    kept = "".join(" " if character.isspace() else character for character in typed)
    kept = "".join(each for each in kept if each in _JOINERS or unicodedata.category(each)[0] != "C")
    return _joined(" ".join(_joined(kept).split())[:LONGEST_NAME].strip())


def _joined(text: str) -> str:
    """The text without the joiners that join nothing: at an edge, beside a space, and behind another joiner."""
    return _JOIN.sub(r"\1", text)


def list_baskets(outside: Outside, visitor_id: str) -> Sequence[Listed]:
    """The visitor's baskets, last saved first, each with its last state."""
    now = outside.clock()
    with outside.store.reading() as unit:
        baskets = unit.baskets.of(visitor_id)
        handoffs = unit.handoffs.of_baskets([basket.id for basket in baskets])
        news = gather(unit, handoffs)
    of_basket: defaultdict[str, list[Sending]] = defaultdict(list)
    for handoff in handoffs:
        of_basket[handoff.basket_id].append(sending(outside, handoff, news[handoff.id], now))
    return [_listed(basket, of_basket[basket.id]) for basket in baskets]


def _listed(basket: Basket, sendings: Sequence[Sending]) -> Listed:
    if not sendings:
        return Listed(basket, None)
    left = [each for each in sendings if each.handoff.left_at is not None]
    return Listed(basket, (left or sendings)[-1], became(sendings))


def get_basket(outside: Outside, visitor_id: str, basket_id: str) -> Basket | None:
    """The visitor's basket, or None: another's is not told from one that never was."""
    with outside.store.reading() as unit:
        return unit.baskets.get(basket_id, visitor_id)


def stands_of(outside: Outside, visitor_id: str, basket_id: str) -> Sequence[tuple[Handoff, State]]:
    """Every hand-off of the visitor's basket with where it stands; none of another's."""
    now = outside.clock()
    with outside.store.reading() as unit:
        if unit.baskets.get(basket_id, visitor_id) is None:
            return []
        handoffs = unit.handoffs.of_basket(basket_id)
        news = gather(unit, handoffs)
    return [(each, sending(outside, each, news[each.id], now).state) for each in handoffs]


def create_basket(outside: Outside, visitor_id: str, draft: Draft) -> Version:
    """Keep a new basket with its first version."""
    at = outside.clock()
    basket_id = outside.chance.token()
    with outside.store.writing() as unit:
        unit.visitors.ensure(visitor_id, at)
        version = unit.baskets.add(basket_id, visitor_id, draft, at)
        unit.record(
            outside.event("basket created", basket_id, at, {"orders": len(draft.orders), "sha256": version.sha256})
        )
    return version


def save_basket(outside: Outside, visitor_id: str, basket_id: str, draft: Draft, base: int) -> Saved | None:
    """Keep the next version, made from version `base`. None: not this visitor's basket."""
    at = outside.clock()
    with outside.store.writing() as unit:
        basket = unit.baskets.get(basket_id, visitor_id)
        if basket is None:
            return None
        if basket.latest.number != base and basket.latest.sha256 != draft.sha256:
            return Saved(basket.latest, newer=True)
        version = unit.baskets.save(basket_id, draft, at)
        if version.number != basket.latest.number:
            facts: dict[str, str | int | bool | None] = {"version": version.number, "sha256": version.sha256}
            unit.record(outside.event("basket saved", basket_id, at, facts))
    return Saved(version)


def rename_basket(outside: Outside, visitor_id: str, basket_id: str, name: str) -> bool:
    """Give the basket another name. False: not this visitor's."""
    with outside.store.writing() as unit:
        if unit.baskets.get(basket_id, visitor_id) is None:
            return False
        unit.baskets.rename(basket_id, name)
        unit.record(outside.event("basket renamed", basket_id, outside.clock()))
    return True


def copy_basket(outside: Outside, visitor_id: str, basket_id: str) -> Version | None:
    """A new basket with the orders of the latest version, to be sent in the same order."""
    basket = get_basket(outside, visitor_id, basket_id)
    if basket is None:
        return None
    name = tidy_name(f"Copy of {basket.name}", outside)
    return create_basket(outside, visitor_id, replace(basket.latest.draft, name=name))


def delete_basket(outside: Outside, visitor_id: str, basket_id: str) -> bool:
    """Take the basket away. False: not this visitor's."""
    at = outside.clock()
    with outside.store.writing() as unit:
        if unit.baskets.get(basket_id, visitor_id) is None:
            return False
        _end_readings(outside, unit, [basket_id], at)
        if all(each.left_at is None for each in unit.handoffs.of_basket(basket_id)):
            unit.mending.free([basket_id])  # nothing of it was sent: what it was made of is left again
        _erase_brought(unit, [basket_id])
        unit.baskets.delete(basket_id, at)
        unit.record(outside.event("basket deleted", basket_id, at))
    return True


def forget_visitor(outside: Outside, visitor_id: str) -> int:
    """Unlink the visitor's baskets and end their readings; answers how many baskets there were."""
    at = outside.clock()
    with outside.store.writing() as unit:
        theirs = [basket.id for basket in unit.baskets.of(visitor_id)]
        _end_readings(outside, unit, theirs, at)
        _erase_brought(unit, theirs)
        count = unit.baskets.unlink(visitor_id)
        unit.visitors.forget(visitor_id)
        unit.record(outside.event("browser forgotten", visitor_id, at, {"baskets": count}))
    return count


def _erase_brought(unit: WritingUnit, basket_ids: Sequence[str]) -> None:
    """Screenshots, and what files were called: nobody can see them once their basket is gone."""
    unit.evidence.erase_attachments(basket_ids)
    unit.evidence.erase_uploads(basket_ids)


def _end_readings(outside: Outside, unit: WritingUnit, basket_ids: Sequence[str], at: datetime) -> None:
    """Sessions that are open, and those that would be: nobody could end them once their basket is gone."""
    handoffs = unit.handoffs.of_baskets(basket_ids)
    withdraw(outside, unit, unit.readings.of_handoffs([handoff.id for handoff in handoffs]), at)
