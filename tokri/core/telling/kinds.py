"""What of the record the firm's own systems hear of. What does not stand here never leaves the house.

A fact is told only if it is named here: an entry's other facts stay where they are, and so does all that is personal.
docs/webhooks.md explains each type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final


class About(Enum):
    """What an entry's subject is, and so which ids the message names beside its facts."""

    ADVICE = auto()  #: a basket of the firm's
    LINK = auto()  #: one client's link: with its client, basket and version
    HANDOFF = auto()  #: a hand-off that was made at a link; one of a visitor's own is nobody's business


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of entry is told: the type of its message, and the names of the facts that it carries."""

    type: str
    about: About
    facts: tuple[str, ...] = ()


#: By the kind of the record's entry.
TOLD: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "basket shared": Kind("advice.shared", About.ADVICE, ("number", "sha256")),
        "version approved": Kind("advice.approved", About.ADVICE, ("number",)),
        "version refused": Kind("advice.refused", About.ADVICE, ("number",)),
        "recalled": Kind("advice.recalled", About.ADVICE, ("number",)),
        "link made": Kind("link.made", About.LINK),
        "link opened": Kind("link.opened", About.LINK),
        "link revoked": Kind("link.revoked", About.LINK),
        "link re-issued": Kind("link.reissued", About.LINK, ("instead_of",)),
        "link locked": Kind("link.locked", About.LINK),
        "consented": Kind("client.consented", About.LINK, ("version", "handoff", "part", "parts")),
        "declined": Kind("client.declined", About.LINK, ("version", "taken_back")),
        "question asked": Kind("client.asked", About.LINK, ("version",)),
        "elsewhere": Kind("client.elsewhere", About.LINK, ("version", "taken_back")),
        "placed elsewhere said": Kind("client.placed-elsewhere", About.LINK, ("version",)),
        "orders still to place": Kind("link.still-to-place", About.LINK, ("orders",)),
        "closed with a note": Kind("link.closed", About.LINK),
        "left for Kite": Kind("handoff.left", About.HANDOFF),
        "browser came back": Kind("handoff.returned", About.HANDOFF, ("status",)),
        "return in another browser": Kind("handoff.returned-elsewhere", About.HANDOFF, ("status",)),
        "person said which hand-off came back": Kind("handoff.return-found", About.HANDOFF),
        "person said": Kind("handoff.said", About.HANDOFF, ("said",)),
        "hand-off unresolved": Kind("handoff.unresolved", About.HANDOFF),
        "postback applied": Kind("handoff.reported", About.HANDOFF),
        "file brought": Kind("evidence.file", About.LINK, ("source", "matched")),
        "order book read": Kind("handoff.read", About.HANDOFF, ("found", "unsorted")),
    }
)

#: What the page of an endpoint sends when it is asked for a test.
TEST: Final = "test"
