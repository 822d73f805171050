"""How far the price at which an order filled is from the price that was advised, or asked for; exact.

By the side: what was bought dearer, or sold cheaper, is positive: worse. No sum of several orders is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from tokri.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Slippage:
    """`per_unit` in rupees, exact; `paise` for the whole filled quantity. Positive is worse for the person."""

    per_unit: Decimal
    paise: int


def slippage(verdict: Verdict, side: object, price: Decimal | None) -> Slippage | None:
    """The slippage against `price`, in rupees; `side` is BUY or SELL. None where nothing filled, or no price is known.

    `paise` is of quantities in units, as shares and equity derivatives have them; where Kite counts lots, it is what
    one unit of each lot makes.
    """
    if verdict.average_price is None or price is None or price <= 0:
        return None
    sign = 1 if side == "BUY" else -1
    filled = [(each.filled_quantity, each.average_price) for each in verdict.books if each.filled_quantity > 0]
    apart = sign * sum((quantity * (paid - price) for quantity, paid in filled), Decimal())
    paise = int((apart * 100).to_integral_value(ROUND_HALF_EVEN))
    return Slippage(sign * (verdict.average_price - price), paise)
