"""Tables with headings: every cell under its own heading, whatever else the table holds."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.orders import right_orders
from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.formats import PasteCode, Pasted, read
from tokri.core.formats.columns import HEADINGS

SOLD = OrderText(
    tradingsymbol="INFY", exchange="NSE", transaction_type="SELL", order_type="LIMIT", quantity="10", price="1650"
)


def codes(pasted: Pasted) -> list[tuple[int | None, str | None, PasteCode]]:
    return [(fault.row, fault.column, fault.code) for fault in pasted.faults]


def test_a_heading_of_two_words_does_not_move_the_columns_behind_it() -> None:
    pasted = read("Symbol\tSide\tExchange\tType\tTarget price\tQty\tPrice\nINFY\tSELL\tNSE\tLIMIT\t1800\t10\t1650")
    assert pasted.orders == (SOLD,)
    assert codes(pasted) == [(1, "Target price", PasteCode.COLUMN_UNKNOWN)]


@pytest.mark.parametrize("separator", ["\t", ",", ", ", ";", "  "])
def test_unknown_headings_keep_their_columns(separator: str) -> None:
    head = ("Stock", "Action", "Exchange", "Type", "Max price", "Shares", "My Qty")
    row = ("INFY", "Sell", "NSE", "Limit", "1800", "10", "7")
    pasted = read(f"{separator.join(head)}\n{separator.join(row)}")
    assert pasted.orders == (replace(SOLD, price=""),)
    assert codes(pasted) == [(1, "Max price", PasteCode.COLUMN_UNKNOWN), (1, "My Qty", PasteCode.COLUMN_UNKNOWN)]


@pytest.mark.parametrize("separator", ["\t", "  ", ","])
def test_holdings_copied_from_kite_are_read_for_instrument_and_quantity_alone(separator: str) -> None:
    head = ("Instrument", "Qty.", "Avg. cost", "LTP", "Cur. val", "P&L", "Net chg.")
    row = ("INFY", "10", "1500.00", "1650.05", "16500.50", "1500.50", "10.00%")
    pasted = read(f"{separator.join(head)}\n{separator.join(row)}")
    assert pasted.orders == (OrderText(tradingsymbol="INFY", quantity="10"),)
    assert codes(pasted) == [(1, None, PasteCode.KITE_HOLDINGS)]  # a remark on the rest, and no fault a column


@pytest.mark.parametrize("separator", ["\t", "   ", ";"])
def test_order_type_and_product_type_are_two_columns(separator: str) -> None:
    head = ("Scrip", "B/S", "Exch.", "Order Type", "Product Type", "No. of shares", "Limit price (₹)")
    row = ("INFY", "S", "NSE", "LIMIT", "Delivery", "10", "1650")
    pasted = read(f"{separator.join(head)}\n{separator.join(row)}")
    assert pasted == Pasted((replace(SOLD, product="CNC"),))


@pytest.mark.parametrize(
    ("heading", "cell", "field"),
    [("Type", "Sell", "transaction_type"), ("Type", "Intraday", "product"), ("Type", "SL", "order_type")],
)
def test_a_column_called_type_is_what_stands_under_it(heading: str, cell: str, field: str) -> None:
    (order,) = read(f"Symbol,{heading},Qty\nINFY,{cell},1").orders
    assert [name for name in order.as_dict() if name not in {"tradingsymbol", "quantity"}] == [field]


def test_a_segment_is_the_exchange_only_where_it_names_one_and_no_other_column_does() -> None:
    assert read("Symbol,Segment,Qty\nINFY,NSE,1").orders[0].exchange == "NSE"
    assert read("Symbol,Segment,Qty\nINFY,EQ,1").orders[0].exchange == ""
    assert read("Symbol,Segment,Exchange,Qty\nINFY,NSE,BSE,1").orders[0].exchange == "BSE"


def test_two_columns_for_one_field_leave_it_empty_and_both_are_named() -> None:
    pasted = read("Stock,Qty,Price,Rate,Quantity\nINFY,5,1650,10,6\nTCS,1,2,3,4")
    assert pasted.orders == (OrderText(tradingsymbol="INFY"), OrderText(tradingsymbol="TCS"))
    assert codes(pasted) == [(1, None, PasteCode.COLUMN_TWICE)] * 2
    assert [fault.facts for fault in pasted.faults] == [
        {"field": "price", "first": "Price", "second": "Rate", "typed": "1650", "other": "10"},
        {"field": "quantity", "first": "Qty", "second": "Quantity", "typed": "5", "other": "6"},
    ]


def test_an_empty_column_is_no_rival_of_a_filled_one() -> None:
    assert read("Stock,Qty,Quantity\nINFY,,6\nTCS,,7") == Pasted(
        (OrderText(tradingsymbol="INFY", quantity="6"), OrderText(tradingsymbol="TCS", quantity="7"))
    )


@pytest.mark.parametrize(
    "text",
    [
        "Symbol Side Target price Qty Price\nINFY SELL 1800 10 1650",
        "Symbol Side Qty Trigger price\nINFY SELL 10 1650",
        "Symbol Price Qty Price\nINFY 1800 10 1650",
        "Symbol  Side  Price  Qty  Trigger\nINFY  SELL  10  1600",
    ],
)
def test_where_spaces_do_not_show_what_is_under_which_heading_nothing_is_read(text: str) -> None:
    pasted = read(text)
    assert pasted.orders == ()
    assert {fault.code for fault in pasted.faults} == {PasteCode.COLUMNS_UNCLEAR}
    assert pasted.unread == text


def test_single_spaces_do_where_every_heading_is_one_known_word() -> None:
    text = "Symbol Exch Side Type Qty Price\nINFY NSE SELL LIMIT 10 1650"
    assert read(text) == Pasted((SOLD,))


def test_one_tab_anywhere_means_that_spaces_and_commas_cut_nothing() -> None:
    pasted = read("BUY INFY NSE 10\nBUY,INFY,NSE,10\nSELL\tINFY\tNSE\t10\tLIMIT\t1650")
    assert pasted.orders == (SOLD,)
    assert codes(pasted) == [(1, "1", PasteCode.CELL_UNREADABLE), (2, "1", PasteCode.CELL_UNREADABLE)]
    assert pasted.unread == "BUY INFY NSE 10\nBUY,INFY,NSE,10"


def test_a_separator_within_quotes_or_a_note_or_a_number_is_none() -> None:
    assert read('Symbol,Qty,Remark\nINFY,10,"a; b"\nTCS,5,c; d').orders[1].quantity == "5"
    assert read('Symbol;Qty;Price\nINFY;"1,000";1,650').orders[0].price == "1,650"
    assert read("SELL INFY NSE 1,000 LIMIT 1,650").orders[0] == replace(SOLD, quantity="1,000", price="1,650")


# --- rows that are no orders ----------------------------------------------------------------------


def test_a_total_is_left_out_and_a_remark_under_headings_stays_in_the_box() -> None:
    head = "Symbol\tSide\tExchange\tType\tQty\tPrice"
    left = f"hello world\n\t\t\t\t10\t16500\n{head}"
    pasted = read(f"{head}\nINFY\tSELL\tNSE\tLIMIT\t10\t1650\nGrand total\t\t\t\t10\t16500\n{left}")
    assert pasted.orders == (SOLD,)
    assert codes(pasted) == [(3, None, PasteCode.SUM), *((row, None, PasteCode.NOT_AN_ORDER) for row in (4, 5, 6))]
    assert pasted.faults[0].facts == {"typed": "Grand total 10 16500"}
    assert pasted.unread == f"{head}\n{left}"


@pytest.mark.parametrize(
    "row", ["Tata Steel,,10", "Tata Steel,BUY,", "TOTAL,BUY,10", ",BUY,10", "INFY,,", "infy,,ten", "NSE:INFY,,"]
)
def test_a_row_that_may_be_an_order_is_one_whatever_is_wrong_with_it(row: str) -> None:
    symbol, side, quantity = row.split(",")
    pasted = read(f"Symbol,Side,Qty\n{row}\nTCS,SELL,1")
    assert not pasted.faults
    assert pasted.orders[0] == OrderText(tradingsymbol=symbol, transaction_type=side, quantity=quantity)


# --- any table --------------------------------------------------------------------------------------

#: Headings that are no field's, some of them holding one's name.
OTHERS = (
    *("Target price", "Max price", "My Qty", "Avg. cost", "LTP", "Cur. val", "P&L", "Net chg.", "Day chg.", "Sr. No."),
    *(
        "Buy average",
        "Price target 2",
        "Stock name in full",
        "Old quantity held",
        "Order type last time",
        "Notes; more",
    ),
)
#: Called Type, a column is what it holds; a Segment may not be an exchange.
CERTAIN = [heading for heading in HEADINGS if heading not in {"type", "segment"}]


def spellings(heading: str) -> list[str]:
    """A heading as people write it."""
    half = len(heading) // 2
    first, rest = heading[:half], heading[half:]
    return [heading, heading.upper(), f"{heading.title()}.", f"{first}_{rest}", f"{first.title()} {rest.title()} (₹)"]


cells_of_others = st.one_of(
    st.text("INFYbuyNSE @₹/-.,;'%", max_size=12).map(str.strip),
    st.integers(0, 10**6).map(str),
    st.decimals("0", "9999", places=2).map(str),
    st.sampled_from(["BUY", "SELL", "LIMIT", "NSE", "CNC", "1,650.50", ""]),
)


@settings(deadline=None)
@given(st.data())
def test_any_table_of_orders_reads_back_to_their_values(data: st.DataObject) -> None:
    orders = data.draw(st.lists(right_orders(), min_size=1, max_size=5))
    held = [name for name in KITE_FIELDS if any(getattr(order, name) for order in orders)]
    empty = data.draw(st.lists(st.sampled_from(KITE_FIELDS), unique=True))
    names = [*held, *(name for name in empty if name not in held)]
    headings = {
        name: data.draw(st.sampled_from([each for each in CERTAIN if HEADINGS[each] == name]).map(spellings))
        for name in names
    }
    style = data.draw(st.integers(0, 4))
    others = data.draw(st.lists(st.sampled_from(OTHERS), unique=True))
    order_of_columns = data.draw(st.permutations([*names, *others]))
    rows = [
        [data.draw(cells_of_others) if column in others else getattr(order, column) for column in order_of_columns]
        for order in orders
    ]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=data.draw(st.sampled_from("\t,;")), lineterminator="\n")
    writer.writerow([headings[column][style] if column in headings else column for column in order_of_columns])
    writer.writerows(rows)
    pasted = read(text.getvalue())
    assert pasted.orders == tuple(orders)
    assert pasted.unread == ""
    assert {fault.code for fault in pasted.faults} <= {PasteCode.COLUMN_UNKNOWN}
