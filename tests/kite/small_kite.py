"""Kite's API as far as Tokri uses it, in memory behind real HTTP: for the contract, and for races."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.kite import sample_answers, scripted
from tests.kite.scripted import Handler

KNOWN = {"NSE:INFY", "NSE:M&M"}


@dataclass
class SmallKite:
    """`reply` plays one request. Tokens are spent by one exchange; a session ends once."""

    api_key: str = "kitekey"
    api_secret: str = "kitesecret"
    tokens: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    book: list[dict[str, Any]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reply(self, handler: Handler) -> None:
        self.carry_out(handler.asked)(handler)

    def carry_out(self, request: scripted.Received) -> scripted.Reply:
        """Do what is asked; answers the answer, which may yet be lost."""
        with self._lock:
            return self._route(request)

    def _route(self, request: scripted.Received) -> scripted.Reply:
        where = urlsplit(request.path)
        if request.headers.get("X-Kite-Version") != "3":
            return scripted.error(400, "InputException", "Invalid `X-Kite-Version`.")
        match request.method, where.path:
            case "POST", "/session/token":
                return self._exchange(dict(parse_qsl(request.body)))
            case ("GET", _) | ("POST", "/portfolio/holdings/authorise"):
                if self._signed(request.headers.get("Authorization", "")):
                    return self._answer(where.path, parse_qs(where.query))
            case "DELETE", "/session/token":
                [token] = parse_qs(where.query)["access_token"]
                if self.sessions.pop(token, None):
                    return scripted.success(data=True)
            case _:
                return scripted.error(404, "GeneralException", "Route not found")
        return scripted.error(403, "TokenException", "Incorrect `api_key` or `access_token`.")

    def _exchange(self, form: dict[str, str]) -> scripted.Reply:
        joined = self.api_key + form["request_token"] + self.api_secret
        if form["checksum"] != sha256(joined.encode()).hexdigest():
            return scripted.error(400, "InputException", "Invalid `checksum`.")
        user_id = self.tokens.pop(form["request_token"], None)
        if user_id is None:
            return scripted.error(403, "TokenException", "Token is invalid or has expired.")
        access_token = "a" + form["request_token"]
        self.sessions[access_token] = user_id
        return scripted.success({"user_id": user_id, "access_token": access_token, "refresh_token": ""})

    def _answer(self, path: str, query: dict[str, list[str]]) -> scripted.Reply:
        """What somebody with a session is answered."""
        if path == "/quote":
            return scripted.success({name: quote() for name in query["i"] if name in KNOWN})
        steps = [each for each in self.book if path == f"/orders/{each['order_id']}"]
        if steps:
            return scripted.success(steps)
        if path.startswith("/orders/"):
            return scripted.error(404, "OrderException", "Couldn't find that `order_id`.")
        answers = {
            "/orders": scripted.success(self.book),
            "/trades": scripted.success([fill(each) for each in self.book if each["filled_quantity"]]),
            "/user/margins": scripted.said(200, sample_answers.text("margins")),
            "/portfolio/holdings": scripted.said(200, sample_answers.text("holdings")),
            "/portfolio/holdings/authorise": scripted.success({"request_id": "na8QgCeQm05UHG6NL9sAGRzdfSF64UdB"}),
        }
        return answers.get(path, scripted.error(404, "GeneralException", "Route not found"))

    def _signed(self, authorization: str) -> bool:
        return any(authorization == f"token {self.api_key}:{token}" for token in self.sessions)


def fill(order: dict[str, Any]) -> dict[str, Any]:
    """The one fill of an order of the book, as Kite writes it: the order's time is a time of day alone."""
    same = ("order_id", "exchange_order_id", "exchange", "tradingsymbol", "transaction_type", "product")
    told = {name: order[name] for name in (*same, "average_price", "exchange_timestamp")}
    times = {"fill_timestamp": order["exchange_timestamp"], "order_timestamp": order["order_timestamp"][11:]}
    return told | times | {"trade_id": "10000000", "quantity": order["filled_quantity"]}


def quote(**changes: Any) -> dict[str, Any]:
    """A quote as Kite writes it, with keys that nobody asked for among them."""
    usual: dict[str, Any] = json.loads(
        '{"instrument_token":408065,"timestamp":"2026-02-11 10:29:58","last_trade_time":"2026-02-11 10:29:57",'
        '"last_price":1502.35,"last_quantity":1,"buy_quantity":184,"sell_quantity":0,"volume":1360769,'
        '"average_price":1501.88,"oi":0,"oi_day_high":0,"oi_day_low":0,"net_change":0,"lower_circuit_limit":1350.15,'
        '"upper_circuit_limit":1650.05,"ohlc":{"open":1500,"high":1510,"low":1495.2,"close":1498.4},'
        '"depth":{"buy":[{"price":1502.3,"quantity":184,"orders":6}],"sell":[{"price":0,"quantity":0,"orders":0}]}}'
    )
    return usual | changes


def row(**changes: Any) -> dict[str, Any]:
    """A row of the book as Kite writes it, with keys that nobody asked for among them."""
    usual: dict[str, Any] = json.loads(
        '{"placed_by":"AB1234","order_id":"1953341975595868160","exchange_order_id":"1100000012345678",'
        '"parent_order_id":null,"status":"COMPLETE","status_message":null,"status_message_raw":null,'
        '"order_timestamp":"2026-02-11 10:31:07","exchange_timestamp":"2026-02-11 10:31:07","variety":"regular",'
        '"modified":false,"exchange":"NSE","tradingsymbol":"INFY","instrument_token":408065,"order_type":"MARKET",'
        '"transaction_type":"BUY","validity":"DAY","product":"CNC","quantity":10,"disclosed_quantity":0,"price":0,'
        '"trigger_price":0,"average_price":1502.35,"filled_quantity":10,"pending_quantity":0,"cancelled_quantity":0,'
        '"market_protection":0,"meta":{},"tag":"K7Q2M9X1","tags":["K7Q2M9X1"],"guid":"XXXXX"}'
    )
    return usual | changes
