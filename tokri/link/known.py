"""What is known of the orders that a link's client is advised."""

from __future__ import annotations

from tokri.core.known import Known
from tokri.core.ports import Outside
from tokri.journey.known import known
from tokri.link.look import Looked


def known_of(outside: Outside, looked: Looked) -> Known:
    """Everything that is known now of the advice's orders, to its client; nothing where no version is for them."""
    if looked.version is None:
        return Known()
    return known(outside, looked.version.proposal.draft.orders, looked.link.visitor_id)
