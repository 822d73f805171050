"""The running server's own store, to look into it, and to put in what no page would let anybody send."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from secrets import token_hex

from tests.browser.serving import Serving
from tokri.core.handoff import sha256
from tokri.core.ports import Handoff
from tokri.store import SqlStore, open_store


@contextmanager
def store_of(server: Serving) -> Iterator[SqlStore]:
    """Open it beside the server, as one more program."""
    opened = open_store("sqlite", data_dir=server.data)
    try:
        yield opened
    finally:
        opened.close()


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
