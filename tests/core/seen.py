"""Evidence for the tests: hand-offs with orders, and what each source showed of them, at minutes after they left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.core.making import AT, BOOK_ORDER, HANDOFF
from tokri.core.evidence import How, Look, Sighting, Source
from tokri.core.ports.kept import BookOrder, Handoff
from tokri.core.times import ist
from tokri.core.verdict import Verdict, Verdicts, verdicts

TAG = HANDOFF.tag
BOOK, POSTBACK, ORDER_FILE, TRADE_FILE = Source.BOOK, Source.POSTBACK, Source.ORDER_FILE, Source.TRADE_FILE


def minute(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def asked(**fields: Any) -> dict[str, Any]:
    """An order as it was sent: BUY 10 INFY at 1500, CNC, with Tokri's tag."""
    order = {
        "exchange": "NSE",
        "tradingsymbol": "INFY",
        "transaction_type": "BUY",
        "order_type": "LIMIT",
        "quantity": 10,
        "product": "CNC",
        "price": 1500,
        "variety": "regular",
        "tag": TAG,
    }
    return {name: value for name, value in {**order, **fields}.items() if value is not None}


def handed_off(*orders: Mapping[str, Any], **fields: Any) -> Handoff:
    sent = list(orders) or [asked()]
    tag = str(fields.get("tag", TAG))
    sent = [{**order, "tag": tag} if order.get("tag") == TAG else dict(order) for order in sent]
    return replace(HANDOFF, payload=json.dumps(sent), orders=len(sent), **fields)


def order(order_id: str = "1", status: str = "COMPLETE", filled: int = 10, of: int = 10, **fields: Any) -> BookOrder:
    """A row of the book: by default INFY, BUY, filled whole at 1499."""
    row = replace(
        BOOK_ORDER,
        order_id=order_id,
        status=status,
        filled_quantity=filled,
        quantity=of,
        average_price=Decimal(1499) if filled else Decimal(0),
    )
    return replace(row, **fields)


def traded(order_id: str, filled: int, **fields: Any) -> BookOrder:
    """What a tradebook shows of an order."""
    bare = {"price": Decimal(0), "order_type": "", "variety": "", "tag": None}
    return order(order_id, "", filled, filled, **{**bare, **fields})


def seen(book: BookOrder, at: int = 5, source: Source = BOOK, place: int | None = 0, **fields: Any) -> Sighting:
    """A sighting `at` minutes after the hand-off left; by tag, but for files."""
    how = How.LIKENESS if source in {ORDER_FILE, TRADE_FILE} else How.TAG
    whole = Sighting(HANDOFF.id, source, how, place, book, minute(at), f"{source}-{at}")
    return replace(whole, **fields)


def look(at: int = 5, source: Source = BOOK, *, closed: bool = False, days: int = 0) -> Look:
    """A look at the whole of a source, `at` minutes after the hand-off left, of its day and `days` more."""
    first = ist(AT).date()
    return Look(source, minute(at), first, first + timedelta(days=days), closed)


def only(handoff: Handoff, sightings: Iterable[Sighting] = (), looks: Iterable[Look] = ()) -> Verdict:
    """The verdict on the one order of the hand-off."""
    [verdict] = verdicts(handoff, sightings, looks).orders
    return verdict


def told(handoff: Handoff, sightings: Iterable[Sighting] = (), looks: Iterable[Look] = ()) -> Verdicts:
    return verdicts(handoff, sightings, looks)


def at(year: int, month: int, day: int, hour: int, minutes: int = 0) -> datetime:
    """A moment by the clocks of India."""
    return datetime(year, month, day, hour, minutes, tzinfo=UTC) - timedelta(hours=5, minutes=30)
