"""What is said of a price beside the last one known, and of orders at the market price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.money import grouped
from tokri.core.problems import Problem

SENTENCES: Final[Mapping[str, str]] = {
    "circuit-limits": "{order}: enter a {field} {within}, the limits that Kite gave for today; {typed} lies outside.",
    "stop-beyond-market": (
        "{order}: the trigger price of {trigger} is not {beyond} the last known price, {last} of {last_day}; a stop "
        "order to {to_do} needs one {beyond} it, or it is refused."
    ),
    "option-range": (
        "{order}: the exchange takes {low} to {high} for this option, by the last known price of {last} ({last_day}); "
        "{price} lies outside. The range moves with the market."
    ),
    "price-split": (
        "{order}: {price} is {grouped_percent} % {way} the last known price, {last} of {last_day}; {asks} Look at "
        "price and quantity."
    ),
    "price-distance": (
        "{order}: {price} is {grouped_percent} % {way} the last known price, {last} of {last_day}; accept it if it is "
        "meant."
    ),
    "market-refused": "{order}: choose LIMIT as the order type, and a price; options on {what} take no MARKET.",
    "market-thin-option": (
        "{order}: MARKET may be refused, since {why}; choose LIMIT and a price, or accept that it may come back."
    ),
    "market-fund-opening": (
        "{order}: some funds take no MARKET order from 09:15 to 09:17; choose LIMIT and a price, or wait until then."
    ),
    "ioc-mcx": (
        "{order}: choose DAY as the validity; as far as we know MCX takes no IOC of an order that comes from outside "
        "Kite."
    ),
    "market-protection": (
        "{order}: Kite makes {a_becomes} of {a_typed} order, {at_limit}, and what does not fill there stays "
        "open{offer}."
    ),
}

_TYPES: Final = {"MARKET": "a MARKET", "LIMIT": "a LIMIT", "SL": "an SL", "SL-M": "an SL-M"}


#: Per cent over and under the last price from which it is more than ten times off.
_TENFOLD: Final = {"over": 900, "under": 90}
_SLIP: Final = "is it a slip of the keyboard?"
_SPLIT: Final = "was there a split or a bonus since it was decided?"


def price_facts(problem: Problem) -> Mapping[str, str]:
    """What the sentences above need beside the plain facts of the problem."""
    facts = problem.facts
    told: dict[str, str] = {}
    if problem.code == "circuit-limits":
        told["within"] = _within(str(facts["low"]), str(facts["high"]))
    elif problem.code == "stop-beyond-market":
        buys = facts["side"] == "BUY"
        told = {"beyond": "over" if buys else "under", "to_do": "buy" if buys else "sell"}
    elif problem.code in {"price-split", "price-distance"}:
        percent = int(facts["percent"])
        slip = percent > _TENFOLD[str(facts["way"])]
        told = {"grouped_percent": grouped(percent), "asks": _SLIP if slip else _SPLIT}
    elif problem.code == "market-refused":
        told["what"] = "shares" if facts["options_on"] == "shares" else "MCX"
    elif problem.code == "market-thin-option":
        told["why"] = _why_thin(facts)
    elif problem.code == "market-protection":
        told = _protection(facts)
    return told


def _within(low: str, high: str) -> str:
    if low and high:
        return f"from {low} to {high}"
    return f"of {low} or more" if low else f"of {high} or less"


def _why_thin(facts: Mapping[str, str | int]) -> str:
    if "expiry" in facts:
        return f"this option expires only on {facts['expiry']} and few trade it"
    return (
        f"at its last known price of {facts['last']} ({facts['last_day']}) this option is deep in the money, and few "
        "trade it"
    )


def _protection(facts: Mapping[str, str | int]) -> dict[str, str]:
    told = {"a_becomes": _TYPES[str(facts["becomes"])], "a_typed": _TYPES[str(facts["typed"])]}
    if "limit" not in facts:
        return {**told, "at_limit": "at its protection price, a little beyond the market", "offer": ""}
    beyond = f"{facts['percent']} % beyond"
    if "last" in facts:
        known = f"{facts['last']} ({facts['last_day']})"
        where = f"{beyond} the market, which is {facts['limit']} by the last known price of {known}"
    else:
        where = f"{beyond} the trigger price, which is {facts['limit']}"
    offer = f"; {told['a_becomes']} at {facts['limit']} does the same, and shows it beforehand"
    return {**told, "at_limit": where, "offer": offer}
