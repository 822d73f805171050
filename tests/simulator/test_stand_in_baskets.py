"""What Kite answers to a basket it cannot take: an error in the browser, or an order dropped in silence."""

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.simulator.visitor import API_KEY, Make, Visitor, order


def refused(visitor: Visitor, orders: Any, **fields: str) -> str:
    """Post a basket that is refused; give the message of the error in the browser."""
    answer = visitor.post_basket(orders, **fields)
    assert answer.status_code == 400, answer.text
    assert answer.json == {
        "status": "error",
        "message": answer.json["message"],
        "data": None,
        "error_type": "InputException",
    }
    return answer.json["message"]


def shown(visitor: Visitor, orders: Any) -> list[str]:
    """Post a basket and log in; give the symbols that the order page shows."""
    page = visitor.open_basket(orders)
    visitor.log_in(page)
    lines = visitor.app.extensions["simulator"].flows[page.rsplit("/", 1)[1]].lines
    text = visitor.client.get(page).text
    assert all(f'data-tradingsymbol="{line.instrument.tradingsymbol.replace("&", "&amp;")}"' in text for line in lines)
    return [f"{line.instrument.exchange}:{line.instrument.tradingsymbol}" for line in lines]


def test_a_tag_of_nine_letters_refuses_the_whole_basket_in_the_recorded_words(visitor: Visitor) -> None:
    assert refused(visitor, [order(), order(tag="123456789")]) == "`tag` should be max 8 characters"


def test_a_tag_of_eight_is_taken(visitor: Visitor) -> None:
    assert shown(visitor, [order(tag="12345678")])


def test_legacy_rules_take_a_tag_of_twenty_and_no_more(make: Make) -> None:
    visitor = make(rules="legacy")
    assert shown(visitor, [order(tag="x" * 20)])
    assert refused(visitor, [order(tag="x" * 21)]) == "`tag` should be max 20 characters"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"quantity": "10"}, "Invalid request (failed to decode quantity, got: 10 (expected integer))"),
        ({"quantity": 10.5}, "Invalid request (failed to decode quantity, got: 10.5 (expected integer))"),
        ({"quantity": True}, "Invalid request (failed to decode quantity, got: True (expected integer))"),
        ({"quantity": 0}, "Invalid `quantity`."),
        ({"quantity": -1}, "Invalid `quantity`."),
        ({"quantity": None}, "Missing `quantity`."),
        ({"price": "1656"}, "Invalid request (failed to decode price, got: 1656 (expected decimal))"),
        ({"price": -1}, "Invalid `price`."),
        ({"trigger_price": "1"}, "Invalid request (failed to decode trigger_price, got: 1 (expected decimal))"),
        (
            {"disclosed_quantity": "1"},
            "Invalid request (failed to decode disclosed_quantity, got: 1 (expected integer))",
        ),
        ({"readonly": "true"}, "Invalid request (failed to decode readonly, got: true (expected bool))"),
        ({"transaction_type": "buy"}, "Invalid `transaction_type`."),
        ({"transaction_type": None}, "Missing `transaction_type`."),
        ({"order_type": "STOP"}, "Invalid `order_type`."),
        ({"product": "BO"}, "Invalid `product`."),
        ({"validity": "TTL"}, "Invalid `validity`."),
        ({"variety": "iceberg"}, "Invalid `variety`."),
        ({"tag": 5}, "Invalid `tag`."),
        ({"tradingsymbol": ""}, "Invalid `tradingsymbol`."),
        ({"tradingsymbol": ["INFY"]}, "Invalid `tradingsymbol`."),
        ({"exchange": None}, "Missing `exchange`."),
    ],
)
def test_a_field_that_cannot_be_read_refuses_the_whole_basket(
    visitor: Visitor, changed: dict[str, Any], message: str
) -> None:
    assert refused(visitor, [order(), order(**changed)]) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "Invalid JSON in `data`."),
        ("[object Object]", "Invalid JSON in `data`."),
        ('[{"quantity": NaN}]', "Invalid JSON in `data`."),
        ("[" * 100_000, "Invalid JSON in `data`."),
        ('{"tradingsymbol": "INFY"}', "`data` should be a list of orders."),
        ("[1]", "`data` should be a list of orders."),
        ("null", "`data` should be a list of orders."),
    ],
)
def test_data_that_is_no_list_of_orders_is_refused(visitor: Visitor, data: str, message: str) -> None:
    assert refused(visitor, data) == message


def test_a_wrong_or_missing_api_key_is_refused(visitor: Visitor) -> None:
    assert refused(visitor, [order()], api_key="other") == "Invalid `api_key`."
    answer = visitor.client.post("/connect/basket", data={"data": "[]"})
    assert answer.json["message"] == "Invalid `api_key`."


def test_a_form_without_data_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/connect/basket", data={"api_key": API_KEY})
    assert (answer.status_code, answer.json["message"]) == (400, "Missing `data`.")


def test_more_than_fifty_orders_are_refused_and_fifty_are_not(visitor: Visitor) -> None:
    assert refused(visitor, [order()] * 51) == "Maximum of 50 orders allowed in a basket."
    assert len(shown(visitor, [order()] * 50)) == 50


def test_an_unknown_symbol_or_a_wrong_exchange_is_dropped_in_silence(visitor: Visitor) -> None:
    orders = [
        order(),
        order(tradingsymbol="INFOSYS"),
        order(tradingsymbol="infy"),
        order(tradingsymbol="INFY "),
        order(tradingsymbol="HAWKINCOOK"),
        order(tradingsymbol="HAWKINCOOK", exchange="BSE"),
        order(exchange="LSE"),
        order(tradingsymbol="NIFTY"),
    ]
    assert shown(visitor, orders) == ["NSE:INFY", "BSE:HAWKINCOOK"]


@pytest.mark.parametrize("data", [[], [order(tradingsymbol="INFOSYS")]])
def test_a_basket_with_no_order_left_gets_a_page_that_says_so(visitor: Visitor, data: Any) -> None:
    answer = visitor.post_basket(data)
    assert answer.status_code == 400
    assert "<h1>No valid orders found in payload</h1>" in answer.text


def test_unknown_keys_are_ignored_so_a_misspelt_variety_goes_as_regular(visitor: Visitor) -> None:
    item = order(variety=None) | {"order_variety": "amo", "market_protection": "0.5", "colour": "red"}
    page = visitor.open_basket([item])
    [line] = visitor.app.extensions["simulator"].flows[page.rsplit("/", 1)[1]].lines
    assert line.variety == "regular"


@pytest.mark.parametrize("symbol", ["M&M", "J&KBANK", "ARE&M", "BAJAJ-AUTO", "63MOONS", "3MINDIA"])
def test_symbols_with_signs_and_digits_arrive_unharmed(visitor: Visitor, symbol: str) -> None:
    assert shown(visitor, [order(tradingsymbol=symbol)]) == [f"NSE:{symbol}"]


def test_prices_keep_every_digit_that_was_sent(visitor: Visitor) -> None:
    page = visitor.open_basket(json.dumps([order()]).replace("1656", "1656.10"))
    [line] = visitor.app.extensions["simulator"].flows[page.rsplit("/", 1)[1]].lines
    assert line.price == Decimal("1656.10")


def test_hostile_text_in_a_tag_is_shown_nowhere_as_markup(visitor: Visitor) -> None:
    page = visitor.open_basket([order(tag="<b>x</b>")])
    visitor.log_in(page)
    assert "<b>x</b>" not in visitor.client.get(page).text


def test_a_body_beyond_two_million_bytes_is_refused(visitor: Visitor) -> None:
    assert visitor.post_basket("[" + " " * 2_000_000 + "]").status_code == 413
