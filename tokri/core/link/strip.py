"""One basket's links by stage, from the day it was sent until now: what the board's strip is drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tokri.core.link.board import lines
from tokri.core.link.board_left import MAY_BE_LEFT
from tokri.core.link.board_rows import Kept, as_of
from tokri.core.link.state import Stage
from tokri.core.market.calendar import Calendar


class Band(StrEnum):
    """Stages that stand together in the strip, from the bottom up."""

    SEEN = "seen"
    LEFT = "left"
    SENT = "sent"
    AT_KITE = "at-kite"
    YES = "yes"
    OPENED = "opened"
    NOT_OPENED = "not-opened"
    NO = "no"
    OVER = "over"
    WRONG = "wrong"


_BANDS: Final[Mapping[Stage, Band]] = {
    Stage.MADE: Band.NOT_OPENED,
    Stage.PREPARED: Band.NOT_OPENED,
    Stage.OPENED: Band.OPENED,
    Stage.CONSENTED: Band.YES,
    Stage.ON_KITE: Band.AT_KITE,
    Stage.UNRESOLVED: Band.AT_KITE,
    Stage.SENT: Band.SENT,
    Stage.QUEUED: Band.SENT,
    Stage.REPORTED: Band.SENT,
    Stage.IN_FILE: Band.SEEN,
    Stage.HALF: Band.LEFT,
    Stage.SEEN: Band.SEEN,
    Stage.NOTHING_PLACED: Band.NO,
    Stage.DECLINED: Band.NO,
    Stage.ELSEWHERE: Band.NO,
    Stage.EXPIRED: Band.OVER,
    Stage.RECALLED: Band.OVER,
    Stage.ENDED: Band.OVER,
    Stage.WRONG_ACCOUNT: Band.WRONG,
}

#: As many columns as a phone shows, and no more.
MOST: Final = 12

_STEPS: Final = (
    *(timedelta(hours=hours) for hours in (1, 2, 4, 8, 12)),
    *(timedelta(days=days) for days in (1, 2, 4, 7, 14, 28, 84, 364)),
)


@dataclass(frozen=True, slots=True)
class Column:
    """How many links stood where at a moment; bands of which there were none are not in it."""

    at: datetime
    bands: Mapping[Band, int]

    @property
    def total(self) -> int:
        return sum(self.bands.values())


def strip(kept: Kept, now: datetime, unresolved_after: timedelta, calendar: Calendar | None = None) -> Sequence[Column]:
    """A column for each step of time since the first link was made, the last one now; none where there is no link."""
    if not kept.links:
        return ()
    return [
        _column(kept, at, unresolved_after, calendar) for at in moments(min(each.made_at for each in kept.links), now)
    ]


def moments(first: datetime, now: datetime) -> Sequence[datetime]:
    """The moments of the columns, in order: now, and back from it in even steps to the first step after `first`."""
    step = next((each for each in _STEPS if (now - first) / each < MOST), _STEPS[-1])
    count = min(int((now - first) / step) + 1, MOST)
    return [now - step * back for back in reversed(range(count))]


def _column(kept: Kept, at: datetime, unresolved_after: timedelta, calendar: Calendar | None) -> Column:
    then = as_of(kept, at)
    counted = Counter(
        Band.LEFT if line.stage in MAY_BE_LEFT and line.link.id in then.left else _BANDS[line.stage]
        for line in lines(then, at, unresolved_after, calendar)
    )
    return Column(at, {band: counted[band] for band in Band if counted[band]})
