"""Clients from a file and into one: what a file would change, kept exactly as it was shown; lists to take away."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from tokri.core.desk.client import Client
from tokri.core.desk.client_csv import cell, write
from tokri.core.desk.client_import import Fate, ImportPlan, plan_import
from tokri.core.link.link import Consent, Link, LinkAnswer, Message
from tokri.core.ports import Outside
from tokri.core.ports.evidence import Upload
from tokri.core.times import ist
from tokri.desk.by import By
from tokri.desk.clients import ClientSeen, keep_changed, keep_new, see

#: The subject of what concerns no single client.
REGISTER = "clients"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many clients were added and changed."""

    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing was kept: a client, or the file, is another than when it was shown. `plan` is as it would be now."""

    plan: ImportPlan


def preview(outside: Outside, text: str) -> ImportPlan:
    """What the text would change. Nothing is kept by it."""
    with outside.store.reading() as view:
        clients = view.clients.all()
    return plan_import(text, {each.code: each for each in clients}, ist(outside.clock()).date())


def keep(outside: Outside, by: By, text: str, sha256: str) -> Imported | Stale:
    """Save exactly the plan that has this hash: all of its rows that change something, or nothing."""
    now = outside.clock()
    with outside.store.writing() as unit:
        plan = plan_import(text, {each.code: each for each in unit.clients.all()}, ist(now).date())
        if plan.sha256 != sha256 or plan.problem is not None:
            return Stale(plan)
        if not plan.saves:
            return Imported(0, 0)
        for row in plan.saves:
            if row.details is None:
                continue
            if row.client is None:
                keep_new(unit, by, Client(outside.chance.token(), row.code, row.details, now, now))
            else:
                keep_changed(unit, outside, by, replace(row.client, details=row.details, changed_at=now), row.changed)
        added, changed = len(plan.of(Fate.NEW)), len(plan.of(Fate.CHANGED))
        facts: dict[str, str | int | bool | None] = {
            "added": added,
            "changed": changed,
            "unchanged": len(plan.of(Fate.UNCHANGED)),
            "left_out": len(plan.of(Fate.FAULTY)),
        }
        unit.record(by.event("clients imported", REGISTER, now, facts))
    return Imported(added, changed)


def take_register(outside: Outside, by: By) -> str:
    """Every client who is not erased, as CSV, after it was recorded that somebody took it."""
    with outside.store.writing() as unit:
        clients = [each for each in unit.clients.all() if each.details is not None]
        unit.record(by.event("clients exported", REGISTER, outside.clock(), {"count": len(clients)}))
    return write(clients)


def take_one(outside: Outside, by: By, client_id: str) -> dict[str, str | bytes] | None:
    """All that is kept of a client, as files by name, after it was recorded that somebody took it; None: nobody.

    Text, and the screenshots that were added at their links as they are kept.
    """
    now = outside.clock()
    with outside.store.writing() as unit:
        client = unit.clients.get(client_id)
        if client is None or client.details is None:
            return None
        unit.record(by.event("client exported", client.subject, now, {"code": client.code}))
    seen = see(outside, client_id)
    if seen is None or seen.client.details is None:
        return None
    return {
        "client.json": _pretty(_document(outside, seen)),
        "client.csv": write([seen.client]),
        "holdings.csv": _holdings(seen),
        **_screenshots(outside, seen.client),
    }


def _screenshots(outside: Outside, client: Client) -> dict[str, bytes]:
    with outside.store.reading() as view:
        handoffs = view.handoffs.of_baskets([each.id for each in view.links.of_client(client.id)])
        kept = (view.evidence.attachment(each.id) for each in view.evidence.attachments([one.id for one in handoffs]))
        return {
            f"screenshots/{each.id}.{each.media_type.partition('/')[2]}": content
            for each, content in filter(None, kept)
        }


def _document(outside: Outside, seen: ClientSeen) -> dict[str, Any]:
    client = seen.client
    return {
        "code": client.code,
        "details": None if client.details is None else asdict(client.details),
        "check_value": "kept as a hash only" if client.check_hash else "none",
        "added_at": client.created_at,
        "changed_at": client.changed_at,
        "inactive_at": client.inactive_at,
        "holdings": [asdict(each) for each in seen.holdings],
        "meant_for_them": [
            {
                "basket": each.title,
                "version": each.recipient.number,
                "quantities": each.recipient.quantities,
                "suitability": each.recipient.suitability,
                "reason": each.recipient.reason,
                "at": each.recipient.at,
            }
            for each in seen.meant
        ],
        "links": _links(outside, client),
        "record": _record(outside, client),
    }


def _links(outside: Outside, client: Client) -> list[dict[str, Any]]:
    """Their links, with what was said at each, prepared to be sent to them, and uploaded there as a file.

    No address: whoever reads the file is not let in by it.
    """
    with outside.store.reading() as view:
        links = view.links.of_client(client.id)
        ids = [each.id for each in links]
        consents, answers, messages = view.links.consents(ids), view.links.answers(ids), view.links.messages(ids)
        uploads = view.evidence.uploads(ids)
    return [
        _shown(link)
        | {
            "consents": [_shown(each) for each in consents if each.link_id == link.id],
            "answers": [_shown(each) for each in answers if each.link_id == link.id],
            "messages": [_shown(each) for each in messages if each.link_id == link.id],
            "uploads": [_shown(each) for each in uploads if each.basket_id == link.id],
        }
        for link in links
    ]


_HIDDEN: Final = frozenset({"token_sha256", "token_sealed", "visitor_id", "browser_id"})


def _shown(kept: Link | Consent | LinkAnswer | Message | Upload) -> dict[str, Any]:
    return {name: value for name, value in asdict(kept).items() if name not in _HIDDEN}


def _record(outside: Outside, client: Client) -> list[dict[str, Any]]:
    """What the record says of the client, with what stands beside its chain."""
    with outside.store.reading() as view:
        return [
            {
                "number": entry.seq,
                "at": entry.at,
                "what": entry.kind,
                "facts": dict(entry.facts),
                "personal": None if beside is None else json.loads(beside.data),
            }
            for entry, beside in view.chain.rows()
            if entry.subject == client.subject
        ]


def _holdings(seen: ClientSeen) -> str:
    rows = [
        ",".join((cell(each.tradingsymbol), cell(each.isin), str(each.quantity), each.on.isoformat()))
        for each in seen.holdings
    ]
    return "\r\n".join(["tradingsymbol,isin,quantity,on", *rows, ""])


def _pretty(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"
