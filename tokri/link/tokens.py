"""The token of a link's address: kept sealed, and opened here alone."""

from __future__ import annotations

from typing import Final

from tokri.core.link.link import Link
from tokri.core.ports import Outside

#: What the seal of a link's token begins with.
OF_A_LINK: Final = "link"


def seal_context(link_id: str) -> str:
    """What a link's token is sealed for: no other row's seal opens it."""
    return f"{OF_A_LINK}:{link_id}"


def token_of(outside: Outside, link: Link) -> str:
    """The token itself, for an address that is shown or led to. Raises SealBroken."""
    return outside.sealer.unseal(link.token_sealed, seal_context(link.id))
