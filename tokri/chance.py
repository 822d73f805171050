"""Chance: where ids come from."""

from __future__ import annotations

import secrets
from typing import Final

#: Bytes of a token: 160 bits, which nobody guesses and nobody draws twice.
_TOKEN_BYTES: Final = 20


class Chance:
    """Tokens from the operating system's source of randomness."""

    def token(self) -> str:
        """160 random bits as letters, digits, - and _; safe in a URL."""
        return secrets.token_urlsafe(_TOKEN_BYTES)
