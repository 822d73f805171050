"""Logging in at Kite once more, to have a book read that showed something open, or was not read; and its return.

Kite drops every reference from a cancel, and may drop it from a success. A return that names no hand-off may so be that
of a log-in, and then says of no order that it was cancelled, or sent. When a log-in was opened nobody notes: it may
have been wherever it was offered.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Final

from tokri.core.ports import Handoff, Outside, ReadingUnit, WritingUnit
from tokri.core.release import is_for_later
from tokri.core.state import MENDED_BY_LOG_IN, UNRESOLVED, State
from tokri.core.times import ist
from tokri.journey.news import gather
from tokri.journey.own import own_handoff
from tokri.journey.sending import Sending, sending

#: A return is taken for a hand-off that left within this time: Kite's own session ends with its day.
IN_FLIGHT: Final = timedelta(hours=24)

#: The browser left with it, and has not come back.
_AT_KITE: Final = frozenset({State.AT_KITE, State.NO_RETURN})

#: Of these news may come at any time.
WAITS: Final = frozenset(
    {
        *(State.AT_KITE, State.RETURNED_SUCCESS, State.SENT_FOR_LATER, State.QUEUED, State.REPORTED),
        *UNRESOLVED,
    }
)

#: Before any hand-off.
_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


def anything_at_kite(outside: Outside, browser_id: str) -> bool:
    """Whether a hand-off of this browser's, of whichever basket, is away: a cancel would be taken for its own."""
    now = outside.clock()
    with outside.store.reading() as unit:
        recent = unit.handoffs.left_since(browser_id, now - IN_FLIGHT)
        news = gather(unit, recent)
    return any(sending(outside, each, news[each.id], now).state in _AT_KITE for each in recent)


def session_begun(sent: Sending) -> bool:
    """Whether the session has begun that its orders waited for, and nobody was asked about the book."""
    return sent.state is State.RELEASED and not sent.news.readings


def in_todays_book(sent: Sending) -> bool:
    """Whether the book that Kite shows now is that of the day of its orders: tomorrow it is empty again."""
    since = sent.release.opens if sent.release is not None else sent.handoff.left_at
    return since is not None and ist(sent.told_at).date() == ist(since).date()


def log_in_meant(
    unit: ReadingUnit | WritingUnit, outside: Outside, browser_id: str, meant: Collection[Handoff]
) -> Handoff | bool:
    """Whether a return that names no hand-off may be that of a log-in, and not of one of those that may be `meant`.

    The hand-off that the log-in was for, where it can be no other's return.
    """
    offered = _offered(unit, outside, browser_id)
    if offered and {each.id for each in meant} <= {each.id for each in offered}:
        return offered[0]
    return bool(offered)


def _offered(unit: ReadingUnit | WritingUnit, outside: Outside, browser_id: str) -> list[Handoff]:
    """The hand-offs of this browser's for which a log-in may have been opened, newest first."""
    left = unit.handoffs.left_since(browser_id, _EVER)
    readings = unit.readings.of_handoffs([each.id for each in left])
    read = {each.handoff_id for each in readings if each.read_at is not None or each.fault in MENDED_BY_LOG_IN}
    asked = {each.handoff_id for each in readings}
    may = [each for each in left if each.id in read or (each.id not in asked and is_for_later(each.payload))]
    theirs = [each for each in may if own_handoff(unit, each.visitor_id, each.id) is not None]
    news, now = gather(unit, theirs), outside.clock()
    return [each for each in theirs if _was_offered(sending(outside, each, news[each.id], now))]


def _was_offered(sent: Sending) -> bool:
    """Whether a log-in is offered for it, or was until not long ago, on a page that may stand open."""
    since = sent.release.opens if sent.release is not None else sent.handoff.left_at
    if since is None or sent.told_at - since >= 2 * IN_FLIGHT:  # its day, and a day for the page to stand open
        return False
    if not sent.news.readings:
        return sent.release is not None and since <= sent.told_at
    if sent.state in WAITS or any(each.still_open for each in sent.verdicts.orders):
        return True
    news = sent.news
    failed = (each.asked_at for each in news.readings if each.fault in MENDED_BY_LOG_IN)
    if any(sent.told_at - at < IN_FLIGHT for at in failed):
        return True
    was_open = any(not each.over for each in news.sightings)
    heard = [*(each.at for each in news.sightings), *(each.read_at for each in news.readings if each.read_at)]
    return was_open and sent.told_at - max(heard) < IN_FLIGHT
