"""What is said of dated lists, of the last days of a contract, and of a basket as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.problems import Problem

SENTENCES: Final[Mapping[str, str]] = {
    "fo-ban": (
        "{order}: {underlying} is in the F&O ban period by the list of {list_day}, in which only an order that "
        "reduces a position is taken; accept this one only if it does."
    ),
    "gsm": "{order}: {symbol} is under graded surveillance (GSM{at_stage}), list of {list_day}: {measure}.",
    "asm": "{order}: {symbol} is under additional surveillance (ASM{at_stage}), list of {list_day}: {measure}.",
    "esm": "{order}: {symbol} is under enhanced surveillance (ESM{at_stage}), list of {list_day}: {measure}.",
    "sme-watch": (
        "{order}: {symbol} is on the list of watched SME shares of {list_day}; few trade it, and Kite may refuse it."
    ),
    "currency-exposure": (
        "{order}: a fresh position in {pair} needs a declaration of exposure with the broker; without one, only an "
        "order that reduces a position is taken."
    ),
    "commodity-far-month": (
        "{order}: this contract expires only on {expiry}; as far as we know Kite takes the nearest two on MCX, and few "
        "trade a later one."
    ),
    "stock-contract-near-expiry": (
        "{order}: this contract ends {when}, {expiry}, and is settled in shares: its margin rises daily, and the "
        "broker may close the position."
    ),
    "stock-option-last-days": (
        "{order}: this option ends {when}, {expiry}, and is settled in shares; a fresh BUY in its last two days may be "
        "refused."
    ),
    "index-option-near-expiry": (
        "{order}: this option ends {when}, {expiry}; on an index it is settled in cash, and nothing is delivered."
    ),
    "sells-fund-buys": (
        "{selling} and {buying}: a buy that is sent before the sells fill may bounce. Money from shares that were "
        "bought yesterday can be used only from the next trading day{from_options}."
    ),
    "several-parts": (
        "This is sent as {orders} orders, and Kite’s page takes {most} at a time: it goes there in {parts} parts, one "
        "after the other."
    ),
    "shares-to-release": (
        "{selling} shares out of a demat account. If no DDPI is signed, open Kite → Holdings → Authorisation first, "
        "between 08:00 and 17:00 on the day itself."
    ),
}

_MARGIN: Final = "the whole value is asked as margin, and the price moves at most 5 % a day"
_DELIVERED: Final = "it is traded for delivery alone"
_MEASURES: Final[Mapping[tuple[str, int], str]] = {
    ("gsm", 1): _MARGIN,
    ("gsm", 2): f"{_DELIVERED}, and a buyer leaves half its value as a deposit",
    ("gsm", 3): f"{_DELIVERED}, once a week, and a buyer leaves its value as a deposit",
    ("gsm", 4): f"{_DELIVERED}, once a week, never at a higher price, and a buyer leaves its value as a deposit",
    ("asm", 4): f"{_DELIVERED}, with its whole value as margin",
    ("esm", 1): f"{_DELIVERED}, with its whole value as margin",
    ("esm", 2): "it is traded in auctions alone, for delivery",
}
_OTHERWISE: Final = {
    "gsm": "trading in it is narrowed, and Kite may refuse a BUY",
    "asm": "up to the whole value is asked as margin, and Kite may refuse intraday orders",
    "esm": "trading in it is narrowed, and Kite may refuse a BUY",
}


def list_facts(problem: Problem) -> Mapping[str, str]:
    """What the sentences above need beside the plain facts of the problem."""
    facts = problem.facts
    told: dict[str, str] = {}
    if "stage" in facts:
        measures = (problem.code, int(facts["stage"]))
        told["measure"] = _MEASURES.get(measures, _OTHERWISE.get(problem.code, ""))
        told["at_stage"] = _stage(str(facts["term"]), int(facts["stage"]), str(facts["listed"]))
    if "days_left" in facts:
        told["when"] = _when(int(facts["days_left"]))
    if "sells" in facts:
        told["selling"] = _orders(str(facts["sells"]), "sell")
    if "buys" in facts:
        told["buying"] = _orders(str(facts["buys"]), "buy").replace("Order", "order", 1)
        sold = "; money from options that were sold buys only options of the same segment"
        told["from_options"] = sold if facts["options"] else ""
    return told


def _stage(term: str, number: int, listed: str) -> str:
    if number:
        return f", {term} stage {number}" if term else f", stage {number}"
    return f", “{listed}”" if listed else ""


def _when(days_left: int) -> str:
    if days_left == 0:
        return "today"
    return "on the next trading day" if days_left == 1 else f"in {days_left} trading days"


def _orders(numbers: str, act: str) -> str:
    """`Order 1 sells`, `Orders 1, 2 and 4 sell`."""
    if "," not in numbers:
        return f"Order {numbers} {act}s"
    return f"Orders {' and '.join(numbers.rsplit(', ', 1))} {act}"
