"""Readings of the order book. What belongs to the hand-off is kept in the reading's own row, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, update

from tokri.core.basket import canonical_json
from tokri.core.ports import AlreadyThere, BookOrder, Found, Reading, ReadingFault
from tokri.store.sql import insert_new
from tokri.store.tables import handbacks, readings

_NAMES: Final = tuple(each.name for each in fields(Reading))

#: Who asked to read what, and when, is what a reading is; the rest happens to it.
_FIXED: Final = frozenset({"id", "handoff_id", "visitor_id", "handback_id", "keep", "asked_at"})

_PRICES: Final = ("price", "trigger_price", "average_price")

_readings = select(*(readings.c[name] for name in _NAMES))

_of_handoffs = _readings.where(readings.c.handoff_id.in_(bindparam("handoff_ids", expanding=True))).order_by(
    readings.c.seq
)

_has_session = readings.c.exchanged_at.is_not(None) & readings.c.ended_at.is_(None)


class Readings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, reading_id: str, visitor_id: str) -> Reading | None:
        return self._first((readings.c.id == reading_id) & (readings.c.visitor_id == visitor_id))

    def by_id(self, reading_id: str) -> Reading | None:
        return self._first(readings.c.id == reading_id)

    def of_handoffs(self, handoff_ids: Sequence[str]) -> Sequence[Reading]:
        rows = self._connection.execute(_of_handoffs, {"handoff_ids": handoff_ids})
        return [_reading(row) for row in rows]

    def of_visitor(self, visitor_id: str) -> Sequence[Reading]:
        return self._all((readings.c.visitor_id == visitor_id) & _has_session)

    def unended(self, before: datetime) -> Sequence[Reading]:
        return self._all((readings.c.asked_at < before) & _has_session)

    def add(self, reading: Reading) -> None:
        row = _columns({name: getattr(reading, name) for name in _NAMES})
        if not insert_new(self._connection, readings, row, readings.c.id):
            raise AlreadyThere(f"handback {reading.handback_id} has a reading")

    def start_exchange(self, reading_id: str, at: datetime) -> str | None:
        its_handback = select(readings.c.handback_id).where(readings.c.id == reading_id).scalar_subquery()
        sealed = self._connection.execute(
            select(handbacks.c.token_sealed).where(handbacks.c.id == its_handback)
        ).scalar_one_or_none()
        if sealed is None:
            return None
        taken = self._connection.execute(
            update(readings).where(
                readings.c.id == reading_id, readings.c.exchange_started_at.is_(None), readings.c.ended_at.is_(None)
            ),
            {"exchange_started_at": at},
        )
        if taken.rowcount != 1:
            return None
        self._connection.execute(update(handbacks).where(handbacks.c.id == its_handback), {"token_sealed": None})
        return str(sealed)

    def update(self, reading_id: str, **changes: object) -> Reading:
        unknown = changes.keys() - set(_NAMES) | changes.keys() & _FIXED
        if unknown:
            raise TypeError(f"a reading has no {', '.join(sorted(unknown))} that changes")
        change = update(readings).where(readings.c.id == reading_id).returning(*_readings.selected_columns)
        return _reading(self._connection.execute(change, _columns(changes)).one())

    def _first(self, condition: ColumnElement[bool]) -> Reading | None:
        row = self._connection.execute(_readings.where(condition)).first()
        return None if row is None else _reading(row)

    def _all(self, condition: ColumnElement[bool]) -> Sequence[Reading]:
        query = _readings.where(condition).order_by(readings.c.seq)
        return [_reading(row) for row in self._connection.execute(query)]


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    columns = dict(values)
    if "found" in columns:
        columns["found"] = found_json(columns["found"])
    if "unsorted" in columns:
        columns["unsorted"] = canonical_json([book_json(each) for each in columns["unsorted"]])
    if isinstance(columns.get("fault"), str):
        columns["fault"] = ReadingFault(columns["fault"]).value
    return columns


def _reading(row: Row[Any]) -> Reading:
    values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["found"] = found_from_json(values["found"])
    values["unsorted"] = tuple(map(book_from_json, json.loads(values["unsorted"])))
    values["fault"] = None if values["fault"] is None else ReadingFault(values["fault"])
    return Reading(**values)


def found_json(found: Sequence[Found]) -> str:
    """Write what was found as JSON; prices as text, which keeps every digit."""
    return canonical_json([{"order": each.order, "book": book_json(each.book)} for each in found])


def found_from_json(text: str) -> tuple[Found, ...]:
    """Read back what `found_json` wrote."""
    return tuple(Found(row["order"], book_from_json(row["book"])) for row in json.loads(text))


def book_json(order: BookOrder) -> dict[str, Any]:
    """One order of a book as JSON can hold it; prices as text, which keeps every digit."""
    return {**asdict(order), **{name: str(getattr(order, name)) for name in _PRICES}}


def book_from_json(book: dict[str, Any]) -> BookOrder:
    """Read back what `book_json` wrote."""
    prices = {name: Decimal(book[name]) for name in _PRICES}
    return BookOrder(**{**book, **prices, "tags": tuple(book["tags"])})
