"""Whether a hand-off that a client said yes to may still go to Kite, asked in the very unit in which it would leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokri.core.known import Known
from tokri.core.link.standing import standing
from tokri.core.ports import Handoff, Outside, WritingUnit
from tokri.journey.filled import filled_instruments
from tokri.journey.sending import Sending
from tokri.link.known import known_of
from tokri.link.look import Looked, is_still_to_place, open_for
from tokri.link.offering import sent_before
from tokri.link.still_to_place import chosen_of, overtaken


@dataclass(frozen=True, slots=True)
class Going:
    """The link's say in the leaving of one hand-off (`tokri.journey.leaving.Gate`); `known` are facts of its advice."""

    outside: Outside
    looked: Looked
    handoff_id: str
    known: Known

    def may_leave(self, unit: WritingUnit) -> bool:
        """Whether the link is open for it still, and its advice stands."""
        found = open_for(unit, self.outside, self.looked.link.id, self.handoff_id)
        if found is None or found.version is None or found.recipient is None or found.version != self.looked.version:
            return False
        if overtaken(unit, found, self.handoff_id):
            return False
        filled = filled_instruments(found.sendings) if not self._is_of_what_was_left(unit) else {}
        facts = self.known.without_limits(filled)
        chosen = chosen_of(unit, found, found.recipient, self.handoff_id, facts)
        return chosen is not None and standing(found.version, chosen, facts, filled=filled).may_be_sent

    def _is_of_what_was_left(self, unit: WritingUnit) -> bool:
        consent = unit.links.consent_of(self.handoff_id)
        return consent is not None and is_still_to_place(consent)

    def asked_about(self, unit: WritingUnit, handoff: Handoff) -> Sequence[Sending]:
        """What may be there from addresses that this one came after."""
        if unit.links.consent_of(handoff.id) is None:
            return ()
        return sent_before(unit, self.outside, self.looked.link, handoff.created_at)


def going(outside: Outside, looked: Looked, handoff_id: str) -> Going:
    """What says whether a hand-off may go to Kite. Looks up what it needs, before anybody waits for the unit."""
    facts = known_of(outside, looked)
    return Going(outside, looked, handoff_id, facts)
