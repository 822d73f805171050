"""Codes that work once: recovery codes that stand in for the second factor, and one-time codes that let somebody in.

They are long enough that a fast hash keeps them safe: nobody tries 2^120. Each is Crockford's base32, which has no I,
L, O or U: whoever types one of those for a 1 or a 0 is understood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

RECOVERY_CODES: Final = 10

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS_A_LETTER: Final = 5
_GROUP: Final = 4
_RECOVERY_LETTERS: Final = 24  # 120 bits
_ONE_TIME_LETTERS: Final = 28  # 140 bits
_MEANT: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, "–": None, "—": None})  # phones write dashes


def recovery_codes(draw: Callable[[], str]) -> tuple[str, ...]:
    """Ten codes as they are shown, once: `7K3M-9QXZ-0V2B-4TRD`. `draw` is Chance's token."""
    return tuple(_code(draw(), _RECOVERY_LETTERS) for _ in range(RECOVERY_CODES))


def one_time_code(token: str) -> str:
    """A code for the first administrator, a new person or a reset, in seven groups. `token` is Chance's."""
    return _code(token, _ONE_TIME_LETTERS)


def kept_recovery_code(typed: str, person_id: str) -> str:
    """What is stored of a recovery code: its SHA-256, bound to the person; "" if it cannot be one."""
    return _kept(f"recovery {person_id}", typed, _RECOVERY_LETTERS)


def kept_recovery_codes(codes: Sequence[str], person_id: str) -> list[str]:
    """What is stored of those just drawn."""
    return [kept_recovery_code(code, person_id) for code in codes]


def kept_one_time_code(typed: str) -> str:
    """What is stored of a one-time code and what it is found by: its SHA-256; "" if it cannot be one."""
    return _kept("one-time", typed, _ONE_TIME_LETTERS)


def tidy(typed: str) -> str:
    """A code as it was meant: without spaces and dashes, in capitals, with 0 for O and 1 for I and L."""
    return "".join(typed.upper().translate(_MEANT).split())


def _code(token: str, letters: int) -> str:
    number = int.from_bytes(hashlib.sha256(f"code {token}".encode()).digest(), "big")
    drawn = "".join(_ALPHABET[(number >> (_BITS_A_LETTER * place)) % len(_ALPHABET)] for place in range(letters))
    return "-".join(drawn[place : place + _GROUP] for place in range(0, letters, _GROUP))


def _kept(purpose: str, typed: str, letters: int) -> str:
    code = tidy(typed)
    if len(code) != letters or not set(code) <= set(_ALPHABET):
        return ""
    return hashlib.sha256(f"{purpose} {code}".encode()).hexdigest()
