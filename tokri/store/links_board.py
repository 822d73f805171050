"""The board's one look at all links: ten questions to the database, whether there are ten links or ten thousand."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from tokri.core.link.board_rows import (
    AnswerRow,
    ConsentRow,
    HandbackRow,
    HandoffRow,
    Kept,
    LinkRow,
    Prepared,
    ReadingRow,
    VersionRow,
)
from tokri.core.link.link import AnswerKind
from tokri.core.ports.kept import PersonsWord, ReadingFault, Said
from tokri.store.desk_tables import clients, decisions, desk_baskets, recipients, shared_versions
from tokri.store.link_tables import consents, link_answers, links, messages, recalls
from tokri.store.tables import baskets, handbacks, handoffs, persons_words, readings, record

_closed = or_(
    desk_baskets.c.archived_at.is_not(None), clients.c.details.is_(None), clients.c.inactive_at.is_not(None)
).label("closed")
_links: Final = (
    select(
        links.c.id,
        links.c.basket_id,
        links.c.client_id,
        links.c.number,
        links.c.made_at,
        links.c.expires_at,
        links.c.most_uses,
        links.c.opened_at,
        links.c.locked_at,
        links.c.ended_at,
        links.c.ended,
        _closed,
    )
    .join(desk_baskets, desk_baskets.c.id == links.c.basket_id)
    .join(clients, clients.c.id == links.c.client_id)
    .order_by(links.c.seq)
)
_versions: Final = (
    select(
        shared_versions.c.basket_id,
        shared_versions.c.number,
        shared_versions.c.shared_at,
        shared_versions.c.approval_required,
        decisions.c.approved,
        decisions.c.at.label("decided_at"),
    )
    .join(desk_baskets, desk_baskets.c.id == shared_versions.c.basket_id)
    .outerjoin(
        decisions,
        and_(decisions.c.basket_id == shared_versions.c.basket_id, decisions.c.number == shared_versions.c.number),
    )
)
_meant: Final = select(recipients.c.basket_id, recipients.c.number, recipients.c.client_id).join(
    desk_baskets, desk_baskets.c.id == recipients.c.basket_id
)
_recalls: Final = select(recalls.c.basket_id, recalls.c.number, recalls.c.at).join(
    desk_baskets, desk_baskets.c.id == recalls.c.basket_id
)


def _at_links(asked: Select[Any], link_id: ColumnElement[Any]) -> Select[Any]:
    """The same, of rows of links alone."""
    return asked.join(links, links.c.id == link_id).join(desk_baskets, desk_baskets.c.id == links.c.basket_id)


_messages: Final = _at_links(
    select(messages.c.link_id, func.min(messages.c.at), func.max(messages.c.at)).group_by(messages.c.link_id),
    messages.c.link_id,
)
_consents: Final = _at_links(
    select(consents.c.link_id, consents.c.number, consents.c.handoff_id, consents.c.at), consents.c.link_id
).order_by(consents.c.seq)
_answers: Final = _at_links(
    select(
        link_answers.c.link_id, link_answers.c.number, link_answers.c.kind, link_answers.c.at, link_answers.c.details
    ),
    link_answers.c.link_id,
).order_by(link_answers.c.seq)
_questions: Final = (
    select(link_answers.c.link_id, link_answers.c.text)
    .where(link_answers.c.kind == AnswerKind.QUESTION.value)
    .order_by(link_answers.c.seq)
)


def _at_handoffs(asked: Select[Any]) -> Select[Any]:
    """The same, of the hand-offs that were made at links: those of the client's own basket, which has the link's id."""
    own = and_(baskets.c.id == handoffs.c.basket_id, baskets.c.deleted_at.is_(None))
    theirs = and_(links.c.id == baskets.c.id, links.c.visitor_id == baskets.c.visitor_id)
    return asked.join(baskets, own).join(links, theirs).join(desk_baskets, desk_baskets.c.id == links.c.basket_id)


_handoffs: Final = _at_handoffs(
    select(
        handoffs.c.id,
        handoffs.c.basket_id,
        handoffs.c.part,
        handoffs.c.parts,
        handoffs.c.created_at,
        handoffs.c.left_at,
    )
).order_by(handoffs.c.seq)
_handbacks: Final = _at_handoffs(
    select(handbacks.c.handoff_id, handbacks.c.status, handbacks.c.at).join(
        handoffs, handoffs.c.id == handbacks.c.handoff_id
    )
).order_by(handbacks.c.seq)
_words: Final = _at_handoffs(
    select(persons_words.c.handoff_id, persons_words.c.said, persons_words.c.at).join(
        handoffs, handoffs.c.id == persons_words.c.handoff_id
    )
).order_by(persons_words.c.seq)
_NOTHING: Final = "[]"
_readings: Final = _at_handoffs(
    select(
        readings.c.handoff_id,
        func.coalesce(readings.c.read_at, readings.c.ended_at, readings.c.exchanged_at, readings.c.asked_at),
        readings.c.read_at,
        (readings.c.found != _NOTHING).label("any_found"),
        (readings.c.unsorted != _NOTHING).label("any_unsorted"),
        readings.c.fault,
    ).join(handoffs, handoffs.c.id == readings.c.handoff_id)
).order_by(readings.c.seq)

_SAYS_NOTHING: Final = "{}"


class LinksBoard:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def board(self, basket_id: str | None = None) -> Kept:
        wanted = desk_baskets.c.archived_at.is_(None) if basket_id is None else desk_baskets.c.id == basket_id

        def rows(asked: Select[Any]) -> Any:
            return self._connection.execute(asked.where(wanted))

        return Kept(
            links=[LinkRow._make(row) for row in rows(_links)],
            versions=[VersionRow._make(row) for row in rows(_versions)],
            meant={tuple(row) for row in rows(_meant)},
            recalls={(row.basket_id, row.number): row.at for row in rows(_recalls)},
            prepared={link_id: Prepared(first, last) for link_id, first, last in rows(_messages)},
            consents=[ConsentRow._make(row) for row in rows(_consents)],
            answers=[_answer(*row) for row in rows(_answers)],
            handoffs=[HandoffRow._make(row) for row in rows(_handoffs)],
            handbacks=[HandbackRow._make(row) for row in rows(_handbacks)],
            words=[PersonsWord(handoff_id, Said(said), at) for handoff_id, said, at in rows(_words)],
            readings=[_reading(*row) for row in rows(_readings)],
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


def _reading(handoff_id: str, at: Any, read_at: Any, found: Any, unsorted: Any, fault: str | None) -> ReadingRow:
    known = None if fault is None else ReadingFault(fault)
    return ReadingRow(handoff_id, at, read_at, bool(found), bool(unsorted), known)
