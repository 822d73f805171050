"""Passwords as slow hashes: argon2id, one at a time in each worker, so that a burst takes no more memory.

What it costs, and why, is told in docs/decisions/how-passwords-are-kept.md. A password is taken exactly as it was
typed: nothing is cut off, trimmed, folded or composed.
"""

from __future__ import annotations

import base64
import gzip
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from tokri.core.ports.passwords import PasswordsBusy

MEMORY_KIB: Final = 64 * 1024
ROUNDS: Final = 3
LANES: Final = 1

#: Seconds that a password may wait for its turn. A worker has two threads, so one verification is before it at most.
PATIENCE: Final = 2.0

#: The common passwords that the program ships.
COMMON: Final = Path(__file__).with_name("data") / "common-passwords.txt.gz"

_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32


class Argon2Passwords:
    """Hashes and verifies, one password at a time; knows the common ones.

    `common` is a list of a firm's own, one password a line, gzipped or not, that takes the place of the shipped one
    where it exists. Tests hand in less memory and fewer rounds.
    """

    def __init__(
        self,
        common: Path = COMMON,
        *,
        memory_kib: int = MEMORY_KIB,
        rounds: int = ROUNDS,
        patience: float = PATIENCE,
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=rounds,
            memory_cost=memory_kib,
            parallelism=LANES,
            hash_len=_HASH_BYTES,
            salt_len=_SALT_BYTES,
            type=Type.ID,
        )
        self._common = common
        self._patience = patience
        self._one_at_a_time = threading.Lock()
        self._nobodys = _nobodys(memory_kib, rounds)

    def hash(self, password: str) -> str:
        """The hash to keep, with its own salt and cost in it. Raises PasswordsBusy."""
        with self._turn():
            return self._hasher.hash(_bytes(password))

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password. With None the answer is no, after the same work. Raises PasswordsBusy."""
        with self._turn():
            try:
                return self._hasher.verify(hashed or self._nobodys, _bytes(password))
            except (VerificationError, InvalidHashError, UnicodeEncodeError):  # the last: a row with no ASCII
                return False

    def outdated(self, hashed: str) -> bool:
        """Whether it was made at another cost, or is no hash of ours at all."""
        try:
            return self._hasher.check_needs_rehash(hashed)
        except InvalidHashError:
            return True

    def common(self) -> frozenset[str]:
        """The common passwords, in small letters. Read anew each time: they are asked for when one is chosen."""
        return read_common(self._common if self._common.exists() else COMMON)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._one_at_a_time.acquire(timeout=self._patience):
            raise PasswordsBusy
        try:
            yield
        finally:
            self._one_at_a_time.release()


def read_common(path: Path) -> frozenset[str]:
    """The lines of a list in small letters, without those that begin "# ": where it comes from, and its licence."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8", "replace")
    return frozenset(line.casefold() for line in text.splitlines() if line and not line.startswith("# "))


def _bytes(password: str) -> bytes:
    """As typed, in UTF-8; half a surrogate pair, which some keyboards send, is no error."""
    return password.encode("utf-8", "surrogatepass")


def _nobodys(memory_kib: int, rounds: int) -> str:
    """A hash that no password has, made without the work of making one, which costs the same to verify."""
    salt, tag = (base64.b64encode(os.urandom(size)).decode().rstrip("=") for size in (_SALT_BYTES, _HASH_BYTES))
    return f"$argon2id$v=19$m={memory_kib},t={rounds},p={LANES}${salt}${tag}"
