"""The codes of sign-in apps: the arithmetic of RFC 6238 by a library, and the true clock that phones go by."""

from __future__ import annotations

import base64

from tokri.core.desk.totp import DIGITS, STEP_SECONDS
from tokri.core.ports import Clock


class AppCodes:
    """Checks the codes of sign-in apps. `true_clock` is without the demo's offset."""

    def __init__(self, true_clock: Clock) -> None:
        self._clock = true_clock

    def seconds(self) -> int:
        """Whole seconds since 1970."""
        return int(self._clock().timestamp())

    def matches(self, secret: str, code: str, step: int) -> bool:
        """Whether `code` is that of `step`, compared in constant time. `secret` is base32, as `new_secret` makes it."""
        from cryptography.hazmat.primitives.hashes import SHA1  # noqa: PLC0415 - most workers see nobody sign in
        from cryptography.hazmat.primitives.twofactor import InvalidToken  # noqa: PLC0415 - the same
        from cryptography.hazmat.primitives.twofactor.totp import TOTP  # noqa: PLC0415 - the same

        # SHA-1, as every sign-in app has it. What breaks it elsewhere, a collision, is of no use against an HMAC.
        codes = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - as the line above says
        try:
            codes.verify(code.encode(), step * STEP_SECONDS)
        except InvalidToken:
            return False
        return True
