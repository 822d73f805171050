"""The baskets of the example firm, priced as on 11 February 2026: one for each state that a basket can be in."""

from __future__ import annotations

from typing import Final

from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import Disclosures, LegAdvice, Proposal

_TOLD: Final = Disclosures(
    firm_holding="none",
    associates_holding="none",
    conflict="none",
    from_brokers="none",
    ai_use="none",
)


def _buy(tradingsymbol: str, quantity: str, price: str) -> OrderText:
    return OrderText(
        tradingsymbol=tradingsymbol,
        exchange="NSE",
        transaction_type="BUY",
        order_type="LIMIT",
        product="CNC",
        quantity=quantity,
        price=price,
    )


def _sell(tradingsymbol: str, quantity: str, price: str) -> OrderText:
    return OrderText(
        tradingsymbol=tradingsymbol,
        exchange="NSE",
        transaction_type="SELL",
        order_type="LIMIT",
        product="CNC",
        quantity=quantity,
        price=price,
    )


BANKS: Final = Proposal(
    Draft("Banks, a first step", (_buy("HDFCBANK", "25", "950"), _buy("SBIN", "20", "1065"))),
    (
        LegAdvice(
            why="Deposits grow faster than loans, which costs less than last year.",
            advised_price="948.70",
            advised_at="2026-02-11 10:15",
            entry_from="940",
            entry_to="955",
            stop_loss="885",
            target="1080",
            horizon="12 months",
            sizing="capital",
        ),
        LegAdvice(why="The largest lender at a price below its five-year mean.", horizon="12 months", sizing="capital"),
    ),
    why="A first quarter of what is meant for banks, bought while they lag the index.",
    risk_class="moderately-high",
    valid_until="2026-02-11 15:15",
    may_change="leave-out",
    reference_capital="10,00,000",
    disclosures=_TOLD,
)

ENERGY: Final = Proposal(
    Draft("Energy, half a position", (_buy("RELIANCE", "10", "1440"),)),
    (LegAdvice(why="Refining margins have turned.", horizon="9 months", sizing="capital"),),
    why="Half a position now, the other half after the results.",
    risk_class="high",
    valid_until="2026-02-11 15:15",
    reference_capital="10,00,000",
    disclosures=_TOLD,
)

SOFTWARE: Final = Proposal(
    Draft("Software for steel", (_sell("TATASTEEL", "100", "192"), _buy("INFY", "12", "1660")), "sells-first"),
    (
        LegAdvice(why="The price has run ahead of the order book.", sizing="fixed"),
        LegAdvice(why="Orders of last quarter are the best in two years.", horizon="18 months", sizing="fixed"),
    ),
    why="From a cyclical that has run to one that has not.",
    risk_class="moderate",
    valid_until="2026-02-11 15:15",
    disclosures=_TOLD,
)

INDEX: Final = Proposal(
    Draft("Index, monthly", (_buy("NIFTYBEES", "40", "292"),)),
    (LegAdvice(why="The month’s share, at any price.", horizon="five years", sizing="capital"),),
    why="A fixed amount each month, whatever the price.",
    risk_class="moderate",
    valid_until="2026-02-11 15:15",
    reference_capital="5,00,000",
    disclosures=_TOLD,
)

UNFINISHED: Final = Proposal(
    Draft("Consumer, an idea", (_buy("ITC", "60", ""),)),
    (LegAdvice(why="To be worked out."),),
    risk_class="moderate",
)

OLD: Final = Proposal(
    Draft("Last year’s list", (_buy("TCS", "5", "3200"),)),
    (LegAdvice(why="Kept for the record."),),
    why="An idea that was overtaken.",
    risk_class="moderate",
    disclosures=_TOLD,
)

TEMPLATE: Final = Proposal(
    Draft("Monthly index purchase", (_buy("NIFTYBEES", "", ""),)),
    (LegAdvice(why="The month’s share, at any price.", horizon="five years", sizing="capital"),),
    why="A fixed amount each month, whatever the price.",
    risk_class="moderate",
    reference_capital="5,00,000",
)
