"""The firm: what the rules want said of it, and how it has chosen to work.

The exact sentences are the firm's own, pasted per language; no catalogue of translations ever holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Final

#: IA Regulation 19 and RA Regulation 25 ask for five years.
LEAST_RETENTION: Final = 5

#: A record of more years than this is a slip of the finger.
MOST_RETENTION: Final = 50

#: The language that every firm fills in, and that stands where a client's own is not there.
FIRST_LANGUAGE: Final = "en"

#: The languages in which a client's page can be written: English and those that most clients read, by ISO 639-1.
LANGUAGES: Final = ("en", "hi", "as", "bn", "gu", "kn", "ml", "mr", "or", "pa", "ta", "te", "ur")

#: What the number is called: BSE's own since 25 July 2024, before which its subsidiary BASL had members.
BSE_LABELS: Final = ("BSE enlistment number", "BASL membership number")

_NOTHING: Final[Mapping[str, FirmWords]] = MappingProxyType({})


class FirmKind(StrEnum):
    """As what SEBI registered it."""

    ADVISER = "investment-adviser"
    ANALYST = "research-analyst"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class FirmWords:
    """The sentences that stand on a client's page in one language, letter by letter as the firm pasted them."""

    warning: str = ""
    registration: str = ""


#: The names of the sentences.
SENTENCES: Final = ("warning", "registration")


@dataclass(frozen=True, slots=True)
class Firm:
    """All the firm has said of itself. Text is "" where nothing was filled in.

    `bse_label` is "BSE enlistment number" or the older "BASL membership number". `enabled_for_others` answers "Has
    Zerodha enabled this app for other clients?": yes, no, or "" where nobody has said. `words` are by language
    ("en", "hi"). `logo_sha256` names the logo as it was re-encoded.
    """

    kind: FirmKind = FirmKind.ADVISER
    name: str = ""
    sebi_number: str = ""
    bse_number: str = ""
    bse_label: str = "BSE enlistment number"
    office: str = ""
    phone: str = ""
    cin: str = ""
    officer_name: str = ""
    officer_email: str = ""
    scores_url: str = ""
    odr_url: str = ""
    grievance_url: str = ""
    charter_url: str = ""
    words: Mapping[str, FirmWords] = field(default_factory=lambda: _NOTHING)
    logo_sha256: str = ""
    rationale_required: bool = True
    approval_required: bool = False
    totp_required: bool = False
    link_check: bool = False
    enabled_for_others: str = ""
    retention_years: int = LEAST_RETENTION

    def words_in(self, language: str) -> tuple[str, FirmWords]:
        """The sentences for a client who reads `language`, and the language they are in.

        Both in one language: where the firm has not pasted both in theirs, both are the first language's.
        """
        own = self.words.get(language, FirmWords())
        if own.warning and own.registration:
            return language, own
        return FIRST_LANGUAGE, self.words.get(FIRST_LANGUAGE, FirmWords())


@dataclass(frozen=True, slots=True)
class FirmEdition:
    """The firm as somebody saved it. Each save adds one; the last counts."""

    number: int
    firm: Firm
    by: str
    at: datetime


class Part(StrEnum):
    """What of the firm is filled in on one page."""

    WHO = "who"
    COMPLAINTS = "complaints"
    SENTENCES = "sentences"
    LOGO = "logo"
    WORK = "work"
    KITE = "kite"


#: Every field of a firm but its sentences, by the page it is filled in on, in the page's order.
FIELDS: Final[Mapping[Part, tuple[str, ...]]] = MappingProxyType(
    {
        Part.WHO: ("kind", "name", "sebi_number", "bse_label", "bse_number", "office", "phone", "cin"),
        Part.COMPLAINTS: ("officer_name", "officer_email", "grievance_url", "scores_url", "odr_url", "charter_url"),
        Part.LOGO: ("logo_sha256",),
        Part.WORK: ("rationale_required", "approval_required", "totp_required", "link_check", "retention_years"),
        Part.KITE: ("enabled_for_others",),
    }
)


def part_of(name: str) -> Part:
    """The page on which a field is filled in. A sentence is named with its language: "warning-en"."""
    return next((part for part, names in FIELDS.items() if name in names), Part.SENTENCES)


def value_of(firm: Firm, name: str) -> str | int | bool:
    """What a field holds; of a sentence its text, "" where there is none."""
    sentence, dash, language = name.partition("-")
    found: str | int | bool = getattr(firm.words.get(language, FirmWords()), sentence) if dash else getattr(firm, name)
    return found


def fields_of(*firms: Firm) -> tuple[str, ...]:
    """The name of every field that these firms have, in the order of the pages."""
    languages = {FIRST_LANGUAGE, *chain.from_iterable(firm.words for firm in firms)}
    sentences = [f"{sentence}-{each}" for each in sorted(languages, key=_place) for sentence in SENTENCES]
    return tuple(name for part in Part for name in (sentences if part is Part.SENTENCES else FIELDS[part]))


def changed_fields(before: Firm, after: Firm) -> tuple[str, ...]:
    """The names of the fields that differ, in the order of the pages."""
    return tuple(name for name in fields_of(before, after) if value_of(before, name) != value_of(after, name))


def _place(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
