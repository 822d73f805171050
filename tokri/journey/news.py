"""What is known of some hand-offs, gathered from one look at the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tokri.core.evidence import Look, Sighting, Source
from tokri.core.ports import Handback, Handoff, PersonsWord, Reading, ReadingUnit
from tokri.core.ports.evidence import Attachment, Heard, KiteSaid, Upload
from tokri.core.ports.mending import Taken
from tokri.core.release import is_for_later
from tokri.core.shown import Shown, shown, traces
from tokri.core.times import ist
from tokri.core.verdict import Verdicts, verdicts

#: Of so many hand-offs it is asked first of what there is anything; of more there is something of each.
_FEW: Final = 20


@dataclass(frozen=True, slots=True)
class News:
    """What came in about one hand-off, each in the order it came. `sightings` hold those of its rivals too.

    `handbacks` are claims; `log_ins` are returns that only logged in once more.

    `uploads` are the files that were added to its basket, and `handoff_id` tells which of them show all of it.
    """

    handoff_id: str = ""
    handbacks: list[Handback] = field(default_factory=list)
    log_ins: list[Handback] = field(default_factory=list)
    words: list[PersonsWord] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    kite_said: list[KiteSaid] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    @property
    def looks(self) -> Iterator[Look]:
        """Every look at the whole of a source: a book is that of the day on which it was read.

        A file may have been made before the orders were placed: it is such a look of a hand-off only if it says so.
        """
        for reading in self.readings:
            if reading.read_at is not None:
                day = ist(reading.read_at).date()
                yield Look(Source.BOOK, reading.read_at, day, day)
        yield from (upload.look for upload in self.uploads if self.handoff_id in upload.whole)

    def shown(self, handoff: Handoff) -> Shown:
        """As much of the evidence as the hand-off's state is told by."""
        traced = traces(handoff.id, self.sightings)
        return shown(handoff.left_at, traced, self.looks, for_later=is_for_later(handoff.payload))

    def verdicts(self, handoff: Handoff) -> Verdicts:
        """What became of each of the hand-off's orders."""
        return verdicts(handoff, self.sightings, self.looks)


def gather(unit: ReadingUnit, handoffs: Iterable[Handoff]) -> dict[str, News]:
    """The news of each hand-off, by its id."""
    handoffs = list(handoffs)
    ids = [handoff.id for handoff in handoffs]
    news = {handoff_id: News(handoff_id) for handoff_id in ids}
    if not ids:
        return news
    basket_ids = sorted({handoff.basket_id for handoff in handoffs})
    heard = unit.evidence.heard(ids, basket_ids) if len(ids) <= _FEW else frozenset(Heard)
    for handback in unit.handoffs.handbacks(ids) if Heard.HANDBACK in heard else ():
        if handback.handoff_id is not None:
            its = news[handback.handoff_id]
            (its.log_ins if handback.log_in else its.handbacks).append(handback)
    for word in unit.handoffs.words(ids) if Heard.WORD in heard else ():
        news[word.handoff_id].words.append(word)
    for reading in unit.readings.of_handoffs(ids) if Heard.READING in heard else ():
        news[reading.handoff_id].readings.append(reading)
    if Heard.SIGHTING in heard:
        _gather_sightings(unit, news)
    if Heard.UPLOAD in heard:
        _gather_uploads(unit, handoffs, basket_ids, news)
    _gather_beside(unit, heard, news)
    return news


def _gather_beside(unit: ReadingUnit, heard: Collection[Heard], news: dict[str, News]) -> None:
    """What people brought and said beside it, and what they took of it."""
    ids = list(news)
    for attachment in unit.evidence.attachments(ids) if Heard.ATTACHMENT in heard else ():
        news[attachment.handoff_id].attachments.append(attachment)
    for said in unit.evidence.kite_said(ids) if Heard.KITE_SAID in heard else ():
        news[said.handoff_id].kite_said.append(said)
    for taken in unit.mending.taken(ids) if Heard.TAKEN in heard else ():
        news[taken.handoff_id].taken.append(taken)


def _gather_sightings(unit: ReadingUnit, news: dict[str, News]) -> None:
    sightings = unit.evidence.sightings(list(news))
    claims: dict[str, set[str]] = {}
    for each in sightings:
        claims.setdefault(each.book.order_id, set()).add(each.handoff_id)
    for each in sightings:
        for handoff_id in claims[each.book.order_id] & news.keys():
            news[handoff_id].sightings.append(each)


def _gather_uploads(
    unit: ReadingUnit, handoffs: list[Handoff], basket_ids: Sequence[str], news: dict[str, News]
) -> None:
    of_basket: dict[str, list[Upload]] = {}
    for upload in unit.evidence.uploads(basket_ids):
        of_basket.setdefault(upload.basket_id, []).append(upload)
    for handoff in handoffs:
        news[handoff.id].uploads.extend(of_basket.get(handoff.basket_id, ()))
