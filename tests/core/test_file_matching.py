"""Rows of an uploaded order book or tradebook find their orders by symbol, side, quantity and time; never by a tag."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.seen import asked, handed_off, minute, order, traded
from tokri.core.file_matching import Spot, match_file
from tokri.core.matching import Matched
from tokri.core.ports.kept import BookOrder

ONE = handed_off(asked(), asked(tradingsymbol="TCS", quantity=5))


def row(order_id: str = "1", **fields: Any) -> BookOrder:
    """A row of an order book as a file, at 10:31: no tag, no exchange, no product."""
    return order(order_id, **{"tag": None, "exchange": "", "product": "", **fields})


def trades(order_id: str, filled: int, **fields: Any) -> BookOrder:
    return traded(order_id, filled, **{"product": "", **fields})


def places(matched: Matched) -> list[tuple[int, str]]:
    return [(each.order, each.book.order_id) for each in matched.found]


def of_one(rows: list[BookOrder], **fields: Any) -> tuple[list[tuple[int, str]], list[str]]:
    [matched] = match_file([handed_off(asked(), **fields)], rows).values()
    return places(matched), [each.order_id for each in matched.unsorted]


def test_a_row_that_fits_alone_is_found_whatever_its_tag() -> None:
    rows = [row("1"), row("2", tradingsymbol="TCS", of=5, filled=5), row("3", tradingsymbol="WIPRO")]
    matched = match_file([ONE], rows)["h1"]
    assert places(matched) == [(0, "1"), (1, "2")]
    assert (matched.unsorted, matched.others) == ((), 1)
    assert of_one([row("1", tag="TAG99999")]) == ([(0, "1")], [])


@pytest.mark.parametrize(
    "wrong",
    [
        row(tradingsymbol="TCS"),
        row(transaction_type="SELL"),
        row(exchange="BSE"),
        row(product="MIS"),
        row(order_timestamp="2026-02-11 10:29:59"),
        row(order_timestamp="2026-02-12 10:30:01"),
        row(order_timestamp=None),
    ],
)
def test_a_row_of_another_kind_is_nothing(wrong: BookOrder) -> None:
    assert of_one([wrong]) == ([], [])


def test_a_row_of_another_quantity_may_be_the_order_changed() -> None:
    assert of_one([row(of=7, filled=7)]) == ([], ["1"])
    assert of_one([row("1", of=7, filled=7), row("2")]) == ([(0, "2")], [])


def test_rows_that_add_up_are_slices_of_one_order() -> None:
    assert of_one([row("1", of=4, filled=4), row("2", of=6, filled=1)]) == ([(0, "1"), (0, "2")], [])
    assert of_one([row("1", of=4, filled=4), row("2", of=7, filled=1)]) == ([], ["1", "2"])


def test_two_rows_that_fit_one_order_are_not_told_apart() -> None:
    assert of_one([row("1"), row("2")]) == ([], ["1", "2"])


def test_what_was_placed_after_the_return_is_not_its_own() -> None:
    late = row(order_timestamp="2026-02-11 10:40:00")
    assert places(match_file([ONE], [late], back_at={"h1": minute(5)})["h1"]) == []
    assert places(match_file([ONE], [late])["h1"]) == [(0, "1")]


def test_trades_may_come_later_than_the_return_and_on_the_next_session() -> None:
    late = trades("1", 10, order_timestamp="2026-02-11 15:20:00")
    assert places(match_file([ONE], [late], back_at={"h1": minute(5)})["h1"]) == [(0, "1")]
    assert of_one([trades("1", 10, order_timestamp="2026-02-12 09:16:00")]) == ([(0, "1")], [])
    assert of_one([trades("1", 10, order_timestamp="2026-02-16 10:30:01")]) == ([], [])


def test_trades_of_a_part_are_found_where_one_order_alone_can_be_meant() -> None:
    assert of_one([trades("1", 4)]) == ([(0, "1")], [])
    assert of_one([trades("1", 4), trades("2", 6)]) == ([(0, "1"), (0, "2")], [])
    assert of_one([trades("1", 4), trades("2", 7)]) == ([], ["1", "2"])
    assert of_one([trades("1", 10), trades("2", 3)]) == ([], ["1", "2"])


def test_two_orders_of_one_instrument_are_told_apart_by_quantity() -> None:
    two = handed_off(asked(), asked(quantity=20))
    assert places(match_file([two], [row("1", of=20), row("2")])["h1"]) == [(1, "1"), (0, "2")]
    assert places(match_file([two], [row("1", of=20)])["h1"]) == [(1, "1")]
    assert places(match_file([two], [trades("1", 20), trades("2", 10)])["h1"]) == [(1, "1"), (0, "2")]
    part = match_file([two], [trades("1", 10)])["h1"]
    assert (places(part), len(part.unsorted)) == ([], 1)


def test_orders_alike_in_everything_take_their_rows_in_turn() -> None:
    two = handed_off(asked(), asked())
    assert places(match_file([two], [row("1"), row("2")])["h1"]) == [(0, "1"), (1, "2")]
    assert places(match_file([two], [row("1"), row("2"), row("3")])["h1"]) == []


def test_if_two_hand_offs_fit_neither_is_chosen() -> None:
    again = handed_off(asked(), id="h2", tag="TAG22222")
    found = match_file([handed_off(), again], [row()])
    assert [(places(each), len(each.unsorted)) for each in found.values()] == [([], 1), ([], 1)]


def test_a_number_that_is_known_by_its_tag_decides() -> None:
    again = handed_off(asked(), id="h2", tag="TAG22222")
    known = {"1": Spot("h2", 0)}
    found = match_file([handed_off(), again], [row("1"), row("2")], known)
    assert (places(found["h2"]), places(found["h1"])) == ([(0, "1")], [(0, "2")])
    strangers = match_file([handed_off()], [row("1")], known)["h1"]
    assert (places(strangers), strangers.unsorted, strangers.others) == ([], (), 1)
    unsure = match_file([handed_off()], [row("1")], {"1": Spot("h1", None)})["h1"]
    assert (places(unsure), len(unsure.unsorted)) == ([], 1)


def test_what_never_left_gets_nothing() -> None:
    assert match_file([handed_off(left_at=None)], [row()]) == {}


@st.composite
def files(draw: st.DrawFn) -> list[BookOrder]:
    kind = draw(st.booleans())
    rows = []
    for number in range(draw(st.integers(0, 6))):
        of, symbol = draw(st.sampled_from([4, 5, 6, 10, 20])), draw(st.sampled_from(["INFY", "TCS"]))
        one = trades(str(number), of, tradingsymbol=symbol) if kind else row(str(number), of=of, tradingsymbol=symbol)
        rows.append(one)
    return rows


@settings(max_examples=200, deadline=None)
@given(files())
def test_no_row_is_given_twice_and_no_order_gets_more_than_it_asked_for(rows: list[BookOrder]) -> None:
    handoffs = [ONE, handed_off(asked(quantity=20), id="h2", tag="TAG22222", first_order=2)]
    found = match_file(handoffs, rows)
    given_to = Counter(each.book.order_id for one in found.values() for each in one.found)
    assert all(count == 1 for count in given_to.values())
    got = Counter[tuple[str, int]]()
    for handoff_id, one in found.items():
        assert len(one.found) + len(one.unsorted) + one.others == len(rows)
        for each in one.found:
            got[handoff_id, each.order] += each.book.quantity
    asked_for = {("h1", 0): 10, ("h1", 1): 5, ("h2", 2): 20}
    assert all(quantity <= asked_for[spot] for spot, quantity in got.items())
