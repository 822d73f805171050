"""A draft undoes what filled, by the evidence there is, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.journey.fakes import MORNING
from tokri.core.link.correcting import Correction, Evidence, SentOff, correction
from tokri.core.ports import BookOrder, Found, Handoff, Reading
from tokri.core.state import State

HANDOFF = Handoff(
    id="h",
    basket_id="b",
    visitor_id="v",
    version_number=1,
    version_sha256="0" * 64,
    review_sha256="0" * 64,
    part=1,
    parts=1,
    first_order=0,
    orders=2,
    attempt=1,
    tag="TAG",
    nonce="n",
    payload=(
        '[{"exchange":"NSE","tradingsymbol":"M&M","transaction_type":"BUY","quantity":10,"product":"CNC"},'
        '{"exchange":"NSE","tradingsymbol":"INFY","transaction_type":"SELL","quantity":4,"product":"CNC"}]'
    ),
    payload_sha256="0" * 64,
    created_at=MORNING,
)


def book(status: str, quantity: int, filled: int, symbol: str = "M&M", side: str = "BUY") -> BookOrder:
    return BookOrder(
        order_id="1",
        status=status,
        status_message=None,
        tradingsymbol=symbol,
        exchange="NSE",
        transaction_type=side,
        order_type="LIMIT",
        product="CNC",
        variety="regular",
        quantity=quantity,
        filled_quantity=filled,
        pending_quantity=0,
        cancelled_quantity=0,
        price=Decimal(1),
        trigger_price=Decimal(0),
        average_price=Decimal(1),
        order_timestamp=None,
        tag="TAG",
    )


def read(*books: BookOrder, unsorted: tuple[BookOrder, ...] = ()) -> Reading:
    found = tuple(Found(0, each) for each in books)
    return Reading("r", "h", "v", "hb", keep=False, asked_at=MORNING, read_at=MORNING, found=found, unsorted=unsorted)


def of(state: State, *readings: Reading) -> Correction:
    return correction([SentOff(HANDOFF, state, readings)])


def test_what_filled_is_sold_again_and_what_was_sold_is_bought_back() -> None:
    done = of(State.READ, read(book("COMPLETE", 10, 10), book("COMPLETE", 4, 4, "INFY", "SELL")))
    told = [(each.transaction_type, each.quantity, each.tradingsymbol, each.product) for each in done.orders]
    assert told == [("SELL", "10", "M&M", "CNC"), ("BUY", "4", "INFY", "CNC")]
    assert {each.evidence for each in done.undone} == {Evidence.BOOK}


def test_a_part_fill_is_undone_as_far_as_it_filled_and_what_is_open_is_counted() -> None:
    done = of(State.READ, read(book("OPEN", 10, 3), book("CANCELLED", 10, 2), book("REJECTED", 10, 0)))
    assert [each.quantity for each in done.undone] == [5]
    assert done.open_orders == 1


def test_no_price_is_proposed_so_that_nobody_shares_the_draft_unread() -> None:
    (order,) = of(State.READ, read(book("COMPLETE", 10, 10))).orders
    assert (order.order_type, order.price) == ("LIMIT", "")


def test_the_word_that_all_was_placed_is_marked_as_a_word() -> None:
    done = of(State.SAID_ALL)
    assert [(each.quantity, each.evidence) for each in done.undone] == [(10, Evidence.WORD), (4, Evidence.WORD)]


def test_a_book_that_was_read_outranks_the_word() -> None:
    assert of(State.SAID_ALL, read()).undone == ()


def test_of_several_looks_the_newest_counts() -> None:
    before = read(book("OPEN", 10, 3))
    assert [each.quantity for each in of(State.READ, before, read(book("COMPLETE", 10, 10))).undone] == [10]
    unread = replace(before, read_at=None)
    assert [each.quantity for each in of(State.READ, before, unread).undone] == [3]


def test_what_nobody_knows_is_not_undone() -> None:
    nothing_known = set(State) - {State.SAID_ALL}
    assert {state for state in nothing_known if of(state).undone} == set()


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000), st.sampled_from(["BUY", "SELL"]))))
def test_exactly_what_filled_is_undone(fills: list[tuple[int, int, str]]) -> None:
    books = [book("CANCELLED", asked, min(asked, filled), side=side) for asked, filled, side in fills]
    done = of(State.READ, read(*books[::2], unsorted=tuple(books[1::2])))
    for side in ("BUY", "SELL"):
        filled = sum(each.filled_quantity for each in books if each.transaction_type == side)
        assert sum(each.quantity for each in done.undone if each.transaction_type == side) == filled
    assert all(each.quantity > 0 for each in done.undone)
