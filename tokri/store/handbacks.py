"""Handbacks: what came back from Kite. A claim is kept once, however often a browser repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from tokri.core.ports import Handback
from tokri.store.tables import handbacks, handoffs

_NO_TOKEN = ""

_handbacks = select(*(handbacks.c[each.name] for each in fields(Handback)))

_of_handoffs = _handbacks.where(handbacks.c.handoff_id.in_(bindparam("handoff_ids", expanding=True))).order_by(
    handbacks.c.seq
)


class Handbacks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def handbacks(self, handoff_ids: Sequence[str]) -> Sequence[Handback]:
        return [_handback(row) for row in self._connection.execute(_of_handoffs, {"handoff_ids": handoff_ids})]

    def handback(self, handback_id: str, visitor_id: str) -> Handback | None:
        """The claim, if this visitor brought it or it answers a hand-off of theirs."""
        theirs = select(handoffs.c.id).where(handoffs.c.visitor_id == visitor_id)
        return self._claim(
            (handbacks.c.id == handback_id)
            & ((handbacks.c.visitor_id == visitor_id) | handbacks.c.handoff_id.in_(theirs))
        )

    def take_back(self, handback: Handback) -> Handback:
        kept = self._kept(handback)
        if kept is None:
            token = handback.token_sha256 or _NO_TOKEN
            row = {**asdict(handback), "token_sha256": token, "log_in": handback.log_in or None}
            self._connection.execute(insert(handbacks), row)
            return handback
        if kept.handoff_id is None and handback.handoff_id is not None:
            self.assign(kept.id, handback.handoff_id)
            return replace(kept, handoff_id=handback.handoff_id)
        return kept

    def assign(self, handback_id: str, handoff_id: str) -> None:
        """Say which hand-off a kept claim answers; if that hand-off has the same claim, this one goes."""
        claim = self._claim(handbacks.c.id == handback_id)
        if claim is None:
            return
        same = self._claim(_claims(claim) & (handbacks.c.handoff_id == handoff_id) & (handbacks.c.id != handback_id))
        if same is None:
            change = update(handbacks).where(handbacks.c.id == handback_id)
            self._connection.execute(change, {"handoff_id": handoff_id})
        else:
            self._connection.execute(delete(handbacks).where(handbacks.c.id == handback_id))

    def forget_tokens(self, kept_before: datetime) -> int:
        old = (handbacks.c.at < kept_before) & handbacks.c.token_sealed.is_not(None)
        return self._connection.execute(update(handbacks).where(old), {"token_sealed": None}).rowcount

    def _kept(self, claim: Handback) -> Handback | None:
        """The claim that this one repeats."""
        if claim.handoff_id is not None:
            kept = self._claim(_claims(claim) & (handbacks.c.handoff_id == claim.handoff_id))
            if kept is not None or claim.token_sha256 is None:
                return kept
        # A token is one return and no other, so it is known again whether or not it was assigned since.
        # Without one, only a claim that nobody has assigned yet can be the same.
        theirs = _claims(claim) & (handbacks.c.visitor_id == claim.visitor_id)
        unassigned = handbacks.c.handoff_id.is_(None)
        if claim.handoff_id is not None or claim.token_sha256 is None:
            return self._claim(theirs & unassigned)
        return self._claim(theirs)

    def _claim(self, condition: ColumnElement[bool]) -> Handback | None:
        row = self._connection.execute(_handbacks.where(condition).order_by(handbacks.c.seq).limit(1)).first()
        return None if row is None else _handback(row)


def _claims(claim: Handback) -> ColumnElement[bool]:
    return (handbacks.c.status == claim.status) & (handbacks.c.token_sha256 == (claim.token_sha256 or _NO_TOKEN))


def _handback(row: Row[Any]) -> Handback:
    values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Handback(**{**values, "token_sha256": row.token_sha256 or None, "log_in": bool(row.log_in)})
