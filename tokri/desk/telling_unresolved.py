"""A client's hand-off of which nothing was heard: found out when its time is up, and recorded once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tokri.core.ports import Outside
from tokri.core.state import UNRESOLVED, State
from tokri.link.look import looked

#: As what the record tells it; whoever is told of it hears it from there.
RECORDED: Final = "hand-off unresolved"

#: Its orders wait for the next session, when it is asked after.
_FOR_LATER: Final = frozenset({State.SENT_FOR_LATER, State.QUEUED})

#: How often it is looked whether that session has begun, and for how long at most: over any row of holidays.
_LOOK_EVERY: Final = timedelta(minutes=15)
_AT_MOST: Final = timedelta(days=10)


def look(outside: Outside, handoff_id: str) -> None:
    """Record that nothing was heard of it, if that is so; as long as it may be heard of in time, look again later."""
    at = outside.clock()
    with outside.store.reading() as view:
        consent = view.links.consent_of(handoff_id)
        link = view.links.get(consent.link_id) if consent is not None else None
        found = looked(view, outside, link) if link is not None else None
    sent = next((each for each in found.sendings if each.handoff.id == handoff_id), None) if found else None
    if sent is None or sent.handoff.left_at is None:
        return
    again = _again(sent.state, sent.handoff.left_at, at, outside.unresolved_after)
    with outside.store.writing() as unit:
        if again is not None:
            unit.jobs.add("unresolved", handoff_id, again)
        elif sent.state in UNRESOLVED and not unit.chain.first_of([handoff_id], [RECORDED]):
            unit.record(outside.event(RECORDED, handoff_id, at))


def _again(state: State, left_at: datetime, at: datetime, unresolved_after: timedelta) -> datetime | None:
    """When it is to be looked at again; None: what became of it is known, or nobody knows."""
    if state is State.AT_KITE:
        return left_at + unresolved_after
    return at + _LOOK_EVERY if state in _FOR_LATER and at - left_at < _AT_MOST else None
