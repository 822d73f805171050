"""Whether a basket's order book can be read still: what pages may offer beside a file and the person's own word."""

from __future__ import annotations

from typing import Final, NamedTuple

from tokri.core.ports import Outside
from tokri.core.state import AT_WORK, ReadingStep
from tokri.journey.result import get_result
from tokri.web.outcome import outcomes

_UNDER_WAY: Final = AT_WORK | {ReadingStep.WAITING_FOR_CONFIRMATION, ReadingStep.KEPT}


class Reads(NamedTuple):
    """`now`: the result page offers it, or is at it. `later`: a log-in can bring it once a session has begun."""

    now: bool
    later: bool


def reads(outside: Outside, visitor_id: str, basket_id: str) -> Reads:
    """What the result page of this basket offers, in any of its hand-offs."""
    result = get_result(outside, visitor_id, basket_id)
    told = outcomes(outside, result) if result is not None else []
    now = any(each.ask or each.log_in or each.step in _UNDER_WAY for each in told)
    return Reads(now=now, later=now or any(each.may_log_in for each in told))
