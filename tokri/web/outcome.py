"""What the result page says of one hand-off: what Kite told us, what the order book showed, and what to do next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from tokri.core.ports import BookOrder, Handback, Handoff, Outside, PersonsWord, Reading
from tokri.core.state import (
    AT_WORK,
    ReadingStep,
    State,
    contradicts_itself,
    kite_may_be_open,
    latest_word,
    reading_step,
)
from tokri.core.tally import Tally
from tokri.core.terms import Terms, asked
from tokri.journey.result import Result, readable
from tokri.journey.review import Sending
from tokri.web import words
from tokri.web.filters import nth
from tokri.web.language import _
from tokri.web.way import link_token

#: States after which the same part may well be sent again.
_NOTHING_THERE: Final = frozenset(
    {State.RETURNED_CANCELLED, State.SAID_NONE, State.SAID_NO_LOGIN, State.SAID_NOT_ENABLED, State.READ_NONE}
)

#: States in which an earlier hand-off has nothing more to tell.
_DULL: Final = frozenset({State.RETURNED_CANCELLED, State.SAID_NO_LOGIN, State.SAID_NOT_ENABLED})

#: Steps of a reading after which its session is over, or soon will be.
_OVER: Final = frozenset({ReadingStep.ENDING, ReadingStep.ENDED, ReadingStep.FAULT})


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """One order as it was sent, and what the order book shows of it: nothing, one order, or slices.

    `untold` says that orders of this instrument and side carry the hand-off's tag, and may or may not be this one.
    """

    exchange: str
    tradingsymbol: str
    transaction_type: str
    quantity: int
    terms: Terms
    book: Sequence[BookOrder]
    untold: bool

    @property
    def filled(self) -> int:
        return sum(each.filled_quantity for each in self.book)

    @property
    def changed(self) -> int | None:
        """The quantity that the book asks for, where it is another than was sent: the person changed it on Kite."""
        in_book = sum(each.quantity for each in self.book)
        return in_book if self.book and in_book != self.quantity else None

    @property
    def terms_words(self) -> str:
        """At what it was asked to trade."""
        return words.terms(self.terms)

    @property
    def otherwise(self) -> Sequence[str]:
        """At what else the book has it, each once, and who made it so."""
        said = (words.otherwise(self.terms, each) for each in self.book)
        return list(dict.fromkeys(each for each in said if each))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look into the order book showed, and when: the orders that were sent, and those that fit none of them."""

    at: datetime
    orders: Sequence[OrderSeen]
    unsorted: Sequence[BookOrder]
    unsorted_words: str
    others: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One hand-off on the result page.

    `current` is the last one of its part in the version handed off last; the title of any other says which it is.
    A `dull` one is folded away. `ask` is the return whose token lets the order book be read, if it may be asked for.
    `session` is what became of the session that it was read with, `fault` why a reading found nothing out.
    `contradiction` says that the redirect and the person's word do not agree, and that no order book has settled it;
    `close_kite` that its orders can still be placed in a tab that was left open.
    """

    handoff: Handoff
    state: State
    tally: Tally | None
    current: bool
    dull: bool
    title: str
    told: Sequence[tuple[str, str, str]]
    said: PersonsWord | None
    seen: Seen | None
    ask: Handback | None
    no_reading: str
    reading: Reading | None
    step: ReadingStep | None
    session: str
    fault: str
    contradiction: bool
    close_kite: bool
    ask_word: bool
    ask_again: bool

    @property
    def key(self) -> str:
        """What its ids on the page end with."""
        handoff = self.handoff
        return f"{handoff.part}" if self.current else f"{handoff.version_number}-{handoff.part}-{handoff.attempt}"


def outcomes(outside: Outside, result: Result) -> list[Outcome]:
    """What is known of each hand-off that is shown, newest first."""
    return [_outcome(outside, result, sending) for sending in result.shown]


def _outcome(outside: Outside, result: Result, sending: Sending) -> Outcome:
    handoff, news = sending.handoff, sending.news
    current = result.is_current(sending)
    reading = news.readings[-1] if news.readings else None
    read = next((each for each in reversed(news.readings) if each.read_at is not None), None)
    handback = readable(outside, sending)
    step = reading_step(reading, outside.clock()) if reading else None
    busy = step in AT_WORK or step is ReadingStep.WAITING_FOR_CONFIRMATION
    return Outcome(
        handoff=handoff,
        state=sending.state,
        tally=sending.tally,
        current=current,
        dull=not current and sending.state in _DULL and not reading and handoff.id != result.came_back_last,
        title=_title(handoff, result.review.version.number, repeated=not result.is_last_of_its_part(sending)),
        told=[words.told(each) for each in _once(news.handbacks)],
        said=latest_word(handoff, news.words),
        seen=_seen(handoff, read),
        ask=handback if not read and not busy else None,
        no_reading="" if reading or handback else words.no_reading(_why_not(outside, sending)),
        reading=reading,
        step=step,
        session=words.session_words(reading) if reading and step in _OVER else "",
        fault=_fault(reading, result.account) if reading and reading.fault else "",
        contradiction=read is None and contradicts_itself(handoff, news.handbacks, news.words),
        close_kite=kite_may_be_open(handoff, news.handbacks, news.words),
        ask_word=sending.state is not State.PREPARED and read is None,
        ask_again=current and sending.state in _NOTHING_THERE,
    )


def _fault(reading: Reading, account: str | None) -> str:
    return words.reading_fault(reading, account, at_link=bool(link_token()))


def _title(handoff: Handoff, newest: int, *, repeated: bool) -> str:
    """What tells this hand-off from the others on the page; "" where it is the only one of its kind."""
    pieces = [
        _("version %(version)s", version=handoff.version_number) if handoff.version_number != newest else "",
        _("part %(part)s of %(parts)s", part=handoff.part, parts=handoff.parts) if handoff.parts > 1 else "",
        _("the %(nth)s time", nth=nth(handoff.attempt)) if repeated else "",
    ]
    title = ", ".join(piece for piece in pieces if piece)
    return title[:1].upper() + title[1:]


def _once(handbacks: Sequence[Handback]) -> list[Handback]:
    """Each kind of claim once, success first: it outranks whatever came before or after."""
    kinds = {handback.status: handback for handback in handbacks}
    return [kinds[status] for status in ("success", "cancelled", "odd") if status in kinds]


def _seen(handoff: Handoff, read: Reading | None) -> Seen | None:
    if read is None or read.read_at is None:
        return None
    untold = {_instrument_and_side(each) for each in read.unsorted}
    orders = []
    for place, sent in enumerate(json.loads(handoff.payload, parse_float=Decimal), start=handoff.first_order):
        which = (sent["exchange"], sent["tradingsymbol"], sent["transaction_type"])
        book = [each.book for each in read.found if each.order == place]
        orders.append(OrderSeen(*which, sent["quantity"], asked(sent), book, untold=which in untold))
    told = words.unsorted(handoff.tag, read.unsorted) if read.unsorted else ""
    return Seen(read.read_at, orders, read.unsorted, told, read.others or 0)


def _instrument_and_side(order: BookOrder) -> tuple[str, str, str]:
    return order.exchange, order.tradingsymbol, order.transaction_type


def _why_not(outside: Outside, sending: Sending) -> str:
    if outside.app.read_orders == "never":
        return "never"
    if not outside.app.can_read:
        return "no-secret"
    if not sending.news.handbacks:
        return "no-return"
    if any(handback.token_sha256 for handback in sending.news.handbacks):
        return "too-late"
    return "no-token"
