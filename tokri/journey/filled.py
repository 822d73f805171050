"""Which instruments a basket's hand-offs have filled: what the market says of these holds nothing up any more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from tokri.core.evidence import Source
from tokri.core.instrument import Key
from tokri.core.verdict import Standing
from tokri.journey.sending import Sending


def filled_instruments(sendings: Iterable[Sending]) -> Mapping[Key, Source]:
    """Of every order that a document shows filled whole, its instrument, and by what that is known."""
    return dict(found for each in sendings if each.handoff.left_at is not None for found in _filled(each))


def _filled(sending: Sending) -> Iterable[tuple[Key, Source]]:
    handoff = sending.handoff
    whole = [each for each in sending.verdicts.orders if each.firm and each.standing is Standing.FILLED]
    done = {each.order: each.source for each in whole if each.source is not None}
    if not done:
        return
    for place, order in enumerate(json.loads(handoff.payload), handoff.first_order):
        if place in done:
            yield Key(order["exchange"], order["tradingsymbol"]), done[place]
