"""Hand-offs, returns, readings and order books for the tests of the core, each with the fields that matter here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tokri.core.ports import BookOrder, Handback, Handoff, PersonsWord, Reading, Said

#: 10:30 IST on the demo's day.
AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

HANDOFF = Handoff(
    id="h1",
    basket_id="b1",
    visitor_id="v1",
    version_number=1,
    version_sha256="",
    review_sha256="",
    part=1,
    parts=1,
    first_order=0,
    orders=1,
    attempt=1,
    tag="TAG12345",
    nonce="n1",
    payload="[]",
    payload_sha256="",
    created_at=AT,
    left_at=AT,
)

READING = Reading("r1", "h1", "v1", "hb1", keep=False, asked_at=AT)


def returned(status: str, handoff_id: str | None = "h1", at: datetime = AT) -> Handback:
    return Handback("hb1", "v1", handoff_id, status, status, None, None, at=at)


def word(said: Said, handoff_id: str = "h1", at: datetime = AT) -> PersonsWord:
    return PersonsWord(handoff_id, said, at)


BOOK_ORDER = BookOrder(
    order_id="1",
    status="COMPLETE",
    status_message=None,
    tradingsymbol="INFY",
    exchange="NSE",
    transaction_type="BUY",
    order_type="LIMIT",
    product="CNC",
    variety="regular",
    quantity=10,
    filled_quantity=10,
    pending_quantity=0,
    cancelled_quantity=0,
    price=Decimal(1500),
    trigger_price=Decimal(0),
    average_price=Decimal(1499),
    order_timestamp="2026-02-11 10:31:00",
    tag="TAG12345",
)


def in_book(order_id: str, **fields: Any) -> BookOrder:
    return replace(BOOK_ORDER, order_id=order_id, **fields)
