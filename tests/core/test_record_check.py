"""Whatever one thing is done to a record, the right entry is named and what was done to it, where it can be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.chains import chain, events
from tests.core.making import AT
from tokri.core.ports import Entry, Event, Head, Personal
from tokri.core.record import ERASED, append, entry_sha256, personal_of, personal_sha256
from tokri.core.record_check import Fault, Findings, Kind, check, verify

FORGED = Event("forged", "nobody", AT, {"never": "happened"})

told = st.lists(events, min_size=2, max_size=6)

#: Whether the rows after a missing or added one were given new numbers, as a table with a primary key asks for.
renumbered = pytest.mark.parametrize("renumber", [True, False])


def numbered(entries: Iterable[Entry], renumber: bool = True) -> list[Entry]:
    return [replace(entry, seq=seq) if renumber else entry for seq, entry in enumerate(entries, 1)]


def with_its_hash(entry: Entry) -> Entry:
    """As somebody leaves it who knows how the hash is made."""
    return replace(entry, sha256=entry_sha256(entry))


def place_in(entries: list[Entry], data: st.DataObject, *, but_last: int = 0) -> int:
    return data.draw(st.integers(0, len(entries) - 1 - but_last))


@settings(deadline=None)
@given(told, st.data())
def test_a_changed_entry_is_named_even_if_it_was_given_a_right_hash(told: list[Event], data: st.DataObject) -> None:
    entries = chain(told)
    place = place_in(entries, data, but_last=1)
    entries[place] = with_its_hash(replace(entries[place], subject="somebody else"))
    assert verify(entries) == Fault(place + 1, Kind.CHANGED)


@settings(deadline=None)
@given(told, st.data())
def test_an_entry_that_was_made_to_follow_another_is_named(told: list[Event], data: st.DataObject) -> None:
    entries = chain(told)
    place = place_in(entries, data, but_last=1)
    entries[place] = with_its_hash(replace(entries[place], previous="f" * 64))
    assert verify(entries) == Fault(place + 1, Kind.CHANGED)


@renumbered
@settings(deadline=None)
@given(told=told, data=st.data())
def test_a_removed_entry_is_named(told: list[Event], data: st.DataObject, renumber: bool) -> None:
    entries = chain(told)
    place = place_in(entries, data, but_last=1)
    del entries[place]
    assert verify(numbered(entries, renumber)) == Fault(place + 1, Kind.REMOVED)


@renumbered
def test_the_first_of_many_removed_entries_is_named(renumber: bool) -> None:
    entries = chain([Event(str(number), "", AT) for number in range(300)])
    del entries[20:270]
    assert verify(numbered(entries, renumber)) == Fault(21, Kind.REMOVED)


@renumbered
@settings(deadline=None)
@given(told=told, data=st.data())
def test_of_two_that_changed_places_the_first_place_is_named(
    told: list[Event], data: st.DataObject, renumber: bool
) -> None:
    entries = chain(told)
    first = place_in(entries, data, but_last=1)
    second = data.draw(st.integers(first + 1, len(entries) - 1))
    entries[first], entries[second] = entries[second], entries[first]
    assert verify(numbered(entries, renumber)) == Fault(first + 1, Kind.REORDERED)


@renumbered
@settings(deadline=None)
@given(told=told, data=st.data())
def test_an_entry_moved_up_or_down_is_named_where_the_order_first_breaks(
    told: list[Event], data: st.DataObject, renumber: bool
) -> None:
    entries = chain(told)
    start = place_in(entries, data)
    end = data.draw(st.integers(0, len(entries) - 1).filter(lambda place: place != start))
    entries.insert(end, entries.pop(start))
    assert verify(numbered(entries, renumber)) == Fault(min(start, end) + 1, Kind.REORDERED)


def nonsense(before: Entry | None, seq: int) -> Entry:
    """Put in by somebody who knows nothing of hashes."""
    del before
    return Entry(seq, AT, FORGED.kind, FORGED.subject, FORGED.facts, "a" * 64, "b" * 64)


def with_a_right_hash(before: Entry | None, seq: int) -> Entry:
    """Put in by somebody who does, and who follows nothing."""
    return with_its_hash(nonsense(before, seq))


def that_follows(before: Entry | None, seq: int) -> Entry:
    """Put in by somebody who knows the chain."""
    del seq
    return append(before, FORGED)


@renumbered
@pytest.mark.parametrize("forge", [nonsense, with_a_right_hash, that_follows])
@settings(deadline=None)
@given(told=told, data=st.data())
def test_an_inserted_entry_is_named(
    told: list[Event], data: st.DataObject, forge: Callable[[Entry | None, int], Entry], renumber: bool
) -> None:
    entries = chain(told)
    place = place_in(entries, data)
    before = entries[place - 1] if place else None
    entries.insert(place, forge(before, place + 1))
    assert verify(numbered(entries, renumber)) == Fault(place + 1, Kind.INSERTED)


@renumbered
@settings(deadline=None)
@given(told=told, data=st.data())
def test_an_entry_that_stands_twice_is_named_as_inserted(
    told: list[Event], data: st.DataObject, renumber: bool
) -> None:
    entries = chain(told)
    copied = place_in(entries, data)
    place = data.draw(st.integers(0, copied + 1) | st.integers(0, len(entries) - 1))
    entries.insert(place, entries[copied])
    # Of two that stand side by side, the second is too many.
    too_many = copied + 1 if place == copied else place
    assert verify(numbered(entries, renumber)) == Fault(too_many + 1, Kind.INSERTED)


# --- what only the head can show -----------------------------------------------------------------


def checked(entries: list[Entry], head: Head | None = None) -> Findings:
    return check(((entry, None) for entry in entries), head)


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].seq, entries[-1].sha256)


@settings(deadline=None)
@given(told, st.data())
def test_a_record_cut_at_the_end_is_found_by_its_head_alone(told: list[Event], data: st.DataObject) -> None:
    entries = chain(told)
    head = head_of(entries)
    left = entries[: place_in(entries, data)]
    assert checked(left).faults == ()
    assert checked(left, head).faults == (Fault(len(left) + 1, Kind.CUT_OFF),)


@settings(deadline=None)
@given(told, st.data(), st.integers(0, 2))
def test_a_chain_made_anew_is_found_by_its_head_alone(told: list[Event], data: st.DataObject, since: int) -> None:
    head = head_of(chain(told))
    told[place_in(chain(told), data)] = FORGED
    anew = chain([*told, *[FORGED] * since])
    assert checked(anew).faults == ()
    assert checked(anew, head).faults == (Fault(head.seq, Kind.REWRITTEN),)


@settings(deadline=None)
@given(told, st.integers(1, 6))
def test_an_older_head_is_met_by_a_record_that_has_grown(told: list[Event], number: int) -> None:
    entries = chain(told)
    number = min(number, len(entries))
    assert checked(entries, head_of(entries[:number])).faults == ()
    assert checked(entries).head == head_of(entries)


def test_an_entry_added_at_the_end_cannot_be_told_from_a_true_one() -> None:
    entries = chain([Event("a", "", AT), FORGED])
    assert checked(entries).faults == ()


def test_a_wrong_hash_at_the_very_end_is_called_a_change() -> None:
    entries = chain([Event("a", "", AT)])
    assert verify([*entries, nonsense(entries[0], 2)]) == Fault(2, Kind.CHANGED)


def test_of_a_stretch_made_anew_the_last_entry_is_named() -> None:
    entries = chain([Event(str(number), "", AT) for number in range(5)])
    anew = chain([Event("0", "", AT), FORGED, FORGED])
    assert verify([*anew, *entries[3:]]) == Fault(3, Kind.CHANGED)


# --- what stands beside the chain ----------------------------------------------------------------


def of_a_person(name: str) -> tuple[Entry, Personal]:
    event = Event("client added", "client:9", AT, personal={"name": name})
    personal = personal_of(event, 1, "5a" * 32)
    assert personal is not None
    return append(None, event, personal_sha256(personal)), personal


def test_a_person_may_be_erased_and_the_record_stays_whole() -> None:
    entry, personal = of_a_person("Ravi")
    kept = check([(entry, personal)])
    erased = check([(entry, None), (append(entry, Event(ERASED, "client:9", AT, {"entries": 1})), None)])
    assert (kept.faults, kept.personal, kept.erased) == ((), 1, 0)
    assert (erased.faults, erased.personal, erased.erased) == ((), 0, 1)
    assert kept.whole
    assert erased.whole


def test_a_person_erased_in_silence_is_noticed() -> None:
    entry, _ = of_a_person("Ravi")
    found = check([(entry, None)])
    assert (found.erased, found.erasures, found.whole) == (1, 0, False)


def test_an_erasure_that_says_no_number_is_no_number() -> None:
    entries = chain([Event(ERASED, "client:9", AT, {"entries": None}), Event(ERASED, "client:9", AT)])
    assert checked(entries).erasures == 0


@pytest.mark.parametrize(
    "change", [{"data": '{"name":"Asha"}'}, {"salt": "a5" * 32}, {"data": '{"name": "Ravi"}'}], ids=str
)
def test_what_stands_beside_an_entry_and_is_not_its_own_is_named(change: dict[str, str]) -> None:
    entry, personal = of_a_person("Ravi")
    assert check([(entry, replace(personal, **change))]).faults == (Fault(1, Kind.PERSONAL),)


def test_what_stands_beside_an_entry_that_never_had_anything_is_named() -> None:
    _, personal = of_a_person("Ravi")
    (entry,) = chain([Event("saved", "b1", AT)])
    assert check([(entry, personal)]).faults == (Fault(1, Kind.PERSONAL),)


def test_the_chain_the_head_and_the_person_each_have_their_fault_named() -> None:
    entry, personal = of_a_person("Ravi")
    rows = [(replace(entry, kind="x"), replace(personal, data="{}"))]
    assert [fault.kind for fault in check(rows, Head(5, "a" * 64)).faults] == [
        Kind.CHANGED,
        Kind.CUT_OFF,
        Kind.PERSONAL,
    ]
