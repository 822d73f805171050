"""Postbacks, from the moment Kite's report was let in: kept once, never more than a hint, whatever is forged."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest

from tests.journey.fakes import FakeClock, FakeKite, ask_for_a_reading, book_order
from tests.journey.reading_steps import been_read, facts, waiting
from tokri.core.evidence import How, Source
from tokri.core.ports import BookOrder, Handoff, Outside
from tokri.core.ports.evidence import PostbackState
from tokri.core.postback import MOST_OF_ONE_ORDER
from tokri.core.times import ist
from tokri.core.verdict import Standing, Verdict
from tokri.journey import postbacks, reading
from tokri.journey.ask_reading import confirm_account
from tokri.journey.news import gather


def body_of(book: BookOrder, user_id: str = "AB1234", **more: object) -> str:
    record = asdict(book) | {"user_id": user_id, "checksum": "0" * 64, "app_id": 1234, **more}
    return json.dumps(record, default=lambda value: float(value) if isinstance(value, Decimal) else str(value))


def told(outside: Outside, book: BookOrder, **more: Any) -> str:
    """Kite reports the order, and the runner looks at it. Answers the postback's id, or "" where it was here before."""
    body = body_of(book, **more)
    before = set(due(outside))
    assert postbacks.take(outside, book.order_id, body, hashlib.sha256(body.encode()).hexdigest())
    new = [each for each in due(outside) if each not in before]
    for each in new:
        postbacks.apply(outside, each)
    return new[0] if new else ""


def due(outside: Outside) -> list[str]:
    with outside.store.writing() as unit:
        jobs = unit.jobs.lease(outside.clock(), outside.clock(), "a test", limit=1000)
        for job in jobs:
            unit.jobs.later(job.id, outside.clock())
        return [job.subject for job in jobs if job.kind == "postback"]


def handed_off(outside: Outside, name: str = "1") -> Handoff:
    ask_for_a_reading(outside, "a token", name=name)
    with outside.store.reading() as unit:
        handoff = unit.handoffs.by_id(f"out{name}")
    assert handoff is not None
    return handoff


def verdict(outside: Outside, handoff: Handoff) -> Verdict:
    with outside.store.reading() as unit:
        return gather(unit, [handoff])[handoff.id].verdicts(handoff).orders[0]


def state_of(outside: Outside, postback_id: str) -> PostbackState:
    with outside.store.reading() as unit:
        kept = unit.evidence.postback(postback_id)
    assert kept is not None
    return kept.state


def test_a_postback_by_tag_is_reported_by_kite_and_nothing_firm(outside: Outside) -> None:
    handoff = handed_off(outside)
    assert state_of(outside, told(outside, book_order())) is PostbackState.APPLIED
    seen = verdict(outside, handoff)
    assert (seen.standing, seen.filled, seen.source, seen.how) == (Standing.REPORTED, 0, Source.POSTBACK, How.TAG)
    assert seen.reported is not None
    assert seen.reported.filled == 10
    assert not seen.firm
    assert seen.left == 0


def test_a_rejection_that_was_only_reported_leaves_nothing_to_place_again(outside: Outside) -> None:
    handoff = handed_off(outside)
    told(outside, book_order(status="REJECTED", filled_quantity=0))
    seen = verdict(outside, handoff)
    assert (seen.standing, seen.left, seen.firm) == (Standing.REPORTED, 0, False)


def test_the_same_body_is_kept_once(outside: Outside) -> None:
    handed_off(outside)
    assert told(outside, book_order())
    assert told(outside, book_order()) == ""


def test_what_was_applied_is_not_applied_again(outside: Outside) -> None:
    handed_off(outside)
    postback_id = told(outside, book_order())
    postbacks.apply(outside, postback_id)
    with outside.store.reading() as unit:
        kinds = [entry.kind for entry, _ in unit.chain.rows()]
    assert kinds.count("postback applied") == 1
    assert facts(outside)["postback applied"] == {
        "order_id": "1953341975595868160",
        "status": "COMPLETE",
        "filled": 10,
    }


@pytest.mark.parametrize("backwards", [False, True])
def test_late_and_reordered_reports_never_take_a_fill_away(outside: Outside, *, backwards: bool) -> None:
    handoff = handed_off(outside)
    reports = [
        book_order(status="OPEN", filled_quantity=0),
        book_order(status="OPEN", filled_quantity=4),
        book_order(),
    ]
    for each in reversed(reports) if backwards else reports:
        told(outside, each)
    reported = verdict(outside, handoff).reported
    assert reported is not None
    assert (reported.filled, reported.over) == (10, True)


def test_a_forged_fill_stands_beside_what_the_book_says(outside: Outside, kite: FakeKite, clock: FakeClock) -> None:
    kite.place(book_order(status="OPEN", filled_quantity=3, pending_quantity=7))
    been_read(outside, kite)
    clock.forward(minutes=1)
    told(outside, book_order())
    with outside.store.reading() as unit:
        handoff = unit.handoffs.by_id("out1")
    assert handoff is not None
    seen = verdict(outside, handoff)
    assert (seen.standing, seen.filled, seen.source) == (Standing.PARTLY, 3, Source.BOOK)
    assert seen.reported is not None
    assert seen.reported.filled == 10


def test_a_forged_end_is_nothing_against_the_books_last_word(outside: Outside, kite: FakeKite) -> None:
    kite.place(book_order())
    been_read(outside, kite)
    told(outside, book_order(status="REJECTED", filled_quantity=0))
    with outside.store.reading() as unit:
        handoff = unit.handoffs.by_id("out1")
    assert handoff is not None
    seen = verdict(outside, handoff)
    assert (seen.standing, seen.filled, seen.reported) == (Standing.FILLED, 10, None)


def test_an_order_of_nobodys_hand_off_is_a_stranger(outside: Outside) -> None:
    handoff = handed_off(outside)
    postback_id = told(outside, book_order(tag="ANOTHER1", tags=("ANOTHER1",), tradingsymbol="WIPRO"))
    assert state_of(outside, postback_id) is PostbackState.STRANGER
    assert verdict(outside, handoff).standing is Standing.UNKNOWN


def test_another_account_than_the_persons_is_not_meant(outside: Outside) -> None:
    ask_for_a_reading(outside, "a token", known="AB1234")
    assert state_of(outside, told(outside, book_order(), user_id="XY9999")) is PostbackState.STRANGER
    assert state_of(outside, told(outside, book_order(), user_id="AB1234")) is PostbackState.APPLIED


@pytest.mark.parametrize(("known", "state"), [("AB1234", "applied"), ("XY9999", "stranger"), (None, "stranger")])
def test_a_tag_of_the_persons_own_tells_whose_order_it_is_only_with_their_account(
    outside: Outside, known: str | None, state: str
) -> None:
    ask_for_a_reading(outside, "a token", known=known, own_tag="sip")
    postback_id = told(outside, book_order(tag="sip", tags=("sip",)), user_id="AB1234")
    assert state_of(outside, postback_id).value == state


def test_what_could_not_be_told_before_the_person_named_their_account_is_looked_at_again_then(
    outside: Outside, kite: FakeKite
) -> None:
    reading_id = ask_for_a_reading(outside, kite.log_in("AB1234"), own_tag="sip")
    theirs = told(outside, book_order(tag="sip", tags=("sip",)), user_id="AB1234")
    anothers = told(outside, book_order(order_id="2", tag="sip", tags=("sip",)), user_id="XY9999")
    reading.exchange(outside, kite, reading_id)
    confirm_account(outside, "visitor1", reading_id, mine=True)
    for each in due(outside):
        postbacks.apply(outside, each)
    assert state_of(outside, theirs) is PostbackState.APPLIED
    assert state_of(outside, anothers) is PostbackState.STRANGER


def test_an_order_of_the_very_second_in_which_the_browser_left_is_of_that_hand_off_as_well(
    outside: Outside, clock: FakeClock
) -> None:
    clock.forward(milliseconds=600)
    ask_for_a_reading(outside, "a token", known="AB1234", own_tag="sip")
    at = f"{ist(outside.clock()):%Y-%m-%d %H:%M:%S}"
    of_its_second = book_order(tag="sip", tags=("sip",), order_timestamp=at)
    assert state_of(outside, told(outside, of_its_second)) is PostbackState.APPLIED


@pytest.mark.parametrize("change", [{"quantity": "ten"}, {"filled_quantity": -1}, {"status": None}, {"price": 1e300}])
def test_a_record_that_cannot_be_read_is_kept_and_tells_nothing(outside: Outside, change: dict[str, object]) -> None:
    handoff = handed_off(outside)
    assert state_of(outside, told(outside, book_order(), **change)) is PostbackState.UNREADABLE
    assert verdict(outside, handoff).standing is Standing.UNKNOWN


def test_of_one_order_only_so_many_are_kept(outside: Outside) -> None:
    for number in range(MOST_OF_ONE_ORDER):
        assert postbacks.take(outside, "1", "{}", f"{number:064}")
    assert not postbacks.take(outside, "1", "{}", "f" * 64)
    assert postbacks.take(outside, "2", "{}", "e" * 64)


def test_where_a_reading_is_kept_a_postback_has_the_book_read_at_once(
    outside: Outside, kite: FakeKite, clock: FakeClock
) -> None:
    kite.place(book_order(status="OPEN", filled_quantity=0, pending_quantity=10))
    been_read(outside, kite, keep=True)
    clock.forward(seconds=1)
    told(outside, book_order())
    assert "read" in waiting(outside)
