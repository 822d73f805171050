"""Who may do what at the desk: the one table. Which page asks for which act is tokri/web/desk/access.py.

Compliance reads everything and changes nothing, so it goes with no other role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """What one of the firm's people is there for. One person may be several, but compliance is nothing else."""

    ADVISER = "adviser"
    APPROVER = "approver"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """Something that can be done at the desk, as far as it is somebody's to do."""

    OWN = "own"  #: one's own account: password, second factor, sessions
    SEE_BASKETS = "see-baskets"
    WRITE_BASKETS = "write-baskets"  #: make, change, share, archive
    APPROVE = "approve"  #: say yes or no to another's version
    SEE_LINKS = "see-links"  #: the board, and where each link stands
    WRITE_LINKS = "write-links"  #: make, prepare to send, extend, revoke, take advice back
    SEE_CLIENTS = "see-clients"
    WRITE_CLIENTS = "write-clients"
    ERASE_CLIENTS = "erase-clients"  #: take a person's data out, or give it to them
    SEE_RESTRICTED = "see-restricted"
    WRITE_RESTRICTED = "write-restricted"  #: what staff may not trade
    SEE_FIRM = "see-firm"
    WRITE_FIRM = "write-firm"
    SEE_PEOPLE = "see-people"
    WRITE_PEOPLE = "write-people"
    SEE_RECORD = "see-record"  #: the record, packs, the register of advice


_EVERYBODY: Final = frozenset({Act.OWN, Act.SEE_BASKETS, Act.SEE_FIRM})

MAY: Final[Mapping[Role, frozenset[Act]]] = MappingProxyType(
    {
        Role.ADVISER: _EVERYBODY
        | {Act.WRITE_BASKETS, Act.SEE_LINKS, Act.WRITE_LINKS, Act.SEE_CLIENTS, Act.WRITE_CLIENTS}
        | {Act.SEE_RESTRICTED, Act.SEE_RECORD},
        Role.APPROVER: _EVERYBODY | {Act.APPROVE, Act.SEE_LINKS, Act.SEE_CLIENTS, Act.SEE_RESTRICTED, Act.SEE_RECORD},
        Role.COMPLIANCE: _EVERYBODY
        | {Act.SEE_LINKS, Act.SEE_CLIENTS, Act.SEE_RESTRICTED, Act.SEE_PEOPLE, Act.SEE_RECORD},
        Role.ADMINISTRATOR: _EVERYBODY
        | {Act.WRITE_FIRM, Act.SEE_PEOPLE, Act.WRITE_PEOPLE, Act.SEE_RESTRICTED, Act.WRITE_RESTRICTED}
        | {Act.SEE_LINKS, Act.SEE_CLIENTS, Act.ERASE_CLIENTS, Act.SEE_RECORD},
    }
)


def may(roles: Iterable[Role], act: Act) -> bool:
    """Whether somebody of these roles may do it. Somebody of no role may do nothing."""
    return any(act in MAY[role] for role in roles)


def go_together(roles: Iterable[Role]) -> bool:
    """Whether one person may have all of these roles: at least one, and compliance alone."""
    chosen = frozenset(roles)
    return bool(chosen) and (Role.COMPLIANCE not in chosen or len(chosen) == 1)
