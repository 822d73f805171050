"""Endpoints of the firm's own systems: added, tried, given a new secret, ended; and what was sent to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tokri.core.ports import Outside, WritingUnit
from tokri.core.ports.telling import Delivery, DeliveryState, Endpoint
from tokri.core.problems import Problem, Severity
from tokri.core.telling.endpoint import MOST_ENDPOINTS, fault_of_address, host_of
from tokri.core.telling.message import trial_message
from tokri.core.telling.signature import BOTH_FOR, new_secret
from tokri.desk.by import By

#: Messages of one endpoint that its page lists.
MOST_LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """An endpoint, and how many messages stand where."""

    endpoint: Endpoint
    counts: Mapping[DeliveryState, int]

    def count(self, state: DeliveryState) -> int:
        return self.counts.get(state, 0)


@dataclass(frozen=True, slots=True)
class Listed:
    """An endpoint with its newest messages of one state, or of all."""

    seen: Seen
    deliveries: Sequence[Delivery]


@dataclass(frozen=True, slots=True)
class Told:
    """An endpoint and its secret, which is told this once."""

    endpoint: Endpoint
    secret: str


def endpoints(outside: Outside) -> Sequence[Seen]:
    """All that were not ended."""
    with outside.store.reading() as unit:
        counts = unit.outbox.counts()
        return [Seen(each, counts.get(each.id, {})) for each in unit.outbox.endpoints()]


def see(outside: Outside, endpoint_id: str, state: DeliveryState | None = None) -> Listed | None:
    """One of them; None: there is none of that id, or it was ended."""
    with outside.store.reading() as unit:
        endpoint = unit.outbox.endpoint(endpoint_id)
        if endpoint is None or endpoint.ended_at is not None:
            return None
        counts = unit.outbox.counts().get(endpoint_id, {})
        return Listed(Seen(endpoint, counts), unit.outbox.deliveries(endpoint_id, state, MOST_LISTED))


def add(outside: Outside, by: By, typed: str) -> Told | Problem:
    """Add an endpoint at the address as typed; what is wrong with it otherwise. Recorded.

    Where its name leads is looked at when something is sent: no page waits for that. Codes: webhook.* of
    `fault_of_address`, webhook.there, webhook.enough.
    """
    url, now = typed.strip(), outside.clock()
    if fault := fault_of_address(url):
        return _problem(fault)
    endpoint_id, secret = outside.chance.token(), new_secret(outside.chance.token)
    sealed = outside.sealer.seal(secret, seal_context(endpoint_id))
    endpoint = Endpoint(endpoint_id, url, sealed, now, by.person_id)
    with outside.store.writing() as unit:
        there = unit.outbox.endpoints()
        if any(each.url == url for each in there):
            return _problem("there")
        if len(there) >= MOST_ENDPOINTS:
            return _problem("enough")
        unit.outbox.add_endpoint(endpoint)
        unit.record(by.event("webhook endpoint added", endpoint_id, now, {"host": host_of(url)}))
    return Told(endpoint, secret)


def renew_secret(outside: Outside, by: By, endpoint_id: str) -> Told | None:
    """A new secret; for BOTH_FOR the old one signs beside it. None: there is no such endpoint. Recorded."""
    now, secret = outside.clock(), new_secret(outside.chance.token)
    sealed = outside.sealer.seal(secret, seal_context(endpoint_id))
    with outside.store.writing() as unit:
        found = _live(unit, endpoint_id)
        if found is None:
            return None
        unit.outbox.change_secret(endpoint_id, sealed, found.secret_sealed, now + BOTH_FOR)
        unit.record(by.event("webhook secret renewed", endpoint_id, now, {"host": host_of(found.url)}))
    return Told(found, secret)


def end(outside: Outside, by: By, endpoint_id: str) -> bool:
    """Send nothing more there; False if there is no such endpoint. Recorded."""
    now = outside.clock()
    with outside.store.writing() as unit:
        found = _live(unit, endpoint_id)
        if found is None:
            return False
        unit.outbox.end_endpoint(endpoint_id, now)
        unit.record(by.event("webhook endpoint ended", endpoint_id, now, {"host": host_of(found.url)}))
    return True


def try_out(outside: Outside, by: By, endpoint_id: str) -> bool:
    """Send a message that says nothing but that it is a test; False if there is no such endpoint. Recorded."""
    now = outside.clock()
    with outside.store.writing() as unit:
        if _live(unit, endpoint_id) is None:
            return False
        unit.outbox.put(endpoint_id, trial_message(outside.chance.token(), now))
        unit.record(by.event("webhook tried", endpoint_id, now))
    return True


def resend(outside: Outside, by: By, endpoint_id: str, message_id: str) -> bool:
    """Send one message again, under the id that it has; False if there is none. Recorded."""
    now = outside.clock()
    with outside.store.writing() as unit:
        if not unit.outbox.resend(endpoint_id, message_id, now):
            return False
        unit.record(by.event("webhook message sent again", endpoint_id, now, {"message": message_id}))
    return True


def resend_given_up(outside: Outside, by: By, endpoint_id: str) -> int | None:
    """Send all again that were given up; answers how many, None if there is no such endpoint. Recorded."""
    now = outside.clock()
    with outside.store.writing() as unit:
        if _live(unit, endpoint_id) is None:
            return None
        count = unit.outbox.resend_given_up(endpoint_id, now)
        if count:
            unit.record(by.event("webhook messages sent again", endpoint_id, now, {"count": count}))
    return count


def seal_context(endpoint_id: str) -> str:
    """The row that an endpoint's secret belongs to, for the seal."""
    return f"webhook:{endpoint_id}"


def _live(unit: WritingUnit, endpoint_id: str) -> Endpoint | None:
    found = unit.outbox.endpoint(endpoint_id)
    return None if found is None or found.ended_at is not None else found


def _problem(code: str) -> Problem:
    return Problem(f"webhook.{code}", Severity.ERROR, ("url",), {"most": MOST_ENDPOINTS})
