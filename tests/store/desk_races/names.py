"""Who works in the office, and at what: all that the processes of a race have to know of it."""

from __future__ import annotations

from typing import Final

ADVISERS: Final = ("meera", "kiran")
APPROVERS: Final = ("arun", "leela")

#: The basket that everybody is at, and where it is.
BASKET: Final = "basket"
PATH: Final = f"/desk/baskets/{BASKET}"


def token_of(name: str) -> str:
    """What the cookie of somebody's session holds."""
    return f"token-of-{name}"
