"""What became of one order, by each source and by several together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.core.making import AT
from tests.core.seen import (
    BOOK,
    ORDER_FILE,
    POSTBACK,
    TRADE_FILE,
    asked,
    handed_off,
    look,
    minute,
    only,
    order,
    seen,
    told,
    traded,
)
from tokri.core.evidence import How, Look, Source
from tokri.core.ports.kept import BookOrder
from tokri.core.verdict import NOTHING_CAME, Standing, average

ONE = handed_off()


@pytest.mark.parametrize(
    ("book", "standing", "filled", "still_open", "left", "edited"),
    [
        (order(), Standing.FILLED, 10, 0, 0, None),
        (order(status="OPEN", filled=4), Standing.PARTLY, 4, 6, 0, None),
        (order(status="OPEN", filled=0), Standing.OPEN, 0, 10, 0, None),
        (order(status="TRIGGER PENDING", filled=0), Standing.OPEN, 0, 10, 0, None),
        (order(status="SOMETHING NEW", filled=0), Standing.OPEN, 0, 10, 0, None),
        (order(status="AMO REQ RECEIVED", filled=0), Standing.QUEUED, 0, 10, 0, None),
        (order(status="CANCELLED", filled=4), Standing.PARTLY, 4, 0, 6, None),
        (order(status="CANCELLED", filled=0), Standing.CANCELLED, 0, 0, 10, None),
        (order(status="LAPSED", filled=0), Standing.CANCELLED, 0, 0, 10, None),
        (order(status="REJECTED", filled=0), Standing.REJECTED, 0, 0, 10, None),
        (order(filled=7, of=7), Standing.FILLED, 7, 0, 0, 7),
        (order(status="OPEN", filled=2, of=7), Standing.PARTLY, 2, 5, 0, 7),
        (order(status="CANCELLED", filled=2, of=7), Standing.PARTLY, 2, 0, 5, 7),
        (order(filled=12, of=12), Standing.FILLED, 12, 0, 0, 12),
        (order(status="CANCELLED", filled=4, of=20), Standing.PARTLY, 4, 0, 6, 20),
        (order(status="COMPLETE", filled=3), Standing.PARTLY, 3, 7, 0, None),
        (order(status="COMPLETE", filled=0), Standing.OPEN, 0, 10, 0, None),
    ],
)
def test_what_the_book_says_of_one_order(
    *, book: BookOrder, standing: Standing, filled: int, still_open: int, left: int, edited: int | None
) -> None:
    found = only(ONE, [seen(book)], [look()])
    assert (found.standing, found.filled, found.still_open, found.left) == (standing, filled, still_open, left)
    assert found.edited == edited
    assert found.source is BOOK
    assert found.firm


@pytest.mark.parametrize(
    ("pending", "cancelled", "status", "left"),
    [(1, 1, "CANCELLED", 1), (60, 0, "CANCELLED", 1), (0, 0, "REJECTED", 1), (0, 0, "OPEN", 0)],
)
def test_nothing_is_inferred_from_what_is_pending_or_cancelled(
    pending: int, cancelled: int, status: str, left: int
) -> None:
    """Records of Kite's own: cancelled with both 1, cancelled with 60 pending, rejected with all of them 0."""
    row = order(status=status, filled=0, of=1, pending_quantity=pending, cancelled_quantity=cancelled)
    found = only(handed_off(asked(quantity=1)), [seen(row)])
    assert (found.filled, found.left) == (0, left)


def test_slices_of_one_order_add_up() -> None:
    rows = [order("1", filled=4, of=4), order("2", "OPEN", 1, 4), order("3", "REJECTED", 0, 2)]
    found = only(ONE, [seen(row) for row in rows])
    assert (found.standing, found.filled, found.still_open, found.left) == (Standing.PARTLY, 5, 3, 2)
    assert found.edited is None
    assert found.taken_out == 0


def test_what_failed_and_was_tried_again_is_not_left_twice() -> None:
    refused, again = order("1", "REJECTED", 0), order("2")
    found = only(ONE, [seen(refused), seen(again)])
    assert (found.standing, found.filled, found.left, found.edited) == (Standing.FILLED, 10, 0, None)
    partly = only(ONE, [seen(order("1", "CANCELLED", 4)), seen(order("2", filled=6, of=6))])
    assert (partly.standing, partly.filled, partly.left, partly.edited) == (Standing.FILLED, 10, 0, None)
    both_refused = only(ONE, [seen(refused), seen(order("2", "REJECTED", 0))])
    assert (both_refused.standing, both_refused.left) == (Standing.REJECTED, 10)
    waits = only(ONE, [seen(refused), seen(order("2", "OPEN", 0))])
    assert (waits.standing, waits.still_open, waits.left) == (Standing.OPEN, 10, 0)


def test_an_order_that_no_look_has_is_missing_and_all_of_it_is_left() -> None:
    found = only(ONE, looks=[look()])
    assert (found.standing, found.left, found.source, found.at) == (Standing.MISSING, 10, BOOK, minute(5))


@pytest.mark.parametrize("before", [look(-1), replace(look(), first_day=look().first_day + timedelta(days=1))])
def test_a_look_from_before_it_left_or_of_another_day_says_nothing(before: Look) -> None:
    assert only(ONE, looks=[before]).standing is Standing.UNKNOWN


def test_without_evidence_nothing_is_known() -> None:
    found = told(ONE)
    assert found.orders[0].standing is Standing.UNKNOWN
    assert not found.any_evidence
    assert found.looked_at is None


def test_a_hand_off_that_never_left_has_nothing_missing() -> None:
    assert only(replace(ONE, left_at=None), looks=[look()]).standing is Standing.UNKNOWN


def test_a_postback_alone_is_a_report_and_no_figure_of_it_counts() -> None:
    for row in (order(), order(status="OPEN", filled=4), order(status="REJECTED", filled=0)):
        found = only(ONE, [seen(row, source=POSTBACK)])
        assert (found.standing, found.filled, found.still_open, found.left) == (Standing.REPORTED, 0, 0, 0)
        assert (found.source, found.firm, found.average_price) == (POSTBACK, False, None)
        assert found.reported is not None
        assert found.reported.filled == row.filled_quantity


def test_a_book_without_the_reported_order_says_so_if_it_is_the_newer() -> None:
    report = seen(order(), at=5, source=POSTBACK)
    newer = only(ONE, [report], [look(6)])
    assert (newer.standing, newer.source, newer.left) == (Standing.MISSING, BOOK, 0)
    assert newer.reported is not None
    older = only(ONE, [report], [look(4)])
    assert (older.standing, older.source, older.left) == (Standing.REPORTED, POSTBACK, 0)


def test_the_book_has_the_last_word_on_what_is_over() -> None:
    ended = seen(order(status="CANCELLED", filled=4), at=5)
    lies = [seen(order(), at=9, source=source) for source in (POSTBACK, ORDER_FILE)]
    trades = seen(traded("1", 10), at=9, source=TRADE_FILE)
    found = only(ONE, [ended, *lies, trades])
    assert (found.standing, found.filled, found.left, found.source) == (Standing.PARTLY, 4, 6, BOOK)
    assert found.reported is None


def test_while_the_book_says_open_a_document_that_shows_more_is_believed_and_named() -> None:
    book = seen(order(status="OPEN", filled=4), at=5)
    filed = only(ONE, [book, seen(order(), at=9, source=ORDER_FILE)])
    assert (filed.standing, filed.filled, filed.source) == (Standing.FILLED, 10, ORDER_FILE)
    trades = only(ONE, [book, seen(traded("1", 7, average_price=Decimal(1490)), at=9, source=TRADE_FILE)])
    assert (trades.standing, trades.filled, trades.still_open, trades.left) == (Standing.PARTLY, 7, 3, 0)
    assert (trades.source, trades.average_price) == (TRADE_FILE, Decimal(1490))


def test_a_postback_that_says_more_than_the_book_stands_beside_it_and_holds_back_what_is_left() -> None:
    book = seen(order(status="OPEN", filled=4), at=5)
    found = only(ONE, [book, seen(order(), at=9, source=POSTBACK)])
    assert (found.standing, found.filled, found.source, found.left) == (Standing.PARTLY, 4, BOOK, 0)
    assert found.reported is not None
    assert found.reported.filled == 10
    other = only(ONE, [seen(order("1", "REJECTED", 0)), seen(order("2", filled=6, of=6), source=POSTBACK)])
    assert (other.filled, other.left) == (0, 4)


def test_a_weaker_document_never_takes_a_larger_fill_away() -> None:
    book = seen(order(status="OPEN", filled=6), at=5)
    smaller = [
        seen(order(status="CANCELLED", filled=2), at=9, source=ORDER_FILE),
        seen(traded("1", 3), at=9, source=TRADE_FILE),
    ]
    found = only(ONE, [book, *smaller])
    assert (found.filled, found.still_open, found.left, found.source) == (6, 4, 0, BOOK)


def test_a_file_that_shows_the_end_later_ends_what_the_book_saw_open() -> None:
    book = seen(order(status="OPEN", filled=4), at=5)
    ended = order(status="CANCELLED", filled=4)
    assert only(ONE, [book, seen(ended, at=9, source=ORDER_FILE)]).left == 6
    assert only(ONE, [book, seen(ended, at=4, source=ORDER_FILE)]).left == 0


def test_a_book_that_shrinks_takes_nothing_back() -> None:
    shrinking = [seen(order(), at=5), seen(order(status="OPEN", filled=3), at=6), seen(order(filled=2, of=2), at=7)]
    found = only(ONE, shrinking, [look(8)])
    assert (found.standing, found.filled, found.left) == (Standing.FILLED, 10, 0)
    gone = only(ONE, [seen(order(status="OPEN", filled=3), at=5)], [look(9)])
    assert (gone.standing, gone.filled) == (Standing.PARTLY, 3)


def test_what_was_over_stays_over_unless_it_filled_after_that() -> None:
    over, stale = seen(order(status="CANCELLED", filled=0), at=5), seen(order(status="OPEN", filled=0), at=6)
    assert only(ONE, [over, stale]).standing is Standing.CANCELLED
    alive = seen(order(status="OPEN", filled=4), at=6)
    found = only(ONE, [over, alive])
    assert (found.standing, found.filled, found.still_open, found.left) == (Standing.PARTLY, 4, 6, 0)
    less = only(ONE, [seen(order(status="OPEN", filled=4), at=5), seen(order(status="CANCELLED", filled=3), at=6)])
    assert (less.filled, less.still_open, less.left) == (4, 0, 6)


def test_what_was_changed_on_kites_page_is_told_by_the_newest_sighting() -> None:
    changes = [seen(order(status="OPEN", filled=2), at=5), seen(order(status="OPEN", filled=2, of=6), at=6)]
    found = only(ONE, changes)
    assert (found.filled, found.still_open, found.edited, found.taken_out) == (2, 4, 6, 4)


def test_an_order_that_rivals_claim_by_likeness_is_neithers_and_not_missing() -> None:
    mine = seen(order(tag=None), how=How.LIKENESS)
    theirs = replace(mine, handoff_id="h2")
    found = only(ONE, [mine, theirs], [look()])
    assert (found.standing, found.filled, found.left) == (Standing.UNTOLD, 0, 0)


def test_an_order_under_the_tags_of_two_is_neithers_and_not_missing() -> None:
    both = [seen(order()), seen(order(), handoff_id="h2")]
    assert [only(replace(ONE, id=name), both, [look()]).standing for name in ("h1", "h2")] == [Standing.UNTOLD] * 2


def test_a_report_that_cannot_be_told_apart_keeps_orders_from_being_missing_and_shows_no_figure() -> None:
    two = handed_off(asked(), asked(quantity=20))
    report = seen(order("9", of=15, filled=15), place=None, source=POSTBACK)
    found = told(two, [report], [look()])
    assert [(each.standing, each.left) for each in found.orders] == [(Standing.UNTOLD, 0)] * 2
    assert found.untold == ()
    assert told(two, [report]).any_evidence


def test_a_tag_decides_between_rivals() -> None:
    likeness, tagged = seen(order(), how=How.LIKENESS), seen(order(), handoff_id="h2")
    assert only(ONE, [likeness, tagged], [look()]).standing is Standing.MISSING
    assert only(replace(ONE, id="h2"), [likeness, tagged], [look()]).standing is Standing.FILLED


def test_nothing_is_left_of_an_order_beside_one_that_cannot_be_told_apart() -> None:
    two = handed_off(asked(), asked(quantity=20))
    unknown = seen(order("9", status="OPEN", filled=0, of=15), place=None)
    found = told(two, [seen(order("1", "REJECTED", 0)), unknown], [look()])
    assert [(each.standing, each.left) for each in found.orders] == [(Standing.REJECTED, 0), (Standing.UNTOLD, 0)]
    assert [each.order_id for each in found.untold] == ["9"]


def test_a_tradebook_proves_fills_and_leaves_only_once_its_day_is_over() -> None:
    some = seen(traded("1", 4), source=TRADE_FILE)
    open_day = only(ONE, [some], [look(source=TRADE_FILE)])
    assert (open_day.standing, open_day.filled, open_day.left, open_day.still_open) == (Standing.PARTLY, 4, 0, 0)
    closed = only(ONE, [some], [look(source=TRADE_FILE, closed=True)])
    assert (closed.standing, closed.filled, closed.left) == (Standing.PARTLY, 4, 6)
    whole = only(ONE, [seen(traded("1", 4), source=TRADE_FILE), seen(traded("2", 6), source=TRADE_FILE)])
    assert (whole.standing, whole.filled, whole.left, whole.edited) == (Standing.FILLED, 10, 0, None)


def test_trades_of_a_later_day_are_not_over_because_an_earlier_one_is() -> None:
    tomorrow = seen(traded("1", 4, order_timestamp="2026-02-12 09:20:00"), source=TRADE_FILE)
    assert only(ONE, [tomorrow], [look(source=TRADE_FILE, closed=True)]).left == 0
    assert only(ONE, [tomorrow], [look(source=TRADE_FILE, closed=True, days=1)]).left == 6
    assert (
        only(
            ONE, [seen(traded("1", 4, order_timestamp=None), source=TRADE_FILE)], [look(source=TRADE_FILE, closed=True)]
        ).left
        == 0
    )


def test_no_trade_on_a_day_that_is_over_leaves_what_was_for_that_day() -> None:
    closed = look(source=TRADE_FILE, closed=True)
    found = only(ONE, looks=[closed])
    assert (found.standing, found.left) == (Standing.NOT_TRADED, 10)
    assert only(ONE, looks=[look(source=TRADE_FILE)]).standing is Standing.UNKNOWN
    assert only(handed_off(asked(variety="amo")), looks=[closed]).left == 0
    evening = replace(ONE, left_at=AT + timedelta(hours=6))
    after = replace(closed, at=AT + timedelta(days=1))
    assert (only(evening, looks=[after]).standing, only(evening, looks=[after]).left) == (Standing.NOT_TRADED, 0)


def test_rows_of_a_file_without_a_number_are_not_added_to_those_with_one() -> None:
    nameless = seen(order("file:h1:0:0", tag=None), at=9, source=ORDER_FILE)
    same = only(ONE, [seen(order(status="OPEN", filled=4), at=5), nameless])
    assert (same.filled, same.source) == (10, ORDER_FILE)
    over = only(ONE, [seen(order(status="CANCELLED", filled=4), at=5), nameless])
    assert (over.filled, over.left, over.source) == (4, 6, BOOK)
    trades = seen(traded("file:h1:0", 6), at=9, source=TRADE_FILE)
    both = only(ONE, [nameless, trades])
    assert (both.filled, both.source) == (10, ORDER_FILE)


def test_the_weakest_source_of_several_orders_is_named() -> None:
    found = only(ONE, [seen(order("1", filled=4, of=4)), seen(order("2", filled=6, of=6), source=ORDER_FILE)])
    assert (found.standing, found.filled, found.source, found.how) == (
        Standing.FILLED,
        10,
        Source.ORDER_FILE,
        How.LIKENESS,
    )


def test_an_average_is_weighted_and_not_told_where_a_price_is_not() -> None:
    rows = [order("1", filled=1, average_price=Decimal("10.05")), order("2", filled=3, average_price=Decimal("10.01"))]
    assert average(rows) == Decimal("10.02")
    assert average([*rows, order("3", filled=2, average_price=Decimal(0))]) is None
    assert average([order("1", "OPEN", 0)]) is None


def test_the_brokers_words_are_told_once() -> None:
    rows = [order(str(n), "REJECTED", 0, 5, status_message="Insufficient funds.") for n in range(2)]
    assert only(ONE, [seen(row) for row in rows]).said == ("Insufficient funds.",)


def test_what_came_to_nothing_has_no_fill() -> None:
    assert Standing.PARTLY not in NOTHING_CAME
    assert Standing.REPORTED not in NOTHING_CAME


@pytest.mark.parametrize("reported_at", [1, 9], ids=["the report first", "the file first"])
def test_a_report_of_the_very_order_that_a_file_shows_tells_nothing_beyond_it(reported_at: int) -> None:
    cut = order("77", "CANCELLED", 4)
    without_number = replace(cut, order_id="file:handoff1/0/1")
    evidence = [seen(cut, reported_at, POSTBACK), seen(without_number, 5, ORDER_FILE)]
    found = only(ONE, evidence, [look(5, ORDER_FILE)])
    assert (found.standing, found.filled, found.left, found.source) == (Standing.PARTLY, 4, 6, ORDER_FILE)
    assert found.reported is None
    for other in (
        replace(cut, filled_quantity=6),
        replace(cut, order_timestamp="2026-02-11 10:31:07"),
        replace(cut, status="OPEN"),
    ):
        kept = only(ONE, [seen(other, reported_at, POSTBACK), evidence[1]], [look(5, ORDER_FILE)])
        assert kept.reported is not None, other
        assert kept.left < found.left, other


def test_of_two_reports_a_row_without_a_number_is_one() -> None:
    cut = order("77", "CANCELLED", 4)
    evidence = [seen(cut, 1, POSTBACK), seen(replace(cut, order_id="78"), 1, POSTBACK)]
    found = only(ONE, [*evidence, seen(replace(cut, order_id="file:handoff1/0/1"), 5, ORDER_FILE)])
    assert found.reported is not None
    assert found.reported.filled == 4


def test_a_row_of_one_instrument_is_no_report_of_another() -> None:
    twice = [asked(), asked(price=1501), asked(tradingsymbol="TCS"), asked(tradingsymbol="TCS", price=1501)]
    row = replace(order("file:handoff1/0/1"), order_type="", price=0)
    report = seen(order("77", tradingsymbol="TCS"), 1, POSTBACK, None)
    found = told(handed_off(*twice), [report, seen(row, 5, ORDER_FILE, None)], [look(5, ORDER_FILE)])
    assert [each.left for each in found.orders[2:]] == [0, 0]
