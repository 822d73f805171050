"""Values to keep: each whole, so that a test says only what it is about."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tokri.core.basket import Draft, OrderText
from tokri.core.ports import BookOrder, Found, Handback, Handoff, Reading
from tokri.store import SqlStore

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
REVIEW = hashlib.sha256(b"what was shown").hexdigest()

ORDER = OrderText(
    variety="regular",
    tradingsymbol="M&M",
    exchange="NSE",
    transaction_type="BUY",
    order_type="LIMIT",
    product="CNC",
    quantity="10",
    price="2850.05",
    validity="DAY",
)


def draft(quantity: int = 10, *, orders: int = 1, name: str = "लंबी अवधि") -> Draft:
    return Draft(name, (replace(ORDER, quantity=str(quantity)),) * orders)


def a_basket(store: SqlStore, basket_id: str = "basket", visitor_id: str = "asha", at: datetime = AT) -> None:
    with store.writing() as unit:
        unit.visitors.ensure(visitor_id, at)
        unit.baskets.add(basket_id, visitor_id, draft(), at)


def handoff(handoff_id: str = "handoff", **changes: Any) -> Handoff:
    payload = '[{"tradingsymbol":"M&M"}]'
    usual = Handoff(
        id=handoff_id,
        basket_id="basket",
        visitor_id="asha",
        version_number=1,
        version_sha256=draft().sha256,
        review_sha256=REVIEW,
        part=1,
        parts=3,
        first_order=0,
        orders=1,
        attempt=1,
        tag=f"TAG-{handoff_id}",
        nonce=f"nonce-{handoff_id}",
        payload=payload,
        payload_sha256=hashlib.sha256(payload.encode()).hexdigest(),
        created_at=AT,
    )
    return replace(usual, **changes)


def a_handoff(store: SqlStore, handoff_id: str = "handoff", **changes: Any) -> Handoff:
    """A hand-off of the basket "basket", which is made with the first."""
    with store.writing() as unit:
        unit.visitors.ensure("asha", AT)
        if unit.baskets.version("basket", 1) is None:
            unit.baskets.add("basket", "asha", draft(), AT)
        made = handoff(handoff_id, **changes)
        unit.handoffs.add(made)
        return made


def handback(handback_id: str = "handback", **changes: Any) -> Handback:
    usual = Handback(
        id=handback_id,
        visitor_id="asha",
        handoff_id="handoff",
        status="success",
        status_text="success",
        token_sha256=hashlib.sha256(b"token").hexdigest(),
        token_sealed=f"sealed for {handback_id}",
        at=AT,
    )
    return replace(usual, **changes)


def a_handback(store: SqlStore, handback_id: str = "handback", **changes: Any) -> Handback:
    """A return that answers "handoff", which is made with the first."""
    with store.reading() as unit:
        known = unit.handoffs.by_id("handoff")
    if known is None:
        a_handoff(store)
    with store.writing() as unit:
        return unit.handoffs.take_back(handback(handback_id, **changes))


def reading(reading_id: str = "reading", **changes: Any) -> Reading:
    usual = Reading(
        id=reading_id, handoff_id="handoff", visitor_id="asha", handback_id="handback", keep=False, asked_at=AT
    )
    return replace(usual, **changes)


def a_reading(store: SqlStore, reading_id: str = "reading", **changes: Any) -> Reading:
    """A reading of "handback", which is made with the first."""
    handback_id = changes.setdefault("handback_id", "handback")
    token = hashlib.sha256(handback_id.encode()).hexdigest()
    a_handback(store, handback_id, token_sha256=token)
    with store.writing() as unit:
        made = reading(reading_id, **changes)
        unit.readings.add(made)
        return made


FOUND = Found(
    order=3,
    book=BookOrder(
        order_id="2602110000000000123",
        status="REJECTED",
        status_message='Insufficient funds: ₹1,000 "short"',
        tradingsymbol="M&M",
        exchange="NSE",
        transaction_type="BUY",
        order_type="LIMIT",
        product="CNC",
        variety="regular",
        quantity=10,
        filled_quantity=0,
        pending_quantity=10,
        cancelled_quantity=0,
        price=Decimal("2850.0500"),
        trigger_price=Decimal(0),
        average_price=Decimal("0.1"),
        order_timestamp="2026-02-11 10:31:02",
        tag=None,
        tags=("TAG", "theirs"),
    ),
)
