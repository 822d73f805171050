"""What keeps passwords, and knows the codes of sign-in apps."""

from __future__ import annotations

from collections.abc import Container
from typing import Protocol


class Passwords(Protocol):
    """Keeps passwords as slow hashes. Each raises PasswordsBusy when too many wait for their turn."""

    def hash(self, password: str) -> str: ...

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password. With None the answer is no, and costs the same."""
        ...

    def outdated(self, hashed: str) -> bool:
        """Whether it should be hashed anew, as what a hash costs has been raised since."""
        ...

    def common(self) -> Container[str]:
        """Common passwords, in small letters, for `core.desk.passwords.faults`. It never raises PasswordsBusy."""
        ...


class SecondFactor(Protocol):
    """The codes of sign-in apps, by the true clock: the app on a phone knows nothing of the demo's day."""

    def seconds(self) -> int:
        """Whole seconds since 1970."""
        ...

    def matches(self, secret: str, code: str, step: int) -> bool:
        """Whether `code`, six digits, is that of `step` under `secret`, base32. What steps: `core.desk.totp`."""
        ...


class PasswordsBusy(Exception):
    """Too many passwords wait to be looked at. Nothing was changed; try again."""
