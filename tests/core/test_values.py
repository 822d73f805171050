import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.orders import EXAMPLE, GOOD, any_order, typed
from tokri.core.basket import (
    KITE_FIELDS,
    Draft,
    Order,
    OrderText,
    canonical_json,
    draft_from_canonical,
    kite_json,
    kite_order,
    plain,
)
from tokri.core.plan import Policy
from tokri.core.rules import check

ORDER = Order("regular", "INFY", "NSE", "BUY", "MARKET", 10)


def test_the_canonical_text_of_a_basket_is_fixed_to_the_letter() -> None:
    draft = Draft("any name", (typed(tradingsymbol="M&M", price="1,500"), OrderText(tag="टोकरी")))
    assert draft.canonical == (
        '[{"exchange":"NSE","order_type":"LIMIT","price":"1,500","product":"CNC","quantity":"10",'
        '"tradingsymbol":"M&M","transaction_type":"BUY"},{"tag":"टोकरी"}]'
    )
    assert draft.sha256 == "4472ea31c24abb6e2b84bf3a4886b31e2bdaedf1f0a9cf184a81aeb585c7f8b9"


def test_the_name_of_a_basket_is_no_part_of_its_hash() -> None:
    assert Draft("one", (GOOD,)).sha256 == Draft("two", (GOOD,)).sha256


def test_one_changed_character_in_any_field_changes_the_hash() -> None:
    hashes = {Draft("", (replace(GOOD, **{name: f"{getattr(GOOD, name)}x"}),)).sha256 for name in KITE_FIELDS}
    assert len(hashes | {Draft("", (GOOD,)).sha256}) == len(KITE_FIELDS) + 1


@settings(deadline=None)
@given(st.lists(any_order, max_size=5), st.sampled_from(["", *Policy]))
def test_what_is_stored_is_read_back_as_it_was(orders: list[OrderText], sequence: str) -> None:
    draft = Draft("mine", tuple(orders), sequence)
    assert draft_from_canonical("mine", draft.canonical) == draft


def test_a_chosen_sequence_stands_beside_the_orders_and_in_the_hash() -> None:
    draft = Draft("", (OrderText(tag="A"),), "sells-first")
    assert draft.canonical == '{"orders":[{"tag":"A"}],"sequence":"sells-first"}'
    others = {replace(draft, sequence=sequence).sha256 for sequence in ("", "as-listed", "hedges-first")}
    assert len(others | {draft.sha256}) == 4


@pytest.mark.parametrize(
    "text",
    [
        "7",
        '"orders"',
        '{"orders":[]}',
        '{"orders":[],"sequence":""}',
        '{"orders":[],"sequence":1}',
        '{"orders":[],"sequence":"as-listed","more":1}',
        '[{"colour":"red"}]',
        '{"orders":[{"colour":"red"}],"sequence":"as-listed"}',
    ],
)
def test_nothing_else_is_read_as_a_basket(text: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        draft_from_canonical("", text)


def test_kites_documented_example_is_written_key_for_key_and_type_for_type() -> None:
    orders = [order for order in check(EXAMPLE).orders if order is not None]
    assert kite_json(orders) == (
        '[{"variety":"regular","tradingsymbol":"INFY","exchange":"NSE","transaction_type":"BUY","order_type":"MARKET",'
        '"quantity":10,"readonly":false},'
        '{"variety":"regular","tradingsymbol":"NIFTY15DECFUT","exchange":"NFO","transaction_type":"SELL",'
        '"order_type":"LIMIT","quantity":1,"price":7845,"readonly":false},'
        '{"variety":"co","tradingsymbol":"RELIANCE","exchange":"NSE","transaction_type":"BUY","order_type":"LIMIT",'
        '"product":"MIS","quantity":1,"price":915.15,"trigger_price":910,"readonly":true}]'
    )


def test_tokris_tag_goes_to_the_orders_that_have_none() -> None:
    tags = [order["tag"] for order in json.loads(kite_json([ORDER, replace(ORDER, tag="MINE1")], "TOKRI123"))]
    assert tags == ["TOKRI123", "MINE1"]


def test_awkward_symbols_and_quotes_arrive_unharmed() -> None:
    for symbol in (
        "M&M",
        "J&KBANK",
        "ARE&M",
        "BAJAJ-AUTO",
        '"quoted"',
        "it's",
        "</script><b>",
        "a\\b",
        "é₹\u2028\u2029",
    ):
        text = kite_json([replace(ORDER, tradingsymbol=symbol)])
        assert json.loads(text)[0]["tradingsymbol"] == symbol
        assert json.dumps(symbol, ensure_ascii=False) in text


def test_only_documented_keys_are_sent_and_none_is_null() -> None:
    full = Order("co", "A", "NSE", "BUY", "LIMIT", 1, "MIS", Decimal(2), Decimal(1), 1, "DAY", True, "T")
    assert tuple(sorted(kite_order(full, None))) == tuple(sorted(KITE_FIELDS))
    assert None not in kite_order(ORDER, None).values()


def test_a_price_is_written_as_digits_and_a_point_and_nothing_else() -> None:
    written = [plain(Decimal(text)) for text in ("7845", "7845.00", "915.15", "0.0025", "9.2E+2", "100", "1E-4")]
    assert written == ["7845", "7845", "915.15", "0.0025", "920", "100", "0.0001"]


@given(st.decimals("0.0001", "999999999", places=4))
def test_a_price_keeps_its_exact_value(price: Decimal) -> None:
    text = kite_json([replace(ORDER, price=price)])
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal)[0]["price"] == price


def test_canonical_json_sorts_keys_and_keeps_letters() -> None:
    assert canonical_json({"b": 1, "a": ["₹"]}) == '{"a":["₹"],"b":1}'


def test_an_order_is_empty_until_something_of_it_is_typed() -> None:
    assert OrderText(exchange="NSE", order_type="LIMIT").empty
    for name in ("tradingsymbol", "quantity", "price", "trigger_price", "disclosed_quantity", "tag"):
        assert not OrderText(**{name: "1"}).empty
