"""Whether a hand-off that a client said yes to may still go to Kite, asked in the very unit in which it would leave."""

from __future__ import annotations

from collections.abc import Callable

from tokri.core.known import Known
from tokri.core.link.standing import standing
from tokri.core.ports import Outside, WritingUnit
from tokri.journey.known import known
from tokri.link.look import Looked, open_for
from tokri.link.still_to_place import chosen_of, overtaken


def going(outside: Outside, looked: Looked, handoff_id: str) -> Callable[[WritingUnit], bool]:
    """What says, within the unit in which it would leave, whether a hand-off may go to Kite. Looks up what it needs."""
    facts = known(outside, looked.version.proposal.draft.orders) if looked.version is not None else Known()

    def may_go(unit: WritingUnit) -> bool:
        found = open_for(unit, outside, looked.link.id, handoff_id)
        if found is None or found.version is None or found.recipient is None or found.version != looked.version:
            return False
        if overtaken(unit, found, handoff_id):
            return False
        chosen = chosen_of(unit, found, found.recipient, handoff_id, facts)
        return chosen is not None and standing(found.version, chosen, facts).may_be_sent

    return may_go
