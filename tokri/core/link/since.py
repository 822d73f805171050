"""Since when a link stands where it stands: what is known of it, and which moment each stage began with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from tokri.core.link.board_rows import AnswerRow, LinkRow
from tokri.core.link.state import Stage
from tokri.core.state import State

#: Of a hand-off, as the fields of Sent are in their order, all that a stage is told by.
SentAs = tuple[int, int, int, State, bool, int]


class Away(NamedTuple):
    """A hand-off of a link: where it stands, and when the newest of it became known."""

    sent: SentAs
    made_at: datetime
    left_at: datetime | None
    heard_at: datetime | None


@dataclass(slots=True)
class Said:
    """What was said at one link, of the version that it shows and of the account."""

    no: AnswerRow | None = None
    asked: AnswerRow | None = None
    consented_at: datetime | None = None  #: of the version that it shows
    yes_at: datetime | None = None  #: of any


class Known(NamedTuple):
    """What is known of one link."""

    link: LinkRow
    said: Said
    away: Sequence[Away]
    recalled_at: datetime | None
    wrong_at: datetime | None


Since = Callable[[Known], datetime | None]


def _since_left(of: Known) -> datetime | None:
    left = [each.left_at for each in of.away if each.left_at is not None]
    return max(left) if left else None


def _since_heard(of: Known) -> datetime | None:
    heard = [each.heard_at or each.left_at or each.made_at for each in of.away]
    return max(heard) if heard else None


def _since_no(of: Known) -> datetime | None:
    return of.said.no.at if of.said.no is not None else None


#: When each stage began; where that is not known, the link was made then.
SINCE: Final[Mapping[Stage, Since]] = {
    Stage.MADE: lambda of: of.link.made_at,
    Stage.PREPARED: lambda of: of.link.last_message_at,
    Stage.OPENED: lambda of: of.link.opened_at,
    Stage.CONSENTED: lambda of: of.said.consented_at,
    Stage.ON_KITE: _since_left,
    Stage.UNRESOLVED: _since_left,
    Stage.SENT: _since_heard,
    Stage.QUEUED: _since_heard,
    Stage.REPORTED: _since_heard,
    Stage.IN_FILE: _since_heard,
    Stage.SEEN: _since_heard,
    Stage.HALF: _since_heard,
    Stage.NOTHING_PLACED: _since_heard,
    Stage.DECLINED: _since_no,
    Stage.ELSEWHERE: _since_no,
    Stage.EXPIRED: lambda of: of.link.expires_at,
    Stage.WRONG_ACCOUNT: lambda of: of.wrong_at,
    Stage.RECALLED: lambda of: of.recalled_at,
    Stage.ENDED: lambda of: of.link.ended_at or of.link.locked_at,
}
