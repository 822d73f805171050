"""What the stand-in's order page says of a basket, asked through its functions: every refusal, in its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from simulator import Settings, baskets, create_app
from simulator.accounts import ACCOUNTS
from simulator.errors import Refused
from simulator.exchange import Exchange
from simulator.market import load
from simulator.order_page import as_request
from simulator.settings import Rules
from tests.core.knowing import MORNING
from tests.simulator.visitor import API_KEY, API_SECRET, REDIRECT_URL, Visitor
from tokri.core.basket import OrderText
from tokri.core.times import IST, ist

LEFT_OUT = "(an order whose symbol is not on that exchange is left out without a word)"
_NUMBERS = ("price", "trigger_price")
_WHOLE = ("quantity", "disclosed_quantity")


def india(moment: str) -> datetime:
    """A moment of India's time, `2026-02-11 20:00`."""
    return datetime.fromisoformat(moment).replace(tzinfo=IST).astimezone(UTC)


def refusals(data: str, rules: Rules = "2026", at: datetime = MORNING) -> Iterator[str]:
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
    exchange = Exchange(market, ACCOUNTS, rules, lambda: ist(at), lambda _order, _status: None)
    for line in lines:
        try:
            order = exchange.place(ACCOUNTS["DM0001"], as_request(line), through_api=False)
        except Refused as refusal:
            yield refusal.message
            continue
        if order.status == "REJECTED":
            yield order.status_message or ""
            yield order.status_message_raw or ""


def refused_one_by_one(orders: Sequence[OrderText], rules: Rules = "2026") -> Iterator[str]:
    """Each refusal that orders draw through the API, which takes them one by one: what a basket cannot even ask for."""
    visitor = Visitor(create_app(Settings(API_KEY, REDIRECT_URL, API_SECRET, rules=rules), lambda: ist(MORNING)))
    headers = visitor.session()
    for order in orders:
        fields = order.as_dict()
        answer = visitor.client.post(f"/orders/{fields.pop('variety', 'regular')}", data=fields, headers=headers)
        envelope: Any = answer.get_json()
        if envelope["status"] == "error":
            yield envelope["message"]


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
