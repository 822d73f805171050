"""The pack: what there is of one advice, one client or a period, as files that are read without this program.

Its chain segment begins with the first entry that is about it and ends with the last, or with the newest of all.
Entries between that are about something else are there as their hashes alone, so that the chain can be followed
through them and nobody else's business is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from tokri.core.basket import canonical_json
from tokri.core.desk.client import Client
from tokri.core.desk.firm import Firm
from tokri.core.desk.link_told import LinkTold
from tokri.core.desk.register import Advised, register, register_csv
from tokri.core.ports.desk_lists import Span
from tokri.core.ports.record import Entry, Head, Personal
from tokri.core.times import IST, ist

#: Kinds of packs, by the word in their address.
ADVICE: Final = "advice"
CLIENT: Final = "client"
PERIOD: Final = "period"

#: Kinds of entries that tell that a client or a basket came to be.
MADE: Final = frozenset({"client added", "basket made", "basket duplicated"})


#: What an auditor needs of a client beside the advice: not how they are reached.
_JUDGED_BY: Final = frozenset(
    {"name", "kite_user_id", "account_kind", "consenter", "consenter_name", "risk_class", "risk_on"}
    | {"agreement_from", "agreement_until", "capital", "multiplier"}
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a pack is of. `subject` is a basket's or a client's id; the days of a period are IST, both inclusive."""

    kind: str
    subject: str = ""
    first: date | None = None
    last: date | None = None

    def holds(self, at: datetime) -> bool:
        """Whether a moment falls into the period; every moment does where there is none."""
        day = ist(at).date()
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def span(self) -> Span:
        """The period as moments in UTC."""
        return Span(_midnight(self.first), _midnight(self.last, days=1))


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    """When that day begins in India, or one so many days later. None: there is no such moment, so none is left out."""
    if day is None:
        return None
    try:
        return (datetime.combine(day, time(), IST) + timedelta(days=days)).astimezone(UTC)
    except OverflowError:
        return None


#: An entry of the record, with what stands beside it of a person, if that is still there.
Told = tuple[Entry, Personal | None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that goes into a pack. `people` are names by id, `segment` entries with whether they are told whole."""

    scope: Scope
    made_at: datetime
    firm: Firm | None
    people: Mapping[str, str]
    clients: Mapping[str, Client]
    advised: tuple[Advised, ...]
    segment: tuple[tuple[Told, bool], ...]
    head: Head | None


def segment(entries: Iterable[Told], scope: Scope, ids: frozenset[str]) -> tuple[tuple[Told, bool], ...]:
    """From the first entry that is about the scope to the last, each with whether it is.

    One is about it that falls into the period or, of an advice or a client, whose subject or facts name one of `ids`;
    a fact may name several, with spaces between.
    """
    found: list[tuple[Told, bool]] = []
    last = 0
    for told in entries:
        entry, _ = told
        about = scope.holds(entry.at) if scope.kind == PERIOD else _names(entry, ids)
        if about or found:
            found.append((told, about))
        if about:
            last = len(found)
    return tuple(found[:last])


def _names(entry: Entry, ids: frozenset[str]) -> bool:
    named = (entry.subject, *(each for each in entry.facts.values() if isinstance(each, str)))
    return any(word.rpartition(":")[2] in ids for each in named for word in each.split())


def files(gathered: Gathered) -> dict[str, str]:
    """The files by name, all but the page to print and the verifier; the last of them tells the others' hashes."""
    made: dict[str, str] = {}
    for each in gathered.advised:
        version = each.version
        if each.keeps_back:
            continue
        made[f"versions/{version.basket_id}-{version.number}.json"] = version.proposal.canonical
    made["advice.json"] = _pretty([_advised(each, gathered) for each in gathered.advised])
    made["register.csv"] = register_csv(register(gathered.advised, gathered.clients, gathered.people))
    whole = gathered.scope.kind == CLIENT
    made["clients.json"] = _pretty([_client(each, whole=whole) for each in _in_order(gathered.clients)])
    made["chain.jsonl"] = "".join(f"{canonical_json(_line(told, whole=whole))}\n" for told, whole in gathered.segment)
    return made


def manifest(gathered: Gathered, made: Mapping[str, bytes]) -> str:
    """What the pack is of, when it was made, the record's head then, and the SHA-256 of every other file."""
    scope = gathered.scope
    return _pretty(
        {
            "of": scope.kind,
            "subject": scope.subject,
            "first_day": scope.first.isoformat() if scope.first else None,
            "last_day": scope.last.isoformat() if scope.last else None,
            "firm": gathered.firm.name if gathered.firm is not None else "",
            "made_at": _utc(gathered.made_at),
            "head": None if gathered.head is None else str(gathered.head),
            "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(made.items())},
        }
    )


def _line(told: Told, *, whole: bool) -> dict[str, Any]:
    """A line of chain.jsonl. Of an entry about something else: its place and the two hashes."""
    entry, personal = told
    line: dict[str, Any] = {"seq": entry.seq, "previous": entry.previous, "sha256": entry.sha256}
    if whole:
        line["entry"] = hashed(entry)
        if personal is not None:
            line["personal"] = {"salt": personal.salt, "data": personal.data}
    return line


def hashed(entry: Entry) -> dict[str, Any]:
    """What an entry's hash is taken of, as canonical JSON writes it (tokri/core/record.py)."""
    told: dict[str, Any] = {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "subject": entry.subject,
        "facts": dict(entry.facts),
        "previous": entry.previous,
    }
    more = {"who": entry.who, "where": entry.where, "personal_sha256": entry.personal_sha256}
    return told | {name: text for name, text in more.items() if text}


def _advised(each: Advised, gathered: Gathered) -> dict[str, Any]:
    version, decision = each.version, each.decision
    return {
        "basket": version.basket_id,
        "version": version.number,
        "sha256": version.sha256,
        "shared_at": _utc(version.shared_at),
        "shared_by": _person(version.shared_by, gathered),
        "written_by": [_person(writer, gathered) for writer in version.writers],
        "approval_required": version.approval_required,
        "answer_on_restricted_securities": version.question,
        "content": _content(each),
        "whole": not each.keeps_back,
        "drafted": _drafted(each),
        "decision": None
        if decision is None
        else {
            "approved": decision.approved,
            "by": _person(decision.by, gathered),
            "at": _utc(decision.at),
            "reason": decision.reason,
        },
        "clients": [
            {
                "client": gathered.clients[one.client_id].code if one.client_id in gathered.clients else one.client_id,
                "quantities": list(one.quantities),
                "suitability": one.suitability,
                "reason": one.reason,
                "by": _person(one.by, gathered),
                "at": _utc(one.at),
                "link": _link(each.links.get(one.client_id), gathered),
            }
            for one in each.recipients
        ],
    }


def _content(each: Advised) -> dict[str, Any]:
    """What was shared; without the quantities of its orders, where those may be another client's."""
    content: dict[str, Any] = json.loads(each.version.proposal.canonical)
    if each.keeps_back:
        orders = zip(content["orders"], each.own, strict=True)
        content["orders"] = [{**order, "quantity": None} if own is not None else order for order, own in orders]
    return content


def _drafted(each: Advised) -> dict[str, Any] | None:
    """That the quantities of its orders are the most of any client: each gets their own, as it stands under clients."""
    if each.drafted is None:
        return None
    clients = 1 if each.alone else len(each.drafted.clients)
    return {"as": each.drafted.drafted.value, "clients": clients, "quantities": list(each.own)}


def _link(told: LinkTold | None, gathered: Gathered) -> dict[str, Any] | None:
    """What became of it at the client's links: prepared, opened, consented to in these words, left for Kite."""
    if told is None:
        return None
    return {
        "outcome": told.outcome,
        "fills": [
            {
                "exchange": each.exchange,
                "tradingsymbol": each.tradingsymbol,
                "transaction_type": each.transaction_type,
                "asked": each.asked,
                "filled": each.filled,
                "average_price": None if each.average_price is None else str(each.average_price),
                "known_by": [source.value for source in each.sources],
            }
            for each in told.fills
        ],
        "messages": [
            {
                "kind": each.kind.value,
                "prepared_by_way_of": each.way.value,
                "at": _utc(each.at),
                "by": _person(each.by, gathered),
                "handed_to_the_mail_server_at": _maybe(each.handed_over_at),
                "not_handed_over": each.failed,
            }
            for each in told.messages
        ],
        "opened_at": _maybe(told.opened_at),
        "consents": [
            {
                "at": _utc(each.at),
                "part": each.part,
                "parts": each.parts,
                "language": each.language,
                "text": each.text,
                "changes": dict(each.changes),
                "check": each.check_kind,
                "check_passed_at": _maybe(each.checked_at),
                "review_sha256": each.review_sha256,
            }
            for each in told.consents
        ],
        "handoffs": [
            {"part": each.part, "parts": each.parts, "left_at": _utc(each.left_at), "state": each.state.value}
            for each in told.sent
        ],
    }


def _person(person_id: str, gathered: Gathered) -> dict[str, str]:
    return {"id": person_id, "name": gathered.people.get(person_id, "")}


def _client(client: Client, *, whole: bool) -> dict[str, Any]:
    """A client's own pack has all that is known of them; any other, what the advice was judged by."""
    known = {} if client.details is None else asdict(client.details)
    details = None if client.details is None else {name: known[name] for name in known if whole or name in _JUDGED_BY}
    return {"code": client.code, "id": client.id, "details": details, "erased_at": _maybe(client.erased_at)}


def _in_order(clients: Mapping[str, Client]) -> Iterator[Client]:
    yield from sorted(clients.values(), key=lambda each: each.code)


def _maybe(at: datetime | None) -> str | None:
    return None if at is None else _utc(at)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _pretty(value: Sequence[object] | Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False, default=str) + "\n"
