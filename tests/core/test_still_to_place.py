"""Orders still to place: exact, from firm evidence alone, and never offered while they may be placed already."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.core.making import AT, BOOK_ORDER, HANDOFF, MINUTE, returned, word
from tokri.core.basket import OrderText
from tokri.core.evidence import How, Look, Sighting, Source
from tokri.core.ports import BookOrder, Handoff, Said
from tokri.core.ports.mending import Taken
from tokri.core.state import closed_at
from tokri.core.still_to_place import Attempt, Line, StillToPlace, Wait, still_to_place
from tokri.core.times import ist
from tokri.core.typed_again import order_text
from tokri.core.verdict import verdicts

BACK = AT + MINUTE
READ = AT + 2 * MINUTE
TODAY = ist(AT).date()


def order(symbol: str = "INFY", quantity: int = 10, **changes: Any) -> dict[str, Any]:
    usual = {"variety": "regular", "tradingsymbol": symbol, "exchange": "NSE", "transaction_type": "BUY"}
    rest = {"order_type": "LIMIT", "product": "CNC", "quantity": quantity, "price": 1500.05, "readonly": True}
    return {**usual, **rest, "tag": HANDOFF.tag, **changes}


def text(symbol: str = "INFY", quantity: int | str = 10) -> OrderText:
    return replace(order_text(order(symbol, price=Decimal("1500.05")), HANDOFF.tag), quantity=str(quantity))


def sent(*orders: dict[str, Any], **changes: Any) -> Handoff:
    return replace(HANDOFF, payload=json.dumps(orders), orders=len(orders), **changes)


def book(handoff: Handoff, place: int, status: str, filled: int, **changes: Any) -> Sighting:
    asked = json.loads(handoff.payload)[place - handoff.first_order]
    row: BookOrder = replace(
        BOOK_ORDER,
        order_id=f"{handoff.id}-{place}",
        status=status,
        tradingsymbol=asked["tradingsymbol"],
        quantity=asked["quantity"],
        filled_quantity=filled,
    )
    return Sighting(handoff.id, Source.BOOK, How.TAG, place, replace(row, **changes), READ, "r1")


def attempt(handoff: Handoff, *seen: Sighting, looks: Sequence[Look] | None = None, closed: Any = BACK) -> Attempt:
    looked = [Look(Source.BOOK, READ, TODAY, TODAY)] if looks is None else looks
    return Attempt(handoff, verdicts(handoff, seen, looked), closed)


def left_of(*attempts: Attempt, taken: Sequence[Taken] = (), asked: Sequence[OrderText] = (text(),)) -> StillToPlace:
    return still_to_place(attempts, taken, dict.fromkeys((1, 2, 3), asked))


def only(*attempts: Attempt, **rest: Any) -> Line:
    (line,) = left_of(*attempts, **rest).lines
    return line


@pytest.mark.parametrize(
    ("status", "filled", "left"), [("REJECTED", 0, 10), ("CANCELLED", 0, 10), ("CANCELLED", 4, 6), ("LAPSED", 9, 1)]
)
def test_what_is_over_and_did_not_fill_is_left(status: str, filled: int, left: int) -> None:
    one = sent(order())
    line = only(attempt(one, book(one, 0, status, filled)))
    assert (line.left, line.filled, line.wait) == (left, filled, None)


def test_what_filled_whole_is_no_line_at_all() -> None:
    one = sent(order())
    assert left_of(attempt(one, book(one, 0, "COMPLETE", 10))) == StillToPlace(())


def test_an_order_that_never_reached_the_book_is_left_whole() -> None:
    assert only(attempt(sent(order()))).left == 10


def test_what_the_person_took_out_on_kites_page_is_not_left() -> None:
    one = sent(order())
    assert left_of(attempt(one, book(one, 0, "COMPLETE", 6, quantity=6))).lines == ()
    assert only(attempt(one, book(one, 0, "CANCELLED", 1, quantity=6))).left == 5


@pytest.mark.parametrize(
    ("made", "wait"),
    [
        (lambda one: attempt(one, book(one, 0, "OPEN", 4)), Wait.OPEN),
        (lambda one: attempt(one, book(one, 0, "AMO REQ RECEIVED", 0)), Wait.QUEUED),
        (lambda one: attempt(one, closed=None), Wait.PAGE_OPEN),
        (lambda one: attempt(one, book(one, 0, "REJECTED", 0), closed=None), Wait.PAGE_OPEN),
        (lambda one: attempt(one, looks=[]), Wait.NOT_SEEN),
        (lambda one: attempt(one, closed=READ + MINUTE), Wait.LOOK_AGAIN),
        (lambda one: attempt(one, replace(book(one, 0, "REJECTED", 0), order=None)), Wait.NOT_TOLD_APART),
        (
            lambda one: attempt(one, replace(book(one, 0, "REJECTED", 0), source=Source.POSTBACK), looks=[]),
            Wait.REPORTED,
        ),
        (
            lambda one: attempt(one, replace(book(one, 0, "COMPLETE", 10), source=Source.POSTBACK)),
            Wait.REPORTED,
        ),
    ],
)
def test_nothing_is_offered_while_it_may_be_placed(made: Any, wait: Wait) -> None:
    line = only(made(sent(order())))
    assert (line.left, line.wait) == (0, wait)


def test_a_tradebook_tells_nothing_of_an_order_that_was_queued_for_the_next_day() -> None:
    trades = [Look(Source.TRADE_FILE, READ, TODAY, TODAY, closed=True)]
    assert only(attempt(sent(order()), looks=trades)).left == 10
    assert only(attempt(sent(order(variety="amo")), looks=trades)).wait is Wait.QUEUED


def test_a_tradebook_of_a_day_that_is_not_over_leaves_what_it_does_not_show_unsaid() -> None:
    one = sent(order())
    seen = replace(book(one, 0, "", 4), source=Source.TRADE_FILE)
    line = only(attempt(one, seen, looks=[Look(Source.TRADE_FILE, READ, TODAY, TODAY)]))
    assert (line.left, line.wait) == (0, Wait.NOT_SEEN)


def test_an_order_that_was_sent_again_counts_once() -> None:
    first, again = sent(order()), sent(order(), id="h2", attempt=2)
    line = only(attempt(first), attempt(again, book(again, 0, "CANCELLED", 4)))
    assert (line.left, line.filled, line.handoff_id) == (6, 4, "h2")
    both = only(attempt(first, book(first, 0, "CANCELLED", 3)), attempt(again, book(again, 0, "CANCELLED", 4)))
    assert both.left == 3


def test_an_unresolved_sending_of_it_holds_up_the_other() -> None:
    first, again = sent(order()), sent(order(), id="h2", attempt=2)
    line = only(attempt(first, closed=None), attempt(again))
    assert (line.left, line.wait, line.again) == (0, Wait.PAGE_OPEN, True)


def test_what_was_taken_is_left_where_it_was_taken_to() -> None:
    one = sent(order())
    taken = [Taken("h1", 0, 10, "b2", 1, READ)]
    line = only(attempt(one), taken=taken)
    assert (line.left, line.taken, line.too_much) == (0, tuple(taken), 0)


def test_what_was_taken_from_the_first_sending_is_not_left_of_the_second() -> None:
    first, again = sent(order()), sent(order(), id="h2", attempt=2)
    line = only(attempt(first), attempt(again), taken=[Taken("h1", 0, 7, "b2", 1, READ)])
    assert line.left == 3


def test_news_that_come_after_it_was_taken_are_told() -> None:
    one = sent(order())
    line = only(attempt(one, book(one, 0, "COMPLETE", 10)), taken=[Taken("h1", 0, 10, "b2", 1, READ)])
    assert line.too_much == 10


def test_a_changed_version_that_was_handed_off_takes_the_place_of_the_earlier_one() -> None:
    first, changed = sent(order()), sent(order(), id="h2", version_number=2)
    found = left_of(attempt(first), attempt(changed, book(changed, 0, "CANCELLED", 4)))
    assert [(line.left, line.wait) for line in found.lines] == [(0, Wait.REPLACED), (6, None)]


def test_an_earlier_version_that_may_be_placed_holds_up_the_same_instrument() -> None:
    first, changed = sent(order()), sent(order(), order("TCS"), id="h2", version_number=2)
    found = left_of(attempt(first, closed=None), attempt(changed), asked=(text(), text("TCS")))
    assert [(line.left, line.wait) for line in found.lines[1:]] == [(0, Wait.EARLIER), (10, None)]


def test_a_version_made_of_what_is_left_stands_beside_the_one_it_was_made_of() -> None:
    first = sent(order(), order("TCS", 5))
    queued = book(first, 1, "AMO REQ RECEIVED", 0)
    anew = sent(order(), id="h2", version_number=2)
    taken = [Taken("h1", 0, 10, "b1", 2, READ)]
    asked = (text(), text("TCS", 5))
    now = left_of(attempt(first, queued), attempt(anew), taken=taken, asked=asked)
    assert [(line.place, line.left, line.wait) for line in now.lines] == [
        (0, 0, None),
        (1, 0, Wait.QUEUED),
        (0, 10, None),
    ]
    later = attempt(first, replace(queued, book=replace(queued.book, status="CANCELLED")))
    assert [line.left for line in left_of(later, attempt(anew), taken=taken, asked=asked).lines] == [0, 5, 10]


def test_orders_that_were_cut_otherwise_when_they_were_sent_again_are_not_guessed_at() -> None:
    whole = sent(order())
    sliced = sent(order(quantity=5), order(quantity=5), id="h2", attempt=2)
    found = left_of(attempt(whole), attempt(sliced))
    assert {(line.left, line.wait) for line in found.lines} == {(0, Wait.OTHERWISE_CUT)}


def test_slices_of_one_order_are_one_order_again() -> None:
    one = sent(order(quantity=6), order(quantity=4), order("TCS", 3))
    found = left_of(attempt(one, book(one, 0, "CANCELLED", 1)), asked=(text(), text("TCS", 3)))
    assert found.orders == (text(quantity=9), text("TCS", 3))
    assert [each.quantity for each in found.take("b2", 1, READ)] == [5, 4, 3]


def test_an_order_is_typed_again_as_it_was_sent_but_for_what_the_clock_and_tokri_added() -> None:
    typed = order_text(order(variety="amo", price=Decimal("1500.05")), HANDOFF.tag)
    assert (typed.variety, typed.tag, typed.price, typed.readonly, typed.quantity) == ("", "", "1500.05", "true", "")
    assert order_text(order(variety="co", tag="mine"), HANDOFF.tag).tag == "mine"
    assert order_text(order(variety="co"), HANDOFF.tag).variety == "co"


def test_kites_page_is_done_with_when_somebody_came_back_or_says_so() -> None:
    assert closed_at(HANDOFF, [], []) is None
    assert closed_at(HANDOFF, [returned("success", at=BACK)], []) == BACK
    assert closed_at(HANDOFF, [], [word(Said.PLACED_NONE, at=READ)]) == READ
    assert closed_at(HANDOFF, [returned("cancelled", at=BACK)], [word(Said.PLACED_NONE, at=READ)]) == BACK
    assert closed_at(HANDOFF, [returned("cancelled", at=BACK)], [word(Said.PLACED_ALL, at=READ)]) == READ
