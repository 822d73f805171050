"""Chains for tests: any events, and the entries that tell of them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from tests.core.making import AT
from tokri.core.ports import Entry, Event
from tokri.core.record import append

events = st.builds(
    Event,
    kind=st.text(max_size=10),
    subject=st.text(max_size=10),
    at=st.integers(0, 10**9).map(lambda seconds: AT + timedelta(seconds=seconds, microseconds=seconds % 1000)),
    facts=st.dictionaries(
        st.text(max_size=5), st.text(max_size=5) | st.integers() | st.booleans() | st.none(), max_size=3
    ),
    who=st.sampled_from(["", "user:7", "visitor", "runner"]),
    where=st.sampled_from(["", "internet", "this machine"]),
)


def chain(told: list[Event]) -> list[Entry]:
    """The entries of a record in which these events happened."""
    entries: list[Entry] = []
    for event in told:
        entries.append(append(entries[-1] if entries else None, event))
    return entries
