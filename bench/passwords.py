"""Passwords: what one verification costs, and that a name that is not there costs the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.measure import Figure, compare, milliseconds
from tokri.passwords import Argon2Passwords

_ROUNDS: Final = 9
#: OWASP's least for argon2id: 19 MiB, two rounds, one lane (Password Storage Cheat Sheet).
_LEAST_KIB, _LEAST_ROUNDS = 19 * 1024, 2
#: A sign-in may take so long; a thief's every guess must take a good deal more than OWASP's least.
_SECONDS: Final = 0.25
_TIMES_THE_LEAST: Final = 4.0


def figures() -> Iterator[Figure]:
    """Every figure of passwords."""
    passwords, least = Argon2Passwords(), Argon2Passwords(memory_kib=_LEAST_KIB, rounds=_LEAST_ROUNDS)
    phrase = "five horses by the lake"
    kept = passwords.hash(phrase)
    cost = compare(lambda: passwords.verify(phrase, kept), lambda: least.verify(phrase, None), _ROUNDS)
    name = "verifying a password"
    plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)} of CPU"
    yield Figure("OWASP's least of argon2id", name, 1 / cost.ratio, _TIMES_THE_LEAST, faster=True, plain=plain)
    plain = milliseconds(cost.first)
    yield Figure(name, f"the {milliseconds(_SECONDS)} it may take", cost.first / _SECONDS, 1.0, plain=plain)
    nobody = compare(lambda: passwords.verify("wrong", kept), lambda: passwords.verify("wrong", None), _ROUNDS)
    plain = f"{milliseconds(nobody.second)} to {milliseconds(nobody.first)}"
    yield Figure("verifying for a name that is not there", "a wrong password", nobody.ratio, 1.1, plain=plain)
    plain = milliseconds(nobody.first)
    yield Figure("a wrong password", "a name that is not there", 1 / nobody.ratio, 1.1, plain=plain)
