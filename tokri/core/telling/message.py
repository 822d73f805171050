"""A message: one entry of the record as the JSON that an endpoint is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tokri.core.basket import canonical_json
from tokri.core.ports.record import Entry
from tokri.core.telling.kinds import TEST, TOLD

#: Ids, counts and words of the program's own; never what a person typed.
Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted. `body` is the very text whose bytes are signed; `id` is the same at every try."""

    id: str
    type: str
    body: str
    at: datetime


def message_of(entry: Entry, named: Facts) -> Message | None:
    """The message that tells of an entry; `named` are the ids it concerns. None: the firm is not told of its kind.

    The id is made of the entry's own hash, so that one entry is never two messages.
    """
    kind = TOLD.get(entry.kind)
    if kind is None:
        return None
    facts = {name: entry.facts[name] for name in kind.facts if entry.facts.get(name) is not None}
    return _message(f"msg_{entry.sha256[:32]}", kind.type, entry.at, {**named, **facts, "entry": entry.seq})


def trial_message(token: str, at: datetime) -> Message:
    """The message of a test delivery; `token` is chance."""
    return _message(f"msg_{token}", TEST, at, {})


def _message(message_id: str, type_: str, at: datetime, data: Facts) -> Message:
    time = at.astimezone(UTC).isoformat(timespec="microseconds")
    body = canonical_json({"id": message_id, "type": type_, "time": time, "data": dict(data)})
    return Message(message_id, type_, body, at)
