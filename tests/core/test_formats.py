import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.orders import EXAMPLE, GOOD, any_order, any_text, typed
from tokri.core.basket import MOST_ORDERS, OrderText
from tokri.core.choices import CHOICES, nearest
from tokri.core.formats import LARGEST_TEXT, MOST_FAULTS, PasteCode, Pasted, read, write
from tokri.core.formats.columns import HEADINGS
from tokri.core.formats.rows import read_rows
from tokri.core.formats.table import table_of
from tokri.core.rules import check

DOCUMENTED = """[
  {"variety": "regular", "tradingsymbol": "INFY", "exchange": "NSE", "transaction_type": "BUY",
   "order_type": "MARKET", "quantity": 10, "readonly": false},
  {"variety": "regular", "tradingsymbol": "NIFTY15DECFUT", "exchange": "NFO", "transaction_type": "SELL",
   "order_type": "LIMIT", "price": 7845, "quantity": 1, "readonly": false},
  {"variety": "co", "tradingsymbol": "RELIANCE", "exchange": "NSE", "transaction_type": "BUY", "order_type": "LIMIT",
   "product": "MIS", "price": 915.15, "quantity": 1, "trigger_price": 910, "readonly": true}
]"""

INFY = OrderText(tradingsymbol="INFY", exchange="NSE", transaction_type="BUY", quantity="10")


def codes(pasted: Pasted) -> list[tuple[int | None, str | None, PasteCode]]:
    return [(fault.row, fault.column, fault.code) for fault in pasted.faults]


def test_kites_documented_example_is_read_whole() -> None:
    assert read(DOCUMENTED) == Pasted(EXAMPLE)


def test_numbers_of_json_stay_exact() -> None:
    orders = read('[{"tradingsymbol": "A", "price": 0.1, "trigger_price": 99999999.9975, "quantity": 10.0}]').orders
    assert (orders[0].price, orders[0].trigger_price, orders[0].quantity) == ("0.1", "99999999.9975", "10")


def test_numbers_given_as_text_are_read_as_typed() -> None:
    assert read('[{"tradingsymbol": "A", "quantity": "1,000", "price": null}]').orders[0] == OrderText(
        tradingsymbol="A", quantity="1,000"
    )


@pytest.mark.parametrize(
    ("value", "kept"),
    [("NaN", "NaN"), ("-Infinity", "-Infinity"), ("[1]", "[1]"), ('{"a": 1.50}', '{"a": 1.5}')],
)
def test_a_value_that_is_no_number_is_told_and_kept_as_it_stood(value: str, kept: str) -> None:
    pasted = read(f'[{{"tradingsymbol": "A", "price": {value}}}]')
    assert codes(pasted) == [(1, "price", PasteCode.VALUE_SHAPE)]
    assert pasted.orders[0].price == kept


@pytest.mark.parametrize("number", ["1e3", "1E400", "-1", "1e99999999999999999999", "9" * 5000, "0." + "1" * 5000])
def test_an_odd_number_is_kept_as_it_stood_for_the_check_to_refuse(number: str) -> None:
    pasted = read(f'[{{"tradingsymbol": "A", "exchange": "NSE", "price": {number}, "order_type": "LIMIT"}}]')
    assert pasted.orders[0].price == number
    assert any(problem.field_name == "price" for problem in check(pasted.orders).errors)


def test_a_key_that_kite_does_not_document_is_told_and_not_dropped_unseen() -> None:
    pasted = read('[{"tradingsymbol": "A", "order_variety": "amo"}]')
    assert codes(pasted) == [(1, "order_variety", PasteCode.KEY_UNKNOWN)]
    assert pasted.faults[0].facts["typed"] == '"amo"'


def test_a_key_given_twice_keeps_both_values_so_that_the_check_asks() -> None:
    pasted = read('[{"tradingsymbol": "A", "quantity": 10, "quantity": 20}]')
    assert codes(pasted) == [(1, "quantity", PasteCode.KEY_TWICE)]
    assert pasted.orders[0].quantity == "10 / 20"
    assert any(problem.field_name == "quantity" for problem in check(pasted.orders).errors)


def test_what_is_no_order_stays_in_the_box() -> None:
    pasted = read('[{"tradingsymbol": "A"}, 5, {"foo": 1.50}, "x"]')
    assert [fault.code for fault in pasted.faults] == [PasteCode.NOT_AN_ORDER] * 3
    assert json.loads(pasted.unread, parse_float=Decimal) == [5, {"foo": Decimal("1.5")}, "x"]


def test_json_broken_in_the_middle_stays_in_the_box_and_is_told_where() -> None:
    text = '[{"tradingsymbol": "A"},\n {"tradingsymbol": }]'
    pasted = read(text)
    assert codes(pasted) == [(None, None, PasteCode.JSON_BROKEN)]
    assert pasted.faults[0].facts == {"line": 2, "character": 20}
    assert pasted.unread == text
    assert pasted.orders == ()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 30_000, '[{"tag":' + "[" * 900 + "]" * 900 + "}]"])
def test_lists_within_lists_are_refused_and_not_followed(text: str) -> None:
    pasted = read(text)
    assert pasted.faults
    assert pasted.unread == text or pasted.orders


def test_half_a_character_is_replaced_since_nothing_could_store_it() -> None:
    pasted = read('[{"tradingsymbol": "A\\ud800", "\\ud800": "\\udfff"}]')
    assert pasted.orders[0].tradingsymbol == "A?"
    assert repr(pasted).encode()


def test_orders_under_a_key_orders_are_read_and_anything_else_there_is_told() -> None:
    assert read('{"orders": [{"tradingsymbol": "A"}], "name": "N"}') == Pasted((OrderText(tradingsymbol="A"),), "N")
    assert codes(read('{"orders": 5}')) == [(None, "orders", PasteCode.JSON_SHAPE)]
    assert codes(read('{"orders": [], "orders": []}')) == [(None, "orders", PasteCode.JSON_SHAPE)]
    told = codes(read('{"tokri_basket": 2, "name": [5], "by": "me", "orders": [{"tag": "A"}]}'))
    assert told == [
        (None, "tokri_basket", PasteCode.FILE_VERSION),
        (None, "name", PasteCode.VALUE_SHAPE),
        (None, "by", PasteCode.KEY_UNKNOWN),
    ]


def test_orders_beyond_what_a_basket_holds_stay_in_the_box_for_another_basket() -> None:
    pasted = read(json.dumps([{"tradingsymbol": f"A{number}"} for number in range(MOST_ORDERS + 2)]))
    assert len(pasted.orders) == MOST_ORDERS
    assert pasted.faults[0].facts == {"most": MOST_ORDERS, "over": 2}
    assert [order.tradingsymbol for order in read(pasted.unread).orders] == ["A50", "A51"]


def test_a_text_beyond_all_measure_is_not_read() -> None:
    text = "BUY INFY NSE 10\n" * (LARGEST_TEXT // 16 + 1)
    assert codes(read(text)) == [(None, None, PasteCode.TEXT_TOO_LARGE)]
    assert read(text).unread == text


LARGE_AND_STRANGE = {
    "cells": "," * 199_000,
    "rows": "\n" * 199_000 + "x",
    "headings": "Symbol,Qty" + ",x" * 40_000 + "\n" + "a,b\n" * 20_000,
    "spaces": "a " * 99_000,
    "quotes": '"' * 199_999,
    "one key again and again": '[{"tag":0' + "".join(f',"tag":{number}' for number in range(15_000)) + "}]",
    "keys": '[{"tag":0' + "".join(f',"k{number}":1' for number in range(15_000)) + "}]",
    "one long number": '[{"price":' + "9" * 199_000 + "}]",
    "one long text": '[{"tag":"' + "\u202e" * 199_000 + '","price":"' + "x" * 900 + '"}]',
    "no orders": "[" + "1," * 90_000 + "1]",
    "digits": "1 " * 90_000,
    "commas": "1,00," * 30_000,
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("name", LARGE_AND_STRANGE)
def test_a_large_and_strange_text_is_read_in_time_and_its_faults_fit_a_page(name: str) -> None:
    pasted = read(LARGE_AND_STRANGE[name])
    assert len(pasted.faults) <= MOST_FAULTS + 1
    assert not check(pasted.orders).ready


def test_a_row_of_very_many_cells_is_told_once_and_stays_in_the_box() -> None:
    for text, fault in (
        ("INFY,NSE,BUY,10" + ",1 2" * 100, (1, None, PasteCode.CELL_UNREADABLE)),
        ("Symbol,Qty\nINFY,10" + ",x" * 100, (2, "3", PasteCode.CELL_EXTRA)),
        ("Symbol,Qty" + "," * 60 + "Price\nINFY,10" + "," * 60 + "5", (2, "62", PasteCode.CELL_EXTRA)),
    ):
        pasted = read(text)
        assert codes(pasted) == [fault]
        assert pasted.unread == text
        assert pasted.orders == ()


def test_at_most_a_thousand_rows_are_looked_at() -> None:
    text = "one two, three\n" * 1_200
    pasted = read_rows(table_of(text), text)
    assert len(pasted.faults) == 1_001
    assert pasted.faults[-1].facts["over"] == 200
    assert pasted.unread.count("one two, three") == 1_200


def test_faults_beyond_those_listed_are_counted() -> None:
    pasted = read("[" + "1," * 150 + "1]")
    assert (pasted.faults[-1].code, pasted.faults[-1].facts) == (PasteCode.MORE_FAULTS, {"more": 51})


@pytest.mark.parametrize("text", ["", " \n ", "\ufeff", "[]", "Symbol,Qty\n"])
def test_a_text_without_an_order_says_so(text: str) -> None:
    assert codes(read(text)) == [(None, None, PasteCode.NO_ORDERS)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "BUY INFY NSE 10",
            "infy".upper() + ",nse,Buy,10",
            "INFY\tNSE\tB\t10",
            "10;NSE;BUY;INFY",
            "Buy  NSE:INFY  10",
        ),
        *(
            "Symbol,Side,Qty,Exch\nINFY,Buy,10,nse",
            "tradingsymbol\tquantity\texchange\ttransaction_type\nINFY\t10\tNSE\tBUY",
        ),
        *(
            '"Scrip";"Buy/Sell";"Quantity";"Exchange"\r\n"INFY";"buy";"10";"NSE"\r\n',
            "\ufeffStock\tType\tQty\tExch\n\nINFY\tBUY\t10\tNSE\n",
        ),
    ],
)
def test_the_same_order_is_read_from_many_layouts(text: str) -> None:
    assert read(text) == Pasted((INFY,))


def test_a_line_is_read_by_what_its_cells_hold() -> None:
    assert read("CNC,INFY,NSE,BUY,10,LIMIT,1500").orders == (GOOD,)
    (order,) = read("SELL TCS NSE 5 SL 3500 3510 MIS IOC amo").orders
    assert order == OrderText(
        *("amo", "TCS", "NSE", "SELL", "SL", "MIS", "5", "3500", "3510"),
        validity="IOC",
    )
    first, second = read("BUY INFY NSE 10 LIMIT @ 1,500.50\nSELL TCS NSE 5 SL-M 3,400").orders
    assert (first.quantity, first.price, first.trigger_price) == ("10", "1,500.50", "")
    assert (second.quantity, second.price, second.trigger_price) == ("5", "", "3,400")


def test_a_price_alone_is_not_taken_for_a_quantity() -> None:
    order = read("BUY INFY NSE 1500.50").orders[0]
    assert (order.quantity, order.price) == ("", "1500.50")


def test_a_share_called_like_a_validity_is_read_as_the_share() -> None:
    assert read("BUY IOC NSE 10").orders == (
        OrderText(tradingsymbol="IOC", exchange="NSE", transaction_type="BUY", quantity="10"),
    )
    assert read("BUY INFY NSE 10 IOC").orders[0].validity == "IOC"


def test_a_row_that_tells_too_little_stays_in_the_box_and_the_others_are_read() -> None:
    pasted = read("BUY,INFY,NSE,10\nBUY,Tata Steel Ltd,NSE,5\nBUY,NSE,7")
    assert pasted.orders == (INFY,)
    assert codes(pasted) == [
        (2, "2", PasteCode.CELL_UNREADABLE),
        (3, None, PasteCode.ROW_WITHOUT_SYMBOL),
    ]
    assert pasted.unread == "BUY,Tata Steel Ltd,NSE,5\nBUY,NSE,7"


def test_under_headings_every_cell_is_kept_as_typed_whatever_it_is() -> None:
    orders = read("Symbol,Qty,Type,Locked\nTata Steel,9,sometimes,yes\nTCS,5,Stop-Loss Market,maybe").orders
    assert orders[0] == OrderText(tradingsymbol="Tata Steel", quantity="9", order_type="sometimes", readonly="true")
    assert orders[1] == OrderText(tradingsymbol="TCS", quantity="5", order_type="SL-M", readonly="maybe")


def test_a_column_that_means_nothing_is_told_once_and_a_cell_too_many_keeps_its_row() -> None:
    pasted = read("Stock,Notes,Qty\nINFY,hi,5\nTCS,,3,x\nHDFC,,")
    assert codes(pasted) == [(1, "Notes", PasteCode.COLUMN_UNKNOWN), (3, "4", PasteCode.CELL_EXTRA)]
    assert [order.tradingsymbol for order in pasted.orders] == ["INFY", "HDFC"]
    assert pasted.unread == "Stock,Notes,Qty\nTCS,,3,x"


def test_quoted_cells_may_hold_separators_and_line_breaks() -> None:
    pasted = read('Symbol,Qty,Price\nINFY,"1,00,000","1\n500"\nTCS,5,6\nM&M,x\n')
    assert [(order.tradingsymbol, order.quantity, order.price) for order in pasted.orders] == [
        ("INFY", "1,00,000", "1\n500"),
        ("TCS", "5", "6"),
        ("M&M", "x", ""),
    ]


def test_a_quote_that_never_closes_does_not_swallow_the_rows_after_it() -> None:
    orders = read('Symbol,Qty\n"INFY,5\nTCS,6').orders
    assert [order.quantity for order in orders] == ["5", "6"]


def test_rows_beyond_what_a_basket_holds_stay_in_the_box_with_their_headings() -> None:
    pasted = read("Symbol,Qty\n" + "\n".join(f"A{number},1" for number in range(700)))
    assert len(pasted.orders) == MOST_ORDERS
    assert pasted.faults[-1].facts == {"most": MOST_ORDERS, "over": 650}
    assert read(pasted.unread).orders[0].tradingsymbol == "A50"


def test_every_word_for_a_choice_leads_to_kites_own() -> None:
    assert [nearest("transaction_type", word) for word in ("buy", "B", "Purchase", "sold", "hold")] == [
        "BUY", "BUY", "BUY", "SELL", None,
    ]  # fmt: skip
    assert all(nearest(field, choice.lower()) == choice for field, choices in CHOICES.items() for choice in choices)
    assert set(CHOICES) < set(HEADINGS.values())


def test_a_basket_file_is_kites_objects_with_a_name_above() -> None:
    order = typed(price="915.10", quantity="1,000", trigger_price="7845", tag="M&M</script>", readonly="true")
    assert json.loads(write("Mein “Korb”", [order])) == {
        "tokri_basket": 1,
        "name": "Mein “Korb”",
        "orders": [
            {
                "tradingsymbol": "INFY", "exchange": "NSE", "transaction_type": "BUY", "order_type": "LIMIT",
                "product": "CNC", "quantity": "1,000", "price": "915.10", "trigger_price": 7845, "readonly": True,
                "tag": "M&M</script>",
            }
        ],
    }  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=40), st.lists(any_order, min_size=1, max_size=MOST_ORDERS))
def test_what_is_downloaded_pastes_back_to_the_same_basket(name: str, orders: list[OrderText]) -> None:
    assert read(write(name, orders)) == Pasted(tuple(orders), name)


json_values = st.recursive(
    any_text | st.floats() | st.none() | st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text("[]{}\",:. \n\tBUYINFY10;'e-"),
        st.lists(st.lists(any_text, max_size=6).map(",".join), max_size=6).map("\n".join),
        json_values.map(json.dumps),
    )
)
def test_no_text_makes_reading_fail_and_whatever_gave_no_order_is_said_or_kept(text: str) -> None:
    pasted = read(text)
    assert pasted.orders or pasted.faults
    assert pasted.faults or not pasted.unread
    assert len(pasted.orders) <= MOST_ORDERS
    again = read(pasted.unread)
    # By itself a row may be read that other rows' tabs kept from being cut; nothing is ever lost from the box.
    assert again.unread == pasted.unread or again.orders
