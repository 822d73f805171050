"""What is taken away comes back as the same basket, from every kind of file; and no spreadsheet runs anything of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.orders import EXAMPLE, GOOD, any_order, cover, future, right_orders, typed
from tokri.core import money
from tokri.core.basket import KITE_FIELDS, MOST_ORDERS, Order, OrderText, plain
from tokri.core.formats import PasteCode, Pasted, csv_file, kite_file, read, ticket, write
from tokri.core.plan import Policy, plan
from tokri.core.rules import check

baskets = st.lists(any_order, min_size=1, max_size=5)


def cells_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


# --- CSV ------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(baskets)
def test_a_csv_file_reads_back_to_the_same_basket(orders: list[OrderText]) -> None:
    assert read(csv_file.write(orders)) == Pasted(tuple(orders))


#: How a spreadsheet in another country writes the same cells.
SEPARATORS = [",", ";", "\t"]


@settings(deadline=None)
@given(baskets, st.sampled_from(SEPARATORS))
def test_a_csv_file_saved_again_by_another_spreadsheet_does_too(orders: list[OrderText], separator: str) -> None:
    again = io.StringIO()
    csv.writer(again, delimiter=separator, lineterminator="\n").writerows(cells_of(csv_file.write(orders)))
    assert read(again.getvalue()) == Pasted(tuple(orders))


@settings(deadline=None)
@given(baskets)
def test_no_cell_of_a_csv_file_is_a_formula_however_it_is_cut(orders: list[OrderText]) -> None:
    text = csv_file.write(orders).removeprefix("\ufeff")
    for separator in SEPARATORS:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.strip().startswith(tuple("=+-@＝＋－＠"))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5", "@SUM(A1)", "a;=1+1", "a\t=1", 'a"=1', "\n=1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_stands_behind_an_apostrophe(text: str) -> None:
    row = cells_of(csv_file.write([typed(price=text)]))[1]
    assert row[KITE_FIELDS.index("price")].startswith("'")
    assert read(csv_file.write([typed(price=text)])).orders == (typed(price=text),)


def test_an_ordinary_order_stands_in_its_file_as_it_was_typed() -> None:
    order = typed(price="1,500.10", tag="mine")
    assert csv_file.write([order]) == (
        "\ufeffvariety,tradingsymbol,exchange,transaction_type,order_type,product,quantity,price,trigger_price,"
        "disclosed_quantity,validity,readonly,tag\r\n"
        ',INFY,NSE,BUY,LIMIT,CNC,10,"1,500.10",,,,,mine\r\n'
    )


@pytest.mark.parametrize("tag", ["00012345", "12E45678", "1.50"])
def test_a_tag_of_digits_is_not_left_for_a_spreadsheet_to_make_another_number_of(tag: str) -> None:
    assert cells_of(csv_file.write([typed(tag=tag)]))[1][-1] == f"'{tag}"


def test_a_word_that_would_be_read_as_kites_stands_as_it_was_typed() -> None:
    assert read(csv_file.write([typed(transaction_type="b")])).orders[0].transaction_type == "b"
    hand_typed = csv_file.write([typed(transaction_type="BUY")]).replace("BUY", "buy")
    assert read(hand_typed).orders[0].transaction_type == "BUY"


def test_blank_rows_that_a_spreadsheet_leaves_are_no_orders_and_an_empty_order_is_one() -> None:
    text = csv_file.write([GOOD, OrderText(), GOOD]) + ",,,,,,,,,,,,\r\n"
    assert read(text) == Pasted((GOOD, OrderText(), GOOD))


# --- the ticket -----------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text(max_size=40), baskets)
def test_a_ticket_reads_back_to_the_same_basket(name: str, orders: list[OrderText]) -> None:
    above, below = ["Wednesday 11 February 2026, 10:30 IST"], ["", "To pay for shares: ₹15,000"]
    text = ticket.write(name, orders, above, below)
    wanted = Pasted(tuple(map(in_plain_numbers, orders)), name)
    assert read(text) == wanted
    assert read(text.replace("\n", "\r\n")) == wanted


@settings(deadline=None)
@given(baskets, st.randoms(use_true_random=False), st.sampled_from(["", *Policy]))
def test_a_ticket_in_the_order_of_sending_reads_back_as_the_basket_lists_it(
    orders: list[OrderText], chance: Random, sequence: str
) -> None:
    sent = [(place, (1800, 1800, 65)) for place in range(len(orders))]
    chance.shuffle(sent)
    text = ticket.write("N", orders, ["A day"], sequence=sequence, sent=sent)
    assert text.count("   Sent as 3 orders of 1,800, 1,800 and 65.\n") == len(orders)
    assert read(text) == Pasted(tuple(map(in_plain_numbers, orders)), "N", sequence=sequence)


def test_a_number_is_said_in_one_form_on_a_ticket() -> None:
    order = typed(
        price="1444.2", trigger_price="1500.00", quantity="200000", disclosed_quantity="6500", order_type="SL"
    )
    assert ticket.line(order) == (
        "BUY 2,00,000 shares of INFY on NSE, stop loss at a limit, price ₹1,444.20, trigger ₹1,500, to keep (CNC), "
        "disclosed 6,500"
    )


def in_plain_numbers(order: OrderText) -> OrderText:
    """The order with its numbers in their shortest form, where they can be read."""
    prices = {name: money.price(getattr(order, name)) for name in ("price", "trigger_price")}
    wholes = {name: money.whole(getattr(order, name)) for name in ("quantity", "disclosed_quantity")}
    return replace(
        order,
        **{name: plain(number) for name, number in prices.items() if isinstance(number, Decimal)},
        **{name: str(number) for name, number in wholes.items() if isinstance(number, int)},
    )


@settings(deadline=None)
@given(any_order)
def test_an_order_is_one_line_of_a_ticket(order: OrderText) -> None:
    assert len(ticket.line(order).splitlines()) == 1


@pytest.mark.parametrize(
    ("order", "line"),
    [
        (GOOD, "BUY 10 shares of INFY on NSE, at a limit, price ₹1,500, to keep (CNC)"),
        (
            typed(quantity="1", order_type="MARKET", price=""),
            "BUY 1 share of INFY on NSE, at the market price, to keep (CNC)",
        ),
        (
            OrderText(tradingsymbol="GOLDM26MARFUT", exchange="MCX", transaction_type="SELL", quantity="2"),
            "SELL 2 lots of GOLDM26MARFUT on MCX",
        ),
        (
            typed(order_type="SL", trigger_price="1,490.50", readonly="true", tag="a tag"),
            (
                "BUY 10 shares of INFY on NSE, stop loss at a limit, price ₹1,500, trigger ₹1,490.50, to keep (CNC), "
                'not to be changed, tag "a tag"'
            ),
        ),
        (OrderText(tradingsymbol="M&M"), "[side?] [quantity?] M&M on [exchange?]"),
    ],
)
def test_an_order_is_said_in_words(order: OrderText, line: str) -> None:
    assert ticket.line(order) == line


def test_a_line_of_a_ticket_that_was_changed_beyond_reading_is_told_and_stays_in_the_box() -> None:
    text = ticket.write("N", [GOOD, GOOD, GOOD]).replace("2. BUY 10", "2. BUY ten or so")
    came = read(text)
    assert came.orders == (GOOD, GOOD)
    assert [(fault.row, fault.code) for fault in came.faults] == [(4, PasteCode.NOT_AN_ORDER)]
    assert "2. BUY ten or so" in came.unread
    again = read(came.unread.replace("ten or so", "10"))
    assert again.orders == (GOOD,)


def test_a_ticket_that_lost_a_line_says_so() -> None:
    lines = ticket.write("N", [GOOD, GOOD]).splitlines()
    came = read("\n".join(line for line in lines if not line.startswith("2.")))
    assert [(fault.code, fault.facts) for fault in came.faults] == [(PasteCode.TICKET_COUNT, {"said": 2, "found": 1})]
    cut = read("\n".join(line for line in lines if not line.startswith("End")))
    assert [fault.code for fault in cut.faults] == [PasteCode.TICKET_COUNT]


@pytest.mark.parametrize("sequence", Policy)
def test_the_sequence_of_sending_that_was_chosen_goes_out_and_in(sequence: Policy) -> None:
    assert read(write("N", [GOOD], sequence)) == Pasted((GOOD,), "N", sequence=sequence)


def test_a_ticket_that_called_it_the_order_of_sending_is_read_still() -> None:
    written = ticket.write("N", [GOOD], sequence=Policy.SELLS_FIRST)
    assert "Sequence of sending: sells-first" in written
    before = written.replace("Sequence of sending", "Order of sending")
    assert read(before) == read(written) == Pasted((GOOD,), "N", sequence=Policy.SELLS_FIRST)


def test_a_sequence_of_sending_that_is_not_known_is_told() -> None:
    came = read(write("N", [GOOD], "buys-first"))
    assert (came.orders, came.sequence) == ((GOOD,), "")
    assert [(fault.column, fault.code) for fault in came.faults] == [("sequence", PasteCode.SEQUENCE_UNKNOWN)]


# --- Kite's own file ------------------------------------------------------------------------------


def understood(orders: list[OrderText]) -> list[Order]:
    found = [order for order in check(orders).orders if order is not None]
    assert len(found) == len(orders)
    return found


def as_carried(order: Order) -> Order:
    """What Kite's file can say of an order: always a validity, never a lock."""
    return replace(order, validity=order.validity or "DAY", readonly=False)


with_product = st.one_of(
    right_orders().map(lambda order: replace(order, product=order.product or "CNC")),
    st.builds(
        future,
        price=st.decimals("0.0001", "99999", places=4).map(str),
        quantity=st.integers(1, 10**8).map(str),
        exchange=st.sampled_from(["NFO", "BFO", "CDS", "BCD", "MCX"]),
    ),
    st.builds(cover, tag=st.text("abcXYZ019", max_size=8)),
    st.builds(typed, disclosed_quantity=st.sampled_from(["", "0", "5", "10"])),
)


@settings(deadline=None)
@given(st.lists(with_product, min_size=1, max_size=MOST_ORDERS))
def test_kites_own_files_read_back_to_the_same_orders(orders: list[OrderText]) -> None:
    wanted = [as_carried(order) for order in understood(orders)]
    files = plan(understood(orders), kite_file.MOST_IN_FILE, sequence="as-listed").parts
    back: list[OrderText] = []
    for part in files:
        assert len(part.orders) <= 20
        came = read(kite_file.write(part.orders))
        assert not came.faults
        back += came.orders
    assert understood(back) == wanted
    again = plan(understood(back), kite_file.MOST_IN_FILE, sequence="as-listed").parts
    assert [kite_file.write(each.orders) for each in again] == [
        kite_file.write([as_carried(order) for order in each.orders]) for each in files
    ]


def test_an_order_stands_in_kites_file_as_kite_writes_it() -> None:
    (item,) = json.loads(kite_file.write(understood([typed(tag="mine", price="1500.05")])))
    assert item["params"] == {
        "transactionType": "BUY", "product": "CNC", "orderType": "LIMIT", "validity": "DAY", "validityTTL": 1,
        "quantity": 10, "price": 1500.05, "triggerPrice": 0, "disclosedQuantity": 0, "lastPrice": 0,
        "variety": "regular", "tags": ["mine"],
    }  # fmt: skip
    assert (item["instrument"]["tradingsymbol"], item["instrument"]["exchange"]) == ("INFY", "NSE")


def test_what_kites_file_has_beyond_an_order_is_told_and_what_is_nothing_is_not() -> None:
    (item,) = json.loads(kite_file.write(understood([GOOD])))
    item["params"] |= {"gtt": {"stoploss": 5}, "icebergLegs": 0, "squareoff": None}
    came = read(json.dumps([item]))
    assert [(fault.column, fault.code) for fault in came.faults] == [("gtt", PasteCode.KEY_UNKNOWN)]
    assert came.orders[0].tradingsymbol == "INFY"


def test_the_documented_example_goes_out_and_in_by_every_kind() -> None:
    assert read(csv_file.write(EXAMPLE)) == Pasted(EXAMPLE)
    assert read(ticket.write("Three", EXAMPLE)) == Pasted(EXAMPLE, "Three")
