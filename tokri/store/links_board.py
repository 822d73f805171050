"""The board's one look at all links: a dozen questions to the database, whether there are ten links or ten thousand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.engine.processors import str_to_datetime

from tokri.core.evidence import QUEUED, How, Source
from tokri.core.link.board_rows import (
    AnswerRow,
    ClosedRow,
    ConsentRow,
    HandbackRow,
    HandoffRow,
    Kept,
    LinkRow,
    Prepared,
    ReadingRow,
    SightingRow,
    UploadRow,
    VersionRow,
)
from tokri.core.link.link import AnswerKind
from tokri.core.ports.kept import PersonsWord, ReadingFault, Said
from tokri.store.board_recalls import recalls_of
from tokri.store.desk_tables import clients, decisions, desk_baskets, recipients, shared_versions
from tokri.store.evidence_tables import closings, sightings, still_to_place, uploads
from tokri.store.link_tables import consents, link_answers, links, messages
from tokri.store.tables import baskets, handbacks, handoffs, persons_words, readings, record
from tokri.store.types import Instant


class _Quick(Instant):
    """The same moments, read without a step between: a look at the board reads tens of thousands of them."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return str_to_datetime if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


class _Sure(Instant):
    """The same of a column that always has one."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return datetime.fromisoformat if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _at(column: ColumnElement[Any]) -> ColumnElement[Any]:
    sure = isinstance(column, Column) and not column.nullable
    return type_coerce(column, _Sure if sure else _Quick)


_open_baskets: Final = select(desk_baskets.c.id).where(desk_baskets.c.archived_at.is_(None))
_put_away: Final = select(desk_baskets.c.id).where(desk_baskets.c.archived_at.is_not(None))
_no_clients: Final = select(clients.c.id).where(or_(clients.c.details.is_(None), clients.c.inactive_at.is_not(None)))

_links: Final = select(
    links.c.id,
    links.c.basket_id,
    links.c.client_id,
    _at(links.c.made_at),
    _at(links.c.expires_at),
    links.c.most_uses,
    _at(links.c.opened_at),
    _at(links.c.locked_at),
    _at(links.c.ended_at),
    links.c.ended,
).order_by(links.c.seq)
_versions: Final = select(
    shared_versions.c.basket_id,
    shared_versions.c.number,
    _at(shared_versions.c.shared_at),
    shared_versions.c.approval_required,
    decisions.c.approved,
    type_coerce(decisions.c.at, _Quick),
).outerjoin(
    decisions,
    and_(decisions.c.basket_id == shared_versions.c.basket_id, decisions.c.number == shared_versions.c.number),
)
_of_link = and_(
    recipients.c.basket_id == links.c.basket_id,
    recipients.c.client_id == links.c.client_id,
    recipients.c.number == shared_versions.c.number,
)
_not_meant: Final = (
    select(links.c.id, shared_versions.c.number)
    .join(shared_versions, shared_versions.c.basket_id == links.c.basket_id)
    .where(~exists().where(_of_link))
)
_closed: Final = (
    select(closings.c.link_id, closings.c.number, _at(closings.c.at), closings.c.note)
    .join(links, links.c.id == closings.c.link_id)
    .order_by(closings.c.seq)
)
_messages: Final = (
    select(messages.c.link_id, _at(func.min(messages.c.at)), _at(func.max(messages.c.at)))
    .join(links, links.c.id == messages.c.link_id)
    .group_by(messages.c.link_id)
)
#: Of a link that was opened, and where nothing was asked, no stage is told by its messages.
_told_by_messages: Final = or_(
    links.c.opened_at.is_(None),
    exists().where(link_answers.c.link_id == links.c.id, link_answers.c.kind == AnswerKind.QUESTION.value),
)
_consents: Final = (
    select(consents.c.link_id, consents.c.number, consents.c.handoff_id, _at(consents.c.at))
    .join(links, links.c.id == consents.c.link_id)
    .order_by(consents.c.seq)
)
_answers: Final = (
    select(
        link_answers.c.link_id,
        link_answers.c.number,
        link_answers.c.kind,
        _at(link_answers.c.at),
        link_answers.c.details,
    )
    .join(links, links.c.id == link_answers.c.link_id)
    .order_by(link_answers.c.seq)
)
_questions: Final = (
    select(link_answers.c.link_id, link_answers.c.text)
    .where(link_answers.c.kind == AnswerKind.QUESTION.value)
    .order_by(link_answers.c.seq)
)

_AMO: Final = '"variety":"amo"'
_without: Final = func.length(handoffs.c.payload) - func.length(func.replace(handoffs.c.payload, _AMO, ""))
#: Every order is for the next session. Most hold none that is, and are counted no further.
_for_later: Final = and_(handoffs.c.payload.contains(_AMO), _without == handoffs.c.orders * len(_AMO))

#: It places what was left of an earlier version.
_is_still_to_place: Final = exists().where(
    still_to_place.c.basket_id == handoffs.c.basket_id, still_to_place.c.number == handoffs.c.version_number
)

#: The hand-offs that were made at links are those of the client's own basket, which has the link's id.
_handoffs: Final = (
    select(
        handoffs.c.id,
        handoffs.c.basket_id,
        handoffs.c.part,
        handoffs.c.parts,
        _at(handoffs.c.created_at),
        _at(handoffs.c.left_at),
        _for_later.label("for_later"),
        case((_is_still_to_place, handoffs.c.version_number), else_=0).label("still_to_place"),
    )
    .join(baskets, and_(baskets.c.id == handoffs.c.basket_id, baskets.c.deleted_at.is_(None)))
    .join(links, and_(links.c.id == baskets.c.id, links.c.visitor_id == baskets.c.visitor_id))
    .order_by(handoffs.c.seq)
)


def _at_handoffs(asked: Select[Any], handoff_id: ColumnElement[Any]) -> Select[Any]:
    return asked.join(handoffs, handoffs.c.id == handoff_id).join(links, links.c.id == handoffs.c.basket_id)


_handbacks: Final = _at_handoffs(
    select(handbacks.c.handoff_id, handbacks.c.status, _at(handbacks.c.at)).where(handbacks.c.log_in.is_(None)),
    handbacks.c.handoff_id,
).order_by(handbacks.c.seq)
_words: Final = _at_handoffs(
    select(persons_words.c.handoff_id, persons_words.c.said, _at(persons_words.c.at)), persons_words.c.handoff_id
).order_by(persons_words.c.seq)
_readings: Final = _at_handoffs(
    select(
        readings.c.handoff_id,
        _at(func.coalesce(readings.c.read_at, readings.c.ended_at, readings.c.exchanged_at, readings.c.asked_at)),
        _at(readings.c.read_at),
        readings.c.fault,
    ),
    readings.c.handoff_id,
).order_by(readings.c.seq)

_rival: Final = sightings.alias()
#: The same as tokri/core/shown.py says it: what carries another's tag is not the hand-off's, whatever it is like.
_own: Final = ~exists().where(
    _rival.c.order_id == sightings.c.order_id,
    _rival.c.handoff_id != sightings.c.handoff_id,
    _rival.c.how == How.TAG.value,
)
_queued: Final = sightings.c.book.contains(f'"status":"{QUEUED}"')
_documents: Final = (Source.BOOK.value, Source.ORDER_FILE.value, Source.TRADE_FILE.value)
_complete: Final = or_(sightings.c.book.contains('"status":"COMPLETE"'), _queued)
#: What does not decide is whole. A tradebook has no states, so it never is.
_whole: Final = case(
    (sightings.c.source.not_in(_documents), 1),
    (func.count(sightings.c.place.distinct()) < func.max(handoffs.c.orders), 0),
    else_=func.min(case((_complete, 1), else_=0)),
)
_sightings: Final = (
    _at_handoffs(
        select(
            sightings.c.handoff_id,
            sightings.c.source,
            _queued.label("queued"),
            type_coerce(func.min(sightings.c.at), _Sure),
            type_coerce(func.max(sightings.c.at), _Sure),
            _whole,
        ),
        sightings.c.handoff_id,
    )
    .where(_own)
    .group_by(sightings.c.handoff_id, sightings.c.source, _queued)
)
_uploads: Final = (
    select(
        uploads.c.whole,
        uploads.c.source,
        _at(uploads.c.at),
        uploads.c.first_day,
        uploads.c.last_day,
        uploads.c.closed,
    )
    .join(links, links.c.id == uploads.c.basket_id)
    .order_by(uploads.c.seq)
)

_SAYS_NOTHING: Final = "{}"


class LinksBoard:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def board(self, basket_id: str | None = None) -> Kept:
        def rows(asked: Select[Any]) -> Any:
            return self._connection.execute(asked).all()

        asked = [row.id for row in rows(_open_baskets)] if basket_id is None else [basket_id]
        found = list(map(LinkRow._make, rows(_links.where(links.c.basket_id.in_(asked)))))
        if not found:
            return Kept()
        wanted = sorted({each.basket_id for each in found})
        of_links = links.c.basket_id.in_(wanted)
        recalled, corrected = recalls_of(self._connection, wanted)
        return Kept(
            links=found,
            put_away=frozenset(row.id for row in rows(_put_away.where(desk_baskets.c.id.in_(wanted)))),
            no_clients=frozenset(row.id for row in rows(_no_clients)),
            versions=list(map(VersionRow._make, rows(_versions.where(shared_versions.c.basket_id.in_(wanted))))),
            not_meant=frozenset(map(tuple, rows(_not_meant.where(of_links)))),
            recalls=recalled,
            corrected=corrected,
            closed={
                (link_id, number): ClosedRow(at, note) for link_id, number, at, note in rows(_closed.where(of_links))
            },
            prepared={
                link_id: Prepared(first, last)
                for link_id, first, last in rows(_messages.where(of_links, true() if basket_id else _told_by_messages))
            },
            consents=list(map(ConsentRow._make, rows(_consents.where(of_links)))),
            answers=[_answer(*row) for row in rows(_answers.where(of_links))],
            handoffs=list(map(HandoffRow._make, rows(_handoffs.where(of_links)))),
            handbacks=list(map(HandbackRow._make, rows(_handbacks.where(of_links)))),
            words=[PersonsWord(each, Said(said), at) for each, said, at in rows(_words.where(of_links))],
            readings=[_reading(*row) for row in rows(_readings.where(of_links))],
            sightings=[_sighting(*row) for row in rows(_sightings.where(of_links))],
            uploads=[each for row in rows(_uploads.where(of_links)) for each in _of_upload(*row)],
        )

    def questions(self, link_ids: list[str]) -> dict[str, str]:
        asked = _questions.where(link_answers.c.link_id.in_(link_ids))
        return {row.link_id: row.text for row in self._connection.execute(asked)}

    def news(self, since: int, most: int) -> int:
        at_links = select(handoffs.c.id).join(links, links.c.id == handoffs.c.basket_id)
        about = or_(record.c.subject.in_(select(links.c.id)), record.c.subject.in_(at_links))
        few = select(record.c.seq).where(record.c.seq > since, about).limit(most).subquery()
        return int(self._connection.execute(select(func.count()).select_from(few)).scalar_one())


def _answer(link_id: str, number: int, kind: str, at: Any, details: str) -> AnswerRow:
    said = {} if details == _SAYS_NOTHING else json.loads(details)
    return AnswerRow(link_id, number, AnswerKind(kind), at, bool(said.get("taken_back")), said.get("same"))


def _reading(handoff_id: str, at: datetime, read_at: datetime | None, fault: str | None) -> ReadingRow:
    return ReadingRow(handoff_id, at, read_at, None if fault is None else ReadingFault(fault))


def _sighting(handoff_id: str, source: str, queued: object, *seen: Any) -> SightingRow:
    first, last, whole = seen
    return SightingRow(handoff_id, Source(source), bool(queued), first, last, bool(whole))


def _of_upload(whole: str, source: str, at: datetime, *day: str | int) -> Iterator[UploadRow]:
    """A row for each hand-off of which the file shows all there was."""
    first, last, closed = day
    days = date.fromisoformat(str(first)), date.fromisoformat(str(last))
    for handoff_id in json.loads(whole):
        yield UploadRow(handoff_id, Source(source), at, *days, bool(closed))
