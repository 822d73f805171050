"""The hand-offs of each link as the board reads them: light rows, from which the same state comes as from all of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from tokri.core.evidence import Look, Source
from tokri.core.link.board_rows import HandbackRow, HandoffRow, Kept
from tokri.core.link.since import Away
from tokri.core.market.calendar import Calendar
from tokri.core.ports.kept import PersonsWord
from tokri.core.release import release
from tokri.core.shown import NOTHING, Shown, Trace, shown
from tokri.core.state import state
from tokri.core.times import ist


def away_of(kept: Kept, now: datetime, unresolved_after: timedelta, calendar: Calendar | None) -> dict[str, list[Away]]:
    """The hand-offs of each link, in the order they were made."""
    numbers = {each.handoff_id: each.number for each in kept.consents}
    handbacks: defaultdict[str, list[HandbackRow]] = defaultdict(list)
    words: defaultdict[str, list[PersonsWord]] = defaultdict(list)
    for handback in kept.handbacks:
        handbacks[handback.handoff_id].append(handback)
    for word in kept.words:
        words[word.handoff_id].append(word)
    evidence = _Evidence(kept)
    found: defaultdict[str, list[Away]] = defaultdict(list)
    for each in kept.handoffs:
        handoff_id, link_id, part, parts, made_at, left_at, for_later, still_to_place = each
        back, told = handbacks.get(handoff_id, ()), words.get(handoff_id, ())
        seen = evidence.of(each) if handoff_id in evidence.about else NOTHING
        heard_at = seen.at
        for one in (*back, *told) if told else back:
            if heard_at is None or one.at > heard_at:
                heard_at = one.at
        waits = left_at is not None and (for_later or seen.queued)
        session = release(calendar, left_at) if waits and left_at is not None else None
        stands = state(each, back, told, seen, now, release=session, unresolved_after=unresolved_after)
        sent = numbers.get(handoff_id, 0), part, parts, stands, left_at is not None, still_to_place
        found[link_id].append(Away(sent, made_at, left_at, heard_at))
    return found


class _Evidence:
    """What is shown of hand-offs, gathered so that each finds its own."""

    def __init__(self, kept: Kept) -> None:
        self._traces: defaultdict[str, list[Trace]] = defaultdict(list)
        self._read: defaultdict[str, list[datetime]] = defaultdict(list)
        self._uploads: defaultdict[str, list[Look]] = defaultdict(list)
        for each in kept.sightings:
            self._traces[each.handoff_id].append(Trace(each.source, each.queued, each.last))
        for reading in kept.readings:
            if reading.read_at is not None:
                self._read[reading.handoff_id].append(reading.read_at)
        for upload in kept.uploads:
            look = Look(upload.source, upload.at, upload.first_day, upload.last_day, upload.closed)
            self._uploads[upload.handoff_id].append(look)
        #: The hand-offs of which there is any.
        self.about: Final = frozenset({*self._traces, *self._read, *self._uploads})

    def of(self, handoff: HandoffRow) -> Shown:
        traced, read = self._traces.get(handoff.id), self._read.get(handoff.id)
        if traced is not None:
            # Where orders are shown, what a look did not show tells nothing more.
            found = shown(handoff.left_at, traced, (), for_later=handoff.for_later)
            return found if read is None else Shown(found.sources, found.queued, at=max(found.at or read[-1], *read))
        if read is None and handoff.id not in self._uploads:
            return NOTHING
        looks = [*(_book(at) for at in read or ()), *self._uploads.get(handoff.id, ())]
        return shown(handoff.left_at, (), looks, for_later=handoff.for_later)


def _book(at: datetime) -> Look:
    day = ist(at).date()
    return Look(Source.BOOK, at, day, day)
