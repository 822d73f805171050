"""Chance: where ids and tags come from."""

from __future__ import annotations

import secrets
from typing import Final

#: Bytes of a token: 160 bits, which nobody guesses and nobody draws twice.
_TOKEN_BYTES: Final = 20

#: Kite's limit for a tag, and letters and digits that are not mistaken for one another when read aloud.
_TAG_LENGTH: Final = 8
_TAG_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Chance:
    """Tokens and tags from the operating system's source of randomness."""

    def token(self) -> str:
        """160 random bits as letters, digits, - and _; safe in a URL."""
        return secrets.token_urlsafe(_TOKEN_BYTES)

    def tag(self) -> str:
        """Eight random letters and digits, 40 bits: a hand-off's own tag."""
        return "".join(secrets.choice(_TAG_LETTERS) for _ in range(_TAG_LENGTH))
