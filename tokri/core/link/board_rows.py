"""The rows that the board is worked out from, as light as they can be, and the same rows as they were earlier.

A row tells no more than a stage and its age are worked out from: ten thousand are read for each look at the board.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from tokri.core.evidence import Source
from tokri.core.link.link import AnswerKind
from tokri.core.ports.kept import PersonsWord, ReadingFault


class LinkRow(NamedTuple):
    """A link as the board reads it, and when its first message was prepared, and its last.

    The first is told of one basket's links alone.
    """

    id: str
    basket_id: str
    client_id: str
    made_at: datetime
    expires_at: datetime
    most_uses: int
    opened_at: datetime | None
    locked_at: datetime | None
    ended_at: datetime | None
    ended: str | None
    first_message_at: datetime | None = None
    last_message_at: datetime | None = None


class VersionRow(NamedTuple):
    """A shared version; `approved` is None where nobody has decided."""

    basket_id: str
    number: int
    shared_at: datetime
    approval_required: bool
    approved: bool | None
    decided_at: datetime | None


class ConsentRow(NamedTuple):
    link_id: str
    number: int
    handoff_id: str
    at: datetime


class AnswerRow(NamedTuple):
    link_id: str
    number: int
    kind: AnswerKind
    at: datetime
    taken_back: bool
    same: bool | None


class HandoffRow(NamedTuple):
    """A hand-off that was made at a link. `for_later`: all its orders are for the next session.

    `still_to_place` is the version of the client's own basket where that placed what was left of an earlier one,
    else 0.
    """

    id: str
    link_id: str
    part: int
    parts: int
    created_at: datetime
    left_at: datetime | None
    for_later: bool = False
    still_to_place: int = 0


class HandbackRow(NamedTuple):
    handoff_id: str
    status: str
    at: datetime


class ReadingRow(NamedTuple):
    """A reading. `at` is when the newest became known of it; `named`: Kite told whose account it is."""

    handoff_id: str
    at: datetime
    read_at: datetime | None
    fault: ReadingFault | None
    named: bool


class SightingRow(NamedTuple):
    """What a source showed of a hand-off's own orders from when on, and when last; those that are queued, apart.

    `whole`: every order of the hand-off stands in it, and each is complete; or it is no document, and decides nothing.
    """

    handoff_id: str
    source: Source
    queued: bool
    first: datetime
    last: datetime
    whole: bool = True


class UploadRow(NamedTuple):
    """A file that was uploaded and shows all there was of a hand-off, and the days that it holds."""

    handoff_id: str
    source: Source
    at: datetime
    first_day: date
    last_day: date
    closed: bool


class ClosedRow(NamedTuple):
    """When the firm closed a version at a link, with which note."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the store keeps of some links, each list in the order it was written.

    `put_away` are baskets, `no_clients` those who are clients no longer. `not_meant` are the links and the numbers of
    versions that are not meant for their clients. `recalls` is when which version was taken back, `corrected` since
    when a draft undoes it at which client's, `closed` by link and number how each was closed last. `left` is by link
    since when documents show that something will not fill, of which nobody has taken care: no row tells it
    (tokri/core/link/board_left.py).
    """

    links: Sequence[LinkRow] = ()
    put_away: Collection[str] = frozenset()
    no_clients: Collection[str] = frozenset()
    versions: Sequence[VersionRow] = ()
    not_meant: Collection[tuple[str, int]] = frozenset()
    recalls: Mapping[tuple[str, int], datetime] = field(default_factory=dict)
    corrected: Mapping[tuple[str, int, str], datetime] = field(default_factory=dict)
    closed: Mapping[tuple[str, int], ClosedRow] = field(default_factory=dict)
    consents: Sequence[ConsentRow] = ()
    answers: Sequence[AnswerRow] = ()
    handoffs: Sequence[HandoffRow] = ()
    handbacks: Sequence[HandbackRow] = ()
    words: Sequence[PersonsWord] = ()
    readings: Sequence[ReadingRow] = ()
    sightings: Sequence[SightingRow] = ()
    uploads: Sequence[UploadRow] = ()
    left: Mapping[str, datetime] = field(default_factory=dict)


def as_of(kept: Kept, at: datetime) -> Kept:
    """What was known of the same links at an earlier moment.

    For whom a version is meant, which baskets are put away and who is a client is taken as it is now.
    """
    return Kept(
        links=[_link_at(each, at) for each in kept.links if each.made_at <= at],
        versions=[_version_at(each, at) for each in kept.versions if each.shared_at <= at],
        put_away=kept.put_away,
        no_clients=kept.no_clients,
        not_meant=kept.not_meant,
        closed={key: each for key, each in kept.closed.items() if each.at <= at},
        recalls={key: recalled_at for key, recalled_at in kept.recalls.items() if recalled_at <= at},
        corrected={key: drafted_at for key, drafted_at in kept.corrected.items() if drafted_at <= at},
        consents=[each for each in kept.consents if each.at <= at],
        answers=[each for each in kept.answers if each.at <= at],
        handoffs=[_handoff_at(each, at) for each in kept.handoffs if each.created_at <= at],
        handbacks=[each for each in kept.handbacks if each.at <= at],
        words=[each for each in kept.words if each.at <= at],
        readings=[each for each in kept.readings if each.at <= at],
        sightings=[each._replace(last=min(each.last, at)) for each in kept.sightings if each.first <= at],
        uploads=[each for each in kept.uploads if each.at <= at],
        left={link_id: since for link_id, since in kept.left.items() if since <= at},
    )


def _link_at(link: LinkRow, at: datetime) -> LinkRow:
    ended = link.ended_at is not None and link.ended_at <= at
    prepared = _by(link.first_message_at or link.last_message_at, at) is not None
    return link._replace(
        opened_at=_by(link.opened_at, at),
        locked_at=_by(link.locked_at, at),
        ended_at=link.ended_at if ended else None,
        ended=link.ended if ended else None,
        first_message_at=link.first_message_at if prepared else None,
        last_message_at=link.last_message_at if prepared else None,
    )


def _version_at(version: VersionRow, at: datetime) -> VersionRow:
    decided_at = _by(version.decided_at, at)
    return version._replace(approved=version.approved if decided_at else None, decided_at=decided_at)


def _handoff_at(handoff: HandoffRow, at: datetime) -> HandoffRow:
    return handoff._replace(left_at=_by(handoff.left_at, at))


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment is not None and moment <= at else None
