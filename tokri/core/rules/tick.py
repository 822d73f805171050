"""The step in which prices move: exact, and both nearest ones offered, since rounding is for the person to choose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.money import on_tick, written
from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules.leg import Leg
from tokri.core.rules.rule import Finding, rule


@rule("tick-size", Severity.ERROR, leans_on=Leaning.INSTRUMENTS)
def tick_size(leg: Leg) -> Iterator[Finding]:
    """A price or trigger price stands on a step of the instrument.

    Source: Kite's list of instruments, tick_size; Kite's answer "Tick size for this script is 0.10. Kindly enter price
    in the multiple of tick size for this script"; exchange code 16316
    """
    if leg.instrument is None or not leg.instrument.tick_size:
        return
    tick = leg.instrument.tick_size
    for field, price in (("price", leg.price), ("trigger_price", leg.trigger_price)):
        if price is not None and price % tick:
            below, above = on_tick(price, tick)
            offered = [written(each, tick) for each in (below, above) if each]
            facts = {"tick": written(tick, tick), "typed": written(price, price)}
            yield Finding(field, facts, offered[0], other_mends=tuple(offered[1:]))


RULES: Final = (tick_size,)
