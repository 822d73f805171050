"""What is kept of links, as frozen values. Moments are UTC; a token stands here only as its hash and as its seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class Ended(StrEnum):
    """Why a link's address no longer leads to its basket, by the firm's own act."""

    REVOKED = "revoked"
    REISSUED = "reissued"  #: the client has a newer address


@dataclass(frozen=True, slots=True)
class Link:
    """One basket of the firm's for one account, at one address. All that the client does hangs on it.

    `number` is the version it was made for; `visitor_id` owns the client's own basket and its hand-offs, whichever
    browser they are made in. `token_sha256` finds it, `token_sealed` lets the desk show it again. `check_kind` is what
    is asked on opening, a value of CheckKind. `most_uses` is how many hand-offs may leave; an opening is none.
    `wrong_checks` counts wrong answers to the check since it was made or unlocked, `locked_at` is when they were too
    many.
    `opened_at` is when somebody opened it, which a program that looks at addresses cannot set.
    `language` is a value of tokri/core/link/language.py.
    """

    id: str
    basket_id: str
    client_id: str
    visitor_id: str
    number: int
    token_sha256: str
    token_sealed: str
    check_kind: str
    language: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    most_uses: int
    wrong_checks: int = 0
    locked_at: datetime | None = None
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class GroupLink:
    """One address for many: it asks client code and check, names no security, and leads each to their own link."""

    id: str
    basket_id: str
    group: str
    token_sha256: str
    token_sealed: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """One version taken back: every link of it stops. Kept for good; a version is recalled once."""

    basket_id: str
    number: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """One yes to one hand-off: the exact words, in the language they were read in, and what they were said of.

    `number` and `version_sha256` are the firm's version, `review_sha256` what was shown. `check_kind` is what was
    passed before, and `checked_at` when; "" and None where nothing was asked. `changes` are the client's own:
    tokri/core/link/choosing.py writes them. `browser_id` is the visitor whose browser it was.
    """

    id: str
    link_id: str
    client_id: str
    basket_id: str
    number: int
    version_sha256: str
    review_sha256: str
    part: int
    parts: int
    handoff_id: str
    text: str
    language: str
    changes: Mapping[str, object]
    check_kind: str
    checked_at: datetime | None
    browser_id: str
    at: datetime


class AnswerKind(StrEnum):
    """What else a client can say at a link. None is deleted; of one kind the latest counts."""

    DECLINED = "declined"  #: no, with a reason
    QUESTION = "question"
    ELSEWHERE = "elsewhere"  #: "I will place these elsewhere"
    PLACED_ELSEWHERE = "placed-elsewhere"  #: their word per order, with price
    KITE_ID = "kite-id"  #: which Kite account they used


#: Under this a KITE_ID that the firm's register says, and not the client, has true in its details.
BY_FIRM: Final = "by_firm"


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """Something the client said of one version. `text` is their own words; `details` as the kind wants them.

    PLACED_ELSEWHERE: {"orders": [{"order": 0, "quantity": 5, "price": "845.50"}]}. KITE_ID: {"same": true or false},
    with "typed" where the register had none but what they type, and "refused" where they say it is not theirs;
    with "by_firm" (BY_FIRM) it is not theirs at all: the firm named another account in its register.
    """

    id: str
    link_id: str
    number: int
    kind: AnswerKind
    text: str
    at: datetime
    browser_id: str
    details: Mapping[str, object] = field(default_factory=dict)


class MessageKind(StrEnum):
    """What a message to a client is for."""

    FIRST = "first"
    REMINDER = "reminder"
    CORRECTION = "correction"  #: after a recall


class Way(StrEnum):
    """How a message was prepared. Tokri hands it over; whether it was sent, only the sender knows."""

    WHATSAPP = "whatsapp"
    COPY = "copy"
    QR = "qr"
    SLIP = "slip"
    EMAIL = "email"
    FILE = "file"  #: the list for the firm's own sender


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was prepared for a link's client: never called sent.

    `text` is kept where Tokri hands it over by itself (e-mail), else "". `handed_over_at` is when the mail server took
    it, `failed` why it did not, a value of MailFault.
    """

    id: str
    link_id: str
    number: int
    kind: MessageKind
    way: Way
    at: datetime
    by: str
    subject: str = ""
    text: str = ""
    handed_over_at: datetime | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class CheckPassed:
    """One browser that gave the right answer to a link's check. It holds for PASS_HOLDS (tokri/core/link/check.py)."""

    link_id: str
    browser_id: str
    at: datetime
