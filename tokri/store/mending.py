"""Mending: orders taken to be placed anew, baskets drafted from what became of others, closings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, insert, select, update

from tokri.core.basket import canonical_json
from tokri.core.ports import AlreadyThere
from tokri.core.ports.mending import Closing, FollowUp, Taken
from tokri.store.evidence_tables import closings, follow_ups, still_to_place
from tokri.store.sql import insert_new

_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_in_order = (still_to_place.c.handoff_id, still_to_place.c.place)
_taken = select(still_to_place).where(still_to_place.c.handoff_id.in_(_ids)).order_by(*_in_order)
_taken_into = select(still_to_place).where(still_to_place.c.basket_id.in_(_ids)).order_by(*_in_order)
_follow_ups = select(follow_ups).order_by(follow_ups.c.at, follow_ups.c.basket_id)
_drafts = _follow_ups.where(follow_ups.c.basket_id.in_(_ids))
_closings = select(closings).order_by(closings.c.seq)


class Mending:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def taken(self, handoff_ids: Sequence[str]) -> Sequence[Taken]:
        return [_taken_of(row) for row in self._connection.execute(_taken, {"ids": handoff_ids})]

    def taken_into(self, basket_ids: Sequence[str]) -> Sequence[Taken]:
        return [_taken_of(row) for row in self._connection.execute(_taken_into, {"ids": basket_ids})]

    def take(self, taken: Iterable[Taken]) -> None:
        for each in taken:
            row = asdict(each)
            row["place"] = row.pop("order")
            if not insert_new(self._connection, still_to_place, row, still_to_place.c.place):
                raise AlreadyThere(each.handoff_id)

    def free(self, basket_ids: Collection[str]) -> int:
        return self._connection.execute(
            delete(still_to_place).where(still_to_place.c.basket_id.in_(basket_ids))
        ).rowcount

    def follow_up(self, basket_id: str) -> FollowUp | None:
        row = self._connection.execute(_follow_ups.where(follow_ups.c.basket_id == basket_id)).first()
        return None if row is None else _follow_up(row)

    def drafts(self, basket_ids: Collection[str]) -> Sequence[FollowUp]:
        rows = self._connection.execute(_drafts, {"ids": list(basket_ids)})
        return [_follow_up(row) for row in rows]

    def follow_ups(self, from_basket_id: str) -> Sequence[FollowUp]:
        rows = self._connection.execute(_follow_ups.where(follow_ups.c.from_basket_id == from_basket_id))
        return [_follow_up(row) for row in rows]

    def follow(self, follow_up: FollowUp) -> None:
        row = {**asdict(follow_up), "facts": canonical_json(follow_up.facts)}
        self._connection.execute(insert(follow_ups), row)

    def closings(self, link_ids: Sequence[str] | None = None) -> Sequence[Closing]:
        query = _closings if link_ids is None else _closings.where(closings.c.link_id.in_(link_ids))
        rows = self._connection.execute(query)
        return [Closing(row.link_id, row.number, row.note, row.by, row.at) for row in rows]

    def close(self, closing: Closing) -> None:
        self._connection.execute(insert(closings), asdict(closing))

    def erase_notes(self, link_ids: Sequence[str]) -> int:
        theirs = update(closings).where(closings.c.link_id.in_(link_ids))
        return self._connection.execute(theirs.values(note="")).rowcount


def _taken_of(row: Row[Any]) -> Taken:
    return Taken(row.handoff_id, row.place, row.quantity, row.basket_id, row.number, row.at)


def _follow_up(row: Row[Any]) -> FollowUp:
    return FollowUp(row.basket_id, row.from_basket_id, row.from_number, json.loads(row.facts), by=row.by, at=row.at)
