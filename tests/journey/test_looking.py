"""Looking again: what every look keeps for good, when the next one comes by itself, and what it says when it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from tests.journey.fakes import FakeClock, FakeKite, ask_for_a_reading, book_order, payload, reading_now
from tests.journey.reading_steps import been_read, facts, step_of, waiting
from tests.runner.at_work import work_off, work_off_a_day
from tokri.core.basket import Draft, OrderText
from tokri.core.evidence import How, Sighting, Source
from tokri.core.ports import (
    Handoff,
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Outside,
    TokenRefused,
)
from tokri.core.state import ReadingStep
from tokri.core.verdict import Standing, Verdict
from tokri.journey import ask_reading, looking
from tokri.journey.news import gather

PASSING = [KiteUnreachable(), OutcomeUnknown(), KiteBusy("slow down"), KiteDown("no OMS"), KiteNonsense()]

#: Ten INFY, four of them filled.
OPEN = book_order(status="OPEN", filled_quantity=4, pending_quantity=6)
DONE = book_order()


def kept(outside: Outside, kite: FakeKite) -> str:
    """A reading whose session is kept, and whose first look is done."""
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), keep=True, known="AB1234")
    work_off(outside, kite)
    return reading_id


def seen(outside: Outside) -> list[Sighting]:
    with outside.store.reading() as view:
        return list(view.evidence.sightings(["out1"]))


def handoff_of(outside: Outside, handoff_id: str) -> Handoff:
    with outside.store.reading() as view:
        handoff = view.handoffs.by_id(handoff_id)
    assert handoff is not None
    return handoff


def verdict(outside: Outside) -> Verdict:
    handoff = handoff_of(outside, "out1")
    with outside.store.reading() as view:
        [order] = gather(view, [handoff])["out1"].verdicts(handoff).orders
    return order


# --- what is kept -------------------------------------------------------------------------------


def test_a_look_keeps_what_it_saw_of_each_order_and_by_what_it_knew_it(outside: Outside, kite: FakeKite) -> None:
    kite.place(OPEN, book_order(order_id="2", tradingsymbol="SBIN", tag=None, tags=()))
    reading_id = been_read(outside, kite)
    assert seen(outside) == [Sighting("out1", Source.BOOK, How.TAG, 0, OPEN, outside.clock(), reading_id)]


def test_a_look_that_shows_the_same_keeps_nothing_twice(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    kite.place(OPEN)
    reading_id = kept(outside, kite)
    for _ in range(3):
        clock.forward(seconds=5)
        looking.poll(outside, kite, reading_id)
    assert len(seen(outside)) == 1
    assert reading_now(outside, reading_id).read_at == clock.now


def test_a_smaller_fill_never_takes_the_place_of_a_larger_one(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    kite.place(OPEN)
    reading_id = kept(outside, kite)
    kite.book[:] = [book_order(status="OPEN", filled_quantity=1, pending_quantity=9)]
    clock.forward(seconds=5)
    looking.poll(outside, kite, reading_id)
    assert verdict(outside).filled == 4
    kite.book.clear()
    clock.forward(seconds=5)
    looking.poll(outside, kite, reading_id)
    assert (verdict(outside).standing, verdict(outside).filled) == (Standing.PARTLY, 4)


def test_an_order_of_another_hand_off_of_the_basket_is_kept_as_that_ones(outside: Outside, kite: FakeKite) -> None:
    kite.place(DONE)
    been_read(outside, kite)
    handoff = handoff_of(outside, "out1")
    sent = payload("K7Q2M9Z9")
    again = replace(
        handoff,
        id="again1",
        attempt=2,
        tag="K7Q2M9Z9",
        nonce="another",
        payload=sent,
        payload_sha256=sha256(sent.encode()).hexdigest(),
        left_at=None,
    )
    with outside.store.writing() as unit:
        unit.handoffs.add(again)
        unit.handoffs.leave("again1", "visitor1", "visitor1", outside.clock())
    other = book_order(order_id="7", tag="K7Q2M9Z9", tags=("K7Q2M9Z9",))
    kite.place(other)
    with outside.store.writing() as unit:
        unit.readings.update("reading1", read_at=None)
    looking.read(outside, kite, "reading1", last_try=False)
    with outside.store.reading() as view:
        [sighting] = view.evidence.sightings(["again1"])
    assert (sighting.book, sighting.origin) == (other, "reading1")


# --- looking again by itself --------------------------------------------------------------------


def test_a_kept_reading_looks_again_until_all_is_over_and_then_no_more(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    kite.place(OPEN)
    reading_id = kept(outside, kite)
    assert waiting(outside)["poll"].due_at == clock.now + timedelta(seconds=5)
    clock.forward(seconds=5)
    work_off(outside, kite)
    assert kite.calls.count("orders") == 2
    kite.book[:] = [DONE]
    clock.forward(minutes=1)
    work_off(outside, kite)
    assert verdict(outside).standing is Standing.FILLED
    assert "poll" not in waiting(outside)
    asked = kite.calls.count("orders")
    work_off_a_day(outside, clock, kite)
    assert kite.calls.count("orders") == asked
    assert step_of(outside, reading_id) is ReadingStep.ENDED


def test_a_book_that_never_moves_is_asked_for_seldom_and_not_after_six(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    kite.place(OPEN)
    kept(outside, kite)
    work_off_a_day(outside, clock, kite)
    assert 100 < kite.calls.count("orders") < 200
    assert kite.calls[-1] == "end"
    assert "poll" not in waiting(outside)


def test_a_reading_that_was_for_once_never_looks_again(outside: Outside, kite: FakeKite) -> None:
    kite.place(OPEN)
    reading_id = been_read(outside, kite)
    assert "poll" not in waiting(outside)
    looking.poll(outside, kite, reading_id)
    assert kite.calls.count("orders") == 1


def test_an_end_that_was_asked_for_ends_the_looks(outside: Outside, clock: FakeClock, kite: FakeKite) -> None:
    kite.place(OPEN)
    reading_id = kept(outside, kite)
    ask_reading.end_session(outside, "visitor1", reading_id)
    clock.forward(seconds=5)
    work_off(outside, kite)
    looking.poll(outside, kite, reading_id)
    assert kite.calls.count("orders") == 1


def test_look_again_does_not_wait_for_the_look_that_comes_by_itself(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    kite.place(OPEN)
    reading_id = kept(outside, kite)
    clock.forward(hours=1)
    work_off(outside, kite)
    kite.book[:] = [DONE]
    ask_reading.look_again(outside, "visitor1", reading_id)
    work_off(outside, kite)
    assert verdict(outside).standing is Standing.FILLED


def test_looks_of_its_own_stand_in_the_record_only_when_they_showed_something_new(
    outside: Outside, clock: FakeClock, kite: FakeKite
) -> None:
    kite.place(OPEN)
    kept(outside, kite)
    for _ in range(20):
        clock.forward(seconds=30)
        work_off(outside, kite)
    with outside.store.reading() as view:
        kinds = [entry.kind for entry in view.entries()]  # type: ignore[attr-defined]  # the real store's own way
    assert kinds.count("order book read") == 1


# --- a look that finds nothing out --------------------------------------------------------------


@pytest.mark.parametrize("fault", PASSING)
def test_a_look_that_finds_nothing_out_is_told_and_another_one_comes(
    outside: Outside, clock: FakeClock, kite: FakeKite, fault: KiteFault
) -> None:
    kite.place(OPEN)
    reading_id = kept(outside, kite)
    kite.fail("orders", fault, fault)
    for seconds in (5, 30):
        clock.forward(seconds=seconds)
        work_off(outside, kite)
        assert reading_now(outside, reading_id).look_failed_at == clock.now
        assert waiting(outside)["poll"].due_at == clock.now + timedelta(seconds=30), "Kite is left alone"
    assert verdict(outside).filled == 4
    assert step_of(outside, reading_id) is ReadingStep.KEPT
    assert facts(outside)["look failed"] == {}
    kite.book[:] = [DONE]
    clock.forward(minutes=1)
    work_off(outside, kite)
    assert reading_now(outside, reading_id).look_failed_at is None
    assert verdict(outside).filled == 10


@pytest.mark.parametrize("fault", [KiteRefused("no"), NotAllowed("no"), TokenRefused("no")])
def test_a_look_that_kite_refuses_is_told_and_not_tried_again(
    outside: Outside, clock: FakeClock, kite: FakeKite, fault: KiteFault
) -> None:
    kite.place(OPEN)
    reading_id = kept(outside, kite)
    kite.fail("orders", fault)
    clock.forward(seconds=5)
    work_off(outside, kite)
    now = reading_now(outside, reading_id)
    assert now.look_failed_at == clock.now
    assert now.fault is None
    assert "poll" not in waiting(outside)
    assert (now.ended_at is not None) is isinstance(fault, TokenRefused)
    assert verdict(outside).filled == 4


# --- other baskets of the same person -----------------------------------------------------------


def handed_off_elsewhere(outside: Outside) -> None:
    """The same order left from another basket of the same person's."""
    first, at = handoff_of(outside, "out1"), outside.clock()
    with outside.store.writing() as unit:
        order = OrderText("regular", "INFY", "NSE", "BUY", "MARKET", quantity="10")
        unit.baskets.add("basket9", "visitor1", Draft("Ten more", (order,)), at)
        other = replace(first, id="out9", basket_id="basket9", tag="K7Q2M9X9", nonce="another", left_at=None)
        unit.handoffs.add(replace(other, payload=payload("K7Q2M9X9"), browser_id=None))
        unit.handoffs.leave("out9", "visitor1", "visitor1", at)


@pytest.mark.parametrize(("elsewhere", "standing"), [(False, Standing.FILLED), (True, Standing.UNTOLD)])
def test_an_order_without_a_tag_that_may_be_of_another_basket_of_theirs_is_neithers(
    outside: Outside, kite: FakeKite, *, elsewhere: bool, standing: Standing
) -> None:
    kite.place(book_order(tag=None, tags=(), order_timestamp="2026-02-11 10:30:20"))
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), known="AB1234")
    if elsewhere:
        handed_off_elsewhere(outside)
    work_off(outside, kite)
    assert reading_now(outside, reading_id).read_at is not None
    assert verdict(outside).standing is standing
