"""A hand-off whose orders came to everything that an order can come to, each known by another source."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock, book_order
from tests.web.steps import handoffs, save, to_kite, world
from tokri.core.evidence import QUEUED, How, Sighting, Source
from tokri.core.ports import BookOrder, Handback, Handoff, Reading, WritingUnit
from tokri.core.verdict import Standing

#: Each of them, in the order in which they stand in the hand-off.
SYMBOLS = {
    "INFY": Standing.FILLED,
    "TCS": Standing.PARTLY,
    "HDFCBANK": Standing.OPEN,
    "ITC": Standing.QUEUED,
    "SBIN": Standing.CANCELLED,
    "RELIANCE": Standing.REJECTED,
    "WIPRO": Standing.UNTOLD,
    "LT": Standing.MISSING,
    "AXISBANK": Standing.REPORTED,
}


def order(symbol: str, **changes: object) -> dict[str, object]:
    usual = {
        "variety": "regular",
        "tradingsymbol": symbol,
        "exchange": "NSE",
        "transaction_type": "BUY",
        "order_type": "LIMIT",
        "quantity": 10,
        "price": 1500,
        "product": "CNC",
        "readonly": False,
    }
    return {**usual, **changes}


def sent(app: Flask, client: HouseClient, *orders: dict[str, object], left_ago: timedelta = timedelta()) -> str:
    """A basket of one hand-off that left with these orders; answers the basket's address."""
    basket = save(client)
    to_kite(client, basket)
    (handoff,) = handoffs(app, basket)
    payload = json.dumps([{**each, "tag": handoff.tag} for each in orders], separators=(",", ":"))
    left_at = (handoff.left_at or handoff.created_at) - left_ago
    changed = replace(
        handoff,
        payload=payload,
        payload_sha256=sha256(payload.encode()).hexdigest(),
        orders=len(orders),
        left_at=left_at,
    )
    _put_back(app, changed)
    return basket


def _put_back(app: Flask, handoff: Handoff) -> None:
    """Hand-offs are never changed: it is written as if it had been made like this."""
    from tokri.store.tables import handoffs as table  # noqa: PLC0415 - only here

    with world(app).store.writing() as unit:
        connection = unit.handoffs._connection  # type: ignore[attr-defined] # the store's own
        fields = {name: getattr(handoff, name) for name in ("payload", "payload_sha256", "orders", "left_at")}
        connection.execute(table.update().where(table.c.id == handoff.id).values(**fields))


def see(app: Flask, basket: str, source: Source, place: int | None, at: datetime, **changes: object) -> None:
    """One order of the hand-off, as a source shows it."""
    (handoff,) = handoffs(app, basket)
    book: BookOrder = book_order(**{"tag": handoff.tag, "tags": (handoff.tag,), **changes})
    with world(app).store.writing() as unit:
        unit.evidence.see([Sighting(handoff.id, source, How.TAG, place, book, at, "origin")])


def read(app: Flask, basket: str, at: datetime, *, keep: bool = False, others: int = 0) -> None:
    """The order book was read then."""
    (handoff,) = handoffs(app, basket)
    with world(app).store.writing() as unit:
        back = _came_back(unit, handoff, at)
        reading = Reading(
            id=f"reading-{handoff.id}",
            handoff_id=handoff.id,
            visitor_id=handoff.visitor_id,
            handback_id=back.id,
            keep=keep,
            asked_at=at,
            exchange_started_at=at,
            exchanged_at=at,
            confirmed_at=at,
            read_at=at,
            others=others,
            expires_at=at + timedelta(hours=12),
            ended_at=None if keep else at,
            end_confirmed=not keep,
        )
        unit.readings.add(reading)


def _came_back(unit: WritingUnit, handoff: Handoff, at: datetime) -> Handback:
    token = sha256(handoff.id.encode()).hexdigest()
    return unit.handoffs.take_back(
        Handback(f"back-{handoff.id}", handoff.visitor_id, handoff.id, "success", "", token, None, at=at)
    )


def every_standing(app: Flask, client: HouseClient, clock: FakeClock) -> str:
    """Left, came back, read; a postback of one order that the book does not have. Answers the basket's address."""
    terms: dict[str, dict[str, object]] = {"ITC": {"variety": "amo"}, "TCS": {"quantity": 40}}
    basket = sent(app, client, *(order(each, **terms.get(each, {})) for each in SYMBOLS))
    clock.forward(minutes=2)
    read(app, basket, clock(), others=3)
    limit = {"order_type": "LIMIT", "price": Decimal(1500)}
    books: dict[str, dict[str, object]] = {
        "INFY": {"average_price": Decimal("1498.35")},
        "TCS": {"quantity": 40, "filled_quantity": 15, "status": "OPEN", "average_price": Decimal(1500)},
        "HDFCBANK": {"filled_quantity": 0, "status": "OPEN", "price": Decimal(1490), "average_price": Decimal(0)},
        "ITC": {"filled_quantity": 0, "status": QUEUED, "variety": "amo", "average_price": Decimal(0)},
        "SBIN": {"filled_quantity": 0, "status": "CANCELLED", "average_price": Decimal(0)},
        "RELIANCE": {
            "filled_quantity": 0,
            "status": "REJECTED",
            "average_price": Decimal(0),
            "status_message": "Insufficient funds. Required margin is 15000.00 but available margin is 4210.50.",
        },
    }
    for place, symbol in enumerate(SYMBOLS):
        if symbol in books:
            see(
                app,
                basket,
                Source.BOOK,
                place,
                clock(),
                tradingsymbol=symbol,
                order_id=str(place),
                **{**limit, **books[symbol]},
            )
    for number in range(2):
        see(
            app,
            basket,
            Source.BOOK,
            None,
            clock(),
            tradingsymbol="WIPRO",
            order_id=f"untold-{number}",
            quantity=5,
            filled_quantity=5,
            **limit,
        )
    clock.forward(minutes=1)
    see(app, basket, Source.POSTBACK, 8, clock(), tradingsymbol="AXISBANK", order_id="reported", **limit)
    return basket
