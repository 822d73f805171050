"""Passwords as slow hashes: argon2id, one at a time in each worker, so that a burst takes no more memory."""

from __future__ import annotations

import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tokri.core.ports.desk import PasswordsBusy

#: Seconds that a password may wait for its turn.
_PATIENCE: Final = 10.0


class Argon2Passwords:
    """Hashes and verifies, one password at a time."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._turn = threading.Lock()
        self._nobodys: str | None = None

    def hash(self, password: str) -> str:
        with _Turn(self._turn):
            return self._hasher.hash(password)

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password. With None the answer is no, after the same work."""
        with _Turn(self._turn):
            if self._nobodys is None:
                self._nobodys = self._hasher.hash("nobody's")
            try:
                return self._hasher.verify(hashed or self._nobodys, password) and hashed is not None
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, hashed: str) -> bool:
        return self._hasher.check_needs_rehash(hashed)


class _Turn:
    """Waits for a turn, not for ever. Raises PasswordsBusy."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=_PATIENCE):
            raise PasswordsBusy

    def __exit__(self, *_: object) -> None:
        self._lock.release()
