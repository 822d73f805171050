"""The desk's lists: what many lines show, each list in one question whatever its length."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select, tuple_

from tokri.core.desk.advice import Recipient, SharedVersion
from tokri.core.desk.brief import Brief, Outline, SharedBrief
from tokri.core.desk.client import Client, Holding
from tokri.core.ports.desk_lists import ClientBrief, Given, Key, Span
from tokri.store.clients import client_of, holding_of
from tokri.store.desk_baskets import recipient_of, shared_of
from tokri.store.desk_tables import clients, decisions, desk_baskets, holdings, recipients, shared_versions

#: Values in one question: databases take only so many.
_AT_ONCE: Final = 5_000

_newest = (
    select(shared_versions.c.basket_id, func.max(shared_versions.c.number).label("number"))
    .group_by(shared_versions.c.basket_id)
    .subquery("newest")
)
_is_newest = and_(shared_versions.c.basket_id == _newest.c.basket_id, shared_versions.c.number == _newest.c.number)
_decided = and_(decisions.c.basket_id == shared_versions.c.basket_id, decisions.c.number == shared_versions.c.number)
_meant = and_(recipients.c.basket_id == shared_versions.c.basket_id, recipients.c.number == shared_versions.c.number)
_briefs: Select[Any] = (
    select(
        desk_baskets.c.id,
        desk_baskets.c.outline,
        desk_baskets.c.sha256,
        desk_baskets.c.created_by,
        desk_baskets.c.saved_at,
        desk_baskets.c.saved_by,
        desk_baskets.c.template,
        desk_baskets.c.archived_at,
        shared_versions.c.number,
        shared_versions.c.sha256.label("frozen"),
        shared_versions.c.shared_at,
        shared_versions.c.shared_by,
        shared_versions.c.approval_required,
        decisions.c.approved,
    )
    .select_from(desk_baskets)
    .outerjoin(_newest, _newest.c.basket_id == desk_baskets.c.id)
    .outerjoin(shared_versions, _is_newest)
    .outerjoin(decisions, _decided)
    .order_by(desk_baskets.c.saved_at.desc(), desk_baskets.c.seq.desc())
)
_waiting: Select[Any] = (
    select(shared_versions)
    .join(_newest, _is_newest)
    .join(desk_baskets, desk_baskets.c.id == shared_versions.c.basket_id)
    .outerjoin(decisions, _decided)
    .where(
        shared_versions.c.approval_required,
        decisions.c.number.is_(None),
        desk_baskets.c.archived_at.is_(None),
    )
    .order_by(shared_versions.c.shared_at, shared_versions.c.basket_id)
)
_recipients: Select[Any] = (
    select(*(column for column in recipients.c if column.name != "seq"))
    .join(clients, clients.c.id == recipients.c.client_id)
    .order_by(clients.c.code)
)
_client_briefs: Select[Any] = (
    select(clients.c.id, clients.c.code, clients.c.details)
    .where(clients.c.details.is_not(None))
    .order_by(clients.c.code)
)
_clients = select(*(column for column in clients.c if column.name != "seq")).order_by(clients.c.code)
_holdings = select(holdings).order_by(holdings.c.tradingsymbol, holdings.c.exchange)


class DeskLists:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def briefs(self) -> Sequence[Brief]:
        return [_brief(row) for row in self._connection.execute(_briefs)]

    def waiting(self) -> Sequence[SharedVersion]:
        return [shared_of(row) for row in self._connection.execute(_waiting)]

    def versions(self, keys: Collection[Key]) -> Sequence[SharedVersion]:
        which = tuple_(shared_versions.c.basket_id, shared_versions.c.number)
        return [shared_of(row) for row in self._among(select(shared_versions), which, keys)]

    def recipients(self, keys: Collection[Key], only: Collection[str] | None = None) -> Sequence[Recipient]:
        which = tuple_(recipients.c.basket_id, recipients.c.number)
        if only is None:
            return [recipient_of(row) for row in self._among(_recipients, which, keys)]
        asked = _recipients.where(which.in_(list(keys)))
        return [recipient_of(row) for row in self._among(asked, recipients.c.client_id, only)]

    def chosen(self, key: Key) -> frozenset[str]:
        asked = select(recipients.c.client_id).where(_of_version(key))
        return frozenset(self._connection.execute(asked).scalars())

    def client_briefs(self) -> Sequence[ClientBrief]:
        return [_client_brief(row) for row in self._connection.execute(_client_briefs)]

    def clients(self, client_ids: Collection[str]) -> Sequence[Client]:
        return [client_of(row) for row in self._among(_clients, clients.c.id, client_ids)]

    def holdings(self, client_ids: Collection[str]) -> Mapping[str, Sequence[Holding]]:
        found: defaultdict[str, list[Holding]] = defaultdict(list)
        for row in self._among(_holdings, holdings.c.client_id, client_ids):
            found[row.client_id].append(holding_of(row))
        return found

    def shared(self, span: Span) -> Sequence[Key]:
        asked = select(shared_versions.c.basket_id, shared_versions.c.number).where(*_within(span))
        if span.client_id is not None:
            asked = asked.join(recipients, _meant).where(recipients.c.client_id == span.client_id)
        order = (shared_versions.c.shared_at, shared_versions.c.basket_id, shared_versions.c.number)
        return [(row.basket_id, row.number) for row in self._connection.execute(asked.order_by(*order))]

    def count_given(self, span: Span) -> int:
        return int(self._connection.execute(_given(span, func.count())).scalar_one())

    def given(self, span: Span, start: int, count: int) -> Sequence[Given]:
        asked = (
            _given(span, shared_versions.c.basket_id, shared_versions.c.number, recipients.c.client_id)
            .outerjoin(clients, clients.c.id == recipients.c.client_id)
            .order_by(
                shared_versions.c.shared_at.desc(),
                shared_versions.c.basket_id.desc(),
                shared_versions.c.number.desc(),
                clients.c.code,
            )
            .offset(start)
            .limit(count)
        )
        return [Given((row.basket_id, row.number), row.client_id) for row in self._connection.execute(asked)]

    def _among(self, asked: Select[Any], which: ColumnElement[Any], values: Collection[Any]) -> Iterator[Row[Any]]:
        """The rows where `which` is one of the values: in the order that is asked for, unless there are very many."""
        several = list(values)
        for first in range(0, len(several), _AT_ONCE):
            yield from self._connection.execute(asked.where(which.in_(several[first : first + _AT_ONCE])))


def _of_version(key: Key) -> ColumnElement[bool]:
    basket_id, number = key
    return and_(recipients.c.basket_id == basket_id, recipients.c.number == number)


def _given(span: Span, *columns: ColumnElement[Any]) -> Select[Any]:
    asked = select(*columns).select_from(shared_versions).where(*_within(span))
    if span.client_id is None:
        return asked.outerjoin(recipients, _meant)
    return asked.join(recipients, and_(_meant, recipients.c.client_id == span.client_id))


def _within(span: Span) -> Iterator[ColumnElement[bool]]:
    if span.first is not None:
        yield shared_versions.c.shared_at >= span.first
    if span.before is not None:
        yield shared_versions.c.shared_at < span.before


def _brief(row: Row[Any]) -> Brief:
    said = json.loads(row.outline)
    outline = Outline(said["title"], said["orders"], tuple(said["symbols"]), said["risk_class"], row.sha256)
    shared = None
    if row.number is not None:
        shared = SharedBrief(row.number, row.frozen, row.shared_at, row.shared_by, row.approval_required, row.approved)
    return Brief(row.id, outline, row.created_by, row.saved_at, row.saved_by, row.template, row.archived_at, shared)


def _client_brief(row: Row[Any]) -> ClientBrief:
    details = json.loads(row.details)
    return ClientBrief(row.id, row.code, details["name"], tuple(details["groups"]))
