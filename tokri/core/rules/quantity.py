"""How much is bought or sold, and how much of it is shown to the market."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.money import grouped
from tokri.core.problems import Severity
from tokri.core.rules.leg import CASH, Leg
from tokri.core.rules.rule import Finding, rule

#: The least share of an order that may be disclosed, in per cent.
_LEAST_DISCLOSED: Final = {"NSE": 10, "BSE": 10, "CDS": 10, "BCD": 10, "MCX": 25}
_MOST_SHARES: Final = 1_00_000


@rule("quantity-missing", Severity.ERROR)
def quantity_missing(leg: Leg) -> Iterator[Finding]:
    """An order is for one share, unit or lot at least; zero counts as nothing.

    Source: https://kite.trade/docs/connect/v3/basket/
    """
    if leg.absent("quantity"):
        yield Finding("quantity")


@rule("quantity-large", Severity.WARNING)
def quantity_large(leg: Leg) -> Iterator[Finding]:
    """More than 1,00,000 shares in one order is refused, as the broker's help pages have it.

    Source: v2.webnotes.in, "Kite order quantity and value limits"; seen in the field, not in Kite's documentation
    """
    if leg.exchange in CASH and leg.quantity is not None and leg.quantity > _MOST_SHARES:
        yield Finding("quantity", {"quantity": grouped(leg.quantity), "most": grouped(_MOST_SHARES)})


@rule("disclosed-unused", Severity.ERROR)
def disclosed_unused(leg: Leg) -> Iterator[Finding]:
    """Equity derivatives know no disclosed quantity.

    Source: https://kite.trade/docs/connect/v3/basket/ ("for equity trades"); stocksdeveloper.in, invalid orders
    """
    if leg.exchange in {"NFO", "BFO"} and not leg.absent("disclosed_quantity"):
        yield Finding("disclosed_quantity", {"exchange": leg.exchange}, "")


@rule("disclosed-small", Severity.ERROR)
def disclosed_small(leg: Leg) -> Iterator[Finding]:
    """At least 10 % of the order is disclosed, on MCX 25 %.

    Source: stocksdeveloper.in, invalid orders; seen in the field, not in Kite's documentation
    """
    percent = _LEAST_DISCLOSED.get(leg.exchange)
    if percent is None or leg.quantity is None or leg.disclosed_quantity is None:
        return
    least = -(-leg.quantity * percent // 100)
    if leg.disclosed_quantity < least:
        yield Finding(
            "disclosed_quantity",
            {"exchange": leg.exchange, "percent": percent, "least": grouped(least)},
            str(least),
        )


@rule("disclosed-large", Severity.ERROR)
def disclosed_large(leg: Leg) -> Iterator[Finding]:
    """No more can be disclosed than is ordered.

    Source: stocksdeveloper.in, invalid orders; seen in the field, not in Kite's documentation
    """
    if leg.quantity is not None and leg.disclosed_quantity is not None and leg.disclosed_quantity > leg.quantity:
        yield Finding("disclosed_quantity", {"quantity": grouped(leg.quantity)}, "")


RULES: Final = (quantity_missing, quantity_large, disclosed_small, disclosed_large)
