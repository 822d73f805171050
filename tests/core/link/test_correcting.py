"""A draft undoes what filled, by the evidence there is, and nothing else."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.journey.fakes import MORNING
from tokri.core.evidence import How, Source, View
from tokri.core.link.correcting import Correction, Evidence, SentOff, correction
from tokri.core.ports import BookOrder, Handoff
from tokri.core.state import State
from tokri.core.verdict import Standing, Verdict, Verdicts

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


def read(*books: BookOrder, source: Source = Source.BOOK, unsorted: tuple[BookOrder, ...] = ()) -> Verdicts:
    """One order that is known by these, or one that nothing shows where there are none."""
    standing = Standing.OPEN if books else Standing.MISSING
    return Verdicts((Verdict(0, 10, standing, source=source, at=MORNING, books=books),), unsorted, looked_at=MORNING)


NOTHING = Verdicts((Verdict(0, 10, Standing.UNKNOWN),))


def of(state: State, verdicts: Verdicts = NOTHING) -> Correction:
    return correction([SentOff(HANDOFF, state, verdicts)])


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


def test_each_source_is_named_as_what_it_is() -> None:
    named = {
        Source.BOOK: Evidence.BOOK,
        Source.ORDER_FILE: Evidence.FILE,
        Source.TRADE_FILE: Evidence.FILE,
        Source.POSTBACK: Evidence.REPORTED,
    }
    for source, evidence in named.items():
        (undone,) = of(State.READ, read(book("COMPLETE", 10, 10), source=source)).undone
        assert undone.evidence is evidence


def test_what_kite_reported_is_undone_although_the_book_did_not_have_it() -> None:
    view = View(Source.POSTBACK, How.TAG, (book("COMPLETE", 10, 10),), MORNING, over=True)
    missing = Verdict(0, 10, Standing.MISSING, source=Source.BOOK, at=MORNING, reported=view)
    (undone,) = of(State.REPORTED, Verdicts((missing,), looked_at=MORNING)).undone
    assert (undone.quantity, undone.evidence) == (10, Evidence.REPORTED)


def test_a_trade_is_not_called_open() -> None:
    assert of(State.IN_FILE, read(book("", 4, 4), source=Source.TRADE_FILE)).open_orders == 0


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
