import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.store.making import AT, DAY, FOUND, MINUTE, a_handback, a_reading, reading
from tokri.core.ports import AlreadyThere, Reading, ReadingFault
from tokri.store import SqlStore
from tokri.store.readings import found_from_json, found_json


def test_a_reading_comes_back_word_for_word(store: SqlStore) -> None:
    made = a_reading(store)
    with store.reading() as unit:
        assert unit.readings.get("reading", "asha") == made
        assert unit.readings.by_id("reading") == made
        assert unit.readings.get("reading", "ravi") is None
        assert unit.readings.get("another", "asha") is None
        assert unit.readings.by_id("another") is None


def test_a_handback_has_at_most_one_reading(store: SqlStore) -> None:
    a_reading(store)
    with store.writing() as unit:
        with pytest.raises(AlreadyThere):
            unit.readings.add(reading("second"))
        unit.visitors.ensure("ravi", AT)
    with store.reading() as unit:
        assert [each.id for each in unit.readings.of_handoffs(["handoff"])] == ["reading"]
        assert unit.visitors.get("ravi") is not None


def test_the_request_token_goes_to_one_caller_and_is_wiped(store: SqlStore) -> None:
    a_reading(store)
    with store.writing() as unit:
        assert unit.readings.start_exchange("reading", AT + MINUTE) == "sealed for handback"
        assert unit.readings.start_exchange("reading", AT + DAY) is None
        assert unit.readings.start_exchange("another", AT) is None
    with store.reading() as unit:
        started = unit.readings.by_id("reading")
        claim = unit.handoffs.handback("handback", "asha")
    assert started is not None
    assert started.exchange_started_at == AT + MINUTE
    assert claim is not None
    assert claim.token_sealed is None


def test_no_exchange_starts_without_a_token_or_after_the_end(store: SqlStore) -> None:
    a_reading(store)
    a_reading(store, "ended", handback_id="second")
    with store.writing() as unit:
        unit.readings.update("ended", ended_at=AT)
        assert unit.readings.start_exchange("ended", AT) is None
        unit.handoffs.forget_tokens(AT + DAY)
        assert unit.readings.start_exchange("reading", AT) is None
    with store.reading() as unit:
        untouched = unit.readings.by_id("reading")
    assert untouched is not None
    assert untouched.exchange_started_at is None


def test_an_exchange_that_was_begun_is_never_begun_again_even_if_the_token_were_still_there(store: SqlStore) -> None:
    a_reading(store)
    with store.writing() as unit:
        unit.readings.update("reading", exchange_started_at=AT)
        assert unit.readings.start_exchange("reading", AT + MINUTE) is None


def test_a_reading_goes_on_step_by_step_and_each_answers_how_it_now_is(store: SqlStore) -> None:
    made = a_reading(store, keep=True)
    steps: list[dict[str, object]] = [
        {"exchange_started_at": AT + MINUTE},
        {"exchanged_at": AT + 2 * MINUTE, "kite_user_id": "AB1234", "access_token_sealed": "sealed"},
        {"confirmed_at": AT + 3 * MINUTE, "expires_at": AT + DAY},
        {"read_at": AT + 4 * MINUTE, "found": (FOUND, replace(FOUND, order=0)), "others": 0},
        {"unsorted": (FOUND.book, replace(FOUND.book, order_id="2")), "look_asked_at": AT, "look_failed_at": AT},
        {"end_asked_at": AT + 5 * MINUTE, "fault": ReadingFault.BUSY, "kite_said": "Too many requests"},
        {"ended_at": AT + 6 * MINUTE, "end_confirmed": True, "access_token_sealed": None, "fault": None},
    ]
    expected: Reading = made
    for step in steps:
        expected = replace(expected, **step)
        with store.writing() as unit:
            assert unit.readings.update("reading", **step) == expected
    with store.reading() as unit:
        assert unit.readings.by_id("reading") == expected


@pytest.mark.parametrize("name", ["colour", "id", "handback_id", "visitor_id", "keep", "asked_at"])
def test_what_a_reading_is_cannot_be_changed(store: SqlStore, name: str) -> None:
    a_reading(store)
    with store.writing() as unit, pytest.raises(TypeError, match=name):
        unit.readings.update("reading", **{name: "other"})


def test_a_fault_that_is_none_of_ours_is_refused(store: SqlStore) -> None:
    a_reading(store)
    with pytest.raises(ValueError, match="no-idea"), store.writing() as unit:
        unit.readings.update("reading", fault="no-idea")


def test_what_was_found_keeps_every_digit_of_a_price() -> None:
    (found,) = found_from_json(found_json([FOUND]))
    assert found == FOUND
    assert str(found.book.price) == "2850.0500"
    assert found.book.trigger_price == Decimal(0)


def test_open_sessions_are_those_exchanged_and_not_ended(store: SqlStore) -> None:
    for number, name in enumerate(["asked", "open", "ended", "theirs"]):
        a_reading(
            store,
            name,
            handback_id=f"handback of {name}",
            asked_at=AT + timedelta(hours=number),
            visitor_id="ravi" if name == "theirs" else "asha",
        )
    with store.writing() as unit:
        for name in ("open", "ended", "theirs"):
            unit.readings.update(name, exchanged_at=AT)
        unit.readings.update("ended", ended_at=AT)
    with store.reading() as unit:
        assert [each.id for each in unit.readings.of_visitor("asha")] == ["open"]
        assert [each.id for each in unit.readings.unended(AT + DAY)] == ["open", "theirs"]
        assert [each.id for each in unit.readings.unended(AT + timedelta(hours=3))] == ["open"]
        assert [each.id for each in unit.readings.of_handoffs(["handoff"])] == ["asked", "open", "ended", "theirs"]
        assert unit.readings.of_handoffs([]) == []


def test_no_secret_of_a_claim_or_reading_is_lost_when_another_is_asked_for(store: SqlStore) -> None:
    a_handback(store)
    a_reading(store, "second", handback_id="other")
    with store.writing() as unit:
        assert unit.readings.start_exchange("second", AT) == "sealed for other"
    with store.reading() as unit:
        untouched = unit.handoffs.handback("handback", "asha")
    assert untouched is not None
    assert untouched.token_sealed == "sealed for handback"


def test_an_order_that_was_stored_before_more_of_it_was_read_comes_back_all_the_same() -> None:
    kept = json.loads(found_json([FOUND]))
    for name in ("status_message_raw", "exchange_order_id", "parent_order_id", "exchange_update_timestamp"):
        del kept[0]["book"][name]
    assert found_from_json(json.dumps(kept)) == (FOUND,)
