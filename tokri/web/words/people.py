"""The firm's people in words: what each role is, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tokri.core.desk.roles import Role

#: Each role with what it lets somebody do.
ROLES: Final[Mapping[Role, tuple[str, str]]] = {
    Role.ADVISER: ("Adviser", "Keeps clients, writes baskets and shares them."),
    Role.APPROVER: ("Approver", "Says yes or no to what somebody else shared."),
    Role.COMPLIANCE: ("Compliance", "Reads everything and changes nothing. Goes with no other role."),
    Role.ADMINISTRATOR: ("Administrator", "Sets up the firm, its people and the restricted list; erases clients."),
}

PASSWORD_CHANGED: Final = "Your password is changed. You are signed out everywhere else."  # noqa: S105 - a sentence
SESSIONS_ENDED: Final = "Signed out there."
FACTOR_REMOVED: Final = "Your second factor is taken away. From now on the password alone lets you in."

DONE: Final[Mapping[str, str]] = {
    "roles": "The roles are changed.",
    "disabled": "They can come in no more, and are signed out everywhere.",
    "enabled": "They can come in again, with the password they had.",
}

LAST_ADMINISTRATOR: Final = "This is the only administrator: make somebody else one first."
RESET_DISABLED: Final = "They are disabled, so a new password would let nobody in: let them in again first."


def roles(of: Iterable[Role]) -> str:
    """The roles as a list of words; a dash where there is none."""
    return ", ".join(ROLES[role][0] for role in Role if role in frozenset(of)) or "–"
