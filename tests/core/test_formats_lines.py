"""Rows without headings: a number is taken only where nothing else could be meant."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.basket import OrderText
from tokri.core.formats import PasteCode, Pasted, read

BOUGHT = OrderText(
    tradingsymbol="INFY", exchange="NSE", transaction_type="BUY", order_type="LIMIT", quantity="10", price="1650"
)


def codes(pasted: Pasted) -> list[tuple[int | None, str | None, PasteCode]]:
    return [(fault.row, fault.column, fault.code) for fault in pasted.faults]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("INFY 1650 10 BUY NSE LIMIT", "1650 / 10"),
        ("1 BUY INFY NSE 10 LIMIT 1650", "1 / 10 / 1650"),
        ("BUY INFY NSE LIMIT 10 1650", "10 / 1650"),
        ("BUY INFY NSE 10 1650 LIMIT", "10 / 1650"),
        ("BUY INFY NSE LIMIT 1650", "1650"),
        ("BUY INFY NSE 10 LIMIT 1650 1600", "10 / 1650 / 1600"),
        ("BUY INFY NSE 2.5 LIMIT 310", "2.5 / 310"),
        ("INFY\tBUY\tNSE\tLIMIT\t1800\t10\t1650.50", "1800 / 10 / 1650.50"),
        ("10 BUY INFY NSE 1650.50 LIMIT 1600.50", "10 / 1650.50 / 1600.50"),
    ],
)
def test_where_two_readings_are_possible_no_number_is_taken_and_all_are_told(text: str, numbers: str) -> None:
    pasted = read(text)
    assert pasted.orders == (replace(BOUGHT, quantity="", price=""),)
    assert codes(pasted) == [(1, None, PasteCode.NUMBERS_UNCLEAR)]
    assert pasted.faults[0].facts["numbers"] == numbers
    assert pasted.unread == ""


@pytest.mark.parametrize(
    "text",
    ["BUY INFY 10 1650", "BUY,INFY,10,1650", "1,2,BUY,INFY", "SL INFY BUY 10 3500.50", "SELL,ITC,NSE,2.5,MARKET,310"],
)
def test_where_the_order_type_and_the_numbers_do_not_fit_nothing_is_guessed_either(text: str) -> None:
    pasted = read(text)
    assert codes(pasted) == [(1, None, PasteCode.NUMBERS_UNCLEAR)]
    assert (pasted.orders[0].quantity, pasted.orders[0].price, pasted.orders[0].trigger_price) == ("", "", "")


@pytest.mark.parametrize(
    "text",
    [
        *("BUY INFY NSE 10 LIMIT 1650", "BUY 10 INFY NSE LIMIT 1650", "BUY 10 INFY NSE LIMIT @ 1650"),
        *("@1650 10 LIMIT BUY NSE INFY", "NSE:INFY 10 BUY LIMIT @1650", "LIMIT BUY NSE INFY 10 @1650"),
        *("BUY INFY NSE 10 LIMIT 1650 0", "NSE BUY\tLIMIT".replace(" ", "\t") + "\tINFY\t@ 1650\t10"),
    ],
)
def test_a_row_that_can_be_read_in_one_way_is(text: str) -> None:
    assert read(text) == Pasted((BOUGHT,))


def test_a_decimal_a_rupee_sign_and_an_at_are_a_price_wherever_they_stand() -> None:
    for price in ("1650.50", "₹1650", "₹1,650.50"):
        assert read(f"{price} 10 BUY INFY NSE LIMIT") == Pasted((replace(BOUGHT, price=price),)), price
    assert read("BUY 10 INFY @ 1650") == Pasted((replace(BOUGHT, exchange="", order_type=""),))


def test_a_first_column_that_counts_the_rows_is_left_out_and_told() -> None:
    pasted = read("1 BUY INFY NSE 10 LIMIT 1650\n2 BUY TCS NSE 10 LIMIT 1650")
    assert pasted.orders == (BOUGHT, replace(BOUGHT, tradingsymbol="TCS"))
    assert codes(pasted) == [(None, "1", PasteCode.COUNTER)]
    assert pasted.faults[0].facts == {"first": "1", "last": "2"}
    dotted = read("1. BUY INFY NSE 10 MARKET\n2. BUY TCS NSE 10 MARKET\n3. BUY ITC NSE 10 MARKET")
    assert [order.quantity for order in dotted.orders] == ["10"] * 3


def test_quantities_of_one_and_two_are_not_taken_for_a_counter() -> None:
    pasted = read("1 BUY INFY NSE MARKET\n2 BUY TCS NSE MARKET")
    assert [order.quantity for order in pasted.orders] == ["1", "2"]
    assert not pasted.faults


def test_behind_a_counter_a_single_number_may_be_the_price_and_is_not_taken() -> None:
    pasted = read("1 BUY INFY 1650\n2 BUY TCS 3000\n3 BUY ITC 400")
    assert [order.quantity for order in pasted.orders] == [""] * 3
    assert codes(pasted) == [
        (None, "1", PasteCode.COUNTER),
        *((row, None, PasteCode.NUMBERS_UNCLEAR) for row in (1, 2, 3)),
    ]


words = st.permutations(["BUY", "INFY", "NSE", "LIMIT", "CNC"])


@given(words, st.lists(st.integers(0, 5), min_size=2, max_size=4))
def test_wherever_whole_numbers_stand_one_that_is_placed_is_placed_by_the_rule(row: list[str], at: list[int]) -> None:
    """Two whole numbers or more are taken only as side, symbol or exchange, quantity, then the type, then the price."""
    cells = list(row)
    numbers = [str(11 * (n + 1)) for n in range(len(at))]
    for number, place in zip(numbers, at, strict=True):
        cells.insert(place, number)
    (order,) = read(" ".join(cells)).orders
    if order.quantity or order.price:
        where = cells.index(order.quantity)
        assert len(numbers) == 2
        assert cells[where - 1] in {"BUY", "INFY", "NSE"}
        assert where < cells.index("LIMIT") < cells.index(order.price)


@pytest.mark.parametrize(
    ("text", "order_type", "price"),
    [
        ("sell 5 TCS at market", "MARKET", ""),
        ("sell 5 TCS at 310", "LIMIT", "310"),
        ("sell 5 TCS at ₹3,100.50", "LIMIT", "₹3,100.50"),
        ("sell 5 TCS at limit 310", "LIMIT", "310"),
        ("sell 5 TCS At 310 limit", "LIMIT", "310"),
        ("sell 5 TCS @ 310", "", "310"),
    ],
)
def test_a_line_in_words_says_at_what_price(text: str, order_type: str, price: str) -> None:
    order = OrderText(tradingsymbol="TCS", transaction_type="SELL", quantity="5", order_type=order_type, price=price)
    assert read(text) == Pasted((order,))


def test_at_before_anything_else_is_not_passed_over_and_never_makes_a_quantity_of_a_price() -> None:
    assert codes(read("sell 5 TCS at noon")) == [
        (1, "4", PasteCode.CELL_UNREADABLE),
        (1, "5", PasteCode.CELL_UNREADABLE),
    ]
    assert read("sell TCS at 310").orders == (
        OrderText(tradingsymbol="TCS", transaction_type="SELL", order_type="LIMIT", price="310"),
    )


def test_one_letter_is_an_order_type_under_its_own_heading_and_nowhere_else() -> None:
    orders = read("Symbol,Side,Qty,Order type\nINFY,BUY,10,L\nTCS,BUY,4,m\nITC,BUY,4,x").orders
    assert [order.order_type for order in orders] == ["LIMIT", "MARKET", "x"]
    assert read("BUY,L,10").orders == (OrderText(tradingsymbol="L", transaction_type="BUY", quantity="10"),)
