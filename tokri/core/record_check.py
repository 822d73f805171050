"""Whether the record is whole, and if not, which entry is the first that is broken, and how.

What the chain alone cannot tell, and docs/record.md says so:
- entries cut off at the end, a whole chain made anew, an entry added at the end with a right hash: the head tells;
- an entry that was changed from one that was put in the place of a removed one;
- at the very end, an entry with a wrong hash: changed or added, it is called changed;
- a copy of an earlier entry at the very end, from entries put in where that one stood: these are named;
- a stretch made anew with right hashes: the last entry of the stretch is named, not the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tokri.core.ports import NOTHING_BEFORE, Entry, Head, Personal
from tokri.core.record import ERASED, entry_sha256, personal_sha256

#: So many entries removed at once, with all later ones given new numbers, are still known to have been removed.
_FAR: Final = 1000


class Kind(StrEnum):
    """How an entry is broken."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    INSERTED = "inserted"
    #: Only against a head: the record ends before it.
    CUT_OFF = "cut off"
    #: Only against a head: the chain holds, and is another.
    REWRITTEN = "rewritten"
    #: What stands beside the entry is not what its hash was made of.
    PERSONAL = "personal data changed"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first broken entry, by its place from 1, and how it is broken."""

    seq: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Findings:
    """What reading the whole record showed.

    `head` is its last entry. Beside `personal` entries stands what they say of a person, beside `erased` ones no
    more; of these, `erasures` are told by the record itself. Where they differ, somebody erased in silence.
    """

    faults: tuple[Fault, ...]
    head: Head | None
    personal: int
    erased: int
    erasures: int

    @property
    def whole(self) -> bool:
        """Whether nothing at all was found."""
        return not self.faults and self.erased == self.erasures


def check(rows: Iterable[tuple[Entry, Personal | None]], head: Head | None = None) -> Findings:
    """Read the whole record, each row once: the first fault of the chain, of the head, and of what stands beside."""
    reading = _Reading(head)
    chain = verify(reading.entries(rows))
    last = reading.last
    against_head = None
    if head is not None and not reading.head_met:
        ends = 0 if last is None else last.seq
        against_head = Fault(ends + 1, Kind.CUT_OFF) if ends < head.seq else Fault(head.seq, Kind.REWRITTEN)
    return Findings(
        tuple(fault for fault in (chain, against_head, reading.fault) if fault is not None),
        None if last is None else Head(last.seq, last.sha256),
        reading.personal,
        reading.erased,
        reading.erasures,
    )


class _Reading:
    """What is noted while the rows go by."""

    def __init__(self, head: Head | None) -> None:
        self._head = head
        self.head_met = False
        self.last: Entry | None = None
        self.personal = 0
        self.erased = 0
        self.erasures = 0
        self.fault: Fault | None = None

    def entries(self, rows: Iterable[tuple[Entry, Personal | None]]) -> Iterator[Entry]:
        for entry, personal in rows:
            self.last = entry
            self.head_met = self.head_met or Head(entry.seq, entry.sha256) == self._head
            if personal is not None:
                self.personal += 1
                if personal_sha256(personal) != entry.personal_sha256 and self.fault is None:
                    self.fault = Fault(entry.seq, Kind.PERSONAL)
            elif entry.personal_sha256:
                self.erased += 1
            if entry.kind == ERASED:
                told = entry.facts.get("entries")
                self.erasures += told if isinstance(told, int) else 0
            yield entry


def verify(entries: Iterable[Entry], after: Entry | None = None) -> Fault | None:
    """The first entry that does not follow from the one before it, and how it is broken; None where all do.

    `after` is the entry that stands before the first one given, so that a long record may be read in pieces.
    """
    coming = iter(entries)
    before = after
    for entry in coming:
        seq, previous = _wanted(before)
        if (entry.seq, entry.previous, entry.sha256) != (seq, previous, entry_sha256(entry)):
            return _fault(before, entry, coming)
        before = entry
    return None


def _wanted(before: Entry | None) -> tuple[int, str]:
    """The number, and the hash of the one before, that the next entry must have."""
    return (1, NOTHING_BEFORE) if before is None else (before.seq + 1, before.sha256)


@dataclass(slots=True)
class _Ahead:
    """What comes after the first entry that does not follow, read to the end."""

    next: Entry | None = None
    highest: int = 0
    #: The entry that ought to stand here stands further on.
    wanted: bool = False
    #: The entry that stands here stands once more further on.
    again: bool = False


def _fault(before: Entry | None, entry: Entry, coming: Iterator[Entry]) -> Fault:
    """What is wrong with `entry`, the first one that does not follow."""
    seq, previous = _wanted(before)
    ahead = _look_ahead(seq, previous, entry, coming)
    own = _own_number(entry, ahead.highest)
    if ahead.wanted:
        moved = own is not None and own > seq and not ahead.again
        return Fault(seq, Kind.REORDERED if moved else Kind.INSERTED)
    if own is None or entry.previous == previous:
        return Fault(seq, Kind.CHANGED)
    if own > seq:
        return Fault(seq, Kind.REMOVED)
    if own < seq:
        # It is the one before once more, or was at home further up, where something else now stands that follows too.
        again = before is not None and before.sha256 == entry.sha256
        return Fault(seq if again else own, Kind.INSERTED)
    # Its own hash is right. If what comes next agrees with it, the one before was changed and given a new hash.
    followed = ahead.next is None or ahead.next.previous == entry.sha256
    return Fault(seq - 1 if before is not None and followed else seq, Kind.CHANGED)


def _look_ahead(seq: int, previous: str, entry: Entry, coming: Iterator[Entry]) -> _Ahead:
    ahead = _Ahead(highest=seq)
    for later in coming:
        ahead.next = ahead.next or later
        ahead.highest += 1
        ahead.wanted = ahead.wanted or (later.previous == previous and _was(later, seq))
        ahead.again = ahead.again or later.sha256 == entry.sha256
    return ahead


def _own_number(entry: Entry, highest: int) -> int | None:
    """The number with which the entry's hash is right, whatever it carries now; None if it is right with none."""
    return next((seq for seq in (entry.seq, *range(1, highest + _FAR)) if _was(entry, seq)), None)


def _was(entry: Entry, seq: int) -> bool:
    """Whether the entry was written as number `seq`."""
    return entry_sha256(replace(entry, seq=seq)) == entry.sha256
