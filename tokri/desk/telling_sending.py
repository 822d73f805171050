"""One message to one endpoint: taken from the outbox, sent outside any unit, and given back with what became of it.

Whoever dies in between leaves the endpoint taken; when that runs out another sends the message again, under the same
id. So each arrives at least once, and never is one sent twice at one time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tokri.core.ports import Outside, SealBroken
from tokri.core.ports.telling import DeliveryFault, Endpoint, Failed, NotTaken, Taken, Webhooks
from tokri.core.telling.schedule import GIVE_UP_AFTER, next_try, rests_until
from tokri.core.telling.signature import headers
from tokri.desk.telling import seal_context

#: Longer than the longest try: a name is looked up for 4 s, and two numbers are tried for 3 and 8 s each.
LEASE: Final = timedelta(seconds=60)


def take(outside: Outside) -> Taken | None:
    """The next message to send; None: none is due. Looking for one costs no turn among the writers."""
    now = outside.clock()
    with outside.store.reading() as view:
        if not view.outbox.due(now):
            return None
    # A lease that a power cut forgets costs a repeat at most.
    with outside.store.writing(durable=False) as unit:
        return unit.outbox.take(now, now + LEASE, outside.chance.token())


def deliver(outside: Outside, webhooks: Webhooks, taken: Taken) -> None:
    """Send it, and keep what became of it."""
    message, at = taken.delivery.message, outside.clock()
    try:
        signed = headers(message, _secrets(outside, taken.endpoint, at), at)
        status = webhooks.post(taken.endpoint.url, signed, message.body.encode())
    except NotTaken as fault:
        _failed(outside, taken, fault.fault, fault.status)
    except SealBroken:
        _failed(outside, taken, DeliveryFault.UNREADABLE)
    else:
        with outside.store.writing() as unit:
            unit.outbox.delivered(taken, status, outside.clock())


def _failed(outside: Outside, taken: Taken, fault: DeliveryFault, status: int = 0) -> None:
    now = outside.clock()
    failed = Failed(
        fault=fault,
        status=status,
        at=now,
        next_at=next_try(taken.delivery.tries + 1, now),
        rests_until=rests_until(taken.endpoint.failures + 1, now),
        give_up_asked_before=now - GIVE_UP_AFTER,
    )
    with outside.store.writing() as unit:
        unit.outbox.failed(taken, failed)


def _secrets(outside: Outside, endpoint: Endpoint, at: datetime) -> list[str]:
    """The secret, and the one before it for as long as that signs too. Raises SealBroken."""
    sealed = [endpoint.secret_sealed]
    if endpoint.old_sealed is not None and endpoint.old_until is not None and at < endpoint.old_until:
        sealed.append(endpoint.old_sealed)
    return [outside.sealer.unseal(each, seal_context(endpoint.id)) for each in sealed]
