"""What is thrown away in time, without anybody asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tokri.core.desk.throttle import COUNTED_FOR
from tokri.core.head_letter import head_letter
from tokri.core.ports import Head, Mail, Outside
from tokri.core.telling.schedule import KEPT_FOR

#: Baskets that were never handed off are kept this long after their last save.
KEEP_BASKETS: Final = timedelta(days=90)

#: Kite's request token is dead after "only a few minutes" (kite.trade/docs/connect/v3/user/).
KEEP_TOKENS: Final = timedelta(minutes=15)

#: What Kite posted is kept this long as it came; what it told of orders is kept with the evidence.
KEEP_POSTBACKS: Final = timedelta(days=90)

#: No rate limit counts over a longer window.
KEEP_COUNTERS: Final = timedelta(days=1)

#: How long it stays visible who was signed in where. A desk session itself ends within the day.
KEEP_DESK_SESSIONS: Final = timedelta(days=30)

#: A session dies at Kite at 6 AM, so one that is older has lost its job on the way.
LONGEST_SESSION: Final = timedelta(days=1)


def purge(outside: Outside) -> None:
    """Once a day: old baskets, counters, sign-ins and messages, and the end of sessions that nobody ended."""
    at = outside.clock()
    with outside.store.writing() as unit:
        baskets = unit.baskets.purge(at - KEEP_BASKETS)
        unit.rate_limits.sweep(at - KEEP_COUNTERS)
        unit.people.forget_failures(at - COUNTED_FOR)
        unit.people.sweep(at - KEEP_DESK_SESSIONS)
        unit.outbox.sweep(at - KEPT_FOR)
        unit.notices.sweep(at - KEPT_FOR)
        unit.evidence.forget_postbacks(at - KEEP_POSTBACKS)
        left_over = unit.readings.unended(at - LONGEST_SESSION)
        for reading in left_over:
            unit.jobs.add("end", reading.id, at)
        unit.jobs.add("clear", "store", at)
        unit.record(outside.event("purged", "store", at, {"baskets": baskets, "sessions": len(left_over)}))


def clear_log(outside: Outside) -> None:
    """After something was erased: the log beside the database forgets it as well. Raises StoreBusy while it is read."""
    outside.store.clear_log()


def forget_tokens(outside: Outside) -> None:
    """Every few minutes: request tokens that nobody used and that Kite takes no more."""
    at = outside.clock()
    with outside.store.writing() as unit:
        tokens = unit.handoffs.forget_tokens(at - KEEP_TOKENS)
        if tokens:
            unit.record(outside.event("tokens forgotten", "store", at, {"tokens": tokens}))


def head_of_record(outside: Outside) -> Head | None:
    """Once a day: the newest entry's place and hash, for whoever keeps them out of the database's reach."""
    with outside.store.reading() as view:
        return view.chain.head()


def mail_head(outside: Outside, mail: Mail, head: Head) -> None:
    """Send it to the firm's compliance officer; while none is named, to where mail comes from. Raises MailFailed."""
    with outside.store.reading() as view:
        edition = view.firm.latest()
    officer = edition.firm.officer_email if edition is not None else ""
    mail.send(head_letter(head, officer or mail.sender, outside.clock()))
