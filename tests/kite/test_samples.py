"""Kite's own sample answers, quirks and all: each is read for what it is, and for nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.kite import sample_answers as samples
from tests.kite import scripted
from tests.kite.scripted import Script
from tokri.core.instrument import Key
from tokri.core.ports import BookOrder, KiteNonsense, OutcomeUnknown, Segment, Session
from tokri.kite import KiteConnect

SESSION = Session("AB1234", "accesstoken")

Call = Callable[[KiteConnect], Any]

CALLS: dict[str, Call] = {
    "exchange": lambda kite: kite.exchange("requesttoken"),
    "orders": lambda kite: kite.orders(SESSION),
    "history": lambda kite: kite.history(SESSION, "171229000724687"),
    "trades": lambda kite: kite.trades(SESSION),
    "margins": lambda kite: kite.margins(SESSION),
    "holdings": lambda kite: kite.holdings(SESSION),
    "quotes": lambda kite: kite.quotes(SESSION, [Key("NSE", "INFY")]),
    "authorise": lambda kite: kite.authorise(SESSION, ()),
}

#: Which sample answers which call. A row of an order's history is a row of the book; a postback is none of them.
ANSWERS = {
    "exchange": {"generate_session"},
    "orders": {"orders", "order_info"},
    "history": {"orders", "order_info"},
    "margins": {"margins"},
    "holdings": {"holdings"},
}


def answered(server: Script, kite: KiteConnect, sample: str, call: Call) -> Any:
    server.reply = scripted.said(200, samples.text(sample))
    return call(kite)


def rows(sample: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(samples.text(sample))["data"]
    return found


@pytest.fixture
def book(server: Script, kite: KiteConnect) -> dict[str, BookOrder]:
    orders = answered(server, kite, "orders", CALLS["orders"])
    assert len(orders) == len(rows("orders"))
    return {order.order_id: order for order in orders}


@pytest.mark.parametrize("sample", samples.NAMES)
@pytest.mark.parametrize("name", CALLS)
def test_a_sample_is_read_by_the_call_that_it_answers_and_is_nonsense_to_every_other(
    server: Script, kite: KiteConnect, name: str, sample: str
) -> None:
    if sample in ANSWERS.get(name, set()):
        assert answered(server, kite, sample, CALLS[name])
        return
    with pytest.raises(OutcomeUnknown if name == "exchange" else KiteNonsense):
        answered(server, kite, sample, CALLS[name])


def test_the_end_of_a_session_is_read(server: Script, kite: KiteConnect) -> None:
    assert answered(server, kite, "session_logout", lambda kite: kite.end(SESSION)) is None


def test_a_cancelled_order_that_kite_shows_pending_and_cancelled_at_once_filled_nothing(
    book: dict[str, BookOrder],
) -> None:
    order = book["100000000000000"]
    assert (order.status, order.quantity) == ("CANCELLED", 1)
    assert (order.filled_quantity, order.pending_quantity, order.cancelled_quantity) == (0, 1, 1)


def test_no_fill_is_inferred_from_what_is_pending(book: dict[str, BookOrder]) -> None:
    for row in rows("orders"):
        assert book[row["order_id"]].filled_quantity == row["filled_quantity"]
    over = [order for order in book.values() if order.status in {"CANCELLED", "REJECTED"}]
    assert any(order.quantity - order.pending_quantity > order.filled_quantity for order in over)


def test_a_rejection_by_the_broker_keeps_its_words_and_the_words_they_were_made_of(book: dict[str, BookOrder]) -> None:
    order = book["220524001859672"]
    assert order.status == "REJECTED"
    assert order.exchange_order_id is None
    assert order.status_message is not None
    assert order.status_message.startswith("Insufficient funds. Required margin is 95417.84")
    assert order.status_message_raw is not None
    assert order.status_message_raw.startswith("RMS:Margin Exceeds,Required:95417.84")
    assert order.exchange_update_timestamp is None
    assert (order.filled_quantity, order.pending_quantity, order.cancelled_quantity) == (0, 0, 0)


def test_the_persons_own_tag_stands_among_the_tags_and_may_hold_spaces(book: dict[str, BookOrder]) -> None:
    order = book["700000000000000"]
    assert order.tag == "connect test order1"
    assert order.tag in order.tags
    assert order.average_price == Decimal(4852)


def test_a_row_without_tags_has_none(book: dict[str, BookOrder]) -> None:
    assert (book["300000000000000"].tag, book["300000000000000"].tags) == (None, ())
    assert book["300000000000000"].price == Decimal("109.4")


def test_an_orders_history_is_told_step_by_step_as_kite_tells_it(server: Script, kite: KiteConnect) -> None:
    steps = answered(server, kite, "order_info", CALLS["history"])
    assert [step.status for step in steps] == [row["status"] for row in rows("order_info")]
    assert steps[0].status == "PUT ORDER REQ RECEIVED"
    assert steps[0].exchange_order_id is None
    assert steps[-1].exchange_order_id == "1300000001887410"
    assert {step.tags for step in steps} == {()}
    assert server.received[-1].path == "/orders/171229000724687"


def test_the_money_is_read_to_the_last_digit(server: Script, kite: KiteConnect) -> None:
    funds = answered(server, kite, "margins", CALLS["margins"])
    cash = Decimal("245431.6")
    net = Decimal("99725.05000000002")
    assert funds.equity == Segment(True, net, cash, net, Decimal(0), Decimal("145706.55"))
    assert funds.commodity.net == Decimal("100661.7")


def test_holdings_tell_what_the_depository_lets_be_sold(server: Script, kite: KiteConnect) -> None:
    first, second = answered(server, kite, "holdings", CALLS["holdings"])
    assert (first.tradingsymbol, first.exchange, first.isin) == ("AARON", "NSE", "INE721Z01010")
    assert (second.tradingsymbol, second.exchange, second.quantity) == ("SBIN", "BSE", 16)
    assert (second.used_quantity, second.t1_quantity, second.authorised_quantity) == (0, 0, 0)
    assert second.authorised_date == "2025-01-17 00:00:00"


TRADE = {
    "trade_id": "10000000",
    "order_id": "200000000000000",
    "exchange_order_id": "1300000001887410",
    "exchange": "NSE",
    "tradingsymbol": "SBIN",
    "instrument_token": 779521,
    "product": "CNC",
    "average_price": 421.65,
    "quantity": 1,
    "transaction_type": "BUY",
    "fill_timestamp": "2021-05-31 09:16:39",
    "order_timestamp": "09:16:39",
    "exchange_timestamp": "2021-05-31 09:16:39",
}


@pytest.mark.parametrize("key", ["quantity", "filled"])
def test_a_trade_tells_its_fill_under_either_name(server: Script, kite: KiteConnect, key: str) -> None:
    trade = {name: value for name, value in TRADE.items() if name != "quantity"} | {key: 1}
    server.reply = scripted.success([trade])
    [read] = kite.trades(SESSION)
    assert (read.trade_id, read.quantity, read.average_price) == ("10000000", 1, Decimal("421.65"))
    assert read.fill_timestamp == "2021-05-31 09:16:39"


@pytest.mark.parametrize("key", ["trade_id", "order_id", "tradingsymbol", "average_price", "quantity"])
def test_a_trade_without_what_tells_it_is_nonsense(server: Script, kite: KiteConnect, key: str) -> None:
    server.reply = scripted.success([{name: value for name, value in TRADE.items() if name != key}])
    with pytest.raises(KiteNonsense):
        kite.trades(SESSION)


@pytest.mark.parametrize("request_id", ["", "short", "a/b" * 8, "x" * 65, None, 7])
def test_a_request_that_cannot_stand_in_an_address_is_nonsense(
    server: Script, kite: KiteConnect, request_id: object
) -> None:
    server.reply = scripted.success({"request_id": request_id})
    with pytest.raises(KiteNonsense):
        kite.authorise(SESSION, ())
