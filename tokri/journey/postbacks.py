"""Postbacks: kept as they came by whoever answers Kite, then looked at by the runner.

A postback only ever adds a sighting, and asks for a look at the book where a reading is kept: what it says is shown as
"reported by Kite" until the book, or a file, shows the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tokri.core.evidence import How, Sighting, Source
from tokri.core.kite_record import book_order
from tokri.core.matching import match
from tokri.core.ports import BookOrder, Handoff, KiteNonsense, Outside, ReadingUnit, WritingUnit
from tokri.core.ports.evidence import KeptPostback, PostbackState
from tokri.core.postback import MOST_OF_ONE_ORDER, PostbackRefused, read_postback
from tokri.core.state import ReadingStep, reading_step
from tokri.core.times import from_kite
from tokri.core.verdict import payload

#: An order that carries no tag of ours is looked for among the hand-offs that left so long before it.
_BEFORE: Final = timedelta(hours=1)

#: Kite tells whole seconds: an order that was placed in the second in which the browser left seems to be before it.
_SECOND: Final = timedelta(seconds=1)


def take(outside: Outside, order_id: str, body: str, sha256: str) -> bool:
    """Keep a postback whose checksum was right, once, and queue it; False: there are too many of its order."""
    at = outside.clock()
    with outside.store.writing() as unit:
        if unit.evidence.postbacks_of(order_id) >= MOST_OF_ONE_ORDER:
            return False
        kept = KeptPostback(outside.chance.token(), order_id, sha256, body, at)
        if unit.evidence.take_postback(kept):
            unit.jobs.add("postback", kept.id, at)
    return True


def name_account(unit: WritingUnit, visitor_ids: Sequence[str], kite_user_id: str, at: datetime) -> None:
    """That Kite account is these visitors' from now on, who are one person.

    What Kite reported in it was set aside as long as it was known for nobody's, or another was theirs: the runner looks
    at it anew, as it would have at the time.
    """
    for visitor_id in visitor_ids:
        unit.visitors.set_kite_user(visitor_id, kite_user_id)
    for each in unit.evidence.set_aside_postbacks(kite_user_id):
        if read_postback(each.body).user_id == kite_user_id:
            unit.evidence.settle_postback(each.id, PostbackState.NEW)
            unit.jobs.add("postback", each.id, at)


@dataclass(frozen=True, slots=True)
class _Belongs:
    """The hand-off that an order belongs to, and which of its orders it is (None: that cannot be told)."""

    handoff: Handoff
    order: int | None
    how: How


def apply(outside: Outside, postback_id: str) -> None:
    """Say of which hand-off's order it tells, and have the book read where a reading is kept. Harmless to repeat."""
    with outside.store.writing() as unit:
        kept = unit.evidence.postback(postback_id)
        if kept is None or kept.state is not PostbackState.NEW:
            return
        try:
            told = read_postback(kept.body)
            book = book_order(told.record)
        except (PostbackRefused, KiteNonsense):
            unit.evidence.settle_postback(postback_id, PostbackState.UNREADABLE)
            return
        belongs = _owner(unit, book, told.user_id)
        if belongs is None:
            unit.evidence.settle_postback(postback_id, PostbackState.STRANGER)
            return
        handoff = belongs.handoff
        sighting = Sighting(handoff.id, Source.POSTBACK, belongs.how, belongs.order, book, kept.at, kept.id)
        unit.evidence.settle_postback(postback_id, PostbackState.APPLIED, handoff.id)
        if unit.evidence.see([sighting]):
            facts: dict[str, str | int | bool | None] = {
                "order_id": book.order_id,
                "status": book.status,
                "filled": book.filled_quantity,
            }
            unit.record(outside.event("postback applied", handoff.id, outside.clock(), facts))
        _hasten(outside, unit, handoff)


def _owner(unit: ReadingUnit | WritingUnit, book: BookOrder, user_id: str) -> _Belongs | None:
    """Whose order it is: by Tokri's own tag, else by likeness if it fits one hand-off alone.

    A hand-off whose person is known to have another Kite account is not meant. By likeness only one is meant whose
    person is known to have this very account: of two people who have one tag of their own, and one quantity of one
    share, either may have placed it.
    """
    for tag in dict.fromkeys(each for each in (book.tag, *book.tags) if each):
        found = [_belongs(each, book, How.TAG) for each in unit.handoffs.by_tag(tag)]
        mine = [each for each in found if each is not None and _is_theirs(unit, each.handoff, user_id)]
        if mine:
            return mine[0] if len(mine) == 1 else None
    at = from_kite(book.order_timestamp)
    if at is None:
        return None
    near = unit.handoffs.left_between(at - _BEFORE, at + _SECOND)
    alike = [_belongs(each, book, How.LIKENESS) for each in near]
    fits = [each for each in alike if each is not None and _account(unit, each.handoff) == user_id]
    return fits[0] if len(fits) == 1 else None


def _belongs(handoff: Handoff, book: BookOrder, how: How) -> _Belongs | None:
    seen = match(payload(handoff), handoff.first_order, handoff.tag, handoff.left_at or handoff.created_at, [book])
    if seen.found:
        return _Belongs(handoff, seen.found[0].order, how)
    return _Belongs(handoff, None, how) if seen.unsorted else None


def _is_theirs(unit: ReadingUnit | WritingUnit, handoff: Handoff, user_id: str) -> bool:
    return _account(unit, handoff) in {None, user_id}


def _account(unit: ReadingUnit | WritingUnit, handoff: Handoff) -> str | None:
    """The Kite account that the hand-off's person said is theirs; None where they never said."""
    visitor = unit.visitors.get(handoff.visitor_id)
    return None if visitor is None else visitor.kite_user_id


def _hasten(outside: Outside, unit: WritingUnit, handoff: Handoff) -> None:
    """Have a kept reading look again now: the book decides."""
    at = outside.clock()
    for reading in unit.readings.of_handoffs([handoff.id]):
        if reading_step(reading, at) is ReadingStep.KEPT:
            unit.readings.update(reading.id, look_asked_at=at)
            unit.jobs.add("read", reading.id, at)
