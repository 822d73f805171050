"""How an entry follows the one before it, and what its hash is made of."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.chains import chain, events
from tests.core.making import AT, MINUTE
from tokri.core.ports import NOTHING_BEFORE, Entry, Event, Head
from tokri.core.record import append, personal_of, personal_sha256, read_head
from tokri.core.record_check import Fault, Kind, verify
from tokri.core.times import IST

SALT = "5a" * 32


def test_the_first_entry_follows_nothing_and_each_next_the_one_before() -> None:
    first, second = chain([Event("saved", "b1", AT), Event("left", "h1", AT + MINUTE, {"part": 1})])
    assert (first.seq, first.previous) == (1, NOTHING_BEFORE)
    assert (second.seq, second.previous) == (2, first.sha256)
    assert verify([first, second]) is None
    assert verify([]) is None


def test_the_hash_is_of_all_fields_in_canonical_json() -> None:
    (entry,) = chain([Event("saved", "b1", AT, {"name": "टोकरी", "n": 1})])
    assert entry.sha256 == "7aaaf3d4138e61ef1c02715f381579e5d36d41feb20fae550b10016e14d2faf3"


def test_the_hash_of_an_entry_with_everything_can_be_made_by_hand() -> None:
    event = Event("shared", "b1", AT, {"version": 2}, "user:7", "internet", {"name": "Ravi"}, "client:9")
    personal = personal_of(event, 1, SALT)
    assert personal is not None
    assert (personal.subject, personal.data) == ("client:9", '{"name":"Ravi"}')
    beside = hashlib.sha256((SALT + '{"name":"Ravi"}').encode()).hexdigest()
    assert personal_sha256(personal) == beside
    by_hand = (
        '{"at":"2026-02-11T05:00:00.000000+00:00","facts":{"version":2},"kind":"shared",'
        f'"personal_sha256":"{beside}","previous":"{NOTHING_BEFORE}","seq":1,"subject":"b1",'
        '"where":"internet","who":"user:7"}'
    )
    assert append(None, event, beside).sha256 == hashlib.sha256(by_hand.encode()).hexdigest()


def test_an_event_that_says_nothing_of_a_person_leaves_nothing_beside_the_chain() -> None:
    assert personal_of(Event("saved", "b1", AT), 1, SALT) is None
    assert personal_of(Event("saved", "b1", AT, personal={}), 1, SALT) is None


def test_a_person_is_the_subject_unless_another_is_named() -> None:
    personal = personal_of(Event("client added", "client:9", AT, personal={"name": "Ravi"}), 1, SALT)
    assert personal is not None
    assert personal.subject == "client:9"


@pytest.mark.parametrize("salt", ["", "5a" * 31, "5a" * 33])
def test_a_salt_that_could_be_guessed_is_refused(salt: str) -> None:
    with pytest.raises(ValueError, match="64"):
        personal_of(Event("client added", "client:9", AT, personal={"name": "Ravi"}), 1, salt)


def test_a_long_record_is_verified_in_pieces() -> None:
    entries = chain([Event(str(number), "", AT) for number in range(4)])
    assert verify(entries[2:], after=entries[1]) is None
    assert verify(entries[2:], after=entries[0]) == Fault(2, Kind.REMOVED)
    assert verify(entries[2:]) == Fault(1, Kind.REMOVED)


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    assert chain([Event("a", "b", AT)]) == chain([Event("a", "b", AT.astimezone(IST))])


def test_a_chain_goes_on_from_the_head_as_from_the_entry_itself() -> None:
    (entry,) = chain([Event("a", "b", AT)])
    assert append(Head(entry.seq, entry.sha256), Event("c", "d", AT)) == append(entry, Event("c", "d", AT))


@settings(deadline=None)
@given(st.lists(events, min_size=1, max_size=5), st.data())
def test_any_altered_field_breaks_the_chain_at_its_entry(told: list[Event], data: st.DataObject) -> None:
    entries = chain(told)
    assert verify(entries) is None
    place = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from([each.name for each in fields(Entry)]))
    altered = {"seq": 99, "at": entries[place].at + timedelta(microseconds=1), "facts": {"not": "there"}}
    entries[place] = replace(entries[place], **{name: altered.get(name, f"{getattr(entries[place], name)}x")})
    assert verify(entries) == Fault(place + 1, Kind.CHANGED)


def test_a_head_is_written_as_its_number_and_hash() -> None:
    head = Head(12, "ab" * 32)
    assert read_head(str(head)) == head
    assert read_head(f"  {str(head).upper()}\n") == head


@pytest.mark.parametrize("text", ["", "12", ":" + "ab" * 32, "0:" + "ab" * 32, "1:" + "ab" * 31, "१:" + "ab" * 32])
def test_what_is_no_head_is_not_read_as_one(text: str) -> None:
    assert read_head(text) is None
