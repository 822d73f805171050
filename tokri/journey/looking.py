"""Looking into the order book: once, again when asked or when Kite reported something, and by itself while it changes.

What belongs to a hand-off of the basket is kept as sightings, of which none is ever taken back; of everything else only
the number. A look that finds nothing out is told on the page and leaves what was seen before as it is. Looking changes
nothing at Kite, so it may be done again after any fault that passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tokri.core.evidence import How, Sighting, Source
from tokri.core.matching import Matched, match_book
from tokri.core.polling import Watched, next_look
from tokri.core.ports import (
    BookOrder,
    Handoff,
    Kite,
    KiteFault,
    Outside,
    Reading,
    ReadingFault,
    ReadingUnit,
    SealBroken,
    WritingUnit,
)
from tokri.core.times import ist
from tokri.journey.other_baskets import of_other_baskets
from tokri.journey.private import keep_others
from tokri.journey.reading import PASSING, READ_FAULTS, fail, may_read, session_of


@dataclass(frozen=True, slots=True)
class _Seen:
    """The book, seen from one hand-off of the basket."""

    handoff: Handoff
    matched: Matched

    @property
    def books(self) -> tuple[BookOrder, ...]:
        return (*(found.book for found in self.matched.found), *self.matched.unsorted)

    @property
    def watched(self) -> Watched:
        places = {found.order for found in self.matched.found}
        missing = self.handoff.orders - len(places) - len(self.matched.unsorted)
        return Watched(self.handoff.left_at or self.handoff.created_at, self.books, max(missing, 0))

    def sightings(self, reading_id: str, at: datetime) -> list[Sighting]:
        """What is kept of it. Of a hand-off of another day its own tag alone tells that an order is its own."""
        placed = [(found.order, found.book) for found in self.matched.found]
        every = [*placed, *((None, book) for book in self.matched.unsorted)]
        sightings = [
            Sighting(self.handoff.id, Source.BOOK, self._how(book), place, book, at, reading_id)
            for place, book in every
        ]
        return [each for each in sightings if each.how is How.TAG or _of_day(self.handoff, at)]

    def _how(self, book: BookOrder) -> How:
        return How.TAG if self.handoff.tag in {book.tag, *book.tags} else How.LIKENESS


def read(outside: Outside, kite: Kite, reading_id: str, *, last_try: bool) -> None:
    """Read the order book and keep what belongs to the basket's hand-offs; a kept session may be read again.

    Raises a KiteFault of PASSING while there are tries left.
    """
    reading = _readable(outside, reading_id)
    if reading is None:
        return
    try:
        book = kite.orders(session_of(outside, reading))
    except SealBroken:
        fail(outside, reading_id, ReadingFault.UNKNOWN)
    except KiteFault as fault:
        if isinstance(fault, PASSING) and not last_try:
            raise
        fail(outside, reading_id, READ_FAULTS[type(fault)], fault.kite_said)
        if isinstance(fault, PASSING):
            _look_later(outside, reading_id)
    else:
        _keep(outside, reading_id, book, asked=True)


def poll(outside: Outside, kite: Kite, reading_id: str) -> None:
    """Look once more without being asked; a look that finds nothing out is told, and the next one comes later."""
    reading = _readable(outside, reading_id)
    if reading is None or reading.read_at is None:
        return
    try:
        book = kite.orders(session_of(outside, reading))
    except SealBroken:
        fail(outside, reading_id, ReadingFault.UNKNOWN)
    except KiteFault as fault:
        if not isinstance(fault, PASSING):
            fail(outside, reading_id, READ_FAULTS[type(fault)], fault.kite_said)
            return
        _look_later(outside, reading_id, failed_at=outside.clock())
    else:
        _keep(outside, reading_id, book, asked=False)


def _readable(outside: Outside, reading_id: str) -> Reading | None:
    with outside.store.reading() as view:
        reading = view.readings.by_id(reading_id)
    return reading if reading is not None and may_read(reading) else None


def _keep(outside: Outside, reading_id: str, book: Sequence[BookOrder], *, asked: bool) -> None:
    at = outside.clock()
    with outside.store.writing() as unit:
        reading = unit.readings.by_id(reading_id)
        handoff = None if reading is None else unit.handoffs.by_id(reading.handoff_id)
        if reading is None or handoff is None or handoff.left_at is None or not may_read(reading):
            return
        seen = {each.handoff.id: each for each in _seen(unit, handoff, book, at)}
        mine = seen[handoff.id].matched
        new = unit.evidence.see(each for one in seen.values() for each in one.sightings(reading_id, at))
        reading = unit.readings.update(
            reading_id,
            read_at=at,
            found=mine.found,
            unsorted=mine.unsorted,
            others=mine.others,
            look_asked_at=None,
            look_failed_at=None,
        )
        if asked or new:
            facts = {"found": len(mine.found), "unsorted": len(mine.unsorted), "others": mine.others}
            unit.record(outside.event("order book read", handoff.id, at, facts))
        if not reading.keep or reading.expires_at is None:
            unit.jobs.add("end", reading_id, at)
            return
        known = {each.order_id for one in seen.values() for each in one.books}
        keep_others(outside, unit, reading, [each for each in book if each.order_id not in known])
        # A kind of its own: an "end" that waits for 6 AM would swallow the one that the person asks for earlier.
        unit.jobs.add("expire", reading_id, reading.expires_at)
        watched = [each.watched for each in seen.values() if each.handoff.id == handoff.id or _of_day(each.handoff, at)]
        due = next_look(watched, at, reading.expires_at)
        if due is not None:
            unit.jobs.add("poll", reading_id, due)


def _look_later(outside: Outside, reading_id: str, failed_at: datetime | None = None) -> None:
    """Try again by itself what found nothing out this time; said once, however often it happens."""
    at = outside.clock()
    with outside.store.writing() as unit:
        reading = unit.readings.by_id(reading_id)
        handoff = None if reading is None else unit.handoffs.by_id(reading.handoff_id)
        if reading is None or handoff is None or not may_read(reading) or reading.read_at is None:
            return
        if failed_at is not None:
            if reading.look_failed_at is None:
                unit.record(outside.event("look failed", handoff.id, at))
            reading = unit.readings.update(reading_id, look_asked_at=None, look_failed_at=failed_at)
        books = (*(found.book for found in reading.found), *reading.unsorted)
        missing = handoff.orders - len({found.order for found in reading.found}) - len(reading.unsorted)
        watched = Watched(handoff.left_at or handoff.created_at, books, max(missing, 0))
        due = next_look([watched], at, reading.expires_at or at, failed=True)
        if due is not None:
            unit.jobs.add("poll", reading_id, due)


def _seen(unit: ReadingUnit | WritingUnit, asked: Handoff, book: Sequence[BookOrder], at: datetime) -> list[_Seen]:
    """The book, seen from every hand-off of the basket that has left, at once: two may claim the same order.

    So may one of another basket of the same person's, of this day: what either could claim is nobody's.
    """
    mine = [each for each in unit.handoffs.of_basket(asked.basket_id) if each.left_at is not None]
    others = of_other_baskets(unit, asked.visitor_id, asked.basket_id)
    away = [*mine, *(each for each in others if each.left_at is not None and _of_day(each, at))]
    back_at: dict[str, datetime] = {}
    for handback in unit.handoffs.handbacks([each.id for each in away]):
        if handback.handoff_id is not None and not handback.log_in:
            back_at[handback.handoff_id] = max(handback.at, back_at.get(handback.handoff_id, handback.at))
    matched = match_book(away, book, back_at)
    return [_Seen(each, matched[each.id]) for each in mine]


def _of_day(handoff: Handoff, at: datetime) -> bool:
    return ist(handoff.left_at or handoff.created_at).date() == ist(at).date()
