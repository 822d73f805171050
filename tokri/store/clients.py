"""Clients: a code, and beside it all that is personal, so that the one can outlive the other."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from tokri.core.basket import canonical_json
from tokri.core.desk.client import AccountKind, CheckKind, Client, ClientDetails, Consenter, Holding
from tokri.core.ports import AlreadyThere
from tokri.store.desk_tables import clients, holdings
from tokri.store.sql import by_name, insert_new

_columns = [column for column in clients.c if column.name != "seq"]
_all = select(*_columns).order_by(clients.c.code)
_first = select(clients.c.seq).limit(1)
_some = select(*_columns).where(clients.c.id.in_(bindparam("client_ids", expanding=True)))
_by_id = select(*_columns).where(clients.c.id == bindparam("client_id"))
_by_code = select(*_columns).where(clients.c.code == bindparam("code"))
_holdings = (
    select(holdings)
    .where(holdings.c.client_id == bindparam("client_id"))
    .order_by(holdings.c.tradingsymbol, holdings.c.exchange)
)

#: How many ids one question names: a database takes only so many values in one.
_AT_ONCE = 5_000

_DAYS = ("risk_on", "agreement_from", "agreement_until")
_AMOUNTS = ("capital", "multiplier")
_LISTS = ("segments", "groups")


class Clients:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def any(self) -> bool:
        return self._connection.execute(_first).first() is not None

    def all(self) -> Sequence[Client]:
        return [client_of(row) for row in self._connection.execute(_all)]

    def some(self, client_ids: Collection[str]) -> Mapping[str, Client]:
        several = list(dict.fromkeys(client_ids))
        found: dict[str, Client] = {}
        for first in range(0, len(several), _AT_ONCE):
            rows = self._connection.execute(_some, {"client_ids": several[first : first + _AT_ONCE]})
            found.update((row.id, client_of(row)) for row in rows)
        return found

    def get(self, client_id: str) -> Client | None:
        row = self._connection.execute(_by_id, {"client_id": client_id}).first()
        return None if row is None else client_of(row)

    def by_code(self, code: str) -> Client | None:
        row = self._connection.execute(_by_code, {"code": code}).first()
        return None if row is None else client_of(row)

    def holdings(self, client_id: str) -> Sequence[Holding]:
        rows = self._connection.execute(_holdings, {"client_id": client_id})
        return [holding_of(row) for row in rows]

    def add(self, client: Client) -> None:
        row = {
            "id": client.id,
            "code": client.code,
            "details": None if client.details is None else _document(client.details),
            "check_hash": client.check_hash,
            "created_at": client.created_at,
            "changed_at": client.changed_at,
            "edition": client.edition,
            "inactive_at": client.inactive_at,
            "erased_at": client.erased_at,
        }
        if not insert_new(self._connection, clients, row, clients.c.id):
            raise AlreadyThere(client.code)

    def change(self, client_id: str, details: ClientDetails, edition: int, at: datetime, **changes: object) -> bool:
        changed = (
            update(clients)
            .where(clients.c.id == client_id, clients.c.edition == edition, clients.c.erased_at.is_(None))
            .values(details=_document(details), changed_at=at, edition=edition + 1, **changes)
        )
        return self._connection.execute(changed).rowcount == 1

    def mark(self, client_id: str, at: datetime, *, inactive: bool) -> None:
        marked = update(clients).where(clients.c.id == client_id).values(inactive_at=at if inactive else None)
        self._connection.execute(marked)

    def erase(self, client_id: str, at: datetime) -> None:
        self._connection.execute(delete(holdings).where(holdings.c.client_id == client_id))
        erased = (
            update(clients)
            .where(clients.c.id == client_id)
            .values(details=None, check_hash=None, erased_at=at, changed_at=at, edition=clients.c.edition + 1)
        )
        self._connection.execute(erased)

    def set_holdings(self, client_id: str, held: Iterable[Holding]) -> None:
        self._connection.execute(delete(holdings).where(holdings.c.client_id == client_id))
        rows = [
            {
                "client_id": client_id,
                "exchange": each.exchange,
                "tradingsymbol": each.tradingsymbol,
                "isin": each.isin,
                "quantity": each.quantity,
                "on_day": each.on.isoformat(),
            }
            for each in held
        ]
        if rows:
            self._connection.execute(insert(holdings), rows)


def _document(details: ClientDetails) -> str:
    found = asdict(details)
    for name in _DAYS:
        found[name] = found[name].isoformat() if found[name] else None
    for name in _AMOUNTS:
        found[name] = None if found[name] is None else str(found[name])
    return canonical_json(found)


def _details(text: str) -> ClientDetails:
    found: dict[str, Any] = json.loads(text)
    for name in _DAYS:
        found[name] = date.fromisoformat(found[name]) if found[name] else None
    for name in _AMOUNTS:
        found[name] = None if found[name] is None else Decimal(found[name])
    for name in _LISTS:
        found[name] = tuple(found[name])
    return ClientDetails(
        **{
            **found,
            "account_kind": AccountKind(found["account_kind"]),
            "consenter": Consenter(found["consenter"]),
            "check_kind": CheckKind(found["check_kind"]),
        }
    )


def holding_of(row: Row[Any]) -> Holding:
    """One row of what somebody holds."""
    return Holding(row.exchange, row.tradingsymbol, row.isin, row.quantity, date.fromisoformat(row.on_day))


def client_of(row: Row[Any]) -> Client:
    """One row of the register."""
    return Client(**{**by_name(row), "details": None if row.details is None else _details(row.details)})
