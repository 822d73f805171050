"""Links, what was said at them, and what was prepared to send them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, Table, delete, func, insert, select, update

from tokri.core.basket import canonical_json
from tokri.core.link.link import (
    AnswerKind,
    CheckPassed,
    Consent,
    Ended,
    GroupLink,
    Link,
    LinkAnswer,
    Message,
    MessageKind,
    Recall,
    Way,
)
from tokri.core.ports import AlreadyThere
from tokri.store.link_tables import consents, group_links, link_answers, link_checks, links, messages, recalls
from tokri.store.links_board import LinksBoard
from tokri.store.sql import by_name, insert_new


def _of(table: Table) -> Select[Any]:
    """All columns but the order of writing, in that order."""
    return select(*(column for column in table.c if column.name != "seq")).order_by(table.c.seq)


_links: Final = _of(links)
_group_links: Final = _of(group_links)
_consents: Final = _of(consents)
_answers: Final = _of(link_answers)
_messages: Final = _of(messages)


class Links(LinksBoard):
    def get(self, link_id: str) -> Link | None:
        return self._link(links.c.id == link_id)

    def by_token(self, token_sha256: str) -> Link | None:
        return self._link(links.c.token_sha256 == token_sha256)

    def by_visitor(self, visitor_ids: Sequence[str]) -> Mapping[str, Link]:
        found = self._links(links.c.visitor_id.in_(visitor_ids)) if visitor_ids else ()
        return {link.visitor_id: link for link in found}

    def of_basket(self, basket_id: str) -> Sequence[Link]:
        return self._links(links.c.basket_id == basket_id)

    def of_baskets(self, basket_ids: Sequence[str]) -> Sequence[Link]:
        return self._links(links.c.basket_id.in_(basket_ids))

    def of_client(self, client_id: str) -> Sequence[Link]:
        return self._links(links.c.client_id == client_id)

    def shared_with(self, basket_ids: Sequence[str]) -> Mapping[str, int]:
        asked = select(links.c.basket_id, func.count(links.c.client_id.distinct())).group_by(links.c.basket_id)
        rows = self._connection.execute(asked.where(links.c.basket_id.in_(basket_ids), links.c.ended_at.is_(None)))
        return dict(rows.all())

    def live(self, basket_id: str, client_id: str) -> Link | None:
        mine = (links.c.basket_id == basket_id) & (links.c.client_id == client_id)
        return self._link(mine & links.c.ended_at.is_(None))

    def all(self) -> Sequence[Link]:
        return [_link(row) for row in self._connection.execute(_links)]

    def group_link(self, group_link_id: str) -> GroupLink | None:
        return self._group_link(group_links.c.id == group_link_id)

    def group_by_token(self, token_sha256: str) -> GroupLink | None:
        return self._group_link(group_links.c.token_sha256 == token_sha256)

    def groups_of(self, basket_id: str) -> Sequence[GroupLink]:
        rows = self._connection.execute(_group_links.where(group_links.c.basket_id == basket_id))
        return [GroupLink(**by_name(row)) for row in rows]

    def recalls(self, basket_ids: Sequence[str] | None = None) -> Sequence[Recall]:
        asked = select(recalls).order_by(recalls.c.at)
        if basket_ids is not None:
            asked = asked.where(recalls.c.basket_id.in_(basket_ids))
        return [Recall(**by_name(row)) for row in self._connection.execute(asked)]

    def consents(self, link_ids: Sequence[str] | None = None) -> Sequence[Consent]:
        return [_consent(row) for row in self._rows(_consents, consents, link_ids)]

    def consent_of(self, handoff_id: str) -> Consent | None:
        row = self._connection.execute(_consents.where(consents.c.handoff_id == handoff_id)).first()
        return None if row is None else _consent(row)

    def answers(self, link_ids: Sequence[str] | None = None) -> Sequence[LinkAnswer]:
        return [_answer(row) for row in self._rows(_answers, link_answers, link_ids)]

    def messages(self, link_ids: Sequence[str] | None = None) -> Sequence[Message]:
        return [_message(row) for row in self._rows(_messages, messages, link_ids)]

    def message(self, message_id: str) -> Message | None:
        row = self._connection.execute(_messages.where(messages.c.id == message_id)).first()
        return None if row is None else _message(row)

    def check_passed(self, link_id: str, browser_id: str) -> CheckPassed | None:
        asked = select(link_checks).where(link_checks.c.link_id == link_id, link_checks.c.browser_id == browser_id)
        row = self._connection.execute(asked).first()
        return None if row is None else CheckPassed(**by_name(row))

    def passes(self, link_id: str) -> Sequence[CheckPassed]:
        asked = select(link_checks).where(link_checks.c.link_id == link_id).order_by(link_checks.c.at)
        return [CheckPassed(**by_name(row)) for row in self._connection.execute(asked)]

    def add(self, link: Link) -> None:
        if not insert_new(self._connection, links, asdict(link), links.c.id):
            raise AlreadyThere(f"a link of client {link.client_id} to basket {link.basket_id}")

    def change(self, link_id: str, **changes: object) -> Link:
        self._connection.execute(update(links).where(links.c.id == link_id), changes)
        found = self.get(link_id)
        if found is None:
            raise LookupError(link_id)
        return found

    def end(self, link_id: str, ended: Ended, at: datetime) -> bool:
        change = update(links).where(links.c.id == link_id, links.c.ended_at.is_(None))
        return self._connection.execute(change, {"ended_at": at, "ended": ended.value}).rowcount == 1

    def open(self, link_id: str, at: datetime) -> bool:
        change = update(links).where(links.c.id == link_id, links.c.opened_at.is_(None))
        return self._connection.execute(change, {"opened_at": at}).rowcount == 1

    def count_wrong_check(self, link_id: str) -> int:
        change = update(links).where(links.c.id == link_id).values(wrong_checks=links.c.wrong_checks + 1)
        return int(self._connection.execute(change.returning(links.c.wrong_checks)).scalar_one())

    def pass_check(self, passed: CheckPassed) -> None:
        mine = (link_checks.c.link_id == passed.link_id) & (link_checks.c.browser_id == passed.browser_id)
        self._connection.execute(delete(link_checks).where(mine))
        self._connection.execute(insert(link_checks), asdict(passed))
        counted = update(links).where(links.c.id == passed.link_id, links.c.wrong_checks > 0)
        self._connection.execute(counted.values(wrong_checks=links.c.wrong_checks - 1))

    def add_group(self, group_link: GroupLink) -> None:
        self._connection.execute(insert(group_links), asdict(group_link))

    def end_group(self, group_link_id: str, at: datetime) -> bool:
        change = update(group_links).where(group_links.c.id == group_link_id, group_links.c.ended_at.is_(None))
        return self._connection.execute(change, {"ended_at": at}).rowcount == 1

    def recall(self, recall: Recall) -> None:
        same = (recalls.c.basket_id == recall.basket_id) & (recalls.c.number == recall.number)
        # Asked first: the trigger against INSERT OR REPLACE speaks before ON CONFLICT does.
        if self._connection.execute(select(recalls.c.at).where(same)).first() is not None:
            raise AlreadyThere(f"the recall of version {recall.number}")
        self._connection.execute(insert(recalls), asdict(recall))

    def consent(self, consent: Consent) -> None:
        if self.consent_of(consent.handoff_id) is not None:
            raise AlreadyThere(f"the consent to hand-off {consent.handoff_id}")
        self._connection.execute(insert(consents), asdict(consent) | {"changes": canonical_json(consent.changes)})

    def answer(self, answer: LinkAnswer) -> None:
        row = asdict(answer) | {"kind": answer.kind.value, "details": canonical_json(answer.details)}
        self._connection.execute(insert(link_answers), row)

    def prepare(self, message: Message) -> None:
        row = asdict(message) | {"kind": message.kind.value, "way": message.way.value}
        self._connection.execute(insert(messages), row)

    def handed_over(self, message_id: str, at: datetime | None, failed: str = "") -> None:
        change = update(messages).where(messages.c.id == message_id)
        self._connection.execute(change, {"handed_over_at": at, "failed": failed, "subject": "", "text": ""})

    def erase(self, client_id: str) -> int:
        theirs = select(links.c.id).where(links.c.client_id == client_id)
        gone = [
            delete(consents).where(consents.c.client_id == client_id),
            delete(link_answers).where(link_answers.c.link_id.in_(theirs)),
            delete(messages).where(messages.c.link_id.in_(theirs)),
        ]
        return sum(self._connection.execute(each).rowcount for each in gone)

    def _rows(self, query: Select[Any], table: Table, link_ids: Sequence[str] | None) -> Sequence[Row[Any]]:
        asked = query if link_ids is None else query.where(table.c.link_id.in_(link_ids))
        return self._connection.execute(asked).all()

    def _links(self, condition: ColumnElement[bool]) -> Sequence[Link]:
        return [_link(row) for row in self._connection.execute(_links.where(condition))]

    def _link(self, condition: ColumnElement[bool]) -> Link | None:
        row = self._connection.execute(_links.where(condition)).first()
        return None if row is None else _link(row)

    def _group_link(self, condition: ColumnElement[bool]) -> GroupLink | None:
        row = self._connection.execute(_group_links.where(condition)).first()
        return None if row is None else GroupLink(**by_name(row))


def _link(row: Row[Any]) -> Link:
    values = by_name(row)
    return Link(**{**values, "ended": None if row.ended is None else Ended(row.ended)})


def _consent(row: Row[Any]) -> Consent:
    return Consent(**{**by_name(row), "changes": json.loads(row.changes)})


def _answer(row: Row[Any]) -> LinkAnswer:
    return LinkAnswer(**{**by_name(row), "kind": AnswerKind(row.kind), "details": json.loads(row.details)})


def _message(row: Row[Any]) -> Message:
    return Message(**{**by_name(row), "kind": MessageKind(row.kind), "way": Way(row.way)})
