"""The running server's own store, to look into it, and to put in what no page would let anybody send."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from sqlalchemy import func, select

from tests.browser.serving import Serving
from tokri.core.handoff import sha256
from tokri.core.ports import Handoff
from tokri.core.ports.evidence import PostbackState
from tokri.store import SqlStore, open_store
from tokri.store.evidence_tables import postbacks
from tokri.store.tables import jobs


@contextmanager
def store_of(server: Serving) -> Iterator[SqlStore]:
    """Open it beside the server, as one more program."""
    opened = open_store("sqlite", data_dir=server.data)
    try:
        yield opened
    finally:
        opened.close()


def reports_not_looked_at(store: SqlStore) -> int:
    """How many of Kite's reports of orders were taken, and wait for the runner."""
    new = select(func.count()).select_from(postbacks).where(postbacks.c.state == PostbackState.NEW.value)
    with store.reading() as unit:
        return int(unit.evidence._connection.execute(new).scalar_one())  # type: ignore[attr-defined]  # the store's own


def work_waits(store: SqlStore, now: datetime) -> bool:
    """Whether the runner has something in hand, or something to take in hand."""
    work = select(jobs.c.id).where(jobs.c.owner.is_not(None) | (jobs.c.due_at <= now)).limit(1)
    with store.reading() as unit:
        return unit.jobs._connection.execute(work).first() is not None  # type: ignore[attr-defined]  # the same


def planted(store: SqlStore, basket_id: str, orders: Sequence[object]) -> Handoff:
    """A further hand-off of the basket, not left yet, that carries these orders whatever they hold."""
    payload = json.dumps(orders, ensure_ascii=False, separators=(",", ":"))
    with store.writing() as unit:
        [*_, last] = unit.handoffs.of_basket(basket_id)
        further = replace(
            last,
            id=token_hex(16),
            attempt=last.attempt + 1,
            tag="HOSTILE1",
            nonce=token_hex(16),
            payload=payload,
            payload_sha256=sha256(payload),
            left_at=None,
        )
        unit.handoffs.add(further)
    return further
