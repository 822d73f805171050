"""What the result page says of one part: what Kite told us, what was seen in the order book, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tokri.core.basket import Order
from tokri.core.ports import BookOrder, Handback, Handoff, Outside, PersonsWord, Reading, ReadingFault
from tokri.core.state import ReadingStep, State, reading_step
from tokri.journey.result import readable
from tokri.journey.review import PartReview, Review, Sending
from tokri.web import words
from tokri.web.filters import nth

#: States after which the same part may well be sent again.
_NOTHING_THERE = frozenset(
    {State.RETURNED_CANCELLED, State.SAID_NONE, State.SAID_NO_LOGIN, State.SAID_NOT_ENABLED, State.READ_NONE}
)


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """One order as asked, and what the order book shows of it: nothing, one order, or slices."""

    number: int
    order: Order
    book: Sequence[BookOrder]

    @property
    def filled(self) -> int:
        return sum(each.filled_quantity for each in self.book)


@dataclass(frozen=True, slots=True)
class AskToRead:
    """The person can be asked for their yes: the return that holds a token, and how many orders it is about."""

    handback: Handback
    orders: int


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """One hand-off of one part on the result page.

    `current` is the last one of its part in the version handed off last; the title of any other says which it is.
    """

    part: PartReview
    last: Sending
    current: bool
    title: str
    told: Sequence[tuple[str, str, str]]
    said: PersonsWord | None
    seen: Sequence[OrderSeen]
    read_at: datetime | None
    others: int
    ask: AskToRead | None
    no_reading: str
    reading: Reading | None
    step: ReadingStep | None
    ask_word: bool
    ask_again: bool

    @property
    def key(self) -> str:
        """What its ids on the page end with."""
        handoff = self.last.handoff
        return f"{handoff.part}" if self.current else f"{handoff.version_number}-{handoff.part}-{handoff.attempt}"

    @property
    def state(self) -> State:
        return self.last.state


def outcome(outside: Outside, newest: int, review: Review, part: PartReview, last: Sending) -> PartOutcome:
    """What is known of one hand-off of a part. `newest` is the number of the version handed off last."""
    current = review.version.number == newest and last is part.last
    now = outside.clock()
    reading = last.news.readings[-1] if last.news.readings else None
    read = next((each for each in reversed(last.news.readings) if each.read_at is not None), None)
    handback = readable(outside, last)
    step = reading_step(reading, now) if reading else None
    busy = step in {
        ReadingStep.ASKED,
        ReadingStep.EXCHANGING,
        ReadingStep.WAITING_FOR_CONFIRMATION,
        ReadingStep.READING,
    }
    return PartOutcome(
        part=part,
        last=last,
        current=current,
        title=_title(last.handoff, newest, repeated=last is not part.last),
        told=[words.told(handback) for handback in _once(last.news.handbacks)],
        said=last.news.words[-1] if last.news.words else None,
        seen=_seen(part, read),
        read_at=read.read_at if read else None,
        others=read.others or 0 if read else 0,
        ask=AskToRead(handback, len(part.part.orders)) if handback and not read and not busy else None,
        no_reading="" if reading or handback else words.no_reading(*_why_not(outside, last)),
        reading=reading,
        step=step,
        ask_word=last.state is not State.PREPARED and read is None,
        ask_again=current and last.state in _NOTHING_THERE,
    )


def _title(handoff: Handoff, newest: int, *, repeated: bool) -> str:
    """What tells this hand-off from the others on the page; "" where it is the only one of its kind."""
    pieces = [
        f"version {handoff.version_number}" if handoff.version_number != newest else "",
        f"part {handoff.part} of {handoff.parts}" if handoff.parts > 1 else "",
        f"the {nth(handoff.attempt)} time" if repeated else "",
    ]
    title = ", ".join(piece for piece in pieces if piece)
    return title[:1].upper() + title[1:]


def _once(handbacks: Sequence[Handback]) -> list[Handback]:
    """Each kind of claim once, success first: it outranks whatever came before or after."""
    kinds = {handback.status: handback for handback in handbacks}
    return [kinds[status] for status in ("success", "cancelled", "odd") if status in kinds]


def _seen(part: PartReview, read: Reading | None) -> list[OrderSeen]:
    found = read.found if read else ()
    first = part.part.first
    return [
        OrderSeen(first + place + 1, order, [each.book for each in found if each.order == first + place])
        for place, order in enumerate(part.part.orders)
    ]


def _why_not(outside: Outside, last: Sending) -> tuple[str, ReadingFault | None]:
    if outside.app.read_orders == "never":
        return "never", None
    if not outside.app.can_read:
        return "no-secret", None
    if not last.news.handbacks:
        return "no-return", None
    if any(handback.token_sha256 for handback in last.news.handbacks):
        return "too-late", None
    return "no-token", None
