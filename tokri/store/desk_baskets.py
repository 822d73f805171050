"""The firm's baskets, the versions that sharing froze, and what was decided of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from tokri.core.basket import canonical_json
from tokri.core.desk.advice import (
    Decision,
    DeskBasket,
    Recipient,
    SharedVersion,
    proposal_from_canonical,
)
from tokri.core.ports import AlreadyThere
from tokri.store.desk_tables import decisions, desk_baskets, recipients, shared_versions
from tokri.store.sql import by_name, insert_new

_count = (
    select(func.count())
    .where(shared_versions.c.basket_id == desk_baskets.c.id)
    .correlate(desk_baskets)
    .scalar_subquery()
    .label("versions")
)
_baskets: Select[Any] = select(*(column for column in desk_baskets.c if column.name != "seq"), _count)
_all = _baskets.order_by(desk_baskets.c.saved_at.desc(), desk_baskets.c.seq.desc())
_begun = _all.where(desk_baskets.c.created_by == bindparam("person_id"), desk_baskets.c.edition == 1)
_one = _baskets.where(desk_baskets.c.id == bindparam("basket_id"))
_of_basket = (
    select(shared_versions)
    .where(shared_versions.c.basket_id == bindparam("basket_id"))
    .order_by(shared_versions.c.number)
)
_version = select(shared_versions).where(
    shared_versions.c.basket_id == bindparam("basket_id"), shared_versions.c.number == bindparam("number")
)
_all_versions = select(shared_versions).order_by(
    shared_versions.c.shared_at, shared_versions.c.basket_id, shared_versions.c.number
)
_decisions = select(decisions).order_by(decisions.c.at)
_decided = select(decisions.c.number).where(
    decisions.c.basket_id == bindparam("basket_id"), decisions.c.number == bindparam("number")
)
_recipients: Select[Any] = select(*(column for column in recipients.c if column.name != "seq")).order_by(
    recipients.c.seq
)


class DeskBaskets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Sequence[DeskBasket]:
        return [_basket(row) for row in self._connection.execute(_all)]

    def begun(self, person_id: str) -> Sequence[DeskBasket]:
        return [_basket(row) for row in self._connection.execute(_begun, {"person_id": person_id})]

    def get(self, basket_id: str) -> DeskBasket | None:
        row = self._connection.execute(_one, {"basket_id": basket_id}).first()
        return None if row is None else _basket(row)

    def versions(self, basket_id: str) -> Sequence[SharedVersion]:
        return [_shared(row) for row in self._connection.execute(_of_basket, {"basket_id": basket_id})]

    def version(self, basket_id: str, number: int) -> SharedVersion | None:
        row = self._connection.execute(_version, {"basket_id": basket_id, "number": number}).first()
        return None if row is None else _shared(row)

    def all_versions(self) -> Sequence[SharedVersion]:
        return [_shared(row) for row in self._connection.execute(_all_versions)]

    def decisions(self, basket_ids: Sequence[str] | None = None) -> Sequence[Decision]:
        asked = _decisions if basket_ids is None else _decisions.where(decisions.c.basket_id.in_(basket_ids))
        return [Decision(**by_name(row)) for row in self._connection.execute(asked)]

    def recipients(self, basket_id: str, number: int) -> Sequence[Recipient]:
        asked = _recipients.where(recipients.c.basket_id == basket_id, recipients.c.number == number)
        return [_recipient(row) for row in self._connection.execute(asked)]

    def meant_for(self, client_id: str) -> Sequence[Recipient]:
        return [
            _recipient(row) for row in self._connection.execute(_recipients.where(recipients.c.client_id == client_id))
        ]

    def add(self, basket: DeskBasket) -> None:
        self._connection.execute(
            insert(desk_baskets),
            {
                "id": basket.id,
                "document": basket.proposal.canonical,
                "notes": basket.notes,
                "edition": basket.edition,
                "created_at": basket.created_at,
                "created_by": basket.created_by,
                "saved_at": basket.saved_at,
                "saved_by": basket.saved_by,
                "template": basket.template,
                "archived_at": basket.archived_at,
                "recorded_edition": basket.recorded_edition,
                "recorded_at": basket.recorded_at,
                "writers": basket.writers,
            },
        )

    def save(self, saved: DeskBasket, after: int) -> bool:
        change = (
            update(desk_baskets)
            .where(desk_baskets.c.id == saved.id, desk_baskets.c.edition == after)
            .values(
                document=saved.proposal.canonical,
                notes=saved.notes,
                edition=saved.edition,
                saved_by=saved.saved_by,
                saved_at=saved.saved_at,
                recorded_edition=saved.recorded_edition,
                recorded_at=saved.recorded_at,
                writers=saved.writers,
            )
        )
        return self._connection.execute(change).rowcount == 1

    def mark(self, basket_id: str, **changes: object) -> None:
        self._connection.execute(update(desk_baskets).where(desk_baskets.c.id == basket_id).values(**changes))

    def share(self, version: SharedVersion) -> None:
        row = {
            "basket_id": version.basket_id,
            "number": version.number,
            "document": version.proposal.canonical,
            "sha256": version.sha256,
            "shared_at": version.shared_at,
            "shared_by": version.shared_by,
            "approval_required": version.approval_required,
            "question": version.question,
            "writers": version.writers,
        }
        # Looked at first: on SQLite the trigger that lets nothing be replaced comes before ON CONFLICT. Where another
        # unit is quicker all the same, as on PostgreSQL, the insert tells.
        there = self.version(version.basket_id, version.number) is not None
        if there or not insert_new(self._connection, shared_versions, row, shared_versions.c.number):
            raise AlreadyThere(f"{version.basket_id} {version.number}")

    def decide(self, decision: Decision) -> None:
        row = {name: getattr(decision, name) for name in Decision.__dataclass_fields__}
        asked = {"basket_id": decision.basket_id, "number": decision.number}
        there = self._connection.execute(_decided, asked).first() is not None  # first, as with versions
        if there or not insert_new(self._connection, decisions, row, decisions.c.number):
            raise AlreadyThere(f"{decision.basket_id} {decision.number}")

    def set_recipients(self, basket_id: str, number: int, meant: Iterable[Recipient]) -> None:
        self._connection.execute(
            delete(recipients).where(recipients.c.basket_id == basket_id, recipients.c.number == number)
        )
        rows = [
            {
                **{name: getattr(each, name) for name in Recipient.__dataclass_fields__},
                "quantities": canonical_json(list(each.quantities)),
            }
            for each in meant
        ]
        if rows:
            self._connection.execute(insert(recipients), rows)


def _basket(row: Row[Any]) -> DeskBasket:
    found = by_name(row)
    return DeskBasket(proposal=proposal_from_canonical(found.pop("document")), **found)


def _shared(row: Row[Any]) -> SharedVersion:
    found = by_name(row)
    return SharedVersion(proposal=proposal_from_canonical(found.pop("document")), **found)


def _recipient(row: Row[Any]) -> Recipient:
    return Recipient(**{**by_name(row), "quantities": tuple(json.loads(row.quantities))})
