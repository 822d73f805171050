"""The firm's baskets, the versions that sharing froze, and what was decided of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from tokri.core.basket import canonical_json
from tokri.core.desk.advice import (
    Decision,
    DeskBasket,
    Proposal,
    Recipient,
    SharedVersion,
    proposal_from_canonical,
)
from tokri.core.desk.brief import outline
from tokri.core.ports import AlreadyThere
from tokri.store.desk_tables import clients, decisions, desk_baskets, recipients, shared_versions
from tokri.store.sql import by_name, insert_new

_count = (
    select(func.count())
    .where(shared_versions.c.basket_id == desk_baskets.c.id)
    .correlate(desk_baskets)
    .scalar_subquery()
    .label("versions")
)
_OF_LISTS = {"seq", "sha256", "outline"}  #: columns that say nothing beside the document
_baskets: Select[Any] = select(*(column for column in desk_baskets.c if column.name not in _OF_LISTS), _count)
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
_recipients: Select[Any] = select(*(column for column in recipients.c if column.name != "seq"))
_by_code = _recipients.join(clients, clients.c.id == recipients.c.client_id).order_by(clients.c.code)
_of_client = _recipients.where(recipients.c.client_id == bindparam("client_id")).order_by(recipients.c.seq)


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
        return [shared_of(row) for row in self._connection.execute(_of_basket, {"basket_id": basket_id})]

    def version(self, basket_id: str, number: int) -> SharedVersion | None:
        row = self._connection.execute(_version, {"basket_id": basket_id, "number": number}).first()
        return None if row is None else shared_of(row)

    def all_versions(self) -> Sequence[SharedVersion]:
        return [shared_of(row) for row in self._connection.execute(_all_versions)]

    def decisions(self, basket_ids: Sequence[str] | None = None) -> Sequence[Decision]:
        asked = _decisions if basket_ids is None else _decisions.where(decisions.c.basket_id.in_(basket_ids))
        return [Decision(**by_name(row)) for row in self._connection.execute(asked)]

    def recipients(self, basket_id: str, number: int) -> Sequence[Recipient]:
        asked = _by_code.where(recipients.c.basket_id == basket_id, recipients.c.number == number)
        return [recipient_of(row) for row in self._connection.execute(asked)]

    def meant_for(self, client_id: str) -> Sequence[Recipient]:
        return [recipient_of(row) for row in self._connection.execute(_of_client, {"client_id": client_id})]

    def add(self, basket: DeskBasket) -> None:
        self._connection.execute(
            insert(desk_baskets),
            {
                "id": basket.id,
                **_written(basket.proposal),
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
                **_written(saved.proposal),
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
        self._add_recipients(meant)

    def change_recipients(
        self, basket_id: str, number: int, meant: Collection[Recipient], gone: Collection[str]
    ) -> None:
        change = delete(recipients).where(
            recipients.c.basket_id == basket_id,
            recipients.c.number == number,
            recipients.c.client_id == bindparam("of_client"),
        )
        earlier = [{"of_client": client_id} for client_id in (*(each.client_id for each in meant), *gone)]
        if earlier:
            self._connection.execute(change, earlier)
        self._add_recipients(meant)

    def _add_recipients(self, meant: Iterable[Recipient]) -> None:
        rows = [
            {
                **{name: getattr(each, name) for name in Recipient.__dataclass_fields__},
                "quantities": canonical_json(list(each.quantities)),
            }
            for each in meant
        ]
        if rows:
            self._connection.execute(insert(recipients), rows)


def _written(proposal: Proposal) -> dict[str, str]:
    """What is written, whole and as lists show it."""
    brief = asdict(outline(proposal))
    return {"document": proposal.canonical, "sha256": brief.pop("sha256"), "outline": canonical_json(brief)}


def _basket(row: Row[Any]) -> DeskBasket:
    found = by_name(row)
    return DeskBasket(proposal=proposal_from_canonical(found.pop("document")), **found)


def shared_of(row: Row[Any]) -> SharedVersion:
    """One row of what was frozen."""
    found = by_name(row)
    return SharedVersion(proposal=proposal_from_canonical(found.pop("document")), **found)


def recipient_of(row: Row[Any]) -> Recipient:
    """One row of for whom a version is meant."""
    return Recipient(**{**by_name(row), "quantities": tuple(json.loads(row.quantities))})
