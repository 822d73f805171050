"""What a part of a basket waits for: the sells of earlier parts, by the evidence of every sending of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tokri.core.plan import Part, Plan
from tokri.core.ports import Handoff, ReadingUnit
from tokri.core.two_steps import Sell, sells, sells_before
from tokri.core.verdict import Verdict
from tokri.journey.news import News


class Sent(Protocol):
    """As much of a sending as tells what became of its orders."""

    @property
    def handoff(self) -> Handoff: ...

    @property
    def news(self) -> News: ...


def waits_for(planned: Plan, part: Part, earlier: Iterable[Sent]) -> tuple[Sell, ...]:
    """The sells that the part's buys are paid with; `earlier` are the sendings of the parts before it."""
    before = sells_before(planned, part.number)
    found: dict[int, list[Verdict]] = {}
    for sending in earlier if before else ():
        for verdict in sending.news.verdicts(sending.handoff).orders:
            found.setdefault(verdict.order, []).append(verdict)
    return sells(before, found)


def gone_on(unit: ReadingUnit, basket_id: str, planned: Plan) -> frozenset[tuple[int, int]]:
    """The parts (version, part) that the person opened themselves; asked for only where a part waits for sells."""
    waits = any(sells_before(planned, part.number) for part in planned.parts)
    return unit.handoffs.gone_on(basket_id) if waits else frozenset()
