"""The outbox on both databases: written with the change or not at all, taken by one, given up, sent again."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from tests.journey import fakes
from tests.link.making import a_link, left
from tests.store.making import AT, MINUTE
from tokri.core.ports import Event
from tokri.core.ports.telling import DeliveryFault, DeliveryState, Endpoint, Failed, Taken
from tokri.core.telling.kinds import TOLD, About
from tokri.core.telling.message import trial_message
from tokri.store import SqlStore

LEASE = timedelta(seconds=60)


def endpoint(store: SqlStore, endpoint_id: str = "one", at: datetime = AT) -> None:
    with store.writing() as unit:
        unit.outbox.add_endpoint(Endpoint(endpoint_id, f"https://{endpoint_id}.example/", "sealed", at, "asha"))


def record(store: SqlStore, *kinds: str, subject: str = "basket", at: datetime = AT) -> None:
    with store.writing() as unit:
        for kind in kinds:
            unit.record(Event(kind, subject, at, {"number": 1, "sha256": "ab" * 32, "reason": "not told"}))


def bodies(store: SqlStore, endpoint_id: str = "one") -> list[dict[str, object]]:
    with store.reading() as unit:
        return [json.loads(each.message.body) for each in reversed(unit.outbox.deliveries(endpoint_id, None, 999))]


def take(store: SqlStore, at: datetime = AT, owner: str = "runner") -> Taken | None:
    with store.writing() as unit:
        return unit.outbox.take(at, at + LEASE, owner)


def taken(store: SqlStore, at: datetime = AT, owner: str = "runner") -> Taken:
    found = take(store, at, owner)
    assert found is not None
    return found


def deliver(store: SqlStore, what: Taken, at: datetime = AT) -> None:
    with store.writing() as unit:
        unit.outbox.delivered(what, 204, at)


def fail(
    store: SqlStore, what: Taken, at: datetime = AT, *, next_in: timedelta = 5 * MINUTE, status: int = 500
) -> None:
    failed = Failed(DeliveryFault.ANSWERED, status, at, at + next_in, at + MINUTE, at - timedelta(days=3))
    with store.writing() as unit:
        unit.outbox.failed(what, failed)


def states(store: SqlStore, endpoint_id: str = "one") -> dict[DeliveryState, int]:
    with store.reading() as unit:
        return dict(unit.outbox.counts().get(endpoint_id, {}))


# --- what is put there ------------------------------------------------------------------------------


def test_what_is_recorded_of_a_kind_that_is_told_is_put_there_for_each_endpoint(store: SqlStore) -> None:
    endpoint(store, "one")
    endpoint(store, "two")
    record(store, "basket shared", "purged", "recalled")
    for endpoint_id in ("one", "two"):
        assert [each["type"] for each in bodies(store, endpoint_id)] == ["advice.shared", "advice.recalled"]
    assert bodies(store, "one") == bodies(store, "two"), "one message has one id, to whomever it goes"
    assert bodies(store)[0]["data"] == {"basket": "basket", "number": 1, "sha256": "ab" * 32, "entry": 1}


def test_what_was_recorded_before_an_endpoint_was_there_or_after_it_ended_is_not_told_it(store: SqlStore) -> None:
    record(store, "basket shared")
    endpoint(store)
    with store.writing() as unit:
        assert unit.outbox.end_endpoint("one", AT)
        assert not unit.outbox.end_endpoint("one", AT)
    record(store, "recalled")
    assert bodies(store) == []


@pytest.mark.parametrize("kind", [kind for kind, told in TOLD.items() if told.about is About.HANDOFF])
def test_a_hand_off_of_a_visitors_own_is_told_to_nobody(store: SqlStore, kind: str) -> None:
    endpoint(store)
    record(store, kind, subject="a visitor's hand-off")
    record(store, kind, subject="")
    assert bodies(store) == []


def test_a_hand_off_at_a_link_is_told_with_the_ids_of_its_link(store: SqlStore) -> None:
    outside = fakes.outside(store)
    link = a_link(outside).link
    handoff = left(outside, link)
    endpoint(store)
    record(store, "left for Kite", subject=handoff.id)
    (told,) = bodies(store)
    assert told["type"] == "handoff.left"
    assert told["data"] == {
        "link": link.id,
        "client": link.client_id,
        "client_code": "C1",
        "basket": link.basket_id,
        "version": 1,
        "handoff": handoff.id,
        "entry": 1,
    }


def test_a_change_that_is_rolled_back_is_told_to_nobody(store: SqlStore) -> None:
    endpoint(store)
    with suppress(ZeroDivisionError), store.writing() as unit:
        unit.record(Event("recalled", "basket", AT))
        assert len(unit.outbox.deliveries("one", None, 9)) == 1
        raise ZeroDivisionError
    assert bodies(store) == []
    with store.reading() as unit:
        assert unit.chain.head() is None


# --- one takes it ----------------------------------------------------------------------------------


def test_an_endpoint_that_is_taken_is_sent_nothing_else_meanwhile(store: SqlStore) -> None:
    endpoint(store)
    record(store, "basket shared", "recalled")
    first = taken(store)
    assert first.delivery.message.type == "advice.shared"
    assert take(store, owner="another") is None
    deliver(store, first)
    second = taken(store)
    assert second.delivery.message.type == "advice.recalled"
    deliver(store, second)
    assert take(store) is None
    assert states(store) == {DeliveryState.DELIVERED: 2}


def test_one_endpoint_keeps_no_other_waiting(store: SqlStore) -> None:
    endpoint(store, "one")
    endpoint(store, "two")
    record(store, "recalled")
    found = {taken(store).endpoint.id, taken(store, owner="another").endpoint.id}
    assert found == {"one", "two"}


def test_what_was_taken_and_not_given_back_is_taken_again_under_the_same_id(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled")
    first = taken(store)
    assert take(store, AT + LEASE - timedelta(microseconds=1)) is None
    again = taken(store, AT + LEASE, "another")
    assert again.delivery.message == first.delivery.message
    assert again.delivery.tries == 1


def test_who_comes_back_late_lets_go_of_nothing_that_another_has(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled", "basket shared")
    late = taken(store)
    taken(store, AT + LEASE, "another")
    deliver(store, late, AT + LEASE)
    assert take(store, AT + LEASE) is None, "the other still sends"
    assert states(store)[DeliveryState.DELIVERED] == 1


def test_a_try_that_fails_late_does_not_undo_one_that_went_well(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled")
    late = taken(store)
    other = taken(store, AT + LEASE, "another")
    deliver(store, other, AT + LEASE)
    fail(store, late, AT + LEASE)
    assert states(store) == {DeliveryState.DELIVERED: 1}


# --- it fails --------------------------------------------------------------------------------------


def test_after_a_failure_the_endpoint_rests_and_the_message_waits(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled", "basket shared")
    fail(store, taken(store))
    assert take(store, AT + MINUTE - timedelta(microseconds=1)) is None, "it rests, whatever waits"
    other = taken(store, AT + MINUTE)
    assert other.delivery.message.type == "advice.shared", "the one that failed has a time of its own"
    assert other.endpoint.failures == 1
    fail(store, other, AT + MINUTE)
    assert taken(store, AT + 5 * MINUTE).endpoint.failures == 2


@pytest.mark.parametrize(("status", "at_once"), [(503, True), (429, True), (500, False), (422, False)])
def test_an_endpoint_that_was_away_is_sent_at_once_what_waited_for_it(
    store: SqlStore, status: int, at_once: bool
) -> None:
    """What it refuses by itself keeps its own time, else it would be tried after each message that goes well."""
    endpoint(store)
    record(store, "recalled", "basket shared", "version approved", "version refused")
    for number in range(3):
        fail(
            store, taken(store, AT + number * MINUTE), AT + number * MINUTE, next_in=timedelta(hours=10), status=status
        )
    back = AT + 3 * MINUTE
    deliver(store, taken(store, back), back)
    assert (take(store, back) is not None) is at_once


def test_an_endpoint_that_failed_once_was_not_away(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled", "basket shared")
    fail(store, taken(store), next_in=timedelta(hours=10), status=503)
    deliver(store, taken(store, AT + MINUTE), AT + MINUTE)
    assert take(store, AT + MINUTE) is None


def test_a_test_goes_before_all_others_and_wakes_an_endpoint_that_rests(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled", "basket shared")
    fail(store, taken(store))
    assert take(store) is None
    with store.writing() as unit:
        unit.outbox.put("one", trial_message("chance", AT))
    assert taken(store).delivery.message.type == "test"


def test_what_nobody_took_in_three_days_is_given_up_with_all_that_is_as_old(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled", "basket shared")
    later = AT + timedelta(days=3, microseconds=1)
    record(store, "version approved", at=later)
    fail(store, taken(store, later), later)
    assert states(store) == {DeliveryState.GIVEN_UP: 2, DeliveryState.WAITING: 1}
    with store.reading() as unit:
        found = unit.outbox.deliveries("one", DeliveryState.GIVEN_UP, 9)
    assert [(each.fault, each.due_at, each.given_up_at) for each in found] == [
        (DeliveryFault.ANSWERED, None, later)
    ] * 2


def test_what_was_given_up_is_sent_again_and_begins_afresh(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled", "basket shared")
    later = AT + timedelta(days=4)
    fail(store, taken(store, later), later)
    with store.writing() as unit:
        assert unit.outbox.resend_given_up("one", later) == 2
        assert unit.outbox.resend_given_up("one", later) == 0
    fail(store, taken(store, later), later)
    assert states(store) == {DeliveryState.WAITING: 2}, "its three days begin anew"


def test_one_message_is_sent_again_whatever_became_of_it(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled")
    first = taken(store)
    deliver(store, first)
    with store.writing() as unit:
        assert unit.outbox.resend("one", first.delivery.message.id, AT + MINUTE)
        assert not unit.outbox.resend("one", "msg_of_nobody", AT + MINUTE)
        assert not unit.outbox.resend("nobody", first.delivery.message.id, AT + MINUTE)
    again = taken(store, AT + MINUTE)
    assert (again.delivery.message, again.delivery.tries) == (first.delivery.message, 0)


def test_an_endpoint_that_ended_takes_what_waits_with_it(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled")
    with store.writing() as unit:
        assert unit.outbox.end_endpoint("one", AT)
        (left,) = unit.outbox.deliveries("one", None, 9)
        assert not unit.outbox.resend("one", left.message.id, AT)
        assert unit.outbox.resend_given_up("one", AT) == 0
    assert (left.state, left.fault) == (DeliveryState.GIVEN_UP, DeliveryFault.ENDED)
    assert take(store) is None


def test_what_is_over_is_swept_after_its_time_and_what_waits_never_is(store: SqlStore) -> None:
    endpoint(store)
    record(store, "recalled", "basket shared")
    deliver(store, taken(store))
    with store.writing() as unit:
        assert unit.outbox.sweep(AT) == 0
        assert unit.outbox.sweep(AT + timedelta(microseconds=1)) == 1
        assert unit.outbox.sweep(AT + timedelta(days=99)) == 0
    assert states(store) == {DeliveryState.WAITING: 1}


def test_a_test_goes_to_its_own_endpoint_alone(store: SqlStore) -> None:
    endpoint(store, "one")
    endpoint(store, "two")
    with store.writing() as unit:
        unit.outbox.put("two", trial_message("chance", AT))
    assert (bodies(store, "one"), len(bodies(store, "two"))) == ([], 1)


def test_a_changed_secret_stands_beside_the_earlier_one(store: SqlStore) -> None:
    endpoint(store)
    with store.writing() as unit:
        unit.outbox.change_secret("one", "new", "sealed", AT + MINUTE)
        found = unit.outbox.endpoint("one")
    assert found is not None
    assert (found.secret_sealed, found.old_sealed, found.old_until) == ("new", "sealed", AT + MINUTE)
    assert "sealed" not in repr(found).replace("_sealed", "")
