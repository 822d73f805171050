"""Of what the firm's people are told by mail, whom it concerns, and in which words.

A letter gathers whatever came within some minutes; nobody gets one for each event. Its subject tells of nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tokri.core.ports.mail import Letter
from tokri.core.times import ist

#: What comes within so long after the first goes into one letter, so this is the least between two letters.
GATHERED_FOR: Final = timedelta(minutes=5)

#: Lines of one letter; the board has them all.
_MOST_LINES: Final = 40


class Reason(StrEnum):
    """Of what somebody is told who shared advice."""

    UNRESOLVED = "unresolved"  #: a client left for Kite, and nothing was heard since
    REJECTED = "rejected"  #: orders of a client's were seen rejected
    ASKED = "asked"
    DECLINED = "declined"


#: Which entries of the record may be a reason to tell whoever shared the advice.
REASONS: Final[Mapping[str, Reason]] = MappingProxyType(
    {
        "hand-off unresolved": Reason.UNRESOLVED,
        "order book read": Reason.REJECTED,
        "postback applied": Reason.REJECTED,
        "file brought": Reason.REJECTED,
        "question asked": Reason.ASKED,
        "declined": Reason.DECLINED,
    }
)

_HEADINGS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.UNRESOLVED: "Left for Kite, and nothing was heard since",
        Reason.REJECTED: "Orders were rejected",
        Reason.ASKED: "Asked something",
        Reason.DECLINED: "Said no",
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that one of the firm's people is to be told, once. `about` tells it from others of its reason.

    For UNRESOLVED and REJECTED `about` is the hand-off's id, or the link's where evidence is of all its hand-offs; else
    the number of the record's entry.
    """

    person_id: str
    reason: Reason
    about: str
    link_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as its letter tells it: who by name and code, and which advice."""

    reason: Reason
    client: str
    title: str
    at: datetime


def digest(lines: Sequence[Line], to: str, desk: str, at: datetime) -> Letter:
    """The letter with all of them. `desk` is the address of the board, "" where none is known."""
    count = len(lines)
    subject = "Tokri: 1 thing waits for you" if count == 1 else f"Tokri: {count} things wait for you"
    text = "\n".join(_text(lines[:_MOST_LINES], count - _MOST_LINES, desk))
    return Letter(to, subject, text, at)


def _text(lines: Sequence[Line], more: int, desk: str) -> Iterable[str]:
    yield "Since the last letter, at links that you shared:"
    for reason in Reason:
        of = [line for line in lines if line.reason is reason]
        if of:
            yield ""
            yield f"{_HEADINGS[reason]}:"
            yield from map(_one, of)
    if more > 0:
        yield ""
        yield f"And {more} more, on the board."
    yield ""
    yield f"The board: {desk}" if desk else "The board has all of them."
    yield "Which of these you are told of, you choose on your own page at the desk."
    yield ""


def _one(line: Line) -> str:
    return f"- {_plain(line.client)}: {_plain(line.title)} ({ist(line.at):%d %b, %H:%M} IST)"


def _plain(text: str) -> str:
    """What a person typed, on one line of its own."""
    return " ".join(text.split())
