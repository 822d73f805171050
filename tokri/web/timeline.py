"""What happened to one hand-off, moment by moment, each with who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from tokri.core.evidence import Source
from tokri.core.money import grouped
from tokri.journey.review import Sending
from tokri.web import words
from tokri.web.language import _
from tokri.web.words.own_word import own_word


class Moment(NamedTuple):
    """When it was, what shape it has (tokri/templates/macros/status.html), and what was so."""

    at: datetime
    kind: str
    text: str


def timeline(sending: Sending) -> Sequence[Moment]:
    """The moments, oldest first; what was seen again just as before stands once."""
    told = [*_of_the_browser(sending), *_of_the_person(sending), *_of_sources(sending)]
    if sending.release is not None:
        told.append(Moment(sending.release.opens, "waiting", _("The session begins that the orders are for")))
    return sorted(told, key=lambda each: each.at)


def _of_the_browser(sending: Sending) -> Iterator[Moment]:
    handoff = sending.handoff
    if handoff.left_at is not None:
        yield Moment(handoff.left_at, "neutral", _("Left for Kite"))
    if handoff.elsewhere_at is not None:
        yield Moment(handoff.elsewhere_at, "claim", _("Another browser came back"))
    for each in sending.news.handbacks:
        _kind, word, _detail = words.told(each)
        yield Moment(each.at, "claim", _("Kite’s redirect: %(word)s", word=word))


def _of_the_person(sending: Sending) -> Iterator[Moment]:
    for word in sending.news.words:
        yield Moment(word.at, "claim", _("You: %(said)s", said=own_word(word, sending.handoff)))
    for each in sending.news.attachments:
        yield Moment(each.at, "claim", _("A screenshot was added"))


def _of_sources(sending: Sending) -> Iterator[Moment]:
    for reading in sending.news.readings:
        if reading.read_at is not None:
            yield Moment(reading.read_at, "proven", _("Kite’s order book was read"))
    for upload in sending.news.uploads:
        yield Moment(upload.at, "proven", _("A file was uploaded: %(name)s", name=upload.name))
    for each in sending.news.sightings:
        if each.source is Source.POSTBACK and each.handoff_id == sending.handoff.id:
            said = _(
                "Kite reported %(symbol)s: %(status)s, %(filled)s filled",
                symbol=each.book.tradingsymbol,
                status=words.book_status(each.book),
                filled=grouped(each.book.filled_quantity),
            )
            yield Moment(each.at, "claim", said)
