"""Evidence: sightings, uploads, screenshots, what Kite is said to have said, and postbacks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Row,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    union,
    union_all,
    update,
)

from tokri.core.basket import canonical_json
from tokri.core.evidence import How, Sighting, Source
from tokri.core.ports.evidence import Attachment, Heard, KeptPostback, KiteSaid, PostbackState, Upload
from tokri.store.evidence_tables import attachments, kite_said, postbacks, sightings, still_to_place, uploads
from tokri.store.readings import book_from_json, book_json
from tokri.store.sql import by_name, insert_new
from tokri.store.tables import handbacks, handoffs, persons_words, readings

_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_claimed = select(sightings.c.order_id).where(sightings.c.handoff_id.in_(_ids))
#: The sightings of hand-offs, and those of rivals for the same orders. Each half is found by its own index: joined by
#: "or", PostgreSQL reads the whole table for them.
_theirs_and_rivals = union(
    select(sightings.c.seq).where(sightings.c.handoff_id.in_(_ids)),
    select(sightings.c.seq).where(sightings.c.order_id.in_(_claimed)),
)
OF_HANDOFFS = select(sightings).where(sightings.c.seq.in_(_theirs_and_rivals)).order_by(sightings.c.seq)
_of_orders = select(sightings).where(sightings.c.order_id.in_(_ids)).order_by(sightings.c.seq)
_looks_of_orders = (
    select(sightings.c.handoff_id, sightings.c.order_id, sightings.c.source, sightings.c.sha256)
    .where(sightings.c.order_id.in_(_ids))
    .order_by(sightings.c.seq)
)
_uploads = select(uploads).where(uploads.c.basket_id.in_(_ids)).order_by(uploads.c.seq)
_attachment_columns = [attachments.c[each.name] for each in fields(Attachment)]
_attachments = select(*_attachment_columns).where(attachments.c.handoff_id.in_(_ids)).order_by(attachments.c.seq)
#: Of most hand-offs little has come in, and a question for each costs more than one that tells which to ask.
_heard: CompoundSelect[Any] = union_all(
    *(
        select(literal_column(f"'{heard.value}'")).where(exists().where(told_of.in_(_ids)))
        for heard, told_of in (
            (Heard.HANDBACK, handbacks.c.handoff_id),
            (Heard.WORD, persons_words.c.handoff_id),
            (Heard.READING, readings.c.handoff_id),
            (Heard.SIGHTING, sightings.c.handoff_id),
            (Heard.ATTACHMENT, attachments.c.handoff_id),
            (Heard.KITE_SAID, kite_said.c.handoff_id),
            (Heard.TAKEN, still_to_place.c.handoff_id),
        )
    ),
    select(literal_column(f"'{Heard.UPLOAD.value}'")).where(
        exists().where(uploads.c.basket_id.in_(bindparam("basket_ids", expanding=True)))
    ),
)
_kite_said = select(kite_said).where(kite_said.c.handoff_id.in_(_ids)).order_by(kite_said.c.seq)


class Evidence:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def heard(self, handoff_ids: Sequence[str], basket_ids: Sequence[str]) -> frozenset[Heard]:
        rows = self._connection.execute(_heard, {"ids": handoff_ids, "basket_ids": basket_ids})
        return frozenset(Heard(told) for (told,) in rows)

    def sightings(self, handoff_ids: Sequence[str]) -> Sequence[Sighting]:
        return [_sighting(row) for row in self._connection.execute(OF_HANDOFFS, {"ids": handoff_ids})]

    def seen_orders(self, order_ids: Sequence[str]) -> Sequence[Sighting]:
        return [_sighting(row) for row in self._connection.execute(_of_orders, {"ids": order_ids})]

    def see(self, seen: Iterable[Sighting]) -> int:
        every = list(seen)
        orders = sorted({each.book.order_id for each in every})
        last: dict[tuple[str, str, str], str] = {}
        for handoff_id, order_id, source, sha256 in self._connection.execute(_looks_of_orders, {"ids": orders}):
            last[handoff_id, order_id, source] = sha256
        new = []
        for each in every:
            columns = _columns(each)
            key = (each.handoff_id, each.book.order_id, each.source.value)
            if last.get(key) != columns["sha256"]:
                last[key] = columns["sha256"]
                new.append(columns)
        if new:
            self._connection.execute(insert(sightings), new)
        return len(new)

    def uploads(self, basket_ids: Sequence[str]) -> Sequence[Upload]:
        return [_upload(row) for row in self._connection.execute(_uploads, {"ids": basket_ids})]

    def add_upload(self, upload: Upload) -> None:
        self._connection.execute(insert(uploads), _upload_columns(upload))

    def attachments(self, handoff_ids: Sequence[str]) -> Sequence[Attachment]:
        return [Attachment(*row) for row in self._connection.execute(_attachments, {"ids": handoff_ids})]

    def attachment(self, attachment_id: str) -> tuple[Attachment, bytes] | None:
        query = select(*_attachment_columns, attachments.c.content).where(attachments.c.id == attachment_id)
        row = self._connection.execute(query).first()
        return None if row is None else (Attachment(*row[:-1]), bytes(row[-1]))

    def attach(self, attachment: Attachment, content: bytes) -> None:
        self._connection.execute(insert(attachments), {**asdict(attachment), "content": content})

    def erase_attachments(self, basket_ids: Sequence[str]) -> int:
        theirs = select(handoffs.c.id).where(handoffs.c.basket_id.in_(basket_ids))
        return self._connection.execute(delete(attachments).where(attachments.c.handoff_id.in_(theirs))).rowcount

    def erase_postbacks(self, basket_ids: Sequence[str]) -> int:
        theirs = select(handoffs.c.id).where(handoffs.c.basket_id.in_(basket_ids))
        return self._connection.execute(delete(postbacks).where(postbacks.c.handoff_id.in_(theirs))).rowcount

    def erase_uploads(self, basket_ids: Sequence[str]) -> int:
        return self._connection.execute(delete(uploads).where(uploads.c.basket_id.in_(basket_ids))).rowcount

    def kite_said(self, handoff_ids: Sequence[str]) -> Sequence[KiteSaid]:
        rows = self._connection.execute(_kite_said, {"ids": handoff_ids})
        return [KiteSaid(row.handoff_id, row.place, row.reason, row.at) for row in rows]

    def say_kite_said(self, said: KiteSaid) -> None:
        row = {"handoff_id": said.handoff_id, "place": said.order, "reason": said.reason, "at": said.at}
        self._connection.execute(insert(kite_said), row)

    def postback(self, postback_id: str) -> KeptPostback | None:
        row = self._connection.execute(select(postbacks).where(postbacks.c.id == postback_id)).first()
        return None if row is None else _postback(row)

    def postbacks_of(self, order_id: str) -> int:
        query = select(func.count()).select_from(postbacks).where(postbacks.c.order_id == order_id)
        return int(self._connection.execute(query).scalar_one())

    def set_aside_postbacks(self, kite_user_id: str) -> Sequence[KeptPostback]:
        named = postbacks.c.body.contains(json.dumps(kite_user_id), autoescape=True)
        strangers = postbacks.c.state == PostbackState.STRANGER.value
        query = select(postbacks).where(strangers, named).order_by(postbacks.c.seq)
        return [_postback(row) for row in self._connection.execute(query)]

    def take_postback(self, postback: KeptPostback) -> bool:
        row = {**asdict(postback), "state": postback.state.value}
        return insert_new(self._connection, postbacks, row, postbacks.c.id)

    def settle_postback(self, postback_id: str, state: PostbackState, handoff_id: str | None = None) -> None:
        change = update(postbacks).where(postbacks.c.id == postback_id)
        self._connection.execute(change, {"state": state.value, "handoff_id": handoff_id})

    def forget_postbacks(self, kept_before: datetime) -> int:
        return self._connection.execute(delete(postbacks).where(postbacks.c.at < kept_before)).rowcount


def _postback(row: Row[Any]) -> KeptPostback:
    return KeptPostback(row.id, row.order_id, row.sha256, row.body, row.at, PostbackState(row.state), row.handoff_id)


def _columns(sighting: Sighting) -> dict[str, Any]:
    row = {
        "source": sighting.source.value,
        "how": sighting.how.value,
        "place": sighting.order,
        "book": canonical_json(book_json(sighting.book)),
    }
    return {
        **row,
        "handoff_id": sighting.handoff_id,
        "order_id": sighting.book.order_id,
        "sha256": hashlib.sha256(canonical_json(row).encode()).hexdigest(),
        "at": sighting.at,
        "origin": sighting.origin,
    }


def _sighting(row: Row[Any]) -> Sighting:
    book = book_from_json(json.loads(row.book))
    return Sighting(row.handoff_id, Source(row.source), How(row.how), row.place, book, row.at, row.origin)


def _upload_columns(upload: Upload) -> dict[str, Any]:
    days = {"first_day": upload.first_day.isoformat(), "last_day": upload.last_day.isoformat()}
    return {**asdict(upload), **days, "source": upload.source.value, "whole": canonical_json(list(upload.whole))}


def _upload(row: Row[Any]) -> Upload:
    values = {name: each for name, each in by_name(row).items() if name != "seq"}
    upload = Upload(**values)
    return replace(
        upload,
        source=Source(row.source),
        first_day=date.fromisoformat(row.first_day),
        last_day=date.fromisoformat(row.last_day),
        whole=tuple(json.loads(row.whole)),
    )
