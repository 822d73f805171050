"""The board in words: what is to be done, what stands together in the strip, how long ago, how many changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from tokri.core.link.board import Act
from tokri.core.link.board_finding import NEED_YOU, NOT_ACTED_YET
from tokri.core.link.state import Stage
from tokri.core.link.strip import Band
from tokri.desk.board import MOST_NEWS
from tokri.web.words.links import STAGES

#: What the adviser does next.
ACTS: Final[Mapping[Act, str]] = {
    Act.ANSWER: "Answer the question",
    Act.CALL: "Call: wrong account",
    Act.LOOK: "Look at what is left",
    Act.RECALL: "Look at the recall",
    Act.ASK: "Ask what became of it",
    Act.UNLOCK: "Unlock: too many wrong answers",
    Act.PART: "Remind of the other part",
    Act.PREPARE: "Prepare the message",
    Act.REMIND: "Remind",
    Act.NONE: "",
}

#: What the counts and the filter say of each stage; the line itself has room for more.
FILTERS: Final[Mapping[str, str]] = {
    NEED_YOU: "Need you",
    NOT_ACTED_YET: "Neither yes nor no",
    **{stage.value: said for stage, (_, said) in STAGES.items()},
}

ORDERS: Final[Mapping[str, str]] = {
    "first": "What to do first",
    "oldest": "Longest without a change",
    "newest": "Latest change",
}

BANDS: Final[Mapping[Band, str]] = {
    Band.SEEN: "Seen in the order book or a file",
    Band.LEFT: "Half done, or not all filled",
    Band.SENT: "Sent to Kite, or reported by it",
    Band.AT_KITE: "Left for Kite",
    Band.YES: "Consented",
    Band.OPENED: "Opened",
    Band.NOT_OPENED: "Not opened",
    Band.NO: "Declined, elsewhere or nothing placed",
    Band.OVER: "Expired, recalled or ended",
    Band.WRONG: "Another account",
}

#: The three stages of who has not acted, as the first line says them.
NOT_ACTED: Final[Mapping[Stage, str]] = {
    Stage.MADE: "no message prepared",
    Stage.PREPARED: "not opened",
    Stage.OPENED: "opened",
}

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def age(since: datetime, now: datetime) -> str:
    """How long ago, in the largest unit of which there are two, as a line of a list says it."""
    passed = now - since
    if passed < _MINUTE:
        return "just now"
    for unit, name in ((_DAY, "day"), (_HOUR, "hour")):
        if passed >= 2 * unit:
            return f"{passed // unit} {name}s"
    return _count(passed // _MINUTE, "minute")


def changes(count: int) -> str:
    """What is new since the page was shown."""
    many = f"{MOST_NEWS} changes or more" if count >= MOST_NEWS else _count(count, "change")
    return f"{many}: show {'it' if count == 1 else 'them'}"


def links(count: int) -> str:
    """1 link, 200 links."""
    return _count(count, "link")


def _count(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"
