"""What the result page says of one hand-off: what Kite told us, what became of each order, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tokri.core.evidence import Source
from tokri.core.handoff import log_in_url
from tokri.core.ports import BookOrder, Handback, Handoff, Outside, PersonsWord, Reading
from tokri.core.state import (
    AT_WORK,
    MENDED_BY_LOG_IN,
    UNRESOLVED,
    ReadingStep,
    State,
    contradicts_itself,
    kite_may_be_open,
    latest_word,
    reading_step,
)
from tokri.core.tally import Tally
from tokri.core.verdict import Standing
from tokri.journey.once_more import WAITS, anything_at_kite, in_todays_book, session_begun
from tokri.journey.result import Result, readable
from tokri.journey.review import Sending
from tokri.web import words
from tokri.web.context import visitor_id
from tokri.web.filters import nth, sending_words
from tokri.web.language import _
from tokri.web.order_told import Advised, OrderTold, orders_told
from tokri.web.timeline import Moment, timeline
from tokri.web.way import link_token
from tokri.web.words import verdicts as verdict_words

#: States after which the same part may well be sent again.
_NOTHING_THERE: Final = frozenset(
    {
        *(State.RETURNED_CANCELLED, State.SAID_NONE, State.SAID_NO_LOGIN, State.SAID_NOT_ENABLED),
        *(State.READ_NONE, State.NOT_IN_FILE),
    }
)

#: States in which an earlier hand-off has nothing more to tell.
_DULL: Final = frozenset({State.RETURNED_CANCELLED, State.SAID_NO_LOGIN, State.SAID_NOT_ENABLED})

#: Steps of a reading after which its session is over, or soon will be.
_OVER: Final = frozenset({ReadingStep.ENDING, ReadingStep.ENDED, ReadingStep.FAULT})

#: Until the session that their orders are for, a look shows nothing new.
_LATER: Final = frozenset({State.SENT_FOR_LATER, State.QUEUED})


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a hand-off's orders, and of orders that are its own and fit none of them.

    `caption` says by what all of it is known, where that is one source; then the orders need not say it each.
    `nothing` is said where the order book was read and has none of them. `others` are the person's other orders.
    """

    caption: str
    orders: Sequence[OrderTold]
    untold: Sequence[BookOrder]
    untold_words: str
    nothing: str
    others: int
    each_says: bool

    @property
    def any_known(self) -> bool:
        """Whether a figure of any of them can be shown."""
        return any(each.known for each in self.orders)

    @property
    def never_reached(self) -> bool:
        return any(each.never_reached for each in self.orders)

    @property
    def to_say(self) -> Sequence[OrderTold]:
        """The orders of which the person may say what Kite said."""
        return [each for each in self.orders if each.may_say]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One hand-off on the result page.

    `words` is where it stands. `current` is the last one of its part in the version handed off last; the title of any
    other says which it is. A `dull` one is folded away. `ask` is the return whose token lets the order book be read, if
    it may be asked for; `log_in` the address at Kite that brings another such return, on the day of its orders, where
    the book was read and not all was over then, where a reading `failed`, or once the session has begun that they
    waited for. `asked_from` is when they are asked after, while that is still to come; `may_log_in`: a log-in can have
    them read then.
    `session` is what became of the session that it was read with, `fault` why a reading found nothing out.
    `contradiction` says that the person's word does not agree with what is known; `close_kite` that its
    orders can still be placed in a tab that was left open. `unresolved`: nobody knows what became of it, and the person
    is asked.
    """

    handoff: Handoff
    state: State
    words: str
    tally: Tally | None
    current: bool
    dull: bool
    title: str
    told: Sequence[tuple[str, str, str]]
    said: PersonsWord | None
    became: Became | None
    timeline: Sequence[Moment]
    ask: Handback | None
    log_in: str
    failed: bool
    asked_from: datetime | None
    may_log_in: bool
    no_reading: str
    reading: Reading | None
    step: ReadingStep | None
    session: str
    fault: str
    contradiction: str
    close_kite: bool
    unresolved: bool
    waits: bool
    ask_word: bool
    ask_again: bool

    @property
    def key(self) -> str:
        """What its ids on the page end with."""
        handoff = self.handoff
        return f"{handoff.part}" if self.current else f"{handoff.version_number}-{handoff.part}-{handoff.attempt}"

    @property
    def seen(self) -> bool:
        """Whether any source has told anything of its orders."""
        return self.tally is not None


def outcomes(outside: Outside, result: Result, advised: Advised | None = None) -> list[Outcome]:
    """What is known of each hand-off that is shown, newest first; `advised` are the prices that were advised."""
    return [_outcome(outside, result, sending, advised or {}) for sending in result.shown]


def _outcome(outside: Outside, result: Result, sending: Sending, advised: Advised) -> Outcome:
    handoff, news, stands = sending.handoff, sending.news, sending.state
    current = result.is_current(sending)
    reading = news.readings[-1] if news.readings else None
    read = any(each.read_at is not None for each in news.readings)
    handback = readable(outside, sending)
    step = reading_step(reading, outside.clock()) if reading else None
    busy = step in AT_WORK or step is ReadingStep.WAITING_FOR_CONFIRMATION
    tally = sending.tally
    became = _became(sending, advised) if handoff.left_at is not None else None
    still_open = became is not None and any(each.verdict.still_open for each in became.orders)
    evidence = sending.evidence
    waits = stands in WAITS or still_open
    ask = handback if not busy and step is not ReadingStep.KEPT and (not read or handback in news.log_ins) else None
    failed = not read and reading is not None and reading.fault in MENDED_BY_LOG_IN
    may_change = (read or failed or session_begun(sending)) and waits and stands not in _LATER
    to_ask = may_change and not busy and step is not ReadingStep.KEPT and not ask
    again = log_in(outside, handoff) if to_ask and in_todays_book(sending) else ""
    return Outcome(
        handoff=handoff,
        state=stands,
        words=sending_words(sending),
        tally=tally,
        current=current,
        dull=not current and stands in _DULL and not reading and handoff.id != result.came_back_last,
        title=_title(handoff, result.review.version.number, repeated=not result.is_last_of_its_part(sending)),
        told=[words.told(each) for each in _once(news.handbacks)],
        said=latest_word(handoff, news.words),
        became=became,
        timeline=timeline(sending) if handoff.left_at is not None else (),
        ask=ask,
        log_in=again,
        failed=failed,
        asked_from=sending.release.asked_at if sending.release and stands in _LATER else None,
        may_log_in=may_log_in(outside, handoff),
        no_reading="" if reading or handback else words.no_reading(_why_not(outside, sending)),
        reading=reading,
        step=step,
        session=words.session_words(reading) if reading and step in _OVER else "",
        fault=_fault(reading, result.account) if reading and reading.fault else "",
        contradiction=_contradiction(sending),
        close_kite=kite_may_be_open(handoff, news.handbacks, news.words),
        unresolved=stands in UNRESOLVED,
        waits=waits,
        ask_word=stands is not State.PREPARED
        and (stands in UNRESOLVED or to_ask or (not evidence.sources and not read) or _some_unknown(became)),
        ask_again=current and stands in _NOTHING_THERE,
    )


def _some_unknown(became: Became | None) -> bool:
    """Whether of one of the orders at least nobody but the person can tell anything."""
    return became is not None and any(each.verdict.standing is Standing.UNKNOWN for each in became.orders)


def log_in(outside: Outside, handoff: Handoff) -> str:
    """The address at which the person logs in at Kite once more for it; "" where nothing comes of that.

    Kite sends back the browser that went, and no other than the one that left for it may bring the return. While
    anything of that browser's is at Kite there is none, for of a cancel Kite does not say which it answers.
    """
    browser = visitor_id()
    if browser is None or not may_log_in(outside, handoff) or anything_at_kite(outside, browser):
        return ""
    return log_in_url(kite_url=outside.app.url, api_key=outside.app.api_key, nonce=handoff.nonce)


def may_log_in(outside: Outside, handoff: Handoff) -> bool:
    """Whether a log-in by this browser can ever bring the reading of its orders."""
    return outside.app.can_read and outside.app.read_orders != "never" and handoff.browser_id == visitor_id()


def _contradiction(sending: Sending) -> str:
    """What cannot both be so; "" where nothing contradicts itself."""
    news, evidence = sending.news, sending.evidence
    if not contradicts_itself(sending.handoff, news.handbacks, news.words, evidence):
        return ""
    if evidence.sources or evidence.looked_at is not None:
        return _(
            "Your own word and what was seen contradict each other. What was seen counts; your word is kept beside it."
        )
    return _(
        "Kite’s redirect and your own word contradict each other. Look at your orders in Kite before you send "
        "anything again."
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


def _became(sending: Sending, advised: Advised) -> Became:
    found = sending.verdicts
    orders = orders_told(sending, advised)
    sources = {(each.verdict.source, each.verdict.at) for each in orders}
    seen = [each for each in orders if each.known]
    reading = next((each for each in reversed(sending.news.readings) if each.read_at is not None), None)
    nothing = not seen and not found.untold and all(each.verdict.standing is Standing.MISSING for each in orders)
    by_book = {source for source, _at in sources} == {Source.BOOK}
    said = next((each.evidence for each in (*seen, *orders) if each.evidence), "") if len(sources) == 1 else ""
    return Became(
        caption=said or _("What is known of each order, and by what"),
        orders=orders,
        untold=found.untold,
        untold_words=words.unsorted(sending.handoff.tag, found.untold) if found.untold else "",
        nothing=verdict_words.none_found(found.looked_at) if nothing and by_book and found.looked_at else "",
        others=(reading.others or 0) if reading is not None else 0,
        each_says=not said,
    )


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
