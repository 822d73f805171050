"""One address for a group: whoever gives a client code and its check is led to that client's own link.

Nothing that it answers tells a code that is none from a wrong check, nor names what the address is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tokri.core.desk import client_fields
from tokri.core.desk.client import CheckKind, Client
from tokri.core.desk.client_fields import FieldFault
from tokri.core.desk.firm import Firm
from tokri.core.link.link import GroupLink, Link
from tokri.core.ports import Outside, ReadingUnit
from tokri.link.checking import Checked, try_answer
from tokri.link.look import token_sha256
from tokri.link.tokens import token_of

#: More of an answer is not looked at.
MOST_TYPED: Final = 60


class GroupDoor(StrEnum):
    """What the address of a group shows."""

    ENDED = "ended"
    EXPIRED = "expired"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SeenGroup:
    """The address of a group, and whose firm it is."""

    link: GroupLink
    firm: Firm
    door: GroupDoor


def see_group(outside: Outside, token: str) -> SeenGroup | None:
    """The group's address; None: there is none."""
    with outside.store.reading() as view:
        link = view.links.group_by_token(token_sha256(token))
        latest = view.firm.latest()
    if link is None:
        return None
    expired = outside.clock() >= link.expires_at
    door = GroupDoor.ENDED if link.ended_at else GroupDoor.EXPIRED if expired else GroupDoor.OPEN
    return SeenGroup(link, latest.firm if latest is not None else Firm(), door)


def come_in(outside: Outside, group: GroupLink, code: str, typed: str, browser_id: str) -> str | None:
    """The token of the client's own link, which this browser has now passed the check of.

    None for every failure, each of which takes as long: no such code, not of this group, no link, no check, a wrong
    one, or too many wrong ones. A wrong answer counts at the client's own link. Raises PasswordsBusy.
    """
    with outside.store.reading() as view:
        found = _theirs(view, group, code)
    if found is None:
        outside.passwords.verify(typed[:MOST_TYPED], None)
        return None
    link, client = found
    if try_answer(outside, link, client, typed, browser_id) is not Checked.RIGHT:
        return None
    return token_of(outside, link)


def _theirs(view: ReadingUnit, group: GroupLink, code: str) -> tuple[Link, Client] | None:
    """The live link of that client, if the client is of the group and has an answer that can be compared."""
    read = client_fields.code(code)
    client = None if isinstance(read, FieldFault) else view.clients.by_code(read)
    if client is None or client.details is None or group.group not in client.details.groups:
        return None
    if client.details.check_kind is CheckKind.NONE or client.check_hash is None:
        return None
    link = view.links.live(group.basket_id, client.id)
    return None if link is None or link.locked_at is not None else (link, client)
