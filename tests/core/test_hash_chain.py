from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.making import AT, MINUTE
from tokri.core.ports import Event
from tokri.core.record import NOTHING_BEFORE, Entry, append, verify
from tokri.core.times import IST

events = st.builds(
    Event,
    kind=st.text(max_size=10),
    subject=st.text(max_size=10),
    at=st.integers(0, 10**9).map(lambda seconds: AT + timedelta(seconds=seconds, microseconds=seconds % 1000)),
    facts=st.dictionaries(
        st.text(max_size=5), st.text(max_size=5) | st.integers() | st.booleans() | st.none(), max_size=3
    ),
)


def chain(told: list[Event]) -> list[Entry]:
    entries: list[Entry] = []
    for event in told:
        entries.append(append(entries[-1] if entries else None, event))
    return entries


def test_the_first_entry_follows_nothing_and_each_next_the_one_before() -> None:
    first, second = chain([Event("saved", "b1", AT), Event("left", "h1", AT + MINUTE, {"part": 1})])
    assert (first.seq, first.previous) == (1, NOTHING_BEFORE)
    assert (second.seq, second.previous) == (2, first.sha256)
    assert verify([first, second]) is None
    assert verify([]) is None


def test_the_hash_is_of_all_fields_in_canonical_json() -> None:
    (entry,) = chain([Event("saved", "b1", AT, {"name": "टोकरी", "n": 1})])
    assert entry.sha256 == "7aaaf3d4138e61ef1c02715f381579e5d36d41feb20fae550b10016e14d2faf3"


def test_a_long_record_is_verified_in_pieces() -> None:
    entries = chain([Event(str(number), "", AT) for number in range(4)])
    assert verify(entries[2:], after=entries[1]) is None
    assert verify(entries[2:], after=entries[0]) == 2
    assert verify(entries[2:]) == 1


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    assert chain([Event("a", "b", AT)]) == chain([Event("a", "b", AT.astimezone(IST))])


@settings(deadline=None)
@given(st.lists(events, min_size=1, max_size=5), st.data())
def test_any_altered_field_breaks_the_chain_at_its_entry(told: list[Event], data: st.DataObject) -> None:
    entries = chain(told)
    assert verify(entries) is None
    place = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from([each.name for each in fields(Entry)]))
    altered = {"seq": 99, "at": entries[place].at + timedelta(microseconds=1), "facts": {"not": "there"}}
    entries[place] = replace(entries[place], **{name: altered.get(name, f"{getattr(entries[place], name)}x")})
    assert verify(entries) == place + 1


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_entry_taken_out_or_moved_breaks_the_chain_there(place: int) -> None:
    entries = chain([Event(str(number), "", AT) for number in range(4)])
    assert verify(entries[:place] + entries[place + 1 :]) == place + 1
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert verify(entries) == place + 1
