"""What the stand-in's order page says of a basket, asked through its functions: every refusal, in its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from simulator import baskets
from simulator.accounts import ACCOUNTS
from simulator.errors import Refused
from simulator.exchange import Exchange
from simulator.market import load
from simulator.order_page import as_request
from simulator.settings import Rules
from tests.core.knowing import MORNING
from tokri.core.basket import OrderText
from tokri.core.times import ist

LEFT_OUT = "(an order whose symbol is not on that exchange is left out without a word)"
_NUMBERS = ("price", "trigger_price")
_WHOLE = ("quantity", "disclosed_quantity")


def _now() -> datetime:
    return ist(MORNING)


def refusals(data: str, rules: Rules = "2026") -> Iterator[str]:
    """Each refusal that a basket draws, posted and then placed by an ordinary client who changes nothing."""
    market = load(rules)
    try:
        lines = baskets.read(data, market, 8)
    except Refused as refusal:
        yield refusal.message
        return
    if not lines:
        yield "No valid orders found in payload"
    elif len(lines) < len(json.loads(data)):
        yield LEFT_OUT
    exchange = Exchange(market, ACCOUNTS, rules, _now, lambda _order, _status: None)
    for line in lines:
        try:
            order = exchange.place(ACCOUNTS["DM0001"], as_request(line), through_api=False)
        except Refused as refusal:
            yield refusal.message
            continue
        if order.status == "REJECTED":
            yield order.status_message or ""
            yield order.status_message_raw or ""


def unchecked(orders: Sequence[OrderText]) -> str:
    """The JSON of orders as typed, with nothing checked: what another program might post."""
    return json.dumps([{name: _value(name, text) for name, text in order.as_dict().items()} for order in orders])


def _value(name: str, text: str) -> object:
    if name in _NUMBERS:
        return float(text)
    return int(text) if name in _WHOLE else text


def alike(recorded: str) -> re.Pattern[str]:
    """A recorded refusal whatever its numbers, and whatever stands in a pair of backticks after `Missing`."""
    pattern = re.sub(r"(?:\d+\\\.)?\d+", r"-?[0-9.,]+", re.escape(recorded))
    return re.compile(pattern.replace("`exchange`", "`[a-z_]+`").replace("`variety`", "`[a-z_]+`") + r"\.?.*")
