"""The outbox: endpoints of the firm's own systems, and what waits for each of them.

What is told is put there by `Hearing`, in the very unit that writes the record: no change is committed without its
messages, and no message without its change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, delete, func, insert, or_, select, update

from tokri.core.ports.telling import Delivery, DeliveryFault, DeliveryState, Endpoint, Failed, Taken
from tokri.core.telling.kinds import TEST
from tokri.core.telling.message import Message
from tokri.core.telling.schedule import AWAY, AWAY_FROM
from tokri.store.telling_tables import outbox, webhook_endpoints

_endpoint_columns = [column for column in webhook_endpoints.c if column.name not in {"seq", "owner", "leased_until"}]
_live = select(*_endpoint_columns).where(webhook_endpoints.c.ended_at.is_(None)).order_by(webhook_endpoints.c.seq)
_state = case(
    (outbox.c.delivered_at.is_not(None), DeliveryState.DELIVERED.value),
    (outbox.c.given_up_at.is_not(None), DeliveryState.GIVEN_UP.value),
    else_=DeliveryState.WAITING.value,
)
_counts = select(outbox.c.endpoint_id, _state.label("state"), func.count().label("n")).group_by(
    outbox.c.endpoint_id, _state
)


class Outbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- endpoints ------------------------------------------------------------------------------

    def endpoints(self) -> Sequence[Endpoint]:
        return [_endpoint(row) for row in self._connection.execute(_live)]

    def endpoint(self, endpoint_id: str) -> Endpoint | None:
        query = select(*_endpoint_columns).where(webhook_endpoints.c.id == endpoint_id)
        row = self._connection.execute(query).first()
        return None if row is None else _endpoint(row)

    def add_endpoint(self, endpoint: Endpoint) -> None:
        row = {column.name: getattr(endpoint, column.name) for column in _endpoint_columns}
        self._connection.execute(insert(webhook_endpoints), row)

    def change_secret(self, endpoint_id: str, sealed: str, old_sealed: str, old_until: datetime) -> None:
        self._change(endpoint_id, secret_sealed=sealed, old_sealed=old_sealed, old_until=old_until)

    def end_endpoint(self, endpoint_id: str, at: datetime) -> bool:
        live = webhook_endpoints.c.id == endpoint_id, webhook_endpoints.c.ended_at.is_(None)
        if self._connection.execute(update(webhook_endpoints).where(*live).values(ended_at=at)).rowcount == 0:
            return False
        self._give_up(outbox.c.endpoint_id == endpoint_id, at, DeliveryFault.ENDED)
        return True

    # --- what waits, and what became of it ------------------------------------------------------

    def counts(self) -> Mapping[str, Mapping[DeliveryState, int]]:
        found: dict[str, dict[DeliveryState, int]] = {}
        for row in self._connection.execute(_counts):
            found.setdefault(row.endpoint_id, {})[DeliveryState(row.state)] = row.n
        return found

    def deliveries(self, endpoint_id: str, state: DeliveryState | None, most: int) -> Sequence[Delivery]:
        query = select(outbox).where(outbox.c.endpoint_id == endpoint_id)
        if state is not None:
            query = query.where(_state == state.value)
        rows = self._connection.execute(query.order_by(outbox.c.seq.desc()).limit(most))
        return [_delivery(row) for row in rows]

    def put(self, endpoint_id: str, message: Message) -> None:
        put(self._connection, [endpoint_id], message)
        self._change(endpoint_id, rests_until=None)

    def resend(self, endpoint_id: str, message_id: str, at: datetime) -> bool:
        return self._ask_again(endpoint_id, outbox.c.message_id == message_id, at) == 1

    def resend_given_up(self, endpoint_id: str, at: datetime) -> int:
        return self._ask_again(endpoint_id, outbox.c.given_up_at.is_not(None), at)

    def sweep(self, before: datetime) -> int:
        old = or_(outbox.c.delivered_at < before, outbox.c.given_up_at < before)
        return self._connection.execute(delete(outbox).where(old)).rowcount

    # --- the runner's side ----------------------------------------------------------------------

    def due(self, now: datetime) -> bool:
        return self._connection.execute(_ready(now).limit(1)).first() is not None

    def take(self, now: datetime, until: datetime, owner: str) -> Taken | None:
        free = _ready(now).order_by(webhook_endpoints.c.seq).limit(1)
        row = self._connection.execute(free.with_for_update(skip_locked=True, of=webhook_endpoints)).first()
        if row is None:
            return None
        waiting = select(outbox).where(outbox.c.endpoint_id == row.id, outbox.c.due_at <= now)
        in_turn = waiting.order_by(outbox.c.type != TEST, outbox.c.due_at, outbox.c.seq)
        first = self._connection.execute(in_turn.limit(1)).one()
        self._change(row.id, owner=owner, leased_until=until)
        self._set(row.id, first.message_id, tries=outbox.c.tries + 1, tried_at=now)
        return Taken(_endpoint(row), _delivery(first), owner)

    def delivered(self, taken: Taken, status: int, at: datetime) -> None:
        endpoint_id = taken.endpoint.id
        done = {"delivered_at": at, "due_at": None, "given_up_at": None, "fault": None, "status": status}
        self._set(endpoint_id, taken.delivery.message.id, **done)
        if self._give_back(taken, failures=0, rests_until=None) and taken.endpoint.failures >= AWAY_FROM:
            # A message that it refuses by itself keeps its own time, else it would be tried after each that goes well.
            away = or_(outbox.c.fault.is_(None), outbox.c.fault != DeliveryFault.ANSWERED, outbox.c.status.in_(AWAY))
            waits = outbox.c.endpoint_id == endpoint_id, outbox.c.due_at > at
            self._connection.execute(update(outbox).where(*waits, away).values(due_at=at))

    def failed(self, taken: Taken, failed: Failed) -> None:
        endpoint_id = taken.endpoint.id
        waits = outbox.c.endpoint_id == endpoint_id, outbox.c.due_at.is_not(None)
        this = update(outbox).where(*waits, outbox.c.message_id == taken.delivery.message.id)
        self._connection.execute(this.values(due_at=failed.next_at, fault=failed.fault.value, status=failed.status))
        old = outbox.c.asked_at < failed.give_up_asked_before
        self._give_up((outbox.c.endpoint_id == endpoint_id) & old, failed.at, failed.fault)
        self._give_back(taken, failures=webhook_endpoints.c.failures + 1, rests_until=failed.rests_until)

    # --- what they share ------------------------------------------------------------------------

    def _change(self, endpoint_id: str, **values: object) -> None:
        self._connection.execute(
            update(webhook_endpoints).where(webhook_endpoints.c.id == endpoint_id).values(**values)
        )

    def _set(self, endpoint_id: str, message_id: str, **values: object) -> None:
        this = outbox.c.endpoint_id == endpoint_id, outbox.c.message_id == message_id
        self._connection.execute(update(outbox).where(*this).values(**values))

    def _give_back(self, taken: Taken, **values: object) -> bool:
        """False if somebody else has it by now, who will say how it went."""
        mine = webhook_endpoints.c.id == taken.endpoint.id, webhook_endpoints.c.owner == taken.owner
        change = update(webhook_endpoints).where(*mine).values(owner=None, leased_until=None, **values)
        return self._connection.execute(change).rowcount == 1

    def _give_up(self, which: ColumnElement[bool], at: datetime, fault: DeliveryFault) -> None:
        why = func.coalesce(outbox.c.fault, fault.value)
        over = update(outbox).where(which, outbox.c.due_at.is_not(None))
        self._connection.execute(over.values(due_at=None, given_up_at=at, fault=why))

    def _ask_again(self, endpoint_id: str, which: ColumnElement[bool], at: datetime) -> int:
        endpoint = self.endpoint(endpoint_id)
        if endpoint is None or endpoint.ended_at is not None:
            return 0
        self._change(endpoint_id, rests_until=None)
        again = update(outbox).where(outbox.c.endpoint_id == endpoint_id, which)
        afresh = {"asked_at": at, "due_at": at, "tries": 0, "delivered_at": None, "given_up_at": None, "fault": None}
        return self._connection.execute(again.values(**afresh, status=0)).rowcount


def put(connection: Connection, endpoint_ids: Sequence[str], message: Message) -> None:
    """Put the message there for each of the endpoints."""
    row = {
        "message_id": message.id,
        "type": message.type,
        "body": message.body,
        "at": message.at,
        "asked_at": message.at,
        "tries": 0,
        "due_at": message.at,
        "status": 0,
    }
    connection.execute(insert(outbox), [{**row, "endpoint_id": each} for each in endpoint_ids])


def _ready(now: datetime) -> Select[Any]:
    """Endpoints that something is due for, that are not taken, and that do not rest."""
    waits = select(outbox.c.seq).where(outbox.c.endpoint_id == webhook_endpoints.c.id, outbox.c.due_at <= now)
    return select(*_endpoint_columns).where(
        webhook_endpoints.c.ended_at.is_(None),
        or_(webhook_endpoints.c.rests_until.is_(None), webhook_endpoints.c.rests_until <= now),
        or_(webhook_endpoints.c.leased_until.is_(None), webhook_endpoints.c.leased_until <= now),
        waits.exists(),
    )


def _endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(**{column.name: getattr(row, column.name) for column in _endpoint_columns})


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        row.endpoint_id,
        Message(row.message_id, row.type, row.body, row.at),
        row.asked_at,
        row.tries,
        row.due_at,
        row.tried_at,
        row.delivered_at,
        row.given_up_at,
        None if row.fault is None else DeliveryFault(row.fault),
        row.status,
    )
