"""What can be wrong with a file that is to be taken in, and what taking it in changed. The edge makes the sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tokri.core.instrument import Key

#: How many faults of one file are told: whoever mends one kind has mended its like.
MOST_FAULTS: Final = 20

#: A list that lost more than this share of an exchange's rows since the last one is taken for cut off, in per cent.
MOST_GONE: Final = 20

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Fault(StrEnum):
    """Why a file, or a row of it, is refused; the facts beside it."""

    HEADER = "header"  #: expected, found
    EMPTY = "empty"
    ENCODING = "encoding"  #: not UTF-8
    NUL = "nul"
    QUOTING = "quoting"
    COLUMNS = "columns"  #: expected, found
    VALUE = "value"  #: column, found
    TWICE = "twice"  #: key, first
    DATES = "dates"  #: expected, found
    AHEAD = "ahead"  #: day, latest: of a day that is yet to come
    SHRUNK = "shrunk"  #: exchange, before, now
    PACKED = "packed"  #: gzip or zip that does not unpack
    LARGE = "large"  #: most, in bytes
    DISK = "disk"  #: why
    BUSY = "busy"  #: another import is at it
    ADDRESS = "address"  #: neither https nor this machine
    ANSWER = "answer"  #: why: no whole answer came, or another than 200


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault, at a row as a text editor counts lines; row 0 is the file as a whole."""

    row: int
    code: Fault
    facts: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


class FileRefused(Exception):
    """The file was not taken in; what was there before still is."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        super().__init__(", ".join(f"row {each.row}: {each.code}" for each in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Renamed:
    """The same exchange and exchange_token under another symbol."""

    exchange: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A lot or a tick that is another now; `what` is the dump's column."""

    key: Key
    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What taking in a list changed, against the list before. `left_out`: rows of unknown exchanges.

    `later` is the day of the rows that it replaced, where that is after its own.
    """

    rows: int
    added: tuple[Key, ...] = ()
    gone: tuple[Key, ...] = ()
    changed: tuple[Changed, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    first: bool = False
    later: date | None = None


@dataclass(frozen=True, slots=True)
class PricesTaken:
    """What taking in a file of prices did: how many rows of it, of which day, and how many the list does not have.

    `outlived`: how many gave way to a price of a later day.
    """

    rows: int
    on: date
    unlisted: int
    outlived: int = 0
