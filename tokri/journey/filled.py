"""Which instruments a basket's hand-offs have filled: what the market says of these holds nothing up any more."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tokri.core.instrument import Key
from tokri.core.verdict import Standing
from tokri.journey.sending import Sending


def filled_keys(sendings: Iterable[Sending]) -> frozenset[Key]:
    """Of every order that evidence shows filled whole, its instrument."""
    return frozenset(key for each in sendings if each.handoff.left_at is not None for key in _filled(each))


def _filled(sending: Sending) -> Iterable[Key]:
    handoff = sending.handoff
    done = {each.order for each in sending.verdicts.orders if each.firm and each.standing is Standing.FILLED}
    if not done:
        return
    for place, order in enumerate(json.loads(handoff.payload), handoff.first_order):
        if place in done:
            yield Key(order["exchange"], order["tradingsymbol"])
