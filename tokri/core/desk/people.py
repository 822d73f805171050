"""The firm's people, how they are let in, and what their sessions are.

Ids are random text; secrets are kept as hashes or sealed, never as they are.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tokri.core.desk.roles import Role

#: A session ends after so long without a request, and after so long whatever happens. An adviser's day is within both.
IDLE_AFTER: Final = timedelta(minutes=60)
ENDS_AFTER: Final = timedelta(hours=12)

#: So long may somebody who gave their password take to give the second factor, or to set one up.
HALF_FOR: Final = timedelta(minutes=10)

#: For so long after the password was asked, it is not asked again before a change that wants it.
CONFIRMED_FOR: Final = timedelta(minutes=10)

#: A code that lets somebody choose a password is good for so long, and once.
INVITED_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the firm's people. `username` is what they sign in with, in small letters.

    `password_hash` is None until they have chosen one. `totp_sealed` is None until a second factor is set up;
    `totp_step` is the last step of thirty seconds whose code was used. `edition` counts changes.
    """

    id: str
    username: str
    name: str
    email: str
    roles: frozenset[Role]
    created_at: datetime
    password_hash: str | None = None
    password_at: datetime | None = None
    totp_sealed: str | None = None
    totp_step: int | None = None
    disabled_at: datetime | None = None
    edition: int = 1

    @property
    def enabled(self) -> bool:
        return self.disabled_at is None


class Purpose(StrEnum):
    """What a one-time code lets its bearer do."""

    FIRST = "first"  #: become the first administrator
    NEW = "new"  #: choose a password and a second factor for the first time
    RESET = "reset"  #: choose a new password; with `second_factor`, a new second factor too


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code, as the hash of it. `person_id` is None for the first administrator, who is nobody yet."""

    code_sha256: str
    purpose: Purpose
    person_id: str | None
    made_at: datetime
    expires_at: datetime
    second_factor: bool = False
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskSession:
    """One browser in which one of the firm's people signed in.

    The cookie holds a token, the row its SHA-256; `id` is what the page of sessions names it by. `whole` is False
    between the password and the second factor. `confirmed_at` is when the password was last asked. `where_from` is a
    class of address and `browser` a few words ("Firefox on Android"), for whoever looks down the list.
    """

    id: str
    token_sha256: str
    person_id: str
    began_at: datetime
    seen_at: datetime
    whole: bool
    confirmed_at: datetime | None
    where_from: str
    browser: str
    ended_at: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Whether it still counts at `now`."""
        end = self.began_at + (ENDS_AFTER if self.whole else HALF_FOR)
        return self.ended_at is None and now < self.seen_at + IDLE_AFTER and now < end

    def confirmed(self, now: datetime) -> bool:
        """Whether the password was asked recently enough for a change that wants it."""
        return self.confirmed_at is not None and now < self.confirmed_at + CONFIRMED_FOR


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """A code that stands in for the second factor, once; kept as a hash."""

    person_id: str
    sha256: str
    used_at: datetime | None = None


def username_of(typed: str) -> str:
    """A username as it is kept and looked for: without spaces around it, in small letters."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def token_sha256(token: str) -> str:
    """As what the token of a session's cookie is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
