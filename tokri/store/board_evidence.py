"""What the board reads of hand-offs: those that were made at links, and what came in about each."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tokri.core.evidence import QUEUED, How, Source
from tokri.core.link.board_rows import ConsentRow, HandbackRow, HandoffRow, Kept, ReadingRow, SightingRow, UploadRow
from tokri.core.ports.kept import PersonsWord, ReadingFault, Said
from tokri.store.evidence_tables import sightings, still_to_place, uploads
from tokri.store.link_tables import consents, links
from tokri.store.moments import moment
from tokri.store.tables import baskets, handbacks, handoffs, persons_words, readings


class _PlaceIn(FunctionElement[int]):
    """Where in a text another begins, counted from 1; 0: nowhere. A LIKE looks at each letter in two cases."""

    inherit_cache = True
    type = Integer()


@compiles(_PlaceIn, "sqlite")
def _instr(element: _PlaceIn, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_PlaceIn, "postgresql")
def _strpos(element: _PlaceIn, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


_baskets: Final[BindParameter[Any]] = bindparam("basket_ids", expanding=True)
#: A consent names the firm's basket, in one step. Of whoever was erased it is gone: what was handed off is asked then.
_of: Final = consents.c.basket_id.in_(_baskets)
_no_consent: Final = consents.c.handoff_id.is_(None)
_at_link: Final = and_(links.c.id == handoffs.c.basket_id, links.c.basket_id.in_(_baskets))


def _at_links(asked: Select[Any], handoff_id: ColumnElement[Any]) -> Select[Any]:
    at_link = (
        select(handoffs.c.id).join(links, _at_link).where(handoffs.c.id == handoff_id).correlate_except(handoffs, links)
    )
    return asked.outerjoin(consents, consents.c.handoff_id == handoff_id).where(
        or_(_of, and_(_no_consent, at_link.exists()))
    )


_AMO: Final = '"variety":"amo"'
_without: Final = func.length(handoffs.c.payload) - func.length(func.replace(handoffs.c.payload, _AMO, ""))
#: Every order is for the next session. Most hold none that is, and are counted no further.
_for_later: Final = case(
    (_PlaceIn(handoffs.c.payload, _AMO) == 0, false()), else_=_without == handoffs.c.orders * len(_AMO)
)

#: It places what was left of an earlier version.
_is_still_to_place: Final = exists().where(
    still_to_place.c.basket_id == handoffs.c.basket_id, still_to_place.c.number == handoffs.c.version_number
)

#: With the consent to each.
_handoffs: Final = (
    select(
        handoffs.c.id,
        handoffs.c.basket_id,
        handoffs.c.part,
        handoffs.c.parts,
        moment(handoffs.c.created_at),
        moment(handoffs.c.left_at),
        _for_later.label("for_later"),
        case((_is_still_to_place, handoffs.c.version_number), else_=0).label("still_to_place"),
        consents.c.number,
        moment(consents.c.at, sure=False),
        handoffs.c.orders,
        baskets.c.deleted_at.is_(None).label("is_there"),
    )
    .join(baskets, baskets.c.id == handoffs.c.basket_id)
    .outerjoin(consents, consents.c.handoff_id == handoffs.c.id)
    .where(or_(_of, and_(_no_consent, exists().where(_at_link))))
    .order_by(handoffs.c.seq)
)
_handbacks: Final = _at_links(
    select(handbacks.c.handoff_id, handbacks.c.status, moment(handbacks.c.at)).where(handbacks.c.log_in.is_(None)),
    handbacks.c.handoff_id,
).order_by(handbacks.c.seq)
_words: Final = _at_links(
    select(persons_words.c.handoff_id, persons_words.c.said, moment(persons_words.c.at)), persons_words.c.handoff_id
).order_by(persons_words.c.seq)
_readings: Final = _at_links(
    select(
        readings.c.handoff_id,
        moment(func.coalesce(readings.c.read_at, readings.c.ended_at, readings.c.exchanged_at, readings.c.asked_at)),
        moment(readings.c.read_at),
        readings.c.fault,
        readings.c.kite_user_id.is_not(None),
    ),
    readings.c.handoff_id,
).order_by(readings.c.seq)

_claims: Final = sightings.alias()
#: Orders that are said to be of more than one hand-off: few, or none.
_contested: Final = (
    select(_claims.c.order_id)
    .group_by(_claims.c.order_id)
    .having(func.min(_claims.c.handoff_id) != func.max(_claims.c.handoff_id))
)
_rival: Final = sightings.alias()
#: The same as tokri/core/shown.py says it: what carries another's tag is not the hand-off's, whatever it is like.
_own: Final = or_(
    sightings.c.order_id.not_in(_contested),
    ~exists().where(
        _rival.c.order_id == sightings.c.order_id,
        _rival.c.handoff_id != sightings.c.handoff_id,
        _rival.c.how == How.TAG.value,
    ),
)
_documents: Final = frozenset({Source.BOOK, Source.ORDER_FILE, Source.TRADE_FILE})
_QUEUED, _OPEN, _COMPLETE = 0, 1, 2
_state: Final = case(
    (_PlaceIn(sightings.c.book, '"status":"COMPLETE"') > 0, _COMPLETE),
    (_PlaceIn(sightings.c.book, f'"status":"{QUEUED}"') > 0, _QUEUED),
    else_=_OPEN,
)
#: Read once, and without the books: these would be sorted with them.
_each: Final = (
    select(
        sightings.c.handoff_id,
        sightings.c.source,
        sightings.c.place,
        sightings.c.at,
        _state.label("state"),
    )
    .where(_own)
    .cte("own_sightings")
    .prefix_with("MATERIALIZED")
)
_is_queued: Final = _each.c.state == _QUEUED
#: Put together before it is asked whose they are: an order book shows many orders of one hand-off.
_seen: Final = (
    select(
        _each.c.handoff_id,
        _each.c.source,
        _is_queued.label("queued"),
        func.min(_each.c.at).label("first"),
        func.max(_each.c.at).label("last"),
        func.count(_each.c.place.distinct()).label("places"),
        func.min(_each.c.state).label("least"),
    )
    .group_by(_each.c.handoff_id, _each.c.source, _is_queued)
    .subquery()
)
_sightings: Final = _at_links(
    select(
        _seen.c.handoff_id,
        _seen.c.source,
        _seen.c.queued,
        moment(_seen.c.first, sure=True),
        moment(_seen.c.last, sure=True),
        _seen.c.places,
        _seen.c.least,
    ),
    _seen.c.handoff_id,
)
_uploads: Final = (
    select(
        uploads.c.whole,
        uploads.c.source,
        moment(uploads.c.at),
        uploads.c.first_day,
        uploads.c.last_day,
        uploads.c.closed,
    )
    .join(links, links.c.id == uploads.c.basket_id)
    .where(links.c.basket_id.in_(_baskets))
    .order_by(uploads.c.seq)
)


def with_evidence(kept: Kept, connection: Connection, basket_ids: Collection[str]) -> Kept:
    """What is kept, and all that is known of the hand-offs at the links of these baskets."""

    def rows(asked: Select[Any]) -> Any:
        return connection.execute(asked, {"basket_ids": basket_ids}).all()

    handed, given, orders = list[HandoffRow](), list[ConsentRow](), dict[str, int]()
    for handoff_id, link_id, *its, number, at, count, is_there in rows(_handoffs):
        if at is not None:
            given.append(ConsentRow(link_id, number, handoff_id, at))
        if is_there:
            orders[handoff_id] = count
            handed.append(HandoffRow(handoff_id, link_id, *its))
    return replace(
        kept,
        consents=given,
        handoffs=handed,
        handbacks=list(map(HandbackRow._make, rows(_handbacks))),
        words=[PersonsWord(each, Said(said), at) for each, said, at in rows(_words)],
        readings=[_reading(*row) for row in rows(_readings)],
        sightings=[_sighting(orders[row.handoff_id], *row) for row in rows(_sightings) if row.handoff_id in orders],
        uploads=[each for row in rows(_uploads) for each in _of_upload(*row)],
    )


def _reading(handoff_id: str, at: datetime, read_at: datetime | None, fault: str | None, named: object) -> ReadingRow:
    return ReadingRow(handoff_id, at, read_at, None if fault is None else ReadingFault(fault), bool(named))


def _sighting(orders: int, handoff_id: str, source: str, queued: object, *seen: Any) -> SightingRow:
    """What does not decide is whole. A tradebook has no states, so it never is."""
    first, last, places, least = seen
    its = Source(source)
    whole = its not in _documents or (places >= orders and least != _OPEN)
    return SightingRow(handoff_id, its, bool(queued), first, last, whole)


def _of_upload(whole: str, source: str, at: datetime, *day: str | int) -> Iterator[UploadRow]:
    """A row for each hand-off of which the file shows all there was."""
    first, last, closed = day
    days = date.fromisoformat(str(first)), date.fromisoformat(str(last))
    for handoff_id in json.loads(whole):
        yield UploadRow(handoff_id, Source(source), at, *days, bool(closed))
