"""What hears each entry of the record as it is written, and puts into the same unit what is told of it.

It stands in one place, `WritingUnit.record`, so that no use case can forget it.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from tokri.core.ports import Entry
from tokri.core.telling.kinds import TOLD, About
from tokri.core.telling.message import message_of
from tokri.core.telling.notices import GATHERED_FOR, REASONS, Reason
from tokri.store.desk_tables import clients, people, shared_versions
from tokri.store.jobs import Jobs
from tokri.store.link_tables import consents, links
from tokri.store.sql import insert_new
from tokri.store.telling import put
from tokri.store.telling_tables import notices, webhook_endpoints

#: When a hand-off left, its job "unresolved" is queued: it comes back by itself until something is heard.
_LEFT = "left for Kite"

_endpoint_ids = select(webhook_endpoints.c.id).where(webhook_endpoints.c.ended_at.is_(None))
_of_link = (
    select(links.c.id.label("link"), links.c.client_id, clients.c.code, links.c.basket_id, links.c.number)
    .join(clients, clients.c.id == links.c.client_id)
    .where(links.c.id == bindparam("subject"))
)
_of_handoff = (
    select(consents.c.link_id.label("link"), consents.c.client_id, clients.c.code, consents.c.basket_id)
    .add_columns(consents.c.number)
    .join(clients, clients.c.id == consents.c.client_id)
    .where(consents.c.handoff_id == bindparam("subject"))
)
_sharer = (
    select(people.c.id)
    .join(shared_versions, shared_versions.c.shared_by == people.c.id)
    .where(shared_versions.c.basket_id == bindparam("basket_id"), shared_versions.c.number == bindparam("number"))
)


class Hearing:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hear(self, entry: Entry) -> None:
        """Tell of the entry whoever is to hear of its kind; of most kinds nobody is."""
        kind = TOLD.get(entry.kind)
        if kind is None:
            return
        if kind.about is About.ADVICE:
            self._post(entry, {"basket": entry.subject})
            return
        query = _of_link if kind.about is About.LINK else _of_handoff
        of = self._connection.execute(query, {"subject": entry.subject}).first()
        if of is None:
            return
        ids = {"link": of.link, "client": of.client_id, "client_code": of.code, "basket": of.basket_id}
        ids["version"] = of.number
        self._post(entry, ids if kind.about is About.LINK else {**ids, "handoff": entry.subject})
        self._notice(entry, of.link, of.basket_id, of.number)
        if entry.kind == _LEFT:
            Jobs(self._connection).add("unresolved", entry.subject, entry.at)

    def _post(self, entry: Entry, ids: dict[str, str | int | bool | None]) -> None:
        endpoint_ids = self._connection.execute(_endpoint_ids).scalars().all()
        message = message_of(entry, ids) if endpoint_ids else None
        if message is not None:
            put(self._connection, endpoint_ids, message)

    def _notice(self, entry: Entry, link_id: str, basket_id: str, number: int) -> None:
        reason = REASONS.get(entry.kind)
        if reason is None or entry.facts.get("taken_back"):
            return
        person_id = self._connection.execute(_sharer, {"basket_id": basket_id, "number": number}).scalar()
        if person_id is None:  # shared from the console, or by somebody who was never one of the firm's people
            return
        once = reason in {Reason.UNRESOLVED, Reason.REJECTED}
        row = {
            "person_id": person_id,
            "reason": reason.value,
            "about": entry.subject if once else str(entry.seq),
            "link_id": link_id,
            "at": entry.at,
        }
        if insert_new(self._connection, notices, row, notices.c.seq):
            Jobs(self._connection).add("mail-notices", person_id, entry.at + GATHERED_FOR)
