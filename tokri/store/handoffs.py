"""Hand-offs, and what the person said of them. What came back from Kite is in handbacks.py."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from tokri.core.basket import canonical_json
from tokri.core.ports import AlreadyThere, Handoff, PersonsWord, Said
from tokri.store.evidence_tables import gone_on
from tokri.store.handbacks import Handbacks
from tokri.store.sql import insert_new
from tokri.store.tables import handoffs, persons_words

_handoffs = select(*(handoffs.c[each.name] for each in fields(Handoff)))

_of_baskets = _handoffs.where(handoffs.c.basket_id.in_(bindparam("basket_ids", expanding=True))).order_by(
    handoffs.c.seq
)

_words = (
    select(persons_words)
    .where(persons_words.c.handoff_id.in_(bindparam("handoff_ids", expanding=True)))
    .order_by(persons_words.c.seq)
)

_gone_on = select(gone_on.c.version_number, gone_on.c.part).where(gone_on.c.basket_id == bindparam("basket_id"))


class Handoffs(Handbacks):
    def get(self, handoff_id: str, visitor_id: str) -> Handoff | None:
        return self._one((handoffs.c.id == handoff_id) & (handoffs.c.visitor_id == visitor_id))

    def by_id(self, handoff_id: str) -> Handoff | None:
        return self._one(handoffs.c.id == handoff_id)

    def by_nonce(self, nonce: str) -> Handoff | None:
        return self._one(handoffs.c.nonce == nonce)

    def by_tag(self, tag: str) -> Sequence[Handoff]:
        query = _handoffs.where(handoffs.c.tag == tag, handoffs.c.left_at.is_not(None)).order_by(handoffs.c.seq)
        return [Handoff(*row) for row in self._connection.execute(query)]

    def left_between(self, since: datetime, until: datetime) -> Sequence[Handoff]:
        query = _handoffs.where(handoffs.c.left_at >= since, handoffs.c.left_at <= until)
        rows = self._connection.execute(query.order_by(handoffs.c.left_at, handoffs.c.seq))
        return [Handoff(*row) for row in rows]

    def of_basket(self, basket_id: str) -> Sequence[Handoff]:
        return self.of_baskets([basket_id])

    def of_baskets(self, basket_ids: Sequence[str]) -> Sequence[Handoff]:
        return [Handoff(*row) for row in self._connection.execute(_of_baskets, {"basket_ids": basket_ids})]

    def left_since(self, browser_id: str, since: datetime) -> Sequence[Handoff]:
        query = _handoffs.where(handoffs.c.browser_id == browser_id, handoffs.c.left_at >= since)
        rows = self._connection.execute(query.order_by(handoffs.c.left_at.desc(), handoffs.c.seq.desc()))
        return [Handoff(*row) for row in rows]

    def add(self, handoff: Handoff) -> None:
        if not insert_new(self._connection, handoffs, asdict(handoff), handoffs.c.id):
            raise AlreadyThere(f"part {handoff.part} of version {handoff.version_number}, attempt {handoff.attempt}")

    def leave(self, handoff_id: str, visitor_id: str, browser_id: str, at: datetime) -> bool:
        change = update(handoffs).where(
            handoffs.c.id == handoff_id, handoffs.c.visitor_id == visitor_id, handoffs.c.left_at.is_(None)
        )
        return self._connection.execute(change, {"left_at": at, "browser_id": browser_id}).rowcount == 1

    def seen_elsewhere(self, handoff_id: str, at: datetime) -> None:
        change = update(handoffs).where(handoffs.c.id == handoff_id, handoffs.c.elsewhere_at.is_(None))
        self._connection.execute(change, {"elsewhere_at": at})

    def words(self, handoff_ids: Sequence[str]) -> Sequence[PersonsWord]:
        rows = self._connection.execute(_words, {"handoff_ids": handoff_ids})
        return [PersonsWord(row.handoff_id, Said(row.said), row.at, tuple(json.loads(row.orders))) for row in rows]

    def say(self, word: PersonsWord) -> None:
        row = {
            "handoff_id": word.handoff_id,
            "said": word.said.value,
            "at": word.at,
            "orders": canonical_json(list(word.orders)),
        }
        self._connection.execute(insert(persons_words), row)

    def gone_on(self, basket_id: str) -> frozenset[tuple[int, int]]:
        rows = self._connection.execute(_gone_on, {"basket_id": basket_id})
        return frozenset((row.version_number, row.part) for row in rows)

    def go_on(self, basket_id: str, version_number: int, part: int, at: datetime) -> bool:
        row = {"basket_id": basket_id, "version_number": version_number, "part": part, "at": at}
        return insert_new(self._connection, gone_on, row, gone_on.c.part)

    def _one(self, condition: ColumnElement[bool]) -> Handoff | None:
        row = self._connection.execute(_handoffs.where(condition)).first()
        return None if row is None else Handoff(*row)
