"""The board's one look at all links: a dozen questions to the database, whether there are ten links or ten thousand."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, null, or_, select

from tokri.core.link.board_rows import AnswerRow, ClosedRow, Kept, LinkRow, VersionRow
from tokri.core.link.link import AnswerKind
from tokri.store.board_evidence import with_evidence
from tokri.store.board_recalls import recalls_of
from tokri.store.desk_tables import clients, decisions, desk_baskets, recipients, shared_versions
from tokri.store.evidence_tables import closings
from tokri.store.link_tables import link_answers, links, messages
from tokri.store.moments import moment
from tokri.store.tables import handoffs, record

_open_baskets: Final = select(desk_baskets.c.id).where(desk_baskets.c.archived_at.is_(None))
_put_away: Final = select(desk_baskets.c.id).where(desk_baskets.c.archived_at.is_not(None))
_no_clients: Final = select(clients.c.id).where(or_(clients.c.details.is_(None), clients.c.inactive_at.is_not(None)))

#: Of a link that was opened, and where nothing was asked, no stage is told by its messages.
_told_by_messages: Final = or_(
    links.c.opened_at.is_(None),
    links.c.id.in_(select(link_answers.c.link_id).where(link_answers.c.kind == AnswerKind.QUESTION.value)),
)


_of_messages: Final = messages.c.link_id == links.c.id
_first: Final = select(func.min(messages.c.at)).where(_of_messages).scalar_subquery()
_last: Final = select(func.max(messages.c.at)).where(_of_messages).scalar_subquery()


def _links(first: ColumnElement[Any], last: ColumnElement[Any]) -> Select[Any]:
    """The links, and with each the moments of its first message and of its last."""
    return select(
        links.c.id,
        links.c.basket_id,
        links.c.client_id,
        moment(links.c.made_at),
        moment(links.c.expires_at),
        links.c.most_uses,
        moment(links.c.opened_at),
        moment(links.c.locked_at),
        moment(links.c.ended_at),
        links.c.ended,
        moment(first, sure=False),
        moment(last, sure=False),
    ).order_by(links.c.seq)


_links_of_basket: Final = _links(_first, _last)
_links_of_all: Final = _links(null(), case((_told_by_messages, _last)))
_versions: Final = select(
    shared_versions.c.basket_id,
    shared_versions.c.number,
    moment(shared_versions.c.shared_at),
    shared_versions.c.approval_required,
    decisions.c.approved,
    moment(decisions.c.at, sure=False),
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
    select(closings.c.link_id, closings.c.number, moment(closings.c.at), closings.c.note)
    .join(links, links.c.id == closings.c.link_id)
    .order_by(closings.c.seq)
)
_answers: Final = (
    select(
        link_answers.c.link_id,
        link_answers.c.number,
        link_answers.c.kind,
        moment(link_answers.c.at),
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

#: Asked of each entry: there are few that are new, and many links.
_about_a_link: Final = or_(
    exists().where(links.c.id == record.c.subject),
    exists().where(handoffs.c.id == record.c.subject, links.c.id == handoffs.c.basket_id),
)

_SAYS_NOTHING: Final = "{}"


class LinksBoard:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def board(self, basket_id: str | None = None) -> Kept:
        def rows(asked: Select[Any]) -> Any:
            return self._connection.execute(asked).all()

        asked = [row.id for row in rows(_open_baskets)] if basket_id is None else [basket_id]
        asked_links = _links_of_all if basket_id is None else _links_of_basket
        found = list(map(LinkRow._make, rows(asked_links.where(links.c.basket_id.in_(asked)))))
        if not found:
            return Kept()
        wanted = sorted({each.basket_id for each in found})
        of_links = links.c.basket_id.in_(wanted)
        recalled, corrected = recalls_of(self._connection, wanted)
        kept = Kept(
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
            answers=[_answer(*row) for row in rows(_answers.where(of_links))],
        )
        return with_evidence(kept, self._connection, wanted)

    def questions(self, link_ids: list[str]) -> dict[str, str]:
        asked = _questions.where(link_answers.c.link_id.in_(link_ids))
        return {row.link_id: row.text for row in self._connection.execute(asked)}

    def news(self, since: int, most: int) -> int:
        few = select(record.c.seq).where(record.c.seq > since, _about_a_link).limit(most).subquery()
        return int(self._connection.execute(select(func.count()).select_from(few)).scalar_one())


def _answer(link_id: str, number: int, kind: str, at: Any, details: str) -> AnswerRow:
    said = {} if details == _SAYS_NOTHING else json.loads(details)
    return AnswerRow(link_id, number, AnswerKind(kind), at, bool(said.get("taken_back")), said.get("same"))
