"""How much a client gets, as typed: what cannot be worked out for anybody, whoever the client is.

Each is a warning while the basket is written: what a client gets is worked out, and refused, client by client.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.desk.advice import Proposal
from tokri.core.desk.sizing import BY_HOLDING, Sizing, sizing_of
from tokri.core.glimpse import glimpse
from tokri.core.problems import Problem, Severity

#: Every code that a problem here has.
CODES: Final = ("sizing-sell-only", "sizing-share", "sizing-without-reference", "reference-unreadable")

_ALL: Final = Decimal(100)


def sizing_problems(proposal: Proposal) -> tuple[Problem, ...]:
    """What of the sizes cannot be worked out, the whole basket's first. Never raises."""
    return (*_of_reference(proposal), *_of_legs(proposal))


def _of_reference(proposal: Proposal) -> Iterator[Problem]:
    typed = proposal.reference_capital
    meant = money.price(typed)
    path = ("reference_capital",)
    if isinstance(meant, money.NumberFault):
        yield Problem("reference-unreadable", Severity.WARNING, path, {"typed": glimpse(typed)})
    elif meant is None and any(leg.sizing == Sizing.CAPITAL for leg in proposal.legs):
        yield Problem("sizing-without-reference", Severity.WARNING, path)


def _of_legs(proposal: Proposal) -> Iterator[Problem]:
    for place, (order, leg) in enumerate(zip(proposal.draft.orders, proposal.legs, strict=True)):
        sizing = sizing_of(leg.sizing)
        if sizing in BY_HOLDING and order.transaction_type == "BUY":
            yield Problem("sizing-sell-only", Severity.WARNING, ("orders", place, "sizing"))
        share = money.price(leg.share.strip().removesuffix("%"))
        if sizing is Sizing.HELD_SHARE and not (isinstance(share, Decimal) and share <= _ALL):
            facts = {"typed": glimpse(leg.share)}
            yield Problem("sizing-share", Severity.WARNING, ("orders", place, "share"), facts)
