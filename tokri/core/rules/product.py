"""The product: what margin is blocked, and how long the position may stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.problems import Severity
from tokri.core.rules.leg import CASH, DERIVATIVES, Leg
from tokri.core.rules.rule import Finding, rule


@rule("product-exchange", Severity.ERROR)
def product_exchange(leg: Leg) -> Iterator[Finding]:
    """CNC and MTF are for shares, NRML for derivatives, MIS for both.

    Source: Kite's user manual, https://kite.trade/docs/kite/kite-mobile/orderplacement/ ("Invalid product type for
    exchange")
    """
    if leg.exchange in DERIVATIVES and leg.product in {"CNC", "MTF"}:
        yield Finding("product", {"product": leg.product, "exchange": leg.exchange, "fits": "NRML, MIS"}, "NRML")
    if leg.exchange in CASH and leg.product == "NRML":
        yield Finding("product", {"product": leg.product, "exchange": leg.exchange, "fits": "CNC, MIS, MTF"}, "CNC")


@rule("product-left", Severity.NOTE)
def product_left(leg: Leg) -> Iterator[Finding]:
    """Kite documents baskets without a product, and does not say which one its page then takes.

    A cover order is always intraday, so nothing is left open there.
    Source: https://kite.trade/docs/connect/v3/basket/, the example
    """
    if not leg.typed.product and leg.variety != "co":
        yield Finding("product")


RULES: Final = (product_exchange, product_left)
