"""The board: every link in one line, with its stage, since when, and what the adviser does next.

The store tells light rows (tokri/core/link/board_rows.py). From them the same stage is worked out as from the whole
link (tokri/link/look.py): a test holds the two to each other. Moments are UTC.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from tokri.core.link.board_away import away_of
from tokri.core.link.board_left import MAY_BE_LEFT
from tokri.core.link.board_rows import AnswerRow, Kept, LinkRow, ReadingRow, VersionRow
from tokri.core.link.current import stands_ready
from tokri.core.link.link import AnswerKind, Ended
from tokri.core.link.since import SINCE, Known, Said, SentAs, Since
from tokri.core.link.state import Door, Sent, Stage, Stood, door, stage
from tokri.core.market.calendar import Calendar
from tokri.core.ports.kept import ReadingFault
from tokri.core.state import UNRESOLVED_AFTER


class Act(StrEnum):
    """What the adviser does next; NONE: it is the client's turn, or nobody's."""

    ANSWER = "answer"  #: the client asked something
    CALL = "call"  #: the orders went to another account than the client's
    LOOK = "look"  #: documents show that something did not fill, and nobody has taken it in hand
    RECALL = "recall"  #: something of a version that was taken back may be at Kite, and no draft undoes it
    ASK = "ask"  #: the client left for Kite and was not heard of, or nothing came of it
    UNLOCK = "unlock"  #: wrong answers to its check locked it
    PART = "part"  #: a part is sent, and the client has yet to send another
    PREPARE = "prepare"
    REMIND = "remind"
    NONE = ""


class Line(NamedTuple):
    """One link on the board. `shows` is the version that the client sees now; None: none.

    `since` is when the stage began, `asked_at` when the client asked what nobody has answered. `closed` is the note
    with which the firm closed it: whatever came in since opens it again. `closed_of` is the version that it is, or was,
    closed of; 0: of none.
    """

    link: LinkRow
    shows: int | None
    stage: Stage
    since: datetime
    act: Act
    asked_at: datetime | None
    closed: str = ""
    closed_of: int = 0

    @property
    def needs_you(self) -> bool:
        """Whether the adviser is to act, whatever the client does meanwhile."""
        return self.act in NEEDS_YOU


#: What the client can do by themselves is no such act: they are reminded, or asked.
NEEDS_YOU: Final = frozenset({Act.ANSWER, Act.CALL, Act.UNLOCK, Act.LOOK, Act.RECALL})

#: The client was given a link and has said neither yes nor no.
NOT_ACTED: Final = (Stage.MADE, Stage.PREPARED, Stage.OPENED)

_OVER: Final = frozenset({Stage.ENDED, Stage.RECALLED})
_AFTER_YES: Final = frozenset(
    {
        *(Stage.CONSENTED, Stage.ON_KITE, Stage.SENT, Stage.QUEUED, Stage.REPORTED, Stage.IN_FILE, Stage.SEEN),
        *(Stage.HALF, Stage.UNRESOLVED, Stage.NOTHING_PLACED),
    }
)
_NEXT: Final = {
    Stage.MADE: Act.PREPARE,
    Stage.PREPARED: Act.REMIND,
    Stage.OPENED: Act.REMIND,
    Stage.CONSENTED: Act.REMIND,
    Stage.HALF: Act.PART,
    Stage.UNRESOLVED: Act.ASK,
    Stage.NOTHING_PLACED: Act.ASK,
    Stage.WRONG_ACCOUNT: Act.CALL,
}


_NOTHING_SAID: Final = Said()


class _Told(NamedTuple):
    """A stage, what tells since when it is, and what comes next where nothing was asked."""

    stage: Stage
    since: Since
    act: Act


#: How a link ended, what is so of it as the fields of Stood are in their order, and the client's no.
_Flags = tuple[str | None, bool, bool, bool, bool, bool, bool, bool, bool, AnswerKind | None]

#: Of a link at which nothing was said and nothing handed off: its basket, the version that it shows, for how many uses
#: it is, how it ended, whether it expired, is of no client, was never opened, is not locked, and has no message.
_Quiet = tuple[str, int | None, int, str | None, bool, bool, bool, bool, bool]

#: All that a stage is worked out from: the flags, whether it expired, what was sent, for how many uses, what it shows.
_Alike = tuple[_Flags, bool, tuple[SentAs, ...], int, int | None]


def lines(
    kept: Kept, now: datetime, unresolved_after: timedelta = UNRESOLVED_AFTER, calendar: Calendar | None = None
) -> list[Line]:
    """Every link's line, in the order in which they were made. `calendar` tells of the session that orders wait for.

    A link that ended before anything was done, and has a newer one in its place, has none.
    """
    found = _Board(kept, now, unresolved_after, calendar).lines()
    if Stage.ENDED not in {line.stage for line in found}:
        return found
    newest = {(each.basket_id, each.client_id): each.id for each in kept.links}
    return [
        line
        for line in found
        if line.stage is not Stage.ENDED or newest[line.link.basket_id, line.link.client_id] == line.link.id
    ]


class _Board:
    """What is known of all links, gathered so that each finds its own."""

    def __init__(self, kept: Kept, now: datetime, unresolved_after: timedelta, calendar: Calendar | None) -> None:
        ready = _newest_ready(kept.versions)
        self._kept, self._now = kept, now
        self._shown = {each.id: ready.get(each.basket_id) for each in kept.links}
        for link_id, number in kept.not_meant:
            if self._shown.get(link_id) == number:
                self._shown[link_id] = None
        self._said = _said(kept, self._shown)
        self._away = away_of(kept, now, unresolved_after, calendar)
        self._wrong = _wrong_accounts(kept)
        self._told: dict[_Alike, _Told] = {}
        self._quiet_told: dict[_Quiet, tuple[Line, Since]] = {}

    def lines(self) -> list[Line]:
        said, away = self._said, self._away
        return [
            self._line(each) if each.id in said or each.id in away else self._quiet(each) for each in self._kept.links
        ]

    def _quiet(self, link: LinkRow) -> Line:
        """The line of a link at which nothing was said and nothing handed off: little tells the stage of these."""
        kept = self._kept
        link_id, basket_id, client_id, made_at, expires_at, most_uses, opened_at, locked_at, _, ended, _, last = link
        shows = self._shown[link_id]
        if kept.closed and (link_id, shows or 0) in kept.closed:
            return self._line(link)
        over, no_client = self._now >= expires_at, client_id in kept.no_clients
        which = (basket_id, shows, most_uses, ended, over, no_client, not opened_at, not locked_at, not last)
        told = self._quiet_told.get(which)
        if told is None:
            line = self._line(link)
            self._quiet_told[which] = line, SINCE[line.stage]
            return line
        like, since = told
        recalled_at = kept.recalls.get((basket_id, shows)) if kept.recalls and shows is not None else None
        moment = since(Known(link, _NOTHING_SAID, (), recalled_at, None)) or made_at
        return Line(link, shows, like.stage, moment, like.act, None)

    def _line(self, link: LinkRow) -> Line:
        kept = self._kept
        link_id, basket_id, client_id, made_at, expires_at, most_uses, opened_at, locked_at, _, ended, _, last = link
        shows, said = self._shown[link_id], self._said.get(link_id, _NOTHING_SAID)
        away, wrong_at = self._away.get(link_id, ()), self._wrong.get(link_id)
        recalled_at = kept.recalls.get((basket_id, shows)) if kept.recalls and shows is not None else None
        flags = (
            ended,
            locked_at is not None,
            recalled_at is not None,
            basket_id in kept.put_away or client_id in kept.no_clients,
            shows is None,
            last is not None,
            opened_at is not None,
            said.consented_at is not None,
            wrong_at is not None,
            None if said.no is None else said.no.kind,
        )
        # Many links are alike in all that a stage is worked out from: it is worked out once for all of these.
        alike = (flags, self._now >= expires_at, tuple([each.sent for each in away]), most_uses, shows)
        stands, since, act = self._told.get(alike) or self._tell(alike, link)
        asked_at = None
        if act is Act.RECALL:
            if (basket_id, shows, client_id) in kept.corrected:
                act = Act.ASK if stands is Stage.UNRESOLVED else Act.NONE
        elif kept.left and link_id in kept.left and stands in MAY_BE_LEFT:
            act = Act.LOOK
        if said.asked is not None and stands not in _OVER:
            asked_at = _unanswered(said.asked, said, last)
            act = Act.ANSWER if asked_at is not None and act is not Act.CALL else act
        moment = since(Known(link, said, away, recalled_at, wrong_at)) or made_at
        # Where newer advice is not for this client, the note is on what went.
        number = shows or (away[-1].sent[0] if away else 0)
        closed = kept.closed.get((link_id, number)) if kept.closed else None
        news_at = max(moment, recalled_at) if act is Act.RECALL and recalled_at is not None else moment
        if closed is not None and closed.at >= news_at and asked_at is None:
            # What was closed is what is left: the part that was never sent is the client's still.
            half = stands is Stage.HALF and act in {Act.LOOK, Act.PART}
            return Line(link, shows, stands, moment, Act.PART if half else Act.NONE, None, closed.note, number)
        return Line(link, shows, stands, moment, act, asked_at, closed_of=number if closed is not None else 0)

    def _tell(self, alike: _Alike, link: LinkRow) -> _Told:
        flags, _, sent, _, shows = alike
        stood = _stood(link, self._now, flags, [Sent(*each) for each in sent], shows or 0)
        stands = stage(stood)
        found = self._told[alike] = _Told(stands, SINCE[stands], _act(stood, stands))
        return found


def _act(stood: Stood, stands: Stage) -> Act:
    """What comes next, where the client asked nothing."""
    if stood.recalled and stands in _AFTER_YES:
        return Act.RECALL
    if stood.locked and stands is Stage.ENDED and door(replace(stood, locked=False)) is Door.OPEN:
        return Act.UNLOCK
    return _NEXT.get(stands, Act.NONE)


def _stood(link: LinkRow, now: datetime, flags: _Flags, sent: Sequence[Sent], number: int) -> Stood:
    _, locked, recalled, closed, replaced, prepared, opened, consented, wrong_account, no = flags
    return Stood(
        at=now,
        expires_at=link.expires_at,
        most_uses=link.most_uses,
        ended=None if link.ended is None else Ended(link.ended),
        locked=locked,
        recalled=recalled,
        closed=closed,
        replaced=replaced,
        prepared=prepared,
        opened=opened,
        consented=consented,
        declined=no is AnswerKind.DECLINED,
        elsewhere=no is AnswerKind.ELSEWHERE,
        wrong_account=wrong_account,
        sent=sent,
        number=number,
    )


def _unanswered(asked: AnswerRow, said: Said, written_at: datetime | None) -> datetime | None:
    """When the client asked, if nothing followed: no message to them, and neither a yes nor a no of theirs."""
    later = (written_at, said.yes_at, said.no.at if said.no else None)
    return None if any(each is not None and each > asked.at for each in later) else asked.at


def _newest_ready(versions: Iterable[VersionRow]) -> dict[str, int]:
    """Of each basket the newest version that is ready for clients."""
    return {
        each.basket_id: each.number
        for each in sorted(versions, key=lambda each: each.number)
        if stands_ready(each.approved, approval_required=each.approval_required)
    }


def _said(kept: Kept, shown: Mapping[str, int | None]) -> dict[str, Said]:
    found: defaultdict[str, Said] = defaultdict(Said)
    for consent in kept.consents:
        said = found[consent.link_id]
        said.yes_at = consent.at
        if consent.number == shown.get(consent.link_id):
            said.consented_at = consent.at
    for answer in kept.answers:
        said = found[answer.link_id]
        if answer.kind in {AnswerKind.DECLINED, AnswerKind.ELSEWHERE}:
            if answer.number == (shown.get(answer.link_id) or 0):
                said.no = None if answer.taken_back else answer
        elif answer.kind is AnswerKind.QUESTION:
            said.asked = answer
    return found


def _wrong_accounts(kept: Kept) -> dict[str, datetime]:
    """Of which links it is known that another Kite account was used, and since when.

    The order book's owner tells it; where Kite named none, the client's own word.
    """
    words = {each.link_id: each for each in kept.answers if each.kind is AnswerKind.KITE_ID}
    if not words and all(each.fault is not ReadingFault.WRONG_ACCOUNT for each in kept.readings):
        return {}
    of_handoff: dict[str, ReadingRow] = {each.handoff_id: each for each in kept.readings if each.named}
    last = {each.link_id: of_handoff[each.id] for each in kept.handoffs if each.id in of_handoff}
    found = {link_id: each.at for link_id, each in last.items() if each.fault is ReadingFault.WRONG_ACCOUNT}
    for link_id, each in words.items():
        # What the register names later makes wrong what Kite had told before.
        if each.same is False and (link_id not in last or link_id in found):
            found[link_id] = max(found.get(link_id, each.at), each.at)
    return found
