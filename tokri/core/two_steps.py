"""Sells before buys: what a part of a plan waits for, and whether there is money enough for it.

Kite sends orders one by one and waits for none to fill, so buys that the sells are to pay for bounce if they are sent
too soon (https://kite.trade/docs/connect/v3/basket/; Zerodha makes the proceeds of shares sold usable once the sell has
filled). What proves a fill is a document (tokri/core/evidence.py): a report of Kite's alone opens no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tokri.core.money import paise
from tokri.core.plan import Group, Plan, Planned, Policy
from tokri.core.totals import Totals
from tokri.core.verdict import Standing, Verdict

#: The orders of sending under which shares are sold to pay for others.
SELLS_PAY: Final = frozenset({Policy.SELLS_FIRST, Policy.SELLS_AND_HEDGES_FIRST, Policy.SELLS_THEN_BUYS})

_CASH: Final = frozenset({"NSE", "BSE"})


@dataclass(frozen=True, slots=True)
class Sell:
    """One sell that the buys of a later part wait for: what was asked, and what became of it in all its sendings.

    `filled` is what documents show, `reported` what Kite reported beyond that. `verdict` is the newest firm one, None
    where there is no evidence.
    """

    planned: Planned
    filled: int
    reported: int
    done: bool
    verdict: Verdict | None

    @property
    def quantity(self) -> int:
        return self.planned.order.quantity


@dataclass(frozen=True, slots=True)
class Money:
    """What the buys of a part cost and what there is, in paise.

    `more` says that the cost is more than `needed`: something is bought at market price, or on a margin that only Kite
    can tell. Charges are not in it.
    """

    needed: int
    available: int
    more: bool

    @property
    def short_by(self) -> int:
        return max(self.needed - self.available, 0)


def sells_before(plan: Plan, number: int) -> tuple[tuple[int, Planned], ...]:
    """The sells of earlier parts, each with its place in the plan, that the buys of part `number` wait for."""
    part = plan.parts[number - 1]
    if plan.policy not in SELLS_PAY or not any(_buys_shares(each) for each in part.planned):
        return ()
    earlier = enumerate(plan.planned[: part.first])
    return tuple((place, each) for place, each in earlier if each.group is Group.SALES)


def _buys_shares(planned: Planned) -> bool:
    return planned.order.exchange in _CASH and planned.order.transaction_type == "BUY"


def sells(before: Iterable[tuple[int, Planned]], verdicts: Mapping[int, Sequence[Verdict]]) -> tuple[Sell, ...]:
    """What became of each; `verdicts` are those of all sendings of it, by its place in the plan, oldest first."""
    return tuple(_sell(planned, verdicts.get(place, ())) for place, planned in before)


def _sell(planned: Planned, verdicts: Sequence[Verdict]) -> Sell:
    firm = [each for each in verdicts if each.firm]
    filled = sum(each.filled for each in firm)
    told = [each.reported.filled for each in verdicts if each.reported is not None]
    told += [each.filled for each in verdicts if not each.firm]
    # The person may have lowered the quantity on Kite's page: then all of it that was placed has filled.
    done = filled >= planned.order.quantity or any(each.standing is Standing.FILLED for each in firm)
    return Sell(planned, filled, max(told, default=0), done, firm[-1] if firm else None)


def money(buys: Totals, net: Decimal) -> Money:
    """What the buys cost beside what is left to trade with (`net`, in rupees; a part of a paisa buys nothing)."""
    available = paise(net.quantize(Decimal("0.01"), rounding="ROUND_FLOOR"))
    return Money(buys.to_pay, available, buys.more_to_pay or buys.kite_decides)
