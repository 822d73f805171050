"""How the market stands, for the top of the form and of the review."""

from __future__ import annotations

from collections.abc import Sequence

from tokri.core.basket import OrderText
from tokri.journey.market import markets_now
from tokri.web.context import outside
from tokri.web.words import clock


def market_lines(orders: Sequence[OrderText]) -> list[str]:
    """How each market of these orders stands now, in words."""
    return clock.market_lines(markets_now(outside(), orders))
