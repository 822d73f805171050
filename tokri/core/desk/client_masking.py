"""Personal data in a list: enough of it to know whose it is, and no more. Whole it stands on the client's own page."""

from __future__ import annotations

from typing import Final

_SHOWN: Final = 4
_LEAST: Final = 8
_SHORTEST_ID: Final = 6


def masked_phone(phone: str) -> str:
    """The last four digits: •••• 4321."""
    if not phone:
        return ""
    return f"•••• {phone[-_SHOWN:]}" if len(phone) >= _LEAST else "••••"


def masked_email(email: str) -> str:
    """The first letter, as in a•••@… of asha@example.com."""
    return f"{email[0]}•••@…" if email else ""


def masked_kite_id(kite_user_id: str) -> str:
    """The first two and the last two: AB••34."""
    if not kite_user_id:
        return ""
    return f"{kite_user_id[:2]}••{kite_user_id[-2:]}" if len(kite_user_id) >= _SHORTEST_ID else "••••"
