"""Letters that the mail server refused for good, to clients and to the firm's own people: who, when and why.

What stood in them is not told, and of a client no more than the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tokri.core.ports import Entry, Outside, ReadingUnit
from tokri.desk.mailing import WITHDRAWN
from tokri.desk.telling_letters import NOT_HANDED_OVER

#: The record's word for a letter to a client (tokri/desk/mailing.py), which names the link that it was of.
_TO_A_CLIENT: Final = "message not handed over"

#: As many are listed, of as many of the record's last entries: what is older stands in the record.
MOST: Final = 20
_AMONG: Final = 50_000


@dataclass(frozen=True, slots=True)
class Refused:
    """One letter. `fault` is a value of MailFault; `code` what the server answered, 0 where that was not kept.

    `person` is the name of one of the firm's people, `client` the code of a client, `link_id` the link it was of.
    """

    at: datetime
    fault: str
    code: int = 0
    person: str = ""
    client: str = ""
    link_id: str = ""


def refused(outside: Outside) -> Sequence[Refused]:
    """The last of them, newest first. One that was not handed over as it was no longer wanted is none."""
    with outside.store.reading() as unit:
        entries = unit.chain.newest_of((_TO_A_CLIENT, NOT_HANDED_OVER), MOST, _AMONG)
        return [_refused(unit, each) for each in entries if each.facts.get("failed") != WITHDRAWN]


def _refused(unit: ReadingUnit, entry: Entry) -> Refused:
    fault, code = str(entry.facts.get("failed", "")), int(entry.facts.get("code") or 0)
    if entry.kind == NOT_HANDED_OVER:
        person = unit.people.get(entry.subject)
        return Refused(entry.at, fault, code, person=person.name if person is not None else "")
    link = unit.links.get(entry.subject)
    client = unit.clients.get(link.client_id) if link is not None else None
    return Refused(entry.at, fault, code, client=client.code if client is not None else "", link_id=entry.subject)
