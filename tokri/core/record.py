"""The record's hash chain: each entry carries the hash of the one before it, so none can be altered unseen.

A cut at the end cannot be seen from the chain alone; whoever keeps the last hash elsewhere can see that too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from tokri.core.basket import canonical_json
from tokri.core.ports import Event

#: What stands in the first entry where the others have the hash of the one before.
NOTHING_BEFORE: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the record: its place from 1, the hash of the entry before, and its own."""

    seq: int
    at: datetime
    kind: str
    subject: str
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    previous: str = NOTHING_BEFORE
    sha256: str = ""


def append(head: Entry | None, event: Event) -> Entry:
    """The entry that follows `head` (None: the record is empty) and tells of `event`."""
    seq = 1 if head is None else head.seq + 1
    previous = NOTHING_BEFORE if head is None else head.sha256
    at = event.at.astimezone(UTC)
    entry = Entry(seq, at, event.kind, event.subject, dict(event.facts), previous)
    return replace(entry, sha256=_sha256(entry))


def verify(entries: Iterable[Entry], after: Entry | None = None) -> int | None:
    """The place of the first entry that does not follow from the one before it; None where all do.

    `after` is the entry that stands before the first one given, so that a long record may be read in pieces.
    """
    seq = 0 if after is None else after.seq
    previous = NOTHING_BEFORE if after is None else after.sha256
    for entry in entries:
        seq += 1
        if (entry.seq, entry.previous, entry.sha256) != (seq, previous, _sha256(entry)):
            return seq
        previous = entry.sha256
    return None


def _sha256(entry: Entry) -> str:
    text = canonical_json(
        {
            "seq": entry.seq,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": entry.kind,
            "subject": entry.subject,
            "facts": dict(entry.facts),
            "previous": entry.previous,
        }
    )
    return hashlib.sha256(text.encode()).hexdigest()
