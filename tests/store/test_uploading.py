"""Files that are brought as evidence: shown, kept exactly as shown, never twice, and proving no more than they can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.journey.fakes import FakeClock, book_order
from tests.journey.fakes import outside as world
from tests.store.handed_off import ORDERS, TRADES, Sent, hand_off, table, verdicts_on
from tokri.core.evidence import How, Sighting, Source
from tokri.core.formats import Sheet
from tokri.core.formats.evidence_cells import EvidenceCode
from tokri.core.ports import Handback, Outside
from tokri.core.ports.evidence import Upload
from tokri.core.times import IST
from tokri.core.verdict import Standing
from tokri.journey import uploading
from tokri.journey.uploading import MOST_NEAR, Chosen, Preview, Stale
from tokri.store import SqlStore


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def outside(store: SqlStore, clock: FakeClock) -> Outside:
    return replace(world(store, clock), who="visitor")


def no_sheet(_: bytes) -> Sheet:
    raise AssertionError


def at(outside: Outside, minutes: float = 0) -> str:
    """Kite's text for the time so many minutes from now."""
    return f"{(outside.clock() + timedelta(minutes=minutes)).astimezone(IST):%Y-%m-%d %H:%M:%S}"


def order(
    outside: Outside, side: str, symbol: str, quantity: str, status: str = "COMPLETE", *, ago: float = 1
) -> list[str]:
    price = "0" if quantity.startswith("0/") else "101.5"
    return [at(outside, -ago), side, symbol, "CNC", quantity, price, status]


def shown(outside: Outside, content: bytes, basket_id: str = "basket1") -> Preview:
    found = uploading.preview(outside, "visitor1", basket_id, Chosen("orders.csv", content), no_sheet)
    assert isinstance(found, Preview), found
    return found


def bring(outside: Outside, *rows: list[str], basket_id: str = "basket1", columns: tuple[str, ...] = ORDERS) -> Upload:
    kept = uploading.keep(
        outside, "visitor1", basket_id, shown(outside, table(columns, *rows), basket_id).sealed, mine=True
    )
    assert isinstance(kept, Upload), kept
    return kept


def record(outside: Outside) -> list[str]:
    with outside.store.reading() as view:
        return [entry.kind for entry, _ in view.chain.rows()]


def rows_kept(outside: Outside) -> int:
    with outside.store.reading() as view:
        return len(view.evidence.sightings(["out1", "out2", "out3"]))


def test_what_was_shown_is_kept_and_nothing_before_the_yes(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    content = table(
        ORDERS,
        order(outside, "BUY", "INFY", "10/10"),
        order(outside, "SELL", "SBIN", "5/25", "OPEN"),
        order(outside, "BUY", "TCS", "3/3"),
    )
    preview = shown(outside, content)
    infy, sbin = preview.plan.changes
    assert (infy.before.standing, infy.after.standing, infy.after.filled) == (Standing.UNKNOWN, Standing.FILLED, 10)
    assert (sbin.after.standing, sbin.after.filled, sbin.after.still_open) == (Standing.PARTLY, 5, 20)
    assert [each.tradingsymbol for each in preview.strangers] == ["TCS"]
    assert (rows_kept(outside), record(outside)) == (0, [])

    kept = uploading.keep(outside, "visitor1", "basket1", preview.sealed, mine=True)
    assert isinstance(kept, Upload)
    assert (kept.source, kept.rows, kept.matched, kept.by, kept.whole) == (
        Source.ORDER_FILE,
        3,
        2,
        "visitor",
        ("out1",),
    )
    assert [(each.filled, each.source) for each in verdicts_on(outside, handoff)] == [
        (10, Source.ORDER_FILE),
        (5, Source.ORDER_FILE),
    ]
    assert record(outside) == ["file brought"]


def test_an_order_that_matches_nothing_is_never_stored(outside: Outside, clock: FakeClock) -> None:
    hand_off(outside)
    clock.forward(minutes=5)
    bring(outside, order(outside, "BUY", "INFY", "10/10"), order(outside, "BUY", "PRIVATE", "3/3"))
    with outside.store.reading() as view:
        assert {each.book.tradingsymbol for each in view.evidence.sightings(["out1"])} == {"INFY"}


def test_the_orders_of_others_do_not_even_travel_in_the_page(outside: Outside, clock: FakeClock) -> None:
    hand_off(outside)
    clock.forward(minutes=5)
    preview = shown(outside, table(ORDERS, order(outside, "BUY", "PRIVATE", "3/3")))
    opened = uploading.opened(outside, "basket1", preview.sealed)
    assert opened is not None
    assert opened.brought.file.orders == ()
    assert opened.brought.file.rows == 1


def test_the_same_file_again_changes_nothing(outside: Outside, clock: FakeClock) -> None:
    hand_off(outside)
    clock.forward(minutes=5)
    rows = (order(outside, "BUY", "INFY", "10/10"), order(outside, "SELL", "SBIN", "25/25"))
    first = bring(outside, *rows)
    clock.forward(minutes=5)
    assert shown(outside, table(ORDERS, *rows)).before == first
    again = uploading.keep(outside, "visitor1", "basket1", shown(outside, table(ORDERS, *rows)).sealed, mine=True)
    assert (again, rows_kept(outside), record(outside)) == (first, 2, ["file brought"])


def test_the_yes_pressed_twice_keeps_it_once(outside: Outside, clock: FakeClock) -> None:
    hand_off(outside)
    clock.forward(minutes=5)
    sealed = shown(outside, table(ORDERS, order(outside, "BUY", "INFY", "10/10"))).sealed
    first = uploading.keep(outside, "visitor1", "basket1", sealed, mine=True)
    assert uploading.keep(outside, "visitor1", "basket1", sealed, mine=True) == first
    assert (rows_kept(outside), record(outside)) == (1, ["file brought"])


def test_when_more_is_known_by_then_it_is_shown_anew(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    preview = shown(outside, table(ORDERS, order(outside, "BUY", "INFY", "0/10", "OPEN")))
    seen = Sighting("out1", Source.BOOK, How.TAG, 0, book_order(tag=handoff.tag), outside.clock(), "reading")
    with outside.store.writing() as unit:
        unit.evidence.see([seen])
    stale = uploading.keep(outside, "visitor1", "basket1", preview.sealed, mine=True)
    assert isinstance(stale, Stale)
    assert stale.preview.plan.changes[0].before.filled == 10
    assert rows_kept(outside) == 1
    assert isinstance(uploading.keep(outside, "visitor1", "basket1", stale.preview.sealed, mine=True), Upload)


def test_a_stronger_source_keeps_the_last_word(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    book = book_order(tag=handoff.tag, status="REJECTED", filled_quantity=0)
    with outside.store.writing() as unit:
        unit.evidence.see([Sighting("out1", Source.BOOK, How.TAG, 0, book, outside.clock(), "reading")])
    number = ("order_id", *ORDERS)
    content = table(number, [book.order_id, *order(outside, "BUY", "INFY", "10/10")])
    change = shown(outside, content).plan.changes[0]
    assert not change.changes
    assert (change.after.standing, change.after.source) == (Standing.REJECTED, Source.BOOK)


def test_what_was_sealed_for_one_basket_is_not_kept_for_another(outside: Outside, clock: FakeClock) -> None:
    hand_off(outside)
    hand_off(outside, (("BUY", "TCS", 1),), name="2")
    clock.forward(minutes=5)
    sealed = shown(outside, table(ORDERS, order(outside, "BUY", "INFY", "10/10"))).sealed
    assert uploading.keep(outside, "visitor1", "basket2", sealed, mine=True) is None
    assert uploading.keep(outside, "visitor1", "basket1", "nothing that was sealed", mine=True) is None
    assert uploading.keep(outside, "somebody else", "basket1", sealed, mine=True) is None
    assert uploading.preview(outside, "somebody else", "basket1", Chosen("", b""), no_sheet) is None


@pytest.mark.parametrize("whose", ["visitor1", "visitor2"])
def test_what_another_hand_off_explains_by_tag_is_never_counted_whoever_it_belongs_to(
    outside: Outside, clock: FakeClock, whose: str
) -> None:
    """Another browser placed the same order in the same account, and its book has been read."""
    handoff = hand_off(outside)
    other = hand_off(outside, name="2", visitor=whose)
    clock.forward(minutes=5)
    book = book_order(order_id="the-others", tag=other.tag)
    with outside.store.writing() as unit:
        unit.evidence.see([Sighting(other.id, Source.BOOK, How.TAG, 0, book, outside.clock(), "reading")])
    content = table(("order_id", *ORDERS), [book.order_id, *order(outside, "BUY", "INFY", "10/10")])
    preview = shown(outside, content)
    assert (preview.plan.matched, preview.plan.unclear, preview.plan.sightings) == (0, (), ())
    assert verdicts_on(outside, handoff)[0].standing is Standing.UNKNOWN


# --- what a file may be taken to prove ------------------------------------------------------------


def test_an_order_book_without_any_of_the_orders_proves_no_absence(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    kept = bring(outside, order(outside, "BUY", "TCS", "3/3"))
    assert kept.whole == ()
    assert {each.standing for each in verdicts_on(outside, handoff)} == {Standing.UNKNOWN}


def test_an_order_book_with_some_of_the_orders_shows_which_are_missing(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    bring(outside, order(outside, "BUY", "INFY", "10/10"))
    assert [each.standing for each in verdicts_on(outside, handoff)] == [Standing.FILLED, Standing.MISSING]


def test_an_order_that_was_changed_on_kite_is_never_called_missing(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    preview = shown(
        outside, table(ORDERS, order(outside, "BUY", "INFY", "10/10"), order(outside, "SELL", "SBIN", "7/7"))
    )
    assert [each.tradingsymbol for each in preview.plan.unclear] == ["SBIN"]
    uploading.keep(outside, "visitor1", "basket1", preview.sealed, mine=True)
    sbin = verdicts_on(outside, handoff)[1]
    assert (sbin.standing, sbin.filled, sbin.left) == (Standing.UNTOLD, 0, 0)


@pytest.mark.parametrize("same_basket", [True, False])
def test_one_order_that_fits_two_hand_offs_is_neithers(outside: Outside, clock: FakeClock, same_basket: bool) -> None:
    sent: list[Sent] = [("BUY", "INFY", 10)]
    first = hand_off(outside, sent)
    clock.forward(minutes=5)
    second = hand_off(outside, sent, name="2", basket="basket1" if same_basket else "")
    clock.forward(minutes=5)
    bring(outside, order(outside, "BUY", "INFY", "10/10"))
    if not same_basket:
        bring(outside, order(outside, "BUY", "INFY", "10/10"), basket_id="basket2")
    for each in (first, second):
        (verdict,) = verdicts_on(outside, each)
        assert (verdict.filled, verdict.left) == (0, 0)


def test_an_order_whose_time_moved_in_a_later_file_is_not_counted_twice(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside, [("BUY", "INFY", 10)])
    clock.forward(minutes=5)
    bring(outside, order(outside, "BUY", "INFY", "4/10", "OPEN"))
    clock.forward(minutes=30)
    bring(outside, order(outside, "BUY", "INFY", "6/10", "CANCELLED"))
    (verdict,) = verdicts_on(outside, handoff)
    assert (verdict.filled, verdict.left, verdict.edited) == (6, 4, None)


def test_an_older_file_brought_later_takes_nothing_back(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside, [("BUY", "INFY", 10)])
    clock.forward(minutes=5)
    older = table(ORDERS, order(outside, "BUY", "INFY", "0/10", "OPEN", ago=4))
    bring(outside, order(outside, "BUY", "INFY", "10/10"))
    change = shown(outside, older).plan.changes[0]
    assert (change.changes, change.after.filled) == (False, 10)
    uploading.keep(outside, "visitor1", "basket1", shown(outside, older).sealed, mine=True)
    assert verdicts_on(outside, handoff)[0].standing is Standing.FILLED


def test_a_file_with_order_numbers_beside_one_without_counts_each_order_once(
    outside: Outside, clock: FakeClock
) -> None:
    handoff = hand_off(outside, [("BUY", "INFY", 10)])
    clock.forward(minutes=5)
    row = order(outside, "BUY", "INFY", "5/10", "OPEN")
    bring(outside, row)
    bring(outside, ["2602110001", *row], columns=("order_id", *ORDERS))
    (verdict,) = verdicts_on(outside, handoff)
    assert (verdict.filled, verdict.still_open, verdict.standing) == (5, 5, Standing.PARTLY)


def test_a_file_with_more_of_the_same_than_can_be_told_apart_is_refused(outside: Outside, clock: FakeClock) -> None:
    hand_off(outside)
    clock.forward(days=1)
    columns = ("Trade ID", "Fill time", "Type", "Instrument", "Product", "Qty.", "Avg. Price")
    rows = [(n, at(outside, -n / 30), "BUY", "INFY", "CNC", 1, 100) for n in range(MOST_NEAR + 1)]
    answer = uploading.preview(outside, "visitor1", "basket1", Chosen("", table(columns, *rows)), no_sheet)
    assert isinstance(answer, tuple)
    assert [each.code for each in answer] == [EvidenceCode.CROWDED]


# --- tradebooks -----------------------------------------------------------------------------------


def trade(outside: Outside, side: str, symbol: str, quantity: int, number: str) -> list[str]:
    when = at(outside, -1)
    return [
        *(symbol, "", when[:10], "NSE", "EQ", "EQ", side.lower(), "false", f"{quantity}.000000", "101.500000"),
        *(number, f"26021100{number}", when.replace(" ", "T")),
    ]


def test_a_tradebook_of_the_same_day_proves_fills_and_no_absence(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    kept = bring(outside, trade(outside, "BUY", "INFY", 4, "1"), columns=TRADES)
    infy, sbin = verdicts_on(outside, handoff)
    assert (infy.standing, infy.filled, infy.left, infy.source) == (Standing.PARTLY, 4, 0, Source.TRADE_FILE)
    assert (sbin.standing, kept.closed) == (Standing.UNKNOWN, False)


def test_the_tradebook_of_a_day_that_is_over_shows_what_did_not_trade(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside)
    clock.forward(minutes=5)
    rows = [trade(outside, "BUY", "INFY", 4, "1"), trade(outside, "BUY", "INFY", 3, "2")]
    clock.forward(days=1)
    kept = bring(outside, *rows, columns=TRADES)
    infy, sbin = verdicts_on(outside, handoff)
    assert kept.closed
    assert (infy.filled, infy.left) == (7, 3)
    assert (sbin.standing, sbin.left) == (Standing.NOT_TRADED, 25)


def test_a_tradebook_of_other_days_says_nothing_of_this_one(outside: Outside, clock: FakeClock) -> None:
    clock.forward(days=-1)
    rows = [trade(outside, "BUY", "INFY", 10, "1")]
    clock.forward(days=1)
    handoff = hand_off(outside)
    clock.forward(days=1)
    bring(outside, *rows, columns=TRADES)
    assert {each.standing for each in verdicts_on(outside, handoff)} == {Standing.UNKNOWN}


def test_what_was_placed_after_the_browser_came_back_is_not_the_hand_offs(outside: Outside, clock: FakeClock) -> None:
    handoff = hand_off(outside, [("BUY", "INFY", 10)])
    clock.forward(minutes=3)
    with outside.store.writing() as unit:
        unit.handoffs.take_back(Handback("b", "visitor1", "out1", "success", "", None, None, outside.clock()))
    clock.forward(minutes=60)
    preview = shown(outside, table(ORDERS, order(outside, "BUY", "INFY", "10/10")))
    assert preview.plan.matched == 0
    assert verdicts_on(outside, handoff)[0].filled == 0
