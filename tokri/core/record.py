"""The record's hash chain: each entry carries the hash of the one before it, so none can be altered unseen.

A cut at the end cannot be seen from the chain alone; whoever keeps the last hash elsewhere can see that too.
What is broken where it does not hold: tokri/core/record_check.py.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC
from typing import Final

from tokri.core.basket import canonical_json
from tokri.core.ports import NOTHING_BEFORE, Entry, Event, Head, Personal

#: Hexadecimal digits of a salt: 256 bits, so that nobody finds the data by trying.
SALT_LENGTH: Final = 64

#: The kind of entry that tells that a person was erased; its fact `entries` is beside how many.
ERASED: Final = "personal data erased"

_HEAD: Final = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", re.ASCII)


def append(head: Head | Entry | None, event: Event, personal_sha256: str = "") -> Entry:
    """The entry that follows `head` (None: the record is empty) and tells of `event`.

    `personal_sha256` is that of what `personal_of` made of the event's personal data.
    """
    seq = 1 if head is None else head.seq + 1
    previous = NOTHING_BEFORE if head is None else head.sha256
    entry = Entry(
        seq,
        event.at.astimezone(UTC),
        event.kind,
        event.subject,
        dict(event.facts),
        previous,
        who=event.who,
        where=event.where,
        personal_sha256=personal_sha256,
    )
    return replace(entry, sha256=entry_sha256(entry))


def personal_of(event: Event, seq: int, salt: str) -> Personal | None:
    """What stands beside entry `seq` of the event's person; None if the event says nothing of one.

    Raises ValueError for a salt of another length.
    """
    if not event.personal:
        return None
    if len(salt) != SALT_LENGTH:
        raise ValueError(f"a salt has {SALT_LENGTH} hexadecimal digits, not {len(salt)}")
    return Personal(seq, event.person or event.subject, salt, canonical_json(dict(event.personal)))


def personal_sha256(personal: Personal) -> str:
    """The SHA-256 of the salt's digits and then the data, as UTF-8: what the chain keeps of it."""
    return hashlib.sha256((personal.salt + personal.data).encode()).hexdigest()


def entry_sha256(entry: Entry) -> str:
    """The SHA-256 of the entry's canonical JSON.

    What is empty of who, where and personal_sha256 is left out, so that the first entries, which knew nothing of
    them, keep their hashes.
    """
    text = canonical_json(
        {
            "seq": entry.seq,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": entry.kind,
            "subject": entry.subject,
            "facts": dict(entry.facts),
            "previous": entry.previous,
        }
        | ({"who": entry.who} if entry.who else {})
        | ({"where": entry.where} if entry.where else {})
        | ({"personal_sha256": entry.personal_sha256} if entry.personal_sha256 else {})
    )
    return hashlib.sha256(text.encode()).hexdigest()


def read_head(text: str) -> Head | None:
    """The head that is written `N:HASH`; None if it is not written so."""
    found = _HEAD.fullmatch(text.strip().lower())
    return Head(int(found[1]), found[2]) if found else None
