"""The record as it is kept: its entries, what stands beside them of a person, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

#: What stands in the first entry where the others have the hash of the one before.
NOTHING_BEFORE: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the record: its place from 1, the hash of the entry before, and its own.

    `who` and `where` are as in Event. `personal_sha256` is the hash of what stands beside the chain, salted; "" where
    nothing ever stood there.
    """

    seq: int
    at: datetime
    kind: str
    subject: str
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    previous: str = NOTHING_BEFORE
    sha256: str = ""
    who: str = ""
    where: str = ""
    personal_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """What the record says of a person, beside the entry it belongs to. `subject` is the person's id.

    `salt` is 64 hexadecimal digits of chance, without which nobody can guess `data` from its hash; `data` is
    canonical JSON.
    """

    seq: int
    subject: str
    salt: str
    data: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry's place and hash. Kept elsewhere, it shows later whether the record was cut or rewritten."""

    seq: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.sha256}"


class RecordRead(Protocol):
    def head(self) -> Head | None:
        """The newest entry's place and hash; None while nothing is recorded."""
        ...

    def newest(self, count: int) -> Sequence[Entry]:
        """The last `count` entries, newest first, without reading the others."""
        ...

    def newest_of(self, kinds: Collection[str], count: int, among: int) -> Sequence[Entry]:
        """The last `count` entries of these kinds among the last `among` of all, newest first."""
        ...

    def about(self, subject: str, count: int) -> Sequence[tuple[Entry, Personal | None]]:
        """The last `count` entries of that subject, newest first, each with what stands beside it and was not erased.

        Read without the others.
        """
        ...

    def first_of(self, subjects: Collection[str], kinds: Collection[str]) -> Mapping[str, int]:
        """Where each of these subjects has its first entry of one of these kinds, read without the others."""
        ...

    def rows(self, first: int | None = None) -> Iterator[tuple[Entry, Personal | None]]:
        """All, or all from place `first` on, a few in memory at a time, each with what stands beside it, not erased."""
        ...
