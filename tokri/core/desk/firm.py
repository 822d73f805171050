"""The firm: what the rules want said of it, and how it has chosen to work.

The exact sentences are the firm's own, pasted per language; no catalogue of translations ever holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

#: IA Regulation 19 and RA Regulation 25 ask for five years.
LEAST_RETENTION: Final = 5

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


@dataclass(frozen=True, slots=True)
class FirmEdition:
    """The firm as somebody saved it. Each save adds one; the last counts."""

    number: int
    firm: Firm
    by: str
    at: datetime
