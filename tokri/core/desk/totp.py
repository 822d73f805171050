"""The second factor: the six digits of a sign-in app, after RFC 6238. What is decided, not the arithmetic.

A step is thirty seconds of the true clock: even the demo, which lives on a day of its own, asks the true one, for the
app on the phone does.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

STEP_SECONDS: Final = 30
DIGITS: Final = 6

#: 160 bits, as RFC 4226 recommends (section 4, R6).
_SECRET_BYTES: Final = 20
#: A phone's clock may be off by a step, either way (RFC 6238, section 5.2).
_AROUND: Final = (0, -1, 1)

#: Whether with this secret these digits are those of that step (`SecondFactor.matches`).
Matches = Callable[[str, str, int], bool]


def new_secret(token: str) -> str:
    """A secret of 160 bits as base32, which apps are given. `token` is from Chance and never used again."""
    return base64.b32encode(hashlib.sha256(f"second factor {token}".encode()).digest()[:_SECRET_BYTES]).decode()


def grouped(secret: str) -> str:
    """The secret in fours, for those who type it: "JBSW Y3DP ..."."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def address_for_apps(secret: str, issuer: str, account: str) -> str:
    """The `otpauth://` address that a QR carries. `issuer` is the firm's name, or Tokri; `account` the username.

    Only the secret, the issuer and the account are in it: apps take the rest, SHA-1, six digits and thirty seconds, as
    given, and some refuse to be told. A colon parts issuer and account, so neither may have one.
    """
    issuer_part, account_part = (quote(part.replace(":", " "), safe="") for part in (issuer, account))
    return f"otpauth://totp/{issuer_part}:{account_part}?secret={secret}&issuer={issuer_part}"


def tidy(typed: str) -> str:
    """The digits of what was typed, "" where it is no such code. Apps show `123 456`."""
    digits = "".join(typed.split()).replace("-", "")
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdecimal() else ""


def step_of(seconds: int) -> int:
    """The step that a moment lies in, by whole seconds since 1970 of the true clock."""
    return seconds // STEP_SECONDS


def steps_to_try(seconds: int, last_step: int | None) -> tuple[int, ...]:
    """The step of now, the one before and the one after, as far as they come after the last that was accepted.

    So a code is good once: who saw it typed cannot use it, nor an older one (ASVS 6.5.1).
    """
    now = step_of(seconds)
    return tuple(now + around for around in _AROUND if last_step is None or now + around > last_step)


def accepted_step(secret: str, typed: str, seconds: int, last_step: int | None, matches: Matches) -> int | None:
    """The step whose code was typed, to be kept as the person's last; None if it was none that may be used now."""
    code = tidy(typed)
    if not code:
        return None
    # Every step is tried, so that the time this takes does not tell which one matched.
    matching = [step for step in steps_to_try(seconds, last_step) if matches(secret, code, step)]
    return max(matching, default=None)
