"""A client's hand-off of which nothing was heard: found out when its time is up, and recorded once."""

from __future__ import annotations

from typing import Final

from tokri.core.ports import Outside
from tokri.core.state import State
from tokri.link.look import looked

#: As what the record tells it; whoever is told of it hears it from there.
UNRESOLVED: Final = "hand-off unresolved"

#: Nobody knows what became of it.
UNHEARD: Final = frozenset({State.NO_RETURN, State.RETURNED_ODD})


def look(outside: Outside, handoff_id: str) -> None:
    """Record that nothing was heard of it, if that is so; as long as it may be heard of in time, look again later."""
    at = outside.clock()
    with outside.store.writing() as unit:
        consent = unit.links.consent_of(handoff_id)
        link = unit.links.get(consent.link_id) if consent is not None else None
        found = looked(unit, outside, link) if link is not None else None
        sent = next((each for each in found.sendings if each.handoff.id == handoff_id), None) if found else None
        if sent is None or sent.handoff.left_at is None:
            return
        if sent.state in UNHEARD and not unit.chain.first_of([handoff_id], [UNRESOLVED]):
            unit.record(outside.event(UNRESOLVED, handoff_id, at))
        elif sent.state is State.AT_KITE:
            again = max(sent.handoff.left_at, at - outside.unresolved_after) + outside.unresolved_after
            unit.jobs.add("unresolved", handoff_id, again)
